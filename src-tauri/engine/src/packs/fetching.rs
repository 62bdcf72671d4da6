//! Fetching what a pack lacks, a few at a time: PDFs, and the lines of long invoices, of which
//! Stripe only embeds the first ten. What is fetched is kept beside the records.

use super::gather::Entry;
use super::progress::Underway;
use crate::account::Account;
use crate::view::{Code, Noun, PackLack, Problem};
use crate::{documents, sync};
use cache::Kind;
use futures_util::stream::{self, StreamExt as _};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many are fetched at once.
const AT_ONCE: usize = 4;
/// After so many in a row without an answer, the rest is not asked for: each takes its time.
const SILENCE: u32 = 4;

/// Why something could not be fetched, by record and what it lacks.
pub(super) type Reasons = HashMap<(String, PackLack), String>;

/// Fetches what the entries lack; answers with why the rest could not be had.
pub(super) async fn fetch(
    account: &Account,
    entries: &[Entry],
    underway: &Underway<'_>,
) -> Result<Reasons, Problem> {
    let silence = AtomicU32::new(0);
    let wanted = entries
        .iter()
        .flat_map(|entry| entry.lacks.iter().map(move |lack| (entry, *lack)));
    // Collected first: a stream that holds the closure itself cannot be sent to another thread.
    let asked: Vec<_> = wanted
        .map(|(entry, lack)| {
            let silence = &silence;
            async move {
                let problem = if silence.load(Ordering::Relaxed) >= SILENCE {
                    account.connection.last()
                } else {
                    one(account, entry, lack, silence).await
                };
                (entry, lack, problem)
            }
        })
        .collect();
    let mut fetching = stream::iter(asked).buffer_unordered(AT_ONCE);
    let mut reasons = Reasons::new();
    while let Some((entry, lack, problem)) = underway.unless_stopped(fetching.next()).await? {
        if let Some(problem) = problem {
            // The same for all, whether it was still asked for or not: the same records give the same pack.
            let why = match problem.code {
                Code::Unreachable => "Stripe does not answer.".to_owned(),
                _ => problem.message,
            };
            reasons.insert((entry.id.clone(), lack), why);
        }
        underway.step();
    }
    Ok(reasons)
}

async fn one(
    account: &Account,
    entry: &Entry,
    lack: PackLack,
    silence: &AtomicU32,
) -> Option<Problem> {
    let result = match lack {
        PackLack::Lines => sync::whole(account, &entry.id).await,
        PackLack::Pdf | PackLack::OldPdf => {
            let noun = if entry.kind == Kind::Quote {
                Noun::Quote
            } else {
                Noun::Invoice
            };
            documents::fetch(account, noun, &entry.id).await.map(drop)
        }
    };
    match result {
        Ok(()) => {
            silence.store(0, Ordering::Relaxed);
            None
        }
        Err(problem) => {
            if problem.code == Code::Unreachable {
                silence.fetch_add(1, Ordering::Relaxed);
            }
            Some(problem)
        }
    }
}
