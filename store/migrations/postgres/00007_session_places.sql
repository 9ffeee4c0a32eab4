-- +goose Up
-- Where in the model a card belongs; what a participant shows the others; when a session began.

ALTER TABLE cards ADD COLUMN about TEXT NOT NULL DEFAULT ''; -- id of the element that it speaks of; '' = the session's problem
ALTER TABLE cards ADD COLUMN row TEXT NOT NULL DEFAULT ''; -- of the journey's figure, where it speaks of a step: does, thinks, tools, …
ALTER TABLE guests ADD COLUMN mood TEXT NOT NULL DEFAULT ''; -- what they show the others: agree, wonder, slower, break, well
ALTER TABLE guests ADD COLUMN mood_at BIGINT; -- since when
ALTER TABLE meetings ADD COLUMN begun_at BIGINT; -- NULL = not begun
