-- +goose Up
-- What the elements of the current state are found by, as model/find makes it. A row stays when its element goes, without
-- words, so that one that comes back has its old place.
CREATE TABLE found (
  doc          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- order of arrival within a workspace
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL, -- of the element
  terms        TEXT NOT NULL, -- each with the mark of its workspace before it, a space between two
  -- The terms are words already: the array becomes a vector as it is, and no parser takes them apart again.
  vector       TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED
);
CREATE UNIQUE INDEX found_id ON found (workspace_id, id);
CREATE INDEX found_terms ON found USING gin (vector) WITH (gin_pending_list_limit = 128);
CREATE UNIQUE INDEX found_doc ON found (workspace_id, doc);

-- Under which folding the rows of found were written; 0 = none yet. They are written anew with the next change.
ALTER TABLE workspaces ADD COLUMN folding BIGINT NOT NULL DEFAULT 0;
