//! What a user interface may ask: one list of commands with their requests,
//! replies and the tags that say which answers a change makes stale. The
//! window, the terminal and the tests all come through here; nothing here
//! knows Tauri, SQL or HTTP.

mod contract;
mod list;
mod requests;

pub use contract::typescript;
pub use engine::view;
pub use list::{COMMANDS, Command, Tag};
pub use requests::{
    Accept, AddAccount, AddPrice, ById, CreateProduct, DraftSource, Find, Found, ListFilter,
    ListPage, ListSummary, NewPrice, Nothing, OfRecord, OpenDraft, Pick, PreviewPages, PutCustomer,
    ReadAmount, Reading, SavedFile, Sort, SyncNow,
};
