//! The one page: its window, and the two questions that it may ask.

use crate::desk::{Opened, fell_over};
use commands::view::{Code, Problem};
use serde_json::Value;
use tauri::ipc::Response;
use tauri::{App, AppHandle, Manager as _, State, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_opener::OpenerExt as _;

/// Every command of the program, by its name.
#[tauri::command]
pub(crate) async fn call(
    opened: State<'_, Opened>,
    name: String,
    request: Value,
) -> Result<Response, Problem> {
    let desk = opened.desk()?;
    // On a task of its own, so that a fault in a command ends that command and nothing else.
    match tauri::async_runtime::spawn(async move { commands::answer(&desk, &name, request).await })
        .await
    {
        Ok(answer) => answer.map(Response::new),
        Err(_) => Err(fell_over()),
    }
}

/// Opens one of Stripe's pages, or one of the practice Stripe's, in the system's browser.
#[tauri::command]
pub(crate) async fn open(app: AppHandle, url: String) -> Result<(), Problem> {
    if !may_open(&url) {
        return Err(Problem::new(
            Code::NotAllowed,
            "Counterfoil opens only pages of Stripe and of the practice account.",
        ));
    }
    app.opener().open_url(url, None::<&str>).map_err(|_| {
        Problem::new(Code::Bug, "The system's browser could not be opened.")
            .hint("Open the page in a browser yourself.")
    })
}

fn may_open(url: &str) -> bool {
    let Ok(url) = tauri::Url::parse(url) else {
        return false;
    };
    match (url.scheme(), url.host_str()) {
        ("https", Some(host)) => host == "stripe.com" || host.ends_with(".stripe.com"),
        ("http", Some(host)) => host == "127.0.0.1" || host == "localhost",
        _ => false,
    }
}

/// Shows the window. It has no frame of another site and no menu of the browser's.
pub(crate) fn show(app: &App) -> tauri::Result<()> {
    let mut window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("Counterfoil")
        // The page's own title says whose account it is and whether its money is real.
        .on_document_title_changed(|window, title| {
            let _ = window.set_title(&title);
        })
        .inner_size(1360.0, 860.0)
        .min_inner_size(640.0, 480.0)
        .on_navigation(ours);
    if let Some(folder) = app.state::<Opened>().window_folder() {
        window = window.data_directory(folder);
    }
    window.build()?;
    Ok(())
}

/// Whether the window may go there: to its own page and its own papers, as each system spells them.
fn ours(url: &tauri::Url) -> bool {
    matches!(url.scheme(), "tauri" | "preview")
        || matches!(
            url.host_str(),
            Some("tauri.localhost" | "preview.localhost")
        )
}

/// Brings the window to the front.
pub(crate) fn to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

#[cfg(test)]
mod tests {
    use super::may_open;

    #[test]
    fn only_pages_of_stripe_and_of_this_computer_are_opened() {
        for url in [
            "https://invoice.stripe.com/i/acct_1/in_1",
            "https://stripe.com/docs",
            "http://127.0.0.1:4242/hosted/in_1",
        ] {
            assert!(may_open(url), "{url} is one of ours");
        }
        for url in [
            "https://stripe.com.example/",
            "http://invoice.stripe.com/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!may_open(url), "{url} is none of ours");
        }
    }
}
