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
use super::limits::Gate;
use crate::control::Levers;
use crate::errors::Refusal;
use crate::faults::{self, Fault};
use crate::keys::{Caller, Keys, masked};
use crate::operation;
use crate::options::API_VERSION;
use crate::store::Store;
use crate::{ids, pages, practice};

/// What every request needs of the running server.
pub(crate) struct Server {
    pub(crate) store: Store,
    pub(crate) levers: Arc<Levers>,
    pub(crate) gate: Option<Gate>,
    pub(crate) keys: Arc<Keys>,
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
        publishable: false,
    };
    let request_id = incoming.request_id.clone();
    let key = incoming.idempotency_key.clone();
    let answer = if incoming.path.starts_with("/v1/") || incoming.path.starts_with("/v2/") {
        api(&server, &cut, &headers, incoming).await
    } else if let Some(path) = incoming.path.strip_prefix(practice::PLACE) {
        let path = path.to_owned();
        let authorization = text(&headers, "authorization");
        practice::answer(&server, authorization.as_deref(), &path, &incoming).await
    } else {
        server.wait().await;
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

async fn api(
    server: &Arc<Server>,
    cut: &Cut,
    headers: &HeaderMap,
    mut incoming: Incoming,
) -> Answer {
    let request_id = incoming.request_id.clone();
    let refuse = |refusal: Refusal| Answer::refusal(refusal, &request_id);
    let found = operation::find(&incoming.method, &incoming.path);
    let asked = found.map(|(operation, _)| operation);
    let object = found.map_or("", |(_, ids)| ids.id).to_owned();
    // What is in no table shares one place: nobody may fill the memory with made-up paths.
    let endpoint = asked.map_or("unknown", |operation| operation.path);
    let fault = server
        .levers
        .arrived(&incoming.method, &incoming.path, endpoint);
    if fault == Some(Fault::ConnectionDropped) {
        cut.now();
        return refuse(Refusal::broken("the connection was cut on order"));
    }
    let shown = match auth::shown(text(headers, "authorization").as_deref()) {
        Ok(shown) => shown,
        Err(refusal) => return refuse(refusal),
    };
    let caller = match server.keys.caller(&shown, server.levers.clock.now()) {
        Ok(caller) => caller,
        Err(refusal) => return refuse(refusal),
    };
    incoming.publishable = matches!(caller, Caller::Publishable);
    let allowed = asked.map_or(Ok(()), |operation| caller.may(operation, server.salt));
    if let Err(refusal) = allowed {
        return refuse(refusal);
    }
    let permit = match &server.gate {
        Some(gate) => match gate.enter(&format!("{} {endpoint}", incoming.method)) {
            Ok(permit) => Some(permit),
            Err(reason) => {
                return refuse(faults::rate_limit()).header("stripe-rate-limited-reason", reason);
            }
        },
        None => None,
    };
    if let Some(answer) = fault.and_then(|fault| passing(fault, &shown, &request_id)) {
        return answer;
    }
    let Some(_guard) = InFlight::enter(server, &incoming) else {
        return refuse(faults::key_in_use()).header("stripe-should-retry", "true");
    };
    let held = match &server.gate {
        Some(gate) if incoming.method != "GET" && !object.is_empty() => {
            match gate.hold(&object).await {
                Some(held) => Some(held),
                None => return lock_timeout(&request_id),
            }
        }
        _ => None,
    };
    server.wait().await;
    if let Some(Fault::Slow(milliseconds)) = fault {
        tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }
    let answer = server.run(fault, incoming).await;
    drop(held);
    drop(permit);
    spoilt(answer, fault, cut)
}

/// Faults that are answered before the endpoint begins and leave nothing behind.
fn passing(fault: Fault, shown: &str, request_id: &str) -> Option<Answer> {
    let answer = match fault {
        Fault::BadGateway => Answer::page(
            502,
            "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>".into(),
        ),
        Fault::LockTimeout => lock_timeout(request_id),
        _ => Answer::refusal(fault.refusal(&masked(shown))?, request_id),
    };
    Some(match fault {
        Fault::RateLimited => answer.header("stripe-rate-limited-reason", "global-rate"),
        Fault::KeyInUse => answer.header("stripe-should-retry", "true"),
        _ => answer,
    })
}

fn lock_timeout(request_id: &str) -> Answer {
    Answer::refusal(faults::lock_timeout(), request_id).header("stripe-should-retry", "true")
}

/// Faults of the answer of something that has been done.
fn spoilt(mut answer: Answer, fault: Option<Fault>, cut: &Cut) -> Answer {
    let half = answer.body.len() / 2;
    match fault {
        Some(Fault::AnswerLost) => cut.now(),
        Some(Fault::BodyReset) => cut.after_body(half),
        Some(Fault::Truncated) => answer.body.truncate(half),
        Some(Fault::WrongContentType) => answer.content_type = "text/html; charset=utf-8",
        _ => {}
    }
    answer
}

async fn page(server: &Arc<Server>, incoming: Incoming) -> Answer {
    let setting = server.setting();
    let done = server
        .store
        .run(move |db| pages::show(db, setting, &incoming))
        .await;
    done.unwrap_or_else(|closed| Answer::page(500, closed.to_string()))
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
    /// The delay that was asked for at the start.
    async fn wait(&self) {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
    }

    /// Does what is asked on the data's thread, or meets the errors that are kept for their key.
    async fn run(&self, fault: Option<Fault>, incoming: Incoming) -> Answer {
        let request_id = incoming.request_id.clone();
        let error = || Answer::refusal(faults::unknown_error(), &request_id);
        let before = (fault == Some(Fault::ServerError)).then(error);
        let instead = (fault == Some(Fault::ServerErrorAfter)).then(error);
        let setting = self.setting();
        let offset = self.levers.clock.offset();
        let done = self
            .store
            .run(move |db| {
                if let Some(error) = before {
                    return execute::keep_error(db, setting, &incoming, error);
                }
                execute::remember_clock(db, offset);
                execute::execute(db, setting, &incoming, instead)
            })
            .await;
        done.unwrap_or_else(|closed| Answer::refusal(Refusal::broken(closed), &request_id))
    }

    pub(crate) fn setting(&self) -> Setting {
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
