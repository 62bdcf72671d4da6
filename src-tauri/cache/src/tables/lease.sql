-- Which process sends what is in the outbox and runs the practice Stripe: one row at most.
CREATE TABLE lease (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  holder TEXT    NOT NULL,
  url    TEXT,
  until  INTEGER NOT NULL
) STRICT;
