//! What can be done with a record, in the order in which an owner would look for it: the next
//! thing first, then what is allowed, then what is not and why. Whether something is allowed is
//! the model's answer; only acts that Counterfoil carries out are offered.

use crate::view::{Action, Mode, Verb};
use model::Refusal;
use model::{invoice, payment, quote, subscription};

/// The acts on a quote.
pub(super) fn of_quote(
    standing: &quote::Standing,
    kept: bool,
    pending: Option<Verb>,
) -> Vec<Action> {
    use quote::{Standing, Verb as May};
    let first = match standing {
        Standing::Draft => Verb::Finalize,
        Standing::Open | Standing::Expiring { .. } => Verb::Accept,
        Standing::Accepted | Standing::Superseded => Verb::OpenPdf,
        _ => Verb::Duplicate,
    };
    let draft = *standing == Standing::Draft;
    let acts = [
        (Verb::Accept, May::Accept),
        (Verb::Finalize, May::Finalize),
        (Verb::Edit, May::Edit),
        (Verb::Send, May::Send),
        (Verb::Revise, May::Revise),
        (Verb::Extend, May::Extend),
        (Verb::Duplicate, May::Duplicate),
        (Verb::Cancel, May::Cancel),
    ];
    let mut actions: Vec<Action> = acts
        .into_iter()
        .map(|(verb, may)| with(kept, act(verb, quote::may(standing, may), pending)))
        .collect();
    actions.push(open_pdf(draft || kept));
    ordered(actions, first)
}

/// The acts on an invoice.
pub(super) fn of_invoice(
    facts: &invoice::Facts,
    (kept, hosted): (bool, bool),
    pending: Option<Verb>,
) -> Vec<Action> {
    use invoice::{Status, Verb as May};
    let draft = facts.status == Status::Draft;
    let first = match facts.status {
        Status::Draft => Verb::Finalize,
        Status::Open if hosted => Verb::OpenHostedPage,
        Status::Open | Status::Uncollectible => Verb::PayOutOfBand,
        _ => Verb::OpenPdf,
    };
    let acts = [
        (Verb::Finalize, May::Finalize),
        (Verb::Edit, May::Edit),
        (Verb::Send, May::Send),
        (Verb::Pay, May::Pay),
        (Verb::PayOutOfBand, May::PayOutOfBand),
        (Verb::Revise, May::Revise),
        (Verb::Credit, May::Credit),
        (Verb::Duplicate, May::Duplicate),
        (Verb::Void, May::Void),
        (Verb::MarkUncollectible, May::MarkUncollectible),
        (Verb::Delete, May::Delete),
    ];
    let mut actions: Vec<Action> = acts
        .into_iter()
        .map(|(verb, may)| with(kept, act(verb, invoice::may(facts, may), pending)))
        .collect();
    // Stripe would finalize a draft on the way; here that is a step of its own, with its question.
    for (verb, why) in [
        (Verb::Send, crate::sending::STILL_A_DRAFT),
        (Verb::Pay, crate::payments::STILL_A_DRAFT),
    ] {
        if draft && let Some(action) = actions.iter_mut().find(|action| action.verb == verb) {
            action.allowed = false;
            action.why = Some(why.to_owned());
        }
    }
    actions.push(open_pdf(draft || kept));
    actions.push(Action {
        verb: Verb::OpenHostedPage,
        allowed: hosted,
        why: (!hosted).then(|| "Finalizing the invoice gives it a payment page.".to_owned()),
        needs_network: true,
        primary: false,
    });
    ordered(actions, first)
}

/// The acts on a subscription.
pub(super) fn of_subscription(facts: &subscription::Facts, pending: Option<Verb>) -> Vec<Action> {
    use subscription::Verb as May;
    let first = if facts.held {
        Verb::Resume
    } else if facts.is_ending() {
        Verb::Keep
    } else {
        Verb::Change
    };
    let acts = [
        (Verb::Change, May::Change),
        (Verb::Resume, May::Resume),
        (Verb::Keep, May::Keep),
        (Verb::Pause, May::Pause),
        (Verb::EndTrial, May::EndTrial),
        (Verb::CancelAtEnd, May::CancelAtEnd),
        (Verb::Cancel, May::Cancel),
    ];
    let acts = acts
        .into_iter()
        .map(|(verb, may)| act(verb, subscription::may(facts, may), pending));
    ordered(acts.collect(), first)
}

/// The acts on a schedule. `why` says for each what is against it.
pub(super) fn of_schedule(
    why: impl Fn(Verb) -> Result<(), &'static str>,
    pending: Option<Verb>,
) -> Vec<Action> {
    let acts = [Verb::Release, Verb::Cancel].map(|verb| {
        let busy = pending.map(under_way);
        let why = why(verb).err().map(str::to_owned).or(busy);
        Action {
            verb,
            allowed: why.is_none(),
            why,
            needs_network: true,
            primary: false,
        }
    });
    ordered(acts.to_vec(), Verb::Release)
}

/// The acts on a payment.
pub(super) fn of_payment(facts: &payment::Facts, pending: Option<Verb>) -> Vec<Action> {
    use payment::{Standing, Verb as May};
    let first = match payment::standing(facts) {
        Standing::NeedsAction | Standing::NeedsConfirmation => Verb::Continue,
        Standing::NeedsCapture => Verb::Capture,
        Standing::NeedsMethod | Standing::Failed => Verb::Pay,
        _ => Verb::OpenReceipt,
    };
    let acts = [
        (Verb::Continue, May::Continue),
        (Verb::Pay, May::Charge),
        (Verb::Capture, May::Capture),
        (Verb::OpenReceipt, May::Receipt),
        (Verb::Refund, May::Refund),
        (Verb::Cancel, May::Cancel),
    ];
    let mut actions: Vec<Action> = acts
        .into_iter()
        .map(|(verb, may)| act(verb, payment::may(facts, may), pending))
        .collect();
    // Our own record of a payment needs nobody's answer.
    let record = act(Verb::OpenPdf, payment::may(facts, May::Receipt), None);
    actions.push(Action {
        needs_network: false,
        ..record
    });
    ordered(actions, first)
}

/// A card can be taken at the desk where money can be taken at all; a real one only on Stripe's page.
pub(super) fn offer_card(actions: &mut Vec<Action>, mode: Mode) {
    let open = actions
        .iter()
        .find(|action| action.verb == Verb::OpenHostedPage)
        .is_some_and(|action| action.allowed);
    let payable = actions
        .iter()
        .any(|action| action.verb == Verb::PayOutOfBand && action.allowed);
    if !open || !payable {
        return;
    }
    insert_card(actions, mode);
}

/// The same for a payment: a card is typed for it, or its holder's bank asks in the payment window.
pub(super) fn offer_card_for(actions: &mut Vec<Action>, mode: Mode) {
    let waits = actions
        .iter()
        .any(|action| matches!(action.verb, Verb::Pay | Verb::Continue) && action.allowed);
    if !waits {
        return;
    }
    insert_card(actions, mode);
}

/// After the next thing to do.
fn insert_card(actions: &mut Vec<Action>, mode: Mode) {
    let why = (mode == Mode::Live).then(|| crate::till::LIVE.to_owned());
    let action = Action {
        verb: Verb::TakeCard,
        allowed: why.is_none(),
        why,
        needs_network: true,
        primary: false,
    };
    let after_first = actions.iter().take_while(|action| action.primary).count();
    actions.insert(after_first, action);
}

/// The acts on a credit note, whose invoice stands as `invoice` says.
pub(super) fn of_credit_note(
    status: &str,
    of_paid: bool,
    invoice: &str,
    pending: Option<Verb>,
) -> Vec<Action> {
    let no = crate::crediting::no_void(status, of_paid, invoice);
    let busy = pending.map(under_way);
    let why = no.map(|(what, advice)| format!("{what} {advice}")).or(busy);
    vec![
        open_pdf(false),
        Action {
            verb: Verb::Void,
            allowed: why.is_none(),
            why,
            needs_network: true,
            primary: false,
        },
    ]
}

fn act(verb: Verb, may: Result<(), Refusal>, pending: Option<Verb>) -> Action {
    let local = matches!(verb, Verb::Edit | Verb::Duplicate);
    let busy = pending.filter(|_| verb != Verb::Duplicate).map(under_way);
    let why = may.err().map(|refusal| refusal.to_string()).or(busy);
    Action {
        verb,
        allowed: why.is_none(),
        why,
        needs_network: !local,
        primary: false,
    }
}

/// A mail needs the PDF and nobody's answer where that is kept.
fn with(kept: bool, action: Action) -> Action {
    Action {
        needs_network: action.needs_network && !(kept && action.verb == Verb::Send),
        ..action
    }
}

fn under_way(verb: Verb) -> String {
    let doing = match verb {
        Verb::Accept => "Accepting it",
        Verb::Finalize => "Finalizing it",
        Verb::Cancel => "Canceling it",
        Verb::Revise => "Beginning a revision",
        Verb::Extend => "Extending it",
        Verb::Send => "Sending it",
        Verb::Void => "Voiding it",
        Verb::Pay => "Charging a card",
        Verb::Capture => "Taking the money",
        Verb::Refund => "A refund",
        Verb::PayOutOfBand => "Marking it as paid",
        Verb::MarkUncollectible => "Writing it off",
        Verb::Delete => "Deleting it",
        Verb::Pause => "Putting it on hold",
        Verb::Resume => "Resuming it",
        Verb::EndTrial => "Ending its trial",
        Verb::CancelAtEnd => "Setting its end",
        Verb::Keep => "Taking its end back",
        Verb::Release => "Releasing it",
        Verb::Credit => "Issuing a credit note",
        _ => "A change",
    };
    format!("{doing} is under way. The outbox shows how far it is.")
}

/// A PDF that is kept, or that is drawn here, needs nobody's answer.
fn open_pdf(here: bool) -> Action {
    Action {
        verb: Verb::OpenPdf,
        allowed: true,
        why: None,
        needs_network: !here,
        primary: false,
    }
}

fn ordered(mut actions: Vec<Action>, first: Verb) -> Vec<Action> {
    for action in &mut actions {
        action.primary = action.verb == first && action.allowed;
    }
    actions.sort_by_key(|action| (!action.primary, !action.allowed));
    actions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(actions: &[Action]) -> Vec<(Verb, bool)> {
        actions
            .iter()
            .map(|action| (action.verb, action.allowed))
            .collect()
    }

    #[test]
    fn the_next_thing_comes_first_and_what_is_too_late_last() {
        let actions = of_quote(&quote::Standing::Open, false, None);
        assert_eq!(
            says(&actions),
            [
                (Verb::Accept, true),
                (Verb::Send, true),
                (Verb::Revise, true),
                (Verb::Extend, true),
                (Verb::Duplicate, true),
                (Verb::Cancel, true),
                (Verb::OpenPdf, true),
                (Verb::Finalize, false),
                (Verb::Edit, false),
            ]
        );
        assert!(
            actions
                .iter()
                .all(|action| action.primary == (action.verb == Verb::Accept))
        );
        assert!(
            actions
                .iter()
                .all(|action| action.allowed == action.why.is_none())
        );
    }

    #[test]
    fn what_is_under_way_is_not_done_twice() {
        let actions = of_quote(&quote::Standing::Open, true, Some(Verb::Accept));
        let accept = actions.iter().find(|action| action.verb == Verb::Accept);
        let why = accept.and_then(|action| action.why.as_deref());
        assert_eq!(
            why,
            Some("Accepting it is under way. The outbox shows how far it is.")
        );
        assert!(actions.iter().all(|action| !action.primary));
    }
}
