//! What is worth a word while the owner does something else, such as a payment that came in: told to
//! the page, and to the system where the owner has not switched that off. What is worth a word is
//! decided elsewhere.

use crate::desk::Opened;
use commands::view::News;
use notify_rust::Notification;
use serde_json::Value;
use tauri::{AppHandle, Emitter as _, Manager as _};
use tokio::sync::broadcast::error::RecvError;

/// Tells the page and the system, as long as the window lives.
pub(crate) fn tell(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let Ok(desk) = app.state::<Opened>().desk() else {
            return;
        };
        let mut news = desk.news();
        drop(desk);
        loop {
            match news.recv().await {
                Ok(one) => {
                    // A window that is just closing hears nothing, and needs nothing.
                    let _ = app.emit_to("main", "news", &one);
                    if wanted(&app).await {
                        notify(app.clone(), one);
                    }
                }
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
}

/// Whether the owner wants to hear of payments.
async fn wanted(app: &AppHandle) -> bool {
    let Ok(desk) = app.state::<Opened>().desk() else {
        return false;
    };
    let settings = commands::call(&desk, "settings.show", Value::Null).await;
    settings.is_ok_and(|settings| settings["tell_payments"] == Value::Bool(true))
}

/// Shows it and waits, on a thread of its own, whether somebody clicks on it.
fn notify(app: AppHandle, news: News) {
    let shown = std::thread::Builder::new()
        .name("notification".to_owned())
        .spawn(move || {
            let mut notification = Notification::new();
            notification
                .appname("Counterfoil")
                .summary(&news.title)
                .body(&news.text)
                .action("default", "Show it");
            // A desktop without notifications is no mistake: the page has said it too.
            let Ok(handle) = notification.show() else {
                return;
            };
            #[cfg(all(unix, not(target_os = "macos")))]
            handle.wait_for_action(|action| {
                if action == "default" {
                    crate::page::to_front(&app);
                    // A window that is just closing shows nothing any more.
                    let _ = app.emit_to("main", "pressed", &news);
                }
            });
            #[cfg(not(all(unix, not(target_os = "macos"))))]
            drop((handle, app, news));
        });
    drop(shown);
}
