//! The typed views on samples of our own: tolerant where Stripe may grow, strict where money is.

use serde_json::{Value, json};
use stripe::Typed;
use stripe::resources::{
    Account, Coupon, Deleted, Event, Interval, Invoice, Price, Product, Quote, QuoteStatus,
    TaxBehavior, TaxRate,
};

fn quote() -> Value {
    json!({
        "id": "qt_1", "object": "quote", "status": "open", "number": "QT-ACME-0001-1",
        "amount_subtotal": 20000, "amount_total": 21420, "currency": "eur",
        "total_details": { "amount_discount": 2000, "amount_shipping": 0, "amount_tax": 3420 },
        "computed": {
            "recurring": {
                "amount_subtotal": 5000, "amount_total": 5950, "interval": "month",
                "interval_count": 3,
                "total_details": { "amount_discount": 0, "amount_shipping": 0, "amount_tax": 950 },
            },
            "upfront": {
                "amount_subtotal": 20000, "amount_total": 21420,
                "total_details": { "amount_discount": 2000, "amount_shipping": null, "amount_tax": 3420 },
            },
        },
        "line_items": { "object": "list", "has_more": true, "url": "/v1/quotes/qt_1/line_items", "data": [ {
            "id": "li_1", "object": "item", "description": "Garden plan", "quantity": 2,
            "currency": "eur", "amount_subtotal": 20000, "amount_discount": 2000,
            "amount_tax": 3420, "amount_total": 21420,
            "price": {
                "id": "price_1", "object": "price", "product": "prod_1", "active": true,
                "currency": "eur", "unit_amount": 10000, "unit_amount_decimal": "10000",
                "type": "recurring", "billing_scheme": "per_unit", "tax_behavior": "exclusive",
                "recurring": { "interval": "month", "interval_count": 3, "usage_type": "licensed" },
                "created": 1, "livemode": false, "metadata": {},
            },
        } ] },
        "customer": { "id": "cus_1", "object": "customer", "name": "Acme" },
        "automatic_tax": { "enabled": false, "status": null },
        "status_transitions": { "finalized_at": 1790000000, "accepted_at": null, "canceled_at": null },
        "expires_at": 1792592000, "header": null, "description": "Two gardens", "footer": null,
        "collection_method": "send_invoice",
        "invoice_settings": { "days_until_due": 14, "custom_fields": null, "issuer": { "type": "self" } },
        "subscription_data": { "description": null, "effective_date": null, "metadata": null, "trial_period_days": 7 },
        "default_tax_rates": [ "txr_1" ], "discounts": [ "di_1" ],
        "from_quote": { "is_revision": true, "quote": "qt_0" },
        "invoice": null, "subscription": null, "subscription_schedule": null, "test_clock": null,
        "created": 1789990000, "livemode": false, "metadata": { "client_ref": "r1" },
        "something_stripe_adds_tomorrow": { "a": [1] },
    })
}

#[test]
fn a_quote_with_everything() -> Result<(), stripe::Mismatch> {
    let view = Quote::from_value(&quote())?;
    assert_eq!(view.status, QuoteStatus::Open);
    assert_eq!(view.amount_total, 21420);
    let recurring = view.computed.recurring.unwrap();
    assert_eq!(
        (recurring.interval, recurring.interval_count),
        (Interval::Month, 3)
    );
    let customer = view.customer.unwrap();
    assert_eq!(customer.id(), "cus_1");
    assert_eq!(customer.expanded().unwrap()["name"], "Acme");
    let lines = view.line_items.unwrap();
    assert!(lines.has_more);
    let price = lines.data[0].price.clone().unwrap();
    assert_eq!(price.tax_behavior, Some(TaxBehavior::Exclusive));
    assert_eq!(price.product.id(), "prod_1");
    assert_eq!(view.from_quote.unwrap().quote.id(), "qt_0");
    assert!(
        view.subscription_data.metadata.is_empty(),
        "null metadata is none"
    );
    assert_eq!(view.metadata["client_ref"], "r1");
    Ok(())
}

#[test]
fn a_missing_amount_is_an_error_and_never_a_zero() {
    for field in [
        "amount_total",
        "amount_subtotal",
        "total_details",
        "computed",
    ] {
        let mut value = quote();
        value.as_object_mut().unwrap().remove(field);
        let mismatch = Quote::from_value(&value).unwrap_err();
        assert_eq!(mismatch.id.as_deref(), Some("qt_1"));
        assert!(mismatch.to_string().contains(field), "{mismatch}");
    }
    for wrong in [json!("100"), json!(99.5), json!(null)] {
        let mut value = quote();
        value["amount_total"] = wrong.clone();
        assert!(
            Quote::from_value(&value).is_err(),
            "{wrong} was taken for an amount"
        );
    }
}

#[test]
fn a_value_nobody_knew_keeps_its_text() -> Result<(), stripe::Mismatch> {
    let mut value = quote();
    value["status"] = json!("will_expire");
    value["collection_method"] = json!("by_pigeon");
    let view = Quote::from_value(&value)?;
    assert_eq!(view.status, QuoteStatus::Other("will_expire".to_owned()));
    assert_eq!(view.status.as_str(), "will_expire");
    assert_eq!(view.collection_method.to_string(), "by_pigeon");
    Ok(())
}

#[test]
fn another_object_and_a_deleted_one_are_told_apart() {
    let gone = json!({ "id": "prod_1", "object": "product", "deleted": true });
    assert_eq!(
        Product::from_value(&gone).unwrap_err().to_string(),
        "prod_1 is not a readable product: it was deleted"
    );
    let deleted = Deleted::from_value(&gone).unwrap();
    assert_eq!(
        (deleted.id.as_str(), deleted.object.as_str()),
        ("prod_1", "product")
    );
    assert_eq!(Deleted::from_value(&quote()), None);
    assert_eq!(
        Invoice::from_value(&quote()).unwrap_err().to_string(),
        "qt_1 is not a readable invoice: it is a quote"
    );
    assert!(Price::from_value(&json!([])).is_err());
}

#[test]
fn percentages_keep_their_digits() -> Result<(), stripe::Mismatch> {
    let rate = TaxRate::from_value(&json!({
        "id": "txr_1", "object": "tax_rate", "display_name": "Sales tax", "percentage": 8.875,
        "inclusive": false, "active": true, "created": 1, "livemode": false,
    }))?;
    assert_eq!(rate.percentage.as_str(), "8.875");
    let coupon = Coupon::from_value(&json!({
        "id": "spring", "object": "coupon", "percent_off": 33.33, "duration": "forever",
        "times_redeemed": 0, "valid": true, "created": 1, "livemode": false,
    }))?;
    assert_eq!(coupon.percent_off.unwrap().to_string(), "33.33");
    Ok(())
}

#[test]
fn an_event_names_what_changed() -> Result<(), stripe::Mismatch> {
    let event = Event::from_value(&json!({
        "id": "evt_1", "object": "event", "type": "quote.accepted", "created": 1,
        "livemode": false, "api_version": "2020-08-27",
        "data": { "object": { "id": "qt_1", "object": "quote", "unreadable": true } },
        "request": { "id": "req_1", "idempotency_key": "intent-1" },
    }))?;
    assert_eq!(
        (event.object_kind(), event.object_id()),
        (Some("quote"), Some("qt_1"))
    );
    Ok(())
}

#[test]
fn an_account_is_called_by_the_first_name_it_has() -> Result<(), stripe::Mismatch> {
    for (dashboard, profile, expect) in [
        (
            json!("Harbour Garden"),
            json!("HG Ltd"),
            Some("Harbour Garden"),
        ),
        (json!("  "), json!("HG Ltd"), Some("HG Ltd")),
        (json!(null), json!(null), Some("owner@example.com")),
    ] {
        let account = Account::from_value(&json!({
            "id": "acct_1", "object": "account", "email": "owner@example.com",
            "charges_enabled": true, "business_profile": { "name": profile },
            "settings": { "dashboard": { "display_name": dashboard, "timezone": "Etc/UTC" } },
        }))?;
        assert_eq!(account.display_name(), expect);
    }
    Ok(())
}
