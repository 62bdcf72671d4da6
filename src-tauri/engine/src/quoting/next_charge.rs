//! What a quote's subscription charges after its first invoice. Stripe's recurring figures leave
//! out discounts that last for some months only; the customer's next bill does not. Said only where
//! the model comes to Stripe's own figures for everything that Stripe does tell.

use crate::drafting::{copy, typed};
use crate::view::Settings;
use cache::Read;
use model::Money;

/// What Stripe tells of a quote, minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    /// What the first invoice charges.
    pub(crate) upfront: i64,
    /// What recurs once every discount of some months is over.
    pub(crate) recurring: i64,
    /// When it starts, if later; unix seconds UTC.
    pub(crate) starts_at: Option<i64>,
    /// Trial, days.
    pub(crate) trial_days: Option<u32>,
}

/// The charge after the first invoice, or at the end of the trial, of the quote with this id.
pub(crate) fn next_charge(r: &Read<'_>, id: &str, told: Told, now: i64) -> Option<Money> {
    let draft = copy::quote::draft(r, id, String::new(), now).ok()?.ok()?;
    let typed = typed::read(&draft, &Settings::default(), now)?;
    let reckoned = typed.model.document().reckon().ok()?;
    let recurring = reckoned.recurring.as_ref()?;
    if (reckoned.upfront.total.minor, recurring.totals.total.minor)
        != (told.upfront, told.recurring)
    {
        return None;
    }
    reckoned
        .deal(told.starts_at, told.trial_days, now)
        .recurring
        .map(|(amount, _)| amount)
}
