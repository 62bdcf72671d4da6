//! A disk that is full while a quote is being written in the real window. The disk is a small one in memory
//! that only the program sees, and that ends with it; from outside it is reached through the program's process.

use crate::desk::{Program, told};
use crate::diary::Diary;
use crate::sale::{take_a_customer, type_a_line};
use serde_json::json;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

/// Becomes the program, with a disk of 64 MB in the place of its home. Mounting is allowed in a namespace of
/// one's own.
const ON_A_DISK: &str = r#"#!/bin/sh
exec unshare --map-current-user --keep-caps --mount sh -euc '
mkdir -p "$COUNTERFOIL_HOME"
mount -t tmpfs -o size=64m none "$COUNTERFOIL_HOME"
exec "$0" "$@"' "#;

/// Empties the log beside a file of records, in the namespace where that file is seen.
const EMPTY_THE_LOG: &str = "
import sqlite3, sys
records = sqlite3.connect(sys.argv[1], timeout=10)
while records.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchone()[0]: pass
";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_while_the_disk_is_full_is_kept_once_there_is_room() {
    let mut diary = Diary::begin_in("window-no-room");
    let Some(program) = Program::or_skip(&mut diary).await else {
        return;
    };
    let Some(stand) = program.stand_or_skip(&mut diary, "Adwaita", &[]).await else {
        return;
    };
    let page = stand.open_program(&script(&program)).await;
    page.until(
        "the first list",
        "document.querySelector('main [role=option]')?.innerText.trim()",
    )
    .await;
    take_a_customer(&page).await;
    page.until(
        "what was typed so far is kept",
        "document.querySelector('main')?.innerText.includes('Saved here')",
    )
    .await;

    let rest = fill(&program);
    type_a_line(&page, "Window lettering", "480").await;
    page.shows("main [role=alert]", "The disk is full").await;
    diary
        .picture(
            &page,
            "The disk is full while a quote is written: it says so, and the words stay in the window",
            "full",
        )
        .await;

    // What is not kept does not go out either, least of all without its last line; and Save takes nothing from the
    // trying again.
    page.click("main button", "Save draft").await;
    page.shows("main [role=alert]", "The disk is full").await;
    assert_eq!(told(&page, "outbox.list", json!({})).await, json!([]));

    std::fs::remove_file(rest).expect("room is made");
    page.until(
        "by itself: the notice gone and the draft kept",
        "!document.querySelector('main [role=alert]') && document.querySelector('main').innerText.includes('Saved here')",
    )
    .await;
    let drafts = json!({ "noun": "quote", "tab": "draft", "cursor": null, "limit": 1 });
    let row = told(&page, "records.list", drafts).await["rows"][0].clone();
    assert_eq!(row["title"], "Harbour Bakery", "{row}");
    assert_eq!(row["amount"]["text"], "$480.00", "{row}");
    diary.note("Room was made: the draft is kept by itself, with what was typed meanwhile");
    page.close().await;
    program.has_ended().await;
}

fn script(program: &Program) -> PathBuf {
    let script = program.folder().join("on-a-disk");
    let text = format!("{ON_A_DISK}'{}' \"$@\"\n", program.path().display());
    std::fs::write(&script, text).expect("the script");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let may_run = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&script, may_run).expect("it may be run");
    }
    script
}

/// Gives everything that is left on the program's disk to something else, and says to what. The log of the
/// records is emptied first: what it has grown to is room as well.
fn fill(program: &Program) -> PathBuf {
    let process = program.processes().pop().expect("the program runs");
    let home = program.folder().join("home");
    let emptied = Command::new("nsenter")
        .args(["--target", &process])
        .args(["--user", "--preserve-credentials", "--mount"])
        .args(["python3", "-c", EMPTY_THE_LOG])
        .arg(home.join("accounts/practice.sqlite"))
        .status();
    assert!(
        emptied.is_ok_and(|status| status.success()),
        "the log of the records is emptied"
    );
    let below = home.strip_prefix("/").expect("a whole path");
    let rest = PathBuf::from(format!("/proc/{process}/root"))
        .join(below)
        .join("something-else");
    let mut file = std::fs::File::create(&rest).expect("a file on the program's disk");
    let block = [0_u8; 4096];
    while file.write_all(&block).is_ok() {}
    rest
}
