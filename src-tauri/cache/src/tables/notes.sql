-- What happened to a record, as its timeline tells it.
CREATE TABLE notes (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT    NOT NULL,
  id   TEXT    NOT NULL,
  at   INTEGER NOT NULL,
  code TEXT    NOT NULL,
  json TEXT    NOT NULL
) STRICT;

CREATE INDEX notes_record ON notes (kind, id, at, seq);
CREATE INDEX notes_at     ON notes (at, seq);
