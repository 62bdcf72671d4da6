//! How often a request arrives, and that its repetitions are the same request.

use serde_json::json;
use stripe::{Error, Params, paths};

use crate::server::{Server, idempotency_key, json as answer, refusal, text, with};

fn fine() -> axum::http::Response<axum::body::Body> {
    answer(200, &json!({ "id": "qt_1" }))
}

#[tokio::test]
async fn what_passes_is_tried_again_with_the_same_key_and_the_same_bytes() -> Result<(), Error> {
    let server = Server::start(vec![
        refusal(409, "invalid_request_error", "idempotency_key_in_use"),
        refusal(503, "api_error", ""),
        fine(),
    ])
    .await;
    let params = Params::from(json!({ "customer": "cus_1", "description": "Für Zoë" }));
    server
        .client()
        .post(paths::QUOTES, &params, &idempotency_key())
        .await?;
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    for again in &seen {
        assert_eq!(again.header("idempotency-key"), Some("intent-1"));
        assert_eq!(again.body, seen[0].body);
        assert_eq!(again.uri, seen[0].uri);
    }
    Ok(())
}

#[tokio::test]
async fn a_limit_and_a_lock_are_waited_out() -> Result<(), Error> {
    let limit = refusal(429, "invalid_request_error", "rate_limit");
    let server = Server::start(vec![
        with(limit, "stripe-rate-limited-reason", "global-rate"),
        refusal(429, "invalid_request_error", "lock_timeout"),
        fine(),
    ])
    .await;
    server
        .client()
        .post(paths::QUOTES, &Params::new(), &idempotency_key())
        .await?;
    assert_eq!(server.seen().len(), 3);
    Ok(())
}

#[tokio::test]
async fn half_an_answer_is_asked_for_again() -> Result<(), Error> {
    let half = text(200, "application/json", r#"{"id":"qt_1","li"#);
    let whole = with(fine(), "idempotent-replayed", "true");
    let server = Server::start(vec![half, whole]).await;
    let got = server
        .client()
        .post(paths::QUOTES, &Params::new(), &idempotency_key())
        .await?;
    assert!(got.replayed);
    assert_eq!(server.seen().len(), 2);
    Ok(())
}

#[tokio::test]
async fn it_ends_after_two_repetitions() {
    let down = || refusal(503, "api_error", "");
    let server = Server::start(vec![down(), down(), down(), fine()]).await;
    let error = server
        .client()
        .get(paths::QUOTES, &Params::new())
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert_eq!(server.seen().len(), 3);
}

/// How many requests arrive when this comes first and success would follow.
async fn sent(first: axum::http::Response<axum::body::Body>, how: &str) -> usize {
    let server = Server::start(vec![first, fine()]).await;
    let client = server.client();
    let nothing = Params::new();
    let _either = match how {
        "GET" => client.get(paths::QUOTES, &nothing).await,
        "POST" => {
            client
                .post(paths::QUOTES, &nothing, &idempotency_key())
                .await
        }
        _ => client.delete("/v1/invoices/in_1").await,
    };
    server.seen().len()
}

#[tokio::test]
async fn a_500_is_only_repeated_for_reads_or_when_stripe_says_so() {
    let broken = || refusal(500, "api_error", "");
    assert_eq!(sent(broken(), "GET").await, 2);
    assert_eq!(
        sent(broken(), "POST").await,
        1,
        "Stripe would replay the saved 500"
    );
    assert_eq!(sent(broken(), "DELETE").await, 1);
    assert_eq!(
        sent(with(broken(), "stripe-should-retry", "true"), "POST").await,
        2
    );
}

#[tokio::test]
async fn stripes_word_outranks_the_status() {
    let told = |status, word| {
        with(
            refusal(status, "api_error", ""),
            "stripe-should-retry",
            word,
        )
    };
    assert_eq!(sent(told(400, "true"), "POST").await, 2);
    assert_eq!(sent(told(409, "false"), "POST").await, 1);
    assert_eq!(sent(told(503, "false"), "GET").await, 1);
}

#[tokio::test]
async fn a_definite_no_is_final() {
    for status in [400, 401, 402, 403, 404] {
        assert_eq!(
            sent(refusal(status, "invalid_request_error", ""), "POST").await,
            1,
            "{status}"
        );
    }
    let patience = with(
        refusal(429, "invalid_request_error", ""),
        "retry-after",
        "3600",
    );
    assert_eq!(
        sent(patience, "POST").await,
        1,
        "an hour is the caller's to wait"
    );
}

#[tokio::test]
async fn a_delete_that_may_have_worked_is_not_repeated() {
    assert_eq!(sent(refusal(504, "api_error", ""), "DELETE").await, 1);
    assert_eq!(
        sent(refusal(409, "invalid_request_error", ""), "DELETE").await,
        2
    );
}
