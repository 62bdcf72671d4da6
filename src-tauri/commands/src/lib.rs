//! What a user interface may ask: one list of commands with their requests,
//! replies and the tags that say which answers a change makes stale. The
//! window, the terminal and the tests all come through here; nothing here
//! knows Tauri, SQL or HTTP.

mod accounts;
mod app;
mod cards;
mod care;
mod catalogue;
mod contract;
mod credit_notes;
mod customers;
mod dispatch;
mod documents;
mod drafts;
mod invoices;
mod list;
mod mail;
mod outbox;
mod packs;
mod payments;
mod practice;
mod quotes;
mod records;
mod requests;
mod subscriptions;
mod till;

pub use contract::typescript;
pub use dispatch::{answer, call, stale};
pub use documents::saved as saved_file;
pub use engine::packs::{Period as PackPeriod, Place as PackPlace, make as make_pack};
pub use engine::till::Ticket;
pub use engine::view;
pub use engine::{
    Changed, Clock, Desk, HandClock, Parts, Served, StartPractice, Starting, SystemClock, Vault,
    accounts::home, documents::bytes as document_bytes, sending::hand_over as hand_mail_over,
};
pub use list::{COMMANDS, Command, Tag};
pub use mail::{draft as mail_draft, opened as mail_opened};
pub use payments::amount_as_read;
pub use requests::{
    Accept, AddPrice, Attend, BeforeAct, ById, CapturePayment, ChargeCard, CheckKey, CollectAmount,
    ConnectAccount, CreateProduct, DraftSource, Extend, Find, Found, LetPass, ListFilter, ListPage,
    ListSummary, LookAgain, MakePack, NewPrice, Nothing, OfCard, OfRecord, OpenDraft, PackDays,
    PaidOutOfBand, PauseSubscription, Pick, PreviewPages, PutCustomer, ReadAmount, Reading,
    RefundPayment, Repair, SavedFile, Sort, SyncNow, UseCard,
};
pub use till::ticket as card_ticket;
