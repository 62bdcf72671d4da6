//! The window. It opens the desk, hands every question of its page to the
//! commands, and says what changed. No rule of the business, no SQL, no HTTP.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod desk;
mod drawing;
mod news;
mod outside;
mod page;
mod papers;
mod payment;

use tauri::Manager as _;

fn main() -> std::process::ExitCode {
    drawing::without_graphics_card();
    let app = tauri::Builder::default()
        // First of all: a second start only brings this window to the front.
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            page::to_front(app)
        }))
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(tauri::generate_handler![
            page::call,
            page::open,
            outside::open_mail,
            outside::show_saved,
            payment::take_card
        ])
        .register_asynchronous_uri_scheme_protocol("preview", papers::serve)
        .register_uri_scheme_protocol("pay", payment::serve)
        .setup(|app| {
            app.manage(desk::closed());
            desk::make_ready(app.handle().clone());
            app.manage(payment::Till::default());
            page::show(app)?;
            desk::tell(app.handle().clone());
            news::tell(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|app, event| {
                if matches!(event, tauri::RunEvent::Exit) {
                    desk::close(app);
                }
            });
            std::process::ExitCode::SUCCESS
        }
        Err(error) => {
            complain(&error);
            std::process::ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "without a window there is nowhere else to say it"
)]
fn complain(error: &tauri::Error) {
    eprintln!("counterfoil-desktop: the window could not be opened: {error}");
}
