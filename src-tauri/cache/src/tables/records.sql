-- The JSON, in a table of its own, so that lists and sums read narrow rows. Rows are only ever
-- added at its end, which keeps its pages full in whatever order records arrive.
CREATE TABLE raws (
  id  INTEGER PRIMARY KEY,
  raw BLOB NOT NULL
) STRICT;

-- Copies of Stripe's objects: the columns that lists and search need.
CREATE TABLE records (
  -- Newest first (see records.rs), as full-text search is to find them.
  place      INTEGER PRIMARY KEY,
  -- Its row in raws. Not a declared reference: SQLite would look for it with a scan on each delete.
  raw        INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  as_of      INTEGER NOT NULL,
  created    INTEGER NOT NULL,
  state      TEXT    NOT NULL,
  number     TEXT,
  customer   TEXT,
  parent     TEXT,
  title      TEXT    NOT NULL,
  title_key  TEXT    NOT NULL,
  subtitle   TEXT    NOT NULL,
  currency   TEXT,
  amount     INTEGER,
  per        TEXT,
  at         INTEGER,
  updated    INTEGER,
  search     TEXT    NOT NULL,
  UNIQUE (kind, id)
) STRICT;

-- A list in each order, without and with a state: every page is a short walk on one of these.
CREATE INDEX records_created       ON records (kind, created, id);
CREATE INDEX records_at            ON records (kind, at, id);
CREATE INDEX records_amount        ON records (kind, amount, id);
CREATE INDEX records_title         ON records (kind, title_key, id);
CREATE INDEX records_state_created ON records (kind, state, created, id);
CREATE INDEX records_state_at      ON records (kind, state, at, id);
CREATE INDEX records_state_amount  ON records (kind, state, amount, id);
CREATE INDEX records_state_title   ON records (kind, state, title_key, id);
CREATE INDEX records_customer      ON records (kind, customer, created, id) WHERE customer IS NOT NULL;
CREATE INDEX records_parent        ON records (kind, parent, created, id)   WHERE parent IS NOT NULL;
-- Counts and sums of a period, answered without touching the table.
CREATE INDEX records_figures       ON records (kind, created, state, currency, amount, at);
