//! The steps as they are told, and the files that they leave.

use crate::answer::say;
use crate::desk::Session;
use crate::json;
use crate::verbs::papers;
use commands::view::{Code, DocumentView, Noun, Problem};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What was done so far.
#[derive(Debug)]
pub(crate) struct Steps<'a> {
    pub(crate) session: &'a Session,
    folder: &'a Path,
    /// Each step with its reply, for `--json`.
    pub(crate) said: Vec<Value>,
    /// The PDFs, in order.
    pub(crate) files: Vec<PathBuf>,
}

impl<'a> Steps<'a> {
    /// None yet.
    pub(crate) fn new(session: &'a Session, folder: &'a Path) -> Steps<'a> {
        Steps {
            session,
            folder,
            said: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Tells a step, at once.
    pub(crate) fn say(&mut self, text: &str, reply: &impl Serialize) -> Result<(), Problem> {
        self.said
            .push(json!({ "step": text, "reply": json::value(reply)? }));
        if !self.session.json {
            say(&format!("{:>2}  {text}", self.said.len()));
        }
        Ok(())
    }

    /// Saves a PDF, and looks whether it is one.
    pub(crate) async fn paper(&mut self, noun: Noun, id: &str) -> Result<(), Problem> {
        let (document, file): (DocumentView, PathBuf) =
            papers::save(self.session, noun, id, Some(self.folder), true).await?;
        let bytes = std::fs::read(&file).map_err(|error| crate::paper::disk(&file, &error))?;
        if !bytes.starts_with(b"%PDF-") || document.source != "stripe" {
            return Err(Problem::new(
                Code::Bug,
                format!("{} is not the PDF that Stripe makes.", file.display()),
            ));
        }
        self.say(
            &format!(
                "Saved its PDF, {} ({} KB).",
                document.file_name,
                bytes.len().div_ceil(1024)
            ),
            &document,
        )?;
        if !self.files.contains(&file) {
            self.files.push(file);
        }
        Ok(())
    }
}
