//! The tables, a file each, with the SQL that made them beside it.

pub(crate) mod documents;
pub(crate) mod drafts;
pub(crate) mod figures;
pub(crate) mod lease;
pub(crate) mod listing;
pub(crate) mod notes;
pub(crate) mod outbox;
pub(crate) mod pages;
#[cfg(test)]
mod plans;
pub(crate) mod positions;
pub(crate) mod records;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod sizes;
pub(crate) mod tallies;
