//! Arguments about invoices.

use super::rhythm::SpecError;
use super::{DraftArgs, ListArgs, PdfArgs};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use std::str::FromStr;

/// What to do with invoices.
#[derive(Debug, Subcommand)]
pub(crate) enum InvoiceVerb {
    /// Invoices, and drafts that only exist here
    List(ListArgs),
    /// An invoice, or a draft with what it comes to
    Show {
        /// Id or number
        id: String,
    },
    /// Write an invoice
    Create(Box<InvoiceArgs>),
    /// Change a draft; what is not named stays, lines, discounts and fields are replaced as a whole
    Update {
        /// Id
        id: String,
        #[command(flatten)]
        fields: Box<InvoiceArgs>,
    },
    /// Write a new invoice like this one
    #[command(visible_alias = "copy")]
    Duplicate {
        /// Id or number
        id: String,
        #[command(flatten)]
        fields: Box<InvoiceArgs>,
    },
    /// Begin a corrected invoice, as a draft; finalized, it takes the place of this one, which is voided
    Revise {
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
        /// How it came, such as a transfer's text; kept with the invoice
        #[arg(long)]
        reference: Option<String>,
        /// Only a part of what remains, such as 100.00
        #[arg(long, value_name = "AMOUNT")]
        part: Option<String>,
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
    #[command(visible_alias = "uncollectible")]
    MarkUncollectible {
        /// Id or number
        id: String,
    },
    /// The page where the customer pays, as an address and as a code for the telephone
    Page {
        /// Id or number
        id: String,
        /// Write the code as SVG into this file
        #[arg(long, value_name = "FILE")]
        qr: Option<std::path::PathBuf>,
    },
    /// Delete a draft, here or at Stripe
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
    /// How it came, such as a transfer's text; kept with the invoice
    #[arg(long)]
    pub(crate) reference: Option<String>,
    /// Only a part of what remains, such as 100.00
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) part: Option<String>,
}

/// What an invoice says.
#[derive(Debug, Clone, Args)]
pub(crate) struct InvoiceArgs {
    #[command(flatten)]
    pub(crate) draft: DraftArgs,
    /// Due by the end of this day (YYYY-MM-DD), instead of within some days
    #[arg(long, value_name = "DATE", conflicts_with = "days_until_due")]
    pub(crate) due: Option<NaiveDate>,
    /// A text for the customer, at most 1500 characters
    #[arg(long)]
    pub(crate) memo: Option<String>,
    /// A field of your own, such as "Order number|4711"; repeatable, at most four
    #[arg(long = "field", value_name = "FIELD", conflicts_with = "no_fields")]
    pub(crate) fields: Vec<FieldSpec>,
    /// No fields of your own
    #[arg(long)]
    pub(crate) no_fields: bool,
}

/// A field of the owner's own, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldSpec {
    /// Its name.
    pub(crate) name: String,
    /// What it says.
    pub(crate) value: String,
}

impl FromStr for FieldSpec {
    type Err = SpecError;

    fn from_str(text: &str) -> Result<FieldSpec, SpecError> {
        let (name, value) = text
            .split_once('|')
            .ok_or_else(|| SpecError::Field(text.to_owned()))?;
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || value.is_empty() {
            return Err(SpecError::Field(text.to_owned()));
        }
        Ok(FieldSpec {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    }
}
