//! The loopback server that lets a browser drive the real commands: the same
//! page, the same core, HTTP in place of the window's own channel. It belongs
//! to these tests and is never shipped.
//!
//! The page comes with the window's own content security policy, and with a
//! script before all others that remembers what went wrong (`watch.js`).

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use commands::Desk;
use futures_util::Stream;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone)]
struct Served {
    desk: Arc<Desk>,
    ui: PathBuf,
}

/// Serves the built user interface in `ui` on the commands of `desk`; answers with its address.
/// It serves until the runtime ends.
pub(crate) async fn serve(desk: Arc<Desk>, ui: PathBuf, port: u16) -> std::io::Result<String> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    let router = Router::new()
        .route("/call/{name}", post(call))
        .route("/changes", get(changes))
        .route("/preview/{*path}", get(preview))
        .fallback(get(page))
        .with_state(Served { desk, ui });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(format!("http://{address}"))
}

async fn call(State(served): State<Served>, Path(name): Path<String>, body: String) -> Response {
    let request = serde_json::from_str(&body).unwrap_or(serde_json::Value::Null);
    // On a thread that may block, so that a command need not be able to move between threads.
    let runtime = tokio::runtime::Handle::current();
    let answered = tokio::task::spawn_blocking(move || {
        runtime.block_on(commands::call(&served.desk, &name, request))
    })
    .await;
    let (status, answer) = match answered {
        Ok(Ok(reply)) => (StatusCode::OK, reply.to_string()),
        Ok(Err(problem)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            serde_json::json!(problem).to_string(),
        ),
        Err(fault) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            serde_json::json!(fault.to_string()).to_string(),
        ),
    };
    typed(status, "application/json", answer.into_bytes())
}

async fn changes(
    State(served): State<Served>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let receiver = served.desk.changes();
    let stream = futures_util::stream::unfold(receiver, |mut receiver| async move {
        let changed = match receiver.recv().await {
            Ok(changed) => changed,
            Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => commands::Changed {
                elsewhere: true,
                ..commands::Changed::default()
            },
            Err(tokio::sync::broadcast::error::RecvError::Closed) => return None,
        };
        let tags = serde_json::json!(commands::stale(&changed)).to_string();
        Some((Ok(Event::default().data(tags)), receiver))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn preview(State(served): State<Served>, Path(path): Path<String>) -> Response {
    let bytes = match served.desk.account().await {
        Ok(account) => commands::document_bytes(&account, &path).await,
        Err(problem) => Err(problem),
    };
    match bytes {
        Ok(bytes) => typed(StatusCode::OK, "application/pdf", bytes),
        Err(problem) => typed(
            StatusCode::NOT_FOUND,
            "text/plain; charset=utf-8",
            problem.message.into_bytes(),
        ),
    }
}

async fn page(State(served): State<Served>, uri: axum::http::Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    if path.split('/').any(|part| part == "..") {
        return StatusCode::NOT_FOUND.into_response();
    }
    if path == "watch.js" {
        return typed(
            StatusCode::OK,
            kind(path),
            include_bytes!("watch.js").to_vec(),
        );
    }
    let Ok(mut bytes) = tokio::fs::read(served.ui.join(path)).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if path == "index.html" {
        bytes = String::from_utf8_lossy(&bytes)
            .replacen("<head>", "<head><script src=\"/watch.js\"></script>", 1)
            .into_bytes();
    }
    let mut response = typed(StatusCode::OK, kind(path), bytes);
    if let Some(policy) = policy(&served.ui) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The policy that tauri.conf.json gives the window; papers come from this server instead of the `preview:` scheme.
fn policy(ui: &std::path::Path) -> Option<HeaderValue> {
    let settings = std::fs::read_to_string(ui.parent()?.parent()?.join("tauri.conf.json")).ok()?;
    let settings: serde_json::Value = serde_json::from_str(&settings).ok()?;
    let policy = settings["app"]["security"]["csp"].as_str()?;
    HeaderValue::from_str(&policy.replace("frame-src ", "frame-src 'self' ")).ok()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn typed(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
