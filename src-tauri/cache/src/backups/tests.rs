//! Which backups stay, and that going back loses nothing and overwrites nothing.
#![allow(clippy::unwrap_used, reason = "a failed test is what these say")]

use super::*;
use crate::{Draft, Intent, IntentState};
use rusqlite::Connection;
use serde_json::json;

fn scratch() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("account.sqlite");
    (folder, file)
}

fn draft(id: &str, text: &str) -> Draft {
    Draft {
        id: id.to_owned(),
        record: None,
        json: json!({ "header": text }),
        updated_at: 1,
        deleted_at: None,
    }
}

async fn keep(cache: &Cache, draft: Draft) {
    cache.write(move |w| w.drafts().put(&draft)).await.unwrap();
}

async fn intend(cache: &Cache, id: &'static str) {
    let intent = Intent::new(id, "customers.put", 100).step("POST", "/v1/customers", json!({}), id);
    cache.write(move |w| w.outbox().add(&intent)).await.unwrap();
}

async fn header(cache: &Cache, id: &'static str) -> Option<String> {
    let draft = cache.read(move |r| r.drafts().get(id)).await.unwrap();
    draft.map(|draft| draft.json["header"].as_str().unwrap().to_owned())
}

#[test]
fn five_days_and_a_few_weeks_are_kept() {
    assert_eq!(week("2026-11-23"), week("2026-11-29"), "Monday to Sunday");
    assert_ne!(week("2026-11-22"), week("2026-11-23"));
    assert_eq!(
        week("2025-12-29"),
        week("2026-01-04"),
        "over the year's end"
    );
    assert_eq!(week("before-2"), None);

    let days: Vec<String> = (1..=30).map(|day| format!("2026-11-{day:02}")).collect();
    let gone: BTreeSet<String> = not_kept(days.clone()).into_iter().collect();
    let kept: Vec<&str> = days
        .iter()
        .filter(|day| !gone.contains(*day))
        .map(String::as_str)
        .collect();
    assert_eq!(
        kept,
        [
            // The Sundays of three weeks, and the last day before the five.
            "2026-11-08",
            "2026-11-15",
            "2026-11-22",
            "2026-11-25",
            "2026-11-26",
            "2026-11-27",
            "2026-11-28",
            "2026-11-29",
            "2026-11-30",
        ]
    );
    assert!(not_kept(vec!["notes".to_owned(); 20]).is_empty());
}

#[tokio::test]
async fn a_day_has_one_backup_and_it_is_whole() {
    let (_folder, file) = scratch();
    let cache = Cache::open(&file).unwrap();
    keep(&cache, draft("d", "as it was")).await;
    assert!(cache.back_up("2026-11-24").await.unwrap());
    keep(&cache, draft("d", "later")).await;
    assert!(!cache.back_up("2026-11-24").await.unwrap());
    assert!(cache.back_up("2026-11-25").await.unwrap());
    let all = backups(&file);
    let names: BTreeSet<&str> = all.iter().map(|backup| backup.name.as_str()).collect();
    assert_eq!(names, ["2026-11-24", "2026-11-25"].into());
    let first = all
        .iter()
        .find(|backup| backup.name == "2026-11-24")
        .unwrap();
    let copy = Cache::open(&first.path).unwrap();
    assert_eq!(header(&copy, "d").await.as_deref(), Some("as it was"));
}

#[tokio::test]
async fn going_back_keeps_the_outbox_and_sets_the_rest_aside() {
    let (_folder, file) = scratch();
    let cache = Cache::open(&file).unwrap();
    keep(&cache, draft("old", "as it was")).await;
    intend(&cache, "sent since").await;
    intend(&cache, "still waiting").await;
    cache.back_up("2026-11-24").await.unwrap();
    cache
        .write(|w| {
            w.outbox().start_step("sent since", 0, 200)?;
            w.outbox()
                .finish_step("sent since", 0, &json!({ "id": "cus_1" }))?;
            w.outbox().finish("sent since", 200)
        })
        .await
        .unwrap();
    keep(&cache, draft("old", "changed")).await;
    keep(&cache, draft("new", "written since")).await;
    intend(&cache, "intended since").await;
    cache.close().await;

    let backup = &backups(&file)[0];
    let done = put_right(&file, Remedy::Restore(&backup.path), "1").unwrap();
    let cache = Cache::open(&file).unwrap();
    assert_eq!(
        header(&cache, "old").await.as_deref(),
        Some("as it was"),
        "that is what going back is for"
    );
    assert_eq!(
        header(&cache, "new").await.as_deref(),
        Some("written since")
    );
    let outbox = cache
        .read(|r| r.outbox().list(&crate::OutboxFilter::default()))
        .await
        .unwrap();
    let find = |id: &str| outbox.iter().find(|intent| intent.id == id).unwrap();
    assert_eq!(outbox.len(), 3, "{outbox:?}");
    assert_eq!(
        find("sent since").state,
        IntentState::Done,
        "what was sent is not sent again"
    );
    assert_eq!(find("intended since").state, IntentState::Queued);
    assert_eq!(
        find("still waiting").steps[0].first_sent_at,
        Some(100),
        "whether it was sent meanwhile is asked before it is sent"
    );
    // What was in use lies aside, whole.
    let aside = Cache::open(&done.aside).unwrap();
    assert_eq!(header(&aside, "old").await.as_deref(), Some("changed"));
}

#[tokio::test]
async fn a_damaged_file_is_mended_from_itself_and_a_backup() {
    let (_folder, file) = scratch();
    let cache = Cache::open(&file).unwrap();
    keep(&cache, draft("d", "as it was")).await;
    cache.back_up("2026-11-24").await.unwrap();
    keep(&cache, draft("d", "the newest text")).await;
    keep(&cache, draft("e", "written since")).await;
    cache.close().await;
    // The schema is whole, and somewhere a page is not.
    let sql = Connection::open(&file).unwrap();
    let root: i64 = sql
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'settings'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(sql);
    let mut bytes = fs::read(&file).unwrap();
    let at = usize::try_from((root - 1) * 4096).unwrap();
    bytes[at..at + 4096].fill(0xa5);
    fs::write(&file, &bytes).unwrap();

    let backup = &backups(&file)[0];
    let done = put_right(&file, Remedy::Restore(&backup.path), "1").unwrap();
    assert_eq!(
        fs::read(&done.aside).unwrap(),
        bytes,
        "not a byte is changed"
    );
    assert!(done.rescued.incomplete.contains(&"settings"), "{done:?}");
    let cache = Cache::open(&file).unwrap();
    cache.check().await.unwrap();
    assert_eq!(
        header(&cache, "d").await.as_deref(),
        Some("the newest text")
    );
    assert_eq!(header(&cache, "e").await.as_deref(), Some("written since"));
}

#[tokio::test]
async fn a_file_that_is_gone_is_no_new_one_where_there_are_backups_of_it() {
    for remove in [
        (|file| fs::remove_file(file)) as fn(&Path) -> std::io::Result<()>,
        |file| fs::write(file, ""),
    ] {
        let (_folder, file) = scratch();
        let cache = Cache::open(&file).unwrap();
        keep(&cache, draft("d", "as it was")).await;
        cache.back_up("2026-11-24").await.unwrap();
        cache.close().await;
        remove(&file).unwrap();
        for _ in 0..2 {
            // Being refused makes no file, which would be taken for a new one the next time.
            assert!(matches!(Cache::open(&file), Err(Error::Gone { .. })));
        }
        let backup = &backups(&file)[0];
        put_right(&file, Remedy::Restore(&backup.path), "1").unwrap();
        let cache = Cache::open(&file).unwrap();
        assert_eq!(header(&cache, "d").await.as_deref(), Some("as it was"));
        cache.close().await;

        remove(&file).unwrap();
        let done = put_right(&file, Remedy::Afresh, "2").unwrap();
        assert_eq!(done.rescued.drafts, 0);
        Cache::open(&file).unwrap().check().await.unwrap();
    }
}

#[tokio::test]
async fn a_newer_file_goes_aside_as_it_is() {
    let (_folder, file) = scratch();
    let cache = Cache::open(&file).unwrap();
    keep(&cache, draft("d", "as it was")).await;
    intend(&cache, "waiting").await;
    cache.back_up("2026-11-24").await.unwrap();
    cache.close().await;
    let sql = Connection::open(&file).unwrap();
    sql.execute_batch("PRAGMA user_version = 99; DELETE FROM drafts;")
        .unwrap();
    drop(sql);
    assert!(matches!(Cache::open(&file), Err(Error::Newer { .. })));
    let newer = fs::read(&file).unwrap();

    let backup = &backups(&file)[0];
    let done = put_right(&file, Remedy::Restore(&backup.path), "1").unwrap();
    assert!(fs::read(&done.aside).unwrap() == newer);
    let cache = Cache::open(&file).unwrap();
    assert_eq!(header(&cache, "d").await.as_deref(), Some("as it was"));
    let again = put_right(&done.aside, Remedy::Restore(&backup.path), "1");
    assert!(
        again.is_ok(),
        "going back once more finds a name of its own"
    );
}

#[tokio::test]
async fn a_crash_between_the_two_names_is_finished_by_the_next_start() {
    let (_folder, file) = scratch();
    let cache = Cache::open(&file).unwrap();
    keep(&cache, draft("d", "rescued")).await;
    cache.close().await;
    fs::rename(&file, fresh(&file)).unwrap();
    fs::write(beside(&file, "-wal"), "the log of the file that went aside").unwrap();
    let cache = Cache::open(&file).unwrap();
    assert_eq!(header(&cache, "d").await.as_deref(), Some("rescued"));
}
