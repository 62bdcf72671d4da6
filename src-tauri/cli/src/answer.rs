//! What a verb ends with: one JSON document, the same for people, and what
//! keeps it from being done. The only file that writes to the two streams,
//! so that a pipe that closes early is no crash.

use crate::json;
use crate::print::problem;
use commands::view::{Code, Problem};
use serde::Serialize;
use serde_json::Value;
use std::io::Write as _;
use std::process::ExitCode;

/// An answer, ready to be shown either way.
#[derive(Debug)]
pub(crate) struct Answer {
    /// For programs.
    pub(crate) json: Value,
    /// For people; empty where there is nothing to say.
    pub(crate) text: String,
    /// Why it is not done yet, or not done at all.
    pub(crate) problem: Option<Problem>,
}

impl Answer {
    /// An answer that says `text`, and `value` with `--json`.
    pub(crate) fn new(value: &impl Serialize, text: impl Into<String>) -> Result<Answer, Problem> {
        Ok(Answer {
            json: json::value(value)?,
            text: text.into(),
            problem: None,
        })
    }

    /// The same, but not done, because of `problem`.
    pub(crate) fn but(mut self, problem: Option<Problem>) -> Answer {
        self.problem = problem;
        self
    }

    /// Shows it; what was not done is a failure to whoever called.
    pub(crate) fn show(self, as_json: bool) -> ExitCode {
        if as_json {
            // A verb that spoke while it ran has said its document already.
            if !self.json.is_null() {
                say(&json::document(&self.json));
            }
        } else if !self.text.is_empty() {
            say(self.text.trim_end());
        }
        match self.problem {
            Some(problem) => complain(&problem, as_json),
            None => ExitCode::SUCCESS,
        }
    }
}

/// Says what went wrong, on the other stream.
pub(crate) fn complain(problem: &Problem, as_json: bool) -> ExitCode {
    if as_json {
        note(&json::document(&serde_json::json!({ "error": problem })));
    } else {
        note(&problem::sentence(problem));
        if matches!(problem.code, Code::Damaged | Code::NewerVersion) {
            note("See what can be done with: counterfoil repair");
        }
    }
    ExitCode::FAILURE
}

/// A line on standard output, at once. Whoever stopped reading wants no more of it.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// A line on standard error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
