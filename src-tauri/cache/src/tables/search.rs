//! Finding records by what a person types. What is typed is never treated as a query language:
//! every word becomes a quoted string, so no text is a mistake.
//!
//! Two indices, asked in turn. In the first every word must begin some word of the record, or be
//! its amount. When that leaves room, the second adds records that hold the words anywhere within
//! words. Both return the newest first, straight from the index: ranking would read every hit.

use std::collections::HashSet;

use rusqlite::Connection;

use super::records::{Columns, ROW, Records, Row, row};
use crate::migrations::Step;
use crate::{Error, Kind};

pub(crate) const STEPS: &[Step] = &[Step {
    version: 1,
    sql: include_str!("search.sql"),
}];

/// Of a longer text only so many words are looked at: more would not find less.
const MOST_WORDS: usize = 16;

/// What is indexed of a record.
#[derive(PartialEq, Eq)]
pub(crate) struct Text {
    amount: String,
    words: String,
    parts: String,
}

/// The text a record is found by.
pub(crate) fn text(id: &str, columns: &Columns) -> Text {
    let number = columns.number.as_deref().unwrap_or_default();
    let parts = [&columns.title, &columns.subtitle, number, &columns.search].join(" ");
    // "42" finds INV-0042.
    let short = number
        .split(|c: char| !c.is_ascii_digit())
        .map(|digits| digits.trim_start_matches('0'))
        .collect::<Vec<_>>()
        .join(" ");
    let currency = columns.currency.as_deref().unwrap_or_default();
    Text {
        amount: match (columns.amount, &columns.currency) {
            (Some(amount), Some(currency)) => amount_word(amount, currency),
            _ => String::new(),
        },
        words: spaced(&format!("{parts} {short} {id} {currency}")),
        parts,
    }
}

pub(crate) fn insert(
    sql: &Connection,
    place: i64,
    kind: Kind,
    id: &str,
    columns: &Columns,
) -> Result<(), Error> {
    let text = text(id, columns);
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

impl Records<'_> {
    /// Records found by this text, of these kinds (none given: of every kind): first those whose
    /// words begin as the text's words do, then those that hold them anywhere; within each the
    /// newest first. A text without a letter or digit finds nothing.
    ///
    /// Amounts are found as they are written (`1250`, `1,250.00`, `1.250,00`), scripts without
    /// spaces between words by any run of their characters.
    pub fn search(&self, text: &str, kinds: &[Kind], limit: u32) -> Result<Vec<Row>, Error> {
        let Some(wanted) = Wanted::from(text) else {
            return Ok(Vec::new());
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let words = format!("{}{}", kind_condition(kinds), wanted.words);
        let mut hits = self.hits("search_words", &words, limit)?;
        let Some(parts) = wanted.parts.filter(|_| hits.len() < limit) else {
            return Ok(hits);
        };
        // Everything found by words is found here again; room must be left for it.
        let seen: HashSet<_> = hits.iter().map(|hit| (hit.kind, hit.id.clone())).collect();
        let more = self.parts(&parts, kinds, limit)?;
        hits.extend(
            more.into_iter()
                .filter(|hit| !seen.contains(&(hit.kind, hit.id.clone()))),
        );
        hits.truncate(limit);
        Ok(hits)
    }

    fn hits(&self, table: &str, expression: &str, limit: usize) -> Result<Vec<Row>, Error> {
        let mut select = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM {table} JOIN records ON place = {table}.rowid
             WHERE {table} MATCH ?1 ORDER BY {table}.rowid LIMIT ?2"
        ))?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = select.query_map((expression, limit), row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The second index holds no kinds: three letters of a kind's name would be in every row.
    fn parts(&self, expression: &str, kinds: &[Kind], limit: usize) -> Result<Vec<Row>, Error> {
        let mut select = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM search_parts JOIN records ON place = search_parts.rowid
             WHERE search_parts MATCH ?1 ORDER BY search_parts.rowid"
        ))?;
        let mut rows = select.query([expression])?;
        let mut hits = Vec::new();
        while let Some(found) = rows.next()? {
            let code = found.get_ref(0)?.as_str().unwrap_or_default();
            if kinds.is_empty() || kinds.iter().any(|kind| kind.code() == code) {
                hits.push(row(found)?);
                // Twice the limit: as many again may have been found by words already.
                if hits.len() >= limit.saturating_mul(2) {
                    break;
                }
            }
        }
        Ok(hits)
    }
}

/// What a text asks of each index.
struct Wanted {
    words: String,
    /// None when a word is too short to be looked for inside others.
    parts: Option<String>,
}

impl Wanted {
    fn from(text: &str) -> Option<Self> {
        let text = text.replace('\0', " ");
        let words: Vec<&str> = text
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .take(MOST_WORDS)
            .collect();
        if words.is_empty() {
            return None;
        }
        let all: Vec<String> = words.iter().map(|word| beginning(word)).collect();
        let mut expression = format!("({})", all.join(" AND "));
        // "1 250,00" is one amount, not two words.
        if words.len() > 1 {
            let whole: String = words.concat();
            for term in amount_terms(&whole) {
                expression = format!("{expression} OR amount : {term}");
            }
            expression = format!("({expression})");
        }
        let inside = words.iter().all(|word| word.chars().count() >= 3);
        let parts = inside.then(|| {
            let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            quoted.join(" AND ")
        });
        Some(Self {
            words: expression,
            parts,
        })
    }
}

/// Begins a word of the record, or is its amount.
fn beginning(word: &str) -> String {
    let mut any = format!("words : {} *", quoted(spaced(word).trim()));
    for term in amount_terms(word) {
        any = format!("{any} OR amount : {term}");
    }
    format!("({any})")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
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

/// Puts spaces around the characters of scripts that have none between words, so that each is a
/// word to the index and any run of them can be found, however short.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if without_spaces(c) {
            out.extend([' ', c, ' ']);
        } else {
            out.push(c);
        }
    }
    out
}

/// Thai, Lao, Myanmar, Khmer, kana, Chinese characters and Hangul.
const fn without_spaces(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// An amount as one word: its whole units, `d`, and the digits after the point, so that whole
/// units are a beginning of it.
fn amount_word(amount: i64, currency: &str) -> String {
    let digits = decimals(currency);
    let one = 10_u64.pow(digits);
    let minor = amount.unsigned_abs();
    let (whole, part) = (minor / one, minor % one);
    let width = usize::try_from(digits).unwrap_or_default();
    match width {
        0 => format!("{whole}d"),
        _ => format!("{whole}d{part:0width$}"),
    }
}

/// How many digits after the point Stripe's amounts in a currency have. Only for finding amounts;
/// nothing shown or charged depends on it.
fn decimals(currency: &str) -> u32 {
    match currency {
        "bif" | "clp" | "djf" | "gnf" | "jpy" | "kmf" | "krw" | "mga" | "pyg" | "rwf" | "vnd"
        | "vuv" | "xaf" | "xof" | "xpf" => 0,
        "bhd" | "jod" | "kwd" | "omr" | "tnd" => 3,
        _ => 2,
    }
}

/// What amounts a word may mean, as terms for the index. `1.250` may be either of two.
fn amount_terms(word: &str) -> Vec<String> {
    const SEPARATORS: [char; 5] = ['.', ',', '\'', '’', '٫'];
    // What stands around the number is a sign of some currency, never a letter: "R2D2" is a word.
    let sign = |c: char| !c.is_alphanumeric() && !SEPARATORS.contains(&c) && c != '-';
    let number = word.trim_matches(sign).trim_end_matches(SEPARATORS);
    let allowed = |c: char| c.is_ascii_digit() || SEPARATORS.contains(&c);
    if number.is_empty() || number.len() > 24 || !number.chars().all(allowed) {
        return Vec::new();
    }
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let term = |whole: &str, part: &str| {
        let whole = digits(whole);
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        format!("\"{whole}d{part}\" *")
    };
    let Some((whole, part)) = number.rsplit_once(SEPARATORS) else {
        return vec![term(number, "")];
    };
    let mut terms = Vec::new();
    if part.len() <= 3 {
        terms.push(term(whole, part));
    }
    // Three digits after it: it may as well separate thousands.
    if part.len() == 3 {
        terms.push(term(number, ""));
    }
    terms
}
