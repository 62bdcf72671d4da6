//! What errors say, and what their predicates make of them.

use std::time::Duration;

use serde_json::json;
use stripe::{Error, ErrorKind};

use crate::server::{Server, json as answer, redirect, refusal, text, with, write};

/// The error of a POST that is answered so, with Stripe's word against retrying.
async fn error_of(response: axum::http::Response<axum::body::Body>) -> Error {
    let server = Server::start(vec![with(response, "stripe-should-retry", "false")]).await;
    let error = write(&server.client()).await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
    error
}

#[tokio::test]
async fn every_field_of_an_error_is_kept_and_objects_shrink_to_ids() {
    let body = json!({ "error": {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": "insufficient_funds",
        "message": "Your card has insufficient funds.",
        "param": "payment_method",
        "doc_url": "https://docs.stripe.com/error-codes/card-declined",
        "charge": "ch_1",
        "payment_intent": { "id": "pi_1", "client_secret": "pi_1_secret_x" },
        "payment_method": { "id": "pm_1" },
        "setup_intent": { "id": "seti_1" },
        "something_new": [1, 2, 3],
    } });
    let error = error_of(with(answer(402, &body), "request-id", "req_402")).await;
    let api = error.api().unwrap();
    assert_eq!(api.status, 402);
    assert_eq!(api.kind, ErrorKind::Card);
    assert_eq!(api.code.as_deref(), Some("card_declined"));
    assert_eq!(api.decline_code.as_deref(), Some("insufficient_funds"));
    assert_eq!(api.param.as_deref(), Some("payment_method"));
    assert_eq!(api.charge.as_deref(), Some("ch_1"));
    assert_eq!(api.payment_intent.as_deref(), Some("pi_1"));
    assert_eq!(api.payment_method.as_deref(), Some("pm_1"));
    assert_eq!(api.setup_intent.as_deref(), Some("seti_1"));
    assert_eq!(error.request_id(), Some("req_402"));
    assert_eq!(
        error.to_string(),
        "Your card has insufficient funds. [card_declined] (req_402)"
    );
    assert!(
        !format!("{error:?}").contains("_secret_"),
        "a client secret is in {error:?}"
    );
}

#[tokio::test]
async fn a_limit_says_which_and_how_long() {
    let response = refusal(429, "invalid_request_error", "rate_limit");
    let response = with(response, "retry-after", "7");
    let response = with(response, "stripe-rate-limited-reason", "endpoint-rate");
    let error = error_of(response).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    let api = error.api().unwrap();
    assert_eq!(api.rate_limited_reason.as_deref(), Some("endpoint-rate"));
    assert!(!api.is_lock_timeout());
}

/// What the outbox needs to know about an error.
#[derive(Debug, PartialEq)]
struct Says {
    refused: bool,
    busy: bool,
    unreachable: bool,
    indeterminate: bool,
    new_key: bool,
}

fn says(error: &Error) -> Says {
    Says {
        refused: error.is_refused(),
        busy: error.is_busy(),
        unreachable: error.is_unreachable(),
        indeterminate: error.is_indeterminate(),
        new_key: error.needs_new_key(),
    }
}

const NOTHING: Says = Says {
    refused: false,
    busy: false,
    unreachable: false,
    indeterminate: false,
    new_key: false,
};
const REFUSED: Says = Says {
    refused: true,
    new_key: true,
    ..NOTHING
};
const BUSY: Says = Says {
    busy: true,
    ..NOTHING
};

#[tokio::test]
async fn what_may_be_done_next() {
    for (status, kind, code, expect) in [
        (400, "invalid_request_error", "parameter_missing", REFUSED),
        (
            400,
            "idempotency_error",
            "",
            Says {
                indeterminate: true,
                new_key: true,
                ..NOTHING
            },
        ),
        (
            401,
            "invalid_request_error",
            "",
            Says {
                new_key: false,
                ..REFUSED
            },
        ),
        (402, "card_error", "card_declined", REFUSED),
        (403, "invalid_request_error", "", REFUSED),
        (404, "invalid_request_error", "resource_missing", REFUSED),
        (424, "api_error", "", REFUSED),
        (409, "invalid_request_error", "idempotency_key_in_use", BUSY),
        (429, "invalid_request_error", "rate_limit", BUSY),
        (400, "invalid_request_error", "lock_timeout", BUSY),
        (
            500,
            "api_error",
            "",
            Says {
                indeterminate: true,
                new_key: true,
                ..NOTHING
            },
        ),
        (
            502,
            "api_error",
            "",
            Says {
                indeterminate: true,
                unreachable: true,
                ..NOTHING
            },
        ),
        (
            504,
            "api_error",
            "",
            Says {
                indeterminate: true,
                unreachable: true,
                ..NOTHING
            },
        ),
    ] {
        let server = Server::start(vec![refusal(status, kind, code)]).await;
        let mut config = crate::server::config(&server.base);
        config.retry = stripe::retry::Policy::never();
        let client = stripe::Client::new(config).unwrap();
        let error = write(&client).await.unwrap_err();
        assert_eq!(says(&error), expect, "{status} {kind} {code}");
    }
}

#[tokio::test]
async fn an_answer_in_another_language_leaves_the_write_open() {
    for (status, content_type, body) in [
        (200, "text/html", "<html>Log in to the network</html>"),
        (200, "application/json", r#"{"id":"qt_1","obj"#),
        (200, "application/json", ""),
        (403, "text/html", "<html>Blocked by your company</html>"),
        (400, "application/json", r#"{"message":"not Stripe's"}"#),
    ] {
        let server = Server::start(vec![text(status, content_type, body)]).await;
        let mut config = crate::server::config(&server.base);
        config.retry = stripe::retry::Policy::never();
        let client = stripe::Client::new(config).unwrap();
        let error = write(&client).await.unwrap_err();
        assert!(
            matches!(error, Error::NotJson { .. }),
            "{status} {body}: {error}"
        );
        assert_eq!(error.status(), Some(status));
        assert!(
            error.is_indeterminate() && !error.is_refused(),
            "{status} {body}"
        );
    }
}

#[tokio::test]
async fn an_api_call_is_not_redirected_and_the_key_stays() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Server::start(Vec::new()).await;
        let server = Server::start(vec![redirect(
            status,
            &format!("{}/v1/quotes", elsewhere.base),
        )])
        .await;
        let error = write(&server.client()).await;
        let error = error.unwrap_err();
        assert!(
            matches!(&error, Error::Redirected { host } if host == "127.0.0.1"),
            "{error}"
        );
        assert!(!error.is_indeterminate());
        assert_eq!(server.seen().len(), 1);
        assert!(elsewhere.seen().is_empty(), "{status} was followed");
    }
}

#[tokio::test]
async fn advice_against_retrying_a_limit_does_not_make_it_a_refusal() {
    let limit = refusal(429, "invalid_request_error", "rate_limit");
    let error = error_of(with(limit, "stripe-rate-limited-reason", "global-rate")).await;
    assert_eq!(says(&error), BUSY);
    let conflict = refusal(409, "idempotency_error", "idempotency_key_in_use");
    assert_eq!(says(&error_of(conflict).await), BUSY);
}
