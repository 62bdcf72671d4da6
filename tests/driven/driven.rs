//! What a test in a webview stands on: a display in memory, WebKit's own
//! driver, and one page held by it. It knows no screen of the program.

mod keys;
mod page;
mod process;
mod stand;

pub(crate) use keys::Key;
pub(crate) use page::{LOOK_AGAIN, PATIENCE, Page};
pub(crate) use process::Process;
pub(crate) use stand::{Stand, found};
