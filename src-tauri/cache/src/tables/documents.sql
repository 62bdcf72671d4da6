-- The bytes of PDFs, once each whatever the number of documents that consist of them.
CREATE TABLE contents (
  sha256 TEXT PRIMARY KEY,
  size   INTEGER NOT NULL,
  bytes  BLOB    NOT NULL
) STRICT;

CREATE TABLE documents (
  kind       TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  label      TEXT    NOT NULL,
  sha256     TEXT    NOT NULL REFERENCES contents (sha256),
  fetched_at INTEGER NOT NULL,
  PRIMARY KEY (kind, id, label)
) STRICT;

CREATE INDEX documents_sha256 ON documents (sha256);
