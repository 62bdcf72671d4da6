//! Limits over HTTP: on by choice, with their reasons; and the lock on the object that is changed.

use crate::shop::{NOW, Shop};
use futures_util::future::join_all;
use sandbox::{Limits, Options};
use std::time::Duration;

async fn limited(limits: Limits, latency_ms: u64) -> Shop {
    Shop::with(Options {
        now: Some(NOW),
        limits,
        latency: Duration::from_millis(latency_ms),
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn a_429_names_its_reason_and_leaves_nothing_behind() {
    let shop = limited(Limits::Live, 0).await;
    let mut refused = None;
    for n in 0..400 {
        let ask = shop
            .form("/v1/customers", "name=A")
            .header("idempotency-key", format!("k{n}"));
        let answer = shop.send(ask).await;
        if answer.status == 429 {
            refused = Some((n, answer));
            break;
        }
    }
    let (n, refused) =
        refused.expect("400 requests at once stay below 25 a second only on a very slow machine");
    assert_eq!(
        refused.header("stripe-rate-limited-reason"),
        Some("endpoint-rate")
    );
    assert_eq!(
        (refused.error("code"), refused.error("type")),
        ("rate_limit", "invalid_request_error")
    );
    // Another endpoint has room, and the key was not used up.
    shop.get("/v1/products").await;
    let again = loop {
        let ask = shop
            .form("/v1/customers", "name=A")
            .header("idempotency-key", format!("k{n}"));
        let answer = shop.send(ask).await;
        if answer.status != 429 {
            break answer;
        }
    };
    assert_eq!(
        (again.status, again.header("idempotent-replayed")),
        (200, None)
    );
}

/// Each change takes longer than a part of what others wait, so of a crowd on one object the last give
/// up; those on objects of their own do not.
#[tokio::test]
async fn a_crowd_on_one_object_meets_its_lock() {
    let shop = limited(Limits::Live, 300).await;
    let customer = shop.customer().await;
    let crowd = (0..8)
        .map(|n| shop.send(shop.form(&format!("/v1/customers/{customer}"), &format!("name=N{n}"))));
    let answers = join_all(crowd).await;
    let locked: Vec<_> = answers.iter().filter(|a| a.status == 429).collect();
    assert!(
        !locked.is_empty() && locked.len() < 8,
        "{} of 8",
        locked.len()
    );
    for answer in locked {
        assert_eq!(answer.error("code"), "lock_timeout");
        assert_eq!(answer.header("stripe-rate-limited-reason"), None);
        assert_eq!(answer.header("stripe-should-retry"), Some("true"));
    }
    let apart = (0..8).map(|n| shop.send(shop.form("/v1/customers", &format!("name=N{n}"))));
    assert!(join_all(apart).await.iter().all(|a| a.status == 200));
}
