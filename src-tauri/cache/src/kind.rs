//! The kinds of records, by the names Stripe gives its objects. Not their meaning: to the cache
//! they are all alike.

use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// What a record is a copy of. Stored as Stripe's own `object` name, so that a file
        /// stays readable when kinds are added.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// Every kind this version knows.
            pub const ALL: &'static [Kind] = &[$(Kind::$name,)*];

            /// Stripe's `object` name for it, such as `tax_rate`.
            pub const fn code(self) -> &'static str {
                match self { $(Kind::$name => $code,)* }
            }

            /// The kind with this `object` name, if this version knows it.
            pub fn from_code(code: &str) -> Option<Kind> {
                match code { $($code => Some(Kind::$name),)* _ => None }
            }
        }
    };
}

kinds! {
    /// The Stripe account itself.
    Account = "account",
    /// The account's balance.
    Balance = "balance",
    /// A movement of the balance.
    BalanceTransaction = "balance_transaction",
    /// A charge.
    Charge = "charge",
    /// A coupon.
    Coupon = "coupon",
    /// A credit note.
    CreditNote = "credit_note",
    /// A customer.
    Customer = "customer",
    /// A dispute.
    Dispute = "dispute",
    /// An event.
    Event = "event",
    /// An invoice.
    Invoice = "invoice",
    /// An invoice item.
    InvoiceItem = "invoiceitem",
    /// A payment of an invoice.
    InvoicePayment = "invoice_payment",
    /// A payment intent.
    PaymentIntent = "payment_intent",
    /// A payment link.
    PaymentLink = "payment_link",
    /// Money that came another way than through Stripe.
    PaymentRecord = "payment_record",
    /// A payout to the bank.
    Payout = "payout",
    /// A price of a product.
    Price = "price",
    /// A product.
    Product = "product",
    /// A promotion code.
    PromotionCode = "promotion_code",
    /// A quote.
    Quote = "quote",
    /// A refund.
    Refund = "refund",
    /// A subscription.
    Subscription = "subscription",
    /// A subscription schedule.
    SubscriptionSchedule = "subscription_schedule",
    /// A tax rate.
    TaxRate = "tax_rate",
    /// A test clock.
    TestClock = "test_helpers.test_clock",
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
