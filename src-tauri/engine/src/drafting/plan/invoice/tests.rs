//! Drafts of invoices as requests: what is made, what is changed, and what is left alone.
#![allow(
    clippy::unwrap_used,
    reason = "a draft that cannot be read fails its test"
)]

use super::{There, save};
use crate::drafting::{stored, typed};
use crate::view::{Draft, DraftLine, Settings};
use cache::Intent;
use serde_json::{Value, json};

const NOW: i64 = 1_777_766_400;

fn line(key: &str, name: &str, unit: &str, item: Option<&str>) -> Value {
    json!({
        "key": key, "name": name, "detail": "", "price": null, "product": null, "unit": unit,
        "quantity": "2", "per": null, "tax": null, "discount": null, "item": item,
    })
}

fn draft(record: Option<&str>, lines: &[Value]) -> Draft {
    stored(json!({
        "id": "draft_in_1", "kind": "invoice", "record": record,
        "customer": { "kind": "existing", "id": "cus_1", "name": "Halden", "email": null },
        "currency": "usd", "lines": lines, "discounts": [], "tax": null, "expires_on": null,
        "header": "", "description": "For April", "footer": "", "collection": "send_invoice",
        "days_until_due": 14, "starts_on": null, "trial_days": null, "updated_at": NOW,
        "custom_fields": [{ "name": " Order ", "value": "4711" }],
    }))
    .unwrap()
}

fn there(lines: &[Value]) -> There {
    let read = |line: &Value| -> DraftLine { serde_json::from_value(line.clone()).unwrap() };
    let items = lines.iter().map(read);
    There {
        customer: None,
        items: items
            .map(|line| (line.item.clone().unwrap(), line))
            .collect(),
    }
}

/// The requests, without the marks that are others each time.
fn planned(draft: &Draft, there: &There) -> Vec<(String, Value)> {
    let typed = typed::read(draft, &Settings::default(), NOW).unwrap();
    let intent = Intent::new("i", "save", NOW);
    let (intent, _) = save(intent, draft, &typed, &Default::default(), there);
    let step = |step: cache::Step| {
        let mut params = step.params;
        if let Some(fields) = params.as_object_mut() {
            fields.remove("metadata");
            fields.remove("expand");
        }
        (format!("{} {}", step.method, step.path), params)
    };
    intent.steps.into_iter().map(step).collect()
}

/// What is sent, a line each: the request and the words of the item.
fn says(lines: &[Value], before: &[Value], expect: &[&str]) {
    let planned = planned(&draft(Some("in_1"), lines), &there(before));
    let said: Vec<String> = planned
        .iter()
        .map(|(request, params)| match params.get("description") {
            Some(words) if !request.ends_with("in_1") => {
                format!("{request} {}", words.as_str().unwrap())
            }
            _ => request.clone(),
        })
        .collect();
    assert_eq!(said, expect);
}

#[test]
fn a_new_invoice_is_made_then_filled_then_told_its_terms() {
    let lines = [line("a", "Menu cards", "5.00", None)];
    let requests = planned(&draft(None, &lines), &There::default());
    assert_eq!(
        requests,
        [
            (
                "POST /v1/invoices".to_owned(),
                json!({ "auto_advance": false, "currency": "usd", "customer": "cus_1",
                    "pending_invoice_items_behavior": "exclude" })
            ),
            (
                "POST /v1/invoiceitems".to_owned(),
                json!({ "unit_amount_decimal": "500", "quantity": 2, "description": "Menu cards",
                    "invoice": "{0.id}", "currency": "usd", "customer": "cus_1" })
            ),
            (
                "POST /v1/invoices/{0.id}".to_owned(),
                json!({ "description": "For April", "collection_method": "send_invoice",
                    "days_until_due": 14, "custom_fields": [{ "name": "Order", "value": "4711" }] })
            ),
        ]
    );
}

#[test]
fn what_stands_where_it_stood_is_left_alone() {
    let a = line("a", "Cards", "5.00", Some("ii_a"));
    let b = line("b", "Print", "7.00", Some("ii_b"));
    let c = line("c", "Post", "9.00", Some("ii_c"));
    let all = [a.clone(), b.clone(), c.clone()];
    let terms = "POST /v1/invoices/in_1";
    says(&all, &all, &[terms]);
    says(
        &[a.clone(), c.clone()],
        &all,
        &["DELETE /v1/invoiceitems/ii_b", terms],
    );
    let dearer = line("b", "Print", "8.00", Some("ii_b"));
    says(
        &[a.clone(), dearer, c.clone()],
        &all,
        &["POST /v1/invoiceitems/ii_b Print", terms],
    );
    says(
        &[
            a.clone(),
            b.clone(),
            c.clone(),
            line("d", "Tape", "1", None),
        ],
        &all,
        &["POST /v1/invoiceitems Tape", terms],
    );
    // What comes to stand before another is not where Stripe would list it: from there on anew.
    says(
        &[b.clone(), a.clone(), c.clone()],
        &all,
        &[
            "DELETE /v1/invoiceitems/ii_a",
            "DELETE /v1/invoiceitems/ii_c",
            "POST /v1/invoiceitems Cards",
            "POST /v1/invoiceitems Post",
            terms,
        ],
    );
    says(
        &[a.clone(), line("d", "Tape", "1", None), b, c],
        &all,
        &[
            "DELETE /v1/invoiceitems/ii_b",
            "DELETE /v1/invoiceitems/ii_c",
            "POST /v1/invoiceitems Tape",
            "POST /v1/invoiceitems Print",
            "POST /v1/invoiceitems Post",
            terms,
        ],
    );
}

#[test]
fn a_subscriptions_own_lines_stay() {
    let mut own = line("s", "Care plan", "149.00", None);
    own["fixed"] = json!(true);
    says(
        &[own, line("a", "Cards", "5.00", None)],
        &[],
        &["POST /v1/invoiceitems Cards", "POST /v1/invoices/in_1"],
    );
}

#[test]
fn what_was_emptied_is_emptied_at_stripe() {
    let mut emptied = draft(Some("in_1"), &[line("a", "Cards", "5.00", Some("ii_a"))]);
    emptied.description = String::new();
    emptied.custom_fields.clear();
    let before = [line("a", "Cards", "6.00", Some("ii_a"))];
    let requests = planned(&emptied, &there(&before));
    let last = &requests.last().unwrap().1;
    for name in ["description", "footer", "custom_fields", "discounts"] {
        assert_eq!(last[name], "", "{name}");
    }
    assert_eq!(requests[0].1["tax_rates"], "");
}
