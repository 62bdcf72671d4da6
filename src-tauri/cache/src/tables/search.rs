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

/// Of what is found in the middle of words, or has to be looked at itself, so many are looked at:
/// whoever types sees it, and types on.
const LOOKED_AT: usize = 500;

/// So many of those that begin alike are looked at before the index is asked in full.
const COMMON: usize = 120;

/// Of a single letter, so many of the newest are looked at.
const NEWEST: i64 = 150;

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
        let mut hits = self.search_words(text, kinds, limit)?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let parts = Wanted::from(text).and_then(|wanted| wanted.parts);
        let Some(parts) = parts.filter(|_| hits.len() < limit) else {
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

    /// The same, but only those whose words begin as the text's words do.
    pub fn search_words(&self, text: &str, kinds: &[Kind], limit: u32) -> Result<Vec<Row>, Error> {
        let Some(wanted) = Wanted::from(text) else {
            return Ok(Vec::new());
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let within = kind_condition(kinds);
        let mut hits = match &wanted.amounts {
            Some(amounts) => self.hits("search_words", &format!("{within}{amounts}"), limit)?,
            None => Vec::new(),
        };
        let letters = &wanted.letters;
        let more = match &wanted.words {
            None => self.lettered(letters, kinds, limit)?,
            Some(words) if letters.is_empty() => {
                let common = self.common(&wanted, &within, limit)?;
                if common.len() >= limit {
                    common
                } else {
                    self.hits("search_words", &format!("{within}{words}"), limit)?
                }
            }
            Some(words) => {
                let mut some = self.hits("search_words", &format!("{within}{words}"), LOOKED_AT)?;
                some.retain(|hit| letters.iter().all(|letter| begins(hit, letter)));
                some
            }
        };
        for hit in more {
            if !hits
                .iter()
                .any(|other| (other.kind, &other.id) == (hit.kind, &hit.id))
            {
                hits.push(hit);
            }
        }
        hits.truncate(limit);
        Ok(hits)
    }

    /// Records with a word that begins with a letter. Nearly everything has one, so the newest few
    /// are looked at, and then whatever is called so.
    fn lettered(&self, letters: &[String], kinds: &[Kind], most: usize) -> Result<Vec<Row>, Error> {
        let Some(letter) = letters.first() else {
            return Ok(Vec::new());
        };
        let meant = |row: &Row| {
            (kinds.is_empty() || kinds.contains(&row.kind))
                && letters.iter().all(|letter| begins(row, letter))
        };
        let mut newest = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM records ORDER BY place LIMIT ?1"
        ))?;
        let mut hits = Vec::new();
        for found in newest.query_map([NEWEST], row)? {
            hits.push(found?);
        }
        hits.retain(meant);
        let named = [Kind::Customer, Kind::Product, Kind::Quote, Kind::Invoice];
        let named = if kinds.is_empty() { &named[..] } else { kinds };
        let mut select = self.read.sql.prepare_cached(&format!(
            "SELECT {ROW} FROM records INDEXED BY records_title
             WHERE kind = ?1 AND title_key >= ?2 AND title_key < ?3 ORDER BY title_key, id LIMIT ?4"
        ))?;
        for kind in named {
            let end = format!("{letter}\u{10ffff}");
            let limit = i64::try_from(most).unwrap_or(i64::MAX);
            for found in select.query_map((kind.code(), letter, end, limit), row)? {
                let found = found?;
                let known = |hit: &Row| (hit.kind, &hit.id) == (found.kind, &found.id);
                if meant(&found) && !hits.iter().any(known) {
                    hits.push(found);
                }
            }
        }
        hits.truncate(most);
        Ok(hits)
    }

    /// What is found by words that nearly every record has. The index holds beginnings of three
    /// letters as lists that can be walked; of a longer one it first puts together the whole list,
    /// however long. So the newest records with the same three letters are looked at before, and
    /// only when too few of them are meant is the index asked in full.
    fn common(&self, wanted: &Wanted, within: &str, limit: usize) -> Result<Vec<Row>, Error> {
        let Some(three) = &wanted.three else {
            return Ok(Vec::new());
        };
        let mut hits = self.hits("search_words", &format!("{within}{three}"), COMMON)?;
        hits.retain(|hit| wanted.tokens.iter().all(|tokens| holds(hit, tokens)));
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
        let mut looked = 0;
        while let Some(found) = rows.next()? {
            looked += 1;
            if looked > LOOKED_AT {
                break;
            }
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
    /// None when only a single letter was typed.
    words: Option<String>,
    /// The whole text as one amount, where it is asked for by itself.
    amounts: Option<String>,
    /// Single letters. Together they begin half of all words there are, so the index is not asked
    /// for them: what is found by the other words is looked at.
    letters: Vec<String>,
    /// The words cut down to the beginnings that the index can walk; none where they are that
    /// short, or where an amount may be meant.
    three: Option<String>,
    /// Each word as the index sees it, all of it.
    tokens: Vec<Vec<String>>,
    /// None when a word is too short to be looked for inside others.
    parts: Option<String>,
}

impl Wanted {
    fn from(text: &str) -> Option<Self> {
        let text = text.replace('\0', " ");
        let all: Vec<&str> = text
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .take(MOST_WORDS)
            .collect();
        if all.is_empty() {
            return None;
        }
        // "1 250,00" is one amount, not two words.
        let whole: Vec<String> = match all.len() {
            1 => Vec::new(),
            _ => amount_terms(&all.concat()),
        };
        let (short, words): (Vec<&str>, Vec<&str>) =
            all.into_iter().partition(|word| is_letter(word));
        let letters: Vec<String> = short.iter().map(|letter| letter.to_lowercase()).collect();
        let amounts: Vec<String> = whole
            .iter()
            .map(|term| format!("amount : {term}"))
            .collect();
        let amounts = (!amounts.is_empty()).then(|| format!("({})", amounts.join(" OR ")));
        let each: Vec<String> = words.iter().map(|word| beginning(word)).collect();
        let mut expression = format!("({})", each.join(" AND "));
        // In one question, as long as nothing has to be looked at: then all of it comes newest first.
        let amounts = match amounts {
            Some(amounts) if letters.is_empty() => {
                expression = format!("({expression} OR {amounts})");
                None
            }
            other => other,
        };
        let inside = letters.is_empty() && words.iter().all(|word| word.chars().count() >= 3);
        let parts = (inside && !words.is_empty()).then(|| {
            let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            quoted.join(" AND ")
        });
        let tokens: Vec<Vec<String>> = words.iter().map(|word| tokens(word)).collect();
        let plain = words
            .iter()
            .all(|word| !word.chars().any(without_spaces) && amount_terms(word).is_empty());
        let long = tokens
            .iter()
            .flatten()
            .any(|token| token.chars().count() > 3);
        let three = (plain && long && whole.is_empty()).then(|| {
            let cut: Vec<String> = tokens
                .iter()
                .flatten()
                // A single letter begins too much to be walked; it is looked at all the same.
                .filter(|token| token.chars().count() > 1)
                .map(|token| {
                    let start: String = token.chars().take(3).collect();
                    format!("words : {} *", quoted(&start))
                })
                .collect();
            format!("({})", cut.join(" AND "))
        });
        Some(Self {
            three,
            tokens,
            words: (!words.is_empty()).then_some(expression),
            amounts,
            letters,
            parts,
        })
    }
}

/// A single letter or digit of a script whose words are longer than that.
fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if !without_spaces(letter))
}

/// A word as the index cuts it: at whatever is no letter and no digit.
fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether a record holds these one after another, the last of them at least as a beginning.
fn holds(row: &Row, wanted: &[String]) -> bool {
    let Some((last, before)) = wanted.split_last() else {
        return false;
    };
    let columns = &row.columns;
    let number = columns.number.as_deref().unwrap_or_default();
    let texts = [&columns.title, &columns.subtitle, &columns.search];
    let texts = texts.into_iter().map(String::as_str).chain([number]);
    texts.map(tokens).any(|have| {
        have.windows(wanted.len()).any(|some| {
            some.split_last()
                .is_some_and(|(end, begin)| begin == before && end.starts_with(last.as_str()))
        })
    })
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
