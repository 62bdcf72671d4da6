//! Arguments about invoices.

use super::{ListArgs, PdfArgs};
use clap::{Args, Subcommand};

/// What to do with invoices.
#[derive(Debug, Subcommand)]
pub(crate) enum InvoiceVerb {
    /// Invoices
    List(ListArgs),
    /// An invoice
    Show {
        /// Id or number
        id: String,
    },
    /// Give a draft its number and open it for payment
    Finalize {
        /// Id or number
        id: String,
    },
    /// Save the PDF
    Pdf(PdfArgs),
    /// Say that it was paid, by other ways than Stripe
    Pay(PayArgs),
    /// The same as `pay --out-of-band`
    PayOutOfBand {
        /// Id or number
        id: String,
    },
    /// Write the mail to the customer, with the PDF attached
    Send {
        /// Id or number
        id: String,
        /// Open it in the mail program
        #[arg(long, conflicts_with_all = ["sent", "by_stripe"])]
        open: bool,
        /// Note that it was sent; nothing is written
        #[arg(long, conflicts_with = "by_stripe")]
        sent: bool,
        /// Have Stripe send it instead
        #[arg(long)]
        by_stripe: bool,
    },
    /// Void it: it stays on record and nothing is due any more
    Void {
        /// Id or number
        id: String,
    },
    /// Give up on it: it stays due and is counted as a loss
    MarkUncollectible {
        /// Id or number
        id: String,
    },
    /// Delete a draft
    Delete {
        /// Id
        id: String,
    },
}

/// How an invoice was paid.
#[derive(Debug, Clone, Args)]
pub(crate) struct PayArgs {
    /// Id or number
    pub(crate) id: String,
    /// It was paid in cash, by bank transfer or otherwise
    #[arg(long, required = true)]
    pub(crate) out_of_band: bool,
}
