//! What a pasted key turns out to be: each way of being wrong in a sentence of its own, what it may
//! read in a list, whose it is. Nothing is connected by a check.

use crate::accounts::{connect, found, keyring};
use crate::shop::Shop;
use commands::view::{Code, Problem};
use sandbox::{Fault, Options, Running, Seed};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const KEY: &str = concat!("rk_test_", "51CounterfoilConnectingNowhere9c1d");
const OTHER_KEY: &str = concat!("rk_test_", "51CounterfoilConnectingAgain2e8b");

async fn stripe(key: &str, seed: Seed) -> Running {
    let options = Options {
        key: key.to_owned(),
        seed,
        ..Options::default()
    };
    sandbox::start(options).await.expect("a second Stripe")
}

fn ask(key: &str, url: Option<&str>) -> Value {
    json!({ "key": key, "api_base": url, "replaces": null })
}

fn field(problem: &Problem) -> (&str, &str) {
    problem
        .fields
        .first()
        .map_or(("", ""), |field| (&field.path, &field.message))
}

async fn names(shop: &Shop) -> Vec<String> {
    let all = shop.call("accounts.list", json!({})).await;
    all.as_array()
        .expect("a list")
        .iter()
        .map(|account| account["id"].as_str().expect("an id").to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_key_has_a_sentence_of_its_own() {
    let shop = Shop::open(Seed::Empty).await;
    let mut said = BTreeSet::new();
    for (key, base, path, words) in [
        ("", None, "key", "No key was given"),
        (" \n", None, "key", "No key was given"),
        (
            concat!("pk_test_", "123456789012345678901234"),
            None,
            "key",
            "publishable",
        ),
        (
            concat!("whsec_", "123456789012345678901234"),
            None,
            "key",
            "webhook",
        ),
        (concat!("sk_live_", "…7f3a"), None, "key", "shortened"),
        (concat!("sk_test_", "51 AB"), None, "key", "characters"),
        ("rk_test_", None, "key", "ends after its prefix"),
        ("hunter2", None, "key", "not a Stripe key"),
        (
            KEY,
            Some("http://stripe.example"),
            "api_base",
            "another machine",
        ),
        (KEY, Some("nowhere"), "api_base", "not a web address"),
        (
            concat!("sk_live_", "51NeverOnLoopback000000000000"),
            Some("http://127.0.0.1:9"),
            "api_base",
            "live key",
        ),
    ] {
        let problem = shop.refused("accounts.check", ask(key, base)).await;
        let (at, sentence) = field(&problem);
        assert_eq!(
            (problem.code, at),
            (Code::InvalidInput, path),
            "{problem:?}"
        );
        assert!(sentence.contains(words), "{key}: {sentence}");
        assert!(
            key.trim().len() < 10 || !format!("{problem:?}").contains(key.trim()),
            "a key is never repeated: {problem:?}"
        );
        said.insert(sentence.to_owned());
    }
    assert_eq!(said.len(), 10, "ten sentences, the empty one twice");

    // These look right, and Stripe says what is wrong with them.
    let wrong = shop
        .refused("accounts.check", ask(KEY, Some(&shop.url())))
        .await;
    assert_eq!(wrong.code, Code::KeyRefused, "{wrong:?}");
    assert!(wrong.message.contains("no such key"), "{wrong:?}");
    shop.stripe()
        .fail_next_matching("GET", "/v1/customers", 1, Fault::KeyExpired);
    let expired = shop
        .refused(
            "accounts.check",
            ask(sandbox::PRACTICE_KEY, Some(&shop.url())),
        )
        .await;
    assert_eq!(expired.code, Code::KeyRefused, "{expired:?}");
    assert_eq!(expired.message, "This key has expired.");
    let silent = shop
        .refused("accounts.check", ask(KEY, Some("http://127.0.0.1:9")))
        .await;
    assert_eq!(silent.code, Code::Unreachable, "{silent:?}");

    // Nothing that was checked is kept.
    let none = shop
        .refused("accounts.connect", json!({ "account": null }))
        .await;
    assert_eq!(field(&none).0, "key", "{none:?}");
    assert_eq!(names(&shop).await, ["practice"]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_key_may_read_is_listed_before_it_is_connected() {
    let shop = Shop::open(Seed::Empty).await;
    let stripe = stripe(KEY, Seed::Practice).await;
    let needs = shop.call("accounts.permissions", json!({})).await;
    let needs = needs["permissions"].as_array().expect("a list").len();

    let before = stripe.control().requests().len();
    let check = shop
        .call("accounts.check", ask(KEY, Some(stripe.url())))
        .await;
    assert_eq!(
        (&check["mode"], &check["restricted"], &check["key_hint"]),
        (&json!("test"), &json!(true), &json!("…9c1d")),
        "{check}"
    );
    assert_eq!(check["account"]["name"], "Linden Studio", "{check}");
    assert_eq!(
        (&check["problem"], &check["replaces"]),
        (&Value::Null, &Value::Null)
    );
    let asked = check["permissions"].as_array().expect("a list");
    assert_eq!(asked.len(), needs, "each is listed");
    assert!(
        asked.iter().all(|one| one["read"] == true),
        "all of them are given: {check}"
    );
    let requests = stripe.control().requests().split_off(before);
    assert!(
        requests.len() >= needs && requests.iter().all(|line| line.starts_with("GET ")),
        "a check only reads: {requests:?}"
    );
    assert!(!check.to_string().contains(KEY));

    // Two that are needed and one that is not are missing.
    for path in ["/v1/coupons", "/v1/quotes", "/v1/disputes"] {
        stripe
            .control()
            .fail_next_matching("GET", path, 1, Fault::Forbidden);
    }
    let check = shop
        .call("accounts.check", ask(KEY, Some(stripe.url())))
        .await;
    let missing: Vec<&str> = check["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["read"] == false)
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(missing, ["Coupons", "Quotes", "Disputes"]);
    assert_eq!(
        check["problem"]["message"], "This key may not read “Coupons” and “Quotes”.",
        "{check}"
    );
    let refused = shop
        .refused("accounts.connect", json!({ "account": null }))
        .await;
    assert_eq!(refused.code, Code::PermissionMissing, "{refused:?}");
    assert_eq!(names(&shop).await, ["practice"], "nothing was connected");

    // The owner gives the permission in the Dashboard; the key need not be pasted again.
    let again = json!({ "key": null, "api_base": null, "replaces": null });
    let check = shop.call("accounts.check", again.clone()).await;
    assert_eq!(check["problem"], Value::Null, "{check}");
    shop.call("accounts.let_go", json!({})).await;
    let gone = shop.refused("accounts.check", again).await;
    assert_eq!(field(&gone).0, "key", "{gone:?}");
    assert!(!found(shop.home(), KEY), "nor does it lie in a file");
    shop.close().await;
    stripe.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_write_permission_is_named_by_the_first_refusal() {
    let shop = Shop::open(Seed::Empty).await;
    let fields = json!({ "id": null, "fields": { "name": "Ana Lima" } });
    shop.stripe()
        .fail_next_matching("POST", "/v1/customers", 1, Fault::Forbidden);
    let outcome = shop.call("customers.put", fields).await;
    assert_eq!(outcome["state"], "refused", "{outcome}");
    let problem = &outcome["problem"];
    assert_eq!(problem["code"], "permission_missing");
    assert_eq!(
        problem["message"], "The key lacks the permission “Customers: Write”.",
        "{outcome}"
    );
    // Given, the same intent goes out.
    let outcome = shop
        .call("outbox.retry", json!({ "id": outcome["intent"] }))
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_replaced_and_the_records_stay() {
    let Some(_keyring) = keyring() else { return };
    let shop = Shop::open(Seed::Empty).await;
    let first = stripe(KEY, Seed::Practice).await;
    let account = connect(&shop, KEY, first.url()).await;
    let id = account["id"].as_str().expect("an id").to_owned();
    shop.synced().await;

    // A live key is not for an account in test mode, and another account's key is not for this one.
    let live = concat!("rk_live_", "51NeverSentAnywhere0000000000");
    let request = |key: &str, url: &str| json!({ "key": key, "api_base": url, "replaces": id });
    let problem = shop
        .refused("accounts.check", request(live, first.url()))
        .await;
    assert_eq!(
        problem.message,
        "This is a live key, and Linden Studio is in test mode here."
    );
    let strange = stripe(OTHER_KEY, Seed::Practice).await;
    let theirs = whose(OTHER_KEY, strange.url()).await;
    if !id.starts_with(&theirs) {
        let problem = shop
            .refused("accounts.check", request(OTHER_KEY, strange.url()))
            .await;
        assert_eq!(field(&problem).0, "key", "{problem:?}");
        assert!(problem.message.contains("another account"), "{problem:?}");
    }
    assert_eq!(names(&shop).await, ["practice", id.as_str()]);

    let check = shop.call("accounts.check", request(KEY, first.url())).await;
    assert_eq!(check["replaces"]["id"], id.as_str(), "{check}");
    let again = shop
        .call("accounts.connect", json!({ "account": null }))
        .await;
    assert_eq!(again["id"], id.as_str());
    assert_eq!(names(&shop).await, ["practice", id.as_str()]);
    let list = json!({ "noun": "customer", "tab": "all", "cursor": null, "limit": 1 });
    let kept = shop.call("records.list", list).await["total"].as_u64();
    assert!(kept.is_some_and(|kept| kept > 10), "{kept:?}");

    shop.call("accounts.remove", json!({ "id": id })).await;
    shop.close().await;
    first.stop().await;
    strange.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_may_not_say_whose_it_is_is_told_by_a_known_record() {
    let Some(_keyring) = keyring() else { return };
    let shop = Shop::open(Seed::Empty).await;
    let ours = stripe(KEY, Seed::Practice).await;
    let account = whose(KEY, ours.url()).await;
    let id = format!("{account}_test");
    let silent = |stripe: &Running| {
        stripe
            .control()
            .fail_next_matching("GET", "/v1/account", 1, Fault::Forbidden);
    };

    // Nothing of it is here yet: the owner says which account it is.
    silent(&ours);
    let check = shop
        .call("accounts.check", ask(KEY, Some(ours.url())))
        .await;
    assert_eq!(
        (&check["account"], &check["problem"]),
        (&Value::Null, &Value::Null)
    );
    let unnamed = shop
        .refused(
            "accounts.connect",
            json!({ "account": { "id": "Linden", "name": "" } }),
        )
        .await;
    assert_eq!(field(&unnamed).0, "account", "{unnamed:?}");
    let named = json!({ "account": { "id": account, "name": "My shop" } });
    let connected = shop.call("accounts.connect", named.clone()).await;
    assert_eq!(
        (&connected["id"], &connected["name"]),
        (&json!(id), &json!("My shop"))
    );
    shop.synced().await;

    // Another key of the same account: a record that is kept here tells.
    silent(&ours);
    shop.call("accounts.check", ask(KEY, Some(ours.url())))
        .await;
    let again = shop.call("accounts.connect", named.clone()).await;
    assert_eq!(again["id"], id);

    // Another account's key, by whatever mistake called ours: nothing of ours is touched.
    let theirs = stripe(OTHER_KEY, Seed::Empty).await;
    silent(&theirs);
    let before = std::fs::read(shop.home().join("accounts.json")).expect("the list of accounts");
    shop.call("accounts.check", ask(OTHER_KEY, Some(theirs.url())))
        .await;
    let refused = shop.refused("accounts.connect", named).await;
    assert_eq!(field(&refused).0, "account", "{refused:?}");
    assert!(
        refused.message.contains("does not belong to My shop"),
        "{refused:?}"
    );
    assert_eq!(
        std::fs::read(shop.home().join("accounts.json")).expect("the list of accounts"),
        before
    );
    shop.call("sync.run", json!({ "full": false })).await;
    let overview = shop.call("app.overview", Value::Null).await;
    assert_eq!(
        overview["sync"]["problem"],
        Value::Null,
        "it goes on with the key that it had: {overview}"
    );

    shop.call("accounts.remove", json!({ "id": id })).await;
    shop.close().await;
    ours.stop().await;
    theirs.stop().await;
}

/// The id of the account that a key opens, past all of our own code.
async fn whose(key: &str, url: &str) -> String {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().build().expect("a client");
    let answer = client
        .get(format!("{url}/v1/account"))
        .bearer_auth(key)
        .send()
        .await
        .expect("it answers");
    let account: Value = answer.json().await.expect("JSON");
    account["id"].as_str().expect("an id").to_owned()
}
