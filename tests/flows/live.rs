//! A live account: nothing goes out before its owner has said, since this start, that real money is
//! meant. The account has no key here, so that nothing could go out anyway.

use crate::shop::Shop;
use commands::view::Code;
use sandbox::Seed;
use serde_json::{Value, json};

/// A home whose list of accounts has a live one in it, in use.
fn home() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let list = json!({
        "current": "acct_1Real_live",
        "accounts": [{
            "id": "acct_1Real_live", "name": "Real Bakery", "mode": "live", "currency": "eur",
            "api_base": null, "key_hint": "…0000",
        }],
    });
    std::fs::write(folder.path().join("accounts.json"), list.to_string()).expect("a file");
    folder
}

async fn intended(shop: &Shop) -> usize {
    let all = shop.call("outbox.list", json!({})).await;
    all.as_array().expect("a list").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_change_has_to_be_meant_once_a_start() {
    let home = home();
    let shop = Shop::at(home.path().to_owned(), Seed::Empty).await;
    let overview = shop.call("app.overview", Value::Null).await;
    assert_eq!(overview["account"]["mode"], "live");
    let fields = json!({ "id": null, "fields": { "name": "Ana Lima" } });

    let problem = shop.refused("customers.put", fields.clone()).await;
    assert_eq!(problem.code, Code::LiveNotConfirmed, "{problem:?}");
    assert!(problem.message.contains("Real Bakery"), "{problem:?}");
    assert_eq!(intended(&shop).await, 0, "nothing was intended by it");
    // Writing a draft moves no money and is not asked about.
    shop.call(
        "drafts.open",
        json!({ "from": { "kind": "new", "customer": null } }),
    )
    .await;

    shop.call("accounts.confirm_live", json!({})).await;
    let outcome = shop.call("customers.put", fields.clone()).await;
    assert_eq!(outcome["state"], "queued", "{outcome}");
    assert_eq!(intended(&shop).await, 1);

    // Another account in between, and another start: each asks anew. Practice never does.
    shop.call("accounts.use", json!({ "id": "practice" })).await;
    let outcome = shop.call("customers.put", fields.clone()).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    shop.call("accounts.use", json!({ "id": "acct_1Real_live" }))
        .await;
    let problem = shop
        .refused("outbox.retry", json!({ "id": "whichever" }))
        .await;
    assert_eq!(problem.code, Code::LiveNotConfirmed, "{problem:?}");
    shop.call("accounts.confirm_live", json!({})).await;
    let shop = shop.again().await;
    let problem = shop.refused("customers.put", fields).await;
    assert_eq!(problem.code, Code::LiveNotConfirmed, "{problem:?}");
    shop.close().await;
}
