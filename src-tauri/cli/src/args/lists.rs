//! Arguments of every list.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

/// What narrows and orders a list.
#[derive(Debug, Clone, Args)]
pub(crate) struct ListArgs {
    /// Which tab, such as open or paid; a wrong one names those that there are
    #[arg(long, default_value = "all")]
    pub(crate) tab: String,
    /// Only this customer's (id or name)
    #[arg(long)]
    pub(crate) customer: Option<String>,
    /// Only this currency
    #[arg(long)]
    pub(crate) currency: Option<String>,
    /// Made on or after this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<NaiveDate>,
    /// Made on or before this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<NaiveDate>,
    /// In which order
    #[arg(long, value_enum, default_value_t = Order::Newest)]
    pub(crate) sort: Order,
    /// How many rows at the most, up to 200
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u32,
    /// Where the page starts, as the page before said
    #[arg(long)]
    pub(crate) cursor: Option<String>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// Newest first
    Newest,
    /// The expiry or due date, soonest first
    Date,
    /// The largest amount first
    Amount,
}
