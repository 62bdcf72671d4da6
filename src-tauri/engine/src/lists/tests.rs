//! That each tab shows what it says, that pages of several walks join without a gap, and that
//! sums count what is still to be paid.

#![allow(
    clippy::unwrap_used,
    reason = "a list that cannot be read fails its test"
)]

use super::find::read_find;
use super::{Ask, Narrow, Shelf, Sort, Wanted, read_customers, read_page, read_summary};
use crate::sample::{DAY, Kept, NOW, but, customer, draft, invoice, quote, shop, subscription};
use crate::view::{Noun, Page, Problem, StateCode};
use serde_json::{Value, json};

mod narrowed;

fn ask(noun: Noun, tab: &str) -> Ask {
    Ask {
        noun,
        tab: tab.to_owned(),
        narrow: Narrow::default(),
        sort: Sort::Newest,
        cursor: None,
        at: None,
        limit: 50,
    }
}

fn typed(text: &str) -> Wanted {
    Wanted {
        text: text.to_owned(),
        nouns: Vec::new(),
        limit: 10,
    }
}

async fn page(kept: &Kept, ask: Ask) -> Page {
    let json = kept.read(move |r| read_page(r, &Shelf::default(), &ask, NOW));
    serde_json::from_str(&json.await.unwrap()).unwrap()
}

fn ids(page: &Page) -> Vec<&str> {
    page.rows.iter().map(|row| row.id.as_str()).collect()
}

fn quotes() -> Vec<Value> {
    let canceled = |at: i64| json!({ "status_transitions": { "canceled_at": at } });
    vec![
        but(quote("qt_draft", "draft"), json!({ "created": NOW - 1 })),
        but(
            quote("qt_open", "open"),
            json!({ "created": NOW - 2, "expires_at": NOW + 20 * DAY }),
        ),
        but(quote("qt_soon", "open"), json!({ "created": NOW - 3 })),
        but(
            quote("qt_over", "open"),
            json!({ "created": NOW - 4, "expires_at": NOW - DAY }),
        ),
        but(quote("qt_yes", "accepted"), json!({ "created": NOW - 5 })),
        but(
            but(quote("qt_no", "canceled"), json!({ "created": NOW - 6 })),
            canceled(NOW - DAY),
        ),
    ]
}

#[tokio::test]
async fn each_tab_shows_what_it_says() {
    let kept = Kept::with(quotes()).await;
    let check = async |tab: &str, expect: &[&str]| {
        let page = page(&kept, ask(Noun::Quote, tab)).await;
        assert_eq!(ids(&page), expect, "{tab}");
        assert_eq!(page.total, expect.len() as u64, "{tab}");
    };
    check(
        "all",
        &[
            "qt_draft", "qt_open", "qt_soon", "qt_over", "qt_yes", "qt_no",
        ],
    )
    .await;
    check("draft", &["qt_draft"]).await;
    check("open", &["qt_open", "qt_soon"]).await;
    check("expiring", &["qt_soon"]).await;
    check("accepted", &["qt_yes"]).await;
    check("canceled", &["qt_over", "qt_no"]).await;
    let summary = kept
        .read(|r| {
            read_summary(
                r,
                &Shelf::default(),
                (Noun::Quote, "all"),
                &Narrow::default(),
                NOW,
            )
        })
        .await
        .unwrap();
    let counts: Vec<u64> = summary.tabs.iter().map(|tab| tab.count).collect();
    assert_eq!(counts, [6, 1, 2, 1, 1, 2]);
    let open: Vec<&str> = summary.totals[0]
        .amounts
        .iter()
        .map(|amount| amount.text.as_str())
        .collect();
    assert_eq!(open, ["$17,284.84"]);
}

#[tokio::test]
async fn rows_say_who_what_and_how_it_stands() {
    let mut objects = shop();
    objects.extend(quotes());
    let kept = Kept::with(objects).await;
    let all = page(&kept, ask(Noun::Quote, "all")).await;
    let states: Vec<StateCode> = all
        .rows
        .iter()
        .filter_map(|row| row.state.as_ref().map(|state| state.code))
        .collect();
    use StateCode::{Accepted, Canceled, Draft, Expired, Expiring, Open};
    assert_eq!(states, [Draft, Open, Expiring, Expired, Accepted, Canceled]);
    let row = &all.rows[2];
    assert_eq!(
        (row.title.as_str(), row.subtitle.as_str()),
        ("Halden Bicycle Works", "Webshop relaunch and 1 more")
    );
    assert_eq!(
        row.amount.as_ref().map(|amount| amount.text.as_str()),
        Some("$8,642.42")
    );
    assert_eq!((row.as_of, row.pending), (Some(NOW), None));
}

#[tokio::test]
async fn pages_of_several_walks_join_without_gap_or_repetition() {
    let mut objects = Vec::new();
    for n in 0..23_i64 {
        let quote = if n % 3 == 0 {
            but(
                quote(&format!("qt_{n:02}"), "open"),
                json!({ "expires_at": NOW - n }),
            )
        } else {
            quote(&format!("qt_{n:02}"), "canceled")
        };
        objects.push(but(
            quote,
            json!({ "created": NOW - n, "amount_total": 100 * (n % 5) }),
        ));
    }
    let kept = Kept::with(objects).await;
    for sort in [
        Sort::Newest,
        Sort::Oldest,
        Sort::Date,
        Sort::Latest,
        Sort::Amount,
        Sort::Smallest,
        Sort::Name,
    ] {
        for limit in [1, 2, 5, 7, 30] {
            let whole = page(
                &kept,
                Ask {
                    sort,
                    ..ask(Noun::Quote, "canceled")
                },
            )
            .await;
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let next = page(
                    &kept,
                    Ask {
                        sort,
                        limit,
                        cursor,
                        ..ask(Noun::Quote, "canceled")
                    },
                )
                .await;
                assert!(next.rows.len() <= limit as usize);
                seen.extend(next.rows.iter().map(|row| row.id.clone()));
                cursor = next.next;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, ids(&whole), "{sort:?} by {limit}");
            assert_eq!(seen.len(), 23);
        }
    }
}

#[tokio::test]
async fn what_is_late_and_open_counts_what_remains() {
    let kept = Kept::with(vec![
        invoice("in_open", "open", 10_000),
        but(
            invoice("in_late", "open", 5_000),
            json!({ "due_date": NOW - DAY }),
        ),
        but(
            invoice("in_part", "open", 8_000),
            json!({ "due_date": NOW - DAY, "amount_paid": 3_000, "amount_remaining": 5_000 }),
        ),
        but(invoice("in_yen", "open", 900), json!({ "currency": "jpy" })),
        invoice("in_paid", "paid", 70_000),
        invoice("in_void", "void", 60_000),
        but(
            invoice("in_soon", "draft", 100),
            json!({ "automatically_finalizes_at": NOW + 60 }),
        ),
        // The next attempt was due a moment ago: that makes nothing late.
        but(
            invoice("in_again", "open", 300),
            json!({ "attempt_count": 1, "next_payment_attempt": NOW - 60 }),
        ),
        but(
            invoice("in_failed", "open", 200),
            json!({ "attempt_count": 4 }),
        ),
        // A part is paid, and the rest is tried again.
        but(
            invoice("in_rest", "open", 1_000),
            json!({
                "amount_paid": 400, "amount_remaining": 600,
                "attempt_count": 2, "next_payment_attempt": NOW + DAY,
            }),
        ),
        // A part is credited, and the rest was tried in vain.
        but(
            invoice("in_credited", "open", 500),
            json!({ "amount_paid": 0, "amount_remaining": 450, "attempt_count": 4 }),
        ),
    ])
    .await;
    let summary = kept
        .read(|r| {
            read_summary(
                r,
                &Shelf::default(),
                (Noun::Invoice, "all"),
                &Narrow::default(),
                NOW,
            )
        })
        .await
        .unwrap();
    let tabs: Vec<(&str, u64)> = summary
        .tabs
        .iter()
        .map(|tab| (tab.id.as_str(), tab.count))
        .collect();
    assert_eq!(
        tabs,
        [
            ("all", 11),
            ("draft", 1),
            ("scheduled", 1),
            ("open", 8),
            ("late", 2),
            ("retrying", 2),
            ("failed", 2),
            ("paid", 1),
            ("void", 1)
        ]
    );
    let totals: Vec<Vec<&str>> = summary
        .totals
        .iter()
        .map(|total| {
            total
                .amounts
                .iter()
                .map(|amount| amount.text.as_str())
                .collect()
        })
        .collect();
    assert_eq!(totals, [vec!["$215.50", "¥900"], vec!["$100.00"]]);
    // What stands below a tab of these is what its rows show.
    let check = async |tab: &'static str, awaited: bool, expect: &[&str]| {
        let summary = kept
            .read(move |r| {
                let narrow = Narrow::default();
                read_summary(r, &Shelf::default(), (Noun::Invoice, tab), &narrow, NOW)
            })
            .await
            .unwrap();
        let listed: Vec<&str> = summary
            .listed
            .iter()
            .map(|amount| amount.text.as_str())
            .collect();
        assert_eq!(
            (summary.awaited, listed.as_slice()),
            (awaited, expect),
            "{tab}"
        );
    };
    check("open", true, &["$215.50", "¥900"]).await;
    check("late", true, &["$100.00"]).await;
    check("retrying", true, &["$9.00"]).await;
    check("failed", true, &["$6.50"]).await;
    check("all", false, &["$1,551.00", "¥900"]).await;
    check("paid", false, &["$700.00"]).await;
    let retried = page(&kept, ask(Noun::Invoice, "retrying")).await;
    let rest = retried.rows.iter().find(|row| row.id == "in_rest").unwrap();
    let state = rest.state.as_ref().unwrap();
    assert_eq!(
        (state.code, state.at),
        (StateCode::Retrying, Some(NOW + DAY))
    );
    assert_eq!(rest.left.as_ref().map(|left| left.minor), Some(600));
}

#[tokio::test]
async fn subscriptions_and_what_has_not_started_are_one_list() {
    let kept = Kept::with(vec![
        subscription("sub_1", "active"),
        but(subscription("sub_2", "active"), json!({ "cancel_at": NOW + DAY, "created": NOW - 20 * DAY })),
        json!({ "id": "sub_sched_1", "object": "subscription_schedule", "status": "not_started", "customer": "cus_1",
            "phases": [{ "start_date": NOW + DAY, "items": [] }], "created": NOW }),
        json!({ "id": "sub_sched_2", "object": "subscription_schedule", "status": "active", "customer": "cus_1",
            "phases": [], "created": NOW }),
    ])
    .await;
    let all = page(&kept, ask(Noun::Subscription, "all")).await;
    assert_eq!(ids(&all), ["sub_sched_1", "sub_1", "sub_2"]);
    assert_eq!(all.rows[0].noun, Noun::SubscriptionSchedule);
    let ending = page(&kept, ask(Noun::Subscription, "ending")).await;
    assert_eq!(ids(&ending), ["sub_2"]);
}

#[tokio::test]
async fn lists_narrow_and_know_their_tabs() {
    let kept = Kept::with(vec![
        invoice("in_1", "open", 100),
        but(
            invoice("in_2", "open", 100),
            json!({ "customer": "cus_2", "currency": "eur" }),
        ),
    ])
    .await;
    let narrow = Narrow {
        customer: Some("cus_2".to_owned()),
        ..Narrow::default()
    };
    let page = page(
        &kept,
        Ask {
            narrow,
            ..ask(Noun::Invoice, "open")
        },
    )
    .await;
    assert_eq!((ids(&page), page.total), (vec!["in_2"], 1));
    let none: Result<String, String> = kept
        .read(|r| -> Result<String, Problem> {
            read_page(r, &Shelf::default(), &ask(Noun::Invoice, "nonsense"), NOW)
        })
        .await;
    assert_eq!(
        none.unwrap_err(),
        "This list has no tab called \u{201c}nonsense\u{201d}."
    );
}

#[tokio::test]
async fn text_finds_records_by_what_stands_on_them() {
    let mut objects = shop();
    objects.extend([
        quote("qt_1", "open"),
        invoice("in_1", "open", 1_500_000),
        customer("cus_2", "東京建築設計事務所"),
    ]);
    let kept = Kept::with(objects).await;
    let check = async |text: &'static str, expect: &str| {
        let found = kept
            .read(move |r| read_find(r, &typed(text), &chrono::Utc, NOW))
            .await
            .unwrap();
        assert!(
            found.iter().any(|row| row.id == expect),
            "{text}: {found:?}"
        );
    };
    check("halden", "qt_1").await;
    check("QT-7F3A21-0004", "qt_1").await;
    check("care plan", "qt_1").await;
    check("menu", "in_1").await;
    check("15000", "in_1").await;
    check("建築", "cus_2").await;
    check("accounts@halden", "cus_1").await;
    for amount in [
        "15,000.00",
        "$15,000",
        "15.000,00",
        "\u{20ac}15.000",
        "15 000",
    ] {
        check(amount, "in_1").await;
    }
    check("invoice: menu", "in_1").await;
    check("customer halden", "cus_1").await;
    let nothing = kept
        .read(|r| read_find(r, &typed("  "), &chrono::Utc, NOW))
        .await
        .unwrap();
    assert_eq!(nothing, []);
    let picked = kept
        .read(|r| read_customers(r, "halden b", NOW))
        .await
        .unwrap();
    assert_eq!(
        picked.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(),
        ["cus_1"]
    );
}

#[tokio::test]
async fn drafts_that_exist_only_here_stand_first() {
    let kept = Kept::with(vec![quote("qt_1", "draft"), quote("qt_2", "open")]).await;
    kept.cache
        .write(|w| {
            w.drafts().put(&draft("draft_1", None))?;
            // This one is an edit of a quote that has its own row.
            w.drafts().put(&draft("draft_2", Some("qt_1")))
        })
        .await
        .unwrap();
    for (tab, expect) in [
        ("all", vec!["draft_1", "qt_2", "qt_1"]),
        ("draft", vec!["draft_1", "qt_1"]),
    ] {
        let page = page(&kept, ask(Noun::Quote, tab)).await;
        assert_eq!(
            (ids(&page), page.total),
            (expect.clone(), expect.len() as u64),
            "{tab}"
        );
        let row = &page.rows[0];
        assert_eq!(
            (row.noun, row.title.as_str(), row.subtitle.as_str()),
            (Noun::Draft, "Tern Island", "Sails and 1 more")
        );
        assert_eq!(
            row.amount.as_ref().map(|amount| amount.text.as_str()),
            Some("$3,025.20")
        );
        assert_eq!(row.as_of, None);
    }
    let second = Ask {
        limit: 1,
        ..ask(Noun::Quote, "all")
    };
    let next = page(&kept, second.clone()).await.next;
    assert_eq!(
        ids(&page(
            &kept,
            Ask {
                cursor: next,
                ..second
            }
        )
        .await),
        ["qt_1"]
    );
    for (text, expect) in [("tern", true), ("today", true), ("yesterday", false)] {
        let found = kept.read(move |r| read_find(r, &typed(text), &chrono::Utc, NOW));
        let found = found.await.unwrap();
        let first = found.first().is_some_and(|row| row.id == "draft_1");
        assert_eq!(first, expect, "{text}");
    }
}

#[tokio::test]
async fn the_largest_stand_first_whatever_their_currency() {
    for currency in model::Currency::all() {
        let one = cache::size(currency.scale(), Some(currency.code()));
        assert_eq!(
            one,
            1_000,
            "one {} is as large as any other one",
            currency.upper()
        );
    }
    let of = |id: &str, minor: i64, currency: &str| {
        but(invoice(id, "paid", minor), json!({ "currency": currency }))
    };
    let kept = Kept::with(vec![
        of("in_dinars", 4_420_500, "kwd"),
        of("in_yen", 2_025_000, "jpy"),
        of("in_dollars", 1_785_000, "usd"),
        of("in_cents", 99, "usd"),
    ])
    .await;
    let falling = ["in_yen", "in_dollars", "in_dinars", "in_cents"];
    let rising = ["in_cents", "in_dinars", "in_dollars", "in_yen"];
    for (sort, expect) in [(Sort::Amount, falling), (Sort::Smallest, rising)] {
        let asked = |at, limit| Ask {
            sort,
            at,
            limit,
            ..ask(Noun::Invoice, "all")
        };
        assert_eq!(ids(&page(&kept, asked(None, 50)).await), expect);
        let rest = page(&kept, asked(Some(1), 50)).await;
        assert_eq!(ids(&rest), expect[1..], "off the shelf");
        let mut found = Vec::new();
        let mut next = asked(None, 1);
        loop {
            let one = page(&kept, next.clone()).await;
            found.extend(one.rows.iter().map(|row| row.id.clone()));
            match one.next {
                Some(cursor) => next.cursor = Some(cursor),
                None => break,
            }
        }
        assert_eq!(found, expect);
    }
}
