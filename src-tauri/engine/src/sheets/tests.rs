//! What sheets say of records, as a whole: the snapshots are what a window is given.

#![allow(
    clippy::unwrap_used,
    reason = "a sheet that cannot be read fails its test"
)]

use super::{customer, invoice, product, quote, subscription};
use crate::sample::{self, DAY, Kept, NOW, but, shop};
use crate::view::{BirthKind, Problem, Verb};
use cache::{Intent, IntentState, Kind};
use serde_json::{Value, json};

async fn with(objects: Vec<Value>) -> Kept {
    let mut all = shop();
    all.extend(objects);
    Kept::with(all).await
}

fn shown<T: serde::Serialize>(sheet: &T) -> String {
    serde_json::to_string_pretty(sheet).unwrap()
}

#[tokio::test]
async fn an_open_quote() {
    let kept = with(vec![sample::quote("qt_1", "open")]).await;
    let sheet = kept.read(|r| quote::sheet(r, "qt_1", NOW)).await.unwrap();
    insta::assert_snapshot!(shown(&sheet));
}

#[tokio::test]
async fn a_late_invoice_with_discount_and_tax() {
    let object = but(
        sample::invoice("in_1", "open", 10_000),
        json!({
            "subtotal": 10_000, "total": 11_760, "amount_due": 11_760, "amount_remaining": 11_760,
            "due_date": NOW - 2 * DAY,
            "discounts": [{ "id": "di_9", "object": "discount", "source": { "type": "coupon", "coupon": "loyal" } }],
            "total_discount_amounts": [{ "amount": 200, "discount": "di_9" }],
            "total_taxes": [{ "amount": 1_960, "tax_behavior": "exclusive", "taxability_reason": "not_available",
                "taxable_amount": 9_800, "type": "tax_rate_details", "tax_rate_details": { "tax_rate": "txr_vat" } }],
            "parent": { "type": "quote_details", "quote_details": { "quote": "qt_1" }, "subscription_details": null },
        }),
    );
    let kept = with(vec![sample::quote("qt_1", "accepted"), object]).await;
    let sheet = kept.read(|r| invoice::sheet(r, "in_1", NOW)).await.unwrap();
    insta::assert_snapshot!(shown(&sheet));
}

#[tokio::test]
async fn accepting_says_beforehand_what_will_be_born() {
    let kinds = async |fields: Value| {
        let kept = with(vec![but(sample::quote("qt_1", "open"), fields)]).await;
        let sheet = kept.read(|r| quote::sheet(r, "qt_1", NOW)).await.unwrap();
        let birth = |birth: &crate::view::Birth| {
            (
                birth.kind,
                birth.amount.clone().map_or(0, |amount| amount.minor),
            )
        };
        sheet.births.iter().map(birth).collect::<Vec<_>>()
    };
    use BirthKind::{DraftInvoice, Invoice, Subscription, SubscriptionSchedule};
    assert_eq!(
        kinds(json!({})).await,
        [(Subscription, 17_522), (Invoice, 864_242)]
    );
    let data = |effective: Value, trial: Value| json!({ "subscription_data": { "description": null, "effective_date": effective, "trial_period_days": trial } });
    assert_eq!(
        kinds(data(json!(NOW + 9 * DAY), Value::Null)).await,
        [(SubscriptionSchedule, 17_522), (Invoice, 864_242)]
    );
    // In a trial only what is charged once stands on the first invoice; Stripe says how much that is.
    let mut trial = data(Value::Null, json!(14));
    trial["computed"] = sample::quote("qt_1", "open")["computed"].clone();
    trial["computed"]["upfront"]["amount_total"] = json!(846_720);
    assert_eq!(
        kinds(trial).await,
        [(Subscription, 17_522), (Invoice, 846_720)]
    );
    let once = json!({ "upfront": { "amount_subtotal": 734_900, "amount_total": 864_242,
        "total_details": { "amount_discount": 14_698, "amount_shipping": 0, "amount_tax": 144_040 } }, "recurring": null });
    assert_eq!(
        kinds(json!({ "computed": once })).await,
        [(DraftInvoice, 864_242)]
    );
    assert_eq!(kinds(json!({ "status": "accepted" })).await, []);
}

#[tokio::test]
async fn links_lead_there_and_back() {
    let accepted = but(
        sample::quote("qt_1", "accepted"),
        json!({ "subscription": "sub_1", "invoice": "in_1" }),
    );
    let of_subscription = json!({ "parent": { "type": "subscription_details", "quote_details": null,
        "subscription_details": { "subscription": "sub_1", "metadata": {} } } });
    let first = but(sample::invoice("in_1", "draft", 500), of_subscription);
    let kept = with(vec![
        accepted,
        first,
        but(
            sample::subscription("sub_1", "active"),
            json!({ "latest_invoice": "in_1" }),
        ),
    ])
    .await;
    let relations = |links: Vec<crate::view::Link>| -> Vec<(String, String)> {
        links
            .into_iter()
            .map(|link| (link.relation, link.id))
            .collect()
    };
    let pair = |relation: &str, id: &str| (relation.to_owned(), id.to_owned());
    let quote = kept.read(|r| quote::sheet(r, "qt_1", NOW)).await.unwrap();
    assert_eq!(
        relations(quote.links),
        [pair("subscription", "sub_1"), pair("invoice", "in_1")]
    );
    let invoice = kept.read(|r| invoice::sheet(r, "in_1", NOW)).await.unwrap();
    assert_eq!(
        relations(invoice.links),
        [pair("subscription", "sub_1"), pair("quote", "qt_1")]
    );
    let sub = kept
        .read(|r| subscription::sheet(r, "sub_1", NOW))
        .await
        .unwrap();
    assert_eq!(
        relations(sub.links),
        [pair("quote", "qt_1"), pair("invoice", "in_1")]
    );
    assert_eq!(
        sub.next.map(|next| (next.at, next.amount.unwrap().text)),
        Some((NOW + 20 * DAY, "$298.00".to_owned()))
    );
    assert_eq!(sub.invoices.len(), 1);
}

#[tokio::test]
async fn no_link_shows_a_bare_id() {
    let kept = with(vec![but(
        sample::subscription("sub_1", "active"),
        json!({ "latest_invoice": "in_not_here" }),
    )])
    .await;
    let sheet = kept
        .read(|r| subscription::sheet(r, "sub_1", NOW))
        .await
        .unwrap();
    let labels: Vec<(&str, &str)> = sheet
        .links
        .iter()
        .map(|link| (link.id.as_str(), link.label.as_str()))
        .collect();
    assert_eq!(labels, [("in_not_here", "Not read yet")]);
}

#[tokio::test]
async fn what_is_under_way_or_refused_stands_on_the_sheet() {
    let kept = with(vec![sample::quote("qt_1", "open")]).await;
    let mut accept = Intent::new("intent-1", "accept", NOW).step(
        "POST",
        "/v1/quotes/qt_1/accept",
        Value::Null,
        "key",
    );
    accept.subject = Some((Kind::Quote, "qt_1".to_owned()));
    kept.cache
        .write(move |w| w.outbox().add(&accept))
        .await
        .unwrap();
    let sheet = kept.read(|r| quote::sheet(r, "qt_1", NOW)).await.unwrap();
    assert_eq!(sheet.row.pending, Some(Verb::Accept));
    assert!(sheet.actions.iter().all(|action| !action.primary));
    let no = Problem::new(crate::view::Code::StripeRefused, "Stripe refused this.");
    let stored = serde_json::to_value(&no).unwrap();
    kept.cache
        .write(move |w| {
            w.outbox().start_step("intent-1", 0, NOW)?;
            w.outbox().refuse("intent-1", &stored)
        })
        .await
        .unwrap();
    let refused = kept
        .read(|r| r.outbox().get("intent-1"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(refused.state, IntentState::Refused);
    let sheet = kept.read(|r| quote::sheet(r, "qt_1", NOW)).await.unwrap();
    assert_eq!((sheet.problem, sheet.row.pending), (Some(no), None));
}

#[tokio::test]
async fn a_customer_and_a_product_show_what_belongs_to_them() {
    let kept = with(vec![
        sample::quote("qt_1", "open"),
        sample::invoice("in_1", "open", 500),
        sample::invoice("in_2", "paid", 700),
        sample::subscription("sub_1", "active"),
    ])
    .await;
    let sheet = kept
        .read(|r| customer::sheet(r, "cus_1", NOW))
        .await
        .unwrap();
    assert_eq!((sheet.open[0].minor, sheet.paid[0].minor), (500, 700));
    assert_eq!(
        (
            sheet.quotes.len(),
            sheet.invoices.len(),
            sheet.subscriptions.len()
        ),
        (1, 2, 1)
    );
    assert_eq!(
        (sheet.fields.city.as_str(), sheet.fields.line2.as_str()),
        ("Halden", "")
    );
    let sheet = kept
        .read(|r| product::sheet(r, "prod_care", NOW))
        .await
        .unwrap();
    assert_eq!(sheet.prices.len(), 1);
    assert_eq!(
        sheet.prices[0].unit.as_ref().map(|unit| unit.text.as_str()),
        Some("$149.00")
    );
    assert_eq!(sheet.row.amount.map(|amount| amount.minor), Some(14_900));
}

#[tokio::test]
async fn a_missing_amount_is_an_error_and_never_a_zero() {
    let mut broken = sample::invoice("in_1", "open", 500);
    broken.as_object_mut().unwrap().remove("amount_due");
    let kept = with(vec![broken]).await;
    let problem = kept
        .read(|r| invoice::sheet(r, "in_1", NOW))
        .await
        .unwrap_err();
    assert_eq!(
        problem,
        "Stripe sent this invoice in a form that Counterfoil cannot read."
    );
    let none = kept
        .read(|r| invoice::sheet(r, "in_9", NOW))
        .await
        .unwrap_err();
    assert_eq!(none, "There is no such invoice here.");
}

#[tokio::test]
async fn what_was_noted_stands_among_what_stripe_says() {
    let accepted = json!({ "status_transitions": { "finalized_at": NOW - DAY, "accepted_at": NOW - 60, "canceled_at": null } });
    let kept = with(vec![but(sample::quote("qt_1", "accepted"), accepted)]).await;
    kept.cache
        .write(|w| {
            w.notes().append(
                Kind::Quote,
                "qt_1",
                NOW,
                "accepted_by",
                &json!("Ada said yes on the phone"),
            )
        })
        .await
        .unwrap();
    let sheet = kept.read(|r| quote::sheet(r, "qt_1", NOW)).await.unwrap();
    let told: Vec<(&str, Option<&str>)> = sheet
        .history
        .iter()
        .map(|moment| (moment.code.as_str(), moment.text.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("accepted_by", Some("Ada said yes on the phone")),
            ("accepted", None),
            ("finalized", None),
            ("created", None),
        ]
    );
}
