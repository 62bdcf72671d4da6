-- The account's settings.
CREATE TABLE settings (
  key  TEXT PRIMARY KEY,
  json TEXT NOT NULL
) STRICT;
