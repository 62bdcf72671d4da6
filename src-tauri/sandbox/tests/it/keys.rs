//! Keys that may not do everything, and keys that may do nothing any more; and the levers over HTTP.

use crate::shop::{DAY, NOW, Shop, id};
use sandbox::{Options, Permissions};
use serde_json::Value;

async fn with(shop: &Shop, key: &str, method: &str, path: &str) -> (u16, Value) {
    let request = shop.request(method, path).header("x-none", "");
    // The builder's own key is replaced: the last one counts.
    let mut request = request.build().unwrap();
    let bearer = format!("Bearer {key}").parse().unwrap();
    request.headers_mut().insert("authorization", bearer);
    let answer = crate::shop::http().execute(request).await.unwrap();
    let status = answer.status().as_u16();
    let bytes = answer.bytes().await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

fn told(answer: &(u16, Value)) -> (u16, &str, &str) {
    let word = |field: &str| answer.1["error"][field].as_str().unwrap_or_default();
    (answer.0, word("code"), word("message"))
}

#[tokio::test]
async fn a_restricted_key_is_told_which_permission_it_lacks() {
    let shop = Shop::open().await;
    let permissions: Permissions = "customer:write, quote:read".parse().unwrap();
    let key = shop.control().issue_restricted_key(permissions);
    assert!(key.starts_with("rk_test_"), "{key}");
    for (method, path, missing) in [
        ("GET", "/v1/customers", ""),
        ("POST", "/v1/customers", ""),
        ("GET", "/v1/quotes", ""),
        ("POST", "/v1/quotes", "rak_quote_write"),
        ("GET", "/v1/invoices", "rak_invoice_read"),
        ("GET", "/v1/account", "rak_accounts_kyc_basic_read"),
        ("POST", "/v1/prices", "rak_plan_write"),
    ] {
        let answer = with(&shop, &key, method, path).await;
        let (status, _, message) = told(&answer);
        assert_eq!(
            status == 403,
            !missing.is_empty(),
            "{method} {path}: {message}"
        );
        assert!(message.contains(missing), "{method} {path}: {message}");
        assert!(
            !message.contains(&key),
            "the key is not repeated: {message}"
        );
    }
    // An unknown address is unknown to everybody.
    assert_eq!(with(&shop, &key, "GET", "/v1/nothing").await.0, 404);
}

#[tokio::test]
async fn keys_are_revoked_and_expire_and_come_back() {
    let shop = Shop::open().await;
    let control = shop.control();
    let second = control.issue_secret_key();
    assert_eq!(with(&shop, &second, "GET", "/v1/customers").await.0, 200);
    assert!(control.revoke_key(&second));
    let answer = with(&shop, &second, "GET", "/v1/customers").await;
    let (status, code, message) = told(&answer);
    assert_eq!((status, code), (401, ""));
    assert!(
        message.starts_with("Invalid API Key provided: sk_test_"),
        "{message}"
    );
    assert!(control.restore_key(&second));
    assert!(control.expire_key(&second, NOW + DAY));
    assert_eq!(with(&shop, &second, "GET", "/v1/customers").await.0, 200);
    control.advance_time(DAY);
    let answer = with(&shop, &second, "GET", "/v1/customers").await;
    assert_eq!((told(&answer).0, told(&answer).1), (401, "api_key_expired"));
    // The account's own key is no exception.
    let own = shop.key().to_owned();
    assert!(control.revoke_key(&own));
    assert_eq!(with(&shop, &own, "GET", "/v1/customers").await.0, 401);
    assert!(control.restore_key(&own));
    assert_eq!(with(&shop, &own, "GET", "/v1/customers").await.0, 200);
    assert!(!control.revoke_key("sk_test_nobodys"));
}

#[tokio::test]
async fn a_publishable_key_is_not_for_this() {
    let shop = Shop::open().await;
    let key = shop.control().publishable_key();
    assert!(key.starts_with("pk_test_"), "{key}");
    let answer = with(&shop, &key, "GET", "/v1/customers").await;
    assert_eq!(
        (told(&answer).0, told(&answer).1),
        (401, "secret_key_required")
    );
    let answer = with(&shop, "pk_test_somebody_elses", "GET", "/v1/customers").await;
    assert_eq!(told(&answer).0, 401);
}

#[tokio::test]
async fn keys_outlive_the_server_with_its_data() {
    let folder = tempfile::tempdir().unwrap();
    let open = || {
        Shop::with(Options {
            data: Some(folder.path().to_owned()),
            now: Some(NOW),
            ..Options::default()
        })
    };
    let shop = open().await;
    let reader = shop
        .control()
        .issue_restricted_key("*:read".parse().unwrap());
    let gone = shop.control().issue_secret_key();
    shop.control().revoke_key(&gone);
    shop.close().await;
    let shop = open().await;
    assert_eq!(with(&shop, &reader, "GET", "/v1/quotes").await.0, 200);
    assert_eq!(with(&shop, &reader, "POST", "/v1/customers").await.0, 403);
    assert_eq!(with(&shop, &gone, "GET", "/v1/quotes").await.0, 401);
    let another = shop.control().issue_secret_key();
    assert!(another != gone && another != reader);
}

#[tokio::test]
async fn the_levers_are_reached_over_http_with_the_own_key_alone() {
    let shop = Shop::open().await;
    let made = shop
        .post("/_practice/keys", "permissions=customer:read+invoice:write")
        .await;
    let key = made["key"].as_str().unwrap().to_owned();
    assert_eq!(made["permissions"], "customer:read, invoice:write");
    assert_eq!(with(&shop, &key, "POST", "/v1/customers").await.0, 403);
    // It does not open what would widen it.
    assert_eq!(with(&shop, &key, "POST", "/_practice/keys").await.0, 401);
    let listed = shop.get("/_practice/keys").await;
    assert_eq!(listed["data"].as_array().unwrap().len(), 2);
    assert_eq!(listed["data"][0]["key"], shop.key());
    let revoked = shop
        .post(&format!("/_practice/keys/{key}"), "revoked=true")
        .await;
    assert_eq!(revoked["revoked"], true);
    assert_eq!(with(&shop, &key, "GET", "/v1/customers").await.0, 401);
    shop.post(
        &format!("/_practice/keys/{key}"),
        "revoked=false&expires_at=5",
    )
    .await;
    let answer = with(&shop, &key, "GET", "/v1/customers").await;
    assert_eq!(told(&answer).1, "api_key_expired");
    shop.post(&format!("/_practice/keys/{key}"), "expires_at=never")
        .await;
    assert_eq!(with(&shop, &key, "GET", "/v1/customers").await.0, 200);

    for (path, form) in [
        ("/_practice/keys", "permissions=customers:read"),
        ("/_practice/keys/sk_test_nobodys", "revoked=true"),
        ("/_practice/faults", "plan=earthquake"),
        ("/_practice/faults", ""),
        ("/_practice/invoicing_plus", "missing=perhaps"),
        ("/_practice/weather", ""),
    ] {
        shop.refused(path, form).await;
    }

    shop.post(
        "/_practice/faults",
        "plan=503+first+1+on+/v1/customers&seed=9",
    )
    .await;
    let answer = shop.send(shop.request("GET", "/v1/customers")).await;
    assert_eq!(answer.status, 503);
    shop.get("/v1/customers").await;
    shop.post("/_practice/faults", "plan=503+100%25").await;
    shop.send(shop.request("DELETE", "/_practice/faults")).await;
    shop.get("/v1/customers").await;

    let moved = shop.post("/_practice/clock", "advance=3600").await;
    assert_eq!(moved["now"], NOW + 3600);
    assert_eq!(shop.get("/_practice/clock").await["now"], NOW + 3600);

    shop.post("/_practice/invoicing_plus", "missing=true").await;
    let price = shop.price(100, "").await;
    let quote = id(&shop
        .post(
            "/v1/quotes",
            &format!(
                "customer={}&line_items[0][price]={price}",
                shop.customer().await
            ),
        )
        .await);
    let gated = shop
        .refused(&format!("/v1/quotes/{quote}/finalize"), "")
        .await;
    assert!(
        gated.error("message").contains("Invoicing Plus"),
        "{}",
        gated.body
    );
    shop.post("/_practice/invoicing_plus", "missing=false")
        .await;
    shop.post(&format!("/v1/quotes/{quote}/finalize"), "").await;
}
