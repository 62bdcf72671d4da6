//! From what failed underneath to what a person is told. The sentence says
//! what happened and what to do; what the failure looked like inside goes to
//! the log, not to the window.

use crate::permissions;
use crate::view::{Code, Problem, Retry};

/// What a refused request is told as: where a permission is missing, it is named, by Stripe's own
/// sentence or by what was asked for.
pub(crate) fn refusal(error: stripe::Error, method: &str, path: &str) -> Problem {
    let named = error
        .api()
        .filter(|_| error.is_forbidden())
        .and_then(|api| permissions::of_sentence(api.message.as_deref().unwrap_or_default()))
        .or_else(|| {
            error
                .is_forbidden()
                .then(|| permissions::of_request(method, path))?
        });
    let general: Problem = error.into();
    match (general.code, named) {
        (Code::PermissionMissing, Some(permission)) => Problem {
            request_id: general.request_id,
            ..permissions::lacking(&permission)
        },
        _ => general,
    }
}

impl From<stripe::Error> for Problem {
    fn from(error: stripe::Error) -> Problem {
        tracing::debug!(%error, "stripe");
        let request_id = error.request_id().map(str::to_owned);
        let mut problem = match error.api() {
            Some(api) => of_answer(&error, api),
            None => of_silence(&error),
        };
        // Stripe's number is for its support. A card's or a bank's answer is none of theirs.
        problem.request_id = match problem.code {
            Code::CardRefused | Code::AuthenticationNeeded => None,
            _ => request_id,
        };
        problem
    }
}

/// Stripe answered, with a no or a failure.
fn of_answer(error: &stripe::Error, api: &stripe::ApiError) -> Problem {
    let said = sentence(said(api));
    if error.is_key_rejected() {
        return match api.code.as_deref() {
            Some("api_key_expired") => Problem::new(Code::KeyRefused, "The Stripe key of this account has expired.")
                .hint("Make a new key in the Stripe Dashboard and replace it under Settings, Accounts. Everything seen so far is still here."),
            _ => Problem::new(Code::KeyRefused, "Stripe no longer takes the key of this account: it was revoked.")
                .hint("Make a new key in the Stripe Dashboard and replace it under Settings, Accounts. Everything seen so far is still here."),
        };
    }
    if names_the_plan(api) {
        return Problem::new(Code::PlanRequired, format!("Your Stripe plan does not include this. Stripe says: {said}"))
            .hint("Live quotes for one-time invoices need Stripe's Invoicing Plus plan. Choose it in the Dashboard, or write an invoice instead.");
    }
    if error.is_forbidden() {
        if let Some(permission) = permissions::of_sentence(&said) {
            return permissions::lacking(&permission);
        }
        return Problem::new(
            Code::PermissionMissing,
            format!("The key may not do this. Stripe says: {said}"),
        )
        .hint("Add the permission to the key in the Stripe Dashboard, then try again.");
    }
    if error.is_missing() {
        return Problem::new(Code::NotFound, format!("Stripe has no such record. Stripe says: {said}"))
            .hint("It may have been deleted, or made with another account or mode. Sync to see what is there.");
    }
    if is_card(api) {
        return declined(api, &said, true);
    }
    if api.status == 429 {
        return Problem::new(
            Code::RateLimited,
            "Stripe asks for fewer requests at a time.",
        )
        .hint("Counterfoil waits and tries again by itself.")
        .retry(Retry::Later);
    }
    if error.is_busy() {
        return Problem::new(Code::RateLimited, "Stripe is busy with the same record.")
            .hint("Counterfoil waits and tries again by itself.")
            .retry(Retry::Later);
    }
    // A key that was used for something else says nothing about this request; only the record does.
    if api.status >= 500 || error.is_indeterminate() {
        return Problem::new(
            Code::StripeFailed,
            "Stripe had a failure of its own, and it is not known yet whether this took effect.",
        )
        .hint("Counterfoil looks at the record first and only then tries again.")
        .retry(Retry::Later);
    }
    if let Some(known) = api.code.as_deref().and_then(model::payment::refusal) {
        return Problem::new(Code::StripeRefused, known.what)
            .hint(format!("{} Stripe says: {said}", known.advice));
    }
    let problem = Problem::new(Code::StripeRefused, format!("Stripe refused this: {said}"))
        .hint("Mend what it names, then try again.")
        .retry(Retry::Now);
    match &api.param {
        Some(param) => problem.field(param.clone(), said),
        None => problem,
    }
}

/// What a refused charge is told as, with or without the page of an invoice to send.
pub(crate) fn of_charge(error: stripe::Error, has_page: bool) -> Problem {
    let own = error.api().filter(|api| is_card(api) && !has_page);
    let own = own.map(|api| declined(api, &sentence(said(api)), false));
    let general: Problem = error.into();
    match general.code {
        Code::CardRefused | Code::AuthenticationNeeded => own.unwrap_or(general),
        _ => general,
    }
}

fn is_card(api: &stripe::ApiError) -> bool {
    api.status == 402 || api.kind == stripe::ErrorKind::Card
}

fn declined(api: &stripe::ApiError, said: &str, has_page: bool) -> Problem {
    let (why, code) = (api.decline_code.as_deref(), api.code.as_deref());
    let mut problem = crate::sheets::payment::of_problem(why, code, has_page);
    // That the bank wants to ask is all there is to know; Stripe's sentence about it is for whoever programs.
    if problem.code != Code::AuthenticationNeeded {
        problem.hint = problem
            .hint
            .map(|hint| format!("{hint} Stripe says: {said}"));
    }
    problem
}

fn said(api: &stripe::ApiError) -> String {
    (api.message.clone()).unwrap_or_else(|| format!("Stripe answered {}", api.status))
}

/// Stripe ends some of its sentences with a stop and some without.
fn sentence(mut said: String) -> String {
    if !said.ends_with(['.', '!', '?']) {
        said.push('.');
    }
    said
}

/// Live quotes for one-time invoices belong to a paid plan; Stripe documents
/// no code for the refusal, so its words are all there is to tell it by.
fn names_the_plan(api: &stripe::ApiError) -> bool {
    api.message.as_deref().is_some_and(|message| {
        let message = message.to_lowercase();
        message.contains("invoicing plus") || message.contains("invoicing plan")
    })
}

/// Nobody answered, or not in Stripe's language.
fn of_silence(error: &stripe::Error) -> Problem {
    match error {
        stripe::Error::RefusedHost { host } | stripe::Error::Redirected { host } => {
            Problem::new(Code::StripeFailed, format!("The answer led to {host}, where Counterfoil does not fetch anything from."))
                .hint("A network that wants a log-in can cause this. Open a web page to log in, then try again.")
                .retry(Retry::Later)
        }
        stripe::Error::NotPdf { .. } => {
            Problem::new(Code::StripeFailed, "Stripe sent something that is not a PDF.").hint("Try again in a minute.").retry(Retry::Now)
        }
        stripe::Error::Setup { .. } => {
            Problem::new(Code::Bug, "No secure connection can be set up on this computer.")
                .hint("The system's certificates may be missing. On Debian and Ubuntu they come with the package ca-certificates.")
        }
        stripe::Error::Path { .. } | stripe::Error::Shape { .. } | stripe::Error::TooLarge { .. } => {
            Problem::new(Code::StripeFailed, "Stripe answered something that Counterfoil does not understand.")
                .hint("Sync and try again. If it stays so, a newer version of Counterfoil may be needed.")
                .retry(Retry::Now)
        }
        _ => Problem::new(Code::Unreachable, "Stripe cannot be reached.")
            .hint("Everything seen so far is still here. What you do now waits in the outbox and goes out when the connection is back.")
            .retry(Retry::Later),
    }
}

impl From<cache::Error> for Problem {
    fn from(error: cache::Error) -> Problem {
        tracing::warn!(%error, "cache");
        match error {
            cache::Error::Newer { file, .. } => Problem::new(
                Code::NewerVersion,
                format!("The records in {} were written by a newer version of Counterfoil.", file.display()),
            )
            .hint("Install the newer version, or go back to a backup. The file was left as it is."),
            cache::Error::Damaged { file, .. } => {
                // Found out in the middle of a question, the damage has no name yet.
                let which = match file.as_os_str().is_empty() {
                    true => "The records are damaged.".to_owned(),
                    false => format!("The records in {} are damaged.", file.display()),
                };
                Problem::new(Code::Damaged, which)
                    .hint("The file was left as it is. Drafts, outbox and documents can be saved out of it, or go back to a backup; everything else comes from Stripe again.")
            }
            cache::Error::Gone { file } => {
                Problem::new(Code::Damaged, format!("The records in {} are gone.", file.display()))
                    .hint("There are backups of them: go back to one. Or begin without them; what Stripe has comes from Stripe again.")
            }
            cache::Error::Foreign { file } => {
                Problem::new(Code::Damaged, format!("{} belongs to another program.", file.display()))
                    .hint("Choose another folder with COUNTERFOIL_HOME, or move the file away.")
            }
            cache::Error::Full => Problem::new(Code::Disk, "The disk is full, so nothing could be kept.")
                .hint("Make room, then try again. What was kept before is safe.")
                .retry(Retry::Now),
            cache::Error::Unwritable { file, .. } => {
                Problem::new(Code::Disk, format!("{} cannot be written.", file.display()))
                    .hint("See that its folder may be written and that the disk is in order and has room, then try again. What was kept before is safe.")
                    .retry(Retry::Now)
            }
            cache::Error::Io { file, source } => {
                Problem::new(Code::Disk, format!("{} cannot be used: {source}.", file.display()))
                    .hint("See that the folder exists and may be written, then try again.")
                    .retry(Retry::Now)
            }
            cache::Error::Busy => Problem::new(Code::Disk, "Another program holds the records.")
                .hint("Wait until it is done, then try again.")
                .retry(Retry::Now),
            cache::Error::Missing { .. } => Problem::new(Code::NotFound, "There is no such thing here any more.")
                .hint("Look at the list again."),
            cache::Error::Order { .. } => Problem::new(Code::NotAllowed, "That is already on its way or done.")
                .hint("Look at the outbox to see how far it is."),
            _ => Problem::new(Code::Bug, "Something went wrong inside Counterfoil.")
                .hint("Nothing was sent because of it. Start Counterfoil again; if it stays so, report it."),
        }
    }
}

impl From<model::Refusal> for Problem {
    fn from(refusal: model::Refusal) -> Problem {
        Problem::new(Code::NotAllowed, refusal.what).hint(refusal.advice)
    }
}

/// What to say when there is no such record.
pub(crate) fn not_found(what: &str) -> Problem {
    Problem::new(Code::NotFound, format!("There is no such {what} here."))
        .hint("It may not have been synced yet. Sync, then look again.")
}

/// What to say when stored JSON is not what this version stores.
pub(crate) fn unreadable(what: &str, error: &serde_json::Error) -> Problem {
    tracing::error!(%error, what, "stored JSON");
    Problem::new(Code::Bug, format!("The stored {what} cannot be read."))
        .hint("A newer version of Counterfoil may have written it.")
}
