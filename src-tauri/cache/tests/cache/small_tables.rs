//! Documents, drafts, settings, positions, notes and the lease.

use cache::{Draft, Error, Kind, Lease};
use serde_json::json;

use crate::samples::{home, run};

const PDF: Kind = Kind::Invoice;

#[test]
fn a_document_keeps_its_bytes() {
    run(async {
        let home = home();
        let cache = home.open();
        let sha256 = cache
            .write(|w| w.documents().put(PDF, "in_1", "pdf", b"%PDF-1.7 abc", 50))
            .await
            .unwrap();
        let (document, info, none) = cache
            .read(|r| {
                Ok((
                    r.documents().get(PDF, "in_1", "pdf")?,
                    r.documents().info(PDF, "in_1", "pdf")?,
                    r.documents().get(PDF, "in_1", "receipt")?,
                ))
            })
            .await
            .unwrap();
        let (document, info) = (document.unwrap(), info.unwrap());
        assert_eq!(document.bytes, b"%PDF-1.7 abc");
        assert_eq!(document.sha256, sha256);
        assert_eq!((info.size, info.fetched_at), (12, 50));
        assert_eq!(info.sha256, sha256);
        assert_eq!(none, None);
        let known = cache
            .write(|w| w.documents().put(PDF, "in_2", "pdf", b"", 50))
            .await
            .unwrap();
        assert_eq!(
            known,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    });
}

#[test]
fn equal_bytes_are_kept_once_and_as_long_as_needed() {
    run(async {
        let home = home();
        let cache = home.open();
        let kept = || {
            let sql = rusqlite::Connection::open(&home.file).unwrap();
            sql.query_row("SELECT count(*) FROM contents", [], |row| {
                row.get::<_, i64>(0)
            })
            .unwrap()
        };
        for id in ["in_1", "in_2"] {
            cache
                .write(move |w| w.documents().put(PDF, id, "pdf", b"same", 1))
                .await
                .unwrap();
        }
        assert_eq!(kept(), 1);
        cache
            .write(|w| w.documents().put(PDF, "in_1", "pdf", b"new", 2))
            .await
            .unwrap();
        assert_eq!(kept(), 2);
        cache
            .write(|w| w.documents().forget(PDF, "in_2"))
            .await
            .unwrap();
        assert_eq!(kept(), 1);
        let left = cache
            .read(|r| r.documents().list(PDF, "in_1"))
            .await
            .unwrap();
        assert_eq!(left[0].size, 3);
    });
}

#[test]
fn changed_bytes_are_never_handed_out() {
    run(async {
        let home = home();
        let cache = home.open();
        cache
            .write(|w| w.documents().put(PDF, "in_1", "pdf", b"%PDF", 1))
            .await
            .unwrap();
        let sql = rusqlite::Connection::open(&home.file).unwrap();
        sql.execute("UPDATE contents SET bytes = x'00'", [])
            .unwrap();
        let got = cache.read(|r| r.documents().get(PDF, "in_1", "pdf")).await;
        assert!(matches!(got, Err(Error::Stored { .. })), "{got:?}");
    });
}

#[test]
fn a_deleted_draft_can_be_restored() {
    run(async {
        let home = home();
        let cache = home.open();
        let draft = |id: &str, updated_at| Draft {
            id: id.to_owned(),
            record: (id == "b").then(|| "qt_1".to_owned()),
            json: json!({"lines": [id]}),
            updated_at,
            deleted_at: None,
        };
        cache
            .write(move |w| {
                for (id, at) in [("a", 1), ("b", 3), ("c", 2)] {
                    w.drafts().put(&draft(id, at))?;
                }
                assert!(w.drafts().delete("c", 10)?);
                assert!(!w.drafts().delete("c", 11)?);
                Ok(())
            })
            .await
            .unwrap();
        let list = || async {
            let list = cache.read(|r| r.drafts().list()).await.unwrap();
            list.into_iter().map(|draft| draft.id).collect::<Vec<_>>()
        };
        assert_eq!(list().await, ["b", "a"]);
        let of_record = cache.read(|r| r.drafts().of_record("qt_1")).await.unwrap();
        assert_eq!(of_record, Some(draft("b", 3)));

        assert!(cache.write(|w| w.drafts().restore("c")).await.unwrap());
        assert_eq!(list().await, ["b", "c", "a"]);
        cache.write(|w| w.drafts().delete("c", 20)).await.unwrap();
        assert_eq!(cache.write(|w| w.drafts().purge(20)).await.unwrap(), 0);
        assert_eq!(cache.write(|w| w.drafts().purge(21)).await.unwrap(), 1);
        assert!(!cache.write(|w| w.drafts().restore("c")).await.unwrap());
    });
}

#[test]
fn settings_and_positions_hold_what_is_put() {
    run(async {
        let home = home();
        let cache = home.open();
        cache
            .write(|w| {
                w.settings().put("theme", &json!("dark"))?;
                w.settings().put("theme", &json!({"dark": true}))?;
                w.settings().put("gone", &json!(1))?;
                w.settings().delete("gone")?;
                w.positions().put(Kind::Quote, &json!({"after": "qt_9"}))?;
                w.positions().put(Kind::Invoice, &json!({"done": true}))?;
                w.positions().delete(Kind::Invoice)
            })
            .await
            .unwrap();
        let (theme, all, quote, positions) = cache
            .read(|r| {
                Ok((
                    r.settings().get("theme")?,
                    r.settings().all()?,
                    r.positions().get(Kind::Quote)?,
                    r.positions().all()?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(theme, Some(json!({"dark": true})));
        assert_eq!(all.len(), 1);
        assert_eq!(quote, Some(json!({"after": "qt_9"})));
        assert_eq!(positions.len(), 1);
    });
}

#[test]
fn a_timeline_is_told_in_order() {
    run(async {
        let home = home();
        let cache = home.open();
        cache
            .write(|w| {
                w.notes()
                    .append(Kind::Quote, "qt_1", 20, "sent", &json!({}))?;
                w.notes()
                    .append(Kind::Quote, "qt_1", 10, "created", &json!({"by": "me"}))?;
                w.notes()
                    .append(Kind::Quote, "qt_1", 20, "opened", &json!(null))?;
                w.notes()
                    .append(Kind::Quote, "qt_2", 15, "created", &json!({}))
            })
            .await
            .unwrap();
        let codes = |notes: Vec<cache::Note>| notes.into_iter().map(|n| n.code).collect::<Vec<_>>();
        let list = cache
            .read(|r| r.notes().list(Kind::Quote, "qt_1"))
            .await
            .unwrap();
        assert_eq!(list[0].json, json!({"by": "me"}));
        assert_eq!(codes(list), ["created", "sent", "opened"]);
        let recent = cache.read(|r| r.notes().recent(3)).await.unwrap();
        assert_eq!(codes(recent), ["opened", "sent", "created"]);
    });
}

#[test]
fn the_lease_is_one_holders_at_a_time() {
    run(async {
        let home = home();
        let cache = home.open();
        let (first, second, later) = cache
            .write(|w| {
                let first = w
                    .lease()
                    .acquire("window", 100, 30, Some("http://127.0.0.1:9"))?;
                let second = w.lease().acquire("terminal", 120, 30, None)?;
                assert!(w.lease().renew("window", 125, 30)?);
                assert!(!w.lease().renew("terminal", 125, 30)?);
                assert_eq!(w.lease().current(154)?.map(|h| h.until), Some(155));
                assert_eq!(w.lease().current(155)?, None, "it has run out");
                let later = w.lease().acquire("terminal", 155, 30, None)?;
                assert!(
                    !w.lease().renew("window", 156, 30)?,
                    "it is someone else's now"
                );
                w.lease().release("window")?;
                assert!(w.lease().current(156)?.is_some());
                w.lease().release("terminal")?;
                assert_eq!(w.lease().current(156)?, None);
                Ok((first, second, later))
            })
            .await
            .unwrap();
        assert_eq!(first, Lease::Held);
        let Lease::HeldBy(holder) = second else {
            panic!("{second:?}")
        };
        assert_eq!(holder.holder, "window");
        assert_eq!(holder.url.as_deref(), Some("http://127.0.0.1:9"));
        assert_eq!(holder.until, 130);
        assert_eq!(later, Lease::Held);
    });
}
