//! Arguments about payments and saved cards.

use super::{ListArgs, PdfArgs};
use clap::{Args, Subcommand, ValueEnum};

/// What to do with payments.
#[derive(Debug, Subcommand)]
pub(crate) enum PaymentVerb {
    /// Payments
    List(ListArgs),
    /// A payment with its attempts and what went back
    Show {
        /// Id of the payment, or id or number of its invoice
        id: String,
    },
    /// Charge a saved card, for an invoice or for a payment
    #[command(visible_alias = "pay")]
    Charge(ChargeArgs),
    /// Collect an amount without an invoice: with a saved card, or by a link to pay at
    Collect(CollectArgs),
    /// Look where a payment stands, and go on where the bank asks its customer
    Continue {
        /// Id of the payment, or id or number of its invoice
        id: String,
    },
    /// Give money back, in whole or in part
    Refund(RefundArgs),
    /// The page of Stripe's receipt; its link expires
    Receipt {
        /// Id of the payment, or id or number of its invoice
        id: String,
    },
    /// Save our own record of a payment as a PDF
    Pdf(PdfArgs),
    /// Take the money that is held, or a part of it; the rest is let go
    Capture {
        /// Id
        id: String,
        /// How much, such as 20.00; all that is held where it is left out
        #[arg(long)]
        amount: Option<String>,
    },
    /// Give a payment up; money that is held is let go
    Cancel {
        /// Id
        id: String,
    },
}

/// What is charged, and with what.
#[derive(Debug, Clone, Args)]
pub(crate) struct ChargeArgs {
    /// Id or number of an invoice, or id of a payment
    pub(crate) id: String,
    /// The saved card: its id, its last four digits, or “default”
    #[arg(long, default_value = "default")]
    pub(crate) card: String,
    /// The customer is at hand: the bank may ask, and its page is named
    #[arg(long)]
    pub(crate) present: bool,
    /// Only a part of what the invoice asks, such as 100.00
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) part: Option<String>,
}

/// What is collected, from whom and how.
#[derive(Debug, Clone, Args)]
pub(crate) struct CollectArgs {
    /// How much, such as 80.00
    pub(crate) amount: String,
    /// What for; the customer reads it
    #[arg(long = "for", value_name = "TEXT")]
    pub(crate) what: String,
    /// From whom (id or name); a link may do without
    #[arg(long)]
    pub(crate) customer: Option<String>,
    /// The saved card: its id, its last four digits, or “default”; without it a link is made
    #[arg(long, requires = "customer")]
    pub(crate) card: Option<String>,
    /// The customer is at hand: the bank may ask, and its page is named
    #[arg(long, requires = "card")]
    pub(crate) present: bool,
    /// Only hold the money; take it or let it go within a week
    #[arg(long, requires = "card")]
    pub(crate) hold: bool,
    /// The currency, where it is not the account's own
    #[arg(long)]
    pub(crate) currency: Option<String>,
}

/// What goes back.
#[derive(Debug, Clone, Args)]
pub(crate) struct RefundArgs {
    /// Id of the payment, or id or number of its invoice
    pub(crate) id: String,
    /// How much, such as 20.00; all that can still go back where it is left out
    #[arg(long)]
    pub(crate) amount: Option<String>,
    /// Why
    #[arg(long, value_enum, default_value_t = Reason::Requested)]
    pub(crate) reason: Reason,
}

/// Why money goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reason {
    /// The customer asked for it
    Requested,
    /// It was paid twice
    Duplicate,
    /// Whoever paid was not allowed to
    Fraudulent,
}

/// What to do with a customer's saved cards.
#[derive(Debug, Subcommand)]
pub(crate) enum CardVerb {
    /// The saved cards, read from Stripe now
    List {
        /// Id or name of the customer
        customer: String,
    },
    /// Give the customer a payment method that Stripe has
    Attach {
        /// Id or name of the customer
        customer: String,
        /// Its id (pm_…)
        card: String,
    },
    /// Take a saved card away
    Detach {
        /// Id or name of the customer
        customer: String,
        /// Its id, or its last four digits
        card: String,
    },
    /// Charge this card unless another is chosen
    Default {
        /// Id or name of the customer
        customer: String,
        /// Its id, or its last four digits
        card: String,
    },
}
