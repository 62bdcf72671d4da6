//! Where the server listens, and for whom.

use crate::shop::{NOW, Shop, http};
use sandbox::{Error, Limits, Options, start};

#[tokio::test]
async fn only_loopback_and_only_test_keys() {
    let open = Options {
        listen: "0.0.0.0:0".parse().unwrap(),
        ..Options::default()
    };
    assert!(matches!(start(open).await, Err(Error::NotLoopback(_))));
    let live = Options {
        key: "sk_live_x".into(),
        ..Options::default()
    };
    assert!(matches!(start(live).await, Err(Error::LiveKey)));
}

#[tokio::test]
async fn the_key_is_asked_for_in_both_dialects() {
    let shop = Shop::open().await;
    let http = http();
    let url = format!("{}/v1/balance", shop.url());
    let with = |request: reqwest::RequestBuilder| async move {
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(with(http.get(&url)).await, 401);
    assert_eq!(
        with(http.get(&url).bearer_auth("sk_test_wrong_wrong")).await,
        401
    );
    assert_eq!(
        with(http.get(&url).basic_auth(shop.key(), Some(""))).await,
        200
    );
    assert_eq!(with(http.get(&url).bearer_auth(shop.key())).await, 200);
}

#[tokio::test]
async fn every_answer_names_its_request_and_version() {
    let shop = Shop::open().await;
    let first = shop
        .send(
            shop.request("GET", "/v1/balance")
                .header("stripe-version", "2026-10-28.endive"),
        )
        .await;
    let second = shop.send(shop.request("GET", "/v1/nothing")).await;
    assert_eq!(first.header("stripe-version"), Some("2026-10-28.endive"));
    let (a, b) = (
        first.header("request-id").unwrap(),
        second.header("request-id").unwrap(),
    );
    assert!(a.starts_with("req_") && b.starts_with("req_") && a != b);
    assert!(second.error("request_log_url").ends_with(b));
}

#[tokio::test]
async fn test_limits_answer_429_with_a_reason() {
    let shop = Shop::with(Options {
        now: Some(NOW),
        limits: Limits::Test,
        ..Options::default()
    })
    .await;
    let mut refused = None;
    for _ in 0..200 {
        let answer = shop.send(shop.request("GET", "/v1/balance")).await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused =
        refused.expect("200 requests at once stay below 25 a second only on a very slow machine");
    assert_eq!(
        refused.header("stripe-rate-limited-reason"),
        Some("global-rate")
    );
}

#[tokio::test]
async fn a_stopped_server_answers_no_more() {
    let shop = Shop::open().await;
    let url = format!("{}/v1/balance", shop.url());
    shop.close().await;
    assert!(http().get(url).send().await.is_err());
}
