//! Commands about PDFs.

use crate::requests::{OfRecord, SavedFile};
use engine::Desk;
use engine::view::{Code, DocumentView, Problem};
use std::path::{Component, Path, PathBuf};

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

/// The whole path of a file that was saved, by its name alone: `Not found` where there is none, and
/// for whatever would lead out of the folder.
pub fn saved(desk: &Desk, name: &str) -> Result<PathBuf, Problem> {
    let mut parts = Path::new(name).components();
    let is_name = matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    );
    let path = engine::accounts::documents_folder(desk.home()).join(name);
    if is_name && path.is_file() {
        return Ok(path);
    }
    Err(Problem::new(
        Code::NotFound,
        format!("{name} is no longer where it was saved."),
    )
    .hint("It was moved, renamed or deleted since. Save it again."))
}
