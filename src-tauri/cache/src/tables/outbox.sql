-- The writes that are intended, under way, done or stuck.
CREATE TABLE intents (
  -- The order in which they were added is the order in which they are sent.
  seq           INTEGER PRIMARY KEY AUTOINCREMENT,
  id            TEXT    NOT NULL UNIQUE,
  verb          TEXT    NOT NULL,
  subject_kind  TEXT,
  subject_id    TEXT,
  title         TEXT    NOT NULL,
  created       INTEGER NOT NULL,
  state         TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'done', 'refused', 'dismissed')),
  needs_network INTEGER NOT NULL DEFAULT 0,
  not_before    INTEGER NOT NULL DEFAULT 0,
  finished      INTEGER,
  problem       TEXT,
  context       TEXT    NOT NULL
) STRICT;

-- What may still have to be sent, oldest first, however many lie settled behind it.
CREATE INDEX intents_open    ON intents (seq) WHERE state IN ('queued', 'sending');
CREATE INDEX intents_state   ON intents (state, seq);
CREATE INDEX intents_subject ON intents (subject_kind, subject_id, seq) WHERE subject_id IS NOT NULL;

CREATE TABLE steps (
  intent        TEXT    NOT NULL REFERENCES intents (id) ON DELETE CASCADE,
  n             INTEGER NOT NULL,
  method        TEXT    NOT NULL,
  path          TEXT    NOT NULL,
  params        TEXT    NOT NULL,
  key           TEXT    NOT NULL,
  client_ref    TEXT,
  state         TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'done', 'refused', 'skipped')),
  attempts      INTEGER NOT NULL DEFAULT 0,
  first_sent_at INTEGER,
  last_error    TEXT,
  result        TEXT,
  PRIMARY KEY (intent, n)
) STRICT;

-- Idempotency keys that were given up, and why: what was tried stays on record.
CREATE TABLE superseded_keys (
  intent        TEXT    NOT NULL,
  n             INTEGER NOT NULL,
  key           TEXT    NOT NULL,
  why           TEXT    NOT NULL,
  at            INTEGER NOT NULL,
  attempts      INTEGER NOT NULL,
  first_sent_at INTEGER,
  FOREIGN KEY (intent, n) REFERENCES steps (intent, n) ON DELETE CASCADE
) STRICT;

CREATE INDEX superseded_keys_step ON superseded_keys (intent, n);
