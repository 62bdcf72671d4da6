//! Which files are used, which are refused, and that a refused one stays as it is.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed test is what these say"
)]

use std::collections::BTreeMap;

use super::*;

fn scratch() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("account.sqlite");
    (folder, file)
}

/// Every file in the folder with its bytes.
fn contents(folder: &tempfile::TempDir) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder.path()).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

fn refused(folder: &tempfile::TempDir, file: &Path) -> Error {
    let before = contents(folder);
    let error = writer(file).unwrap_err();
    assert!(contents(folder) == before, "{error}: the files changed");
    error
}

#[test]
fn the_linked_sqlite_is_new_enough() {
    assert!(rusqlite::version_number() >= OLDEST_SQLITE);
}

#[test]
fn a_new_file_is_ours_and_keeps_what_it_is_told() {
    let (_folder, file) = scratch();
    let sql = writer(&file).unwrap();
    let ask = |pragma: &str| -> String {
        sql.query_row(&format!("PRAGMA {pragma}"), [], |row| {
            row.get::<_, rusqlite::types::Value>(0)
        })
        .map(|value| match value {
            rusqlite::types::Value::Text(text) => text,
            rusqlite::types::Value::Integer(number) => number.to_string(),
            other => panic!("{pragma}: {other:?}"),
        })
        .unwrap()
    };
    assert_eq!(ask("journal_mode"), "wal");
    assert_eq!(ask("synchronous"), "2", "FULL");
    assert_eq!(ask("foreign_keys"), "1");
    assert_eq!(ask("busy_timeout"), "10000");
    assert_eq!(ask("application_id"), migrations::APPLICATION.to_string());
    let reader = reader(&file).unwrap();
    assert!(reader.execute("DELETE FROM settings", []).is_err());
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, file) = scratch();
    let sql = writer(&file).unwrap();
    backup(&sql, &folder.path().join("copy.sqlite")).unwrap();
    for path in contents(&folder).keys() {
        let mode = fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}

#[test]
fn a_newer_file_is_refused() {
    let (folder, file) = scratch();
    let sql = writer(&file).unwrap();
    sql.pragma_update(None, "user_version", 99).unwrap();
    drop(sql);
    let error = refused(&folder, &file);
    let newer = |ours, theirs| (ours, theirs) == (newest(), 99);
    assert!(
        matches!(error, Error::Newer { ours, theirs, .. } if newer(ours, theirs)),
        "{error}"
    );
}

#[test]
fn a_newer_file_is_refused_when_only_its_log_says_so() {
    let (_folder, file) = scratch();
    drop(writer(&file).unwrap());
    let newer = writer(&file).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let error = writer(&file).unwrap_err();
    assert!(matches!(error, Error::Newer { theirs: 99, .. }), "{error}");
}

#[test]
fn another_programs_file_is_refused() {
    for set_up in [
        "CREATE TABLE theirs (x)",
        "PRAGMA user_version = 1; CREATE TABLE theirs (x)",
    ] {
        let (folder, file) = scratch();
        let theirs = Connection::open(&file).unwrap();
        theirs.execute_batch(set_up).unwrap();
        drop(theirs);
        let error = refused(&folder, &file);
        assert!(matches!(error, Error::Foreign { .. }), "{set_up}: {error}");
    }
}

#[test]
fn a_damaged_file_is_refused() {
    let (folder, file) = scratch();
    drop(writer(&file).unwrap());
    let sound = fs::read(&file).unwrap();
    let mut bad_schema = sound.clone();
    bad_schema[100..1100].fill(0xa5);
    for (what, bytes) in [
        ("text", b"this is not a database at all".repeat(9)),
        ("a piece of the header", sound[..50].to_vec()),
        ("half of it", sound[..sound.len() / 2].to_vec()),
        ("a broken schema", bad_schema),
    ] {
        fs::write(&file, bytes).unwrap();
        let error = refused(&folder, &file).in_file(&file);
        assert!(matches!(error, Error::Damaged { .. }), "{what}: {error:?}");
    }
}

/// The format that files have today.
fn newest() -> u32 {
    migrations::steps().last().unwrap().version
}

#[test]
fn an_older_file_is_copied_and_then_brought_up_to_date() {
    let (folder, file) = scratch();
    let old = writer(&file).unwrap();
    old.execute("INSERT INTO settings VALUES ('a', '1')", [])
        .unwrap();
    drop(old);

    let newest = newest();
    let added = Step {
        version: newest + 1,
        sql: "ALTER TABLE settings ADD COLUMN extra TEXT",
    };
    let mut steps = migrations::steps();
    steps.push(&added);
    let new = writer_with(&file, &steps).unwrap();
    assert_eq!(migrations::version(&new).unwrap(), newest + 1);
    let kept: String = new
        .query_row("SELECT json FROM settings WHERE extra IS NULL", [], |r| {
            r.get(0)
        })
        .unwrap();
    assert_eq!(kept, "1");

    // The copy is what the old version can go on with.
    let name = |format| {
        folder
            .path()
            .join(format!("account.sqlite.before-{format}"))
    };
    let copy = writer(&name(newest + 1)).unwrap();
    assert_eq!(migrations::version(&copy).unwrap(), newest);
    let kept: String = copy
        .query_row("SELECT json FROM settings", [], |r| r.get(0))
        .unwrap();
    assert_eq!(kept, "1");
    // A file that was made new has nothing to copy.
    assert!(!name(newest).exists());
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let (_folder, file) = scratch();
    drop(writer(&file).unwrap());
    let newest = newest();
    let good = Step {
        version: newest + 1,
        sql: "CREATE TABLE half (x)",
    };
    let bad = Step {
        version: newest + 2,
        sql: "CREATE TABLE half (x)",
    };
    let mut steps = migrations::steps();
    steps.extend([&good, &bad]);
    assert!(writer_with(&file, &steps).is_err());
    let sql = writer(&file).unwrap();
    assert_eq!(migrations::version(&sql).unwrap(), newest);
    let half: i64 = sql
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'half'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(half, 0);
}

#[test]
fn two_that_open_a_new_file_at_once_both_get_it() {
    let (_folder, file) = scratch();
    std::thread::scope(|scope| {
        let opening: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| writer(&file).map(drop)))
            .collect();
        for one in opening {
            one.join().unwrap().unwrap();
        }
    });
}

#[test]
fn a_backup_replaces_only_when_complete() {
    let (folder, file) = scratch();
    let sql = writer(&file).unwrap();
    let to = folder.path().join("copy.sqlite");
    fs::write(&to, "an older copy").unwrap();
    fs::write(beside(&to, ".unfinished"), "left over from a crash").unwrap();
    backup(&sql, &to).unwrap();
    drop(writer(&to).unwrap());
    assert!(!beside(&to, ".unfinished").exists());
}
