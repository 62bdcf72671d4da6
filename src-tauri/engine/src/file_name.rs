//! Names of files on disk: `2026-05-03_INV-0042_Acme.pdf`. Whatever a customer is called, the name
//! can be written on every system, sorts by day, and says only what it seems to say.

use model::calendar::Day;

/// The most bytes a name has; most file systems take 255, and a copy may add ` (2)`.
const LONGEST: usize = 180;
/// The most bytes one part may take of that.
const LONGEST_PART: usize = 80;

/// A PDF's name: the day (unix seconds UTC), the number or what else tells it apart, and who it
/// is for.
pub(crate) fn pdf(day: i64, number: &str, who: &str) -> String {
    let mut name = Day::from_unix(day).to_string();
    for part in [number, who] {
        let part = clean(part);
        if !part.is_empty() {
            name.push('_');
            name.push_str(&part);
        }
    }
    let mut name = cut(&name, LONGEST).to_owned();
    name.push_str(".pdf");
    name
}

/// A pack's name: its first and last day, whose it is, and whether it is all there.
pub(crate) fn pack(first: &str, last: &str, who: &str, complete: bool) -> String {
    let who = clean(who);
    let gap = if who.is_empty() { "" } else { "_" };
    let lacking = if complete { "" } else { " (incomplete)" };
    format!("{first}_{last}{gap}{who}{lacking}.zip")
}

/// A part without anything that a file system, a shell or a reader could take for something else.
/// It starts and ends with a visible character; names reserved on Windows cannot arise, because
/// every name begins with a day.
fn clean(part: &str) -> String {
    let mut clean = String::new();
    for c in part.chars().filter(|c| !is_invisible(*c)) {
        let c = if is_separator(c) { '-' } else { c };
        // A dot would begin an ending, and one at the end vanishes on Windows.
        let gap = c.is_whitespace() || c == '.';
        if gap {
            if !clean.ends_with([' ', '-']) {
                clean.push(' ');
            }
        } else if c != '-' || !clean.ends_with('-') {
            clean.push(c);
        }
    }
    let trimmed = |text: &str| text.trim_matches([' ', '-']).to_owned();
    let clean = trimmed(&clean);
    trimmed(cut(&clean, LONGEST_PART))
}

/// What separates folders, drives, streams, options or our own parts somewhere.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '/' | '\\'
            | ':'
            | '*'
            | '?'
            | '"'
            | '<'
            | '>'
            | '|'
            | '_'
            | '\u{2044}'
            | '\u{2215}'
            | '\u{ff0f}'
            | '\u{ff3c}'
            | '\u{ff1a}'
    )
}

/// Control characters, and those that change how others are read without being seen.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// The beginning of a text, at most so many bytes of it.
fn cut(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_say_day_number_and_customer() {
        let day = 1_777_766_400;
        let check = |number, who, expect| assert_eq!(pdf(day, number, who), expect);
        check("INV-0042", "Acme", "2026-05-03_INV-0042_Acme.pdf");
        check(
            "INV-0042",
            "Acme, Inc.",
            "2026-05-03_INV-0042_Acme, Inc.pdf",
        );
        check(
            "INV-0042",
            "東京建築設計事務所",
            "2026-05-03_INV-0042_東京建築設計事務所.pdf",
        );
        check("A/B", "../../etc/passwd", "2026-05-03_A-B_etc-passwd.pdf");
        check("1", "C:\\con", "2026-05-03_1_C-con.pdf");
        check("", "  ", "2026-05-03.pdf");
        check("1", "gpj\u{202e}fdp.exe", "2026-05-03_1_gpjfdp exe.pdf");
        check("1", "a\nb\tc", "2026-05-03_1_a b c.pdf");
        check("1", "St. Mary__Hall", "2026-05-03_1_St Mary-Hall.pdf");
    }

    proptest! {
        #[test]
        fn every_name_can_be_written_and_hides_nothing(day in any::<i64>(), number in ".*", who in ".*") {
            let name = pdf(day, &number, &who);
            prop_assert!(name.len() <= LONGEST + 4, "{} bytes", name.len());
            let stem = name.strip_suffix(".pdf").unwrap_or_default();
            prop_assert!(stem.bytes().take(4).all(|byte| byte.is_ascii_digit()));
            prop_assert!(!stem.contains('.') && !stem.ends_with(' '));
            prop_assert!(stem.matches('_').count() <= 2);
            prop_assert!(!name.chars().any(|c| c.is_control() || is_invisible(c)));
            prop_assert!(!name.chars().any(|c| "/\\:*?\"<>|".contains(c)));
        }

        #[test]
        fn a_long_name_is_cut_between_characters(n in 0_usize..400) {
            let who = "株".repeat(n);
            let name = pdf(0, "INV-1", &who);
            prop_assert!(name.ends_with(".pdf") && name.len() <= LONGEST + 4);
        }
    }
}
