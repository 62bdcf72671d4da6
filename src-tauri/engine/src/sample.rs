//! Objects as Stripe sends them, made for tests, and a cache on disk to keep them in. Not a
//! server: what Stripe itself does with them is the practice Stripe's.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot set up its records has nothing to say"
)]

use cache::{Cache, Error, Read};
use serde_json::{Value, json};

/// A Sunday in November 2026, when the tests take place.
pub(crate) const NOW: i64 = 1_795_305_600;
pub(crate) const DAY: i64 = 86_400;

/// A cache in a folder that is gone after the test.
pub(crate) struct Kept {
    pub(crate) cache: Cache,
    _folder: tempfile::TempDir,
}

impl Kept {
    /// A cache that holds these objects, put in this order.
    pub(crate) async fn with(objects: Vec<Value>) -> Kept {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::open(&folder.path().join("records.sqlite")).expect("a cache");
        let kept = Kept {
            cache,
            _folder: folder,
        };
        kept.put(objects).await;
        kept
    }

    pub(crate) async fn put(&self, objects: Vec<Value>) {
        let put = |w: &mut cache::Write<'_>| {
            objects
                .into_iter()
                .try_for_each(|object| crate::shape::put(w, object, NOW))
        };
        self.cache.write(put).await.expect("records");
    }

    /// Reads, with the problem as text.
    pub(crate) async fn read<T, P, F>(&self, read: F) -> Result<T, String>
    where
        T: Send + 'static,
        P: std::fmt::Display + Send + 'static,
        F: FnOnce(&Read<'_>) -> Result<T, P> + Send + 'static,
    {
        let read = self
            .cache
            .read(move |r| Ok::<_, Error>(read(r).map_err(|problem| problem.to_string())));
        read.await.expect("a reader")
    }
}

/// An account over such a cache, whose Stripe does not answer.
pub(crate) fn account(kept: &Kept) -> crate::Account {
    crate::Account {
        identity: crate::Identity::practice(),
        attention: crate::reads::Attention::default(),
        cache: kept.cache.clone(),
        clock: crate::clock::MovedClock::over(std::sync::Arc::new(crate::HandClock::at(NOW))),
        connection: crate::connection::Connection::to(
            crate::connection::Place::Practice {
                key: "sk_test_practice".to_owned(),
            },
            tokio::sync::broadcast::channel(1).0,
        ),
        wake: tokio::sync::Notify::new(),
        packs: crate::packs::Progress::default(),
        paper: crate::papers::Press::new(),
        progress: crate::sync::Progress::default(),
        meant: false.into(),
        news: tokio::sync::broadcast::channel(1).0,
        shelf: std::sync::Arc::default(),
    }
}

/// A draft as the editor keeps it: a line of text for a customer to be made.
pub(crate) fn draft(id: &str, quote: Option<&str>) -> cache::Draft {
    let line = |key: &str, name: &str, unit: &str, per: Value| {
        json!({ "key": key, "name": name, "detail": "", "price": null, "product": null, "unit": unit,
            "quantity": "2", "per": per, "tax": null, "discount": null })
    };
    let fields =
        json!({ "name": "Tern Island", "email": "yard@ternisland.example", "city": "Tern" });
    let json = json!({
        "id": id, "quote": quote, "customer": { "kind": "new", "fields": fields }, "currency": "usd",
        "lines": [line("a", "Sails", "1,250.50", Value::Null),
            line("b", "Care", "10", json!({ "interval": "month", "count": 1 }))],
        "discounts": [], "tax": { "id": null, "name": "VAT", "percent": "20", "inclusive": false },
        "expires_on": "2026-12-24", "header": "", "description": "For the regatta.", "footer": "",
        "collection": "send_invoice", "days_until_due": 14, "starts_on": null, "trial_days": null,
        "updated_at": NOW,
    });
    cache::Draft {
        id: id.to_owned(),
        record: quote.map(str::to_owned),
        json,
        updated_at: NOW,
        deleted_at: None,
    }
}

/// An object with some fields replaced.
pub(crate) fn but(mut object: Value, fields: Value) -> Value {
    if let (Some(object), Value::Object(fields)) = (object.as_object_mut(), fields) {
        object.extend(fields);
    }
    object
}

pub(crate) fn customer(id: &str, name: &str) -> Value {
    json!({
        "id": id, "object": "customer", "name": name, "email": "accounts@halden.example",
        "phone": null, "description": null, "balance": 0, "currency": "usd", "delinquent": false,
        "address": { "line1": "Mill Lane 4", "line2": null, "city": "Halden", "postal_code": "1771",
            "state": null, "country": "NO" },
        "invoice_prefix": "7F3A21", "invoice_settings": { "custom_fields": null,
            "default_payment_method": null, "footer": null },
        "created": NOW - 400 * DAY, "livemode": false, "metadata": { "vat": "NO 987" },
    })
}

pub(crate) fn product(id: &str, name: &str) -> Value {
    json!({
        "id": id, "object": "product", "name": name, "active": true, "default_price": null,
        "description": "Design, build, move of 240 products", "created": NOW - 300 * DAY,
        "updated": NOW - 300 * DAY, "livemode": false, "metadata": {}, "url": null,
    })
}

/// A price in dollars; `interval` is empty for one-time prices.
pub(crate) fn price(id: &str, product: &str, minor: i64, interval: &str) -> Value {
    let recurring = (!interval.is_empty()).then(|| {
        json!({ "interval": interval, "interval_count": 1, "trial_period_days": null, "usage_type": "licensed" })
    });
    json!({
        "id": id, "object": "price", "product": product, "active": true, "currency": "usd",
        "unit_amount": minor, "unit_amount_decimal": minor.to_string(), "billing_scheme": "per_unit",
        "type": if recurring.is_some() { "recurring" } else { "one_time" }, "recurring": recurring,
        "tax_behavior": "unspecified", "nickname": null, "lookup_key": null,
        "created": NOW - 300 * DAY, "livemode": false, "metadata": {},
    })
}

fn details(discount: i64, tax: i64) -> Value {
    json!({ "amount_discount": discount, "amount_shipping": 0, "amount_tax": tax })
}

fn line(id: &str, name: &str, price: Value, sums: (i64, i64, i64, i64)) -> Value {
    let (subtotal, discount, tax, total) = sums;
    json!({
        "id": id, "object": "item", "description": name, "price": price, "quantity": 1,
        "currency": "usd", "amount_subtotal": subtotal, "amount_discount": discount,
        "amount_tax": tax, "amount_total": total, "adjustable_quantity": null, "metadata": {},
    })
}

fn tax_rate() -> Value {
    json!({
        "id": "txr_vat", "object": "tax_rate", "display_name": "VAT", "percentage": 20.0,
        "inclusive": false, "active": true, "description": null, "country": null,
        "created": NOW - 300 * DAY, "livemode": false, "metadata": {},
    })
}

/// The quote of the first sale: a webshop at once, a care plan each month, 2 % off for ever, VAT.
pub(crate) fn quote(id: &str, status: &str) -> Value {
    let discount = json!({
        "id": "di_1", "object": "discount", "start": NOW - 2 * DAY, "end": null, "customer": "cus_1",
        "source": { "type": "coupon", "coupon": "loyal" },
    });
    let mut whole = details(14_698, 144_040);
    whole["breakdown"] = json!({
        "discounts": [{ "amount": 14_698, "discount": discount }],
        "taxes": [{ "amount": 144_040, "rate": tax_rate(), "taxability_reason": null, "taxable_amount": 720_202 }],
    });
    let draft = status == "draft";
    json!({
        "id": id, "object": "quote", "status": status,
        "number": if draft { Value::Null } else { json!("QT-7F3A21-0004-2") },
        "status_transitions": { "finalized_at": if draft { Value::Null } else { json!(NOW - DAY) },
            "accepted_at": null, "canceled_at": null },
        "customer": "cus_1", "currency": "usd", "amount_subtotal": 734_900, "amount_total": 864_242,
        "total_details": whole,
        "computed": {
            "upfront": { "amount_subtotal": 734_900, "amount_total": 864_242, "total_details": details(14_698, 144_040) },
            "recurring": { "amount_subtotal": 14_900, "amount_total": 17_522, "interval": "month",
                "interval_count": 1, "total_details": details(298, 2_920) },
        },
        "line_items": { "object": "list", "has_more": false, "url": "/v1/quotes/qt/line_items", "data": [
            line("li_1", "Webshop relaunch", price("price_shop", "prod_shop", 720_000, ""),
                (720_000, 14_400, 141_120, 846_720)),
            line("li_2", "Care plan", price("price_care", "prod_care", 14_900, "month"),
                (14_900, 298, 2_920, 17_522)),
        ] },
        "default_tax_rates": ["txr_vat"], "discounts": ["di_1"],
        "automatic_tax": { "enabled": false, "status": null },
        "expires_at": NOW + 2 * DAY, "header": null, "description": "Webshop relaunch and care",
        "footer": "Thank you.", "collection_method": "send_invoice",
        "invoice_settings": { "days_until_due": 14 },
        "subscription_data": { "description": null, "effective_date": null, "trial_period_days": null },
        "from_quote": null, "invoice": null, "subscription": null, "subscription_schedule": null,
        "test_clock": null, "created": NOW - 2 * DAY, "livemode": false, "metadata": {},
    })
}

/// An invoice over one line, of nothing in particular.
pub(crate) fn invoice(id: &str, status: &str, total: i64) -> Value {
    let draft = status == "draft";
    let paid = status == "paid";
    let line = json!({
        "id": "il_1", "object": "line_item", "description": "Menu cards", "quantity": 2,
        "currency": "usd", "amount": total, "subtotal": total, "discountable": true,
        "pricing": { "type": "price_details", "unit_amount_decimal": (total / 2).to_string(),
            "price_details": { "price": "price_shop", "product": "prod_shop" } },
        "parent": null, "taxes": [], "discounts": [], "discount_amounts": [],
        "period": { "start": NOW - 5 * DAY, "end": NOW - 5 * DAY }, "invoice": id,
        "livemode": false, "metadata": {},
    });
    let first = json!({
        "id": id, "object": "invoice", "status": status,
        "number": if draft { Value::Null } else { json!("7F3A21-0007") },
        "status_transitions": { "finalized_at": if draft { Value::Null } else { json!(NOW - 5 * DAY) },
            "paid_at": if paid { json!(NOW - DAY) } else { Value::Null }, "voided_at": null,
            "marked_uncollectible_at": null },
        "billing_reason": "quote_accept", "parent": null, "customer": "cus_1",
        "customer_name": "Halden Bicycle Works", "customer_email": "accounts@halden.example",
        "currency": "usd", "subtotal": total, "total": total, "total_discount_amounts": [],
        "total_taxes": [], "starting_balance": 0, "ending_balance": 0, "amount_due": total,
        "amount_paid": if paid { total } else { 0 }, "amount_remaining": if paid { 0 } else { total },
        "amount_shipping": 0, "pre_payment_credit_notes_amount": 0, "post_payment_credit_notes_amount": 0,
        "lines": { "object": "list", "has_more": false, "url": "/v1/invoices/in/lines", "data": [line] },
    });
    // In parts: the whole would be too long for the macro.
    but(
        first,
        json!({
            "default_tax_rates": [], "discounts": [], "automatic_tax": { "enabled": false, "status": null },
            "collection_method": "send_invoice", "due_date": if draft { Value::Null } else { json!(NOW + 9 * DAY) },
            "auto_advance": false, "automatically_finalizes_at": null, "attempted": false,
            "attempt_count": 0, "next_payment_attempt": null,
            "hosted_invoice_url": if draft { Value::Null } else { json!("https://invoice.stripe.com/i/1") },
            "invoice_pdf": null, "receipt_number": null, "custom_fields": null, "description": null,
            "footer": null, "default_payment_method": null, "period_start": NOW - 5 * DAY,
            "period_end": NOW - 5 * DAY, "test_clock": null, "created": NOW - 5 * DAY, "livemode": false,
            "confirmation_secret": { "client_secret": "pi_1_secret_2", "type": "payment_intent" },
            "metadata": {},
        }),
    )
}

/// A subscription to the care plan.
pub(crate) fn subscription(id: &str, status: &str) -> Value {
    json!({
        "id": id, "object": "subscription", "status": status, "customer": "cus_1", "currency": "usd",
        "items": { "object": "list", "has_more": false, "url": "/v1/subscription_items", "data": [{
            "id": "si_1", "object": "subscription_item", "price": price("price_care", "prod_care", 14_900, "month"),
            "quantity": 2, "current_period_start": NOW - 10 * DAY, "current_period_end": NOW + 20 * DAY,
            "discounts": [], "tax_rates": [], "subscription": id, "created": NOW - 10 * DAY, "metadata": {},
        }] },
        "description": null, "collection_method": "send_invoice", "days_until_due": 14,
        "default_payment_method": null, "default_tax_rates": [], "discounts": [],
        "latest_invoice": null, "schedule": null, "invoice_settings": null, "pause_collection": null,
        "start_date": NOW - 10 * DAY, "billing_cycle_anchor": NOW - 10 * DAY, "trial_start": null,
        "trial_end": null, "cancel_at": null, "cancel_at_period_end": false, "canceled_at": null,
        "ended_at": null, "test_clock": null, "created": NOW - 10 * DAY, "livemode": false, "metadata": {},
    })
}

/// A coupon, a tax rate, two products with their prices, and the customer.
pub(crate) fn shop() -> Vec<Value> {
    vec![
        json!({
            "id": "loyal", "object": "coupon", "name": "Returning customer", "percent_off": 2.0,
            "amount_off": null, "currency": null, "duration": "forever", "duration_in_months": null,
            "valid": true, "created": NOW - 300 * DAY, "livemode": false, "metadata": {},
        }),
        tax_rate(),
        product("prod_shop", "Webshop relaunch"),
        but(
            product("prod_care", "Care plan"),
            json!({ "description": "Monthly, from acceptance" }),
        ),
        price("price_shop", "prod_shop", 720_000, ""),
        price("price_care", "prod_care", 14_900, "month"),
        customer("cus_1", "Halden Bicycle Works"),
    ]
}
