//! Looking after what is kept: how everything is, in words; the day's backup and going back to it;
//! records that are damaged or from a newer version. Each way out is taken, and nothing is sent
//! twice by it.

use crate::once::count;
use crate::shop::Shop;
use crate::write::{draft_for, line};
use commands::view::Code;
use sandbox::Seed;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn file(home: &Path) -> PathBuf {
    home.join("accounts/practice.sqlite")
}

fn check<'a>(health: &'a Value, about: &str) -> &'a Value {
    health["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .find(|check| check["about"] == about)
        .unwrap_or_else(|| panic!("nothing is said about {about}: {health}"))
}

/// The records, with all that was in their log: the program that just ended may still be closing it.
fn written_back(file: &Path) -> rusqlite::Connection {
    let sql = rusqlite::Connection::open(file).expect("it opens");
    loop {
        let busy: i64 = sql
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .expect("the log is written back");
        if busy == 0 {
            return sql;
        }
        std::thread::yield_now();
    }
}

/// A draft with one line and this header, kept.
async fn written(shop: &Shop, header: &str) -> Value {
    let mut draft = draft_for(shop, "Nordlys Design AS").await;
    draft["lines"] = json!([line("a", "Logo", "1", "900", None)]);
    draft["header"] = json!(header);
    shop.call("drafts.put", draft.clone()).await;
    draft
}

async fn header(shop: &Shop, draft: &Value) -> Value {
    let open = json!({ "from": { "kind": "draft", "id": draft["id"] } });
    shop.call("drafts.open", open).await["draft"]["header"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_how_everything_is() {
    let shop = Shop::open(Seed::Empty).await;
    shop.synced().await;
    let health = shop.call("care.health", json!({})).await;
    for about in [
        "account",
        "keyring",
        "stripe",
        "records",
        "freshness",
        "outbox",
        "backups",
    ] {
        let check = check(&health, about);
        assert_eq!(check["state"], "well", "{check}");
        assert!(
            check["said"]
                .as_str()
                .is_some_and(|said| said.ends_with('.')),
            "{check}"
        );
    }
    assert_ne!(check(&health, "disk")["state"], "bad", "{health}");

    // Stripe is away: only that is bad.
    let shop = shop.again_offline().await;
    let health = shop.call("care.health", json!({})).await;
    assert_eq!(check(&health, "stripe")["state"], "bad", "{health}");
    assert_eq!(health["state"], "bad");
    for about in ["keyring", "records", "outbox", "backups"] {
        assert_eq!(check(&health, about)["state"], "well", "{about}: {health}");
    }
    let backups = check(&health, "backups")["said"].clone();
    assert!(
        backups
            .as_str()
            .is_some_and(|said| said.starts_with("1 backup")),
        "one was made when the program ended: {backups}"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_goes_back_to_a_backup_and_nothing_is_sent_twice() {
    let shop = Shop::open(Seed::Empty).await;
    let draft = written(&shop, "as it was").await;
    let fields = json!({ "id": null, "fields": { "name": "Ana Lima" } });
    let care = shop.call("care.back_up", json!({})).await;
    let name = care["backups"][0]["name"].clone();
    assert!(name.is_string(), "{care}");

    // After the backup: a customer is made, the draft is written on, another one begun.
    let outcome = shop.call("customers.put", fields).await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    let mut changed = draft.clone();
    changed["header"] = json!("spoilt");
    shop.call("drafts.put", changed).await;
    let later = written(&shop, "written since").await;

    let missing = shop
        .refused("care.repair", json!({ "backup": "2001-01-01" }))
        .await;
    assert_eq!(missing.code, Code::NotFound, "{missing:?}");
    let sound = shop.refused("care.repair", json!({ "backup": null })).await;
    assert_eq!(sound.code, Code::NotAllowed, "{sound:?}");

    let done = shop.call("care.repair", json!({ "backup": name })).await;
    assert_eq!(done["incomplete"], false, "{done}");
    let aside = PathBuf::from(done["aside"].as_str().expect("a file"));
    assert!(aside.is_file(), "{done}");
    assert_eq!(header(&shop, &draft).await, "as it was");
    assert_eq!(header(&shop, &later).await, "written since");
    shop.serves().await;
    shop.call("sync.run", json!({ "full": true })).await;
    assert_eq!(count(&shop, "/v1/customers?limit=100").await, 1);
    let outbox = shop.call("outbox.list", json!({})).await;
    assert_eq!(
        (&outbox[0]["state"], outbox.as_array().map(Vec::len)),
        (&json!("done"), Some(1)),
        "what was sent is known to be sent: {outbox}"
    );
    let list = json!({ "noun": "customer", "tab": "all", "cursor": null, "limit": 5 });
    assert_eq!(
        shop.call("records.list", list).await["rows"][0]["title"],
        "Ana Lima",
        "what Stripe has comes from Stripe again"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_records_are_said_to_be_and_what_can_be_read_is_saved() {
    let home = tempfile::tempdir().expect("a folder");
    let shop = Shop::at(home.path().to_owned(), Seed::Empty).await;
    let draft = written(&shop, "not at Stripe").await;
    let outcome = shop
        .call(
            "customers.put",
            json!({ "id": null, "fields": { "name": "Ana Lima" } }),
        )
        .await;
    assert_eq!(outcome["state"], "done", "{outcome}");
    shop.close().await;

    // Everything is in the file; then a page of the records is overwritten, and none of the drafts'.
    let path = file(home.path());
    let sql = written_back(&path);
    let root: i64 = sql
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'records'",
            [],
            |row| row.get(0),
        )
        .expect("a table");
    drop(sql);
    let at = usize::try_from(root - 1).expect("a page") * 4096;
    let mut bytes = std::fs::read(&path).expect("the records");
    bytes[at..at + 4096].fill(0xa5);
    std::fs::write(&path, &bytes).expect("the damage is done");

    let shop = Shop::at_any(home.path().to_owned(), Seed::Empty);
    let care = shop.call("care.look", json!({})).await;
    assert_eq!(care["problem"]["code"], "damaged", "{care}");
    assert_eq!(care["afresh"], true, "{care}");
    let health = shop.call("care.health", json!({})).await;
    assert_eq!(check(&health, "records")["state"], "bad", "{health}");
    assert_eq!(
        std::fs::read(&path).map(|now| now.len()).ok(),
        Some(bytes.len()),
        "nothing is done to it by looking"
    );

    let done = shop.call("care.repair", json!({ "backup": null })).await;
    assert_eq!(done["drafts"].as_u64(), Some(1), "{done}");
    assert_eq!(done["intents"].as_u64(), Some(1), "{done}");
    assert_eq!(header(&shop, &draft).await, "not at Stripe");
    shop.serves().await;
    shop.call("sync.run", json!({ "full": false })).await;
    let list = json!({ "noun": "customer", "tab": "all", "cursor": null, "limit": 5 });
    assert_eq!(
        shop.call("records.list", list).await["rows"][0]["title"],
        "Ana Lima"
    );
    assert_eq!(count(&shop, "/v1/customers?limit=100").await, 1);
    assert!(
        Path::new(done["aside"].as_str().expect("a file")).is_file(),
        "the damaged file is set aside: {done}"
    );
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_of_a_newer_version_are_left_alone_until_one_goes_back() {
    let home = tempfile::tempdir().expect("a folder");
    let shop = Shop::at(home.path().to_owned(), Seed::Empty).await;
    let draft = written(&shop, "before the new version").await;
    shop.close().await;
    let path = file(home.path());
    written_back(&path)
        .execute_batch("PRAGMA user_version = 99; DROP TABLE drafts; CREATE TABLE drafts2 (x)")
        .expect("a newer version was here");
    drop(written_back(&path));
    let newer = std::fs::read(&path).expect("the records");

    let shop = Shop::at_any(home.path().to_owned(), Seed::Empty);
    let problem = shop.refused("app.overview", Value::Null).await;
    assert_eq!(problem.code, Code::NewerVersion, "{problem:?}");
    let care = shop.call("care.look", json!({})).await;
    assert_eq!(
        care["afresh"], false,
        "there is nothing wrong with it: {care}"
    );
    assert!(
        std::fs::read(&path).expect("the records") == newer,
        "it is left as it is"
    );
    let refused = shop.refused("care.repair", json!({ "backup": null })).await;
    assert_eq!(refused.code, Code::NotAllowed, "{refused:?}");

    let name = care["backups"][0]["name"].clone();
    let done = shop.call("care.repair", json!({ "backup": name })).await;
    let aside = Path::new(done["aside"].as_str().expect("a file"));
    assert!(
        std::fs::read(aside).expect("it is set aside") == newer,
        "as the newer version left it"
    );
    assert_eq!(header(&shop, &draft).await, "before the new version");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_another_program_has_open_are_not_taken_from_it() {
    let window = Shop::open(Seed::Empty).await;
    let care = window.call("care.back_up", json!({})).await;
    let terminal = window.beside().await;
    let request = json!({ "backup": care["backups"][0]["name"] });
    let problem = terminal.refused("care.repair", request.clone()).await;
    assert_eq!(problem.code, Code::NotAllowed, "{problem:?}");
    assert!(
        problem.message.contains("Another Counterfoil"),
        "{problem:?}"
    );
    terminal.close().await;
    window.call("care.repair", request).await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_accounts_that_means_nothing_is_set_aside_and_said() {
    let shop = Shop::open(Seed::Empty).await;
    std::fs::write(shop.home().join("accounts.json"), "{bad").expect("a spoilt list");
    let accounts = shop.call("accounts.list", json!({})).await;
    assert_eq!(accounts.as_array().map(Vec::len), Some(1), "{accounts}");
    let health = shop.call("care.health", json!({})).await;
    let account = check(&health, "account");
    assert_eq!(account["state"], "attention", "{account}");
    let said = account["said"].as_str().unwrap_or_default();
    assert!(said.contains("accounts.json.unreadable"), "{said}");
    shop.close().await;
}
