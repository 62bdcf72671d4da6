//! Bad days on order.

use crate::shop::Shop;
use sandbox::{Fault, Options};

#[tokio::test]
async fn a_lost_answer_was_done_and_a_dropped_connection_was_not() {
    let shop = Shop::open().await;
    let count = || async {
        shop.get("/v1/customers").await["data"]
            .as_array()
            .unwrap()
            .len()
    };
    let ask = |key: &str| {
        shop.form("/v1/customers", "name=A")
            .header("idempotency-key", key.to_owned())
    };
    shop.control().fail_next(1, Fault::AnswerLost);
    assert!(shop.try_send(ask("a")).await.is_err());
    assert_eq!(count().await, 1);
    let again = shop.send(ask("a")).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(count().await, 1);
    shop.control()
        .fail_next_matching("POST", "/v1/customers", 1, Fault::ConnectionDropped);
    assert_eq!(count().await, 1, "a GET passes");
    assert!(shop.try_send(ask("b")).await.is_err());
    assert_eq!(count().await, 1);
    assert_eq!(shop.send(ask("b")).await.status, 200);
}

#[tokio::test]
async fn faults_have_stripes_shapes() {
    let shop = Shop::open().await;
    for (fault, status, kind, code) in [
        (Fault::ServerError, 500, "api_error", ""),
        (Fault::Unavailable, 503, "api_error", ""),
        (
            Fault::RateLimited,
            429,
            "invalid_request_error",
            "rate_limit",
        ),
        (
            Fault::LockTimeout,
            429,
            "invalid_request_error",
            "lock_timeout",
        ),
        (
            Fault::KeyInUse,
            409,
            "idempotency_error",
            "idempotency_key_in_use",
        ),
        (Fault::BadGateway, 502, "", ""),
        (Fault::CardDeclined, 402, "card_error", "card_declined"),
        (Fault::Forbidden, 403, "invalid_request_error", ""),
        (
            Fault::KeyExpired,
            401,
            "invalid_request_error",
            "api_key_expired",
        ),
    ] {
        shop.control().fail_next(1, fault);
        let answer = shop.send(shop.request("GET", "/v1/customers")).await;
        assert_eq!(
            (answer.status, answer.error("type"), answer.error("code")),
            (status, kind, code),
            "{fault:?}"
        );
    }
    shop.control().fail_next(5, Fault::ServerError);
    shop.control().clear_faults();
    shop.get("/v1/customers").await;
    assert_eq!(shop.control().requests().len(), 10);
}

/// What each fault that strikes after the work leaves behind: the change, and its answer for the key.
#[tokio::test]
async fn what_was_done_before_the_answer_was_spoilt_stays_done() {
    let shop = Shop::open().await;
    let ask = |key: &str| {
        shop.form("/v1/customers", "name=A")
            .header("idempotency-key", key.to_owned())
    };
    for (n, fault) in [
        Fault::AnswerLost,
        Fault::BodyReset,
        Fault::Truncated,
        Fault::WrongContentType,
        Fault::Slow(1),
    ]
    .into_iter()
    .enumerate()
    {
        let key = format!("{fault:?}");
        shop.control().fail_next(1, fault);
        let spoilt = shop.try_send(ask(&key)).await;
        match fault {
            Fault::AnswerLost | Fault::BodyReset => assert!(spoilt.is_err(), "{fault:?}"),
            Fault::Truncated => {
                let answer = spoilt.unwrap();
                assert_eq!(answer.status, 200);
                assert!(
                    answer.body.is_null() && !answer.bytes.is_empty(),
                    "half a JSON"
                );
            }
            Fault::WrongContentType => {
                let answer = spoilt.unwrap();
                assert!(
                    answer
                        .header("content-type")
                        .unwrap()
                        .starts_with("text/html")
                );
            }
            _ => assert_eq!(spoilt.unwrap().status, 200),
        }
        let again = shop.send(ask(&key)).await;
        assert_eq!(
            again.header("idempotent-replayed"),
            Some("true"),
            "{fault:?}"
        );
        let customers = shop.get("/v1/customers").await;
        assert_eq!(
            customers["data"].as_array().unwrap().len(),
            n + 1,
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn a_reset_comes_in_the_middle_of_the_body() {
    let shop = Shop::open().await;
    for _ in 0..50 {
        shop.post("/v1/customers", "name=A").await;
    }
    shop.control().fail_next(1, Fault::BodyReset);
    let answer = shop
        .request("GET", "/v1/customers?limit=50")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200, "the head came whole");
    assert!(answer.bytes().await.is_err(), "the body did not");
    shop.get("/v1/customers?limit=50").await;
}

/// A saved 500 says nothing about what was done: one came before the change, the other after it.
#[tokio::test]
async fn a_500_is_kept_for_its_key_whether_the_work_was_done_or_not() {
    let shop = Shop::open().await;
    for (fault, made) in [(Fault::ServerError, 0), (Fault::ServerErrorAfter, 1)] {
        let ask = || {
            shop.form("/v1/products", "name=P")
                .header("idempotency-key", format!("{fault:?}"))
        };
        shop.control().fail_next(1, fault);
        let first = shop.send(ask()).await;
        let again = shop.send(ask()).await;
        assert_eq!((first.status, again.status), (500, 500), "{fault:?}");
        assert_eq!(again.header("idempotent-replayed"), Some("true"));
        assert_eq!(first.body, again.body, "{fault:?}");
        let products = shop.get("/v1/products").await;
        assert_eq!(
            products["data"].as_array().unwrap().len(),
            made,
            "{fault:?}"
        );
    }
    // A 502 and a 503 are not kept.
    for fault in [Fault::BadGateway, Fault::Unavailable] {
        let ask = || {
            shop.form("/v1/products", "name=P")
                .header("idempotency-key", format!("{fault:?}"))
        };
        shop.control().fail_next(1, fault);
        assert!(shop.send(ask()).await.status >= 502);
        assert_eq!(shop.send(ask()).await.status, 200, "{fault:?}");
    }
}

/// What 60 requests to a server with this plan and seed are answered with.
async fn answers(plan: &str, seed: u64) -> Vec<String> {
    let shop = Shop::with(Options {
        now: Some(crate::shop::NOW),
        faults: Some(plan.parse().unwrap()),
        fault_seed: seed,
        ..Options::default()
    })
    .await;
    let mut out = Vec::new();
    for n in 0..60 {
        let ask = if n % 2 == 0 {
            shop.form("/v1/customers", "name=A")
        } else {
            shop.request("GET", "/v1/customers")
        };
        out.push(match shop.try_send(ask).await {
            Ok(answer) => format!("{} {}", answer.status, answer.body.is_null()),
            Err(_) => "cut".to_owned(),
        });
    }
    out
}

#[tokio::test]
async fn the_same_plan_and_seed_give_the_same_bad_day() {
    let plan = "429 at 2 on GET; answer-lost 10% on POST; reset 10% on GET; 500-after 10%; 502 10%; truncated 10%";
    let day = answers(plan, 3).await;
    assert_eq!(day, answers(plan, 3).await);
    assert_ne!(day, answers(plan, 4).await);
    for met in [
        "cut",
        "500 false",
        "502 true",
        "200 true",
        "429 false",
        "200 false",
    ] {
        assert!(day.iter().any(|answer| answer == met), "{met}: {day:?}");
    }
}
