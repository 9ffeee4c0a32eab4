-- +goose Up
-- The cards of one participant, and those of one stage, are found without reading all.

CREATE INDEX cards_guest ON cards (workspace_id, meeting_id, guest_id, created_at);
CREATE INDEX cards_stage ON cards (workspace_id, meeting_id, stage, shown);
