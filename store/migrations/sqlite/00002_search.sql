-- +goose Up
-- What the elements of the current state are found by, as model/find makes it. A row stays when its element goes, without
-- words, so that one that comes back has its old place.
CREATE TABLE found (
  doc          INTEGER NOT NULL PRIMARY KEY, -- order of arrival within a workspace
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL, -- of the element
  terms        TEXT NOT NULL -- each with the mark of its workspace before it, a space between two
) STRICT;
CREATE UNIQUE INDEX found_id ON found (workspace_id, id);

-- The terms hold letters and digits alone: the plain tokenizer leaves them as they are. The marks before a word are nine
-- letters long: the prefixes kept are of one to four letters of it.
CREATE VIRTUAL TABLE found_terms USING fts5 (terms, content='found', content_rowid='doc', detail='none', columnsize=0,
  tokenize='ascii', prefix='10 11 12 13');

-- +goose StatementBegin
CREATE TRIGGER found_added AFTER INSERT ON found WHEN new.terms <> '' BEGIN
  INSERT INTO found_terms (rowid, terms) VALUES (new.doc, new.terms);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER found_changed AFTER UPDATE ON found WHEN old.terms <> new.terms BEGIN
  INSERT INTO found_terms (found_terms, rowid, terms) SELECT 'delete', old.doc, old.terms WHERE old.terms <> '';
  INSERT INTO found_terms (rowid, terms) SELECT new.doc, new.terms WHERE new.terms <> '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER found_gone AFTER DELETE ON found WHEN old.terms <> '' BEGIN
  INSERT INTO found_terms (found_terms, rowid, terms) VALUES ('delete', old.doc, old.terms);
END;
-- +goose StatementEnd

-- Under which folding the rows of found were written; 0 = none yet. They are written anew with the next change.
ALTER TABLE workspaces ADD COLUMN folding INTEGER NOT NULL DEFAULT 0;
