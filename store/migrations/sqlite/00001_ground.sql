-- +goose Up
-- Times are milliseconds since 1970 UTC. JSON stands in TEXT. Keys begin with the workspace.

CREATE TABLE users (
  id            TEXT NOT NULL PRIMARY KEY,
  email         TEXT NOT NULL UNIQUE, -- lower case
  name          TEXT NOT NULL,
  password_hash TEXT NOT NULL, -- argon2id; '' = cannot sign in by password
  is_admin      INTEGER NOT NULL,
  disabled      INTEGER NOT NULL,
  language      TEXT NOT NULL, -- '' = as the browser asks
  theme         TEXT NOT NULL, -- '' = as the system has it
  epoch         INTEGER NOT NULL, -- sessions of an earlier epoch have ended
  created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  token_hash TEXT NOT NULL PRIMARY KEY,
  data       BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE attempts (
  key TEXT NOT NULL, -- what is limited: an account or an address
  at  INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_key ON attempts (key, at);

CREATE TABLE tokens (
  id          TEXT NOT NULL PRIMARY KEY,
  user_id     TEXT NOT NULL REFERENCES users (id),
  name        TEXT NOT NULL,
  scope       TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  expires_at  INTEGER, -- NULL = never
  created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX tokens_user ON tokens (user_id);

CREATE TABLE workspaces (
  id         TEXT NOT NULL PRIMARY KEY,
  slug       TEXT NOT NULL,
  name       TEXT NOT NULL,
  currency   TEXT NOT NULL,
  languages  TEXT NOT NULL, -- JSON
  fields     TEXT NOT NULL, -- JSON
  thresholds TEXT NOT NULL, -- JSON
  revision   INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER -- NULL = in use
) STRICT;
CREATE UNIQUE INDEX workspaces_slug ON workspaces (slug) WHERE deleted_at IS NULL;

CREATE TABLE members (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  user_id      TEXT NOT NULL REFERENCES users (id),
  role         TEXT NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_user ON members (user_id);

-- Links that work without a password: the first administrator, an invitation, the owner of the demo.
CREATE TABLE passes (
  id           TEXT NOT NULL PRIMARY KEY,
  purpose      TEXT NOT NULL,
  secret_hash  TEXT NOT NULL UNIQUE,
  workspace_id TEXT REFERENCES workspaces (id), -- of an invitation
  user_id      TEXT REFERENCES users (id), -- whom it signs in
  email        TEXT NOT NULL,
  role         TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  used_at      INTEGER -- NULL = open
) STRICT;
CREATE INDEX passes_workspace ON passes (workspace_id);

CREATE TABLE changes (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  revision     INTEGER NOT NULL,
  id           TEXT NOT NULL,
  state        TEXT NOT NULL,
  title        TEXT NOT NULL,
  author_kind  TEXT NOT NULL,
  author_id    TEXT NOT NULL,
  author_name  TEXT NOT NULL,
  at           INTEGER NOT NULL,
  client_id    TEXT, -- NULL = none
  undoes       TEXT NOT NULL, -- JSON: ids of changes
  undone_by    INTEGER, -- revision that took it back; NULL = stands
  redone_by    INTEGER, -- revision that let it stand again; NULL = none
  template     TEXT NOT NULL,
  answers      TEXT NOT NULL, -- JSON
  needs        TEXT NOT NULL, -- JSON
  elements     INTEGER NOT NULL, -- how many the current state then had
  links        INTEGER NOT NULL,
  -- What may be large stands last: the columns behind it are reached through all its pages.
  ops          TEXT NOT NULL, -- JSON, each with its old
  inverse      TEXT NOT NULL, -- JSON
  PRIMARY KEY (workspace_id, revision)
) STRICT;
CREATE UNIQUE INDEX changes_id ON changes (workspace_id, id);
CREATE UNIQUE INDEX changes_client ON changes (workspace_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX changes_state ON changes (workspace_id, state, revision) WHERE state <> 'current';

-- Which elements and links a change concerned: the history of one of them.
CREATE TABLE touched (
  workspace_id TEXT NOT NULL,
  target_id    TEXT NOT NULL,
  revision     INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, target_id, revision),
  FOREIGN KEY (workspace_id, revision) REFERENCES changes (workspace_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE states (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL,
  name         TEXT NOT NULL,
  kind         TEXT NOT NULL,
  base         TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id)
) STRICT;

-- The current state, as the log left it.
CREATE TABLE elements (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL,
  seq          INTEGER NOT NULL, -- order of arrival
  kind         TEXT NOT NULL,
  name         TEXT NOT NULL,
  body         TEXT NOT NULL, -- JSON
  sum          INTEGER NOT NULL, -- checksum of the body
  PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE links (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  from_id      TEXT NOT NULL,
  to_id        TEXT NOT NULL,
  body         TEXT NOT NULL, -- JSON
  sum          INTEGER NOT NULL, -- checksum of the body
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, from_id) REFERENCES elements (workspace_id, id),
  FOREIGN KEY (workspace_id, to_id) REFERENCES elements (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_from ON links (workspace_id, from_id);
CREATE INDEX links_to ON links (workspace_id, to_id);

-- Ids that were used and went: they come back by undo only, and to their old place.
CREATE TABLE removed (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  revision     INTEGER NOT NULL, -- at which it went
  PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  problem_id   TEXT NOT NULL,
  key          TEXT NOT NULL, -- of the finding
  digest       TEXT NOT NULL, -- of the text it judged
  reason       TEXT NOT NULL,
  author_id    TEXT NOT NULL,
  author_name  TEXT NOT NULL,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, problem_id, key)
) STRICT;

CREATE TABLE verdicts (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  link_id      TEXT NOT NULL,
  author_key   TEXT NOT NULL, -- id of a user, or the name where an import brought only that
  author_name  TEXT NOT NULL,
  digest       TEXT NOT NULL, -- of the two texts it judged
  verdict      TEXT NOT NULL,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, link_id, author_key)
) STRICT;

CREATE TABLE shares (
  workspace_id  TEXT NOT NULL REFERENCES workspaces (id),
  id            TEXT NOT NULL,
  target        TEXT NOT NULL,
  audience      TEXT NOT NULL,
  language      TEXT NOT NULL,
  redact        INTEGER NOT NULL,
  secret_hash   TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL, -- '' = none asked
  created_by    TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  expires_at    INTEGER NOT NULL,
  revoked_at    INTEGER, -- NULL = open
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE TABLE audit (
  seq          INTEGER NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL, -- '' = of the installation
  at           INTEGER NOT NULL,
  actor_kind   TEXT NOT NULL,
  actor_id     TEXT NOT NULL,
  actor_name   TEXT NOT NULL,
  act          TEXT NOT NULL,
  target       TEXT NOT NULL,
  detail       TEXT NOT NULL, -- JSON: before and after; never secrets
  address      TEXT NOT NULL,
  request      TEXT NOT NULL
) STRICT;
CREATE INDEX audit_workspace ON audit (workspace_id, seq);
