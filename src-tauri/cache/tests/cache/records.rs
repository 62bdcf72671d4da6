//! Records, their lists and their figures.

use cache::{Cursor, Filter, Kind, Put, Query, Record, Row, Sort, SortBy, Span, Sum};
use proptest::prelude::*;
use serde_json::json;

use crate::samples::{home, invoice, run, store};

#[test]
fn what_is_put_is_what_is_got() {
    run(async {
        let home = home();
        let cache = home.open();
        let record = invoice(7);
        store(&cache, vec![record.clone()]).await;
        let got = cache
            .read(|r| r.records().get(Kind::Invoice, "in_000007"))
            .await;
        assert_eq!(got.unwrap(), Some(record.clone()));
        let row = cache
            .read(|r| r.records().row(Kind::Invoice, "in_000007"))
            .await;
        assert_eq!(row.unwrap().unwrap().columns, record.columns);
        let other = cache
            .read(|r| r.records().get(Kind::Quote, "in_000007"))
            .await;
        assert_eq!(other.unwrap(), None, "a kind is part of a record's name");
    });
}

#[test]
fn the_newer_copy_stays() {
    run(async {
        let home = home();
        let cache = home.open();
        let with = |as_of, total| {
            let mut record = invoice(1);
            record.as_of = as_of;
            record.columns.amount = Some(total);
            record.raw = json!({"total": total});
            record
        };
        let mut puts = Vec::new();
        for record in [
            with(1_000, 1),
            with(999, 2),
            with(1_000, 3),
            with(1_001, 3),
            with(1_001, 4),
        ] {
            puts.push(
                cache
                    .write(move |w| w.records().put(&record))
                    .await
                    .unwrap(),
            );
        }
        assert_eq!(
            puts,
            [Put::New, Put::Older, Put::Changed, Put::Same, Put::Changed]
        );
        let got = cache
            .read(|r| r.records().get(Kind::Invoice, "in_000001"))
            .await;
        assert_eq!(got.unwrap(), Some(with(1_001, 4)));
    });
}

#[test]
fn a_changed_creation_time_moves_the_record() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, vec![invoice(1), invoice(2)]).await;
        let mut moved = invoice(1);
        moved.columns.created = 1_900_000_000;
        store(&cache, vec![moved]).await;
        let found = cache
            .read(|r| r.records().search("acme", &[], 10))
            .await
            .unwrap();
        assert_eq!(
            ids(&found),
            ["in_000001", "in_000002"],
            "newest first, each once"
        );
        cache.check().await.unwrap();
    });
}

#[test]
fn a_forgotten_record_leaves_nothing_behind() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, vec![invoice(1)]).await;
        let forget = || cache.write(|w| w.records().forget(Kind::Invoice, "in_000001"));
        assert!(forget().await.unwrap());
        assert!(!forget().await.unwrap());
        let got = cache
            .read(|r| r.records().get(Kind::Invoice, "in_000001"))
            .await;
        assert_eq!(got.unwrap(), None);
        for text in ["acme", "0001", "cme"] {
            let found = cache.read(move |r| r.records().search(text, &[], 10)).await;
            assert_eq!(found.unwrap(), [], "{text}");
        }
    });
}

#[test]
fn what_a_full_walk_did_not_see_is_known() {
    run(async {
        let home = home();
        let cache = home.open();
        let mut seen = invoice(2);
        seen.as_of = 2_000;
        store(&cache, vec![invoice(1), seen]).await;
        let unseen = cache
            .read(|r| r.records().unseen_since(Kind::Invoice, 2_000))
            .await;
        assert_eq!(unseen.unwrap(), ["in_000001"]);
    });
}

#[test]
fn children_are_found_by_their_parent() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, (0..20).map(invoice).collect()).await;
        let children = cache
            .read(|r| r.records().children(Kind::Invoice, "qt_2"))
            .await;
        assert_eq!(ids(&children.unwrap()), ["in_000010"]);
    });
}

#[test]
fn figures_agree_with_the_records() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, (0..100).map(invoice).collect()).await;
        let (count, tallies, sums) = cache
            .read(|r| {
                let all = Filter::of(Kind::Invoice);
                let open = Filter {
                    states: vec!["open".to_owned()],
                    customer: Some("cus_1".to_owned()),
                    ..all.clone()
                };
                let early = Filter {
                    created: Span {
                        min: None,
                        max: Some(1_700_000_008),
                    },
                    ..all.clone()
                };
                Ok((
                    r.records().count(&open)?,
                    r.records().tallies(&all)?,
                    r.records().sums(&early)?,
                ))
            })
            .await
            .unwrap();
        let open = (0..100).filter(|n| n % 4 == 1 && n % 7 == 1).count();
        assert_eq!(count, i64::try_from(open).unwrap());
        let tallies: Vec<_> = tallies.iter().map(|(s, n)| (s.as_str(), *n)).collect();
        assert_eq!(
            tallies,
            [("draft", 25), ("open", 25), ("paid", 25), ("void", 25)]
        );
        // 0 to 8, but 0 has no amount.
        let sum = |currency: &str, amount, count| Sum {
            currency: currency.to_owned(),
            amount,
            count,
        };
        assert_eq!(
            sums,
            [sum("jpy", 1200, 3), sum("kwd", 1500, 3), sum("usd", 900, 2)]
        );
    });
}

#[test]
fn a_cursor_survives_the_way_through_text() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, (0..30).map(invoice).collect()).await;
        for by in [SortBy::Created, SortBy::At, SortBy::Amount, SortBy::Title] {
            let mut query = Query::of(Kind::Invoice);
            query.sort.by = by;
            query.limit = 29;
            let page = cache.read(move |r| r.records().page(&query)).await.unwrap();
            let cursor = page.next.unwrap();
            assert_eq!(Cursor::parse(&cursor.encode()), Some(cursor));
        }
        for foreign in ["", "[]", "[1]", "{}", "[1.5,\"a\"]", "[1,2]", "[1,\"a\",3]"] {
            assert_eq!(Cursor::parse(foreign), None, "{foreign}");
        }
    });
}

#[test]
fn a_record_that_arrives_between_two_pages_moves_nothing() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, (0..20).map(invoice).collect()).await;
        let mut query = Query::of(Kind::Invoice);
        query.limit = 10;
        let first = query.clone();
        let first = cache.read(move |r| r.records().page(&first)).await.unwrap();
        store(&cache, vec![invoice(99)]).await;
        query.after = first.next;
        let second = cache.read(move |r| r.records().page(&query)).await.unwrap();
        assert_eq!(second.rows[0].id, "in_000009");
        assert_eq!(second.rows.len(), 10);
        assert_eq!(second.next, None);
    });
}

/// What a list has to be, said the slow way.
fn expected(records: &[Record], query: &Query) -> Vec<String> {
    let within = |span: Span, value: Option<i64>| match value {
        Some(value) => span.min.is_none_or(|m| value >= m) && span.max.is_none_or(|m| value <= m),
        None => span == Span::default(),
    };
    let f = &query.filter;
    let mut left: Vec<&Record> = records
        .iter()
        .filter(|r| f.states.is_empty() || f.states.contains(&r.columns.state))
        .filter(|r| f.customer.is_none() || f.customer == r.columns.customer)
        .filter(|r| f.currency.is_none() || f.currency == r.columns.currency)
        .filter(|r| within(f.created, Some(r.columns.created)))
        .filter(|r| within(f.at, r.columns.at))
        .filter(|r| within(f.amount, r.columns.amount))
        .collect();
    let key = |r: &Record| match query.sort.by {
        SortBy::Created => (Some(r.columns.created), String::new(), r.id.clone()),
        SortBy::At => (r.columns.at, String::new(), r.id.clone()),
        SortBy::Amount => {
            let currency = r.columns.currency.as_deref();
            let size = r.columns.amount.map(|amount| cache::size(amount, currency));
            (size, String::new(), r.id.clone())
        }
        SortBy::Title => (Some(0), r.columns.title.to_lowercase(), r.id.clone()),
    };
    left.sort_by_key(|r| key(r));
    if query.sort.descending {
        left.reverse();
    }
    let (with, without): (Vec<_>, Vec<_>) = left.into_iter().partition(|r| key(r).0.is_some());
    with.into_iter()
        .chain(without)
        .map(|r| r.id.clone())
        .collect()
}

fn ids(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

prop_compose! {
    fn any_record()(
        n in 0_i64..1_000,
        created in 0_i64..6,
        state in 0_usize..3,
        customer in prop::option::of(0..2),
        at in prop::option::of(0_i64..4),
        amount in prop::option::of(-3_i64..3),
        currency in 0_usize..2,
        title in "[abAB ]{0,2}",
    ) -> Record {
        let mut record = invoice(n);
        let columns = &mut record.columns;
        columns.created = created;
        columns.state = ["draft", "open", "paid"][state].to_owned();
        columns.customer = customer.map(|c: i32| format!("cus_{c}"));
        columns.at = at;
        columns.amount = amount;
        columns.currency = Some(["usd", "jpy"][currency].to_owned());
        columns.title = title;
        record
    }
}

fn any_span() -> impl Strategy<Value = Span> {
    (
        prop::option::weighted(0.2, 0_i64..4),
        prop::option::weighted(0.2, 0_i64..4),
    )
        .prop_map(|(min, max)| Span { min, max })
}

prop_compose! {
    fn any_query()(
        states in prop::collection::vec(prop::sample::select(vec!["draft", "open", "paid", "odd"]), 0..4),
        customer in prop::option::weighted(0.3, 0..2),
        currency in prop::option::weighted(0.2, prop::sample::select(vec!["usd", "jpy"])),
        created in any_span(),
        at in any_span(),
        amount in any_span(),
        by in prop::sample::select(vec![SortBy::Created, SortBy::At, SortBy::Amount, SortBy::Title]),
        descending in any::<bool>(),
        limit in 1_u32..6,
    ) -> Query {
        Query {
            filter: Filter {
                states: states.into_iter().map(str::to_owned).collect(),
                customer: customer.map(|c: i32| format!("cus_{c}")),
                currency: currency.map(str::to_owned),
                created, at, amount,
                ..Filter::of(Kind::Invoice)
            },
            sort: Sort { by, descending },
            after: None,
            limit,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever the filter, order and page length: every record once, in order.
    #[test]
    fn walking_the_pages_gives_each_row_once_in_order(
        records in prop::collection::vec(any_record(), 0..40),
        queries in prop::collection::vec(any_query(), 12),
    ) {
        let mut records = records;
        records.sort_by(|a, b| a.id.cmp(&b.id));
        records.dedup_by(|a, b| a.id == b.id);
        run(async {
            let home = home();
            let cache = home.open();
            store(&cache, records.clone()).await;
            for mut query in queries {
                let expected = expected(&records, &query);
                let mut walked = Vec::new();
                loop {
                    let asked = query.clone();
                    let page = cache.read(move |r| r.records().page(&asked)).await.unwrap();
                    prop_assert!(page.rows.len() <= query.limit as usize);
                    walked.extend(page.rows.into_iter().map(|row| row.id));
                    match page.next {
                        Some(next) => query.after = Some(next),
                        None => break,
                    }
                }
                prop_assert_eq!(&walked, &expected, "{:?}", query);
                let filter = query.filter.clone();
                let count = cache.read(move |r| r.records().count(&filter)).await.unwrap();
                prop_assert_eq!(usize::try_from(count).unwrap(), expected.len());
            }
            Ok(())
        })?;
    }

    #[test]
    fn any_json_comes_back_as_it_was(text in "\\PC{0,200}", number in any::<i64>(), deep in 0..50_usize) {
        let mut raw = json!({"text": text, "number": number, "null": null, "list": [true, 1.5]});
        for _ in 0..deep {
            raw = json!({"deeper": [raw]});
        }
        let mut record = invoice(1);
        record.raw = raw;
        record.columns.title = text;
        run(async {
            let home = home();
            let cache = home.open();
            store(&cache, vec![record.clone()]).await;
            let got = cache.read(|r| r.records().get(Kind::Invoice, "in_000001")).await.unwrap();
            prop_assert_eq!(got, Some(record));
            Ok(())
        })?;
    }
}
