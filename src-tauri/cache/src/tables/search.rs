//! Finding records by what a person types. What is typed is never treated as a query language:
//! every word becomes a quoted string, so no text is a mistake.
//!
//! Two indices, asked in turn. In the first every word must begin some word of the record, or be
//! its amount. When that leaves room, the second adds records that hold the words anywhere within
//! words. Both return the newest first, straight from the index: ranking would read every hit.
//! Stripe's ids are in neither; every digit would begin thousands of them.

mod amounts;
mod asked;
mod seen;
mod text;

use std::collections::HashSet;

use rusqlite::Connection;

use super::records::{Columns, ROW, Records, Row, kind_of, row};
use crate::migrations::Step;
use crate::{Error, Kind};
use asked::Asked;
use seen::Seen;
use text::{Folded, quoted};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: include_str!("search.sql"),
}];

/// Of what has to be looked at itself, so many are looked at before the index is asked in full.
const GLANCED_AT: usize = 200;

/// And so many where that would not help: whoever types sees it, and types on.
const LOOKED_AT: usize = 500;

/// Of a single letter, so many of the newest are looked at.
const NEWEST: i64 = 150;

/// So few kinds are worth asking the index for; of more, what is found is looked at.
const FEW_KINDS: usize = 3;

/// What is indexed of a record.
#[derive(PartialEq, Eq)]
pub(crate) struct Text {
    amount: String,
    words: String,
    parts: String,
}

/// The text a record is found by.
pub(crate) fn text(columns: &Columns) -> Text {
    let seen = Seen::of(columns);
    let (mut words, mut parts) = (String::new(), String::new());
    seen.push_words(&mut words);
    seen.push_parts(&mut parts);
    Text {
        amount: seen.amount().unwrap_or_default(),
        words,
        parts,
    }
}

pub(crate) fn insert(
    sql: &Connection,
    place: i64,
    kind: Kind,
    columns: &Columns,
) -> Result<(), Error> {
    let text = text(columns);
    sql.prepare_cached(
        "INSERT INTO search_words (rowid, kind, amount, words) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((place, kind_word(kind), text.amount, text.words))?;
    sql.prepare_cached("INSERT INTO search_parts (rowid, parts) VALUES (?1, ?2)")?
        .execute((place, text.parts))?;
    Ok(())
}

pub(crate) fn remove(sql: &Connection, place: i64) -> Result<(), Error> {
    sql.prepare_cached("DELETE FROM search_words WHERE rowid = ?1")?
        .execute([place])?;
    sql.prepare_cached("DELETE FROM search_parts WHERE rowid = ?1")?
        .execute([place])?;
    Ok(())
}

/// What looking at a record says of it.
enum Verdict {
    Meant,
    Not,
    /// Only the index can tell.
    Doubtful,
}

impl Verdict {
    fn of(is_met: bool, text: &Folded) -> Verdict {
        match is_met {
            true => Verdict::Meant,
            false if text.is_doubtful() => Verdict::Doubtful,
            false => Verdict::Not,
        }
    }
}

/// What a walk has found, and whether there may be more than that.
struct Walked {
    hits: Vec<Row>,
    all: bool,
}

impl Records<'_> {
    /// Records found by this text, of these kinds (none given: of every kind): first those whose
    /// words begin as the text's words do, then those that hold them anywhere; within each the
    /// newest first. A text without a letter or digit finds nothing.
    ///
    /// Amounts are found as they are written (`1250`, `1,250.00`, `1.250,00`), scripts without
    /// spaces between words by any run of their characters, ids by their beginning.
    pub fn search(&self, text: &str, kinds: &[Kind], limit: u32) -> Result<Vec<Row>, Error> {
        let Some(asked) = Asked::from(text) else {
            return Ok(Vec::new());
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut hits = self.words(&asked, kinds, limit)?;
        if hits.len() < limit {
            // Everything found by words is found here again; room must be left for it.
            add(&mut hits, self.parts(&asked, kinds, limit)?);
            hits.truncate(limit);
        }
        Ok(hits)
    }

    /// The same, but only those whose words begin as the text's words do.
    pub fn search_words(&self, text: &str, kinds: &[Kind], limit: u32) -> Result<Vec<Row>, Error> {
        let Some(asked) = Asked::from(text) else {
            return Ok(Vec::new());
        };
        self.words(&asked, kinds, usize::try_from(limit).unwrap_or(usize::MAX))
    }

    fn words(&self, asked: &Asked, kinds: &[Kind], limit: usize) -> Result<Vec<Row>, Error> {
        let mut hits = match asked.id() {
            Some(id) => self.with_id(id, kinds, limit)?,
            None => Vec::new(),
        };
        let Some(walk) = asked.walk() else {
            if let Some(amount) = asked.amount() {
                add(&mut hits, self.found(&amount, kinds, limit)?);
            }
            add(&mut hits, self.lettered(asked, kinds, limit)?);
            hits.truncate(limit);
            return Ok(hits);
        };
        let walked = self.walk(asked, &walk, kinds, limit)?;
        let full = asked.full().filter(|_| !walked.all && !asked.has_letters());
        match full {
            Some(full) => add(&mut hits, self.found(&full, kinds, limit)?),
            None => add(&mut hits, walked.hits),
        }
        hits.truncate(limit);
        Ok(hits)
    }

    /// Looks at what can be walked, newest first, until there is enough of what is meant.
    fn walk(
        &self,
        asked: &Asked,
        expression: &str,
        kinds: &[Kind],
        limit: usize,
    ) -> Result<Walked, Error> {
        let few = kinds.len() <= FEW_KINDS;
        let within = if few {
            kind_condition(kinds)
        } else {
            String::new()
        };
        let mut select = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM search_words JOIN records ON place = search_words.rowid
             WHERE search_words MATCH ?1 ORDER BY search_words.rowid"
        ))?;
        let mut rows = select.query([format!("{within}{expression}")])?;
        let exact = asked.is_exact();
        let most = match asked.has_letters() {
            true => LOOKED_AT,
            false => GLANCED_AT,
        };
        let mut walked = Walked {
            hits: Vec::new(),
            all: true,
        };
        let mut text = Folded::default();
        let mut looked = 0;
        while let Some(found) = rows.next()? {
            looked += 1;
            if walked.hits.len() >= limit {
                break;
            }
            if looked > most {
                walked.all = false;
                break;
            }
            if !few && !kinds.contains(&kind_of(found)?) {
                continue;
            }
            if !exact {
                let seen = Seen::in_row(found)?;
                text.fill(|out| seen.push_words(out));
                match Verdict::of(asked.is_met_by(&seen, &text), &text) {
                    Verdict::Meant => {}
                    Verdict::Not => continue,
                    Verdict::Doubtful => {
                        walked.all = false;
                        continue;
                    }
                }
            }
            walked.hits.push(row(found)?);
        }
        walked.all |= walked.hits.len() >= limit;
        Ok(walked)
    }

    /// Records with a word that begins with a letter. Nearly everything has one, so the newest few
    /// are looked at, and then whatever is called so.
    fn lettered(&self, asked: &Asked, kinds: &[Kind], most: usize) -> Result<Vec<Row>, Error> {
        let Some(letter) = asked.letters().next().map(str::to_lowercase) else {
            return Ok(Vec::new());
        };
        let meant = |row: &Row| {
            (kinds.is_empty() || kinds.contains(&row.kind))
                && asked
                    .letters()
                    .all(|letter| begins(row, &letter.to_lowercase()))
        };
        let mut newest = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM records ORDER BY place LIMIT ?1"
        ))?;
        let mut hits = newest
            .query_map([NEWEST], row)?
            .collect::<Result<Vec<_>, _>>()?;
        hits.retain(meant);
        let named = [Kind::Customer, Kind::Product, Kind::Quote, Kind::Invoice];
        let named = if kinds.is_empty() { &named[..] } else { kinds };
        let mut select = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM records INDEXED BY records_title
             WHERE kind = ?1 AND title_key >= ?2 AND title_key < ?3 ORDER BY title_key, id LIMIT ?4"
        ))?;
        let end = after(&letter);
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        for kind in named {
            let called = select.query_map((kind.code(), &letter, &end, limit), row)?;
            let mut called = called.collect::<Result<Vec<_>, _>>()?;
            called.retain(meant);
            add(&mut hits, called);
        }
        hits.truncate(most);
        Ok(hits)
    }

    /// Records whose id begins so.
    fn with_id(&self, id: &str, kinds: &[Kind], most: usize) -> Result<Vec<Row>, Error> {
        let mut select = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM records WHERE kind = ?1 AND id >= ?2 AND id < ?3 ORDER BY id LIMIT ?4"
        ))?;
        let kinds = if kinds.is_empty() { Kind::ALL } else { kinds };
        let end = after(id);
        let mut hits = Vec::new();
        for kind in kinds {
            let room = i64::try_from(most.saturating_sub(hits.len())).unwrap_or(i64::MAX);
            for found in select.query_map((kind.code(), id, &end, room), row)? {
                hits.push(found?);
            }
        }
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.columns.created));
        Ok(hits)
    }

    /// What the first index finds, asked in full.
    fn found(&self, expression: &str, kinds: &[Kind], limit: usize) -> Result<Vec<Row>, Error> {
        let mut select = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM search_words JOIN records ON place = search_words.rowid
             WHERE search_words MATCH ?1 ORDER BY search_words.rowid LIMIT ?2"
        ))?;
        let expression = format!("{}{expression}", kind_condition(kinds));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = select.query_map((expression, limit), row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What holds the words anywhere. A few trigrams of a long word are asked for, and what they
    /// find is looked at: each of them is a list that is walked to its end.
    fn parts(&self, asked: &Asked, kinds: &[Kind], limit: usize) -> Result<Vec<Row>, Error> {
        let Some((expression, exact)) = asked.parts() else {
            return Ok(Vec::new());
        };
        let some = self.within(&expression, kinds, limit, |text| match exact {
            true => Verdict::Meant,
            false => Verdict::of(asked.is_inside(text), text),
        })?;
        if let Some(hits) = some {
            return Ok(hits);
        }
        let whole = self.within(&asked.whole_parts(), kinds, limit, |_| Verdict::Meant)?;
        Ok(whole.unwrap_or_default())
    }

    /// What the second index finds and is meant; none as soon as looking cannot tell. The index holds
    /// no kinds: three letters of a kind's name would be in every row.
    fn within(
        &self,
        expression: &str,
        kinds: &[Kind],
        limit: usize,
        look: impl Fn(&Folded) -> Verdict,
    ) -> Result<Option<Vec<Row>>, Error> {
        let mut select = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM search_parts JOIN records ON place = search_parts.rowid
             WHERE search_parts MATCH ?1 ORDER BY search_parts.rowid LIMIT ?2"
        ))?;
        let looked_at = i64::try_from(LOOKED_AT).unwrap_or(i64::MAX);
        let mut rows = select.query((expression, looked_at))?;
        let (mut hits, mut text) = (Vec::new(), Folded::default());
        // Twice the limit: as many again may have been found by words already.
        while hits.len() < limit.saturating_mul(2)
            && let Some(found) = rows.next()?
        {
            if !kinds.is_empty() && !kinds.contains(&kind_of(found)?) {
                continue;
            }
            let seen = Seen::in_row(found)?;
            text.fill(|out| seen.push_parts(out));
            match look(&text) {
                Verdict::Meant => hits.push(row(found)?),
                Verdict::Not => {}
                Verdict::Doubtful => return Ok(None),
            }
        }
        Ok(Some(hits))
    }
}

/// Adds what is not among the hits yet.
fn add(hits: &mut Vec<Row>, more: Vec<Row>) {
    let mut seen: HashSet<(Kind, String)> =
        hits.iter().map(|hit| (hit.kind, hit.id.clone())).collect();
    for hit in more {
        if seen.insert((hit.kind, hit.id.clone())) {
            hits.push(hit);
        }
    }
}

/// The end of the texts that begin so.
fn after(begin: &str) -> String {
    format!("{begin}\u{10ffff}")
}

/// Whether some word of a record begins with a letter.
fn begins(row: &Row, letter: &str) -> bool {
    let columns = &row.columns;
    let number = columns.number.as_deref().unwrap_or_default();
    let texts = [&columns.title, &columns.subtitle, &columns.search];
    let texts = texts.into_iter().map(String::as_str).chain([number]);
    texts
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .map(str::to_lowercase)
        // "7" begins the number INV-0007, as in the index.
        .any(|word| word.starts_with(letter) || word.trim_start_matches('0').starts_with(letter))
}

fn kind_condition(kinds: &[Kind]) -> String {
    if kinds.is_empty() {
        return String::new();
    }
    let any: Vec<String> = kinds.iter().map(|kind| quoted(&kind_word(*kind))).collect();
    format!("kind : ({}) AND ", any.join(" OR "))
}

/// A kind as one word of letters, so that it is not found as the beginning of another.
fn kind_word(kind: Kind) -> String {
    kind.code()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect()
}
