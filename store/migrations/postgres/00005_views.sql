-- +goose Up
-- Ways to look at a list or a drawing that people named: a page of the workspace and what stands behind its question mark.
CREATE TABLE views (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL,
  page         TEXT NOT NULL, -- where it is offered: elements, map, …
  path         TEXT NOT NULL, -- of the page, within the workspace
  query        TEXT NOT NULL,
  name         TEXT NOT NULL,
  owner_id     TEXT NOT NULL, -- '' = the team's
  created_by   TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX views_page ON views (workspace_id, page);

ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT ''; -- IANA name; '' = as the browser has it
ALTER TABLE users ADD COLUMN keys_off BOOLEAN NOT NULL DEFAULT FALSE; -- true = single keys do nothing
