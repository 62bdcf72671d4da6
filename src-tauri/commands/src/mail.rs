//! Commands about sending quotes and invoices by the owner's own mail program.

use crate::requests::{Nothing, OfRecord};
use engine::view::{MailDraft, MailText, Problem};
use engine::{Desk, sending};

pub(crate) async fn preview(desk: &Desk, request: OfRecord) -> Result<MailText, Problem> {
    sending::preview(&*desk.account().await?, request.noun, &request.id).await
}

/// Writes the mail draft of a record, with its PDF.
pub async fn draft(desk: &Desk, request: OfRecord) -> Result<MailDraft, Problem> {
    let folder = engine::accounts::outgoing_folder(desk.home());
    sending::draft(&*desk.account().await?, request.noun, &request.id, &folder).await
}

/// Notes that a mail program has taken the draft.
pub async fn opened(desk: &Desk, request: OfRecord) -> Result<Nothing, Problem> {
    sending::opened(&*desk.account().await?, request.noun, &request.id).await?;
    Ok(Nothing {})
}

pub(crate) async fn sent(desk: &Desk, request: OfRecord) -> Result<Nothing, Problem> {
    sending::sent(&*desk.account().await?, request.noun, &request.id).await?;
    Ok(Nothing {})
}
