//! What a typed text asks of the indices.
//!
//! The first index can be walked, newest first, over whole words and over beginnings of up to three
//! letters. Of a longer beginning it first puts together the list of all words that begin so, and of
//! a phrase the list of its last word, however many records that is. So each word is also given as
//! what can be walked, which finds too much, and as a test of what was found.

use super::amounts::beginnings;
use super::seen::Seen;
use super::text::{Folded, fold, quoted, spaced, tokens, without_spaces};

/// Of a longer text only so many words are looked at: more would not find less.
const MOST_WORDS: usize = 16;

/// The longest beginning that the index holds a list of.
const LISTED: usize = 3;

/// So many trigrams narrow a long word down far enough.
const TRIGRAMS: usize = 3;

/// A text, taken apart.
pub(super) struct Asked {
    words: Vec<Word>,
    /// The whole text as one amount: "1 250,00" is no two words.
    amounts: Vec<String>,
}

struct Word {
    text: String,
    /// Its parts as the index sees them; none where only the index can tell.
    tokens: Option<Vec<String>>,
    amounts: Vec<String>,
}

impl Asked {
    /// None where there is no letter and no digit.
    pub(super) fn from(text: &str) -> Option<Asked> {
        let text = text.replace('\0', " ");
        let all: Vec<&str> = text
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .take(MOST_WORDS)
            .collect();
        let amounts = match all.len() {
            0 => return None,
            1 => Vec::new(),
            _ => beginnings(&all.concat()),
        };
        let words = all.into_iter().map(begun).map(Word::from).collect();
        Some(Asked { words, amounts })
    }

    /// The only word, if it may be the beginning of one of Stripe's ids.
    pub(super) fn id(&self) -> Option<&str> {
        let [Word { text, .. }] = self.words.as_slice() else {
            return None;
        };
        let (kind, rest) = text.split_once('_')?;
        let is_id = !kind.is_empty()
            && kind.chars().all(|c| c.is_ascii_lowercase())
            && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        is_id.then_some(text)
    }

    /// What finds too much and can be walked; none where only single letters were typed.
    pub(super) fn walk(&self) -> Option<String> {
        let words: Vec<String> = self.words.iter().filter_map(Word::walk).collect();
        (!words.is_empty()).then(|| self.or_amounts(&words))
    }

    /// What finds just what is meant. Single letters are left out: they begin half of all words, and
    /// so are looked for among the newest of what the rest finds.
    pub(super) fn full(&self) -> Option<String> {
        let long = self.words.iter().filter(|word| !word.is_letter());
        let words: Vec<String> = long.map(Word::full).collect();
        (!words.is_empty()).then(|| self.or_amounts(&words))
    }

    /// Finds the whole text as an amount.
    pub(super) fn amount(&self) -> Option<String> {
        (!self.amounts.is_empty()).then(|| terms(&self.amounts))
    }

    fn or_amounts(&self, words: &[String]) -> String {
        let words = words.join(" AND ");
        match self.amount() {
            Some(amount) => format!("(({words}) OR {amount})"),
            None => format!("({words})"),
        }
    }

    /// Whether what can be walked is just what is meant.
    pub(super) fn is_exact(&self) -> bool {
        self.words.iter().all(Word::is_exact)
    }

    /// Whether a word is, or ends in, a single letter: of those the index need not be asked in full.
    pub(super) fn has_letters(&self) -> bool {
        self.words.iter().any(Word::ends_in_a_letter)
    }

    /// The single letters.
    pub(super) fn letters(&self) -> impl Iterator<Item = &str> {
        let letters = self.words.iter().filter(|word| word.is_letter());
        letters.map(|word| word.text.as_str())
    }

    /// Whether this record, its words in `text`, is meant.
    pub(super) fn is_met_by(&self, seen: &Seen<'_>, text: &Folded) -> bool {
        let is_amount = |of: &[String]| {
            !of.is_empty()
                && seen
                    .amount()
                    .is_some_and(|amount| of.iter().any(|begin| amount.starts_with(begin.as_str())))
        };
        let is_met = |word: &Word| {
            let tokens = word.tokens.as_deref();
            // What only the index can tell it has told: such a word is walked as it is.
            tokens.is_none_or(|tokens| text.has(tokens)) || is_amount(&word.amounts)
        };
        self.words.iter().all(is_met) || is_amount(&self.amounts)
    }

    /// What the second index is asked: a few of the trigrams of each word, and whether that is all
    /// of them. None when a word is too short to be looked for inside others.
    pub(super) fn parts(&self) -> Option<(String, bool)> {
        let each: Option<Vec<(String, bool)>> = self.words.iter().map(Word::parts).collect();
        let each = each?;
        let exact = each.iter().all(|(_, exact)| *exact);
        let words: Vec<String> = each.into_iter().map(|(words, _)| words).collect();
        Some((words.join(" AND "), exact))
    }

    /// The same with all the trigrams of each word.
    pub(super) fn whole_parts(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|word| quoted(&word.text)).collect();
        words.join(" AND ")
    }

    /// Whether each word stands anywhere in this text.
    pub(super) fn is_inside(&self, text: &Folded) -> bool {
        let mut ascii = self.words.iter().filter(|word| word.text.is_ascii());
        ascii.all(|word| text.contains(&word.text.to_ascii_lowercase()))
    }
}

impl Word {
    fn from(text: &str) -> Word {
        Word {
            tokens: (text.is_ascii() || is_letter(text))
                .then(|| tokens(&fold(text)).map(str::to_owned).collect()),
            amounts: match is_letter(text) {
                true => Vec::new(),
                false => beginnings(text),
            },
            text: text.to_owned(),
        }
    }

    fn is_letter(&self) -> bool {
        is_letter(&self.text)
    }

    fn ends_in_a_letter(&self) -> bool {
        let last = self.tokens.as_deref().and_then(<[String]>::last);
        last.is_some_and(|last| last.chars().count() == 1)
    }

    /// An amount whose last part is but a digit so far: that digit begins too many words.
    fn is_amount_begun(&self) -> bool {
        !self.amounts.is_empty() && self.ends_in_a_letter()
    }

    fn is_exact(&self) -> bool {
        match self.tokens.as_deref() {
            None => !self.is_letter(),
            Some([only]) => (2..=LISTED).contains(&only.len()),
            Some(_) => false,
        }
    }

    /// Begins a word of the record, or is its amount.
    fn full(&self) -> String {
        let words = format!("words : {} *", quoted(spaced(&self.text).trim()));
        self.or_amounts(&words)
    }

    fn walk(&self) -> Option<String> {
        if self.is_letter() {
            return None;
        }
        let Some((last, before)) = self.tokens.as_deref().and_then(<[String]>::split_last) else {
            return Some(self.full());
        };
        // "4,3" is an amount. As a text the second index finds it, where it is as long as that.
        if self.is_amount_begun() {
            return Some(terms(&self.amounts));
        }
        let mut all: Vec<String> = before
            .iter()
            .map(|token| format!("words : {}", quoted(token)))
            .collect();
        // The beginnings of one letter are too many to be worth walking, where there is anything else.
        if last.len() > 1 || all.is_empty() {
            let start: String = last.chars().take(LISTED).collect();
            all.push(format!("words : {} *", quoted(&start)));
        }
        Some(self.or_amounts(&format!("({})", all.join(" AND "))))
    }

    fn or_amounts(&self, words: &str) -> String {
        match self.amounts.as_slice() {
            [] => format!("({words})"),
            amounts => format!("({words} OR {})", terms(amounts)),
        }
    }

    fn parts(&self) -> Option<(String, bool)> {
        let letters: Vec<char> = self.text.chars().collect();
        if letters.len() < 3 {
            return None;
        }
        if !self.text.is_ascii() || letters.len() <= TRIGRAMS + 2 {
            return Some((quoted(&self.text), true));
        }
        let mut trigrams: Vec<&[char]> = letters.windows(3).collect();
        trigrams.sort_by_key(|trigram| std::cmp::Reverse(rarity(trigram)));
        trigrams.truncate(TRIGRAMS);
        let quoted: Vec<String> = trigrams
            .into_iter()
            .map(|trigram| quoted(&trigram.iter().collect::<String>()))
            .collect();
        Some((quoted.join(" AND "), false))
    }
}

fn terms(amounts: &[String]) -> String {
    let each: Vec<String> = amounts
        .iter()
        .map(|begin| format!("amount : {} *", quoted(begin)))
        .collect();
    format!("({})", each.join(" OR "))
}

/// A single letter or digit of a script whose words are longer than that.
fn is_letter(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if !without_spaces(letter))
}

/// An amount is being typed: of `4,` no more is known than of `4`.
fn begun(word: &str) -> &str {
    let digit = word.trim_end_matches([',', '.']);
    if is_letter(digit) { digit } else { word }
}

/// How seldom three letters are met side by side, by how seldom each is met in European texts. A bad
/// guess costs time and finds the same.
fn rarity(trigram: &[char]) -> usize {
    const COMMON_FIRST: &str = "eaintorslducmhpgbvfykwjxzq";
    trigram
        .iter()
        .map(|letter| {
            let at = COMMON_FIRST.find(letter.to_ascii_lowercase());
            at.unwrap_or(COMMON_FIRST.len())
        })
        .sum()
}
