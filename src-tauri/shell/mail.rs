//! Opens the mail draft of a quote or an invoice in the owner's mail program. The page names the
//! record; which file is opened is never the page's to say.

use crate::desk::{Opened, fell_over};
use commands::OfRecord;
use commands::view::{Code, MailDraft, Noun, Problem};
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

/// Writes the mail draft of a record and opens it.
#[tauri::command]
pub(crate) async fn open_mail(
    app: AppHandle,
    opened: State<'_, Opened>,
    noun: Noun,
    id: String,
) -> Result<MailDraft, Problem> {
    let desk = opened.desk()?;
    // On a task of its own, so that a fault in it ends the task and nothing else.
    let written = tauri::async_runtime::spawn(async move {
        let draft = commands::mail_draft(&desk, OfRecord { noun, id }).await?;
        let taken = commands::hand_mail_over(&draft).await;
        Ok::<_, Problem>((draft, taken))
    });
    let (draft, taken) = match written.await {
        Ok(written) => written?,
        Err(_) => return Err(fell_over()),
    };
    if !taken {
        app.opener()
            .open_path(&draft.path, None::<&str>)
            .map_err(|_| {
                Problem::new(Code::NotFound, "No mail program could be opened.").hint(format!(
                    "The mail lies in {}, with its PDF attached.",
                    draft.path
                ))
            })?;
    }
    Ok(draft)
}
