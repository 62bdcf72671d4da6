//! Transactions, threads, several processes on one file, crashes and rescue.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use cache::{Cache, Changed, Error, Kind, Query, rescue};
use serde_json::json;

use crate::samples::{Home, home, intent, invoice, run, store};

#[test]
fn an_error_undoes_everything() {
    run(async {
        let home = home();
        let cache = home.open();
        let mut changes = cache.changes();
        let failed = cache
            .write(|w| {
                w.records().put(&invoice(1))?;
                w.outbox().add(&intent("a", "qt_1"))?;
                w.outbox().finish("nobody", 1)
            })
            .await;
        assert!(matches!(failed, Err(Error::Missing { .. })));
        let left = cache
            .read(|r| {
                Ok((
                    r.records().get(Kind::Invoice, "in_000001")?,
                    r.outbox().get("a")?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(left, (None, None));
        assert!(changes.try_recv().is_err(), "nothing was told");
    });
}

#[test]
fn a_panic_undoes_everything_and_the_cache_goes_on() {
    run(async {
        let home = home();
        let cache = home.open();
        let failed = cache
            .write(|w| -> Result<(), Error> {
                w.records().put(&invoice(1))?;
                panic!("on purpose {}", 1)
            })
            .await;
        assert!(matches!(failed, Err(Error::Panicked { message }) if message == "on purpose 1"));
        for _ in 0..9 {
            let failed = cache
                .read(|_| -> Result<(), Error> { panic!("on purpose") })
                .await;
            assert!(matches!(failed, Err(Error::Panicked { .. })));
        }
        store(&cache, vec![invoice(2)]).await;
        let left = cache
            .read(|r| r.records().page(&Query::of(Kind::Invoice)))
            .await
            .unwrap();
        assert_eq!(left.rows.len(), 1);
    });
}

#[test]
fn a_commit_tells_what_changed() {
    run(async {
        let home = home();
        let cache = home.open();
        let mut changes = cache.changes();
        cache
            .write(|w| {
                w.records().put(&invoice(1))?;
                w.records().put(&invoice(1))?;
                w.documents()
                    .put(Kind::Invoice, "in_000001", "pdf", b"x", 1)?;
                w.drafts().purge(5)?;
                w.settings().put("a", &json!(1))
            })
            .await
            .unwrap();
        let told = changes.recv().await.unwrap();
        let id = (Kind::Invoice, "in_000001".to_owned());
        assert_eq!(
            told,
            Changed {
                records: vec![id.clone()],
                documents: vec![id],
                settings: true,
                ..Changed::default()
            }
        );
        // Nothing new, nothing told.
        store(&cache, vec![invoice(1)]).await;
        cache
            .write(|w| w.settings().put("a", &json!(1)))
            .await
            .unwrap();
        assert!(changes.try_recv().is_err());
    });
}

#[test]
fn a_view_stays_as_it_was_when_it_began() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, vec![invoice(1)]).await;
        let (began, has_begun) = std::sync::mpsc::channel();
        let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
        let reader = cache.clone();
        let reading = tokio::spawn(async move {
            reader
                .read(move |r| {
                    let count = || r.records().count(&cache::Filter::of(Kind::Invoice));
                    let before = count()?;
                    began.send(()).unwrap();
                    may_go_on.recv().unwrap();
                    Ok((before, count()?))
                })
                .await
        });
        tokio::task::yield_now().await;
        has_begun.recv().unwrap();
        store(&cache, vec![invoice(2)]).await;
        go_on.send(()).unwrap();
        assert_eq!(reading.await.unwrap().unwrap(), (1, 1));
    });
}

#[test]
fn two_handles_on_one_file_lose_nothing() {
    run(async {
        let home = home();
        let (one, two) = (home.open(), home.open());
        let mut writing = Vec::new();
        for n in 0..100 {
            let cache = if n % 2 == 0 { one.clone() } else { two.clone() };
            writing.push(tokio::spawn(async move {
                store(&cache, vec![invoice(n)]).await;
                cache
                    .write(|w| {
                        let count = w.settings().get("count")?.and_then(|v| v.as_i64());
                        w.settings().put("count", &json!(count.unwrap_or(0) + 1))
                    })
                    .await
            }));
        }
        for one in writing {
            one.await.unwrap().unwrap();
        }
        for cache in [one, two] {
            let (rows, count) = cache
                .read(|r| {
                    let all = cache::Filter::of(Kind::Invoice);
                    Ok((r.records().count(&all)?, r.settings().get("count")?))
                })
                .await
                .unwrap();
            assert_eq!((rows, count), (100, Some(json!(100))));
        }
    });
}

#[test]
fn what_another_process_commits_is_told() {
    run(async {
        let home = home();
        let (one, two) = (home.open(), home.open());
        let mut changes = one.changes();
        store(&two, vec![invoice(1)]).await;
        let told = tokio::time::timeout(Duration::from_secs(20), changes.recv()).await;
        assert!(told.unwrap().unwrap().elsewhere);
    });
}

#[test]
fn a_backup_is_a_file_like_any_other() {
    run(async {
        let home = home();
        let cache = home.open();
        store(&cache, (0..10).map(invoice).collect()).await;
        let to = home.folder.path().join("copy.sqlite");
        cache.backup(&to).await.unwrap();
        store(&cache, vec![invoice(10)]).await;
        let copy = Cache::open_async(to).await.unwrap();
        copy.check().await.unwrap();
        let page = copy
            .read(|r| r.records().page(&Query::of(Kind::Invoice)))
            .await
            .unwrap();
        assert_eq!(page.rows.len(), 10);
        let found = copy
            .read(|r| r.records().search("acme 0003", &[], 5))
            .await
            .unwrap();
        assert_eq!(found.len(), 1, "search works in the copy");
    });
}

const CRASHING: &str = "COUNTERFOIL_TEST_CRASHING_FILE";

/// Not a test by itself: the part of the next one that is killed.
#[test]
fn crashing_part() {
    let Some(file) = std::env::var_os(CRASHING) else {
        return;
    };
    run(async {
        let cache = Cache::open(std::path::Path::new(&file)).unwrap();
        for n in 0.. {
            cache
                .write(move |w| {
                    let id = format!("i{n}");
                    w.outbox().add(&intent(&id, &id))?;
                    w.records().put(&invoice(n))?;
                    w.settings().put("last", &json!(n))
                })
                .await
                .unwrap();
            // Straight to the pipe: the test harness holds back what is printed.
            let mut out = std::io::stdout();
            writeln!(out, "committed {n}").unwrap();
            out.flush().unwrap();
        }
    });
}

#[test]
fn a_killed_process_loses_nothing_it_was_told_is_stored() {
    let home = home();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "files::crashing_part",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(CRASHING, &home.file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let told = lines
        .map_while(Result::ok)
        .filter_map(|line| line.split_once("committed ")?.1.parse::<i64>().ok())
        .find(|n| *n >= 25)
        .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();

    run(async {
        let cache = home.open();
        cache.check().await.unwrap();
        let (last, records, intents) = cache
            .read(|r| {
                let last = r.settings().get("last")?.and_then(|v| v.as_i64()).unwrap();
                let records = r.records().count(&cache::Filter::of(Kind::Invoice))?;
                Ok((last, records, r.outbox().counts()?.queued))
            })
            .await
            .unwrap();
        assert!(last >= told, "told {told}, found {last}");
        assert_eq!(
            (records, intents),
            (last + 1, last + 1),
            "each transaction is whole"
        );
    });
}

/// A closed file with something of everything that exists nowhere else, and 400 documents.
fn valuable(home: &Home) {
    run(async {
        let cache = home.open();
        cache
            .write(|w| {
                for n in 0..20 {
                    let draft = cache::Draft {
                        id: format!("d{n}"),
                        record: None,
                        json: json!({"n": n}),
                        updated_at: n,
                        deleted_at: None,
                    };
                    w.drafts().put(&draft)?;
                    w.outbox().add(&intent(&format!("i{n}"), "qt_1"))?;
                    w.notes()
                        .append(Kind::Quote, "qt_1", n, "noted", &json!({}))?;
                }
                for n in 0..400_u32 {
                    let bytes = n.to_le_bytes().repeat(500);
                    w.documents()
                        .put(Kind::Invoice, &format!("in_{n}"), "pdf", &bytes, 1)?;
                }
                w.outbox().replace_key("i3", 0, "new", "because", 9)?;
                w.settings().put("a", &json!(1))
            })
            .await
            .unwrap();
        cache.close().await;
        assert!(!home.folder.path().join("account.sqlite-wal").exists());
    });
}

#[test]
fn a_sound_file_is_rescued_whole() {
    let home = home();
    valuable(&home);
    let to = home.folder.path().join("rescued.sqlite");
    let rescued = rescue(&home.file, &to).unwrap();
    assert_eq!(rescued.incomplete, [""; 0]);
    assert_eq!(
        (rescued.drafts, rescued.intents, rescued.notes),
        (20, 20, 20)
    );
    assert_eq!((rescued.documents, rescued.settings), (400, 1));
    run(async {
        let cache = Cache::open(&to).unwrap();
        cache.check().await.unwrap();
        let intent = cache.read(|r| r.outbox().get("i3")).await.unwrap().unwrap();
        assert_eq!(intent.steps[0].superseded[0].why, "because");
        assert!(
            rescue(&home.file, &to).is_err(),
            "what exists is not overwritten"
        );
    });
}

#[test]
fn what_can_be_read_of_a_damaged_file_is_rescued() {
    let home = home();
    valuable(&home);
    let file = home.file.clone();
    let mut bytes = std::fs::read(&file).unwrap();
    // A stretch of pages in the midst of the documents' bytes.
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 12 * 4096].fill(0xee);
    std::fs::write(&file, &bytes).unwrap();

    run(async {
        let cache = Cache::open(&file).unwrap();
        let checked = cache.check().await;
        assert!(
            matches!(&checked, Err(Error::Damaged { file: f, .. }) if *f == file),
            "{checked:?}"
        );
        cache.close().await;
    });
    let to = home.folder.path().join("rescued.sqlite");
    let before = std::fs::read(&file).unwrap();
    let rescued = rescue(&file, &to).unwrap();
    assert!(
        std::fs::read(&file).unwrap() == before,
        "the damaged file is left alone"
    );
    assert_eq!(
        (rescued.drafts, rescued.intents, rescued.notes),
        (20, 20, 20)
    );
    assert!((300..400).contains(&rescued.documents), "{rescued:?}");
    assert!(!rescued.incomplete.is_empty());
    run(async {
        let cache = Cache::open(&to).unwrap();
        cache.check().await.unwrap();
        let last = cache
            .read(|r| r.documents().get(Kind::Invoice, "in_399", "pdf"))
            .await;
        assert_eq!(
            last.unwrap().unwrap().bytes,
            399_u32.to_le_bytes().repeat(500)
        );
    });
    let left: Vec<_> = std::fs::read_dir(home.folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().contains("damaged")),
        "{left:?}"
    );
}
