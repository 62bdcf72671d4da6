//! The account that the key belongs to. A restricted key may not be allowed to read it.
//!
//! Not here: onboarding, capabilities and payouts, which belong to the Dashboard.

use serde::Deserialize;

use super::nullable::or_empty;
use super::{Address, Metadata, Typed};

/// Whose account this is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Account {
    /// `acct_…`
    pub id: String,
    /// What it says about itself to customers.
    pub business_profile: Option<BusinessProfile>,
    /// Two upper-case letters.
    pub country: Option<String>,
    /// The currency of prices where none is said, three lower-case letters.
    pub default_currency: Option<String>,
    /// The owner's address.
    pub email: Option<String>,
    /// Whether it may take payments.
    pub charges_enabled: bool,
    /// Names as the Dashboard shows them.
    pub settings: Option<AccountSettings>,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for Account {
    const OBJECT: &'static str = "account";
}

impl Account {
    /// What the business calls itself: on the Dashboard, else to customers, else by mail.
    #[must_use]
    pub fn display_name(&self) -> Option<&str> {
        let dashboard = self
            .settings
            .as_ref()
            .and_then(|settings| settings.dashboard.as_ref());
        let dashboard = dashboard.and_then(|dashboard| dashboard.display_name.as_deref());
        let profile = self
            .business_profile
            .as_ref()
            .and_then(|profile| profile.name.as_deref());
        let given = |name: &&str| !name.trim().is_empty();
        dashboard
            .filter(given)
            .or(profile.filter(given))
            .or(self.email.as_deref())
    }
}

/// What customers are shown about the business.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct BusinessProfile {
    /// The name customers know.
    pub name: Option<String>,
    /// Where to write for help.
    pub support_address: Option<Address>,
    /// Where to mail for help.
    pub support_email: Option<String>,
    /// Where to ring for help.
    pub support_phone: Option<String>,
    /// The web site.
    pub url: Option<String>,
}

/// The part of an account's settings that this program shows.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct AccountSettings {
    /// How the Dashboard names the account.
    pub dashboard: Option<Dashboard>,
}

/// How the Dashboard names the account.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Dashboard {
    /// The account's name.
    pub display_name: Option<String>,
    /// The time zone its reports use, such as `Europe/Berlin`.
    pub timezone: Option<String>,
}
