//! The account outlives its server, also when that is killed in the middle.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::shop::{NOW, Shop, http, id};
use sandbox::{Options, PRACTICE_KEY, Seed, start};

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
    let running = start(on(folder.as_ref())).await.unwrap();
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

#[tokio::test]
async fn killed_in_the_middle_nothing_is_torn() {
    let folder = tempfile::tempdir().unwrap();
    let http = http();
    let mut confirmed = 0;
    for round in 0..3 {
        let (mut child, url) = spawn(folder.path());
        let mut asked = Vec::new();
        for n in 0..40 {
            let request = http
                .post(format!("{url}/v1/customers"))
                .bearer_auth(PRACTICE_KEY)
                .header("idempotency-key", format!("{round}-{n}"))
                .header("content-type", "application/x-www-form-urlencoded")
                .body("name=A");
            asked.push(tokio::spawn(async move {
                request.send().await.is_ok_and(|a| a.status() == 200)
            }));
            if n == 20 {
                child.kill().unwrap();
            }
        }
        for answer in asked {
            confirmed += usize::from(answer.await.unwrap());
        }
        child.wait().unwrap();
    }
    let shop = Shop::with(on(folder.path())).await;
    let customers = shop.get("/v1/customers?limit=100").await["data"]
        .as_array()
        .unwrap()
        .len();
    let events = shop.get("/v1/events?limit=100&type=customer.created").await["data"]
        .as_array()
        .unwrap()
        .len();
    assert!(
        customers >= confirmed,
        "{confirmed} were confirmed and {customers} are there"
    );
    assert_eq!(customers, events, "every customer has its event");
}
