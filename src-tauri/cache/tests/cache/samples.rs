//! Records and intents to test with, and a runtime to test on. Not tests.

use std::future::Future;
use std::path::PathBuf;

use cache::{Cache, Columns, Intent, Kind, Record, Write};
use serde_json::json;
use tempfile::TempDir;

/// Runs a test on a runtime of one thread: nothing may block it.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap()
        .block_on(test)
}

/// A fresh file in a folder that goes away with the test.
pub(crate) struct Home {
    pub folder: TempDir,
    pub file: PathBuf,
}

pub(crate) fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("account.sqlite");
    Home { folder, file }
}

impl Home {
    pub(crate) fn open(&self) -> Cache {
        Cache::open(&self.file).unwrap()
    }
}

/// An invoice with a number of its own.
pub(crate) fn invoice(n: i64) -> Record {
    Record {
        kind: Kind::Invoice,
        id: format!("in_{n:06}"),
        as_of: 1_000,
        columns: Columns {
            created: 1_700_000_000 + n,
            state: ["draft", "open", "paid", "void"][usize::try_from(n % 4).unwrap()].to_owned(),
            number: Some(format!("ACME-{n:04}")),
            customer: Some(format!("cus_{}", n % 7)),
            parent: (n % 5 == 0).then(|| format!("qt_{}", n / 5)),
            title: format!("Customer {}", n % 7),
            subtitle: format!("Invoice {n}"),
            currency: Some(["usd", "jpy", "kwd"][usize::try_from(n % 3).unwrap()].to_owned()),
            amount: (n % 11 != 0).then_some(n * 100),
            per: None,
            at: (n % 2 == 0).then_some(1_800_000_000 - n),
            updated: None,
            search: String::new(),
        },
        raw: json!({"id": format!("in_{n:06}"), "object": "invoice", "total": n * 100}),
    }
}

/// Stores records in one transaction.
pub(crate) async fn store(cache: &Cache, records: Vec<Record>) {
    cache
        .write(move |w: &mut Write<'_>| {
            for record in &records {
                w.records().put(record)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

/// An intent of two steps about a quote.
pub(crate) fn intent(id: &str, quote: &str) -> Intent {
    let mut intent = Intent::new(id, "quotes.accept", 100)
        .step(
            "POST",
            format!("/v1/quotes/{quote}/accept"),
            json!({}),
            format!("{id}-key-0"),
        )
        .step(
            "POST",
            "/v1/invoices/{0.invoice}/finalize",
            json!({"auto_advance": false}),
            format!("{id}-key-1"),
        );
    intent.subject = Some((Kind::Quote, quote.to_owned()));
    intent.title = format!("Accept {quote}");
    intent
}
