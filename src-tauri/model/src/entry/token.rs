//! From a typed text to numbers, operators and brackets. Not their meaning: which mark is the
//! decimal one is still open here.

use super::{
    AmountError, LONGEST,
    signs::{self, Whose},
};
use crate::currency::Currency;

/// Stands in a number for a mark that can only be the decimal one (the Arabic `٫`).
pub(super) const DECIMAL: char = 'd';

/// A piece of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// ASCII digits with the marks between them: `.`, `,`, a space, `'` or [`DECIMAL`].
    Number(String),
    Plus,
    Minus,
    Times,
    Over,
    Open,
    Close,
}

pub(super) fn not_a_number(text: &str) -> AmountError {
    let text = text.trim();
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    AmountError::NotANumber(short)
}

/// Takes a text apart. The currency's own code or sign is dropped.
pub(super) fn tokens(text: &str, currency: Currency) -> Result<Vec<Token>, AmountError> {
    if text.chars().count() > LONGEST {
        return Err(not_a_number(text));
    }
    let plain: String = text
        .chars()
        .filter(|&mark| !is_unseen(mark))
        .map(plain)
        .collect();
    let plain = without_dash(plain.trim());
    let mut tokens = Vec::new();
    let mut rest = plain;
    while let Some(first) = rest.chars().next() {
        let taken = if first == ' ' {
            1
        } else if let Some(token) = operator(first) {
            tokens.push(token);
            1
        } else if signs::is_part(first) {
            let end = rest.find(|mark| !signs::is_part(mark));
            let (word, behind) = rest
                .split_at_checked(end.unwrap_or(rest.len()))
                .unwrap_or((rest, ""));
            match signs::whose(word, currency) {
                _ if matches!(word, "x" | "X") => tokens.push(Token::Times),
                Whose::Ours => {}
                Whose::Anothers => {
                    return Err(AmountError::OtherCurrency {
                        written: word.to_owned(),
                        currency,
                    });
                }
                Whose::Nobodys => return Err(not_a_number(text)),
            }
            // "Rs.", "Fr."
            word.len()
                .saturating_add(usize::from(behind.starts_with('.')))
        } else {
            let number = number(rest);
            if !number.contains(|mark: char| mark.is_ascii_digit()) {
                return Err(not_a_number(text));
            }
            tokens.push(Token::Number(marked(number)));
            number.len()
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    if tokens.is_empty() {
        return Err(AmountError::Empty);
    }
    Ok(tokens)
}

/// The number at the beginning of `text`: digits and marks, and a space only between two digits.
fn number(text: &str) -> &str {
    let mut before = ' ';
    let mut marks = text.char_indices().peekable();
    while let Some((at, mark)) = marks.next() {
        let behind = marks.peek().map_or(' ', |&(_, next)| next);
        let fits = match mark {
            '0'..='9' | '.' | ',' | '\'' | '٫' => true,
            ' ' => before.is_ascii_digit() && behind.is_ascii_digit(),
            _ => false,
        };
        if !fits {
            return text.get(..at).unwrap_or_default();
        }
        before = mark;
    }
    text
}

fn marked(number: &str) -> String {
    number.replace('٫', &DECIMAL.to_string())
}

fn operator(mark: char) -> Option<Token> {
    Some(match mark {
        '+' => Token::Plus,
        '-' => Token::Minus,
        '*' => Token::Times,
        '/' => Token::Over,
        '(' => Token::Open,
        ')' => Token::Close,
        _ => return None,
    })
}

/// "50,-" is how prices without cents are written in several countries.
fn without_dash(text: &str) -> &str {
    let stem = text.trim_end_matches('-');
    if stem.len() == text.len() {
        return text;
    }
    stem.strip_suffix([',', '.']).unwrap_or(text)
}

/// Marks that set the direction of writing; copied text often carries them.
fn is_unseen(mark: char) -> bool {
    matches!(mark, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The zeros of decimal digits in other scripts; their nine follow each of them.
const ZEROS: [char; 20] = [
    '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐', '０',
    '᧐',
];

/// The same character in the plain form that the rest of this file reads.
fn plain(mark: char) -> char {
    for zero in ZEROS {
        let digit = u32::from(mark).checked_sub(zero.into());
        if let Some(digit) = digit.and_then(|digit| char::from_digit(digit, 10)) {
            return digit;
        }
    }
    match mark {
        '．' => '.',
        '，' | '،' => ',',
        '’' | '‘' | '＇' | '٬' | '´' | '`' => '\'',
        '＋' => '+',
        '\u{2212}' | '–' | '—' | '－' => '-',
        '×' | '·' | '⋅' | '＊' => '*',
        '÷' | '／' | ':' => '/',
        '（' | '[' => '(',
        '）' | ']' => ')',
        space if space.is_whitespace() => ' ',
        other => other,
    }
}
