//! One pass over a document: the rules of [`document`](super) carried out for a choice of lines
//! and discounts. Not the choosing: that is the caller's.

use super::{Document, ReckonError, Totals};
use crate::{
    currency::Currency,
    discount::{Discount, DiscountTotal, Off},
    line::{Line, LineAmounts},
    money::{Money, MoneyError},
    tax::{TaxRate, TaxTotal},
};

/// A line on its way from price to total.
struct Open<'a> {
    line: &'a Line,
    subtotal: Money,
    /// What the discounts so far have left of it.
    left: Money,
    tax: Money,
    exclusive: Money,
}

impl Document {
    /// Adds up the lines that `pick` takes with the discounts that `keep` takes.
    pub(super) fn settle(
        &self,
        pick: impl Fn(&Line) -> bool,
        keep: impl Fn(&Discount) -> bool,
    ) -> Result<(Vec<LineAmounts>, Totals), ReckonError> {
        let zero = Money::zero(self.currency);
        let mut discounts = Discounts::default();
        let mut open = Vec::new();
        for line in self.lines.iter().filter(|line| pick(line)) {
            self.same_currency(line.unit.currency())?;
            let subtotal = line.unit.times(line.quantity)?;
            let mut left = subtotal;
            for discount in line.discounts.iter().filter(|discount| keep(discount)) {
                let off = self.off(discount.off, left)?;
                left = left.minus(off)?;
                discounts.add(discount, off)?;
            }
            open.push(Open {
                line,
                subtotal,
                left,
                tax: zero,
                exclusive: zero,
            });
        }
        for discount in self.discounts.iter().filter(|discount| keep(discount)) {
            let off = self.off_document(discount.off, &mut open)?;
            discounts.add(discount, off)?;
        }
        let mut taxes = Taxes::default();
        for open in &mut open {
            let own = &open.line.taxes;
            let rates = if own.is_empty() {
                &self.default_taxes
            } else {
                own
            };
            taxes.apply(rates, open)?;
        }
        self.close(&open, discounts, taxes)
    }

    fn same_currency(&self, found: Currency) -> Result<(), ReckonError> {
        if found == self.currency {
            return Ok(());
        }
        let expected = self.currency;
        Err(ReckonError::Currency { expected, found })
    }

    /// What a discount takes off when `left` is left.
    fn off(&self, off: Off, left: Money) -> Result<Money, ReckonError> {
        Ok(match off {
            Off::Percent(percent) => percent.of(left)?,
            Off::Amount(amount) => {
                self.same_currency(amount.currency)?;
                Money::new(within(amount.minor, left.minor), self.currency)
            }
        })
    }

    /// Takes a discount off all lines and says what it came to.
    fn off_document(&self, off: Off, open: &mut [Open<'_>]) -> Result<Money, ReckonError> {
        let left = Money::sum(self.currency, open.iter().map(|open| open.left))?;
        let weights: Vec<i64> = open.iter().map(|open| open.left.minor).collect();
        let off = self.off(off, left)?;
        let shares = off.allocate(&weights)?;
        for (open, share) in open.iter_mut().zip(&shares) {
            open.left = open.left.minus(*share)?;
        }
        Ok(off)
    }

    fn close(
        &self,
        open: &[Open<'_>],
        discounts: Discounts,
        taxes: Taxes,
    ) -> Result<(Vec<LineAmounts>, Totals), ReckonError> {
        let lines = open
            .iter()
            .map(Open::close)
            .collect::<Result<Vec<_>, _>>()?;
        let sum = |of: fn(&LineAmounts) -> Money| Money::sum(self.currency, lines.iter().map(of));
        let totals = Totals {
            subtotal: sum(|line| line.subtotal)?,
            discounts: discounts.rows(),
            discount: sum(|line| line.discount)?,
            taxes: taxes.0,
            tax: sum(|line| line.tax)?,
            total: sum(|line| line.total)?,
        };
        Ok((lines, totals))
    }
}

/// `wanted`, kept between nothing and `most`. A negative line (which a draft's checks refuse)
/// takes no fixed discount.
fn within(wanted: i64, most: i64) -> i64 {
    wanted.clamp(0, most.max(0))
}

impl Open<'_> {
    fn close(&self) -> Result<LineAmounts, MoneyError> {
        Ok(LineAmounts {
            subtotal: self.subtotal,
            discount: self.subtotal.minus(self.left)?,
            tax: self.tax,
            total: self.left.plus(self.exclusive)?,
        })
    }
}

/// The discounts met so far, the same one on several lines counted together.
#[derive(Default)]
struct Discounts(Vec<(Discount, Money)>);

impl Discounts {
    fn add(&mut self, discount: &Discount, off: Money) -> Result<(), MoneyError> {
        if let Some((_, sum)) = self.0.iter_mut().find(|(known, _)| known == discount) {
            *sum = sum.plus(off)?;
        } else {
            self.0.push((discount.clone(), off));
        }
        Ok(())
    }

    fn rows(self) -> Vec<DiscountTotal> {
        self.0
            .into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(Discount { name, .. }, amount)| DiscountTotal { name, amount })
            .collect()
    }
}

/// The taxes met so far, one row a rate.
#[derive(Default)]
struct Taxes(Vec<TaxTotal>);

impl Taxes {
    fn apply(&mut self, rates: &[TaxRate], open: &mut Open<'_>) -> Result<(), MoneyError> {
        let included: u64 = rates
            .iter()
            .filter(|rate| rate.inclusive)
            .map(|rate| u64::from(rate.percent.millionths()))
            .sum();
        let contained = |rate: &TaxRate| rate.percent.contained_in(open.left, included);
        let mut net = open.left;
        for rate in rates.iter().filter(|rate| rate.inclusive) {
            net = net.minus(contained(rate)?)?;
        }
        for rate in rates {
            let tax = if rate.inclusive {
                rate.percent.contained_in(open.left, included)?
            } else {
                let tax = rate.percent.of(net)?;
                open.exclusive = open.exclusive.plus(tax)?;
                tax
            };
            open.tax = open.tax.plus(tax)?;
            self.add(rate, net, tax)?;
        }
        Ok(())
    }

    fn add(&mut self, rate: &TaxRate, taxable: Money, tax: Money) -> Result<(), MoneyError> {
        let percent = rate.percent.text();
        let same = |row: &&mut TaxTotal| {
            row.key == rate.key && row.percent == percent && row.inclusive == rate.inclusive
        };
        if let Some(row) = self.0.iter_mut().find(same) {
            row.taxable = row.taxable.plus(taxable)?;
            row.amount = row.amount.plus(tax)?;
        } else {
            self.0.push(TaxTotal {
                key: rate.key.clone(),
                name: rate.name.clone(),
                percent,
                inclusive: rate.inclusive,
                taxable,
                amount: tax,
            });
        }
        Ok(())
    }
}
