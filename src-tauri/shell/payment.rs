//! The payment window: where a card is typed. It has a scheme and a policy of its own and no commands at
//! all; its page knows one intent's client secret, which lies here for as long as the window stands and
//! nowhere else. However it ends, the program asks Stripe what is the case.

use crate::desk::{Opened, fell_over};
use commands::view::{CardTaken, CardWanted, Code, Problem};
use commands::{LookAgain, Ticket};
use serde_json::json;
use std::sync::{Mutex, PoisonError};
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{
    AppHandle, Manager as _, Runtime, State, UriSchemeContext, Url, WebviewUrl,
    WebviewWindowBuilder, WindowEvent,
};

const WINDOW: &str = "payment";
const PAGE: &str = include_str!("../../ui/payment/page.html");
const SCRIPT: &str = include_str!("../../ui/payment/page.js");
const STYLE: &str = include_str!("../../ui/payment/page.css");
const TOKENS: &str = include_str!("../../ui/src/styles/tokens.css");

/// What the window that stands was opened with; nothing while there is none.
#[derive(Default)]
pub(crate) struct Till(Mutex<Option<Ticket>>);

impl Till {
    fn take(&self) -> Option<Ticket> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// False where a window stands already.
    fn put(&self, ticket: Ticket) -> bool {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let free = held.is_none();
        if free {
            *held = Some(ticket);
        }
        free
    }

    fn page(&self) -> Option<(String, String)> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map(|ticket| (filled(ticket), policy(ticket)))
    }
}

/// Opens the payment window, waits until it is closed, and answers with how it stands then.
#[tauri::command]
pub(crate) async fn take_card(
    app: AppHandle,
    opened: State<'_, Opened>,
    till: State<'_, Till>,
    wanted: CardWanted,
) -> Result<CardTaken, Problem> {
    if let Some(window) = app.get_webview_window(WINDOW) {
        let _ = window.unminimize();
        let _ = window.set_focus();
        return Err(Problem::new(
            Code::NotAllowed,
            "A payment window is open already. Finish or close it first.",
        ));
    }
    let desk = opened.desk()?;
    let asking = (desk.clone(), wanted.clone());
    // On a task of its own, so that a fault in it ends the task and nothing else.
    let ticket =
        tauri::async_runtime::spawn(
            async move { commands::card_ticket(&asking.0, &asking.1).await },
        )
        .await
        .map_err(|_| fell_over())??;
    let intent = ticket.intent.clone();
    let hosts = ticket.hosts.clone();
    if !till.put(ticket) {
        return Err(fell_over());
    }
    let closed = open(&app, hosts);
    let shown = match closed {
        Ok(closed) => closed.await.map_err(|_| fell_over()),
        Err(_) => Err(fell_over()),
    };
    till.take();
    shown?;
    let request = json!(LookAgain { wanted, intent });
    let seen = tauri::async_runtime::spawn(async move {
        commands::call(&desk, "till.look_again", request).await
    })
    .await
    .map_err(|_| fell_over())??;
    serde_json::from_value(seen).map_err(|_| fell_over())
}

/// The window, and word of its end.
fn open(app: &AppHandle, hosts: Vec<String>) -> tauri::Result<tokio::sync::oneshot::Receiver<()>> {
    let handle = app.clone();
    let address = WebviewUrl::CustomProtocol(
        Url::parse("pay://localhost/").map_err(|_| tauri::Error::WindowNotFound)?,
    );
    let mut window = WebviewWindowBuilder::new(app, WINDOW, address)
        .title("Take a card")
        .inner_size(480.0, 660.0)
        .min_inner_size(360.0, 480.0)
        .devtools(false)
        .on_navigation(move |url| {
            if is_ours(url) && url.path() == "/look-again" {
                if let Some(window) = handle.get_webview_window(WINDOW) {
                    let _ = window.close();
                }
                return false;
            }
            may_go(url, &hosts)
        });
    if let Some(folder) = app.state::<Opened>().window_folder() {
        window = window.data_directory(folder);
    }
    let window = window.build()?;
    let (end, ended) = tokio::sync::oneshot::channel();
    let end = Mutex::new(Some(end));
    window.on_window_event(move |event| {
        if matches!(event, WindowEvent::Destroyed)
            && let Some(end) = end.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            // Nobody waits any more once the program ends.
            let _ = end.send(());
        }
    });
    Ok(ended)
}

/// The window's own page, as each system spells its scheme.
fn is_ours(url: &Url) -> bool {
    url.scheme() == "pay" || url.host_str() == Some("pay.localhost")
}

/// Its own page, empty frames, and Stripe's frames: its hosts, or exactly the practice Stripe.
fn may_go(url: &Url, hosts: &[String]) -> bool {
    if is_ours(url) {
        return url.path() == "/";
    }
    let origin = url.origin().ascii_serialization();
    let stripes = url.scheme() == "https"
        && url.host_str().is_some_and(|host| {
            [".stripe.com", ".stripe.network"]
                .iter()
                .any(|end| host.ends_with(end))
        })
        && hosts.iter().any(|host| host.ends_with(".stripe.com"));
    url.scheme() == "about" || hosts.contains(&origin) || stripes
}

/// Answers the payment window's requests for its page, and no other window's.
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
) -> Response<Vec<u8>> {
    let nothing = || answer(StatusCode::NOT_FOUND, "text/plain", "", None);
    if context.webview_label() != WINDOW {
        return nothing();
    }
    match request.uri().path() {
        "/" => match context.app_handle().state::<Till>().page() {
            Some((page, policy)) => answer(StatusCode::OK, "text/html", &page, Some(&policy)),
            None => nothing(),
        },
        "/page.js" => answer(StatusCode::OK, "text/javascript", SCRIPT, None),
        "/page.css" => answer(StatusCode::OK, "text/css", STYLE, None),
        "/tokens.css" => answer(StatusCode::OK, "text/css", TOKENS, None),
        _ => nothing(),
    }
}

fn filled(ticket: &Ticket) -> String {
    let told = json!({
        "client_secret": ticket.client_secret,
        "publishable_key": ticket.publishable_key,
        "card": ticket.card,
        "question": ticket.question,
    });
    // A name cannot end the block that it stands in.
    let told = told.to_string().replace('<', "\\u003c");
    PAGE.replace("{script}", &ticket.script)
        .replace("{ticket}", &told)
}

/// The page runs its own script and Stripe's, and reaches nobody else.
fn policy(ticket: &Ticket) -> String {
    let hosts = ticket.hosts.join(" ");
    format!(
        "default-src 'none'; script-src 'self' {hosts}; style-src 'self'; frame-src {hosts}; \
         connect-src {hosts}; img-src 'self' {hosts}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

fn answer(status: StatusCode, kind: &str, body: &str, policy: Option<&str>) -> Response<Vec<u8>> {
    let mut response = Response::new(body.as_bytes().to_vec());
    *response.status_mut() = status;
    let kind = format!("{kind}; charset=utf-8");
    for (name, value) in [
        (header::CONTENT_TYPE, Some(kind.as_str())),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, Some("no-store")),
        (header::REFERRER_POLICY, Some("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, Some("nosniff")),
    ] {
        if let Some(value) = value.and_then(|value| header::HeaderValue::from_str(value).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::may_go;
    use tauri::Url;

    #[test]
    fn the_window_goes_to_its_page_and_to_stripe_only() {
        let practice = ["http://127.0.0.1:4242".to_owned()];
        let stripe = ["https://js.stripe.com".to_owned()];
        for (url, with_practice, with_stripe) in [
            ("pay://localhost/", true, true),
            ("pay://localhost/other", false, false),
            ("about:blank", true, true),
            ("http://127.0.0.1:4242/3d_secure/pi_1/x", true, false),
            ("http://127.0.0.1:4243/", false, false),
            ("https://hooks.stripe.com/3d_secure", false, true),
            ("https://m.stripe.network/inner.html", false, true),
            ("https://stripe.com.example/", false, false),
            ("tauri://localhost/", false, false),
            ("file:///etc/passwd", false, false),
        ] {
            let parsed = Url::parse(url).ok();
            let goes = |hosts: &[String]| parsed.as_ref().is_some_and(|url| may_go(url, hosts));
            assert_eq!(goes(&practice), with_practice, "{url} with practice");
            assert_eq!(goes(&stripe), with_stripe, "{url} with Stripe");
        }
    }
}
