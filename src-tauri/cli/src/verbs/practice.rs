//! The practice Stripe on its own, for scripts and for Stripe's own client
//! libraries: the first line says where it listens, then it runs until told
//! to stop.

use crate::answer::{Answer, note, say};
use crate::args::{Limits, SandboxArgs};
use commands::view::{Code, Problem};
use serde_json::{Value, json};
use std::time::Duration;

/// Every few seconds, invoices.
const TOLD_EVERY: u32 = 5000;

pub(crate) async fn run(args: SandboxArgs) -> Result<Answer, Problem> {
    let options = sandbox::Options {
        listen: args.listen,
        data: args.data,
        key: args.key,
        seed: args.seed.0,
        written: Some(tell),
        limits: match args.limits {
            Limits::Test => sandbox::Limits::Test,
            Limits::Live => sandbox::Limits::Live,
            Limits::Off => sandbox::Limits::Off,
        },
        latency: Duration::from_millis(args.latency_ms),
        faults: args.faults,
        fault_seed: args.fault_seed,
        ..sandbox::Options::default()
    };
    // Listened for before anybody can know that this runs, so that no request to end is missed.
    let mut stop = tokio::spawn(told_to_stop());
    let started = tokio::select! {
        started = sandbox::start(options) => started,
        _ = &mut stop => return Ok(nothing_to_say()),
    };
    let running = started.map_err(|error| {
        Problem::new(
            Code::NotAllowed,
            format!("The practice Stripe did not start: {error}."),
        )
        .hint(hint(&error))
    })?;
    // Whoever started this reads the line before it asks anything.
    say(&json!({ "url": running.url(), "key": running.key() }).to_string());
    // A listener that fell over is as good as a request to end.
    let _ = stop.await;
    running.stop().await;
    Ok(nothing_to_say())
}

/// Says on standard error how far a large account is; standard output is for the line that callers read.
fn tell(written: u32, of: u32) {
    if written.is_multiple_of(TOLD_EVERY) {
        note(&format!("{written} of {of} invoices are written"));
    }
}

/// Its one document is the line that said where it listens.
fn nothing_to_say() -> Answer {
    Answer {
        json: Value::Null,
        text: String::new(),
        problem: None,
    }
}

/// What to change so that it starts.
fn hint(error: &sandbox::Error) -> &'static str {
    match error {
        sandbox::Error::NotLoopback(_) | sandbox::Error::Listen { .. } => {
            "Name an address of this computer that is free: --listen 127.0.0.1:0 takes any."
        }
        sandbox::Error::LiveKey => "Leave --key out, or make one up that begins with sk_test_.",
        _ => "Name another folder with --data, or leave it out to keep nothing.",
    }
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
