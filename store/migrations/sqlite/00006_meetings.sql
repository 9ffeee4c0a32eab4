-- +goose Up
-- Mapping sessions: people in one room for an hour, with or without an account. In tables they are called meetings; sessions
-- are those of browsers.

CREATE TABLE meetings (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  id           TEXT NOT NULL,
  code         TEXT NOT NULL UNIQUE, -- by which people join
  title        TEXT NOT NULL,
  problem_id   TEXT NOT NULL, -- what it is about; '' = the whole map
  agenda       TEXT NOT NULL, -- JSON: its stages
  stage        INTEGER NOT NULL, -- which is at hand, from 0; -1 = not begun
  runs_since   INTEGER, -- since when its clock runs; NULL = it stands
  left_ms      INTEGER NOT NULL, -- what its clock had left then
  door         TEXT NOT NULL, -- open; waiting = the facilitator lets each in
  follow       TEXT NOT NULL, -- the page to which everybody was brought; '' = each where they are
  notes        TEXT NOT NULL, -- the facilitator's
  created_by   TEXT NOT NULL,
  created_at   INTEGER NOT NULL,
  ended_at     INTEGER, -- NULL = not over
  version      INTEGER NOT NULL, -- counts all that happens in it
  PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE TABLE guests (
  workspace_id TEXT NOT NULL,
  meeting_id   TEXT NOT NULL,
  id           TEXT NOT NULL,
  user_id      TEXT NOT NULL, -- '' = without an account
  name         TEXT NOT NULL,
  role         TEXT NOT NULL, -- at work, in their words
  secret_hash  TEXT UNIQUE, -- NULL for one with an account
  standing     TEXT NOT NULL, -- waiting, in, out
  hand_at      INTEGER, -- since when the hand is up; NULL = it is not
  joined_at    INTEGER NOT NULL,
  seen_at      INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, meeting_id, id),
  FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
) STRICT;

CREATE TABLE cards (
  workspace_id TEXT NOT NULL,
  meeting_id   TEXT NOT NULL,
  id           TEXT NOT NULL,
  stage        INTEGER NOT NULL, -- in which it was written
  guest_id     TEXT NOT NULL, -- '' = typed in from paper
  text         TEXT NOT NULL,
  heap         TEXT NOT NULL, -- id of the card under which like ones lie; '' = by itself
  place        INTEGER NOT NULL, -- order among the others
  parked       INTEGER NOT NULL, -- in the parking lot
  shown        INTEGER NOT NULL, -- all may read it
  element_id   TEXT NOT NULL, -- what it became; '' = a card
  client_id    TEXT, -- NULL = none
  created_at   INTEGER NOT NULL,
  removed_at   INTEGER, -- NULL = there
  PRIMARY KEY (workspace_id, meeting_id, id),
  FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
) STRICT;
CREATE UNIQUE INDEX cards_client ON cards (workspace_id, meeting_id, client_id) WHERE client_id IS NOT NULL;

CREATE TABLE polls (
  workspace_id TEXT NOT NULL,
  meeting_id   TEXT NOT NULL,
  id           TEXT NOT NULL,
  stage        INTEGER NOT NULL,
  kind         TEXT NOT NULL, -- dots, scale, consent, verdict
  question     TEXT NOT NULL,
  choices      TEXT NOT NULL, -- JSON: id and text of each
  dots         INTEGER NOT NULL, -- how many each person has; 0 but for dots
  opened_at    INTEGER NOT NULL,
  closed_at    INTEGER, -- NULL = open, and its result hidden
  PRIMARY KEY (workspace_id, meeting_id, id),
  FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id)
) STRICT;

CREATE TABLE votes (
  workspace_id TEXT NOT NULL,
  meeting_id   TEXT NOT NULL,
  poll_id      TEXT NOT NULL,
  guest_id     TEXT NOT NULL,
  choice_id    TEXT NOT NULL,
  value        INTEGER NOT NULL, -- dots given, 0-5, or the place of a word
  reason       TEXT NOT NULL,
  at           INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, meeting_id, poll_id, guest_id, choice_id),
  FOREIGN KEY (workspace_id, meeting_id, poll_id) REFERENCES polls (workspace_id, meeting_id, id)
) STRICT;

-- Which changes were made in a meeting: its record, and what is undone as one.
CREATE TABLE meeting_changes (
  workspace_id TEXT NOT NULL,
  meeting_id   TEXT NOT NULL,
  revision     INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, meeting_id, revision),
  FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id),
  FOREIGN KEY (workspace_id, revision) REFERENCES changes (workspace_id, revision)
) STRICT;
