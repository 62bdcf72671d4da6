//! PDFs of quotes and invoices, saved where they were asked for.

use super::resolve;
use crate::answer::Answer;
use crate::args::PdfArgs;
use crate::desk::Session;
use crate::paper;
use commands::OfRecord;
use commands::view::{DocumentView, Noun, Problem};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Saves the PDF of the record that the arguments name.
pub(crate) async fn run(
    session: &Session,
    nouns: &[Noun],
    args: PdfArgs,
) -> Result<Answer, Problem> {
    let (noun, id) = resolve::resolve(session, nouns, &args.id).await?;
    let (document, file) = save(session, noun, &id, args.out.as_deref(), args.force).await?;
    let remark = match document.source.as_str() {
        "stripe" => "",
        "own" => " It is a record of our own, not Stripe's receipt.",
        _ => " This is a preview of ours; Stripe makes the PDF once it is finalized.",
    };
    let text = format!("Saved {}.{remark}", file.display());
    Answer::new(&json!({ "file": file, "document": document }), text)
}

/// Saves a PDF; answers with what it is and where it went.
pub(crate) async fn save(
    session: &Session,
    noun: Noun,
    id: &str,
    out: Option<&Path>,
    force: bool,
) -> Result<(DocumentView, PathBuf), Problem> {
    let document: DocumentView = session
        .ask(
            "documents.fetch",
            &OfRecord {
                noun,
                id: id.to_owned(),
            },
        )
        .await?;
    let bytes = session.document(&document.path).await?;
    let file = paper::place(out, &document.file_name);
    paper::write(&file, &bytes, force)?;
    Ok((document, file))
}
