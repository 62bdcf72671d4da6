-- Finding records by what a person types. Both indices hold no text of their own (`content=''`);
-- their row is the record's place.

-- Words and their beginnings. `kind` and `amount` hold one word each.
CREATE VIRTUAL TABLE search_words USING fts5 (
  kind, amount, words,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- Any three characters in a row, for what stands inside a word.
CREATE VIRTUAL TABLE search_parts USING fts5 (
  kind, parts,
  content = '', contentless_delete = 1,
  tokenize = 'trigram remove_diacritics 1'
);
