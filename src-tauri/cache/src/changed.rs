//! What a commit changed, told to whoever listens. Not a log: a listener that falls behind is told
//! so by the channel and then reads everything it shows again.

use crate::Kind;

/// What one committed transaction changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Records put or forgotten, each once. A put that changed nothing is not among them.
    pub records: Vec<(Kind, String)>,
    /// Documents put or forgotten, by the record they belong to, each once.
    pub documents: Vec<(Kind, String)>,
    /// Records whose notes changed, each once.
    pub notes: Vec<(Kind, String)>,
    /// Whether anything in the outbox changed.
    pub outbox: bool,
    /// Whether a draft changed.
    pub drafts: bool,
    /// Whether a setting changed.
    pub settings: bool,
    /// Whether the sync's position of any kind changed.
    pub positions: bool,
    /// Whether the lease changed hands or was prolonged.
    pub lease: bool,
    /// Another handle or process wrote to the file; what it changed is not known, so take it
    /// that anything may have changed.
    pub elsewhere: bool,
}

impl Changed {
    /// Whether nothing changed at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds an entry once; lists are a page long at most, so looking through them is cheap.
    pub(crate) fn note(list: &mut Vec<(Kind, String)>, kind: Kind, id: &str) {
        if !list.iter().any(|(k, i)| *k == kind && i == id) {
            list.push((kind, id.to_owned()));
        }
    }
}
