-- How many records there are and what they add up to, by kind, state and currency: kept along with
-- every change, so that what stands above a list of 100,000 costs no walk over it. A currency that
-- is not known is empty.
CREATE TABLE tallies (
  kind     TEXT    NOT NULL,
  state    TEXT    NOT NULL,
  currency TEXT    NOT NULL,
  records  INTEGER NOT NULL,
  priced   INTEGER NOT NULL,
  amount   INTEGER NOT NULL,
  PRIMARY KEY (kind, state, currency)
) STRICT, WITHOUT ROWID;

-- Counts up whenever the lists of a kind may have come out differently. Whoever keeps a list keeps
-- this number with it.
CREATE TABLE generations (
  kind   TEXT    PRIMARY KEY,
  number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER records_arrive AFTER INSERT ON records BEGIN
  INSERT INTO tallies (kind, state, currency, records, priced, amount)
  VALUES (new.kind, new.state, coalesce(new.currency, ''), 1,
          new.amount IS NOT NULL AND new.currency IS NOT NULL, coalesce(new.amount, 0))
  ON CONFLICT DO UPDATE SET records = records + 1, priced = priced + excluded.priced,
                            amount = amount + excluded.amount;
  INSERT INTO generations (kind, number) VALUES (new.kind, 1)
  ON CONFLICT DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER records_leave AFTER DELETE ON records BEGIN
  UPDATE tallies
  SET records = records - 1, amount = amount - coalesce(old.amount, 0),
      priced = priced - (old.amount IS NOT NULL AND old.currency IS NOT NULL)
  WHERE kind = old.kind AND state = old.state AND currency = coalesce(old.currency, '');
  UPDATE generations SET number = number + 1 WHERE kind = old.kind;
END;

CREATE TRIGGER records_turn AFTER UPDATE ON records
WHEN old.state <> new.state OR old.currency IS NOT new.currency OR old.amount IS NOT new.amount
  OR old.at IS NOT new.at OR old.customer IS NOT new.customer OR old.title_key <> new.title_key
BEGIN
  UPDATE tallies
  SET records = records - 1, amount = amount - coalesce(old.amount, 0),
      priced = priced - (old.amount IS NOT NULL AND old.currency IS NOT NULL)
  WHERE kind = old.kind AND state = old.state AND currency = coalesce(old.currency, '');
  INSERT INTO tallies (kind, state, currency, records, priced, amount)
  VALUES (new.kind, new.state, coalesce(new.currency, ''), 1,
          new.amount IS NOT NULL AND new.currency IS NOT NULL, coalesce(new.amount, 0))
  ON CONFLICT DO UPDATE SET records = records + 1, priced = priced + excluded.priced,
                            amount = amount + excluded.amount;
  UPDATE generations SET number = number + 1 WHERE kind = new.kind;
END;

INSERT INTO tallies (kind, state, currency, records, priced, amount)
SELECT kind, state, coalesce(currency, ''), count(*),
       count(iif(currency IS NULL, NULL, amount)), coalesce(sum(amount), 0)
FROM records GROUP BY 1, 2, 3;
INSERT INTO generations (kind, number) SELECT kind, 1 FROM records GROUP BY kind;

-- With the customer and the id, a narrowed list is answered from this index alone.
DROP INDEX records_figures;
CREATE INDEX records_figures ON records (kind, created, state, currency, amount, at, customer, id);
-- What turned into a state of late, such as what was paid, with what its sums need.
CREATE INDEX records_changed ON records (kind, state, updated, currency, amount) WHERE updated IS NOT NULL;
