//! The paths of Stripe's API that this program uses: lists as constants, everything with an id
//! as a function that encodes the id, so that no id can lead anywhere else.
//!
//! Not here: the host, and the parameters.

use url::form_urlencoded::byte_serialize;

/// The account of the key.
pub const ACCOUNT: &str = "/v1/account";
/// Its balance.
pub const BALANCE: &str = "/v1/balance";
/// All charges: the attempts to take money.
pub const CHARGES: &str = "/v1/charges";
/// All coupons.
pub const COUPONS: &str = "/v1/coupons";
/// All credit notes.
pub const CREDIT_NOTES: &str = "/v1/credit_notes";
/// What a credit note would be.
pub const CREDIT_NOTE_PREVIEW: &str = "/v1/credit_notes/preview";
/// All customers.
pub const CUSTOMERS: &str = "/v1/customers";
/// All disputes.
pub const DISPUTES: &str = "/v1/disputes";
/// All events of the last 30 days.
pub const EVENTS: &str = "/v1/events";
/// All invoice items.
pub const INVOICE_ITEMS: &str = "/v1/invoiceitems";
/// All invoices.
pub const INVOICES: &str = "/v1/invoices";
/// What an invoice would be.
pub const INVOICE_PREVIEW: &str = "/v1/invoices/create_preview";
/// All payment intents.
pub const PAYMENT_INTENTS: &str = "/v1/payment_intents";
/// All payment links.
pub const PAYMENT_LINKS: &str = "/v1/payment_links";
/// All payment methods.
pub const PAYMENT_METHODS: &str = "/v1/payment_methods";
/// All payment records: money that came another way than through Stripe.
pub const PAYMENT_RECORDS: &str = "/v1/payment_records";
/// Reports one.
pub const PAYMENT_RECORD_REPORT: &str = "/v1/payment_records/report_payment";
/// All prices.
pub const PRICES: &str = "/v1/prices";
/// All products.
pub const PRODUCTS: &str = "/v1/products";
/// All quotes.
pub const QUOTES: &str = "/v1/quotes";
/// All refunds.
pub const REFUNDS: &str = "/v1/refunds";
/// All subscription items of a subscription, named by a parameter.
pub const SUBSCRIPTION_ITEMS: &str = "/v1/subscription_items";
/// All subscription schedules.
pub const SUBSCRIPTION_SCHEDULES: &str = "/v1/subscription_schedules";
/// All subscriptions; the ended ones only with `status=all`.
pub const SUBSCRIPTIONS: &str = "/v1/subscriptions";
/// All tax rates.
pub const TAX_RATES: &str = "/v1/tax_rates";

macro_rules! of_one {
    ($( $(#[$meta:meta])* $name:ident = $list:ident $($action:literal)?; )+) => {
        $( $(#[$meta])* #[must_use] pub fn $name(id: &str) -> String {
            one($list, id) $( + "/" + $action )?
        } )+
    };
}

of_one! {
    /// One coupon.
    coupon = COUPONS;
    /// One customer.
    customer = CUSTOMERS;
    /// The payment methods that a customer keeps.
    customer_payment_methods = CUSTOMERS "payment_methods";
    /// One charge.
    charge = CHARGES;
    /// One event.
    event = EVENTS;
    /// One invoice item.
    invoice_item = INVOICE_ITEMS;
    /// One invoice.
    invoice = INVOICES;
    /// All lines of an invoice.
    invoice_lines = INVOICES "lines";
    /// Finalizes a draft.
    invoice_finalize = INVOICES "finalize";
    /// Sends an invoice to its customer.
    invoice_send = INVOICES "send";
    /// Makes a payment count for an invoice.
    invoice_attach_payment = INVOICES "attach_payment";
    /// Pays an invoice, or marks it paid out of band.
    invoice_pay = INVOICES "pay";
    /// Voids an invoice.
    invoice_void = INVOICES "void";
    /// Gives an invoice up.
    invoice_mark_uncollectible = INVOICES "mark_uncollectible";
    /// One payment intent.
    payment_intent = PAYMENT_INTENTS;
    /// Tries to take its money.
    payment_intent_confirm = PAYMENT_INTENTS "confirm";
    /// Takes the money that is held.
    payment_intent_capture = PAYMENT_INTENTS "capture";
    /// Gives a payment up.
    payment_intent_cancel = PAYMENT_INTENTS "cancel";
    /// One payment method.
    payment_method = PAYMENT_METHODS;
    /// Gives it to a customer.
    payment_method_attach = PAYMENT_METHODS "attach";
    /// Takes it away from its customer.
    payment_method_detach = PAYMENT_METHODS "detach";
    /// One payment record.
    payment_record = PAYMENT_RECORDS;
    /// One price.
    price = PRICES;
    /// One product.
    product = PRODUCTS;
    /// One quote.
    quote = QUOTES;
    /// All lines of a quote.
    quote_line_items = QUOTES "line_items";
    /// The lines that a quote's first invoice will have.
    quote_upfront_line_items = QUOTES "computed_upfront_line_items";
    /// Finalizes a draft.
    quote_finalize = QUOTES "finalize";
    /// Accepts an open quote.
    quote_accept = QUOTES "accept";
    /// Withdraws a quote.
    quote_cancel = QUOTES "cancel";
    /// A quote's PDF: for [`Client::download`](crate::Client::download).
    quote_pdf = QUOTES "pdf";
    /// One subscription item.
    subscription_item = SUBSCRIPTION_ITEMS;
    /// One subscription.
    subscription = SUBSCRIPTIONS;
    /// One subscription schedule.
    subscription_schedule = SUBSCRIPTION_SCHEDULES;
    /// Stops a schedule and its subscription.
    subscription_schedule_cancel = SUBSCRIPTION_SCHEDULES "cancel";
    /// Lets a schedule's subscription go on by itself.
    subscription_schedule_release = SUBSCRIPTION_SCHEDULES "release";
    /// One tax rate.
    tax_rate = TAX_RATES;
}

fn one(list: &str, id: &str) -> String {
    let mut path = format!("{list}/");
    // A form writes a space as `+`, which in a path would be a plus.
    byte_serialize(id.as_bytes()).for_each(|part| path.push_str(&part.replace('+', "%20")));
    path
}

#[cfg(test)]
mod tests {
    use super::{customer, quote_accept};

    #[test]
    fn an_id_stays_one_segment() {
        for (id, path) in [
            ("cus_123", "/v1/customers/cus_123"),
            ("a/b", "/v1/customers/a%2Fb"),
            ("a?b#c", "/v1/customers/a%3Fb%23c"),
            ("a b+c", "/v1/customers/a%20b%2Bc"),
            ("25% off", "/v1/customers/25%25%20off"),
        ] {
            assert_eq!(customer(id), path);
        }
        assert_eq!(quote_accept("qt_1"), "/v1/quotes/qt_1/accept");
    }
}
