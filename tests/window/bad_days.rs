//! Bad days in the real window: no keyring, a locked one, records that are damaged. Each time it says
//! what is the case and offers a way out, and what was there stays there.

use crate::bus::Bus;
use crate::desk::{Program, told};
use crate::diary::Diary;
use crate::driven::{Key, Page};
use crate::sale::button;
use crate::secret;
use serde_json::{Value, json};

const LIST: &str = "document.querySelector('main [role=option]')?.innerText.trim()";

fn on(bus: &Bus) -> [(&'static str, String); 1] {
    [("DBUS_SESSION_BUS_ADDRESS", bus.address().to_owned())]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyring_is_missing_then_there_then_locked_then_open_again() {
    let mut diary = Diary::begin_in("window-keyring");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    let home = tempfile::tempdir().expect("a folder");
    let stripe = secret::stripe().await;

    // Nobody on the bus keeps secrets.
    let bus = Bus::start(home.path());
    let Some(stand) = program
        .stand_or_skip(&mut diary, "Adwaita", &on(&bus))
        .await
    else {
        return;
    };
    let page = stand.open_program(program.path()).await;
    page.until("the practice account, which needs none", LIST)
        .await;
    to_the_yes(&page, stripe.url()).await;
    page.shows("main [role=alert]", "keyring").await;
    diary
        .picture(&page, "No keyring: it says so, and what to do", "missing")
        .await;
    assert!(
        secret::holding(program.folder(), secret::KEY).is_empty(),
        "the key lies in no file instead"
    );
    let accounts = told(&page, "accounts.list", json!({})).await;
    assert_eq!(accounts.as_array().map(Vec::len), Some(1), "{accounts}");

    // The keyring is started; the same page is gone on with.
    let keyring = bus.keyring(Some("the owner's password"));
    page.tab_to("the yes", &button("Connect Linden Studio"))
        .await;
    page.press(&[Key::Enter]).await;
    page.shows("[role=status]", "is connected.").await;
    page.shows("nav", "Up to date").await;
    diary.note("The keyring is there: the same yes connects the account");
    page.close().await;
    program.has_ended().await;
    drop((keyring, stand, bus));

    // The next morning nobody has typed the password yet.
    let bus = Bus::start(home.path());
    let keyring = bus.keyring(None);
    let stand = program
        .stand("Adwaita:dark", &on(&bus))
        .await
        .expect("it stood a moment ago");
    let page = stand.open_program(program.path()).await;
    page.until("what was seen", LIST).await;
    page.press(&[Key::F5]).await;
    page.shows("main [role=alert]", "The keyring is locked.")
        .await;
    page.shows("main [role=alert] button", "Try again").await;
    diary
        .picture(
            &page,
            "A locked keyring, in the dark: what was seen is there, and the notice says what to do",
            "locked",
        )
        .await;
    let draft = json!({ "from": { "kind": "new", "customer": null } });
    assert!(told(&page, "drafts.open", draft).await["draft"]["id"].is_string());
    drop(keyring);

    // Unlocked: Try again is enough.
    let keyring = bus.keyring(Some("the owner's password"));
    page.click("main [role=alert] button", "Try again").await;
    page.until(
        "the notice gone",
        "!document.querySelector('main [role=alert]')",
    )
    .await;
    page.shows("nav", "Up to date").await;
    diary.note("Unlocked: Try again, and all is well");
    page.close().await;
    program.has_ended().await;
    drop(keyring);
    stripe.stop().await;
}

/// Pastes the key, has it checked, and says yes.
async fn to_the_yes(page: &Page, url: &str) {
    page.press(&[Key::Control, Key::Letter(',')]).await;
    page.tab_to("the way to connect", &button("Connect a Stripe account"))
        .await;
    page.press(&[Key::Enter]).await;
    page.until(
        "the focus in the field for the key",
        "document.activeElement.type === 'password'",
    )
    .await;
    page.write(secret::KEY).await;
    page.tab_to("the way to another address", "one.tagName === 'SUMMARY'")
        .await;
    page.press(&[Key::Enter]).await;
    page.tab_to(
        "the field for another address",
        "one.labels?.[0]?.innerText.startsWith('Address of a Stripe')",
    )
    .await;
    page.write(url).await;
    page.press(&[Key::Enter]).await;
    page.shows("main h1", "Linden Studio").await;
    page.tab_to("the yes", &button("Connect Linden Studio"))
        .await;
    page.press(&[Key::Enter]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_records_are_said_to_be_and_a_backup_leads_out() {
    let mut diary = Diary::begin_in("window-damaged");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    let Some(stand) = program.stand_or_skip(&mut diary, "Adwaita", &[]).await else {
        return;
    };
    let page = stand.open_program(program.path()).await;
    page.until("the first list", LIST).await;
    let new = json!({ "from": { "kind": "new", "customer": null } });
    let mut draft = told(&page, "drafts.open", new).await["draft"].clone();
    draft["header"] = json!("Written before the bad day");
    told(&page, "drafts.put", draft.clone()).await;
    told(&page, "care.back_up", json!({})).await;
    page.close().await;
    program.has_ended().await;
    drop(stand);

    let records = program.folder().join("home/accounts/practice.sqlite");
    let garbage = b"not a database any more ".repeat(500);
    std::fs::write(&records, &garbage).expect("the damage is done");
    for log in ["practice.sqlite-wal", "practice.sqlite-shm"] {
        let _ = std::fs::remove_file(records.with_file_name(log));
    }
    let stand = program
        .stand("Adwaita:dark", &[])
        .await
        .expect("it stood a moment ago");
    let page = stand.open_program(program.path()).await;
    page.shows("main [role=alert]", "are damaged").await;
    page.shows("main button", "Go back to it").await;
    diary
        .picture(
            &page,
            "Damaged records, in the dark: what is the case, and the ways out",
            "damaged",
        )
        .await;
    assert!(
        std::fs::read(&records).expect("the file") == garbage,
        "looking changes nothing"
    );
    page.click("main button", "Go back to it").await;
    page.shows("dialog[open]", "set aside and not overwritten")
        .await;
    page.click("dialog[open] button", "Go back to this backup")
        .await;
    page.until("the list, back again", LIST).await;
    let kept = json!({ "from": { "kind": "draft", "id": draft["id"] } });
    let kept: Value = told(&page, "drafts.open", kept).await;
    assert_eq!(kept["draft"]["header"], "Written before the bad day");
    let aside = secret::holding(&program.folder().join("home"), "not a database any more");
    assert!(!aside.is_empty(), "the damaged file is set aside");
    diary.note("Gone back to the backup: the draft is there, the damaged file is set aside");
    page.close().await;
    program.has_ended().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_that_never_answers_is_given_up_on_and_holds_nothing_up() {
    let mut diary = Diary::begin_in("window-silent-keyring");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    let home = tempfile::tempdir().expect("a folder");
    let stripe = secret::stripe().await;
    let bus = Bus::start(home.path());
    let silent = bus.silent_keyring();
    let Some(stand) = program
        .stand_or_skip(&mut diary, "Adwaita:dark", &on(&bus))
        .await
    else {
        return;
    };
    let page = stand.open_program(program.path()).await;
    page.until("the practice account, which needs none", LIST)
        .await;
    to_the_yes(&page, stripe.url()).await;
    page.shows("main [role=alert]", "The keyring does not answer.")
        .await;
    diary
        .picture(
            &page,
            "A keyring that never answers, in the dark: it says so, and what to do",
            "silent",
        )
        .await;
    assert!(
        secret::holding(program.folder(), secret::KEY).is_empty(),
        "the key lies in no file instead"
    );
    let draft = json!({ "from": { "kind": "new", "customer": null } });
    assert!(told(&page, "drafts.open", draft).await["draft"]["id"].is_string());
    page.close().await;
    program.has_ended().await;
    drop(silent);
    stripe.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_from_a_newer_version_are_left_alone() {
    let mut diary = Diary::begin_in("window-newer");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    let Some(stand) = program.stand_or_skip(&mut diary, "Adwaita", &[]).await else {
        return;
    };
    let page = stand.open_program(program.path()).await;
    page.until("the first list", LIST).await;
    told(&page, "care.back_up", json!({})).await;
    page.close().await;
    program.has_ended().await;
    drop(stand);

    let records = program.folder().join("home/accounts/practice.sqlite");
    let version = |to: Option<i64>| {
        let sql = rusqlite::Connection::open(&records).expect("the file");
        if let Some(to) = to {
            sql.pragma_update(None, "user_version", to).expect("set");
        }
        sql.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
            .expect("a version")
    };
    let ours = version(None);
    version(Some(ours + 1));
    let stand = program
        .stand("Adwaita", &[])
        .await
        .expect("it stood a moment ago");
    let page = stand.open_program(program.path()).await;
    page.shows("main [role=alert]", "by a newer version of Counterfoil")
        .await;
    page.shows("main button", "Go back to it").await;
    diary
        .picture(
            &page,
            "Records from a newer version: what is the case, and the ways out",
            "newer",
        )
        .await;
    assert_eq!(version(None), ours + 1, "looking changes nothing");

    // What the newer version would do is beyond this test; that it was put back is like installing it.
    version(Some(ours));
    page.click("main button", "Try again").await;
    page.until("the list, back again", LIST).await;
    diary.note("The file was left as it was: with the right version it opens");
    page.close().await;
    program.has_ended().await;
}
