-- How far the sync of each kind has come, in the words of whoever syncs.
CREATE TABLE positions (
  kind TEXT PRIMARY KEY,
  json TEXT NOT NULL
) STRICT;
