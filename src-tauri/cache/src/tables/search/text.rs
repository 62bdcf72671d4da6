//! Texts as the indices hold them, and how a word is looked for in one without an index. Says alike
//! what the index says alike: letters of either case, with accents or none.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Puts spaces around the characters of scripts that have none between words, so that each is a
/// word to the index and any run of them can be found, however short.
pub(super) fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_spaced(text, &mut out);
    out
}

/// The same, after what is in `out`.
pub(super) fn push_spaced(text: &str, out: &mut String) {
    if text.is_ascii() {
        return out.push_str(text);
    }
    for c in text.chars() {
        if without_spaces(c) {
            out.extend([' ', c, ' ']);
        } else {
            out.push(c);
        }
    }
}

/// Thai, Lao, Myanmar, Khmer, kana, Chinese characters and Hangul.
pub(super) const fn without_spaces(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
        | '\u{3130}'..='\u{318f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// As a string of the index's query language, in which no text is a mistake.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A text cut into words where it is neither letter nor digit.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|token| !token.is_empty())
}

/// A record's text, ready to be looked into.
#[derive(Default)]
pub(super) struct Folded {
    text: String,
}

impl Folded {
    /// Takes the place of the text before, in the same memory.
    pub(super) fn fill(&mut self, push: impl FnOnce(&mut String)) {
        self.text.clear();
        push(&mut self.text);
        match self.text.is_ascii() {
            true => self.text.make_ascii_lowercase(),
            false => self.text = fold(&self.text),
        }
    }

    /// Whether these words stand in it one after another, the last of them at least as a beginning.
    pub(super) fn has(&self, words: &[String]) -> bool {
        // Most records are told at a glance: they do not hold the letters at all.
        let Some((last, before)) = words.split_last().filter(|(last, _)| self.contains(last))
        else {
            return false;
        };
        let tokens: Vec<&str> = tokens(&self.text).collect();
        tokens.windows(words.len()).any(|some| {
            some.split_last()
                .is_some_and(|(end, begin)| begin == before && end.starts_with(last.as_str()))
        })
    }

    /// Whether this stands in it anywhere.
    pub(super) fn contains(&self, part: &str) -> bool {
        self.text.contains(part)
    }

    /// Whether letters are left of which only the index knows what they are like: whether it takes
    /// an `ø` for an `o` is its own affair.
    pub(super) fn is_doubtful(&self) -> bool {
        self.text.chars().any(|c| {
            matches!(c, '\u{00aa}'..='\u{024f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphanumeric()
        })
    }
}

/// Small letters without accents.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}
