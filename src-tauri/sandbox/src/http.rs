//! The wire: from bytes to an operation and back. What an operation does is not known here.

pub(crate) mod answer;
pub(crate) mod auth;
pub(crate) mod drop;
pub(crate) mod execute;
pub(crate) mod form;
mod idempotency;
pub(crate) mod limits;
pub(crate) mod publishable;
pub(crate) mod serve;
