//! What a request carries, and what its answer gives.

use serde_json::json;
use stripe::{API_VERSION, Error, Params, paths};

use crate::server::{KEY, Server, idempotency_key, json as answer, with};

#[tokio::test]
async fn a_read_carries_the_key_the_version_and_nothing_about_the_machine() -> Result<(), Error> {
    let server = Server::start(vec![with(
        answer(200, &json!({ "id": "cus_1" })),
        "request-id",
        "req_1",
    )])
    .await;
    let params = Params::new().expand("default_source").set("limit", 3);
    let got = server
        .client()
        .get(&paths::customer("cus_1"), &params)
        .await?;
    assert_eq!(got.body, json!({ "id": "cus_1" }));
    assert_eq!(got.request_id.as_deref(), Some("req_1"));
    assert!(!got.replayed);

    let seen = &server.seen()[0];
    assert_eq!(seen.method, "GET");
    assert_eq!(seen.uri.path(), "/v1/customers/cus_1");
    assert_eq!(
        seen.uri.query(),
        Some("expand%5B0%5D=default_source&limit=3")
    );
    assert_eq!(
        seen.header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    assert_eq!(seen.header("stripe-version"), Some(API_VERSION));
    assert_eq!(
        seen.header("user-agent"),
        Some(concat!("Counterfoil/", env!("CARGO_PKG_VERSION")))
    );
    let mut names: Vec<_> = seen.headers.keys().map(ToString::to_string).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "accept",
            "authorization",
            "host",
            "stripe-version",
            "user-agent"
        ]
    );
    assert_eq!(seen.body, "");
    Ok(())
}

#[tokio::test]
async fn a_write_carries_the_callers_key_and_a_form() -> Result<(), Error> {
    let first = answer(200, &json!({ "id": "qt_1" }));
    let server = Server::start(vec![
        first,
        with(
            answer(200, &json!({ "id": "qt_1" })),
            "idempotent-replayed",
            "true",
        ),
    ])
    .await;
    let client = server.client();
    let params = Params::from(json!({
        "customer": "cus_1",
        "line_items": [ { "price": "price_1", "quantity": 2 } ],
    }));
    assert!(
        !client
            .post(paths::QUOTES, &params, &idempotency_key())
            .await?
            .replayed
    );
    assert!(
        client
            .post(paths::QUOTES, &params, &idempotency_key())
            .await?
            .replayed
    );
    for seen in server.seen() {
        assert_eq!(seen.method, "POST");
        assert_eq!(seen.uri, "/v1/quotes");
        assert_eq!(seen.header("idempotency-key"), Some("intent-1"));
        assert_eq!(
            seen.header("content-type"),
            Some("application/x-www-form-urlencoded")
        );
        assert_eq!(
            seen.body,
            "customer=cus_1&line_items%5B0%5D%5Bprice%5D=price_1&line_items%5B0%5D%5Bquantity%5D=2"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_delete_has_neither_key_nor_form() -> Result<(), Error> {
    let gone = json!({ "id": "in_1", "object": "invoice", "deleted": true });
    let server = Server::start(vec![answer(200, &gone), answer(200, &gone)]).await;
    let client = server.client();
    client.delete(&paths::invoice("in_1")).await?;
    client
        .delete_with(
            &paths::subscription("sub_1"),
            &Params::new().set("invoice_now", true),
        )
        .await?;
    let seen = server.seen();
    assert_eq!(
        (seen[0].method.as_str(), seen[0].uri.to_string().as_str()),
        ("DELETE", "/v1/invoices/in_1")
    );
    assert_eq!(seen[1].uri, "/v1/subscriptions/sub_1?invoice_now=true");
    assert_eq!(seen[0].header("idempotency-key"), None);
    assert_eq!(seen[0].body, "");
    Ok(())
}

#[tokio::test]
async fn an_odd_path_is_never_sent() {
    let server = Server::start(Vec::new()).await;
    let client = server.client();
    for path in [
        "/v1/quotes/../customers",
        "/v1/quotes?limit=1",
        "http://127.0.0.1:1/v1/quotes",
    ] {
        let error = client.get(path, &Params::new()).await.unwrap_err();
        assert!(matches!(error, Error::Path { .. }), "{path}: {error}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn localhost_by_name_works_and_stays_here() -> Result<(), Error> {
    let server = Server::start(vec![answer(200, &json!({ "ok": true }))]).await;
    let base = server.base.replace("127.0.0.1", "localhost");
    let client = stripe::Client::new(crate::server::config(&base))?;
    client.get(paths::BALANCE, &Params::new()).await?;
    assert_eq!(server.seen().len(), 1);
    Ok(())
}

/// A machine without certificates is told so when the client is made, not at the first request.
#[test]
fn a_client_for_stripe_itself_needs_the_systems_certificates_and_nothing_else() {
    let key = stripe::SecretKey::parse(&format!("rk_live_{}", "0123456789abcdef")).unwrap();
    let config = stripe::Config::stripe(key).unwrap();
    assert_eq!(config.api_base().as_str(), "https://api.stripe.com/");
    match stripe::Client::new(config) {
        Ok(client) => assert!(!client.config().is_loopback()),
        Err(Error::Setup { detail }) => assert!(detail.contains("certificate"), "{detail}"),
        Err(other) => panic!("{other:?}"),
    }
}
