//! The practice Stripe on its own, for scripts and for Stripe's own client
//! libraries: the first line says where it listens, then it runs until told
//! to stop.

use crate::answer::{Answer, say};
use crate::args::{Limits, SandboxArgs};
use commands::view::{Code, Problem};
use serde_json::{Value, json};
use std::time::Duration;

pub(crate) async fn run(args: SandboxArgs) -> Result<Answer, Problem> {
    let options = sandbox::Options {
        listen: args.listen,
        data: args.data,
        key: args.key,
        seed: args.seed.0,
        limits: match args.limits {
            Limits::Test => sandbox::Limits::Test,
            Limits::Live => sandbox::Limits::Live,
            Limits::Off => sandbox::Limits::Off,
        },
        latency: Duration::from_millis(args.latency_ms),
        ..sandbox::Options::default()
    };
    let running = sandbox::start(options).await.map_err(|error| {
        Problem::new(
            Code::NotAllowed,
            format!("The practice Stripe did not start: {error}."),
        )
        .hint("Name another address with --listen, or another folder with --data.")
    })?;
    // Whoever started this reads the line before it asks anything.
    say(&json!({ "url": running.url(), "key": running.key() }).to_string());
    told_to_stop().await;
    running.stop().await;
    Ok(Answer {
        json: Value::Null,
        text: String::new(),
        problem: None,
    })
}

/// Waits for Ctrl-C or a polite request to end.
#[cfg(unix)]
pub(crate) async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub(crate) async fn told_to_stop() {
    let _ = tokio::signal::ctrl_c().await;
}
