//! Arguments about quotes.

use super::{DraftArgs, ListArgs};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What to do with quotes.
#[derive(Debug, Subcommand)]
pub(crate) enum QuoteVerb {
    /// Quotes, and drafts that only exist here
    List(ListArgs),
    /// A quote, or a draft with what it comes to
    Show {
        /// Id or number
        id: String,
    },
    /// Write a quote
    Create(Box<QuoteArgs>),
    /// Change a draft; what is not named stays, lines and discounts are replaced as a whole
    Update {
        /// Id
        id: String,
        #[command(flatten)]
        fields: Box<QuoteArgs>,
    },
    /// Write a new quote like this one
    Copy {
        /// Id or number
        id: String,
        #[command(flatten)]
        fields: Box<QuoteArgs>,
    },
    /// Throw a draft away that only exists here
    Delete {
        /// The draft's id
        id: String,
    },
    /// Give it its number and open it for acceptance
    Finalize {
        /// Id
        id: String,
    },
    /// Save the PDF
    Pdf(PdfArgs),
    /// Accept it: a draft invoice, a subscription or a schedule comes of it
    Accept {
        /// Id or number
        id: String,
        /// Who said yes, how and when
        #[arg(long)]
        note: Option<String>,
    },
    /// Write the mail to the customer, with the PDF attached
    Send {
        /// Id or number
        id: String,
        /// Open it in the mail program
        #[arg(long, conflicts_with = "sent")]
        open: bool,
        /// Note that it was sent; nothing is written
        #[arg(long)]
        sent: bool,
    },
    /// Begin a new version of an open quote, as a draft; finalized, it takes the quote's place
    Revise {
        /// Id or number
        id: String,
    },
    /// Give an open quote more time
    Extend {
        /// Id or number
        id: String,
        /// So many days more, counted from its expiry
        #[arg(long, default_value_t = 14)]
        days: u32,
    },
    /// Take it back
    Cancel {
        /// Id or number
        id: String,
    },
}

/// Where a PDF goes.
#[derive(Debug, Clone, Args)]
pub(crate) struct PdfArgs {
    /// Id or number
    pub(crate) id: String,
    /// The file, or the folder for a file with the usual name
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}

/// What a quote says.
#[derive(Debug, Clone, Args)]
pub(crate) struct QuoteArgs {
    #[command(flatten)]
    pub(crate) draft: DraftArgs,
    /// Valid until the end of this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) expires: Option<NaiveDate>,
    /// At most 50 characters
    #[arg(long)]
    pub(crate) header: Option<String>,
    /// At most 500 characters
    #[arg(long)]
    pub(crate) description: Option<String>,
    /// When the subscription starts, if later than acceptance (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) starts: Option<NaiveDate>,
    /// Days before the first payment
    #[arg(long, value_name = "DAYS")]
    pub(crate) trial_days: Option<u32>,
}
