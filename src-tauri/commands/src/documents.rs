//! Commands about PDFs.

use crate::requests::{OfRecord, SavedFile};
use engine::Desk;
use engine::view::{DocumentView, Problem};

pub(crate) async fn fetch(desk: &Desk, request: OfRecord) -> Result<DocumentView, Problem> {
    engine::documents::fetch(&*desk.account().await?, request.noun, &request.id).await
}

pub(crate) async fn save(desk: &Desk, request: OfRecord) -> Result<SavedFile, Problem> {
    let folder = engine::accounts::documents_folder(desk.home());
    let (path, name) =
        engine::documents::save(&*desk.account().await?, request.noun, &request.id, &folder)
            .await?;
    Ok(SavedFile { path, name })
}
