//! What a restricted key may do: for each kind of thing nothing, read, or write (which reads too).
//! Their names are those that Stripe's refusals give them, without the `rak_` before: of most of them
//! no document says more than such refusals that people have quoted.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A restricted key's permissions, read from text: `customer:write, invoice:read`; `*:read` reads all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Permissions(BTreeMap<&'static str, Access>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Access {
    Read,
    Write,
}

/// A permission that there is none of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no permission; write NAME:read or NAME:write, with * or one of these names: {known}", known = known())]
pub struct UnknownPermission(String);

/// The first word of a path after the version, and the permission that its operations ask for.
const NAMES: &[(&str, &str)] = &[
    ("account", "accounts_kyc_basic"),
    ("balance", "balance"),
    ("balance_transactions", "balance_transaction_source"),
    ("charges", "charge"),
    ("coupons", "coupon"),
    ("credit_notes", "credit_note"),
    ("customers", "customer"),
    ("disputes", "dispute"),
    ("events", "event"),
    ("invoice_payments", "invoice"),
    ("invoiceitems", "invoice"),
    ("invoices", "invoice"),
    ("payment_intents", "payment_intent"),
    ("payment_links", "payment_links"),
    ("payment_methods", "payment_method"),
    ("payment_records", "payment_records"),
    ("payouts", "payout"),
    ("prices", "plan"),
    ("products", "product"),
    ("promotion_codes", "promotion_code"),
    ("quotes", "quote"),
    ("refunds", "charge"),
    ("setup_intents", "setup_intent"),
    ("shipping_rates", "shipping_rate"),
    ("subscription_items", "subscription"),
    ("subscription_schedules", "subscription"),
    ("subscriptions", "subscription"),
    ("tax_ids", "tax_id"),
    ("tax_rates", "tax_rate"),
    ("test_helpers", "test_clock"),
    ("tokens", "token"),
];

/// Stands for every name.
const ALL: &str = "*";

impl Permissions {
    /// The permission, as Stripe names it, that is missing for an operation.
    pub(super) fn missing(&self, method: &str, path: &str) -> Option<String> {
        let name = name_of(path)?;
        let needed = if method == "GET" {
            Access::Read
        } else {
            Access::Write
        };
        let has = |name| self.0.get(name).is_some_and(|access| *access >= needed);
        if has(name) || has(ALL) {
            return None;
        }
        let access = if needed == Access::Read {
            "read"
        } else {
            "write"
        };
        Some(format!("rak_{name}_{access}"))
    }
}

fn name_of(path: &str) -> Option<&'static str> {
    let word = path.split('/').nth(2)?;
    NAMES
        .iter()
        .find(|(first, _)| *first == word)
        .map(|(_, name)| *name)
}

fn known() -> String {
    let mut names: Vec<&str> = NAMES.iter().map(|(_, name)| *name).collect();
    names.dedup();
    names.join(", ")
}

impl FromStr for Permissions {
    type Err = UnknownPermission;

    fn from_str(text: &str) -> Result<Self, UnknownPermission> {
        let mut out = BTreeMap::new();
        for word in text
            .split([',', ' ', ';'])
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            let read = || {
                let (name, access) = word.split_once(':')?;
                let name = NAMES
                    .iter()
                    .map(|(_, name)| *name)
                    .chain([ALL])
                    .find(|known| *known == name)?;
                let access = match access {
                    "read" => Access::Read,
                    "write" => Access::Write,
                    _ => return None,
                };
                Some((name, access))
            };
            let (name, access) = read().ok_or_else(|| UnknownPermission(word.to_owned()))?;
            let held = out.entry(name).or_insert(access);
            *held = access.max(*held);
        }
        Ok(Self(out))
    }
}

impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, access)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            let access = match access {
                Access::Read => "read",
                Access::Write => "write",
            };
            write!(f, "{comma}{name}:{access}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Permissions, name_of};

    #[test]
    fn every_operation_has_a_permission() {
        for operation in crate::objects::operations() {
            assert!(name_of(operation.path).is_some(), "{}", operation.path);
        }
    }

    #[test]
    fn writing_includes_reading() {
        let held: Permissions = "customer:write, quote:read quote:read"
            .parse()
            .unwrap_or_else(|e| unreachable!("{e}"));
        assert_eq!(held.to_string(), "customer:write, quote:read");
        for (method, path, missing) in [
            ("GET", "/v1/customers", None),
            ("POST", "/v1/customers/{}", None),
            ("GET", "/v1/quotes/{}/pdf", None),
            ("POST", "/v1/quotes", Some("rak_quote_write")),
            ("DELETE", "/v1/invoiceitems/{}", Some("rak_invoice_write")),
            ("GET", "/v1/prices", Some("rak_plan_read")),
        ] {
            assert_eq!(
                held.missing(method, path).as_deref(),
                missing,
                "{method} {path}"
            );
        }
        let readers: Permissions = "*:read".parse().unwrap_or_else(|e| unreachable!("{e}"));
        assert_eq!(readers.missing("GET", "/v1/events"), None);
        assert!(readers.missing("POST", "/v1/quotes").is_some());
    }

    #[test]
    fn what_is_no_permission_is_refused() {
        for text in ["customers:write", "customer", "customer:all", "customer:"] {
            assert!(text.parse::<Permissions>().is_err(), "{text}");
        }
        assert_eq!("".parse(), Ok(Permissions::default()));
    }
}
