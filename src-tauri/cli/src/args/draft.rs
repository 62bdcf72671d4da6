//! Arguments about what is being written, a quote or an invoice.

use super::line::price_line;
use super::{CustomerFieldArgs, DiscountSpec, LineSpec, TaxSpec};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What a quote and an invoice say alike.
#[derive(Debug, Clone, Args)]
pub(crate) struct DraftArgs {
    /// For this customer (id or name)
    #[arg(long, value_name = "ID", conflicts_with_all = ["new_customer_name", "new_customer_email"])]
    pub(crate) customer: Option<String>,
    /// For a customer that is made along with it
    #[arg(long, value_name = "NAME")]
    pub(crate) new_customer_name: Option<String>,
    /// The new customer's e-mail
    #[arg(long, value_name = "E-MAIL")]
    pub(crate) new_customer_email: Option<String>,
    /// Three-letter code; one for the whole
    #[arg(long)]
    pub(crate) currency: Option<String>,
    /// "NAME|QUANTITY|PRICE", recurring on a quote "NAME|QUANTITY|PRICE|month" or "…|month:3", or "price_ID|QUANTITY"; repeatable
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
    /// "NAME|10%" or "NAME|25.00", on a quote with |once, |forever or |repeating:3 behind it; repeatable
    #[arg(
        long = "discount",
        value_name = "DISCOUNT",
        conflicts_with = "no_discount"
    )]
    pub(crate) discounts: Vec<DiscountSpec>,
    /// No discount
    #[arg(long)]
    pub(crate) no_discount: bool,
    /// The text at the foot
    #[arg(long)]
    pub(crate) footer: Option<String>,
    /// How it is to be paid
    #[arg(long, value_enum)]
    pub(crate) collection: Option<CollectionArg>,
    /// Days until an invoice is due, with send_invoice
    #[arg(long, value_name = "DAYS")]
    pub(crate) days_until_due: Option<u32>,
    /// A whole draft as JSON, as `show` prints it; - for standard input. The other fields go over it
    #[arg(long, value_name = "FILE")]
    pub(crate) draft: Option<PathBuf>,
    /// Keep it here only; Stripe does not hear of it yet
    #[arg(long)]
    pub(crate) draft_only: bool,
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

impl DraftArgs {
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
