//! A quote or an invoice on its way to the customer, by the owner's own mail program or by Stripe.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a mail about a record will say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MailText {
    /// The customer's e-mail; empty where none is known.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text, in lines.
    pub body: String,
    /// The name of the PDF that goes along.
    pub file_name: String,
    /// Stripe can send it as well.
    pub by_stripe: bool,
    /// What the owner should know before Stripe sends it, such as that no mail goes out.
    pub stripe_note: Option<String>,
}

/// A mail draft, written and ready to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MailDraft {
    /// The whole path of the `.eml` file.
    pub path: String,
    /// The customer's e-mail; empty where none is known.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text, in lines.
    pub body: String,
    /// The whole path of the PDF that goes along.
    pub attachment: String,
}
