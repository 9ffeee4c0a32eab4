-- +goose Up
-- What people say to each other, what waits for them, and measures over time.

CREATE TABLE comments (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL,
  topic        TEXT NOT NULL, -- element:ID, change:ID, report:problem:ID
  thread       TEXT NOT NULL, -- id of the comment that began it: its own on that one
  body         TEXT NOT NULL, -- Markdown; '' = taken away, the place stays
  author_id    TEXT NOT NULL,
  author_name  TEXT NOT NULL,
  at           BIGINT NOT NULL,
  edited_at    BIGINT, -- NULL = as it was first written
  removed_at   BIGINT, -- NULL = stands
  resolved_at  BIGINT, -- of the comment that began a thread; NULL = open
  resolved_by  TEXT NOT NULL, -- name; '' = open
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX comments_topic ON comments (workspace_id, topic, at, id);
CREATE INDEX comments_at ON comments (workspace_id, at, id);
CREATE INDEX comments_thread ON comments (workspace_id, thread);

-- What waits in somebody's inbox, each thing once. What falls due by the calendar has a row only once it was read.
CREATE TABLE notices (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  user_id      TEXT NOT NULL REFERENCES users (id),
  key          TEXT NOT NULL, -- comment:ID, change:ID, due:SORT:ID:DAY
  sort         TEXT NOT NULL, -- mention, reply, owner, due
  topic        TEXT NOT NULL, -- what it is about, as of comments
  by_name      TEXT NOT NULL, -- '' = nobody: a day came
  at           BIGINT NOT NULL,
  read_at      BIGINT, -- NULL = unread
  PRIMARY KEY (workspace_id, user_id, key)
);
CREATE INDEX notices_unread ON notices (workspace_id, user_id) WHERE read_at IS NULL;
CREATE INDEX notices_at ON notices (workspace_id, user_id, at);
CREATE INDEX notices_key ON notices (workspace_id, key);

CREATE TABLE series (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL,
  element_id   TEXT NOT NULL, -- may be of any state, and may have gone
  name         TEXT NOT NULL,
  unit         TEXT NOT NULL, -- '' = none
  created_at   BIGINT NOT NULL,
  removed_at   BIGINT, -- NULL = stands
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX series_element ON series (workspace_id, element_id);

-- The values of a series, with all that they were before: the last version of a day counts.
CREATE TABLE points (
  workspace_id TEXT NOT NULL,
  series_id    TEXT NOT NULL,
  day          TEXT NOT NULL, -- YYYY-MM-DD
  version      BIGINT NOT NULL, -- from 1
  value        DOUBLE PRECISION, -- NULL = taken away
  act          TEXT NOT NULL, -- id of what was done at once
  author_id    TEXT NOT NULL,
  author_name  TEXT NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, series_id, day, version),
  FOREIGN KEY (workspace_id, series_id) REFERENCES series (workspace_id, id)
);
CREATE INDEX points_act ON points (workspace_id, series_id, act);
