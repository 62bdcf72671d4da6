//! The measure `lists`: every page of lists in several orders and with several filters, from the
//! first to the last and by jumping, beside the OFFSET that most programs page with.

use crate::times::{Times, Took, Watch, round};
use crate::{desk, records};
use commands::Desk;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

/// Rows of the longer page that is measured beside the window's own: as many as Stripe gives at the
/// most.
const LONG: u64 = 100;
/// How often the first and the last page are asked for again.
const AGAIN: usize = 30;
const JUMPS: u64 = 200;

pub(crate) async fn take(home: &Path) -> Value {
    let desk = desk(home);
    let now = chrono::Utc::now().timestamp();
    let year = json!({ "from": now - 900 * 86_400, "to": now - 400 * 86_400 });
    let lists = [
        ("all, newest", "all", "newest", json!({})),
        ("all, oldest", "all", "oldest", json!({})),
        ("all, largest", "all", "amount", json!({})),
        ("all, by due date", "all", "date", json!({})),
        ("all, by name", "all", "name", json!({})),
        ("paid, newest", "paid", "newest", json!({})),
        ("open, by due date", "open", "date", json!({})),
        ("past due", "late", "newest", json!({})),
        (
            "one customer",
            "all",
            "newest",
            json!({ "customer": "cus_0000012" }),
        ),
        (
            "euros, largest",
            "all",
            "amount",
            json!({ "currency": "eur" }),
        ),
        ("yen, newest", "all", "newest", json!({ "currency": "jpy" })),
        ("some days, largest", "all", "amount", year.clone()),
        ("some days, paid, by name", "paid", "name", year),
        (
            "1,000 to 2,500",
            "all",
            "newest",
            json!({ "least": "1000", "most": "2500" }),
        ),
        (
            "overdue, above 5,000",
            "all",
            "date",
            json!({ "overdue": true, "least": "5000" }),
        ),
    ];
    let page = windows_page();
    let (mut all, mut work, mut long) = (Times::default(), Times::default(), Times::default());
    let mut worst_ratio = 0.0_f64;
    let mut each = Vec::new();
    for (name, tab, sort, filter) in lists {
        let list = json!({ "noun": "invoice", "tab": tab, "sort": sort, "filter": filter });
        let taken = measure(&desk, &list, page).await;
        long.join(&measure(&desk, &list, LONG).await.pages);
        let ratio = taken.last / taken.first;
        worst_ratio = worst_ratio.max(ratio);
        eprintln!(
            "{name:<26} {:>7} rows  opened {:>7.2} ms  p99 {:>6.3} ms  at work {:>6.3}  first {:>6.3}  last {:>6.3}",
            taken.rows,
            taken.opened,
            taken.pages.within(99),
            taken.work.within(99),
            taken.first,
            taken.last
        );
        each.push(json!({
            "list": name, "rows": taken.rows, "opened_ms": round(taken.opened),
            "p99_ms": round(taken.pages.within(99)), "work_p99_ms": round(taken.work.within(99)), "first_ms": round(taken.first), "last_ms": round(taken.last),
        }));
        all.join(&taken.pages);
        work.join(&taken.work);
    }
    let above = summary(&desk).await;
    desk.close().await;
    let offset = offset(home);
    json!({
        "bench": "lists",
        "what": "ms a page, as many rows as the window asks for, through the command and with its total, from the first to the last and by jumping; opened_ms is the very first time a narrowed list is asked for",
        "rows_a_page": page,
        "pages": all.count(),
        "p50_ms": round(all.within(50)),
        "p99_ms": round(all.within(99)),
        "work_p50_ms": round(work.within(50)),
        "work_p99_ms": round(work.within(99)),
        "limit_p99_ms": 1.0,
        "p50_ms_of_100_rows": round(long.within(50)),
        "p99_ms_of_100_rows": round(long.within(99)),
        "last_to_first_worst": (worst_ratio * 100.0).round() / 100.0,
        "limit_last_to_first": 2.0,
        "offset_last_page_ms": round(offset),
        "ratio_to_offset": (offset / all.within(50) * 10.0).round() / 10.0,
        "summary_ms": above,
        "lists": each,
    })
}

struct Taken {
    rows: u64,
    /// The very first page, before anything about the list is known.
    opened: f64,
    pages: Times,
    /// What the program worked for each of them.
    work: Times,
    first: f64,
    last: f64,
}

/// How many rows the window asks for at a time: read where it says so, lest the measure be of another
/// question.
fn windows_page() -> u64 {
    let said = include_str!("../../ui/src/state/pages.svelte.ts").split_once("const PAGE = ");
    let digits = said.and_then(|(_, rest)| rest.split(';').next());
    digits
        .and_then(|digits| digits.parse().ok())
        .expect("the window's rows a page")
}

async fn measure(desk: &Desk, list: &Value, limit: u64) -> Taken {
    let mut list = list.clone();
    list["limit"] = json!(limit);
    let list = &list;
    let (opened, page) = ask(desk, list, json!({ "cursor": null })).await;
    let rows = page["total"].as_u64().expect("a total");
    // Once through, page after page, as one scrolls.
    let (mut pages, mut work) = (Times::default(), Times::default());
    let mut add = |took: Took| {
        pages.add(took.wall);
        work.add(took.work);
    };
    let mut cursor = page["next"].clone();
    let mut seen = page["rows"].as_array().map_or(0, Vec::len);
    while !cursor.is_null() {
        let (took, page) = ask(desk, list, json!({ "cursor": cursor })).await;
        add(took);
        seen += page["rows"].as_array().map_or(0, Vec::len);
        cursor = page["next"].clone();
    }
    assert_eq!(seen as u64, rows, "no page leaves anything out");
    // And anywhere.
    for n in 0..JUMPS {
        let at = n.wrapping_mul(104_729) % rows.max(1);
        let (took, _) = ask(desk, list, json!({ "at": at })).await;
        add(took);
    }
    let end = rows.saturating_sub(1) / limit * limit;
    // By what they cost: that does not hang on what else the machine does just now.
    let (mut first, mut last) = (Times::default(), Times::default());
    // The last full page: a shorter one would flatter it.
    let last_full = end.saturating_sub(limit);
    for _ in 0..AGAIN {
        for (times, at) in [(&mut first, 0), (&mut last, last_full)] {
            let (took, _) = ask(desk, list, json!({ "at": at })).await;
            add(took);
            times.add(took.work);
        }
    }
    Taken {
        rows,
        opened: opened.wall.as_secs_f64() * 1e3,
        first: first.within(50),
        last: last.within(50),
        pages,
        work,
    }
}

async fn ask(desk: &Desk, list: &Value, place: Value) -> (Took, Value) {
    let mut request = list.clone();
    if let (Some(request), Some(place)) = (request.as_object_mut(), place.as_object()) {
        request.extend(place.clone());
    }
    let watch = Watch::start();
    let page = commands::answer(desk, "records.list", request)
        .await
        .expect("a page");
    let took = watch.stop();
    (took, serde_json::from_str(&page).expect("JSON"))
}

/// What stands above the whole list, and above a narrowed one.
async fn summary(desk: &Desk) -> Value {
    let mut took = [Times::default(), Times::default()];
    for _ in 0..AGAIN {
        for (times, filter) in took
            .iter_mut()
            .zip([json!({}), json!({ "currency": "eur" })])
        {
            let request = json!({ "noun": "invoice", "tab": "all", "filter": filter });
            let begun = Instant::now();
            commands::call(desk, "records.summary", request)
                .await
                .expect("a summary");
            times.add(begun.elapsed());
        }
    }
    json!({ "whole": round(took[0].within(50)), "narrowed": round(took[1].within(50)) })
}

/// The peer: the last page by OFFSET, on the best index for it.
fn offset(home: &Path) -> f64 {
    let sql = rusqlite::Connection::open(records(home)).expect("the file");
    let mut times = Times::default();
    for _ in 0..AGAIN {
        let begun = Instant::now();
        let mut prepared = sql
            .prepare_cached(
                "SELECT * FROM records WHERE kind = 'invoice' ORDER BY created DESC, id DESC
                 LIMIT 100 OFFSET (SELECT count(*) - 100 FROM records WHERE kind = 'invoice')",
            )
            .expect("SQL");
        let rows = prepared
            .query_map([], |row| row.get::<_, String>("id"))
            .expect("rows");
        assert!(rows.flatten().count() > 0);
        times.add(begun.elapsed());
    }
    times.within(50)
}
