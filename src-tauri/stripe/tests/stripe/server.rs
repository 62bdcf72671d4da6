//! A server that gives prepared answers and remembers what it was asked. It knows nothing of
//! Stripe: what it says is in each test.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use serde_json::Value;
use stripe::retry::Policy;
use stripe::{Answer, Client, Config, Error, IdempotencyKey, Pace, Params, SecretKey, paths};
use tokio::net::TcpListener;

/// The key of all these tests; `secrets` looks for it in everything that is printed.
pub(crate) const KEY: &str = "sk_test_51NothingOfThisMayBeSeenwxyz";

/// One request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

#[derive(Default)]
struct Shared {
    answers: VecDeque<Response<Body>>,
    seen: Vec<Seen>,
}

/// A running server; it ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) base: String,
    shared: Arc<Mutex<Shared>>,
}

impl Server {
    /// Starts, to give these answers in turn; after the last it answers 418.
    pub(crate) async fn start(answers: Vec<Response<Body>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Mutex::new(Shared {
            answers: answers.into(),
            seen: Vec::new(),
        }));
        let state = Arc::clone(&shared);
        let answer = move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
            let body = String::from_utf8(body.to_vec()).unwrap();
            let mut shared = state.lock().unwrap();
            shared.seen.push(Seen {
                method,
                uri,
                headers,
                body,
            });
            let next = shared.answers.pop_front();
            let next = next.unwrap_or_else(|| text(418, "text/plain", "nothing prepared"));
            async move { next }
        };
        let app = Router::new().fallback(answer);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { base, shared }
    }

    /// Adds an answer, for one that must name this server's own address.
    pub(crate) fn then(&self, answer: Response<Body>) {
        self.shared.lock().unwrap().answers.push_back(answer);
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.lock().unwrap().seen.clone()
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(config(&self.base)).unwrap()
    }
}

/// Stripe's own retry policy with its waits shortened, and no rate limits.
pub(crate) fn config(base: &str) -> Config {
    let mut config = Config::at(base, SecretKey::parse(KEY).unwrap()).unwrap();
    config.retry = Policy {
        base: Duration::from_millis(1),
        ..Policy::default()
    };
    config.pace = Pace::Unlimited;
    config
}

pub(crate) fn idempotency_key() -> IdempotencyKey {
    IdempotencyKey::new("intent-1").unwrap()
}

/// A write of no particular content.
pub(crate) async fn write(client: &Client) -> Result<Answer, Error> {
    client
        .post(paths::QUOTES, &Params::new(), &idempotency_key())
        .await
}

pub(crate) fn json(status: u16, body: &Value) -> Response<Body> {
    text(status, "application/json", &body.to_string())
}

pub(crate) fn text(status: u16, content_type: &str, body: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_owned()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    with(response, "content-type", content_type)
}

pub(crate) fn redirect(status: u16, to: &str) -> Response<Body> {
    with(text(status, "text/plain", ""), "location", to)
}

pub(crate) fn with(
    mut response: Response<Body>,
    name: &'static str,
    value: &str,
) -> Response<Body> {
    response.headers_mut().insert(name, value.parse().unwrap());
    response
}

/// An error in Stripe's shape.
pub(crate) fn refusal(status: u16, kind: &str, code: &str) -> Response<Body> {
    let body = serde_json::json!({ "error": { "type": kind, "code": code, "message": "No." } });
    json(status, &body)
}
