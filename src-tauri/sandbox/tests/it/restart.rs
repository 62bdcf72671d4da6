//! The account outlives its server, also when that is killed in the middle.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::seeded::everything;
use crate::shop::{NOW, Shop, http, id};
use sandbox::{Options, PRACTICE_KEY, Seed, start};
use serde_json::Value;

fn on(folder: &std::path::Path) -> Options {
    Options {
        data: Some(folder.to_owned()),
        now: Some(NOW),
        ..Options::default()
    }
}

#[tokio::test]
async fn a_restart_finds_everything_and_seeds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::with(on(folder.path())).await;
    let customer = id(&shop
        .send(
            shop.form("/v1/customers", "name=A")
                .header("idempotency-key", "k"),
        )
        .await
        .body);
    let invoice = id(&shop
        .post("/v1/invoices", &format!("customer={customer}"))
        .await);
    let first = shop
        .post(&format!("/v1/invoices/{invoice}/finalize"), "")
        .await;
    shop.close().await;
    let shop = Shop::with(Options {
        seed: Seed::Practice,
        ..on(folder.path())
    })
    .await;
    assert_eq!(
        shop.get("/v1/customers").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let again = shop
        .send(
            shop.form("/v1/customers", "name=A")
                .header("idempotency-key", "k"),
        )
        .await;
    assert_eq!(id(&again.body), customer);
    let second = shop.get(&format!("/v1/invoices/{invoice}")).await;
    assert_eq!(second["number"], first["number"]);
    let link = second["hosted_invoice_url"].as_str().unwrap();
    assert!(
        link.starts_with(shop.url()),
        "links follow the server's address: {link}"
    );
    assert_eq!(shop.send(shop.request("GET", link)).await.status, 200);
}

/// The server in a process of its own, for the test below to kill. Does nothing by itself.
#[tokio::test]
async fn serve_until_killed() {
    let Some(folder) = std::env::var_os("SANDBOX_TEST_CHILD") else {
        return;
    };
    let seed =
        std::env::var("SANDBOX_TEST_SEED").map_or(Seed::Empty, |n| Seed::Size(n.parse().unwrap()));
    let options = Options {
        seed,
        ..on(folder.as_ref())
    };
    let running = start(options).await.unwrap();
    println!("listening {}", running.url());
    std::future::pending::<()>().await;
}

fn spawn(folder: &std::path::Path) -> (Child, String) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "restart::serve_until_killed", "--nocapture"])
        .env("SANDBOX_TEST_CHILD", folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let url = lines
        .map_while(Result::ok)
        .find_map(|l| l.split_once("listening ").map(|(_, url)| url.to_owned()))
        .unwrap();
    (child, url)
}

/// What one of the hands that keep the server busy was told before the end.
#[derive(Default)]
struct Told {
    /// Idempotency keys and the ids of what they made.
    made: Vec<(String, String, String)>,
    /// Invoices that are said to be paid.
    paid: Vec<String>,
}

/// Sells until the server is gone: a customer, an invoice with a line, and its payment by card.
async fn sell(http: reqwest::Client, url: String, hand: String, answers: Arc<AtomicUsize>) -> Told {
    let mut told = Told::default();
    let ask = async |path: String, form: String, key: String| {
        let request = http
            .post(format!("{url}{path}"))
            .bearer_auth(PRACTICE_KEY)
            .header("idempotency-key", key)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let answer = request.send().await.ok()?;
        let status = answer.status();
        let body: Value = answer.json().await.ok()?;
        assert_eq!(status, 200, "{path}: {body}");
        answers.fetch_add(1, Ordering::SeqCst);
        Some(body)
    };
    for n in 0.. {
        let key = |what: &str| format!("{hand}-{n}-{what}");
        let made = async |told: &mut Told, path: &str, form: String| {
            let body = ask(path.to_owned(), form.clone(), key(path)).await?;
            let id = id(&body);
            told.made.push((
                path.to_owned(),
                format!("{form}\n{}", key(path)),
                id.clone(),
            ));
            Some(id)
        };
        let sold = async {
            let customer = made(&mut told, "/v1/customers", "name=A".into()).await?;
            let invoice = made(
                &mut told,
                "/v1/invoices",
                format!("customer={customer}&currency=usd"),
            )
            .await?;
            let line = format!("customer={customer}&invoice={invoice}&amount=1500&currency=usd");
            made(&mut told, "/v1/invoiceitems", line).await?;
            let pay = format!("/v1/invoices/{invoice}/pay");
            let paid = ask(pay, "payment_method=pm_card_visa".into(), key("pay")).await?;
            told.paid
                .extend((paid["status"] == "paid").then_some(invoice));
            Some(())
        };
        if sold.await.is_none() {
            break;
        }
    }
    told
}

/// Killed after a number of answers that differs from run to run, in the middle of whatever eight hands
/// ask for: what was told is there, what was not is there whole or not at all.
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_point_under_load_nothing_is_torn() {
    let folder = tempfile::tempdir().unwrap();
    let http = http();
    let mut all = Told::default();
    let mut dice = u64::from(std::process::id());
    for round in 0..6 {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let after = usize::try_from(dice >> 58).unwrap();
        println!("round {round}: killed after {after} answers");
        let (mut child, url) = spawn(folder.path());
        let answers = Arc::new(AtomicUsize::new(0));
        let hands: Vec<_> = (0..8)
            .map(|hand| {
                let hand = format!("{round}-{hand}");
                tokio::spawn(sell(http.clone(), url.clone(), hand, Arc::clone(&answers)))
            })
            .collect();
        while answers.load(Ordering::SeqCst) < after {
            tokio::task::yield_now().await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for hand in hands {
            let told = hand.await.unwrap();
            all.made.extend(told.made);
            all.paid.extend(told.paid);
        }
    }
    let db = rusqlite::Connection::open(folder.path().join("practice.sqlite3")).unwrap();
    let sound: String = db
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
    drop(db);
    let shop = Shop::with(on(folder.path())).await;
    hold_together(&shop, &all).await;
    // What was told is told again, and made once.
    for (path, asked, id_told) in &all.made {
        let (form, key) = asked.split_once('\n').unwrap();
        let again = shop
            .send(shop.form(path, form).header("idempotency-key", key))
            .await;
        assert_eq!(
            (again.header("idempotent-replayed"), &id(&again.body)),
            (Some("true"), id_told)
        );
    }
}

/// Every object has its event and agrees with those that it belongs to.
async fn hold_together(shop: &Shop, told: &Told) {
    let invoices = everything(shop, "/v1/invoices?expand[]=data.payments").await;
    let customers = everything(shop, "/v1/customers").await;
    let events = everything(shop, "/v1/events").await;
    let of_kind = |kind: &str| events.iter().filter(|e| e["type"] == kind).count();
    assert_eq!(of_kind("customer.created"), customers.len());
    assert_eq!(of_kind("invoice.created"), invoices.len());
    let paid: Vec<&Value> = invoices.iter().filter(|i| i["status"] == "paid").collect();
    for kind in [
        "invoice.paid",
        "payment_intent.succeeded",
        "charge.succeeded",
    ] {
        assert_eq!(of_kind(kind), paid.len(), "{kind}");
    }
    for invoice in &invoices {
        let lines = invoice["lines"]["data"].as_array().unwrap();
        let sum: i64 = lines.iter().map(|l| l["amount"].as_i64().unwrap()).sum();
        assert_eq!(invoice["total"], sum, "{invoice}");
        let is_paid = invoice["status"] == "paid";
        assert_eq!(
            invoice["amount_paid"],
            if is_paid { sum } else { 0 },
            "{invoice}"
        );
        let settled = invoice["payments"]["data"].as_array().unwrap();
        assert_eq!(
            settled.iter().filter(|p| p["status"] == "paid").count(),
            usize::from(is_paid)
        );
    }
    let charges = everything(shop, "/v1/charges").await;
    let movements = everything(shop, "/v1/balance_transactions").await;
    assert_eq!((charges.len(), movements.len()), (paid.len(), paid.len()));
    let mut numbers: Vec<&str> = invoices
        .iter()
        .filter_map(|i| i["number"].as_str())
        .collect();
    let count = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), count, "no number twice");
    for invoice in &told.paid {
        assert!(
            paid.iter().any(|i| i["id"] == invoice.as_str()),
            "{invoice} was said to be paid"
        );
    }
}

/// Killed while a new account is filled, the next start fills it anew.
#[tokio::test]
async fn killed_while_it_is_filled_it_is_filled_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "restart::serve_until_killed", "--nocapture"])
        .env("SANDBOX_TEST_CHILD", folder.path())
        .env("SANDBOX_TEST_SEED", "100000")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let begun = folder.path().join("practice.sqlite3.unfilled");
    while std::fs::metadata(&begun).map_or(0, |file| file.len()) == 0 {
        tokio::task::yield_now().await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let shop = Shop::with(Options {
        seed: Seed::Size(20),
        ..on(folder.path())
    })
    .await;
    assert_eq!(everything(&shop, "/v1/invoices").await.len(), 20);
    assert!(!begun.exists());
}
