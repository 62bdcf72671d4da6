//! The practice account's time.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What time it is on the practice account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PracticeTime {
    /// Unix seconds, UTC.
    pub now: i64,
}
