//! Nothing that can be printed holds the key, whatever a server does with it.

use serde_json::json;
use stripe::{Client, Error, Params, paths};

use crate::server::{KEY, Server, config, json as answer, redirect, text, write};

/// The part of the key that is never shown.
const HIDDEN: &str = "51NothingOfThisMayBeSeen";

fn check(what: &str, printed: &str) {
    assert!(!printed.contains(HIDDEN), "{what} shows the key: {printed}");
}

fn check_error(what: &str, error: &Error) {
    check(what, &error.to_string());
    check(what, &format!("{error:?}"));
    check(what, &format!("{error:#?}"));
}

#[tokio::test]
async fn the_key_is_in_nothing_that_is_printed() {
    let echo = format!("Invalid API Key provided: {KEY}");
    let quoted = json!({ "error": {
        "type": "invalid_request_error", "message": echo, "code": KEY, "param": KEY,
        "payment_intent": { "id": KEY },
    } });
    let answers = vec![
        answer(401, &quoted),
        text(401, "text/html", &echo),
        text(200, "application/json", &format!("{{\"{KEY}\": ")),
        redirect(302, &format!("https://example.com/{KEY}")),
    ];
    let count = answers.len();
    let server = Server::start(answers).await;
    let mut config = config(&server.base);
    config.retry = stripe::retry::Policy::never();
    check("the config", &format!("{config:?} {config:#?}"));
    check("the key", &format!("{} {:?}", config.key(), config.key()));
    let client = Client::new(config.clone()).unwrap();
    check("the client", &format!("{client:?} {client:#?}"));

    for _ in 0..count {
        check_error(
            "an answer that quotes it",
            &write(&client).await.unwrap_err(),
        );
    }
    let quoting = server.seen();
    assert_eq!(quoting.len(), count, "every answer was given");

    config = crate::server::config("http://127.0.0.1:9");
    config.retry = stripe::retry::Policy::never();
    let nowhere = Client::new(config).unwrap();
    check_error(
        "no line",
        &nowhere
            .get(paths::BALANCE, &Params::new())
            .await
            .unwrap_err(),
    );
    check_error(
        "a path",
        &nowhere.get("/v1//", &Params::new()).await.unwrap_err(),
    );
}

#[tokio::test]
async fn a_documents_address_is_not_printed_either() {
    let server = Server::start(vec![text(200, "text/html", "expired")]).await;
    let client = server.client();
    let secret = "live_YWNjdF8xUGdjNnNCN1da";
    for address in [
        format!("{}/invoice/{secret}/pdf", server.base),
        format!("https://example.com/{secret}"),
        format!("http://127.0.0.1:9/{secret}"),
    ] {
        let error = client.download(&address).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains(secret), "{error:?}");
    }
}
