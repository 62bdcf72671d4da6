//! That a pack's tables come to what the records do, whatever the records are, and that every
//! record is in the period it belongs to, once.

#![allow(
    clippy::unwrap_used,
    reason = "a pack that cannot be read fails its test"
)]

use super::gather::{entries, sums};
use super::period::Period;
use super::proof::{Proof, compare};
use super::{Place, csv, look, make, tables};
use crate::sample::{DAY, Kept, NOW, account, but, invoice, quote, shop};
use crate::shape;
use crate::view::{Code, PackLack};
use cache::{Kind, Record};
use chrono::Utc;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

const CURRENCIES: [&str; 4] = ["usd", "jpy", "kwd", "xyz"];

fn record(n: usize, currency: &str, amounts: &[i64], name: &str) -> Record {
    let total: i64 = amounts.iter().sum();
    let mut raw = invoice(&format!("in_{n}"), "open", total);
    raw["currency"] = json!(currency);
    raw["customer_name"] = json!(name);
    raw["description"] = json!(name);
    let line = raw["lines"]["data"][0].clone();
    let lines: Vec<_> = amounts
        .iter()
        .map(|amount| {
            but(
                line.clone(),
                json!({ "amount": amount, "currency": currency, "description": name }),
            )
        })
        .collect();
    raw["lines"]["data"] = json!(lines);
    shape::record(raw, NOW).unwrap()
}

proptest! {
    #[test]
    fn the_tables_come_to_what_the_records_do(
        bills in proptest::collection::vec((0..4_usize, proptest::collection::vec(-9_000_000_000_i64..9_000_000_000, 1..5), "(?s)[-=+@,\"'\n\ra-z]{0,12}"), 0..30),
    ) {
        let (mut of_invoices, mut of_lines) = (Proof::of_invoices(), Proof::of_lines());
        let mut expected: BTreeMap<String, i64> = BTreeMap::new();
        for (n, (currency, amounts, name)) in bills.iter().enumerate() {
            let record = record(n, CURRENCIES[*currency], amounts, name);
            *expected.entry(CURRENCIES[*currency].to_owned()).or_default() += amounts.iter().sum::<i64>();
            of_invoices.read(&tables::invoice(&record, "invoices/a.pdf", &Utc)).unwrap();
            let (rows, count) = tables::lines(&record);
            prop_assert_eq!(count, amounts.len() as u64);
            of_lines.read(&rows).unwrap();
        }
        let found = compare(Vec::new(), &of_invoices, &of_lines);
        let totals: BTreeMap<String, i64> = found.iter().map(|t| (t.csv_total.currency.clone(), t.csv_total.minor)).collect();
        let lines: BTreeMap<String, i64> = found.iter().map(|t| (t.csv_lines.currency.clone(), t.csv_lines.minor)).collect();
        prop_assert_eq!(&totals, &expected);
        prop_assert_eq!(&lines, &expected);
        prop_assert!(found.iter().all(|total| !total.matches), "records of nothing are not the same as rows of something");
    }
}

#[test]
fn every_row_has_as_many_cells_as_its_table_has_columns() {
    let record = record(1, "usd", &[100, 250], "Acme, \"Inc.\"\n=1+1");
    let cells = |rows: &str| csv::read_row(&mut rows.as_bytes()).unwrap().unwrap();
    let row = cells(&tables::invoice(&record, "invoices/a.pdf", &Utc));
    assert_eq!(row.len(), tables::INVOICES.len());
    let cell = |name: &str| {
        row[tables::INVOICES
            .iter()
            .position(|column| *column == name)
            .unwrap()]
        .clone()
    };
    assert_eq!(
        (cell("total"), cell("finalized_on"), cell("file")),
        ("3.50".into(), "2026-11-17".into(), "invoices/a.pdf".into())
    );
    assert_eq!(cells(&tables::lines(&record).0).len(), tables::LINES.len());
}

/// Invoices of November 17, one of the day before, a draft, a void one, and two quotes.
async fn november() -> Kept {
    let mut objects = shop();
    let at =
        |seconds: i64| json!({ "status_transitions": { "finalized_at": NOW - 5 * DAY + seconds } });
    objects.extend([
        invoice("in_1", "open", 500),
        invoice("in_2", "paid", 700),
        but(invoice("in_void", "void", 900), json!({ "number": "7F3A21-0009" })),
        invoice("in_draft", "draft", 1_100),
        but(but(invoice("in_before", "open", 1_300), at(-DAY)), json!({ "created": NOW - 8 * DAY })),
        but(invoice("in_late", "open", 1_700), json!({ "created": NOW - 60 * DAY, "number": "7F3A21-0010" })),
        but(quote("qt_1", "accepted"), json!({ "created": NOW - 10 * DAY, "status_transitions": { "finalized_at": NOW - 9 * DAY, "accepted_at": NOW - 5 * DAY } })),
        quote("qt_2", "open"),
    ]);
    Kept::with(objects).await
}

#[tokio::test]
async fn a_record_belongs_to_the_day_it_was_finalized_or_accepted() {
    let kept = november().await;
    let days = |from: &str, to: &str| {
        let period = Period::parse(from, to).unwrap();
        kept.read(move |r| entries(r, period, &Utc))
    };
    let found = days("2026-11-17", "2026-11-18").await.unwrap();
    let ids: Vec<&str> = found.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["in_1", "in_2", "in_void", "in_late", "qt_1"]);
    let files: Vec<&str> = found.iter().map(|entry| entry.file.as_str()).collect();
    assert_eq!(
        files[0],
        "invoices/2026-11-17_7F3A21-0007_Halden Bicycle Works.pdf"
    );
    assert_eq!(
        files[1], "invoices/2026-11-17_7F3A21-0007_Halden Bicycle Works (2).pdf",
        "two files never share a name"
    );
    assert!(
        files[4].starts_with("quotes/2026-11-17_QT-"),
        "{}",
        files[4]
    );
    let sums = sums(&found).unwrap();
    assert_eq!(sums.len(), 1);
    assert_eq!(
        (sums[0].invoices, sums[0].total.minor, sums[0].voided.minor),
        (4, 3_800, 900)
    );
    assert_eq!(days("2026-11-16", "2026-11-17").await.unwrap().len(), 1);
    assert!(days("2026-11-18", "2026-11-30").await.unwrap().is_empty());
}

#[tokio::test]
async fn without_stripe_a_pack_names_what_it_lacks_and_is_the_same_twice() {
    let kept = november().await;
    let account = account(&kept);
    kept.cache
        .write(|w| {
            w.documents()
                .put(Kind::Invoice, "in_1", "pdf", b"%PDF-theirs", NOW)
        })
        .await
        .unwrap();
    let long = json!({ "lines": { "object": "list", "has_more": true, "url": "/v1/invoices/in_2/lines",
        "data": [{ "id": "il_first", "object": "line_item", "amount": 300, "currency": "usd" }] } });
    kept.put(vec![but(invoice("in_2", "paid", 700), long)])
        .await;
    let period = Period::parse("2026-11-10", "2026-11-20").unwrap();
    let seen = look(&account, period).await.unwrap();
    assert_eq!((seen.invoices, seen.quotes, seen.missing_count), (5, 1, 6));

    let folder = tempfile::tempdir().unwrap();
    let place = Place::Folder(folder.path().to_owned());
    let made = make(&account, period, false, &place).await.unwrap();
    assert_eq!((made.pdfs, made.missing_count), (1, 6));
    let lines = made
        .missing
        .iter()
        .find(|gap| gap.lack == PackLack::Lines)
        .unwrap();
    assert_eq!(lines.id, "in_2");
    assert!(
        made.missing
            .iter()
            .all(|gap| gap.why.as_ref().is_some_and(|why| !why.is_empty())),
        "{:?}",
        made.missing
    );
    assert!(
        !made.totals[0].matches,
        "lines are missing, and the totals say so"
    );
    assert_eq!(made.totals[0].csv_total, made.totals[0].records.total);
    let again = make(&account, period, false, &place).await.unwrap();
    assert_eq!(again, made, "the same records give the same file");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn lines_that_were_read_stay_when_stripe_embeds_only_the_first_again() {
    let kept = Kept::with(shop()).await;
    let line =
        |id: &str| json!({ "id": id, "object": "line_item", "amount": 350, "currency": "usd" });
    let with = |lines: Vec<serde_json::Value>, more: bool| {
        but(
            invoice("in_1", "open", 700),
            json!({ "lines": { "object": "list", "has_more": more, "url": "/v1/invoices/in_1/lines", "data": lines } }),
        )
    };
    let count = || {
        kept.read(|r| {
            Ok::<_, cache::Error>(
                tables::lines(&r.records().get(Kind::Invoice, "in_1")?.unwrap()).1,
            )
        })
    };
    kept.put(vec![with(vec![line("il_1"), line("il_2")], false)])
        .await;
    kept.put(vec![with(vec![line("il_1")], true)]).await;
    assert_eq!(count().await.unwrap(), 2);
    kept.put(vec![with(vec![line("il_9")], true)]).await;
    assert_eq!(
        count().await.unwrap(),
        1,
        "other lines are not mixed with these"
    );
}

#[tokio::test]
async fn a_pack_never_replaces_a_file_and_an_empty_one_is_not_made() {
    let kept = november().await;
    let account = account(&kept);
    let folder = tempfile::tempdir().unwrap();
    let period = Period::parse("2026-11-17", "2026-11-18").unwrap();
    let file = folder.path().join("november.zip");
    std::fs::write(&file, b"mine").unwrap();
    let refused = make(
        &account,
        period,
        false,
        &Place::File {
            path: file.clone(),
            replace: false,
        },
    )
    .await
    .unwrap_err();
    assert_eq!(refused.code, Code::Disk);
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
    let made = make(
        &account,
        period,
        true,
        &Place::File {
            path: file.clone(),
            replace: true,
        },
    )
    .await
    .unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().len(), made.size);
    let empty = make(
        &account,
        Period::parse("2020-01-01", "2020-02-01").unwrap(),
        false,
        &Place::Folder(folder.path().to_owned()),
    )
    .await;
    assert_eq!(empty.unwrap_err().code, Code::NotFound);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing else is left behind"
    );
    assert!(!super::status(&account).running);
}
