//! The HTTP server: takes requests off the wire, lets faults and limits have their say, checks the key,
//! and hands the rest to the data's thread. It decides nothing about objects.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;

use super::answer::Answer;
use super::auth;
use super::drop::Cut;
use super::execute::{self, Incoming, Setting};
use super::limits::Buckets;
use crate::control::{Fault, Levers};
use crate::errors::Refusal;
use crate::options::API_VERSION;
use crate::store::Store;
use crate::{ids, pages};

/// What every request needs of the running server.
pub(crate) struct Server {
    pub(crate) store: Store,
    pub(crate) levers: Arc<Levers>,
    pub(crate) buckets: Option<Buckets>,
    pub(crate) key: String,
    pub(crate) origin: String,
    pub(crate) latency: Duration,
    pub(crate) salt: u64,
    pub(crate) counter: AtomicU64,
    pub(crate) in_flight: Mutex<HashSet<String>>,
}

pub(crate) fn router(server: Arc<Server>) -> Router {
    Router::new().fallback(handle).with_state(server)
}

async fn handle(
    State(server): State<Arc<Server>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let incoming = Incoming {
        method: method.as_str().to_owned(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
        request_id: ids::make(
            "req_",
            server.salt,
            server.counter.fetch_add(1, Ordering::Relaxed),
            14,
        ),
        idempotency_key: text(&headers, "idempotency-key").filter(|k| !k.is_empty()),
        version: text(&headers, "stripe-version"),
        publishable: auth::is_publishable(text(&headers, "authorization").as_deref(), &server.key),
    };
    let request_id = incoming.request_id.clone();
    let key = incoming.idempotency_key.clone();
    if !server.latency.is_zero() {
        tokio::time::sleep(server.latency).await;
    }
    let answer = if incoming.path.starts_with("/v1/") || incoming.path.starts_with("/v2/") {
        api(&server, &cut, &headers, incoming).await
    } else {
        page(&server, incoming).await
    };
    let version = text(&headers, "stripe-version").unwrap_or_else(|| API_VERSION.to_owned());
    let mut answer = answer
        .at(&server.origin)
        .header("request-id", request_id)
        .header("stripe-version", version);
    if let Some(key) = key {
        answer = answer.header("idempotency-key", key);
    }
    respond(answer)
}

async fn api(server: &Arc<Server>, cut: &Cut, headers: &HeaderMap, incoming: Incoming) -> Answer {
    let request_id = incoming.request_id.clone();
    let refuse = |refusal: Refusal| Answer::refusal(refusal, &request_id);
    let fault = server.levers.arrived(&incoming.method, &incoming.path);
    if fault == Some(Fault::ConnectionDropped) {
        cut.now();
        return refuse(Refusal::broken("the connection was cut on order"));
    }
    if !incoming.publishable
        && let Err(refusal) = auth::check(text(headers, "authorization").as_deref(), &server.key)
    {
        return refuse(refusal);
    }
    if let Some(buckets) = &server.buckets
        && let Err(reason) =
            buckets.take(&format!("{} {}", incoming.method, endpoint(&incoming.path)))
    {
        return rate_limited(reason, &request_id);
    }
    let kept_error = match fault {
        Some(Fault::ServerError) => Some(refuse(Refusal::new(
            500,
            "api_error",
            "An unknown error occurred",
        ))),
        Some(fault) if fault != Fault::AnswerLost => return passing(fault, server, &request_id),
        _ => None,
    };
    let Some(_guard) = InFlight::enter(server, &incoming) else {
        return refuse(
            Refusal::new(409, "idempotency_error", "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through). Please try again later.")
                .code("idempotency_key_in_use"),
        )
        .header("stripe-should-retry", "true");
    };
    let setting = server.setting();
    let offset = server.levers.clock.offset();
    let done = server
        .store
        .run(move |db| {
            if let Some(error) = kept_error {
                return execute::keep_error(db, setting, &incoming, error);
            }
            execute::remember_clock(db, offset);
            execute::execute(db, setting, &incoming)
        })
        .await;
    let answer = done.unwrap_or_else(|closed| refuse(Refusal::broken(closed)));
    if fault == Some(Fault::AnswerLost) {
        cut.now();
    }
    answer
}

/// Faults that are answered before the endpoint begins and leave nothing behind.
fn passing(fault: Fault, server: &Server, request_id: &str) -> Answer {
    let refuse = |status, kind: &str, message: &str| Refusal::new(status, kind, message);
    let refusal = match fault {
        Fault::RateLimited => return rate_limited("global-rate", request_id),
        Fault::LockTimeout => {
            let refusal = refuse(409, "invalid_request_error", "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request.").code("lock_timeout");
            return Answer::refusal(refusal, request_id).header("stripe-should-retry", "true");
        }
        Fault::Unavailable => refuse(503, "api_error", "Stripe is temporarily unavailable."),
        Fault::CardDeclined => refuse(402, "card_error", "Your card was declined.")
            .code("card_declined")
            .with("decline_code", "generic_decline"),
        Fault::Forbidden => refuse(
            403,
            "invalid_request_error",
            "The provided key does not have the required permissions for this endpoint. Having the 'rak_write' permission would allow this request to continue.",
        ),
        Fault::KeyExpired => {
            let start: String = server.key.chars().take(8).collect();
            refuse(
                401,
                "invalid_request_error",
                &format!("Expired API Key provided: {start}****"),
            )
            .code("api_key_expired")
        }
        Fault::AnswerLost | Fault::ConnectionDropped | Fault::ServerError => {
            Refusal::broken("this fault is served elsewhere")
        }
    };
    Answer::refusal(refusal, request_id)
}

fn rate_limited(reason: &str, request_id: &str) -> Answer {
    let refusal = Refusal::new(429, "invalid_request_error", "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.").code("rate_limit");
    Answer::refusal(refusal, request_id).header("stripe-rate-limited-reason", reason)
}

async fn page(server: &Arc<Server>, incoming: Incoming) -> Answer {
    let setting = server.setting();
    let done = server
        .store
        .run(move |db| pages::show(db, setting, &incoming))
        .await;
    done.unwrap_or_else(|closed| Answer::page(500, closed.to_string()))
}

/// The path with every id blanked, so that all customers share one endpoint's bucket.
fn endpoint(path: &str) -> String {
    path.split('/')
        .map(|part| {
            if part.contains('_') && part.len() > 16 {
                "{}"
            } else {
                part
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn respond(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        "content-type",
        HeaderValue::from_static(answer.content_type),
    );
    headers.insert(
        "cache-control",
        HeaderValue::from_static("no-cache, no-store"),
    );
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}

impl Server {
    fn setting(&self) -> Setting {
        Setting {
            now: self.levers.clock.now(),
            salt: self.salt,
            gated: self.levers.gated(),
        }
    }
}

/// Holds an idempotency key while its request is under way.
struct InFlight<'s> {
    server: &'s Server,
    key: Option<String>,
}

impl<'s> InFlight<'s> {
    /// `None` when the key is already under way.
    fn enter(server: &'s Server, incoming: &Incoming) -> Option<Self> {
        let key = incoming
            .idempotency_key
            .clone()
            .filter(|_| incoming.method == "POST");
        if let Some(key) = &key
            && !server
                .in_flight
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(key.clone())
        {
            return None;
        }
        Some(Self { server, key })
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        if let Some(key) = &self.key {
            self.server
                .in_flight
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(key);
        }
    }
}
