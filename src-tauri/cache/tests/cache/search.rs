//! Finding records by what a person types.

use cache::{Cache, Columns, Kind, Record};
use proptest::prelude::*;
use serde_json::Value;

use crate::samples::{home, run, store};

fn record(kind: Kind, id: &str, created: i64, columns: Columns) -> Record {
    Record {
        kind,
        id: id.to_owned(),
        as_of: 1,
        columns: Columns { created, ..columns },
        raw: Value::Null,
    }
}

fn shop() -> Vec<Record> {
    let invoice = |n: i64, title: &str, currency: &str, amount, search: &str| {
        let columns = Columns {
            number: Some(format!("ACME-{n:04}")),
            title: title.to_owned(),
            subtitle: "Net 30".to_owned(),
            currency: Some(currency.to_owned()),
            amount: Some(amount),
            search: search.to_owned(),
            ..Columns::default()
        };
        record(Kind::Invoice, &format!("in_{n}"), n, columns)
    };
    let customer = |id: &str, created, title: &str, search: &str| {
        let columns = Columns {
            title: title.to_owned(),
            search: search.to_owned(),
            ..Columns::default()
        };
        record(Kind::Customer, id, created, columns)
    };
    // Stored newest first, as a backfill does.
    vec![
        invoice(42, "Müller & Söhne", "usd", 125_000, "hosting"),
        invoice(41, "Jane O'Neil", "jpy", 1_250, "garden party"),
        invoice(7, "Ødegård", "kwd", 1_250_500, ""),
        invoice(5, "Jane O'Neil", "usd", 1_250, "gardening"),
        customer("cus_1", 4, "Jane O'Neil", "jane.oneil@garden-shop.example"),
        customer("cus_2", 3, "東京商事株式会社", "keiri@tokyo.example"),
        customer("cus_3", 2, "ห้างทองคำ", ""),
        customer("cus_4", 1, "Σοφία Παπαδοπούλου", ""),
        record(
            Kind::InvoicePayment,
            "inpay_1",
            0,
            Columns {
                title: "Payment".to_owned(),
                ..Columns::default()
            },
        ),
    ]
}

async fn found(cache: &Cache, text: &str, kinds: &'static [Kind]) -> Vec<String> {
    let text = text.to_owned();
    let rows = cache
        .read(move |r| r.records().search(&text, kinds, 20))
        .await
        .unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

#[test]
fn people_find_what_they_type() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, shop()).await;
        for (text, ids) in [
            // Beginnings of words, in any order, accents or none, newest first.
            ("jane", &["in_41", "in_5", "cus_1"][..]),
            ("oneil ja", &["cus_1"]),
            ("o'neil JANE", &["in_41", "in_5", "cus_1"]),
            ("muller", &["in_42"]),
            ("MÜLLER söhne", &["in_42"]),
            ("g", &["in_41", "in_5", "cus_1"]),
            ("jane garden", &["in_41", "in_5", "cus_1"]),
            ("ΣΟΦΊΑ παπ", &["cus_4"]),
            // Numbers, whole and in part.
            ("ACME-0042", &["in_42"]),
            ("0042", &["in_42"]),
            ("42", &["in_42"]),
            ("acme 7", &["in_7"]),
            // E-mail addresses.
            ("jane.oneil@garden-shop.example", &["cus_1"]),
            ("garden-shop", &["cus_1"]),
            ("@tokyo.ex", &["cus_2"]),
            // Within words, after everything that begins with it.
            ("arden", &["in_41", "in_5", "cus_1"]),
            ("degar", &["in_7"]),
            ("oneil", &["cus_1"]),
            // Scripts without spaces, however short.
            ("東京", &["cus_2"]),
            ("株", &["cus_2"]),
            ("商事株式", &["cus_2"]),
            ("京東", &[]),
            ("ทอง", &["cus_3"]),
            // Ids.
            ("in_42", &["in_42"]),
            ("cus_2", &["cus_2"]),
            // All words must be there.
            ("jane hosting", &[]),
            // Nothing to look for.
            ("", &[]),
            ("  ", &[]),
            ("- * \" ( ) :", &[]),
        ] {
            assert_eq!(found(&cache, text, &[]).await, ids, "{text}");
        }
    });
}

#[test]
fn amounts_are_found_as_they_are_written() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, shop()).await;
        for (text, ids) in [
            // $1,250.00, ¥1,250 and KD 1,250.500, but not $12.50.
            ("1250", &["in_42", "in_41", "in_7"][..]),
            ("1,250", &["in_42", "in_41", "in_7"]),
            ("1,250.00", &["in_42"]),
            ("1.250,00", &["in_42"]),
            ("1 250,00", &["in_42"]),
            ("1'250.00", &["in_42"]),
            ("$1,250.00", &["in_42"]),
            ("€1250", &["in_42", "in_41", "in_7"]),
            ("1250.5", &["in_7"]),
            ("12.50", &["in_5"]),
            ("muller 1250", &["in_42"]),
            ("1250 USD", &["in_42"]),
            ("ACME-1250", &[]),
            ("125", &[]),
            ("1251", &[]),
        ] {
            assert_eq!(found(&cache, text, &[Kind::Invoice]).await, ids, "{text}");
        }
    });
}

#[test]
fn kinds_are_kept_apart() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, shop()).await;
        assert_eq!(found(&cache, "jane", &[Kind::Customer]).await, ["cus_1"]);
        assert_eq!(found(&cache, "arden", &[Kind::Customer]).await, ["cus_1"]);
        assert_eq!(
            found(&cache, "ja", &[Kind::Customer, Kind::Invoice]).await,
            ["in_41", "in_5", "cus_1"]
        );
        assert_eq!(found(&cache, "payment", &[Kind::Invoice]).await, [""; 0]);
        assert_eq!(
            found(&cache, "paym", &[Kind::InvoicePayment]).await,
            ["inpay_1"]
        );
    });
}

#[test]
fn what_changed_is_found_by_its_new_words_only() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, shop()).await;
        let mut renamed = shop().remove(4);
        renamed.columns.title = "Janet Smith".to_owned();
        renamed.columns.search = String::new();
        store(&cache, vec![renamed]).await;
        assert_eq!(found(&cache, "neil", &[Kind::Customer]).await, [""; 0]);
        assert_eq!(found(&cache, "smith", &[Kind::Customer]).await, ["cus_1"]);
        cache.check().await.unwrap();
    });
}

#[test]
fn a_limit_is_kept_and_the_newest_stay() {
    run(async {
        let home = home();
        let cache = home.open();
        let many = (0..50_i64).map(|n| {
            let columns = Columns {
                title: format!("Garden {n}"),
                ..Columns::default()
            };
            record(Kind::Customer, &format!("cus_{n}"), n * 1_000, columns)
        });
        store(&cache, many.collect()).await;
        for text in ["gar", "arden"] {
            let rows = cache
                .read(move |r| r.records().search(text, &[], 3))
                .await
                .unwrap();
            let ids: Vec<_> = rows.iter().map(|row| row.id.as_str()).collect();
            assert_eq!(ids, ["cus_49", "cus_48", "cus_47"], "{text}");
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Texts full of what means something to SQLite's query language, and any others.
    #[test]
    fn no_text_is_a_mistake(
        texts in prop::collection::vec(
            prop_oneof![
                any::<String>(),
                "[a-c0-9\"'*^:+(){}., -]{0,12}",
                "(NEAR|AND|OR|NOT|words|\\(|\\)|\"|東|\u{301}|\0| |[0-9.,]){0,8}",
            ],
            1..60,
        ),
    ) {
        run(async {
            let home = home();
            let cache = home.open();
            store(&cache, shop()).await;
            for text in texts {
                for kinds in [&[][..], &[Kind::Invoice], &[Kind::Customer, Kind::TaxRate]] {
                    let asked = text.clone();
                    let hits = cache.read(move |r| r.records().search(&asked, kinds, 5)).await;
                    prop_assert!(hits.is_ok(), "{text:?}: {hits:?}");
                }
            }
            Ok(())
        })?;
    }

    /// Whatever a title is, its own first word finds it.
    #[test]
    fn every_title_is_found_by_its_beginning(title in "[\\p{L}\\p{Nd}]{1,12}( [\\p{L}\\p{Nd}]{1,12}){0,2}") {
        run(async {
            let home = home();
            let cache = home.open();
            let columns = Columns { title: title.clone(), ..Columns::default() };
            store(&cache, vec![record(Kind::Customer, "cus_1", 1, columns)]).await;
            prop_assert_eq!(found(&cache, &title, &[]).await, ["cus_1"]);
            Ok(())
        })?;
    }
}

/// Words that share long beginnings, more records than are looked at, and letters that only the
/// index folds: whichever way an answer is come by, it is what reading every record gives.
#[test]
fn what_is_walked_looked_at_or_asked_for_is_the_same() {
    const LIMIT: u32 = 12;
    let words = |n: i64| {
        let city = ["Müllheim", "Mullingar", "Mülldorf", "Ødegård", "MULLEN"];
        let trade = ["bakery", "bakehouse", "baker", "binder"];
        format!(
            "{} {} customer{}@shop{}.example",
            city[usize::try_from(n % 5).unwrap()],
            trade[usize::try_from(n / 7 % 4).unwrap()],
            n % 90,
            n % 13,
        )
    };
    // As the index says letters alike, and as it cuts texts into words.
    let fold = |text: &str| text.to_lowercase().replace('ü', "u").replace('å', "a");
    let cut = |text: &str| -> Vec<String> {
        let cut = text.split(|c: char| !c.is_alphanumeric());
        cut.filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let is_meant = |record: &str, asked: &str| {
        let record = cut(&fold(record));
        fold(asked).split_whitespace().all(|word| {
            let word = cut(word);
            let (last, before) = word.split_last().unwrap();
            record.windows(word.len()).any(|some| {
                &some[..before.len()] == before && some[before.len()].starts_with(last.as_str())
            })
        })
    };
    let mut texts = Vec::new();
    for whole in [
        "mullheim",
        "müllheim baker",
        "bakehouse",
        "customer77@shop12",
        "customer7@shop",
        "ødegård bind",
        "shop1 customer10",
        "baker mul",
        "mullen bakehouse customer4",
        "odegard",
    ] {
        let ends = whole.char_indices().map(|(at, c)| at + c.len_utf8());
        texts.extend(ends.filter(|end| *end > 1).map(|end| &whole[..end]));
    }
    // A last single letter is looked at among the newest only, which is another promise.
    let is_letter = |word: &str| word.chars().count() == 1;
    texts.retain(|text| {
        text.split(' ')
            .all(|word| cut(word).last().is_some_and(|last| !is_letter(last)))
    });
    run(async {
        let home = home();
        let cache = home.open();
        let all = (0..900_i64).rev().map(|n| {
            let columns = Columns {
                title: words(n),
                ..Columns::default()
            };
            record(Kind::Customer, &format!("cus_{n}"), n * 10, columns)
        });
        store(&cache, all.collect()).await;
        for text in texts {
            let rows = cache
                .read(move |r| r.records().search_words(text, &[Kind::Customer], LIMIT))
                .await
                .unwrap();
            let ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
            let newest = (0..900_i64).rev();
            let meant = newest.filter(|n| is_meant(&words(*n), text));
            let expect: Vec<String> = meant
                .take(LIMIT as usize)
                .map(|n| format!("cus_{n}"))
                .collect();
            assert_eq!(ids, expect, "{text}");
        }
    });
}
