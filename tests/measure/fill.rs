//! Invoices, quotes and customers by the thousand, stored as a sync stores them: the columns that lists and
//! search need, and an object of the usual size. Made up from a counter, so that two runs measure
//! the same records.

use crate::records;
use cache::{Cache, Columns, Kind, Record};
use serde_json::{Value, json};
use std::path::Path;

/// So many in one transaction, as a sync's page.
const BATCH: i64 = 500;
const DAY: i64 = 86_400;

const WHO: [&str; 24] = [
    "Halden Bicycle Works",
    "Okafor & Daughters Catering",
    "Harbour Bakery",
    "Fennimore Books",
    "Brightwater Dental",
    "Nordlys Design AS",
    "Gulf Pearl Trading",
    "Marisol Vega Fotografía",
    "東京建築設計事務所",
    "Alder & Finch",
    "Cedar Street Yoga",
    "Tern Island Boatyard",
    "Quillfeather Press",
    "Müller Maschinenbau GmbH",
    "Café Zoë",
    "Longacre Veterinary",
    "Sundial Solar",
    "Pembroke Choir",
    "Ironbridge Foundry",
    "Lumen Opticians",
    "Greenway Landscapes",
    "Ostrava Steelworks",
    "Riverside Montessori",
    "Atlas Freight",
];
const WHAT: [&str; 12] = [
    "Webshop relaunch",
    "Hosting and care",
    "Menu cards, spring",
    "Photo retouching, 12 pictures",
    "Identity, third revision",
    "Catalogue, Arabic and English",
    "Care plan, monthly",
    "Window lettering",
    "Annual report",
    "Newsletter template",
    "Yearbook layout",
    "Signage survey",
];

/// Fills this home, unless it holds so many already.
pub(crate) async fn fill(home: &Path, invoices: i64) {
    let file = records(home);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("the home");
    let cache = Cache::open_async(file).await.expect("a cache");
    let now = chrono::Utc::now().timestamp();
    let have = cache
        .read(|r| r.records().count(&cache::Filter::of(Kind::Invoice)))
        .await
        .expect("a count");
    if have < invoices {
        eprintln!("Storing {invoices} invoices");
        let customers = (invoices / 50).max(24);
        for first in (0..customers).step_by(BATCH as usize) {
            let some = (first..customers.min(first + BATCH)).map(|n| customer(n, now));
            store(&cache, some.collect(), now).await;
        }
        for first in (0..invoices / 20).step_by(BATCH as usize) {
            let some =
                (first..(invoices / 20).min(first + BATCH)).map(|n| quote(n, customers, now));
            store(&cache, some.collect(), now).await;
        }
        for first in (0..invoices).step_by(BATCH as usize) {
            let some = (first..invoices.min(first + BATCH)).map(|n| invoice(n, customers, now));
            store(&cache, some.collect(), now).await;
        }
    }
    store(&cache, Vec::new(), now).await;
    cache.close().await;
}

/// Stores records, and that everything was looked at just now.
async fn store(cache: &Cache, records: Vec<Record>, now: i64) {
    let stored = cache.write(move |w| {
        for record in &records {
            w.records().put(record)?;
        }
        w.positions()
            .put(Kind::Event, &json!({ "at": now, "event": "evt_none" }))
    });
    stored.await.expect("stored");
}

fn name(customer: i64) -> String {
    let who = WHO[pick(customer, WHO.len())];
    match customer / WHO.len() as i64 {
        0 => who.to_owned(),
        branch => format!("{who} {branch}"),
    }
}

fn email(customer: i64) -> String {
    format!("accounts{customer}@customer{customer}.example")
}

fn pick(n: i64, of: usize) -> usize {
    // A step that shares no factor with the lengths, so that neighbours differ.
    usize::try_from(n.wrapping_mul(7_919).rem_euclid(of as i64)).expect("within")
}

fn customer(n: i64, now: i64) -> Record {
    let raw = json!({ "id": format!("cus_{n:07}"), "object": "customer", "name": name(n),
        "email": email(n), "created": now - 900 * DAY + n });
    Record {
        kind: Kind::Customer,
        id: format!("cus_{n:07}"),
        as_of: now,
        columns: Columns {
            created: now - 900 * DAY + n,
            title: name(n),
            subtitle: email(n),
            ..Columns::default()
        },
        raw,
    }
}

fn quote(n: i64, customers: i64, now: i64) -> Record {
    let who = n.wrapping_mul(17).rem_euclid(customers);
    let created = now - n * 62_000;
    let state = ["accepted", "open", "draft", "canceled"][pick(n / 5, 4)];
    let amount = 9_000 + n.wrapping_mul(104_729).rem_euclid(900_000);
    let what = WHAT[pick(n, WHAT.len())];
    let id = format!("qt_{n:014}");
    let raw = json!({ "id": id, "object": "quote", "status": state, "customer": format!("cus_{who:07}"),
        "amount_total": amount, "amount_subtotal": amount, "currency": "usd", "created": created,
        "expires_at": created + 30 * DAY, "status_transitions": { "canceled_at": created } });
    Record {
        kind: Kind::Quote,
        id,
        as_of: now,
        columns: Columns {
            created,
            state: state.to_owned(),
            number: (state != "draft").then(|| format!("QT-{n:06}-1")),
            customer: Some(format!("cus_{who:07}")),
            title: name(who),
            subtitle: what.to_owned(),
            currency: Some("usd".to_owned()),
            amount: Some(amount),
            at: Some(created + 30 * DAY),
            updated: (state == "canceled").then_some(created),
            ..Columns::default()
        },
        raw,
    }
}

/// The newest is number 0: a walk stores them in this order.
fn invoice(n: i64, customers: i64, now: i64) -> Record {
    let who = n.wrapping_mul(31).rem_euclid(customers);
    let created = now - n * 3_100;
    let due = created + 14 * DAY;
    let state = match (n % 40, due < now) {
        (0, _) => "draft",
        (1, _) => "void",
        (2..6, true) | (2..30, false) => "open",
        _ => "paid",
    };
    let currency = match n % 25 {
        0 => "jpy",
        1..5 => "eur",
        _ => "usd",
    };
    let amount = 900 + n.wrapping_mul(104_729).rem_euclid(900_000);
    let what = WHAT[pick(n / 3, WHAT.len())];
    let number = format!("CF-{:06}", 1_000_000 - n);
    let id = format!("in_{n:014}");
    let line = |at: usize| -> Value {
        json!({ "id": format!("il_{n}_{at}"), "object": "line_item", "amount": amount / 2,
            "currency": currency, "description": WHAT[pick(n + at as i64, WHAT.len())],
            "quantity": 1, "period": { "start": created, "end": created }, "discounts": [],
            "taxes": [], "pricing": { "type": "price_details", "unit_amount_decimal": (amount / 2).to_string(),
                "price_details": { "price": format!("price_{}", n % 97), "product": format!("prod_{}", n % 97) } } })
    };
    let raw = json!({ "id": id, "object": "invoice", "number": number, "status": state,
        "customer": format!("cus_{who:07}"), "customer_name": name(who), "customer_email": email(who),
        "currency": currency, "total": amount, "subtotal": amount, "amount_due": amount,
        "amount_paid": if state == "paid" { amount } else { 0 },
        "amount_remaining": if state == "open" { amount } else { 0 }, "attempt_count": 0,
        "collection_method": "send_invoice", "created": created, "due_date": due,
        "billing_reason": "manual", "auto_advance": true, "discounts": [], "metadata": {},
        "hosted_invoice_url": format!("https://invoice.example/i/{id}"),
        "invoice_pdf": format!("https://invoice.example/i/{id}/pdf"),
        "status_transitions": { "finalized_at": created, "paid_at": if state == "paid" { json!(due) } else { Value::Null },
            "voided_at": null, "marked_uncollectible_at": null },
        "lines": { "object": "list", "data": [line(0), line(1)], "has_more": false } });
    Record {
        kind: Kind::Invoice,
        id,
        as_of: now,
        columns: Columns {
            created,
            state: state.to_owned(),
            number: Some(number),
            customer: Some(format!("cus_{who:07}")),
            title: name(who),
            subtitle: format!("{what} and 1 more"),
            currency: Some(currency.to_owned()),
            amount: Some(amount),
            at: (state != "draft").then_some(due),
            updated: (state != "draft").then_some(if state == "paid" {
                due.min(now)
            } else {
                created
            }),
            search: format!("{} {what} {}", email(who), WHAT[pick(n + 1, WHAT.len())]),
            ..Columns::default()
        },
        raw,
    }
}
