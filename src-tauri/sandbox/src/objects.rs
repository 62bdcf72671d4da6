//! The nouns of the API. Each file holds one: its operations and their parameters, how an object looks,
//! and its steps from state to state.

pub(crate) mod account;
pub(crate) mod clocks;
mod coupons;
pub(crate) mod credit_notes;
pub(crate) mod customers;
mod discounts;
mod history;
mod invoice_items;
pub(crate) mod invoices;
pub(crate) mod payment_links;
pub(crate) mod payments;
pub(crate) mod payouts;
pub(crate) mod prices;
mod products;
mod promotion_codes;
pub(crate) mod quotes;
pub(crate) mod schedules;
mod shipping_rates;
pub(crate) mod subscriptions;
mod tax_ids;
mod tax_rates;

use serde_json::Value;

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::operation::Operation;

/// Every operation that this server offers. Fixed words stand before ids in a noun's table.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    [
        crate::search::OPERATIONS,
        account::OPERATIONS,
        history::OPERATIONS,
        customers::OPERATIONS,
        products::OPERATIONS,
        prices::OPERATIONS,
        tax_rates::OPERATIONS,
        coupons::OPERATIONS,
        quotes::OPERATIONS,
        invoices::OPERATIONS,
        invoice_items::OPERATIONS,
        credit_notes::OPERATIONS,
        customers::ledger::OPERATIONS,
        customers::discount::OPERATIONS,
        tax_ids::OPERATIONS,
        promotion_codes::OPERATIONS,
        shipping_rates::OPERATIONS,
        payouts::OPERATIONS,
        payment_links::OPERATIONS,
        payments::OPERATIONS,
        payments::methods::OPERATIONS,
        payments::intents::OPERATIONS,
        payments::charges::OPERATIONS,
        payments::records::OPERATIONS,
        payments::refunds::OPERATIONS,
        payments::disputes::OPERATIONS,
        payments::setup::OPERATIONS,
        payments::tokens::OPERATIONS,
        subscriptions::OPERATIONS,
        schedules::OPERATIONS,
        clocks::OPERATIONS,
    ]
    .into_iter()
    .flatten()
}

/// The kind of object whose id stands in `field`, where it can be expanded.
pub(crate) fn referred(within: &Value, field: &str) -> Option<&'static str> {
    Some(match field {
        "customer" => "customer",
        "product" => "product",
        "price" | "default_price" => "price",
        "coupon" => "coupon",
        "discounts" | "discount" if within.must("object") != "customer" => "discount",
        "invoice" | "latest_invoice" | "latest_revision" => "invoice",
        "subscription" | "released_subscription" if is_reference(within, field) => "subscription",
        "schedule" | "subscription_schedule" => "subscription_schedule",
        "test_clock" => "test_helpers.test_clock",
        "quote" => "quote",
        "default_tax_rates" | "tax_rates" => "tax_rate",
        "payment_intent" => "payment_intent",
        "charge" | "latest_charge" => "charge",
        "payment_method" | "default_payment_method" => "payment_method",
        "balance_transaction" | "failure_balance_transaction" => "balance_transaction",
        "setup_intent" | "pending_setup_intent" => "setup_intent",
        "refund" => "refund",
        "credit_note" => "credit_note",
        "customer_balance_transaction" => "customer_balance_transaction",
        "shipping_rate" => "shipping_rate",
        "promotion_code" => "promotion_code",
        "account_tax_ids" => "tax_id",
        "original_payout" | "reversed_by" => "payout",
        "source" if within.must("object") == "balance_transaction" => moved(within.must(field)),
        _ => return None,
    })
}

/// The kind of what moved the balance.
fn moved(id: &str) -> &'static str {
    match id.split('_').next() {
        Some("re") => "refund",
        Some("po") => "payout",
        Some("dp" | "du") => "dispute",
        _ => "charge",
    }
}

/// Some fields hold an id that Stripe does not expand.
fn is_reference(within: &Value, field: &str) -> bool {
    !(within.must("object") == "subscription_item"
        || field == "released_subscription"
        || within.must("object") == "discount")
}

/// Fields that some objects of a kind have, and that may be asked of all of them.
pub(crate) fn may_lack(within: &Value, field: &str) -> bool {
    (within.must("object"), field) == ("price", "tiers")
}

/// A field that only comes when it is asked for: `trail` below the object `noun` `id`.
pub(crate) fn on_request(
    call: &Call<'_>,
    noun: &str,
    id: &str,
    trail: &str,
) -> Result<Option<Value>, Refusal> {
    match (noun, trail) {
        ("quote", _) => quotes::on_request(call, id, trail),
        ("item", "discounts" | "taxes") => quotes::item_part(call, id, trail),
        ("invoice", "shipping_cost.taxes") => invoices::shipping_taxes(call, id),
        ("payment_link", "line_items") => payment_links::on_request(call, id),
        ("invoice", "payments" | "confirmation_secret") => invoices::on_request(call, id, trail),
        ("customer", "subscriptions" | "sources" | "tax_ids") => {
            customers::on_request(call, id, trail)
        }
        ("charge", "refunds") => Ok(Some(payments::refunds::of_charge(call, id)?)),
        ("price", "tiers") => prices::on_request(call, id),
        ("coupon", "applies_to") => coupons::applies_to(call, id),
        _ => Ok(None),
    }
}
