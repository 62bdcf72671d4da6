//! Answers for people: tables and sheets, as plain text. Figures come from
//! the replies as they are; nothing is reckoned here.

pub(crate) mod account;
pub(crate) mod births;
pub(crate) mod care;
pub(crate) mod catalogue;
pub(crate) mod credit_note;
pub(crate) mod customer;
pub(crate) mod dates;
pub(crate) mod draft;
pub(crate) mod invoice;
pub(crate) mod outbox;
pub(crate) mod pack;
pub(crate) mod payment;
pub(crate) mod pieces;
pub(crate) mod preview;
pub(crate) mod problem;
pub(crate) mod quote;
pub(crate) mod rows;
pub(crate) mod subscription;
pub(crate) mod table;
pub(crate) mod words;

#[cfg(test)]
mod tests;
