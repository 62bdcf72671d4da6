//! Which account a key is for, as far as that is decided without asking Stripe.

#![allow(
    clippy::unwrap_used,
    reason = "the inputs are constants of these tests"
)]

use super::{file_id, guess, hint, is_account_id, lacking, quoted, read, same_mode, typed};
use crate::account::Identity;
use crate::permissions;
use crate::view::{AccountName, Code, Mode};
use serde_json::json;

fn named(id: &str, name: &str) -> Option<AccountName> {
    Some(AccountName {
        id: id.to_owned(),
        name: name.to_owned(),
    })
}

#[test]
fn test_and_live_never_share_a_file() {
    assert_eq!(file_id("acct_1", Mode::Test), "acct_1_test");
    assert_eq!(file_id("acct_1", Mode::Live), "acct_1_live");
    assert_eq!(
        file_id("../acct_1", Mode::Test),
        "acct_1_test",
        "whatever a server calls itself, the file stays in its folder"
    );
}

#[test]
fn an_account_is_named_by_its_id() {
    for (given, expect) in [
        ("acct_1AbcDe", Some("acct_1AbcDe")),
        (" acct_1AbcDe ", Some("acct_1AbcDe")),
        ("acct_1AbcDe_test", Some("acct_1AbcDe")),
        ("acct_1AbcDetest", Some("acct_1AbcDetest")),
        ("acct_1AbcDe_live", None),
        ("Linden", None),
        ("acct_", None),
        ("", None),
    ] {
        let found = typed(named(given, "Linden"), Mode::Test);
        match expect {
            Some(id) => assert_eq!(found.unwrap().id, id, "{given}"),
            None => {
                let problem = found.unwrap_err();
                assert_eq!(problem.fields[0].path, "account", "{given}");
            }
        }
    }
    assert_eq!(
        typed(named("acct_1AbcDe", " "), Mode::Test).unwrap().name,
        "acct_1AbcDe",
        "without a name it goes by its id"
    );
}

#[test]
fn an_invoice_tells_whose_it_is() {
    let invoice = json!({
        "account_name": "Linden Studio",
        "hosted_invoice_url": "https://invoice.stripe.com/i/acct_1AbcDe/test_YWNjdF8x?s=ap",
    });
    assert_eq!(guess(&invoice), named("acct_1AbcDe", "Linden Studio"));
    assert_eq!(guess(&json!({ "hosted_invoice_url": null })), None);
    assert!(!is_account_id("acct_1/../x"));
}

#[test]
fn a_key_of_the_other_mode_is_told() {
    let known = |mode| Identity {
        id: "acct_1_test".to_owned(),
        name: "Linden".to_owned(),
        mode,
        ..Identity::practice()
    };
    assert!(same_mode(&known(Mode::Test), Mode::Test).is_ok());
    let said = |known, mode| same_mode(&known, mode).unwrap_err().message;
    assert_eq!(
        said(known(Mode::Test), Mode::Live),
        "This is a live key, and Linden is in test mode here."
    );
    assert_eq!(
        said(known(Mode::Live), Mode::Test),
        "This is a test key, and Linden is live here."
    );
}

#[test]
fn what_a_key_may_not_read_is_listed() {
    let given = |refused: &[&str]| -> Vec<_> {
        permissions::PERMISSIONS
            .iter()
            .map(|one| one.view(Some(!refused.contains(&one.name))))
            .collect()
    };
    assert_eq!(lacking(&given(&["Disputes", "Account"])), None);
    let problem = lacking(&given(&["Coupons", "Tax Rates", "Quotes", "Disputes"])).unwrap();
    assert_eq!(problem.code, Code::PermissionMissing);
    assert_eq!(
        problem.message,
        "This key may not read “Coupons”, “Tax Rates” and “Quotes”."
    );
    assert_eq!(quoted(&["A"]), "“A”");
}

#[test]
fn a_key_shows_its_end_and_no_more() {
    let key = read(concat!("rk_test_", "51HFbcdefghijklmnop4f2a")).unwrap();
    assert_eq!(hint(&key), "…4f2a");
    let problem = read("hunter2").unwrap_err();
    assert_eq!(problem.fields[0].path, "key");
}
