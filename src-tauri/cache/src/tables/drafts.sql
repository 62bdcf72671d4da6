-- Quotes being written here that Stripe does not have in this form yet. Deleting one keeps it
-- until it is purged, so that it can be brought back.
CREATE TABLE drafts (
  id         TEXT    PRIMARY KEY,
  quote      TEXT,
  json       TEXT    NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

CREATE INDEX drafts_updated ON drafts (updated_at, id);
CREATE INDEX drafts_quote   ON drafts (quote) WHERE quote IS NOT NULL;
