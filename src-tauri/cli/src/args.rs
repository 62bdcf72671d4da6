//! What can be asked, as it was typed: one type for all of it. What it means
//! is in `verbs`; nothing here opens or reads anything.

mod account;
mod catalogue;
mod credit_note;
mod discount;
mod draft;
mod invoice;
mod line;
mod lists;
mod parties;
mod payment;
mod quote;
mod rest;
mod rhythm;
mod settings;
mod subscription;
mod tax;

pub(crate) use account::AccountVerb;
pub(crate) use catalogue::{PriceSpec, PriceVerb, ProductVerb};
pub(crate) use credit_note::{CreditArgs, CreditNoteVerb};
pub(crate) use discount::DiscountSpec;
pub(crate) use draft::DraftArgs;
pub(crate) use invoice::{InvoiceArgs, InvoiceVerb, PayArgs};
pub(crate) use line::LineSpec;
pub(crate) use lists::{KindArg, ListArgs, Order};
pub(crate) use parties::{CustomerFieldArgs, CustomerVerb};
pub(crate) use payment::{CardVerb, ChargeArgs, CollectArgs, PaymentVerb, Reason, RefundArgs};
pub(crate) use quote::{PdfArgs, QuoteArgs, QuoteVerb};
pub(crate) use rest::{FirstSaleArgs, Limits, OutboxVerb, PackArgs, PracticeVerb, SandboxArgs};
pub(crate) use settings::{SetArgs, SettingsVerb};
pub(crate) use subscription::{ChangeArgs, Held, Settle, SubscriptionVerb};
pub(crate) use tax::TaxSpec;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Quotes and invoices through Stripe, from a terminal.
///
/// Works on the account in use: at first the practice account, which is built
/// in and needs neither a key nor a network. Wherever an id is asked for, a
/// number (QT-…, an invoice's number) or an exact name does as well.
#[derive(Debug, Parser)]
#[command(name = "counterfoil", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What goes with every call.
#[derive(Debug, Default, Clone, Args)]
pub(crate) struct Globals {
    /// Print one JSON document; problems are JSON too, on standard error
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(crate) json: bool,
    /// The folder of all state, instead of COUNTERFOIL_HOME or the system's place
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub(crate) home: Option<PathBuf>,
    /// Reach for no Stripe, to see what works without one (also COUNTERFOIL_OFFLINE=1)
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(crate) offline: bool,
    /// Say that a change on a live account is meant
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(crate) confirm_live: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Quotes: write, finalize, accept
    #[command(subcommand, visible_alias = "quotes")]
    Quote(QuoteVerb),
    /// Invoices: write, finalize, mark paid, void
    #[command(subcommand, visible_alias = "invoices")]
    Invoice(InvoiceVerb),
    /// Payments: look, charge a saved card, give money back
    #[command(subcommand, visible_alias = "payments")]
    Payment(PaymentVerb),
    /// Credit notes: take something off an invoice
    #[command(subcommand, visible_alias = "credit-notes")]
    CreditNote(CreditNoteVerb),
    /// Subscriptions, and those that start later
    #[command(subcommand, visible_alias = "subscriptions")]
    Subscription(SubscriptionVerb),
    /// Customers
    #[command(subcommand, visible_alias = "customers")]
    Customer(CustomerVerb),
    /// Products with their prices
    #[command(subcommand, visible_alias = "products")]
    Product(ProductVerb),
    /// Prices of products
    #[command(subcommand, visible_alias = "prices")]
    Price(PriceVerb),
    /// Find records by words, numbers, amounts or days
    Search {
        /// What to look for; may begin with the kind that is meant, as in “invoice: acme”
        #[arg(required = true)]
        text: Vec<String>,
        /// Only of this kind; may be given more than once
        #[arg(long, value_enum)]
        kind: Vec<KindArg>,
        /// How many rows at the most, up to 50
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// What is on its way to Stripe, or stuck
    #[command(subcommand)]
    Outbox(OutboxVerb),
    /// Look at Stripe now
    Sync {
        /// Read everything again, not only what changed
        #[arg(long)]
        full: bool,
    },
    /// Accounts: connect, choose, disconnect
    #[command(subcommand, visible_alias = "accounts")]
    Account(AccountVerb),
    /// How papers look and amounts are typed
    #[command(subcommand)]
    Settings(SettingsVerb),
    /// The accountant's pack: PDFs and tables of a period, as one ZIP
    Pack(PackArgs),
    /// Say in words how account, keyring, records, outbox, backups and disk are
    Doctor,
    /// Records that cannot be used: what can be done, and doing it
    ///
    /// Without an option it says how the records are and which backups there are. The file in use
    /// is set aside and never overwritten.
    Repair {
        /// Go back to this backup
        #[arg(long, value_name = "BACKUP", conflicts_with = "afresh")]
        restore: Option<String>,
        /// Save what can be read into a fresh file; the rest comes from Stripe again
        #[arg(long)]
        afresh: bool,
    },
    /// The whole main job on a fresh practice account, a line a step
    FirstSale(FirstSaleArgs),
    /// The practice account's own: let time pass on it
    #[command(subcommand)]
    Practice(PracticeVerb),
    /// Run the practice Stripe until told to stop
    Sandbox(SandboxArgs),
}

#[cfg(test)]
mod tests {
    use super::{Cli, Command, QuoteVerb};
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn the_arguments_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_for_every_call_stand_anywhere() -> Result<(), clap::Error> {
        for words in [
            ["--json", "quote", "list"],
            ["quote", "--json", "list"],
            ["quote", "list", "--json"],
        ] {
            let cli = Cli::try_parse_from(std::iter::once("counterfoil").chain(words))?;
            assert!(cli.globals.json, "{words:?}");
            assert!(matches!(cli.command, Command::Quote(QuoteVerb::List(_))));
        }
        Ok(())
    }

    #[test]
    fn a_key_is_no_argument() {
        assert!(Cli::try_parse_from(["counterfoil", "account", "add", "sk_test_1"]).is_err());
        assert!(
            Cli::try_parse_from(["counterfoil", "account", "add", "--key", "sk_test_1"]).is_err()
        );
    }
}
