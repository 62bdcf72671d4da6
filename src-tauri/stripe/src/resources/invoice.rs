//! Invoices, as they are since the basil version: paid through `payments` (by expanding), made by
//! a `parent`.
//!
//! Not here: `confirmation_secret`, which is read where a payment is made and never kept.

use serde::Deserialize;
use serde_json::Value;

use super::nullable::or_empty;
use super::open_enum::open_enum;
use super::{
    Address, AutomaticTax, DiscountAmount, InvoiceLine, List, Metadata, Reference, Shipping, Tax,
    TaxExempt, TaxRate, Typed,
};

open_enum! {
    /// Where an invoice stands.
    pub enum InvoiceStatus {
        /// Being written.
        Draft = "draft",
        /// Finalized, waiting for money.
        Open = "open",
        /// Settled.
        Paid = "paid",
        /// Annulled; it stays in the books.
        Void = "void",
        /// Given up.
        Uncollectible = "uncollectible",
    }
}

open_enum! {
    /// How money is asked for.
    pub enum CollectionMethod {
        /// By charging the customer's payment method.
        ChargeAutomatically = "charge_automatically",
        /// By sending the invoice.
        SendInvoice = "send_invoice",
    }
}

open_enum! {
    /// Why an invoice was made.
    pub enum BillingReason {
        /// By hand.
        Manual = "manual",
        /// By accepting a quote.
        QuoteAccept = "quote_accept",
        /// A subscription began.
        SubscriptionCreate = "subscription_create",
        /// A subscription's next period began.
        SubscriptionCycle = "subscription_cycle",
        /// A subscription was changed.
        SubscriptionUpdate = "subscription_update",
    }
}

/// A bill.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Invoice {
    /// `in_…`
    pub id: String,
    /// Given when finalized.
    pub number: Option<String>,
    /// Where it stands.
    pub status: Option<InvoiceStatus>,
    /// When it came to stand there.
    pub status_transitions: InvoiceStatusTransitions,
    /// Why it was made.
    pub billing_reason: Option<BillingReason>,
    /// The quote or subscription it was made by.
    pub parent: Option<InvoiceParent>,
    /// Who owes it.
    pub customer: Option<Reference>,
    /// As it was when finalized.
    pub customer_name: Option<String>,
    /// As it was when finalized.
    pub customer_email: Option<String>,
    /// As it was when finalized.
    pub customer_phone: Option<String>,
    /// As it was when finalized.
    pub customer_address: Option<Address>,
    /// As it was when finalized.
    pub customer_shipping: Option<Shipping>,
    /// As it was when finalized.
    pub customer_tax_exempt: Option<TaxExempt>,
    /// Whose account made it, as printed.
    pub account_name: Option<String>,
    /// Two upper-case letters.
    pub account_country: Option<String>,
    /// Three lower-case letters.
    pub currency: String,
    /// Minor units, before invoice discounts and added taxes.
    pub subtotal: i64,
    /// Minor units.
    pub subtotal_excluding_tax: Option<i64>,
    /// Minor units, after discounts and taxes.
    pub total: i64,
    /// Minor units.
    pub total_excluding_tax: Option<i64>,
    /// What is taken off, by discount.
    #[serde(default, deserialize_with = "or_empty")]
    pub total_discount_amounts: Vec<DiscountAmount>,
    /// The tax, by rate.
    #[serde(default, deserialize_with = "or_empty")]
    pub total_taxes: Vec<Tax>,
    /// Minor units: the customer's balance before.
    pub starting_balance: i64,
    /// Minor units: the customer's balance after; absent on drafts.
    pub ending_balance: Option<i64>,
    /// Minor units to be paid: the total and the balance, never below zero.
    pub amount_due: i64,
    /// Minor units paid.
    pub amount_paid: i64,
    /// Minor units still to be paid.
    pub amount_remaining: i64,
    /// Minor units paid too much.
    pub amount_overpaid: Option<i64>,
    /// Minor units of shipping.
    pub amount_shipping: i64,
    /// Minor units credited before it was paid.
    pub pre_payment_credit_notes_amount: i64,
    /// Minor units credited after it was paid.
    pub post_payment_credit_notes_amount: i64,
    /// The first ten lines.
    pub lines: List<InvoiceLine>,
    /// Taxes on lines that have none of their own.
    #[serde(default, deserialize_with = "or_empty")]
    pub default_tax_rates: Vec<TaxRate>,
    /// Discounts on the whole.
    #[serde(default, deserialize_with = "or_empty")]
    pub discounts: Vec<Reference>,
    /// Whether Stripe works out the tax.
    pub automatic_tax: AutomaticTax,
    /// How money is asked for.
    pub collection_method: CollectionMethod,
    /// Unix seconds UTC; absent where the payment method is charged.
    pub due_date: Option<i64>,
    /// Unix seconds UTC: the date that the invoice bears.
    pub effective_at: Option<i64>,
    /// Whether Stripe goes on by itself: finalizes a draft, collects an open one.
    #[serde(default, deserialize_with = "or_empty")]
    pub auto_advance: bool,
    /// Unix seconds UTC when Stripe finalizes this draft by itself.
    pub automatically_finalizes_at: Option<i64>,
    /// Whether a payment was tried.
    pub attempted: bool,
    /// How often a payment was tried.
    pub attempt_count: i64,
    /// Unix seconds UTC.
    pub next_payment_attempt: Option<i64>,
    /// The customer's page; absent on drafts.
    pub hosted_invoice_url: Option<String>,
    /// The PDF's address; absent on drafts. It opens the PDF for whoever has it.
    pub invoice_pdf: Option<String>,
    /// The receipt's number.
    pub receipt_number: Option<String>,
    /// Name and value pairs.
    #[serde(default, deserialize_with = "or_empty")]
    pub custom_fields: Vec<CustomField>,
    /// The memo.
    pub description: Option<String>,
    /// At the foot.
    pub footer: Option<String>,
    /// What is paid with.
    pub default_payment_method: Option<Reference>,
    /// Unix seconds UTC.
    pub period_start: i64,
    /// Unix seconds UTC.
    pub period_end: i64,
    /// Payments, only when expanded; raw, since they belong to another noun.
    pub payments: Option<List<Value>>,
    /// Why finalizing failed the last time.
    pub last_finalization_error: Option<Value>,
    /// The newest revision of this invoice.
    pub latest_revision: Option<Reference>,
    /// The test clock it lives by.
    pub test_clock: Option<Reference>,
    /// Unix seconds UTC.
    pub created: i64,
    /// Whether this is real money.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for Invoice {
    const OBJECT: &'static str = "invoice";
}

impl Invoice {
    /// The quote that was accepted into this invoice.
    #[must_use]
    pub fn quote(&self) -> Option<&str> {
        self.parent
            .as_ref()?
            .quote_details
            .as_ref()
            .map(|details| details.quote.as_str())
    }

    /// The subscription that this invoice bills.
    #[must_use]
    pub fn subscription(&self) -> Option<&str> {
        let details = self.parent.as_ref()?.subscription_details.as_ref()?;
        Some(details.subscription.id())
    }
}

/// When an invoice changed its status, in unix seconds UTC.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct InvoiceStatusTransitions {
    /// Became open.
    pub finalized_at: Option<i64>,
    /// Became paid.
    pub paid_at: Option<i64>,
    /// Became void.
    pub voided_at: Option<i64>,
    /// Became uncollectible.
    pub marked_uncollectible_at: Option<i64>,
}

/// What made an invoice.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct InvoiceParent {
    /// Stripe's `type`: `quote_details` or `subscription_details`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A quote did.
    pub quote_details: Option<QuoteDetails>,
    /// A subscription did.
    pub subscription_details: Option<SubscriptionDetails>,
}

/// The quote that made an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QuoteDetails {
    /// `qt_…`
    pub quote: String,
}

/// The subscription that made an invoice.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SubscriptionDetails {
    /// `sub_…`
    pub subscription: Reference,
    /// The subscription's metadata then.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

/// A name and a value, printed on documents.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CustomField {
    /// Such as "Order number".
    pub name: String,
    /// Such as "4711".
    pub value: String,
}
