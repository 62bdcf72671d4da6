//! What Linden Studio's two years are made of: which quotes and invoices were written how many days
//! ago, and what becomes of each. Doing it is [`super::studio`]'s.

/// What becomes of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteFate {
    Draft,
    Open,
    Accepted,
    Canceled,
    Expired,
    /// Open, and revised into a second quote that is open too.
    Revised,
}

/// What becomes of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InvoiceFate {
    Draft,
    Open,
    Paid,
    PaidByCard,
    Void,
    Uncollectible,
    /// Sent, and credited in part before it is paid.
    CreditedOpen,
    /// Paid by card, and a part given back to it.
    RefundedInPart,
}

#[derive(Debug)]
pub(super) enum Step {
    Person(usize),
    Quote {
        person: usize,
        fate: QuoteFate,
        kind: QuoteKind,
    },
    Finalize(String, QuoteFate),
    Accept(String),
    CancelQuote(String),
    Revise(String),
    Invoice {
        person: usize,
        fate: InvoiceFate,
    },
    Bill(String, InvoiceFate),
    Conclude(String, InvoiceFate),
    Credit(String, InvoiceFate),
    /// Minor units of the customer's currency.
    GiveCredit {
        person: usize,
        amount: i64,
    },
    CollectSent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QuoteKind {
    OneTime,
    Recurring,
    /// Recurring, to begin this many days after it is written.
    Later(i64),
    Trial,
}

/// The quotes: days ago, fate, kind.
pub(super) fn quotes() -> Vec<(i64, QuoteFate, QuoteKind)> {
    use QuoteFate::{Accepted, Canceled, Draft, Expired, Open, Revised};
    use QuoteKind::{Later, OneTime, Recurring, Trial};
    let groups: &[(QuoteFate, QuoteKind, &[i64])] = &[
        (
            Accepted,
            Recurring,
            &[410, 360, 330, 290, 250, 215, 180, 120, 75],
        ),
        (Accepted, Trial, &[20]),
        (Accepted, Later(45), &[15]),
        (Accepted, OneTime, &[520, 405, 318, 160, 85, 24]),
        (Canceled, OneTime, &[455, 230, 66, 12]),
        (Expired, OneTime, &[300, 142, 71, 40]),
        // The first two expire within days.
        (Open, OneTime, &[28, 27, 11, 8, 3]),
        (Open, Recurring, &[18, 6]),
        (Revised, OneTime, &[13]),
        (Draft, OneTime, &[9, 4, 2, 1]),
        (Draft, Recurring, &[5, 1]),
    ];
    let each = |(fate, kind, days): &(QuoteFate, QuoteKind, &[i64])| {
        let (fate, kind) = (*fate, *kind);
        days.iter()
            .map(move |days| (*days, fate, kind))
            .collect::<Vec<_>>()
    };
    groups.iter().flat_map(each).collect()
}

/// What customers have with the studio: days ago, who, minor units. The first has used it up since.
pub(super) const BALANCES: &[(i64, usize, i64)] = &[(250, 3, 4000), (6, 15, 7500)];

/// The invoices that no quote and no subscription made: days ago, fate.
pub(super) fn invoices() -> Vec<(i64, InvoiceFate)> {
    use InvoiceFate::{
        CreditedOpen, Draft, Open, Paid, PaidByCard, RefundedInPart, Uncollectible, Void,
    };
    let mut out: Vec<(i64, InvoiceFate)> = (0..60)
        .map(|step| {
            let fate = match step {
                54 => RefundedInPart,
                step if step % 5 == 4 => PaidByCard,
                _ => Paid,
            };
            (715 - step * 11, fate)
        })
        .collect();
    // Past due, and still in time.
    out.extend([68, 61, 57, 52, 47].map(|days| (days, Open)));
    out.extend([21, 14].map(|days| (days, Open)));
    out.push((10, CreditedOpen));
    out.extend([6, 3, 2].map(|days| (days, Open)));
    out.extend([380, 205, 33].map(|days| (days, Void)));
    out.extend([340, 150].map(|days| (days, Uncollectible)));
    out.extend([7, 4, 2, 1].map(|days| (days, Draft)));
    out
}
