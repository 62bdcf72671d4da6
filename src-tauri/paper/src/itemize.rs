//! Cuts a paragraph into spans of one face and one script. Decides which face sets what; shaping
//! and direction come after.

use std::ops::Range;
use std::sync::Arc;

use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use crate::fallback::Han;
use crate::fonts::{Face, Fonts};

/// A part of a paragraph that one face sets.
pub(crate) struct Span {
    pub(crate) range: Range<usize>,
    pub(crate) face: Arc<Face>,
    pub(crate) script: Script,
}

/// Takes out what has no place on paper: control characters, the many ways to end a line.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

/// Cuts a paragraph, letter by letter as a reader sees letters, so that a mark never leaves its
/// base for another face.
pub(crate) fn spans(text: &str, strong: bool, fonts: &Fonts, han: Han) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut script = first_script(text);
    for (start, letter) in text.grapheme_indices(true) {
        let range = start..start + letter.len();
        let own = letter.chars().map(|c| c.script()).find(|s| is_real(*s));
        let visible: Vec<char> = letter.chars().filter(|c| !is_invisible(*c)).collect();
        let last = spans.last().map(|s| s.face.clone());
        // Spaces and marks without a script of their own stay with the text before them, so that
        // it is shaped in one go; figures and punctuation stay with the house face.
        let face = match last {
            Some(last)
                if own.is_none() && letter.chars().all(is_neutral) && last.has_all(&visible) =>
            {
                last
            }
            _ => pick(
                &visible,
                own.unwrap_or(Script::Common),
                strong,
                fonts,
                han,
                script,
            ),
        };
        script = own.unwrap_or(script);
        match spans.last_mut() {
            Some(span) if Arc::ptr_eq(&span.face, &face) && span.script == script => {
                span.range.end = range.end;
            }
            _ => spans.push(Span {
                range,
                face,
                script,
            }),
        }
    }
    spans
}

fn pick(
    letter: &[char],
    own: Script,
    strong: bool,
    fonts: &Fonts,
    han: Han,
    around: Script,
) -> Arc<Face> {
    let house = fonts.house(strong);
    if house.has_all(letter) {
        return house.clone();
    }
    let script = if own == Script::Common { around } else { own };
    fonts
        .other(letter, script, strong, han)
        // A letter with a mark that no face has: better the letter alone than two boxes.
        .or_else(|| fonts.other(letter.get(..1)?, script, strong, han))
        .unwrap_or_else(|| house.clone())
}

fn first_script(text: &str) -> Script {
    text.chars()
        .map(|c| c.script())
        .find(|s| is_real(*s))
        .unwrap_or(Script::Latin)
}

fn is_real(script: Script) -> bool {
    !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

fn is_neutral(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Characters that steer text and are never drawn.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}
