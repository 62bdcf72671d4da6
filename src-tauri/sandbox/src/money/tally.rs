//! The sums of a quote or an invoice. The order is Stripe's: a line's own discounts, then the
//! document's over what is left, then tax on what is left after both.
//!
//! Where no document says how to round, this server does: every tax is rounded on its line; a
//! document's discount is rounded once and its minor units shared out to the lines in proportion, the
//! largest remainders first (the earlier line where they are equal).

use super::Decimal;

/// A discount as it applies here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) discount: String,
    pub(crate) amount: CutAmount,
    /// Only these products, where the coupon is restricted.
    pub(crate) products: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CutAmount {
    Percent(Decimal),
    /// Minor units of the document's currency.
    Off(i64),
}

/// A tax rate as it applies here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) tax_rate: String,
    pub(crate) percent: Decimal,
    pub(crate) inclusive: bool,
    /// Nothing is charged, for this reason (`customer_exempt`, `reverse_charge`).
    pub(crate) waived: Option<&'static str>,
    /// The client has reckoned this tax itself.
    pub(crate) fixed: Option<Fixed>,
}

/// A tax as somebody else reckoned it; amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fixed {
    pub(crate) amount: i64,
    pub(crate) taxable: i64,
    pub(crate) reason: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Before discounts; minor units.
    pub(crate) subtotal: i64,
    pub(crate) product: String,
    pub(crate) discountable: bool,
    pub(crate) cuts: Vec<Cut>,
    pub(crate) rates: Vec<Rate>,
}

/// A line's sums.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tallied {
    /// Discount and its amount, in the order applied.
    pub(crate) discounts: Vec<(String, i64)>,
    pub(crate) taxes: Vec<Taxed>,
    pub(crate) discount: i64,
    pub(crate) tax: i64,
    /// What the line adds to the total.
    pub(crate) total: i64,
    /// The tax that the line's price already contains.
    pub(crate) included_tax: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Taxed {
    pub(crate) rate: Rate,
    pub(crate) amount: i64,
    pub(crate) taxable: i64,
}

/// A document's sums.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) lines: Vec<Tallied>,
    pub(crate) subtotal: i64,
    pub(crate) discount: i64,
    pub(crate) tax: i64,
    pub(crate) included_tax: i64,
    pub(crate) total: i64,
}

pub(crate) fn tally(lines: &[Line], document_cuts: &[Cut]) -> Tally {
    let mut out: Vec<Tallied> = vec![Tallied::default(); lines.len()];
    let mut left: Vec<i64> = lines.iter().map(|l| l.subtotal).collect();
    for (at, line) in lines.iter().enumerate() {
        for cut in &line.cuts {
            share(cut, lines, &[at], &mut left, &mut out);
        }
    }
    let every: Vec<usize> = (0..lines.len()).collect();
    for cut in document_cuts {
        share(cut, lines, &every, &mut left, &mut out);
    }
    for ((line, rest), tallied) in lines.iter().zip(&left).zip(&mut out) {
        tax(line, *rest, tallied);
    }
    let sum = |part: fn(&Tallied) -> i64| out.iter().map(part).sum::<i64>();
    Tally {
        subtotal: lines.iter().map(|l| l.subtotal).sum(),
        discount: sum(|t| t.discount),
        tax: sum(|t| t.tax),
        included_tax: sum(|t| t.included_tax),
        total: sum(|t| t.total),
        lines: out,
    }
}

/// Takes `cut` off the lines at `among` that it applies to.
fn share(cut: &Cut, lines: &[Line], among: &[usize], left: &mut [i64], out: &mut [Tallied]) {
    let touched: Vec<usize> = among
        .iter()
        .copied()
        .filter(|&at| {
            lines[at].discountable
                && left[at] > 0
                && cut
                    .products
                    .as_ref()
                    .is_none_or(|p| p.contains(&lines[at].product))
        })
        .collect();
    let base: i64 = touched.iter().map(|&at| left[at]).sum();
    let whole = match cut.amount {
        CutAmount::Percent(percent) => percent.percent_of(base),
        CutAmount::Off(amount) => amount,
    }
    .clamp(0, base.max(0));
    let weights: Vec<i64> = touched.iter().map(|&at| left[at]).collect();
    for (&at, part) in touched.iter().zip(portions(whole, &weights)) {
        left[at] -= part;
        out[at].discount += part;
        out[at].discounts.push((cut.discount.clone(), part));
    }
}

/// `whole` in parts proportional to `weights`, adding up exactly.
fn portions(whole: i64, weights: &[i64]) -> Vec<i64> {
    let all: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let exact = |w: &i64| i128::from(whole) * i128::from(*w);
    let mut parts: Vec<i64> = weights
        .iter()
        .map(|w| i64::try_from(exact(w) / all).unwrap_or(0))
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(exact(&weights[at]) % all), at));
    let missing = whole - parts.iter().sum::<i64>();
    for &at in order.iter().take(usize::try_from(missing).unwrap_or(0)) {
        parts[at] += 1;
    }
    parts
}

fn tax(line: &Line, rest: i64, tallied: &mut Tallied) {
    let within = line
        .rates
        .iter()
        .filter(|r| r.inclusive)
        .fold(Decimal::zero(), |sum, r| sum.plus(r.percent));
    let mut taxes = Vec::with_capacity(line.rates.len());
    for rate in line.rates.iter().filter(|r| r.inclusive) {
        let amount = match &rate.fixed {
            Some(fixed) => fixed.amount,
            None => rate.percent.percent_within(rest, within),
        };
        tallied.included_tax += amount;
        taxes.push((rate, amount));
    }
    // Exclusive tax is on the price without the tax that it already contains.
    let net = rest - tallied.included_tax;
    for rate in line.rates.iter().filter(|r| !r.inclusive) {
        let amount = match &rate.fixed {
            Some(fixed) => fixed.amount,
            None => rate.percent.percent_of(net),
        };
        taxes.push((rate, amount));
    }
    tallied.total = rest;
    tallied.included_tax = 0;
    for (rate, amount) in taxes {
        let amount = if rate.waived.is_some() { 0 } else { amount };
        if rate.inclusive {
            tallied.included_tax += amount;
        } else {
            tallied.total += amount;
        }
        tallied.tax += amount;
        tallied.taxes.push(Taxed {
            rate: rate.clone(),
            amount,
            taxable: rate.fixed.as_ref().map_or(net, |fixed| fixed.taxable),
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test's own numbers")]
mod tests {
    use super::{Cut, CutAmount, Decimal, Line, Rate, portions, tally};

    fn line(subtotal: i64, rates: Vec<Rate>) -> Line {
        Line {
            subtotal,
            product: "prod".into(),
            discountable: true,
            cuts: Vec::new(),
            rates,
        }
    }

    fn rate(percent: &str, inclusive: bool) -> Rate {
        Rate {
            tax_rate: "txr".into(),
            percent: Decimal::parse(percent).unwrap(),
            inclusive,
            waived: None,
            fixed: None,
        }
    }

    fn percent_off(percent: &str) -> Cut {
        Cut {
            discount: "di".into(),
            amount: CutAmount::Percent(Decimal::parse(percent).unwrap()),
            products: None,
        }
    }

    #[test]
    fn exclusive_tax_comes_after_discounts() {
        let t = tally(
            &[line(10_000, vec![rate("20", false)])],
            &[percent_off("10")],
        );
        assert_eq!(
            (t.subtotal, t.discount, t.tax, t.total),
            (10_000, 1000, 1800, 10_800)
        );
    }

    #[test]
    fn inclusive_tax_is_in_the_total_already() {
        let t = tally(&[line(11_900, vec![rate("19", true)])], &[]);
        assert_eq!((t.tax, t.included_tax, t.total), (1900, 1900, 11_900));
    }

    #[test]
    fn an_amount_off_never_goes_below_nothing() {
        let cut = Cut {
            discount: "di".into(),
            amount: CutAmount::Off(5000),
            products: None,
        };
        let t = tally(&[line(1000, vec![]), line(2000, vec![])], &[cut]);
        assert_eq!((t.discount, t.total), (3000, 0));
    }

    #[test]
    fn a_shared_discount_adds_up_exactly() {
        assert_eq!(portions(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(portions(1, &[1, 2]), [0, 1]);
        assert_eq!(portions(5, &[]), Vec::<i64>::new());
    }

    #[test]
    fn a_restricted_coupon_leaves_other_products_alone() {
        let mut cut = percent_off("50");
        cut.products = Some(vec!["other".into()]);
        assert_eq!(tally(&[line(1000, vec![])], &[cut]).discount, 0);
    }
}
