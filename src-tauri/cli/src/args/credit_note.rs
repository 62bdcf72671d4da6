//! Arguments about credit notes.

use super::{ListArgs, PdfArgs};
use clap::{Args, Subcommand, ValueEnum};
use commands::view::{CreditReason, CreditWay};

/// What to do with credit notes.
#[derive(Debug, Subcommand)]
pub(crate) enum CreditNoteVerb {
    /// Credit notes
    List(ListArgs),
    /// A credit note
    Show {
        /// Id
        id: String,
    },
    /// Take something off a finalized invoice
    Create(CreditArgs),
    /// Take it back, while the invoice is still open
    Void {
        /// Id
        id: String,
    },
    /// Save the PDF
    Pdf(PdfArgs),
}

/// What is taken off, and where it goes.
#[derive(Debug, Clone, Args)]
pub(crate) struct CreditArgs {
    /// The invoice (id or number)
    #[arg(long, value_name = "INVOICE")]
    pub(crate) invoice: String,
    /// How much in all, taxes included; all that is left where it is not said
    #[arg(long)]
    pub(crate) amount: Option<String>,
    /// A line of the invoice instead of an amount, by its place: 2 for all that is left of the second,
    /// 2:3 for three pieces of it; may be given several times
    #[arg(long, value_name = "LINE[:PIECES]", conflicts_with = "amount")]
    pub(crate) line: Vec<String>,
    /// A part of a line, before its taxes: 2:30.00; may be given several times
    #[arg(long, value_name = "LINE:AMOUNT", conflicts_with = "amount")]
    pub(crate) line_amount: Vec<String>,
    /// Where what was paid already goes
    #[arg(long, value_enum, default_value = "balance")]
    pub(crate) to: WayArg,
    /// Why
    #[arg(long, value_enum)]
    pub(crate) reason: Option<ReasonArg>,
    /// A text for the customer
    #[arg(long)]
    pub(crate) memo: Option<String>,
    /// Only say what it would do
    #[arg(long)]
    pub(crate) preview: bool,
}

/// Where what was paid already goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WayArg {
    /// Back to the card or account that paid
    Refund,
    /// To the customer's balance, for the next invoice
    Balance,
    /// Given back another way
    OutOfBand,
}

/// Why something is taken off; Stripe's own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum ReasonArg {
    Duplicate,
    Fraudulent,
    OrderChange,
    ProductUnsatisfactory,
}

impl WayArg {
    /// As the commands take it.
    pub(crate) fn way(self) -> CreditWay {
        match self {
            WayArg::Refund => CreditWay::Refund,
            WayArg::Balance => CreditWay::Balance,
            WayArg::OutOfBand => CreditWay::Outside,
        }
    }
}

impl ReasonArg {
    /// As the commands take it.
    pub(crate) fn reason(self) -> CreditReason {
        match self {
            ReasonArg::Duplicate => CreditReason::Duplicate,
            ReasonArg::Fraudulent => CreditReason::Fraudulent,
            ReasonArg::OrderChange => CreditReason::OrderChange,
            ReasonArg::ProductUnsatisfactory => CreditReason::ProductUnsatisfactory,
        }
    }
}
