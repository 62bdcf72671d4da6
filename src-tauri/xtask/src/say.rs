//! The one way this program speaks of its steps: a line a step, on standard error, so that the
//! standard output of a bench stays free for its figures.

/// Says what is being done now.
pub(crate) fn step(what: impl AsRef<str>) {
    eprintln!("==> {}", what.as_ref());
}

/// Says something about the step that is under way.
pub(crate) fn note(what: impl AsRef<str>) {
    eprintln!("    {}", what.as_ref());
}
