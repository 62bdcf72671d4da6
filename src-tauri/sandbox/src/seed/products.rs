//! What Linden Studio sells, with its price in US cents; other currencies are worked out from it.

pub(super) struct Offer {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// US cents.
    pub(super) cents: i64,
    pub(super) every: Option<(&'static str, i64)>,
    pub(super) unit_label: Option<&'static str>,
}

const fn once(
    name: &'static str,
    description: &'static str,
    cents: i64,
    unit_label: Option<&'static str>,
) -> Offer {
    Offer {
        name,
        description,
        cents,
        every: None,
        unit_label,
    }
}

const fn every(
    name: &'static str,
    description: &'static str,
    cents: i64,
    interval: &'static str,
    count: i64,
) -> Offer {
    Offer {
        name,
        description,
        cents,
        every: Some((interval, count)),
        unit_label: None,
    }
}

pub(super) const OFFERS: &[Offer] = &[
    once(
        "Brand identity",
        "Name, mark, colours and type, with a book of rules",
        480_000,
        None,
    ),
    once(
        "Logo design",
        "Three directions, one finished mark",
        145_000,
        None,
    ),
    once(
        "Website design",
        "Up to eight page layouts, on screen and phone",
        720_000,
        None,
    ),
    once(
        "Website build",
        "A site that is fast and that you can edit yourself",
        960_000,
        None,
    ),
    once("Copywriting", "Words for one page", 14_000, Some("page")),
    once(
        "Photography",
        "Half a day on your premises",
        78_000,
        Some("half day"),
    ),
    once("Print design", "Cards, letterhead, signs", 62_000, None),
    once("Consulting", "By the hour", 12_550, Some("hour")),
    every(
        "Hosting and care",
        "Hosting, backups and updates",
        4900,
        "month",
        1,
    ),
    every(
        "Care plan plus",
        "Hosting and two hours of changes a month",
        12_900,
        "month",
        1,
    ),
    every(
        "Domain and e-mail",
        "One domain with five mailboxes",
        9600,
        "year",
        1,
    ),
    every(
        "Design review",
        "A morning together, four times a year",
        45_000,
        "month",
        3,
    ),
];

/// The products that are sold once, and those that come back.
pub(super) const ONE_TIME: std::ops::Range<usize> = 0..8;
pub(super) const RECURRING: std::ops::Range<usize> = 8..12;

/// A price in US cents as this business charges it elsewhere: rounded to what looks like a price.
pub(super) fn local(cents: i64, currency: &str) -> i64 {
    let to_step = |amount: i64, step: i64| (amount + step / 2) / step * step;
    match currency {
        "eur" => to_step(cents * 92 / 100, 100),
        "jpy" => to_step(cents * 3 / 2, 100),
        "kwd" => to_step(cents * 307 / 100, 500),
        _ => cents,
    }
}
