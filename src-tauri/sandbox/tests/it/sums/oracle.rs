//! What an invoice and its credit notes must come to, written from the rules in words: exact fractions in
//! big integers, halves up. It knows nothing of the server.

use proptest::prelude::*;

/// One graduated or volume price: bounds with unit amounts in hundredths of a minor unit and flat amounts.
#[derive(Debug, Clone)]
pub(super) struct Tiers {
    pub(super) graduated: bool,
    /// Width of the tier (the last has none), unit in hundredths, flat in whole minor units.
    pub(super) steps: Vec<(i64, i64, i64)>,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Hundredths of a minor unit for one, or tiers.
    pub(super) unit: i64,
    pub(super) tiers: Option<Tiers>,
    pub(super) quantity: i64,
    pub(super) is_taxed: bool,
    /// Hundredths of a percent off this line alone.
    pub(super) own_percent: Option<i64>,
    /// Whether the restricted coupon counts here.
    pub(super) is_special: bool,
}

/// A currency, its smallest charge, and what its amounts must be divisible by.
pub(super) type Currency = (&'static str, i64, i64);

const CURRENCIES: [Currency; 6] = [
    ("usd", 50, 1),
    ("gbp", 30, 1),
    ("huf", 17_500, 1),
    ("jpy", 50, 1),
    ("kwd", 1, 10),
    ("isk", 1, 100),
];

#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) items: Vec<Item>,
    /// Hundredths of a percent; whether it is in the price.
    pub(super) taxes: Vec<(i64, bool)>,
    /// Hundredths of a percent off the whole, and minor units off the special product.
    pub(super) percent_off: Option<i64>,
    pub(super) special_off: Option<i64>,
    pub(super) shipping: Option<i64>,
    pub(super) balance: i64,
    pub(super) currency: Currency,
    /// Which part of a thousand of what is due is paid by card before anything is credited.
    pub(super) paid: Option<i64>,
    /// In what parts of a thousand of each line's amount the invoice is credited.
    pub(super) parts: Vec<i64>,
}

fn tiers() -> impl Strategy<Value = Tiers> {
    (
        any::<bool>(),
        prop::collection::vec((1..8_i64, 0..90_000_i64, 0..3_000_i64), 1..4),
    )
        .prop_map(|(graduated, steps)| Tiers { graduated, steps })
}

fn items() -> impl Strategy<Value = Item> {
    (
        0..9_000_000_i64,
        prop::option::weighted(0.3, tiers()),
        1..20_i64,
        any::<bool>(),
        prop::option::weighted(0.3, 1..10_000_i64),
        any::<bool>(),
    )
        .prop_map(
            |(unit, tiers, quantity, is_taxed, own_percent, is_special)| Item {
                unit,
                tiers,
                quantity,
                is_taxed,
                own_percent,
                is_special,
            },
        )
}

pub(super) fn cases() -> impl Strategy<Value = Case> {
    let sums = (
        prop::collection::vec(items(), 1..4),
        prop::collection::vec((0..3_000_i64, any::<bool>()), 0..3),
        prop::option::of(1..10_000_i64),
        prop::option::of(1..300_000_i64),
        prop::option::of(0..5_000_i64),
        -30_000..30_000_i64,
    );
    let ways = (
        prop::sample::select(&CURRENCIES[..]),
        prop::option::of(1..1_000_i64),
        prop::collection::vec(1..1_000_i64, 0..3),
    );
    (sums, ways).prop_map(|(sums, (currency, paid, parts))| {
        let (items, taxes, percent_off, special_off, shipping, balance) = sums;
        // What people ask for in a currency is divisible by its step; what percentages make of it is not.
        let step = currency.2;
        let stepped = |amount: i64| amount / step * step;
        let items = items.into_iter().map(|i| i.stepped(step)).collect();
        Case {
            items,
            taxes,
            percent_off,
            special_off: special_off.map(stepped).filter(|off| *off > 0),
            shipping: shipping.map(stepped),
            balance: stepped(balance),
            currency,
            paid,
            parts,
        }
    })
}

impl Item {
    fn stepped(mut self, step: i64) -> Self {
        if step > 1 {
            // Hundredths of whole steps.
            let fit = |hundredths: i64| hundredths % 50_000 / 100 * step * 100;
            self.unit = fit(self.unit);
            for tier in self.tiers.iter_mut().flat_map(|t| &mut t.steps) {
                tier.1 = fit(tier.1);
                tier.2 *= step;
            }
        }
        self
    }
}

fn half_up(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

/// What an item costs, from hundredths of a minor unit, rounded once.
fn price(item: &Item) -> i128 {
    let quantity = i128::from(item.quantity);
    let Some(tiers) = &item.tiers else {
        return half_up(i128::from(item.unit) * quantity, 100);
    };
    let (mut hundredths, mut from) = (0, 0);
    let last = tiers.steps.len() - 1;
    for (at, (width, unit, flat)) in tiers.steps.iter().enumerate() {
        let (unit, flat) = (i128::from(*unit), i128::from(*flat));
        let to = if at == last {
            i128::MAX
        } else {
            from + i128::from(*width)
        };
        let reaches = quantity > from || (at == 0 && quantity == 0);
        if tiers.graduated && reaches {
            hundredths += unit * (quantity.min(to) - from) + flat * 100;
        }
        if !tiers.graduated && reaches && quantity <= to {
            hundredths = unit * quantity + flat * 100;
        }
        from = to;
    }
    half_up(hundredths, 100)
}

/// `whole` over `weights`, largest remainders first, the earlier of equals first.
fn shared(whole: i128, weights: &[i128]) -> Vec<i128> {
    let all: i128 = weights.iter().sum();
    if all == 0 {
        return vec![0; weights.len()];
    }
    let mut out: Vec<i128> = weights.iter().map(|w| whole * w / all).collect();
    let mut rest: Vec<(i128, usize)> = weights
        .iter()
        .enumerate()
        .map(|(at, w)| (whole * w % all, at))
        .collect();
    rest.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let missing = whole - out.iter().sum::<i128>();
    for (_, at) in rest.into_iter().take(usize::try_from(missing).unwrap()) {
        out[at] += 1;
    }
    out
}

/// Taxes on `rest`, in the order of the case's rates: amounts and whether each is in the price.
fn taxed(case: &Case, rest: i128) -> Vec<(i128, bool)> {
    let within: i128 = case
        .taxes
        .iter()
        .filter(|t| t.1)
        .map(|t| i128::from(t.0))
        .sum();
    let included: Vec<i128> = case
        .taxes
        .iter()
        .map(|(rate, is_in)| {
            if *is_in {
                half_up(rest * i128::from(*rate), 10_000 + within)
            } else {
                0
            }
        })
        .collect();
    let net = rest - included.iter().sum::<i128>();
    case.taxes
        .iter()
        .zip(included)
        .map(|((rate, is_in), amount)| {
            if *is_in {
                (amount, true)
            } else {
                (half_up(net * i128::from(*rate), 10_000), false)
            }
        })
        .collect()
}

#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) gross: i128,
    /// In the order in which they come off.
    pub(super) cuts: Vec<i128>,
    /// With whether each is in the price.
    pub(super) taxes: Vec<(i128, bool)>,
}

impl Sums {
    pub(super) fn total(&self) -> i128 {
        self.gross - self.cuts.iter().sum::<i128>() + on_top(&self.taxes)
    }
}

fn on_top(taxes: &[(i128, bool)]) -> i128 {
    taxes.iter().filter(|t| !t.1).map(|t| t.0).sum()
}

#[derive(Debug)]
pub(super) struct Expected {
    pub(super) lines: Vec<Sums>,
    pub(super) shipping: Sums,
    pub(super) total: i128,
}

pub(super) fn expected(case: &Case) -> Expected {
    let mut lines: Vec<Sums> = case
        .items
        .iter()
        .map(|item| Sums {
            gross: price(item),
            ..Sums::default()
        })
        .collect();
    let mut rest: Vec<i128> = lines.iter().map(|l| l.gross).collect();
    let mut take = |among: &dyn Fn(usize) -> bool, off: &dyn Fn(i128) -> i128| {
        let touched: Vec<usize> = (0..rest.len())
            .filter(|at| rest[*at] > 0 && among(*at))
            .collect();
        let weights: Vec<i128> = touched.iter().map(|at| rest[*at]).collect();
        let base: i128 = weights.iter().sum();
        for (at, part) in touched
            .into_iter()
            .zip(shared(off(base).min(base), &weights))
        {
            rest[at] -= part;
            lines[at].cuts.push(part);
        }
    };
    let percent_of = |base: i128, percent: i64| half_up(base * i128::from(percent), 10_000);
    for (at, item) in case.items.iter().enumerate() {
        if let Some(percent) = item.own_percent {
            take(&|other| other == at, &|base| percent_of(base, percent));
        }
    }
    if let Some(percent) = case.percent_off {
        take(&|_| true, &|base| percent_of(base, percent));
    }
    if let Some(off) = case.special_off {
        take(&|at| case.items[at].is_special, &|_| i128::from(off));
    }
    for ((item, rest), line) in case.items.iter().zip(rest).zip(&mut lines) {
        if item.is_taxed {
            line.taxes = taxed(case, rest);
        }
    }
    let mut shipping = Sums::default();
    if let Some(cost) = case.shipping {
        shipping.gross = i128::from(cost);
        shipping.taxes = taxed(case, shipping.gross);
    }
    let total = lines.iter().map(Sums::total).sum::<i128>() + shipping.total();
    Expected {
        lines,
        shipping,
        total,
    }
}

/// What is credited of a line when `part` of its amount is, after `had` was: shares of everything so
/// far, rounded, less what was given before. Its discounts are one share, and stand here as one.
pub(super) fn credited(line: &Sums, had: &Sums, part: i128) -> Sums {
    let so_far = had.gross + part;
    let share = |whole: i128, had: i128| (half_up(whole * so_far, line.gross) - had).max(0);
    let had_tax = |at: usize| had.taxes.get(at).map_or(0, |t| t.0);
    let taxes = line.taxes.iter().enumerate();
    Sums {
        gross: part,
        cuts: vec![share(line.cuts.iter().sum(), had.cuts.iter().sum())],
        taxes: taxes
            .map(|(at, tax)| (share(tax.0, had_tax(at)), tax.1))
            .collect(),
    }
}

pub(super) fn added(a: &Sums, b: &Sums) -> Sums {
    let one = |a: &[i128], b: &[i128]| -> Vec<i128> {
        (0..b.len())
            .map(|at| a.get(at).copied().unwrap_or(0) + b[at])
            .collect()
    };
    let amounts = |taxes: &[(i128, bool)]| taxes.iter().map(|t| t.0).collect::<Vec<_>>();
    let taxes = one(&amounts(&a.taxes), &amounts(&b.taxes));
    Sums {
        gross: a.gross + b.gross,
        cuts: one(&a.cuts, &b.cuts),
        taxes: taxes
            .into_iter()
            .zip(&b.taxes)
            .map(|(sum, t)| (sum, t.1))
            .collect(),
    }
}
