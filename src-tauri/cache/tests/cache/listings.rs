//! Narrowed lists gone through once, and the tallies that the file keeps by itself: both must say
//! what a walk over the records says.

use cache::{Filter, Kind, Query, Sort, SortBy, Span, Sum};
use proptest::prelude::*;

use crate::samples::{home, invoice, run, store};

/// What may be asked of a list.
fn filters() -> impl Strategy<Value = Filter> {
    let span = |most: i64| {
        (proptest::option::of(0..most), proptest::option::of(0..most))
            .prop_map(|(min, max)| Span { min, max })
    };
    let states = proptest::sample::subsequence(vec!["draft", "open", "paid", "void"], 0..3);
    (
        states,
        proptest::option::of(0..8_i64),
        proptest::option::of(0..3_usize),
        span(60),
        span(60),
    )
        .prop_map(|(states, customer, currency, created, amount)| Filter {
            states: states.into_iter().map(str::to_owned).collect(),
            customer: customer.map(|n| format!("cus_{n}")),
            currency: currency.map(|n| ["usd", "jpy", "kwd"][n].to_owned()),
            created: Span {
                min: created.min.map(|n| n + 1_700_000_000),
                max: created.max.map(|n| n + 1_700_000_000),
            },
            amount: Span {
                min: amount.min.map(|n| n * 100),
                max: amount.max.map(|n| n * 100),
            },
            ..Filter::of(Kind::Invoice)
        })
}

fn sorts() -> impl Strategy<Value = Sort> {
    let by = prop_oneof![
        Just(SortBy::Created),
        Just(SortBy::At),
        Just(SortBy::Amount),
        Just(SortBy::Title)
    ];
    (by, any::<bool>()).prop_map(|(by, descending)| Sort { by, descending })
}

#[test]
fn a_listing_is_the_same_list_as_its_pages() {
    let home = home();
    let cache = home.open();
    run(store(&cache, (0..60).map(invoice).collect()));
    let check = |filter: Filter, sort: Sort, start: usize| {
        let (walked, listing, part, after) = run(cache.read(move |r| {
            let records = r.records();
            let walked = records.page(&Query {
                filter: filter.clone(),
                sort,
                after: None,
                limit: 100,
            })?;
            let listing = records.listing(std::slice::from_ref(&filter), sort)?;
            let part = records.listed(&listing, sort, (start, 7), Ok)?.rows;
            let after = match walked.rows.get(start) {
                Some(row) => {
                    records.listed_after(&listing, &cache::Cursor::of(row, sort.by), sort)?
                }
                None => start + 1,
            };
            Ok((walked.rows, listing, part, after))
        }))
        .unwrap();
        assert_eq!(listing.len(), walked.len());
        let expected: Vec<_> = walked.iter().skip(start).take(7).cloned().collect();
        assert_eq!(part, expected, "from row {start}");
        assert_eq!(after, start + 1, "a cursor leads to the row after it");
        let mut sum = 0;
        for row in walked
            .iter()
            .filter(|row| row.columns.currency.as_deref() == Some("usd"))
        {
            sum += row.columns.amount.unwrap_or(0);
        }
        let dollars = listing.sums().iter().find(|sum| sum.currency == "usd");
        assert_eq!(dollars.map_or(0, |sum| sum.amount), sum);
    };
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(
            &(filters(), sorts(), 0..60_usize),
            |(filter, sort, start)| {
                check(filter, sort, start);
                Ok(())
            },
        )
        .unwrap();
}

#[test]
fn the_file_keeps_its_tallies_through_every_change() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, (0..60).map(invoice).collect()).await;
        let mut paid = invoice(1);
        paid.as_of = 2_000;
        paid.columns.state = "paid".to_owned();
        let mut moved = invoice(2);
        moved.as_of = 2_000;
        moved.columns.created += 500;
        moved.columns.amount = None;
        let mut priced = invoice(11);
        priced.as_of = 2_000;
        priced.columns.amount = Some(5);
        store(&cache, vec![paid, moved, priced]).await;
        cache
            .write(|w| w.records().forget(Kind::Invoice, "in_000007"))
            .await
            .unwrap();
        let (tallies, walked) = cache
            .read(|r| {
                let tallies = r.records().kept_tallies(Kind::Invoice)?;
                let mut walked = Vec::new();
                for tally in &tallies {
                    let filter = Filter {
                        states: vec![tally.state.clone()],
                        currency: Some(tally.currency.clone()),
                        ..Filter::of(Kind::Invoice)
                    };
                    walked.push((r.records().count(&filter)?, r.records().sums(&filter)?));
                }
                Ok((tallies, walked))
            })
            .await
            .unwrap();
        assert_eq!(tallies.iter().map(|tally| tally.records).sum::<i64>(), 59);
        for (tally, (count, sums)) in tallies.iter().zip(walked) {
            assert_eq!(tally.records, count, "{tally:?}");
            let expected = (tally.priced > 0).then(|| Sum {
                currency: tally.currency.clone(),
                amount: tally.amount,
                count: tally.priced,
            });
            assert_eq!(sums, Vec::from_iter(expected));
        }
    });
}

#[test]
fn only_what_may_change_a_list_counts_the_generation_up() {
    run(async {
        let home = home();
        let cache = home.open();
        let generation = || cache.read(|r| r.records().generation(Kind::Invoice));
        assert_eq!(generation().await.unwrap(), 0);
        store(&cache, vec![invoice(1)]).await;
        let first = generation().await.unwrap();
        let mut same = invoice(1);
        same.as_of = 2_000;
        same.columns.subtitle = "Said otherwise".to_owned();
        store(&cache, vec![same.clone()]).await;
        assert_eq!(generation().await.unwrap(), first, "the same list");
        same.columns.at = Some(1);
        store(&cache, vec![same]).await;
        assert!(generation().await.unwrap() > first, "due at another time");
        assert_eq!(
            cache
                .read(|r| r.records().generation(Kind::Quote))
                .await
                .unwrap(),
            0,
            "each kind has its own"
        );
    });
}
