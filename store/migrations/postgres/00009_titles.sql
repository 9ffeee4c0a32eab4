-- +goose Up
-- A title that the program worded, in each of its languages, so that it is read in the reader's.

ALTER TABLE changes ADD COLUMN titles TEXT NOT NULL DEFAULT 'null'; -- JSON, title by language; null = somebody's own words
