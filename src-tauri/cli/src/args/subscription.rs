//! Arguments about subscriptions.

use super::ListArgs;
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

/// What to do with subscriptions.
#[derive(Debug, Subcommand)]
pub(crate) enum SubscriptionVerb {
    /// Subscriptions, and those that start later
    List(ListArgs),
    /// A subscription, or a schedule that will become one
    Show {
        /// Id
        id: String,
    },
    /// The next invoice, as Stripe reckons it now
    Upcoming {
        /// Id
        id: String,
    },
    /// Change what it bills; says first what that comes to
    Change(ChangeArgs),
    /// Hold its invoices back
    Pause {
        /// Id
        id: String,
        /// What becomes of the invoices meanwhile
        #[arg(long, value_enum, default_value_t)]
        invoices: Held,
        /// The day on which they go out again (YYYY-MM-DD); without it, until it is resumed
        #[arg(long, value_name = "DATE")]
        until: Option<NaiveDate>,
    },
    /// Have a saved card charged from now on; “counterfoil customer cards” lists them
    UseCard {
        /// Id
        id: String,
        /// The card's id
        card: String,
    },
    /// Let its invoices go out again
    Resume {
        /// Id
        id: String,
    },
    /// End the trial, so that it is billed from now on
    EndTrial {
        /// Id
        id: String,
    },
    /// End it with the period that is paid for, or now; or take a schedule back
    Cancel {
        /// Id
        id: String,
        /// End it now
        #[arg(long)]
        now: bool,
        /// Credit what was paid for the rest of the period
        #[arg(long, requires = "now")]
        credit: bool,
        /// Settle what is open in a last invoice
        #[arg(long, requires = "now")]
        invoice: bool,
    },
    /// Take back an end that was set
    Keep {
        /// Id
        id: String,
    },
    /// Let a subscription go on without the rest of its schedule
    Release {
        /// Id of the schedule
        id: String,
    },
}

/// A change of what a subscription bills. An item is named by its id or by what it is called.
#[derive(Debug, Clone, Args)]
pub(crate) struct ChangeArgs {
    /// Id
    pub(crate) id: String,
    /// How many from now on, of a subscription with one item
    #[arg(long, value_name = "N")]
    pub(crate) quantity: Option<i64>,
    /// How many of an item from now on
    #[arg(long = "set", value_name = "ITEM=N")]
    pub(crate) set: Vec<String>,
    /// Another price for an item
    #[arg(long = "swap", value_name = "ITEM=PRICE")]
    pub(crate) swap: Vec<String>,
    /// Bill something else as well
    #[arg(long = "add", value_name = "PRICE[=N]")]
    pub(crate) add: Vec<String>,
    /// Bill an item no longer
    #[arg(long = "remove", value_name = "ITEM")]
    pub(crate) remove: Vec<String>,
    /// How the rest of the period is settled
    #[arg(long, value_enum, default_value_t)]
    pub(crate) rest: Settle,
    /// Say what it would come to, and change nothing
    #[arg(long)]
    pub(crate) preview: bool,
}

/// How the rest of a period is settled.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Settle {
    /// With the next invoice
    #[default]
    Next,
    /// In an invoice of its own, at once
    Now,
    /// Not at all
    Never,
}

/// What becomes of the invoices of a subscription on hold.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Held {
    /// They stay drafts
    #[default]
    Keep,
    /// They are voided
    Void,
    /// They are written off
    WriteOff,
}
