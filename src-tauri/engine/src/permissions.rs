//! The permissions of a restricted key, by the names that Stripe's Dashboard
//! has for them: which ones the program needs, and which one a refusal was
//! about. Asking Stripe which are given is `desk::connecting`'s.

use crate::view::{Access, Code, KeyNeeds, PermissionView, Problem};

/// One line of the Dashboard's list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Permission {
    /// As the Dashboard lists it.
    pub(crate) name: &'static str,
    /// As refusals name it, between `rak_` and `_read` or `_write`.
    tokens: &'static [&'static str],
    /// The parts of the API that it opens; the first is asked to see whether it is given.
    pub(crate) paths: &'static [&'static str],
    pub(crate) access: Access,
    /// Without it nothing works; the others open single acts.
    pub(crate) needed: bool,
    what_for: &'static str,
}

/// All of them, in the order in which the page prints them.
pub(crate) const PERMISSIONS: &[Permission] = &[
    needed(
        "Customers",
        &["customer"],
        &["/v1/customers"],
        "Who quotes and invoices are for",
    ),
    needed("Products", &["product"], &["/v1/products"], "The catalogue"),
    needed(
        "Prices",
        &["price", "plan"],
        &["/v1/prices", "/v1/plans"],
        "What things cost",
    ),
    needed("Coupons", &["coupon"], &["/v1/coupons"], "Discounts"),
    needed(
        "Tax Rates",
        &["tax_rate"],
        &["/v1/tax_rates"],
        "Taxes on quotes and invoices",
    ),
    needed(
        "Quotes",
        &["quote"],
        &["/v1/quotes"],
        "Writing, finalizing and accepting quotes",
    ),
    needed(
        "Invoices",
        &["invoice"],
        &["/v1/invoices", "/v1/invoiceitems", "/v1/invoice_payments"],
        "Finalizing, sending and voiding invoices",
    ),
    needed(
        "Subscriptions",
        &["subscription"],
        &[
            "/v1/subscriptions",
            "/v1/subscription_items",
            "/v1/subscription_schedules",
        ],
        "What accepted quotes start",
    ),
    Permission {
        access: Access::Read,
        ..needed(
            "Events",
            &["event"],
            &["/v1/events"],
            "What changed since the last look",
        )
    },
    Permission {
        access: Access::Read,
        ..wanted(
            "Account",
            &["account", "accounts_kyc_basic"],
            &["/v1/account"],
            "The account’s name; without it you are asked",
        )
    },
    wanted(
        "Credit notes",
        &["credit_note"],
        &["/v1/credit_notes"],
        "Taking back a part of an invoice",
    ),
    wanted(
        "Promotion Codes",
        &["promotion_code"],
        &["/v1/promotion_codes"],
        "Codes that customers type",
    ),
    wanted(
        "PaymentIntents",
        &["payment_intent"],
        &["/v1/payment_intents"],
        "Charging cards",
    ),
    wanted(
        "SetupIntents",
        &["setup_intent"],
        &["/v1/setup_intents"],
        "Saving a card for later",
    ),
    wanted(
        "PaymentMethods",
        &["payment_method"],
        &["/v1/payment_methods"],
        "The cards that customers pay with",
    ),
    wanted(
        "Charges and Refunds",
        &["charge", "refund"],
        &["/v1/charges", "/v1/refunds"],
        "Receipts, and giving money back",
    ),
    wanted(
        "Disputes",
        &["dispute"],
        &["/v1/disputes"],
        "Answering a cardholder’s bank",
    ),
];

const fn needed(
    name: &'static str,
    tokens: &'static [&'static str],
    paths: &'static [&'static str],
    what_for: &'static str,
) -> Permission {
    Permission {
        name,
        tokens,
        paths,
        access: Access::Write,
        needed: true,
        what_for,
    }
}

const fn wanted(
    name: &'static str,
    tokens: &'static [&'static str],
    paths: &'static [&'static str],
    what_for: &'static str,
) -> Permission {
    Permission {
        needed: false,
        ..needed(name, tokens, paths, what_for)
    }
}

impl Permission {
    /// As user interfaces see it; `read` says whether Stripe let it be read.
    pub(crate) fn view(&self, read: Option<bool>) -> PermissionView {
        PermissionView {
            name: self.name.to_owned(),
            access: self.access,
            needed: self.needed,
            what_for: self.what_for.to_owned(),
            read,
        }
    }
}

/// Where keys are made.
const DASHBOARD: &str = "https://dashboard.stripe.com/apikeys";

/// What a restricted key needs, for a page to print.
pub fn needs() -> KeyNeeds {
    KeyNeeds {
        made_at: DASHBOARD.to_owned(),
        permissions: PERMISSIONS
            .iter()
            .map(|permission| permission.view(None))
            .collect(),
    }
}

/// The permission that a request needs, as the Dashboard's list says it: `Quotes: Write`.
pub(crate) fn of_request(method: &str, path: &str) -> Option<String> {
    let found = PERMISSIONS.iter().find(|permission| {
        permission.paths.iter().any(|root| {
            path.strip_prefix(root)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        })
    })?;
    let access = if method == "GET" { "Read" } else { "Write" };
    Some(format!("{}: {access}", found.name))
}

/// The permission that Stripe's own sentence names, such as `rak_quote_write`.
pub(crate) fn of_sentence(said: &str) -> Option<String> {
    let token = said
        .split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '_'))
        .find_map(|word| word.strip_prefix("rak_"))?;
    let (subject, access) = match (token.strip_suffix("_write"), token.strip_suffix("_read")) {
        (Some(subject), _) => (subject, "Write"),
        (_, Some(subject)) => (subject, "Read"),
        _ => return None,
    };
    let name = PERMISSIONS
        .iter()
        .find(|permission| permission.tokens.contains(&subject))
        .map_or(subject, |permission| permission.name);
    Some(format!("{name}: {access}"))
}

/// Says which permission the key lacks, and where it is given.
pub(crate) fn lacking(permission: &str) -> Problem {
    Problem::new(
        Code::PermissionMissing,
        format!("The key lacks the permission “{permission}”."),
    )
    .hint("Add it to the key in the Stripe Dashboard, under Developers, API keys, then try again. The key stays the same.")
}

#[cfg(test)]
mod tests {
    use super::{PERMISSIONS, of_request, of_sentence};

    #[test]
    fn a_refusal_is_put_into_the_dashboards_words() {
        for (method, path, expect) in [
            ("POST", "/v1/quotes/qt_1/finalize", Some("Quotes: Write")),
            ("GET", "/v1/quotes?limit=1", Some("Quotes: Read")),
            ("POST", "/v1/invoiceitems", Some("Invoices: Write")),
            ("DELETE", "/v1/invoices/in_1", Some("Invoices: Write")),
            ("POST", "/v1/refunds", Some("Charges and Refunds: Write")),
            ("POST", "/v1/quotesque", None),
        ] {
            assert_eq!(of_request(method, path).as_deref(), expect, "{path}");
        }
        for (said, expect) in [
            (
                "The provided key 'rk_test_***' does not have the required permissions for this endpoint on account 'acct_1'. Having the 'rak_plan_write' permission would allow this request to continue.",
                Some("Prices: Write"),
            ),
            (
                "Having 'rak_terminal_reader_read' would help.",
                Some("terminal_reader: Read"),
            ),
            ("No such thing.", None),
        ] {
            assert_eq!(of_sentence(said).as_deref(), expect, "{said}");
        }
    }

    #[test]
    fn every_permission_can_be_asked_for() {
        for permission in PERMISSIONS {
            assert!(
                permission
                    .paths
                    .first()
                    .is_some_and(|path| path.starts_with("/v1/")),
                "{}",
                permission.name
            );
            assert!(!permission.tokens.is_empty(), "{}", permission.name);
        }
    }
}
