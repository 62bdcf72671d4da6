//! The accountant's pack over the practice account: unzipped, weighed and added up again, made
//! twice, made without a network, stopped, and made with a PDF that Stripe does not give.

use crate::shop::Shop;
use crate::write::{draft_for, finalized, line, made};
use commands::{PackPeriod, PackPlace, make_pack};
use sandbox::{Fault, Seed};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

/// More than the practice business has ever done.
const EVER: (&str, &str) = ("2000-01-01", "2100-01-01");

fn period() -> PackPeriod {
    PackPeriod::parse(EVER.0, EVER.1).expect("a period")
}

fn days() -> Value {
    json!({ "from": EVER.0, "to": EVER.1 })
}

/// Makes the pack into a folder; the answer and the bytes of the file.
async fn pack(shop: &Shop, folder: &Path) -> (Value, Vec<u8>) {
    let account = shop.desk().account().await.expect("an account");
    let made = make_pack(
        &account,
        period(),
        false,
        &PackPlace::Folder(folder.to_owned()),
    )
    .await
    .expect("a pack");
    let bytes = std::fs::read(&made.path).expect("the file");
    (serde_json::to_value(made).expect("JSON"), bytes)
}

fn unzip(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP");
    let mut files = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("a file");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its content");
        assert!(
            files.insert(name, content).is_none(),
            "two files of one name"
        );
    }
    files
}

/// Rows by column, read by a reader of the test's own.
fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = std::str::from_utf8(csv).expect("UTF-8");
    let (mut all, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, quoted) {
            ('"', true) if letters.peek() == Some(&'"') => cell.extend(letters.next()),
            ('"', _) => quoted = !quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\r', false) => {}
            ('\n', false) => {
                row.push(std::mem::take(&mut cell));
                all.push(std::mem::take(&mut row));
            }
            (other, _) => cell.push(other),
        }
    }
    let head: Vec<String> = all.remove(0);
    all.into_iter()
        .map(|cells| head.iter().cloned().zip(cells).collect())
        .collect()
}

/// Minor units by currency, of a column with exact figures.
fn sums(rows: &[BTreeMap<String, String>], column: &str) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        let minor: i64 = row[column].replace('.', "").parse().expect("a figure");
        *sums.entry(row["currency"].clone()).or_default() += minor;
    }
    sums
}

/// What is in a folder, apart from what the test expects there.
fn left_in(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).expect("a folder");
    names
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_is_there_as_the_manifest_says_and_comes_to_what_stripe_says() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    let look = shop.call("packs.look", days()).await;
    assert!(
        look["invoices"].as_u64().is_some_and(|count| count > 10),
        "{look}"
    );
    let folder = tempfile::tempdir().expect("a folder");
    let (answer, bytes) = pack(&shop, folder.path()).await;
    assert_eq!(
        (
            &answer["missing_count"],
            &answer["invoices"],
            &answer["quotes"]
        ),
        (&json!(0), &look["invoices"], &look["quotes"]),
        "{answer}"
    );
    for total in answer["totals"].as_array().expect("totals") {
        assert_eq!(total["matches"], true, "{total}");
    }

    let files = unzip(&bytes);
    let manifest = rows(&files["manifest.csv"]);
    for row in &manifest {
        let content = &files[&row["file"]];
        let hash: String = Sha256::digest(content)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(
            (&row["sha256"], &row["bytes"]),
            (&hash, &content.len().to_string()),
            "{row:?}"
        );
    }
    assert_eq!(
        manifest.len() + 2,
        files.len(),
        "all but the manifest and the read-me are named"
    );
    let pdfs = files.iter().filter(|(name, _)| name.ends_with(".pdf"));
    assert!(
        pdfs.clone()
            .all(|(_, content)| content.starts_with(b"%PDF-"))
    );
    assert_eq!(json!(pdfs.count()), answer["pdfs"]);

    // Added up from Stripe itself, past all of our own code.
    let mut stripes: BTreeMap<String, i64> = BTreeMap::new();
    let (mut path, mut count) = ("/v1/invoices?limit=100".to_owned(), 0);
    loop {
        let page = shop.stripe_says(&path).await;
        let invoices = page["data"].as_array().expect("a list");
        for invoice in invoices
            .iter()
            .filter(|invoice| invoice["status_transitions"]["finalized_at"].is_i64())
        {
            count += 1;
            *stripes
                .entry(invoice["currency"].as_str().expect("a currency").to_owned())
                .or_default() += invoice["total"].as_i64().expect("a total");
        }
        if page["has_more"] != true {
            break;
        }
        path = format!(
            "/v1/invoices?limit=100&starting_after={}",
            invoices.last().expect("one")["id"].as_str().expect("an id")
        );
    }
    let invoices = rows(&files["invoices.csv"]);
    assert_eq!(invoices.len(), count);
    assert_eq!(sums(&invoices, "total"), stripes);
    assert_eq!(
        sums(&rows(&files["lines.csv"]), "amount"),
        sums(&invoices, "subtotal")
    );

    let (again, same) = pack(&shop, folder.path()).await;
    assert!(
        bytes == same && again["path"] == answer["path"],
        "the same records give the same bytes, and so the same file"
    );
    assert_eq!(left_in(folder.path()).len(), 1);
    shop.close().await;
}

/// An invoice with thirteen lines, of which Stripe embeds ten.
async fn long_invoice(shop: &Shop) -> String {
    let mut draft = draft_for(shop, "=Brightwater, \"Dental\"").await;
    let lines: Vec<Value> = (0..13)
        .map(|n| line(&format!("l{n}"), &format!("Visit {n}"), "1", "10.50", None))
        .collect();
    draft["lines"] = json!(lines);
    let quote = finalized(shop, &draft).await;
    let invoice = made(
        &shop
            .call("quotes.accept", json!({ "id": quote, "note": null }))
            .await,
        "invoice",
    );
    assert_eq!(
        shop.call("invoices.finalize", json!({ "id": invoice }))
            .await["state"],
        "done"
    );
    invoice
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_invoice_is_completed_and_a_pdf_that_fails_is_named() {
    let shop = Shop::open(Seed::Empty).await;
    let invoice = long_invoice(&shop).await;
    let look = shop.call("packs.look", days()).await;
    let lacks: Vec<&Value> = look["missing"]
        .as_array()
        .expect("gaps")
        .iter()
        .map(|gap| &gap["lack"])
        .collect();
    assert!(
        lacks.contains(&&json!("lines")) && lacks.contains(&&json!("pdf")),
        "{look}"
    );

    shop.stripe()
        .fail_next_matching("GET", "/pdf", 50, Fault::Forbidden);
    let folder = tempfile::tempdir().expect("a folder");
    let (answer, bytes) = pack(&shop, folder.path()).await;
    shop.stripe().clear_faults();
    assert_eq!(answer["lines"], 13, "{answer}");
    assert_eq!(answer["totals"][0]["matches"], true, "{answer}");
    let gaps = answer["missing"].as_array().expect("gaps");
    assert!(
        !gaps.is_empty()
            && gaps
                .iter()
                .all(|gap| gap["lack"] == "pdf" && gap["why"].is_string()),
        "{answer}"
    );
    let files = unzip(&bytes);
    let named = rows(&files["manifest.csv"]);
    assert!(
        named
            .iter()
            .any(|row| row["missing"].starts_with("The PDF is missing. ")),
        "{named:?}"
    );
    let of_invoice = &rows(&files["invoices.csv"])[0];
    assert_eq!(
        (
            of_invoice["id"].as_str(),
            of_invoice["customer_name"].as_str()
        ),
        (invoice.as_str(), "'=Brightwater, \"Dental\"")
    );

    let (whole, _) = pack(&shop, folder.path()).await;
    assert_eq!(
        whole["missing_count"], 0,
        "the next one has everything: {whole}"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_what_is_missing_is_named_and_the_rest_is_there() {
    let shop = Shop::open(Seed::Empty).await;
    let first = long_invoice(&shop).await;
    shop.call("documents.fetch", json!({ "noun": "invoice", "id": first }))
        .await;
    let shop = shop.again_offline().await;
    let folder = tempfile::tempdir().expect("a folder");
    let (answer, bytes) = pack(&shop, folder.path()).await;
    assert_eq!(
        answer["pdfs"], 1,
        "the PDF that was seen is there: {answer}"
    );
    let gaps = answer["missing"].as_array().expect("gaps");
    let lacks: Vec<(&Value, &Value)> = gaps
        .iter()
        .map(|gap| (&gap["noun"], &gap["lack"]))
        .collect();
    assert_eq!(
        lacks,
        [
            (&json!("invoice"), &json!("lines")),
            (&json!("quote"), &json!("pdf"))
        ],
        "{answer}"
    );
    assert!(
        gaps.iter()
            .all(|gap| gap["why"].as_str().is_some_and(|why| !why.is_empty())),
        "{answer}"
    );
    assert_eq!(
        answer["totals"][0]["matches"], false,
        "lines are missing, and the totals say so"
    );
    let files = unzip(&bytes);
    let read_me = String::from_utf8(files["README.txt"].clone()).expect("text");
    assert!(
        read_me.contains("Only the first lines are in lines.csv.")
            && read_me.contains("The two sides differ."),
        "{read_me}"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_is_stopped_leaves_nothing_behind() {
    let shop = Shop::open(Seed::Practice).await;
    shop.synced().await;
    assert_eq!(shop.call("packs.status", json!({})).await["running"], false);
    let folder = tempfile::tempdir().expect("a folder");
    let account = shop.desk().account().await.expect("an account");
    let place = PackPlace::Folder(folder.path().to_owned());
    let making = make_pack(&account, period(), false, &place);
    let stopping = async {
        shop.until("documents are being fetched", async || {
            shop.call("packs.status", json!({})).await["done"].as_u64() > Some(2)
        })
        .await;
        let second = shop.refused("packs.make", days()).await;
        assert_eq!(
            second.code,
            commands::view::Code::NotAllowed,
            "one at a time: {second:?}"
        );
        shop.call("packs.cancel", json!({})).await
    };
    let (made, _) = tokio::join!(making, stopping);
    let problem = made.expect_err("it was stopped");
    assert!(problem.message.contains("stopped"), "{problem:?}");
    assert_eq!(left_in(folder.path()), Vec::<String>::new());
    assert_eq!(shop.call("packs.status", json!({})).await["running"], false);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_is_none_is_refused_by_the_day_that_is_wrong() {
    let shop = Shop::open(Seed::Empty).await;
    let problem = shop
        .refused(
            "packs.make",
            json!({ "from": "2026-11-01", "to": "2026-10-01" }),
        )
        .await;
    assert_eq!(
        problem.fields.first().map(|field| field.path.as_str()),
        Some("to"),
        "{problem:?}"
    );
    let look = shop.call("packs.look", days()).await;
    assert_eq!(
        (&look["invoices"], &look["missing_count"]),
        (&json!(0), &json!(0))
    );
    shop.close().await;
}
