//! Finding records.

use crate::answer::Answer;
use crate::desk::Session;
use crate::print::rows;
use commands::view::Problem;
use commands::{Find, Found};

pub(crate) async fn run(session: &Session, text: String, limit: u32) -> Result<Answer, Problem> {
    let found: Found = session
        .ask(
            "search.find",
            &Find {
                text: text.clone(),
                limit,
            },
        )
        .await?;
    let said = if found.rows.is_empty() {
        format!("Nothing here is called “{text}”.")
    } else {
        rows::table(&found.rows, "")
    };
    Answer::new(&found, said)
}
