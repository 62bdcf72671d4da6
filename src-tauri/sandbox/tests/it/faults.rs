//! Bad days on order.

use crate::shop::Shop;
use sandbox::Fault;

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
            409,
            "invalid_request_error",
            "lock_timeout",
        ),
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
    assert_eq!(shop.control().requests().len(), 8);
}
