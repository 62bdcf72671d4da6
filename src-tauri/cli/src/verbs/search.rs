//! Finding records.

use crate::answer::Answer;
use crate::args::KindArg;
use crate::desk::Session;
use crate::print::rows;
use commands::view::{Noun, Problem};
use commands::{Find, Found};

pub(crate) async fn run(
    session: &Session,
    text: String,
    kinds: &[KindArg],
    limit: u32,
) -> Result<Answer, Problem> {
    let nouns = kinds.iter().flat_map(|kind| match kind {
        KindArg::Quote => &[Noun::Quote, Noun::Draft][..],
        KindArg::Invoice => &[Noun::Invoice, Noun::InvoiceDraft],
        KindArg::Subscription => &[Noun::Subscription, Noun::SubscriptionSchedule],
        KindArg::Customer => &[Noun::Customer],
        KindArg::Product => &[Noun::Product],
    });
    let found: Found = session
        .ask(
            "search.find",
            &Find {
                text: text.clone(),
                nouns: nouns.copied().collect(),
                limit,
            },
        )
        .await?;
    let said = if found.rows.is_empty() {
        format!("Nothing here is found by “{text}”.")
    } else {
        rows::table(&found.rows, "")
    };
    Answer::new(&found, said)
}
