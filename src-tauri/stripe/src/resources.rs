//! Typed views of Stripe's JSON, a file a noun, for reading and only for reading.
//!
//! Tolerant: fields that this program does not know are ignored (the raw JSON keeps them), and
//! unknown values of known fields are kept as the text Stripe sent. Strict where money is: a
//! missing amount is an error and never a zero.
//!
//! Everywhere: amounts are integers in minor units of the object's `currency` (three lower-case
//! letters), times are unix seconds UTC, percentages are exact [`Decimal`] texts.
//!
//! Not here: building requests (those are [`Params`](crate::Params)), and what any of it means.

mod account;
mod balance;
mod charge;
mod coupon;
mod credit_note;
mod customer;
mod decimal;
mod deleted;
mod discount;
mod dispute;
mod event;
mod invoice;
mod invoice_item;
mod invoice_line;
mod list;
mod nullable;
mod open_enum;
pub mod paths;
mod payment_intent;
mod payment_method;
mod price;
mod product;
mod quote;
mod quote_line;
mod reference;
mod refund;
mod subscription;
mod subscription_schedule;
mod tax;
mod tax_rate;
mod typed;

pub use account::{Account, AccountSettings, BusinessProfile, Dashboard};
pub use balance::{Balance, BalanceAmount};
pub use charge::{Charge, ChargeOutcome, ChargeStatus, ChargedCard, PaymentMethodDetails};
pub use coupon::{AppliesTo, Coupon, CouponDuration};
pub use credit_note::CreditNote;
pub use customer::{Address, Customer, CustomerInvoiceSettings, Shipping, TaxExempt};
pub use decimal::Decimal;
pub use deleted::Deleted;
pub use discount::{Discount, DiscountSource};
pub use dispute::{Dispute, EvidenceDetails};
pub use event::{Event, EventData, EventRequest};
pub use invoice::{
    BillingReason, CollectionMethod, CustomField, Invoice, InvoiceParent, InvoiceStatus,
    InvoiceStatusTransitions, QuoteDetails, SubscriptionDetails,
};
pub use invoice_item::InvoiceItem;
pub use invoice_line::{
    InvoiceItemDetails, InvoiceLine, InvoiceLineParent, Period, PriceDetails, Pricing,
    SubscriptionItemDetails,
};
pub use list::List;
pub use payment_intent::{
    NextAction, PaymentError, PaymentIntent, PaymentIntentStatus, RedirectToUrl,
};
pub use payment_method::{Card, PaymentMethod};
pub use price::{Interval, Price, PriceKind, Recurring, TaxBehavior};
pub use product::Product;
pub use quote::{
    AutomaticTax, FromQuote, Quote, QuoteComputed, QuoteInvoiceSettings, QuoteRecurring,
    QuoteStatus, QuoteStatusTransitions, QuoteSubscriptionData, QuoteTotalDetails, QuoteUpfront,
};
pub use quote_line::{LineDiscount, LineTax, QuoteLineItem};
pub use reference::Reference;
pub use refund::{Refund, RefundStatus};
pub use subscription::{
    PauseCollection, Subscription, SubscriptionInvoiceSettings, SubscriptionItem,
    SubscriptionStatus,
};
pub use subscription_schedule::{
    CurrentPhase, EndBehavior, PhaseDiscount, PhaseInvoiceSettings, PhaseItem, SchedulePhase,
    SubscriptionSchedule, SubscriptionScheduleStatus,
};
pub use tax::{DiscountAmount, Tax, TaxRateDetails};
pub use tax_rate::TaxRate;
pub use typed::{Mismatch, Typed};

/// Metadata: at most 50 texts by name.
pub type Metadata = std::collections::BTreeMap<String, String>;
