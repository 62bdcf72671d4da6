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
    /// Of this amount or more, in whole units of whichever currency
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) least: Option<String>,
    /// Of this amount or less
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) most: Option<String>,
    /// Only invoices that are past due
    #[arg(long)]
    pub(crate) overdue: bool,
    /// In which order
    #[arg(long, value_enum, default_value_t = Order::Newest)]
    pub(crate) sort: Order,
    /// How many rows at the most, up to 200
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u32,
    /// Where the page starts, as the page before said
    #[arg(long)]
    pub(crate) cursor: Option<String>,
    /// Or: the row it starts with, the first being 1
    #[arg(long, value_name = "ROW", conflicts_with = "cursor",
        value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) at: Option<u64>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
    /// The expiry or due date, soonest first
    Date,
    /// The expiry or due date, latest first
    Latest,
    /// The largest amount first
    Amount,
    /// The smallest amount first
    Smallest,
    /// By name, from A to Z
    Name,
}

/// The kinds that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindArg {
    /// Quotes, and drafts that exist only here
    Quote,
    /// Invoices
    Invoice,
    /// Subscriptions, and those that start later
    Subscription,
    /// Customers
    Customer,
    /// Products
    Product,
}
