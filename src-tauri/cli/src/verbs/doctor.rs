//! Where things stand, and what keeps them from standing well.

use crate::answer::Answer;
use crate::desk::Session;
use crate::print::account;
use commands::view::{Code, IntentState, Mode, OutboxItem, Overview, Problem, SyncView};
use commands::{Nothing, SyncNow};
use serde_json::json;

pub(crate) async fn run(session: &Session) -> Result<Answer, Problem> {
    // Asking Stripe is the only way to know whether key, keyring and network are in order.
    let asked: Result<SyncView, Problem> = session.ask("sync.run", &SyncNow { full: false }).await;
    let overview: Overview = session.ask("app.overview", &Nothing {}).await?;
    let outbox: Vec<OutboxItem> = session.ask("outbox.list", &Nothing {}).await?;
    let refused = outbox
        .iter()
        .filter(|item| item.state == IntentState::Refused)
        .count();
    let waiting = outbox
        .iter()
        .filter(|item| matches!(item.state, IntentState::Queued | IntentState::Sending))
        .count();
    let (sync, problem) = match asked {
        Ok(view) => (view.clone(), view.problem),
        Err(problem) => (overview.sync.clone(), Some(problem)),
    };
    let code = problem.as_ref().map(|problem| problem.code);
    let keyring = match (overview.account.mode, code) {
        (Mode::Practice, _) => "The practice account needs no keyring.",
        (_, Some(Code::KeyringMissing)) => "No keyring answers.",
        (_, Some(Code::KeyringLocked)) => "The keyring is locked.",
        (_, Some(Code::KeyRefused)) => "The keyring answers, but its key is not taken.",
        _ => "The keyring answers and holds the key.",
    };
    let stripe = if sync.reachable {
        "Stripe answers."
    } else {
        "Stripe does not answer."
    };
    let held = format!("{waiting} waiting, {refused} refused");
    let table = account::overview(
        &overview,
        &[("Outbox", &held), ("Keyring", keyring), ("Stripe", stripe)],
    );
    let fresh = account::sync(&SyncView {
        problem: None,
        ..sync.clone()
    });
    let text = format!("{table}{fresh}");
    let json = json!({ "overview": overview, "sync": sync, "keyring": keyring, "waiting": waiting, "refused": refused });
    Ok(Answer::new(&json, text)?.but(problem))
}
