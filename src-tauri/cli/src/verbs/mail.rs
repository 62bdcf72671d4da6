//! Mails to customers about quotes and invoices: written to a file, and opened
//! in the mail program where that is asked for. Nothing is sent from here.

use crate::answer::Answer;
use crate::desk::Session;
use commands::view::{Code, MailDraft, Noun, Problem};
use commands::{Nothing, OfRecord};

/// Writes the mail about a record, or notes that it was sent.
pub(crate) async fn run(
    session: &Session,
    noun: Noun,
    id: String,
    (open, sent): (bool, bool),
) -> Result<Answer, Problem> {
    let of = OfRecord { noun, id };
    if sent {
        let nothing: Nothing = session.ask("mail.sent", &of).await?;
        return Answer::new(&nothing, "Noted as sent.");
    }
    let draft: MailDraft = session.ask("mail.draft", &of).await?;
    let to = if draft.to.is_empty() {
        "nobody yet: no e-mail is known"
    } else {
        draft.to.as_str()
    };
    let mut text = format!(
        "To: {to}\nSubject: {}\n\n{}\nThe mail lies in {}, with its PDF attached.",
        draft.subject, draft.body, draft.path
    );
    if open {
        let opened = commands::hand_mail_over(&draft).await;
        if opened {
            let _: Nothing = session.ask("mail.opened", &of).await?;
        }
        let failed = Problem::new(Code::NotFound, "No mail program could be opened.")
            .hint(format!("Open {} yourself.", draft.path));
        return Ok(Answer::new(&draft, text)?.but((!opened).then_some(failed)));
    }
    text.push_str(" Once it is sent, note it with --sent.");
    Answer::new(&draft, text)
}
