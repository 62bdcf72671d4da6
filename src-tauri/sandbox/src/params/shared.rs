//! Parameters that several nouns take in the same form: addresses, discounts, prices made in place,
//! and what every list takes.

use super::{ANY_INTEGER, COUNT, IDS, Kind, Param, TEXT, clearable, optional, required};

pub(crate) const ADDRESS: &[Param] = &[
    clearable("city", TEXT),
    clearable("country", TEXT),
    clearable("line1", TEXT),
    clearable("line2", TEXT),
    clearable("postal_code", TEXT),
    clearable("state", TEXT),
];

pub(crate) const SHIPPING: &[Param] = &[
    required("address", Kind::Hash(ADDRESS)),
    required("name", TEXT),
    clearable("phone", TEXT),
];

pub(crate) const CUSTOM_FIELDS: Kind = Kind::List(&Kind::Hash(&[
    required("name", Kind::Text(40)),
    required("value", Kind::Text(140)),
]));

pub(crate) const DISCOUNTS: Kind = Kind::List(&Kind::Hash(&[
    optional("coupon", Kind::Id),
    optional("discount", Kind::Id),
    optional("promotion_code", Kind::Id),
]));

pub(crate) const INTERVAL: Kind = Kind::Choice(&["day", "week", "month", "year"]);
pub(crate) const INTERVAL_COUNT: Kind = Kind::Integer {
    least: 1,
    most: 1095,
};
pub(crate) const TAX_BEHAVIOR: Kind = Kind::Choice(&["exclusive", "inclusive", "unspecified"]);
pub(crate) const COLLECTION: Kind = Kind::Choice(&["charge_automatically", "send_invoice"]);
pub(crate) const QUANTITY: Kind = Kind::Integer {
    least: 0,
    most: 999_999_999,
};

/// Eight digits and a little more: what is too large is refused as an amount, not as an integer.
pub(crate) const UNIT_AMOUNT: Kind = COUNT;

const PRICE_RECURRING: &[Param] = &[
    required("interval", INTERVAL),
    optional("interval_count", INTERVAL_COUNT),
];

/// A price made where it is used. Its product must exist.
pub(crate) const PRICE_DATA: &[Param] = &[
    required("currency", Kind::Id),
    required("product", Kind::Id),
    optional("recurring", Kind::Hash(PRICE_RECURRING)),
    optional("tax_behavior", TAX_BEHAVIOR),
    optional("unit_amount", UNIT_AMOUNT),
    optional("unit_amount_decimal", Kind::Decimal),
];

/// Automatic tax can only be left off here: [`tax_rates::none_automatic`](crate::objects).
pub(crate) const AUTOMATIC_TAX: &[Param] = &[
    required("enabled", Kind::Boolean),
    optional("liability", Kind::Hash(ISSUER)),
];

/// Whoever bills is the account itself: there are no others here.
pub(crate) const ISSUER: &[Param] = &[required("type", Kind::Choice(&["self"]))];

pub(crate) const PERIOD: &[Param] = &[required("start", Kind::Time), required("end", Kind::Time)];

pub(crate) const LIMIT: Param = optional(
    "limit",
    Kind::Integer {
        least: 1,
        most: 100,
    },
);
pub(crate) const STARTING_AFTER: Param = optional("starting_after", Kind::Id);
pub(crate) const ENDING_BEFORE: Param = optional("ending_before", Kind::Id);
pub(crate) const CREATED: Param = optional("created", Kind::Range);
pub(crate) const METADATA: Param = clearable("metadata", Kind::Metadata);
pub(crate) const TAX_RATES: Param = clearable("tax_rates", IDS);
pub(crate) const BALANCE: Kind = ANY_INTEGER;

/// An operation that takes nothing but `expand`.
pub(crate) const NOTHING: &[Param] = &[];

/// A list without filters.
pub(crate) const PLAIN_LIST: &[Param] = &[LIMIT, STARTING_AFTER, ENDING_BEFORE];
