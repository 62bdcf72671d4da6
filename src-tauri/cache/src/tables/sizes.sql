-- How large an amount is, whatever its currency: in thousandths of the major unit, so that 4,420.500 dinars come after
-- 2,025,000 yen where the largest stand first. Which currencies have other than two decimals is the one thing about
-- money that this file knows. The bounds keep any number an integer.
ALTER TABLE records ADD COLUMN size INTEGER GENERATED ALWAYS AS (
  max(-9000000000000000, min(9000000000000000, amount))
  * CASE
      WHEN currency IN ('bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf') THEN 1000
      WHEN currency IN ('bhd', 'jod', 'kwd', 'omr', 'tnd') THEN 1
      ELSE 10
    END
) VIRTUAL;

DROP INDEX records_amount;
DROP INDEX records_state_amount;
CREATE INDEX records_size       ON records (kind, size, id);
CREATE INDEX records_state_size ON records (kind, state, size, id);
