//! What the program hands to others on this computer: the mail draft of a quote or an invoice to the
//! mail program, and the place of a saved file to the file manager. The page names the record or the
//! file; where on the disk that is, is never the page's to say.

use crate::desk::{Opened, fell_over};
use commands::OfRecord;
use commands::view::{Code, MailDraft, Noun, Problem};
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

/// Writes the mail draft of a record, opens it, and notes that with the record.
#[tauri::command]
pub(crate) async fn open_mail(
    opened: State<'_, Opened>,
    noun: Noun,
    id: String,
) -> Result<MailDraft, Problem> {
    let desk = opened.desk()?;
    // On a task of its own, so that a fault in it ends the task and nothing else.
    let written = tauri::async_runtime::spawn(async move {
        let of = OfRecord { noun, id };
        let draft = commands::mail_draft(&desk, of.clone()).await?;
        if !commands::hand_mail_over(&draft).await {
            let hint = format!("The mail lies in {}, with its PDF attached.", draft.path);
            return Err(
                Problem::new(Code::NotFound, "No mail program could be opened.").hint(hint),
            );
        }
        commands::mail_opened(&desk, of).await?;
        Ok(draft)
    });
    written.await.unwrap_or_else(|_| Err(fell_over()))
}

/// Shows a saved file, by its name, in the file manager.
#[tauri::command]
pub(crate) async fn show_saved(
    app: AppHandle,
    opened: State<'_, Opened>,
    name: String,
) -> Result<(), Problem> {
    let path = commands::saved_file(&*opened.desk()?, &name)?;
    let hint = format!("It lies in {}.", path.display());
    let shown = app.opener().reveal_item_in_dir(&path);
    shown.map_err(|_| Problem::new(Code::NotFound, "No file manager could be opened.").hint(hint))
}
