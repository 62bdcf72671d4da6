//! Arguments about quotes.

use super::line::price_line;
use super::{CustomerFieldArgs, DiscountSpec, LineSpec, ListArgs, TaxSpec};
use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
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
    /// For this customer (id or name)
    #[arg(long, value_name = "ID", conflicts_with_all = ["new_customer_name", "new_customer_email"])]
    pub(crate) customer: Option<String>,
    /// For a customer that is made along with it
    #[arg(long, value_name = "NAME")]
    pub(crate) new_customer_name: Option<String>,
    /// The new customer's e-mail
    #[arg(long, value_name = "E-MAIL")]
    pub(crate) new_customer_email: Option<String>,
    /// Three-letter code; one for the whole quote
    #[arg(long)]
    pub(crate) currency: Option<String>,
    /// "NAME|QUANTITY|PRICE", recurring "NAME|QUANTITY|PRICE|month" or "…|month:3", or "price_ID|QUANTITY"; repeatable
    #[arg(long = "line", value_name = "LINE")]
    pub(crate) lines: Vec<LineSpec>,
    /// A line from the catalogue; repeatable
    #[arg(long = "line-price", value_name = "price_ID:QUANTITY", value_parser = price_line)]
    pub(crate) price_lines: Vec<LineSpec>,
    /// The tax of all lines: "VAT|20", or "VAT|20|inclusive" where prices contain it
    #[arg(long, value_name = "TAX", conflicts_with = "no_tax")]
    pub(crate) tax: Option<TaxSpec>,
    /// No tax
    #[arg(long)]
    pub(crate) no_tax: bool,
    /// "NAME|10%" or "NAME|25.00", with |once, |forever or |repeating:3 behind it; repeatable
    #[arg(
        long = "discount",
        value_name = "DISCOUNT",
        conflicts_with = "no_discount"
    )]
    pub(crate) discounts: Vec<DiscountSpec>,
    /// No discount
    #[arg(long)]
    pub(crate) no_discount: bool,
    /// Valid until the end of this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) expires: Option<NaiveDate>,
    #[command(flatten)]
    pub(crate) wording: Wording,
    /// How it is to be paid
    #[arg(long, value_enum)]
    pub(crate) collection: Option<CollectionArg>,
    /// Days until an invoice is due, with send_invoice
    #[arg(long, value_name = "DAYS")]
    pub(crate) days_until_due: Option<u32>,
    /// When the subscription starts, if later than acceptance (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) starts: Option<NaiveDate>,
    /// Days before the first payment
    #[arg(long, value_name = "DAYS")]
    pub(crate) trial_days: Option<u32>,
    /// A whole draft as JSON, as `quote show` prints it; - for standard input. The other fields go over it
    #[arg(long, value_name = "FILE")]
    pub(crate) draft: Option<PathBuf>,
    /// Keep it here only; Stripe does not hear of it yet
    #[arg(long)]
    pub(crate) draft_only: bool,
}

/// The texts of a quote.
#[derive(Debug, Clone, Args)]
pub(crate) struct Wording {
    /// At most 50 characters
    #[arg(long)]
    pub(crate) header: Option<String>,
    /// At most 500 characters
    #[arg(long)]
    pub(crate) description: Option<String>,
    /// At most 500 characters
    #[arg(long)]
    pub(crate) footer: Option<String>,
}

/// How an invoice is collected; Stripe's own names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum CollectionArg {
    /// An invoice with a due date
    SendInvoice,
    /// The saved payment method is charged
    ChargeAutomatically,
}

impl QuoteArgs {
    /// The new customer's fields, if there is one to be made.
    pub(crate) fn new_customer(&self) -> Option<CustomerFieldArgs> {
        if self.new_customer_name.is_none() && self.new_customer_email.is_none() {
            return None;
        }
        Some(CustomerFieldArgs {
            name: self.new_customer_name.clone(),
            email: self.new_customer_email.clone(),
            phone: None,
            line1: None,
            line2: None,
            city: None,
            postal_code: None,
            region: None,
            country: None,
            note: None,
        })
    }
}

impl CollectionArg {
    /// As a draft keeps it.
    pub(crate) fn collection(self) -> commands::view::Collection {
        match self {
            CollectionArg::SendInvoice => commands::view::Collection::SendInvoice,
            CollectionArg::ChargeAutomatically => commands::view::Collection::ChargeAutomatically,
        }
    }
}
