//! That a narrowed list is the same list however it is read, and that what stands around it is what
//! stands in it.

use super::{ask, ids, page, typed};
use crate::lists::find::read_find;
use crate::lists::{Ask, Narrow, Shelf, Sort, Wanted, read_page, read_summary};
use crate::sample::{DAY, Kept, NOW, but, invoice, quote, shop};
use crate::view::{Noun, Page};
use serde_json::{Value, json};

/// Forty invoices of three customers in two currencies, every third open, every sixth late.
fn forty() -> Vec<Value> {
    (0..40_i64)
        .map(|n| {
            let status = if n % 3 == 0 { "open" } else { "paid" };
            but(
                invoice(&format!("in_{n:02}"), status, 1_000 * (n % 10)),
                json!({ "created": NOW - n * DAY, "customer": format!("cus_{}", n % 3),
                    "currency": if n % 4 == 0 { "jpy" } else { "usd" },
                    "due_date": if n % 6 == 0 { NOW - DAY } else { NOW + DAY } }),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_narrowed_list_is_the_same_from_its_pages_and_from_anywhere_in_it() {
    let kept = Kept::with(forty()).await;
    let narrows = [
        Narrow::default(),
        Narrow {
            currency: Some("usd".to_owned()),
            ..Narrow::default()
        },
        Narrow {
            least: Some("20".to_owned()),
            most: Some("7000".to_owned()),
            ..Narrow::default()
        },
        Narrow {
            overdue: true,
            ..Narrow::default()
        },
        Narrow {
            customer: Some("cus_1".to_owned()),
            from: Some(NOW - 20 * DAY),
            to: Some(NOW),
            ..Narrow::default()
        },
    ];
    for narrow in narrows {
        for sort in [Sort::Newest, Sort::Smallest, Sort::Latest, Sort::Name] {
            let wanted = Ask {
                narrow: narrow.clone(),
                sort,
                limit: 200,
                ..ask(Noun::Invoice, "all")
            };
            let whole = page(&kept, wanted.clone()).await;
            assert_eq!(whole.total, whole.rows.len() as u64, "{wanted:?}");
            assert_eq!(whole.next, None);
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let next = page(
                    &kept,
                    Ask {
                        limit: 3,
                        cursor,
                        ..wanted.clone()
                    },
                )
                .await;
                assert_eq!(next.total, whole.total);
                seen.extend(next.rows.iter().map(|row| row.id.clone()));
                cursor = next.next;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, ids(&whole), "page by page: {wanted:?}");
            for at in [0, 1, 5, 11, 39, 40] {
                let part = page(
                    &kept,
                    Ask {
                        limit: 4,
                        at: Some(at),
                        ..wanted.clone()
                    },
                )
                .await;
                let at = usize::try_from(at).unwrap().min(seen.len());
                let end = (at + 4).min(seen.len());
                assert_eq!(ids(&part), seen[at..end], "from {at}: {wanted:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_listed_is_added_up_per_currency() {
    let kept = Kept::with(forty()).await;
    let check = async |narrow: Narrow, tab: &'static str, expect: &[&str]| {
        let ask = Ask {
            narrow: narrow.clone(),
            limit: 200,
            ..ask(Noun::Invoice, tab)
        };
        let rows = page(&kept, ask).await.rows;
        let mut sums = std::collections::BTreeMap::new();
        // Of what waits for payment, what remains.
        let counts = |row: &crate::view::Row| match (&row.left, tab) {
            (Some(left), "open" | "late") => Some(left.clone()),
            _ => row.amount.clone(),
        };
        for amount in rows.iter().filter_map(counts) {
            *sums.entry(amount.currency.clone()).or_insert(0) += amount.minor;
        }
        let summary = kept
            .read(move |r| read_summary(r, &Shelf::default(), (Noun::Invoice, tab), &narrow, NOW))
            .await
            .unwrap();
        let listed: std::collections::BTreeMap<String, i64> = summary
            .listed
            .iter()
            .map(|amount| (amount.currency.clone(), amount.minor))
            .collect();
        assert_eq!(listed, sums, "the sums are those of the rows");
        let texts: Vec<&str> = summary
            .listed
            .iter()
            .map(|amount| amount.text.as_str())
            .collect();
        assert_eq!(texts, expect);
        let tab = summary.tabs.iter().find(|one| one.id == tab).unwrap();
        assert_eq!(tab.count, rows.len() as u64);
        assert_eq!(summary.currencies, ["jpy", "usd"]);
    };
    check(Narrow::default(), "all", &["$1,400.00", "\u{a5}40,000"]).await;
    let late = Narrow {
        overdue: true,
        ..Narrow::default()
    };
    check(late.clone(), "open", &["\u{a5}12,000", "$140.00"]).await;
    check(late, "paid", &[]).await;
    let dollars = Narrow {
        currency: Some("usd".to_owned()),
        least: Some("50".to_owned()),
        ..Narrow::default()
    };
    check(dollars, "paid", &["$680.00"]).await;
}

#[tokio::test]
async fn a_kept_list_is_gone_through_again_when_it_may_have_changed() {
    let kept = Kept::with(vec![invoice("in_1", "open", 100)]).await;
    let shelf = std::sync::Arc::new(Shelf::default());
    let late = Ask {
        narrow: Narrow {
            overdue: true,
            ..Narrow::default()
        },
        ..ask(Noun::Invoice, "all")
    };
    let count = async |now: i64| {
        let (shelf, late) = (std::sync::Arc::clone(&shelf), late.clone());
        let json = kept.read(move |r| read_page(r, &shelf, &late, now)).await;
        let page: Page = serde_json::from_str(&json.unwrap()).unwrap();
        page.total
    };
    let due = count(NOW).await;
    assert_eq!(due, 0);
    assert_eq!(count(NOW + 400 * DAY).await, 1, "time has passed");
    kept.put(vec![but(
        invoice("in_2", "open", 100),
        json!({ "due_date": NOW + DAY }),
    )])
    .await;
    assert_eq!(count(NOW + 400 * DAY).await, 2, "another came");
}

#[tokio::test]
async fn days_and_kinds_narrow_what_is_found() {
    let mut objects = shop();
    objects.extend([
        but(
            quote("qt_1", "open"),
            json!({ "created": NOW - 40 * DAY, "expires_at": NOW + 9 * DAY }),
        ),
        but(
            invoice("in_1", "open", 1_500_000),
            json!({ "created": NOW - 40 * DAY, "due_date": NOW - 26 * DAY }),
        ),
    ]);
    let kept = Kept::with(objects).await;
    let check = async |text: &'static str, nouns: &[Noun], expect: &[&str]| {
        let wanted = Wanted {
            nouns: nouns.to_vec(),
            ..typed(text)
        };
        let found = kept
            .read(move |r| read_find(r, &wanted, &chrono::Utc, NOW))
            .await
            .unwrap();
        let ids: Vec<&str> = found.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, expect, "{text}");
    };
    // Forty days before a Sunday the 22nd of November.
    check("2026-10-13", &[], &["qt_1", "in_1"]).await;
    check("Oct 2026", &[Noun::Invoice], &["in_1"]).await;
    check("27 Oct", &[], &["in_1"]).await;
    check("quote: 1 Dec", &[], &["qt_1"]).await;
    check("invoice: 1 Dec", &[], &[]).await;
    check("halden", &[Noun::Invoice], &["in_1"]).await;
    check("halden", &[Noun::Product], &[]).await;
}
