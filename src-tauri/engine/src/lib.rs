//! What Counterfoil does: quoting, invoicing, sync, outbox, documents, vault.
//! The only place that knows both Stripe's shapes and ours. No Tauri, no
//! statics: everything a use case needs comes with the [`Account`] on the
//! [`Desk`].
//!
//! A tour: [`desk`] opens an account and starts its courier; [`courier`]
//! holds the lease, runs the practice Stripe, sends ([`delivery`], which asks
//! [`settle`] when an attempt's outcome is unknown) and syncs ([`sync`]).
//! [`drafting`] keeps what is being written; [`quoting`], [`invoicing`], [`payments`] and
//! [`keeping`] turn what a person wants into intents for the [`outbox`]. [`lists`], [`sheets`], [`overview`] and
//! [`documents`] answer from the records alone; [`packs`] hands a period over,
//! [`till`] takes a card. [`shape`] is where Stripe's
//! JSON becomes a record.

mod account;
pub mod accounts;
mod amounts;
pub mod before;
pub mod catalogue;
mod clock;
mod connection;
mod courier;
pub mod crediting;
mod delivery;
mod desk;
pub mod documents;
pub mod drafting;
mod facts;
mod file_name;
pub mod invoicing;
mod json;
pub mod keeping;
pub mod lists;
mod news;
pub mod outbox;
pub mod overview;
pub mod packs;
pub mod page_code;
mod papers;
pub mod payments;
pub mod permissions;
pub mod practice;
pub mod quoting;
pub mod reads;
#[cfg(test)]
mod sample;
pub mod sending;
pub mod settings;
mod settle;
mod shape;
pub mod sheets;
pub mod subscribing;
pub mod sync;
pub mod till;
mod trouble;
mod under_way;
mod vault;
pub mod view;

pub use account::{Account, Identity};
pub use cache::{Changed, Kind};
pub use clock::{Clock, HandClock, SystemClock};
pub use desk::{Desk, NotStarted, Parts, Served, StartPractice, Starting};
pub use vault::Vault;
