//! One number as people write it, for a given decimal mark. Not sums, not signs.

use super::{Fault, fraction::Fraction, token::DECIMAL};

/// Reads digits with marks between them. `decimal` is the mark before the decimals; other marks
/// separate groups.
pub(super) fn value(literal: &str, decimal: char) -> Result<Fraction, Fault> {
    let is_decimal = |mark: char| mark == decimal || mark == DECIMAL;
    let (whole, fraction) = literal.split_once(is_decimal).unwrap_or((literal, ""));
    if fraction.contains(|mark: char| !mark.is_ascii_digit()) {
        return Err(Fault::Nonsense);
    }
    let whole = if whole.is_empty() && !fraction.is_empty() {
        String::from("0")
    } else {
        ungrouped(whole).ok_or(Fault::Nonsense)?
    };
    let fraction = fraction.trim_end_matches('0');
    let places = u32::try_from(fraction.len()).map_err(|_| Fault::TooFine)?;
    let bottom = 10_i128.checked_pow(places).ok_or(Fault::TooFine)?;
    let top = format!("{whole}{fraction}");
    let top = top.parse().map_err(|_| Fault::TooLarge)?;
    Fraction::new(top, bottom).ok_or(Fault::TooLarge)
}

/// The digits without the marks of their groups; `None` if the groups are not sound: one kind
/// of mark, a first group of one to three digits that does not begin with 0, three digits in the
/// last group, and either three in all others or (the Indian way) two.
fn ungrouped(text: &str) -> Option<String> {
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let Some(mark) = text.chars().find(|mark| !mark.is_ascii_digit()) else {
        return digits(text).then(|| text.to_owned());
    };
    let groups: Vec<&str> = text.split(mark).collect();
    if !groups.iter().all(|group| digits(group)) {
        return None;
    }
    let (first, rest) = groups.split_first()?;
    let (last, middle) = rest.split_last()?;
    let all = |width: usize| middle.iter().all(|group| group.len() == width);
    let sound = !first.starts_with('0')
        && last.len() == 3
        && ((first.len() <= 3 && all(3)) || (first.len() <= 2 && all(2)));
    sound.then(|| groups.concat())
}
