//! Which fields of which objects can be searched, and how: Stripe's list for each resource. What a
//! query does with them is [`super::query`]'s.

use serde_json::Value;

/// A kind of object that can be searched.
#[derive(Debug)]
pub(crate) struct Searched {
    pub(crate) object: &'static str,
    /// As it stands in URLs and in error messages.
    pub(super) plural: &'static str,
    pub(super) fields: &'static [Field],
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Sort,
    /// Where it stands in the object.
    pointer: &'static str,
}

/// What can be done with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Exact, whole.
    Token,
    /// Exact, or a part of it.
    Text,
    /// Exact, greater, smaller.
    Number,
    /// `true` or `false`.
    Flag,
    /// By its keys.
    Metadata,
}

impl Searched {
    /// What queries see of an object of this kind: its fields' values, in their order.
    pub(super) fn extract<'o>(&self, object: &'o Value) -> Vec<Option<&'o Value>> {
        let fields = self.fields.iter();
        fields.map(|f| object.pointer(f.pointer)).collect()
    }
}

/// What queries see of an object, as it is kept beside it; `None` for a kind that cannot be searched.
pub(crate) fn kept(object: &Value) -> Result<Option<String>, serde_json::Error> {
    let kind = object.get("object").and_then(Value::as_str);
    let searched = KINDS.iter().find(|s| Some(s.object) == kind);
    searched
        .map(|searched| serde_json::to_string(&searched.extract(object)))
        .transpose()
}

const fn token(name: &'static str, pointer: &'static str) -> Field {
    Field {
        name,
        kind: Sort::Token,
        pointer,
    }
}

const fn text(name: &'static str, pointer: &'static str) -> Field {
    Field {
        name,
        kind: Sort::Text,
        pointer,
    }
}

const fn number(name: &'static str, pointer: &'static str) -> Field {
    Field {
        name,
        kind: Sort::Number,
        pointer,
    }
}

const fn flag(name: &'static str, pointer: &'static str) -> Field {
    Field {
        name,
        kind: Sort::Flag,
        pointer,
    }
}

const METADATA: Field = Field {
    name: "metadata",
    kind: Sort::Metadata,
    pointer: "/metadata",
};

/// Every kind that can be searched.
pub(crate) static KINDS: [&Searched; 7] = [
    &CHARGES,
    &CUSTOMERS,
    &INVOICES,
    &PAYMENT_INTENTS,
    &PRICES,
    &PRODUCTS,
    &SUBSCRIPTIONS,
];

pub(super) static CHARGES: Searched = Searched {
    object: "charge",
    plural: "charges",
    fields: &[
        number("amount", "/amount"),
        token(
            "billing_details.address.postal_code",
            "/billing_details/address/postal_code",
        ),
        number("created", "/created"),
        token("currency", "/currency"),
        token("customer", "/customer"),
        flag("disputed", "/disputed"),
        METADATA,
        token(
            "payment_method_details.card.brand",
            "/payment_method_details/card/brand",
        ),
        number(
            "payment_method_details.card.exp_month",
            "/payment_method_details/card/exp_month",
        ),
        number(
            "payment_method_details.card.exp_year",
            "/payment_method_details/card/exp_year",
        ),
        token(
            "payment_method_details.card.fingerprint",
            "/payment_method_details/card/fingerprint",
        ),
        token(
            "payment_method_details.card.last4",
            "/payment_method_details/card/last4",
        ),
        flag("refunded", "/refunded"),
        token("status", "/status"),
    ],
};

pub(super) static CUSTOMERS: Searched = Searched {
    object: "customer",
    plural: "customers",
    fields: &[
        number("created", "/created"),
        text("email", "/email"),
        METADATA,
        text("name", "/name"),
        text("phone", "/phone"),
    ],
};

pub(super) static INVOICES: Searched = Searched {
    object: "invoice",
    plural: "invoices",
    fields: &[
        number("created", "/created"),
        token("currency", "/currency"),
        token("customer", "/customer"),
        token(
            "last_finalization_error_code",
            "/last_finalization_error/code",
        ),
        token(
            "last_finalization_error_type",
            "/last_finalization_error/type",
        ),
        METADATA,
        token("number", "/number"),
        token("receipt_number", "/receipt_number"),
        token("status", "/status"),
        token("subscription", "/parent/subscription_details/subscription"),
        number("total", "/total"),
    ],
};

pub(super) static PAYMENT_INTENTS: Searched = Searched {
    object: "payment_intent",
    plural: "payment_intents",
    fields: &[
        number("amount", "/amount"),
        number("created", "/created"),
        token("currency", "/currency"),
        token("customer", "/customer"),
        METADATA,
        token("status", "/status"),
    ],
};

pub(super) static PRICES: Searched = Searched {
    object: "price",
    plural: "prices",
    fields: &[
        flag("active", "/active"),
        token("currency", "/currency"),
        token("lookup_key", "/lookup_key"),
        METADATA,
        token("product", "/product"),
        token("type", "/type"),
    ],
};

pub(super) static PRODUCTS: Searched = Searched {
    object: "product",
    plural: "products",
    fields: &[
        flag("active", "/active"),
        text("description", "/description"),
        METADATA,
        text("name", "/name"),
        flag("shippable", "/shippable"),
        text("url", "/url"),
    ],
};

pub(super) static SUBSCRIPTIONS: Searched = Searched {
    object: "subscription",
    plural: "subscriptions",
    fields: &[
        number("canceled_at", "/canceled_at"),
        number("created", "/created"),
        METADATA,
        token("status", "/status"),
    ],
};
