//! Where each kind of record comes from, and what is asked for along with it.

use cache::Kind;
use serde_json::Value;
use stripe::{Client, Error, Params};

/// A kind of record with its list at Stripe.
pub(super) struct Source {
    pub(super) kind: Kind,
    pub(super) path: &'static str,
    /// What a single object is asked to bring along.
    expand: &'static [&'static str],
    /// What the list must be told to hold back nothing.
    filter: Option<(&'static str, &'static str)>,
    /// A key without the permission to read these is still a key to work with.
    pub(super) optional: bool,
}

/// In the order in which they are walked: names before what refers to them.
pub(super) const SOURCES: &[Source] = &[
    source(Kind::Customer, "/v1/customers"),
    source(Kind::Product, "/v1/products"),
    source(Kind::Price, "/v1/prices"),
    source(Kind::TaxRate, "/v1/tax_rates"),
    source(Kind::Coupon, "/v1/coupons"),
    Source {
        expand: QUOTE,
        ..source(Kind::Quote, "/v1/quotes")
    },
    // A subscription leads to its latest invoice.
    Source {
        expand: INVOICE,
        ..source(Kind::Invoice, "/v1/invoices")
    },
    Source {
        filter: Some(("status", "all")),
        ..source(Kind::Subscription, "/v1/subscriptions")
    },
    source(Kind::SubscriptionSchedule, "/v1/subscription_schedules"),
    // What says how a payment's money stands comes before the payment: then it is worked out once.
    of_money(Kind::Dispute, "/v1/disputes"),
    of_money(Kind::Refund, "/v1/refunds"),
    of_money(Kind::Charge, "/v1/charges"),
    of_money(Kind::PaymentIntent, "/v1/payment_intents"),
    source(Kind::CreditNote, "/v1/credit_notes"),
];

/// A quote's lines with their taxes and discounts are needed to show and to edit it.
const QUOTE: &[&str] = &[
    "line_items.data.taxes",
    "line_items.data.discounts",
    "discounts",
    "total_details.breakdown",
];

/// An invoice's discounts by name, those of its lines to edit it, and the payments it is paid by.
const INVOICE: &[&str] = &[
    "total_discount_amounts.discount",
    "discounts",
    "lines.data.discounts",
    "payments",
];

const fn source(kind: Kind, path: &'static str) -> Source {
    Source {
        kind,
        path,
        expand: &[],
        filter: None,
        optional: false,
    }
}

const fn of_money(kind: Kind, path: &'static str) -> Source {
    Source {
        optional: true,
        ..source(kind, path)
    }
}

/// Whether records of this kind are kept.
pub(super) fn is_kept(kind: Kind) -> bool {
    SOURCES.iter().any(|source| source.kind == kind)
}

fn of_path(path: &str) -> Option<&'static Source> {
    SOURCES.iter().find(|source| {
        path.strip_prefix(source.path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// What to ask for along with the object at this path.
pub(crate) fn expanded(path: &str) -> Params {
    let expand = of_path(path).map_or(&[][..], |source| source.expand);
    expand
        .iter()
        .fold(Params::new(), |params, field| params.expand(field))
}

/// What to ask for along with the list at this path.
pub(crate) fn expanded_list(path: &str) -> Params {
    let Some(source) = of_path(path) else {
        return Params::new();
    };
    let params = source
        .filter
        .map_or_else(Params::new, |(name, value)| Params::new().set(name, value));
    source.expand.iter().fold(params, |params, field| {
        params.expand(&format!("data.{field}"))
    })
}

/// Reads one object; none when Stripe has no such object.
pub(crate) async fn fetch(client: &Client, kind: Kind, id: &str) -> Result<Option<Value>, Error> {
    let Some(source) = SOURCES.iter().find(|source| source.kind == kind) else {
        return Ok(None);
    };
    let path = format!("{}/{id}", source.path);
    match client.get(&path, &expanded(&path)).await {
        Ok(answer) => Ok(Some(answer.body)),
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a sync goes on without these where the key may not read them.
pub(super) fn is_optional(kind: Kind) -> bool {
    SOURCES
        .iter()
        .any(|source| source.kind == kind && source.optional)
}

#[cfg(test)]
mod tests {
    use super::{expanded, expanded_list};
    use cache::Kind;
    use serde_json::json;

    #[test]
    fn what_a_subscription_leads_to_is_read_before_it() {
        let place = |kind: Kind| super::SOURCES.iter().position(|one| one.kind == kind);
        assert!(place(Kind::Invoice) < place(Kind::Subscription));
    }

    #[test]
    fn quotes_bring_their_lines_whether_alone_or_in_a_list() {
        assert_eq!(
            expanded("/v1/quotes/qt_1").get("expand"),
            Some(&json!(super::QUOTE))
        );
        let listed = expanded_list("/v1/quotes");
        let listed = listed
            .get("expand")
            .and_then(|fields| fields.as_array())
            .cloned()
            .unwrap_or_default();
        assert_eq!(
            listed.len(),
            super::QUOTE.len(),
            "nothing is lost in a list"
        );
        for field in listed {
            let field = field.as_str().unwrap_or_default();
            assert!(
                field.starts_with("data."),
                "{field} would be an unknown path of a list"
            );
            assert!(
                field.split('.').count() <= 4,
                "Stripe expands four levels, {field} is deeper"
            );
        }
        assert_eq!(
            expanded_list("/v1/subscriptions").to_value(),
            json!({"status": "all"})
        );
    }
}
