//! The one place where an amount is rounded. Not a number library: one function.

/// `numerator / denominator`, rounded to the nearest whole number; halves go away from zero,
/// which for the amounts of quotes and invoices (never negative) is "half up".
///
/// `None` when the denominator is zero or the result does not fit.
pub(crate) fn divide_half_up(numerator: i128, denominator: i128) -> Option<i128> {
    let top = numerator.unsigned_abs();
    let bottom = denominator.unsigned_abs();
    let whole = top.checked_div(bottom)?;
    let rest = top.checked_rem(bottom)?;
    let size = if rest >= bottom.checked_sub(rest)? {
        whole.checked_add(1)?
    } else {
        whole
    };
    let size = i128::try_from(size).ok()?;
    if numerator.is_negative() == denominator.is_negative() {
        Some(size)
    } else {
        size.checked_neg()
    }
}

#[cfg(test)]
mod tests {
    use super::divide_half_up;

    #[test]
    fn halves_go_away_from_zero() {
        let check = |n, d, expect| assert_eq!(divide_half_up(n, d), Some(expect), "{n}/{d}");
        check(5, 10, 1);
        check(4, 10, 0);
        check(15, 10, 2);
        check(14, 10, 1);
        check(-5, 10, -1);
        check(5, -10, -1);
        check(-4, 10, 0);
        check(1, 3, 0);
        check(2, 3, 1);
        check(7, 1, 7);
        assert_eq!(divide_half_up(1, 0), None);
    }
}
