//! Commands about quotes and invoices while they are written.

use crate::requests::{ById, DraftSource, OpenDraft, PreviewPages};
use engine::Desk;
use engine::drafting::{self, Source};
use engine::view::{Draft, DraftKind, DraftSheet, Problem};

pub(crate) async fn open(desk: &Desk, request: OpenDraft) -> Result<DraftSheet, Problem> {
    let from = match request.from {
        DraftSource::New { customer } => Source::New(DraftKind::Quote, customer),
        DraftSource::NewInvoice { customer } => Source::New(DraftKind::Invoice, customer),
        DraftSource::Draft { id } => Source::Draft(id),
        DraftSource::Quote { id } => Source::Record(DraftKind::Quote, id),
        DraftSource::Invoice { id } => Source::Record(DraftKind::Invoice, id),
        DraftSource::Copy { id } => Source::Copy(DraftKind::Quote, id),
        DraftSource::CopyInvoice { id } => Source::Copy(DraftKind::Invoice, id),
    };
    drafting::open(&*desk.account().await?, from).await
}

pub(crate) async fn put(desk: &Desk, request: Draft) -> Result<DraftSheet, Problem> {
    drafting::put(&*desk.account().await?, request).await
}

pub(crate) async fn show(desk: &Desk, request: ById) -> Result<DraftSheet, Problem> {
    drafting::read(&*desk.account().await?, &request.id).await
}

pub(crate) async fn preview(desk: &Desk, request: ById) -> Result<PreviewPages, Problem> {
    let pages = engine::documents::preview(&*desk.account().await?, &request.id).await?;
    Ok(PreviewPages { pages })
}

pub(crate) async fn delete(desk: &Desk, request: ById) -> Result<Draft, Problem> {
    drafting::delete(&*desk.account().await?, &request.id).await
}
