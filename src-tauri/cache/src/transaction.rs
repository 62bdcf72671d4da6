//! The two things a caller's closure is given: `Read`, a consistent view, and `Write`, the one
//! writing transaction. They hand out a handle per table and nothing of SQLite.

use std::ops::Deref;

use rusqlite::Connection;

use crate::changed::Changed;
use crate::raw::Codec;
use crate::tables::{
    documents::{Documents, DocumentsMut},
    drafts::{Drafts, DraftsMut},
    lease::{LeaseRow, LeaseRowMut},
    notes::{Notes, NotesMut},
    outbox::{Outbox, OutboxMut},
    positions::{Positions, PositionsMut},
    records::{Records, RecordsMut},
    settings::{Settings, SettingsMut},
};

/// A consistent view of the file: nothing committed after it began is seen.
pub struct Read<'c> {
    pub(crate) sql: &'c Connection,
    pub(crate) codec: &'c Codec,
}

/// One writing transaction. It reads through the same handles, and sees its own writes.
pub struct Write<'c> {
    pub(crate) read: Read<'c>,
    pub(crate) changed: Changed,
}

impl<'c> Deref for Write<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident: $read:ident, $write:ident;)*) => {
        impl Read<'_> {
            $($(#[$doc])* pub fn $name(&self) -> $read<'_> { $read { read: self } })*
        }

        impl Write<'_> {
            $($(#[$doc])* pub fn $name(&mut self) -> $write<'_> {
                $write { read: $read { read: &self.read }, changed: &mut self.changed }
            })*
        }

        $(impl<'w> $write<'w> {
            pub(crate) fn sql(&self) -> &'w Connection {
                self.read.read.sql
            }
        })*

        $(impl<'w> Deref for $write<'w> {
            type Target = $read<'w>;

            fn deref(&self) -> &$read<'w> {
                &self.read
            }
        })*
    };
}

handles! {
    /// Copies of Stripe's objects.
    records: Records, RecordsMut;
    /// The bytes of PDFs.
    documents: Documents, DocumentsMut;
    /// Intended writes.
    outbox: Outbox, OutboxMut;
    /// Quotes being written here that Stripe does not have in this form yet.
    drafts: Drafts, DraftsMut;
    /// The account's settings.
    settings: Settings, SettingsMut;
    /// How far the sync of each kind has come.
    positions: Positions, PositionsMut;
    /// The timeline of a record.
    notes: Notes, NotesMut;
    /// Which process sends what is in the outbox.
    lease: LeaseRow, LeaseRowMut;
}
