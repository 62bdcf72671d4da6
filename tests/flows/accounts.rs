//! Connecting a Stripe account: its key goes to the real keyring and nowhere else. Needs a Secret
//! Service of the session, which `cargo xtask test` brings.

use crate::shop::Shop;
use sandbox::{Fault, Options, Seed};
use serde_json::{Value, json};
use std::path::Path;

/// A key that opens nothing but the server started below.
const KEY: &str = concat!("rk_test_", "51CounterfoilFlowsNowhereElse7f3a");

#[tokio::test(flavor = "multi_thread")]
async fn the_practice_account_is_built_in() {
    let shop = Shop::open(Seed::Empty).await;
    let all = shop.call("accounts.list", json!({})).await;
    assert_eq!(
        (&all[0]["id"], &all[0]["current"], &all[0]["key_hint"]),
        (&json!("practice"), &json!(true), &Value::Null)
    );
    assert_eq!(
        shop.call("accounts.use", json!({ "id": "practice" })).await["current"],
        true
    );
    let problem = shop
        .refused("accounts.remove", json!({ "id": "practice" }))
        .await;
    assert_eq!(
        problem.code,
        commands::view::Code::NotAllowed,
        "{problem:?}"
    );
    for name in ["accounts.use", "accounts.remove"] {
        let problem = shop
            .refused(name, json!({ "id": "acct_nobody_test" }))
            .await;
        assert_eq!(problem.code, commands::view::Code::NotFound, "{problem:?}");
    }
    assert_eq!(
        shop.call("accounts.list", json!({}))
            .await
            .as_array()
            .map(Vec::len),
        Some(1),
        "nothing was added"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_goes_to_the_keyring_and_nowhere_else() {
    let Some(_keyring) = keyring() else { return };
    let stripe = another_stripe().await;
    let shop = Shop::open(Seed::Empty).await;
    shop.synced().await;
    let account = connect(&shop, KEY, stripe.url()).await;
    assert_eq!(
        (&account["mode"], &account["current"]),
        (&json!("test"), &json!(true)),
        "{account}"
    );
    assert_eq!(account["key_hint"], "…7f3a");
    let id = account["id"].clone();

    shop.synced().await;
    let list = json!({ "noun": "customer", "tab": "all", "cursor": null, "limit": 1 });
    let customers = shop.call("records.list", list.clone()).await["total"].clone();
    assert!(
        customers.as_u64().is_some_and(|customers| customers > 10),
        "its records are here: {customers}"
    );

    // A write that the key may not do, and one that it may.
    let fields = json!({ "id": null, "fields": { "name": "Ana Lima" } });
    stripe
        .control()
        .fail_next_matching("POST", "/v1/customers", 1, Fault::KeyExpired);
    let outcome = shop.call("customers.put", fields).await;
    assert_eq!(outcome["problem"]["code"], "key_refused", "{outcome}");
    let overview = shop.call("app.overview", json!({})).await;
    assert_eq!(
        overview["sync"]["problem"]["code"], "key_refused",
        "a key that is taken no more is said as long as nothing else is known"
    );
    let outcome = shop
        .call("outbox.retry", json!({ "id": outcome["intent"] }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    assert!(
        !found(shop.home(), KEY),
        "the key is in no file while the program runs"
    );

    // Only on the practice account does time pass on request.
    let elsewhere = shop
        .refused("practice.advance", json!({ "seconds": 3600 }))
        .await;
    assert_eq!(elsewhere.code, commands::view::Code::NotAllowed);

    // The accounts' records are apart.
    shop.call("accounts.use", json!({ "id": "practice" })).await;
    assert_eq!(shop.call("records.list", list.clone()).await["total"], 0);
    let shop = shop.again().await;
    let account = shop.call("accounts.use", json!({ "id": id })).await;
    assert_eq!(
        account["current"], true,
        "its key is found in the keyring again"
    );
    shop.call("sync.run", json!({ "full": false })).await;
    assert_eq!(
        shop.call("records.list", list).await["total"].as_u64(),
        customers.as_u64().map(|before| before + 1)
    );

    shop.call("accounts.remove", json!({ "id": id })).await;
    let all = shop.call("accounts.list", json!({})).await;
    assert_eq!(
        (all.as_array().map(Vec::len), &all[0]["current"]),
        (Some(1), &json!(true)),
        "{all}"
    );
    shop.desk().close().await;
    assert!(!found(shop.home(), KEY), "nor afterwards");
    assert!(
        found(shop.home(), "practice"),
        "and what is in the files is found"
    );
    shop.close().await;
    stripe.stop().await;
}

/// A Stripe beside the practice account's, which takes [`KEY`].
async fn another_stripe() -> sandbox::Running {
    let options = Options {
        key: KEY.to_owned(),
        seed: Seed::Practice,
        ..Options::default()
    };
    sandbox::start(options).await.expect("a second Stripe")
}

/// Checks the key and connects its account.
pub(crate) async fn connect(shop: &Shop, key: &str, url: &str) -> Value {
    let check = shop
        .call(
            "accounts.check",
            json!({ "key": key, "api_base": url, "replaces": null }),
        )
        .await;
    assert_eq!(check["problem"], Value::Null, "{check}");
    shop.call("accounts.connect", json!({ "account": null }))
        .await
}

/// The session's keyring, for one test at a time: every practice Stripe is the same account, so
/// their keys lie under one name. None where there is no session, which is said.
pub(crate) fn keyring() -> Option<std::fs::File> {
    if std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_none() {
        crate::missing::missing("no session bus, so no Secret Service to keep a key in");
        return None;
    }
    let turn = std::env::temp_dir().join("counterfoil-flows-keyring");
    let turn = std::fs::File::create(turn).expect("a file to wait at");
    turn.lock().expect("its turn");
    Some(turn)
}

/// Whether any file below this folder, or its name, holds the text.
pub(crate) fn found(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return found(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        path.to_string_lossy().contains(text)
            || bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_another_program_connects_is_there_and_stays() {
    let Some(_keyring) = keyring() else { return };
    let stripe = another_stripe().await;
    let window = Shop::open(Seed::Empty).await;
    let terminal = window.beside().await;
    let id = connect(&terminal, KEY, stripe.url()).await["id"].clone();
    let known = window.call("accounts.list", json!({})).await;
    let all = known.as_array().expect("a list");
    assert!(all.iter().any(|account| account["id"] == id), "{known}");
    assert_eq!(
        all.iter()
            .find(|account| account["current"] == true)
            .map(|one| &one["id"]),
        Some(&json!("practice")),
        "each program has its own in use"
    );
    window.call("accounts.use", json!({ "id": id })).await;
    window
        .call("accounts.use", json!({ "id": "practice" }))
        .await;
    let known = terminal.call("accounts.list", json!({})).await;
    assert_eq!(known.as_array().map(Vec::len), Some(2), "{known}");
    terminal.close().await;
    window.close().await;
}
