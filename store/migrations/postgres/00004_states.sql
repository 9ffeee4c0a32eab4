-- +goose Up

-- What an entry of the log does to the list of a state: one that is realised stands in the log of the current state.
CREATE TABLE acts (
  workspace_id TEXT NOT NULL,
  state        TEXT NOT NULL, -- whose list
  revision     BIGINT NOT NULL,
  body         TEXT NOT NULL, -- JSON; '' = it takes back, or lets stand again, an act on the list
  PRIMARY KEY (workspace_id, state, revision),
  FOREIGN KEY (workspace_id, revision) REFERENCES changes (workspace_id, revision)
);
CREATE INDEX acts_revision ON acts (workspace_id, revision);

ALTER TABLE states ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0; -- revision at which it was made
ALTER TABLE states ADD COLUMN deleted_at BIGINT; -- NULL = in use
