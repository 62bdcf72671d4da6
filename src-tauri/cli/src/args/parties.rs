//! Arguments about customers.

use super::{CardVerb, ListArgs};
use clap::{Args, Subcommand};

/// What to do with customers.
#[derive(Debug, Subcommand)]
pub(crate) enum CustomerVerb {
    /// Customers
    List(ListArgs),
    /// A customer with quotes, invoices and subscriptions
    Show {
        /// Id or name
        id: String,
    },
    /// A customer's saved cards
    #[command(subcommand)]
    Cards(CardVerb),
    /// Create a customer
    Create(CustomerFieldArgs),
    /// Change a customer; what is not named stays
    Update {
        /// Id or name
        id: String,
        #[command(flatten)]
        fields: CustomerFieldArgs,
    },
}

/// What is entered for a customer; "" empties a field.
#[derive(Debug, Clone, Args)]
pub(crate) struct CustomerFieldArgs {
    /// Name of the business or person
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Where quotes and invoices go
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// Telephone
    #[arg(long)]
    pub(crate) phone: Option<String>,
    /// Street and number
    #[arg(long)]
    pub(crate) line1: Option<String>,
    /// More of the address
    #[arg(long)]
    pub(crate) line2: Option<String>,
    /// Town
    #[arg(long)]
    pub(crate) city: Option<String>,
    /// Postal code
    #[arg(long)]
    pub(crate) postal_code: Option<String>,
    /// County, state or region
    #[arg(long)]
    pub(crate) region: Option<String>,
    /// Two-letter country code
    #[arg(long)]
    pub(crate) country: Option<String>,
    /// A note for yourself
    #[arg(long)]
    pub(crate) note: Option<String>,
}
