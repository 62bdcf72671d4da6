//! Commands about quotes while they are written.

use crate::requests::{ById, DraftSource, OpenDraft, PreviewPages};
use engine::Desk;
use engine::quoting::{self, Source};
use engine::view::{DraftSheet, Problem, QuoteDraft};

pub(crate) async fn open(desk: &Desk, request: OpenDraft) -> Result<DraftSheet, Problem> {
    let from = match request.from {
        DraftSource::New { customer } => Source::New(customer),
        DraftSource::Draft { id } => Source::Draft(id),
        DraftSource::Quote { id } => Source::Quote(id),
        DraftSource::Copy { id } => Source::Copy(id),
    };
    quoting::open(&*desk.account().await?, from).await
}

pub(crate) async fn put(desk: &Desk, request: QuoteDraft) -> Result<DraftSheet, Problem> {
    quoting::put(&*desk.account().await?, request).await
}

pub(crate) async fn preview(desk: &Desk, request: ById) -> Result<PreviewPages, Problem> {
    let pages = engine::documents::preview(&*desk.account().await?, &request.id).await?;
    Ok(PreviewPages { pages })
}

pub(crate) async fn delete(desk: &Desk, request: ById) -> Result<QuoteDraft, Problem> {
    quoting::delete(&*desk.account().await?, &request.id).await
}
