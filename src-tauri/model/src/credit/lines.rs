//! What parts of an invoice's lines come to in a credit note, with their share of the line's discounts
//! and taxes. Stripe has the last word, and is asked before anything is issued: this is what is asked
//! with, where the parts that were paid already have to add up.

use crate::round::divide_half_up;

/// A discount or tax of a line, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Of the whole line.
    pub whole: i64,
    /// In earlier notes.
    pub before: i64,
}

/// A part of a line that is to be credited. Minor units of one currency, before discounts and taxes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinePart {
    /// The whole line.
    pub whole: i64,
    /// In earlier notes.
    pub before: i64,
    /// In this one.
    pub now: i64,
    /// What discounts took off the line.
    pub discount: Share,
    /// Each tax on top of it.
    pub taxes: Vec<Share>,
}

/// What is left of a line after earlier notes.
pub fn left(whole: i64, before: i64) -> i64 {
    whole.saturating_sub(before).max(0)
}

/// What `pieces` of a line of `all` pieces come to; odd minor units of earlier parts leave less for
/// the last one. `None` for more pieces than there are.
pub fn of_pieces(whole: i64, before: i64, pieces: i64, all: i64) -> Option<i64> {
    if pieces < 1 || pieces > all {
        return None;
    }
    Some(part(whole, pieces, all)?.min(left(whole, before)))
}

/// What the parts come to together; `None` where that is too much to count.
pub fn total(parts: &[LinePart]) -> Option<i64> {
    let mut sum: i64 = 0;
    for line in parts {
        let upto = line.before.checked_add(line.now)?;
        // Shares are of everything credited so far, less what earlier notes had: parts add up to the whole.
        let share = |of: Share| {
            Some(
                part(of.whole, upto, line.whole)?
                    .saturating_sub(of.before)
                    .max(0),
            )
        };
        sum = sum
            .checked_add(line.now)?
            .checked_sub(share(line.discount)?)?;
        for tax in &line.taxes {
            sum = sum.checked_add(share(*tax)?)?;
        }
    }
    Some(sum)
}

fn part(whole: i64, pieces: i64, all: i64) -> Option<i64> {
    let top = i128::from(whole).checked_mul(i128::from(pieces))?;
    i64::try_from(divide_half_up(top, i128::from(all))?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(whole: i64, before: i64, now: i64) -> LinePart {
        LinePart {
            whole,
            before,
            now,
            ..LinePart::default()
        }
    }

    #[test]
    fn a_part_takes_its_share_of_discount_and_tax() {
        let share = |whole, before| Share { whole, before };
        let check = |part: LinePart, expect| {
            assert_eq!(total(std::slice::from_ref(&part)), Some(expect), "{part:?}")
        };
        check(line(10_000, 0, 2_500), 2_500);
        let taxed = LinePart {
            taxes: vec![share(2_000, 0), share(99, 0)],
            ..line(10_000, 0, 2_500)
        };
        check(taxed, 2_500 + 500 + 25);
        let cut = LinePart {
            discount: share(1_000, 0),
            taxes: vec![share(1_800, 0)],
            ..line(10_000, 0, 5_000)
        };
        check(cut, 5_000 - 500 + 900);
        // The rest of a line is the rest of its tax, odd cent and all.
        let rest = LinePart {
            taxes: vec![share(333, 111)],
            ..line(1_000, 333, 667)
        };
        check(rest, 667 + 222);
        assert_eq!(total(&[line(100, 0, 40), line(50, 0, 50)]), Some(90));
        assert_eq!(
            total(&[line(0, 0, 1)]),
            None,
            "a line of nothing has no part"
        );
    }

    #[test]
    fn pieces_are_of_the_line_and_never_more_than_is_left() {
        assert_eq!(of_pieces(1_000, 0, 1, 3), Some(333));
        assert_eq!(of_pieces(1_000, 0, 2, 3), Some(667));
        assert_eq!(of_pieces(1_000, 667, 1, 3), Some(333));
        assert_eq!(of_pieces(1_000, 900, 1, 3), Some(100));
        assert_eq!(of_pieces(1_000, 0, 4, 3), None);
        assert_eq!(of_pieces(1_000, 0, 0, 3), None);
    }
}
