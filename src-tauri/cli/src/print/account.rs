//! Accounts, freshness and settings.

use super::dates::moment;
use super::problem;
use super::table::{Side, Table, clean};
use super::words;
use commands::view::{
    Access, AccountView, KeyCheck, PaperSize, PermissionView, Settings, SyncView,
};

/// All accounts; the one in use has a star.
pub(crate) fn accounts(all: &[AccountView]) -> String {
    let mut table = Table::new(&[
        Side::Left,
        Side::Left,
        Side::Left,
        Side::Left,
        Side::Left,
        Side::Left,
    ]);
    for account in all {
        let star = if account.current { "*" } else { " " };
        let key = account
            .key_hint
            .as_ref()
            .map_or_else(String::new, |hint| format!("key {hint}"));
        table.row([
            star,
            &account.id,
            words::mode(account.mode),
            &account.currency.to_uppercase(),
            &account.name,
            &key,
        ]);
    }
    table.text("")
}

/// What a restricted key needs; with what this one may read, where that was asked.
pub(crate) fn permissions(all: &[PermissionView]) -> String {
    let mut table = Table::new(&[Side::Left, Side::Left, Side::Left, Side::Left]);
    for one in all {
        let access = match one.access {
            Access::Read => "read",
            Access::Write => "read and write",
        };
        let found = match (one.read, one.needed) {
            (Some(true), _) => "may be read",
            (Some(false), true) => "MISSING",
            (Some(false), false) => "not given",
            (None, true) => "needed",
            (None, false) => "if you like",
        };
        table.row([one.name.as_str(), access, found, &one.what_for]);
    }
    table.text("")
}

/// What a key turned out to be.
pub(crate) fn check(check: &KeyCheck) -> String {
    let kind = if check.restricted {
        "restricted key"
    } else {
        "secret key"
    };
    let whose = match (&check.account, &check.replaces) {
        (Some(account), _) => clean(&account.name),
        (None, Some(known)) => clean(&known.name),
        (None, None) => "an account that the key may not name".to_owned(),
    };
    format!(
        "A {kind} of {whose} ({}), ending in {}.\n{}",
        words::mode(check.mode),
        check.key_hint,
        permissions(&check.permissions)
    )
}

/// How fresh the records are.
pub(crate) fn sync(sync: &SyncView) -> String {
    let at = sync.at.map_or_else(|| "never".to_owned(), moment);
    let mut text = if sync.running {
        format!(
            "Looking at Stripe now, {} records read so far; last done {at}.",
            sync.read
        )
    } else if sync.reachable {
        format!("The records are as of {at}.")
    } else {
        format!("Stripe does not answer; the records are as of {at}.")
    };
    if let Some(found) = &sync.problem {
        text.push('\n');
        text.push_str(&problem::sentence(found));
    }
    text
}

/// All settings.
pub(crate) fn settings(settings: &Settings) -> String {
    let or = |text: &str, else_: &str| {
        if text.is_empty() {
            else_.to_owned()
        } else {
            clean(text)
        }
    };
    let mut table = Table::new(&[Side::Left, Side::Left]);
    table.row([
        "Business name",
        &or(&settings.business.name, "the account's"),
    ]);
    table.row(["Address", &settings.business.address.join(", ")]);
    table.row(["Contact", &settings.business.contact]);
    table.row(["Tax id", &settings.business.tax_id]);
    table.row(["Accent", &settings.accent]);
    table.row([
        "Paper",
        match settings.paper {
            PaperSize::A4 => "A4",
            PaperSize::Letter => "Letter",
        },
    ]);
    table.row([
        "Decimal mark",
        &or(&settings.decimal_mark, "asked where it matters"),
    ]);
    table.row([
        "Currency",
        &or(&settings.currency.to_uppercase(), "the account's"),
    ]);
    table.row(["Due", &words::days(settings.days_until_due)]);
    table.text("")
}
