//! Arguments about accounts. A key is never one of them: arguments can be
//! read by every program on the computer.

use clap::Subcommand;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountVerb {
    /// Connect a Stripe account; the key is read from standard input
    Add {
        /// Another address than Stripe's: on this computer only, with test keys only
        #[arg(long, value_name = "URL")]
        api_base: Option<String>,
    },
    /// All accounts; the one in use has a star
    List,
    /// Put another account on the desk
    Use {
        /// Its id, as `account list` shows it
        id: String,
    },
    /// Disconnect an account: its key leaves the keyring, its records stay
    Remove {
        /// Its id
        id: String,
    },
}
