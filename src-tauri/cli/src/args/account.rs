//! Arguments about accounts. A key is never one of them: arguments can be
//! read by every program on the computer.

use clap::Subcommand;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountVerb {
    /// Connect a Stripe account; the key is read from standard input, and checked first
    ///
    /// A restricted key is enough; “counterfoil account permissions” prints what it needs.
    Add {
        /// Another address than Stripe's: on this computer only, with test keys only
        #[arg(long, value_name = "URL")]
        api_base: Option<String>,
        /// Whose key it is (acct_…), where a restricted key may not say so
        #[arg(long, value_name = "ID")]
        account: Option<String>,
        /// What to call that account
        #[arg(long, value_name = "NAME", requires = "account")]
        name: Option<String>,
        /// Check the key and connect nothing
        #[arg(long)]
        check: bool,
    },
    /// Give an account another key, read from standard input; its records stay
    Replace {
        /// Its id
        id: String,
        /// Another address than Stripe's: on this computer only, with test keys only
        #[arg(long, value_name = "URL")]
        api_base: Option<String>,
    },
    /// The permissions that a restricted key needs
    Permissions,
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
