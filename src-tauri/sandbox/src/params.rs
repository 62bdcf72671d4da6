//! Which parameters an operation takes, and the check of a form against that table: unknown, missing,
//! empty and wrongly typed parameters are refused in one place, before the operation begins.
//! What a parameter means is the noun's business.

pub(crate) mod args;
mod check;
pub(crate) mod shared;

pub(crate) use args::Args;
pub(crate) use check::check;

/// One parameter of an operation.
#[derive(Debug)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) need: Need,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
    /// Optional, and an empty value unsets it.
    Clearable,
    /// Optional for clients of versions before endive, unknown to newer ones.
    Legacy,
}

/// What a parameter's value must look like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// At most this many characters.
    Text(usize),
    /// The id of an object, or any other short word.
    Id,
    Integer {
        least: i64,
        most: i64,
    },
    /// A decimal of at most twelve places, kept as text.
    Decimal,
    /// A percentage or another plain number, kept as text so that no float comes between.
    Number,
    Boolean,
    /// Unix seconds UTC.
    Time,
    /// Unix seconds, or this word.
    TimeOr(&'static str),
    /// Unix seconds, or one of these words.
    TimeOrOneOf(&'static [&'static str]),
    Choice(&'static [&'static str]),
    List(&'static Kind),
    Hash(&'static [Param]),
    Metadata,
    /// A number of seconds, or a hash of `gt`, `gte`, `lt`, `lte`.
    Range,
}

pub(crate) const fn required(name: &'static str, kind: Kind) -> Param {
    Param {
        name,
        kind,
        need: Need::Required,
    }
}

pub(crate) const fn optional(name: &'static str, kind: Kind) -> Param {
    Param {
        name,
        kind,
        need: Need::Optional,
    }
}

pub(crate) const fn clearable(name: &'static str, kind: Kind) -> Param {
    Param {
        name,
        kind,
        need: Need::Clearable,
    }
}

pub(crate) const fn legacy(name: &'static str, kind: Kind) -> Param {
    Param {
        name,
        kind,
        need: Need::Legacy,
    }
}

/// Text without a limit of its own has Stripe's general one.
pub(crate) const TEXT: Kind = Kind::Text(5000);
pub(crate) const IDS: Kind = Kind::List(&Kind::Id);
pub(crate) const COUNT: Kind = Kind::Integer {
    least: 0,
    most: i64::MAX,
};
pub(crate) const ANY_INTEGER: Kind = Kind::Integer {
    least: i64::MIN,
    most: i64::MAX,
};
