//! The outbox: order, progress, and what a crash leaves behind.

use cache::{Cache, Error, Intent, IntentState, Kind, OutboxFilter, Step, StepState, Write};
use serde_json::json;

use crate::samples::{home, intent, run};

async fn write<T: Send + 'static>(
    cache: &Cache,
    f: impl FnOnce(&mut Write<'_>) -> Result<T, Error> + Send + 'static,
) -> T {
    cache.write(f).await.unwrap()
}

async fn get(cache: &Cache, id: &'static str) -> Intent {
    cache
        .read(move |r| r.outbox().get(id))
        .await
        .unwrap()
        .unwrap()
}

async fn due(cache: &Cache, now: i64) -> Option<String> {
    let due = cache.read(move |r| r.outbox().next_due(now)).await.unwrap();
    due.map(|intent| intent.id)
}

#[test]
fn an_intent_comes_back_as_it_was_added() {
    run(async {
        let home = home();
        let cache = home.open();
        let mut added = intent("a", "qt_1");
        added.context = json!({"draft": "d1"});
        added.steps[1].client_ref = Some("ref-1".to_owned());
        let given = added.clone();
        write(&cache, move |w| w.outbox().add(&given)).await;
        assert_eq!(get(&cache, "a").await, added);
        let again = added.clone();
        assert!(
            cache.write(move |w| w.outbox().add(&again)).await.is_err(),
            "the same id twice is refused"
        );
    });
}

#[test]
fn an_intent_goes_its_way() {
    run(async {
        let home = home();
        let cache = home.open();
        write(&cache, |w| w.outbox().add(&intent("a", "qt_1"))).await;

        let step = write(&cache, |w| w.outbox().start_step("a", 0, 110)).await;
        assert_eq!((step.key.as_str(), step.attempts), ("a-key-0", 1));
        assert_eq!(step.first_sent_at, Some(110));
        assert_eq!(get(&cache, "a").await.state, IntentState::Sending);
        assert_eq!(
            due(&cache, 110).await.as_deref(),
            Some("a"),
            "a crash leaves it due"
        );

        // The same key again, later: when it was first sent stays.
        let step = write(&cache, |w| w.outbox().start_step("a", 0, 120)).await;
        assert_eq!((step.attempts, step.first_sent_at), (2, Some(110)));

        write(&cache, |w| {
            w.outbox()
                .finish_step("a", 0, &json!({"invoice": "in_1"}))?;
            w.outbox().start_step("a", 1, 130)
        })
        .await;
        let halfway = get(&cache, "a").await;
        assert_eq!(halfway.steps[0].result, Some(json!({"invoice": "in_1"})));
        assert_eq!(halfway.next_step().map(|step| step.n), Some(1));

        write(&cache, |w| {
            w.outbox().finish_step("a", 1, &json!(null))?;
            w.outbox().finish("a", 140)
        })
        .await;
        let done = get(&cache, "a").await;
        assert_eq!((done.state, done.finished), (IntentState::Done, Some(140)));
        assert_eq!(done.next_step(), None);
        assert_eq!(due(&cache, 999).await, None);
    });
}

#[test]
fn a_step_that_was_not_needed_is_skipped_and_one_under_way_is_done() {
    run(async {
        let home = home();
        let cache = home.open();
        write(&cache, |w| {
            w.outbox().add(&intent("a", "qt_1"))?;
            w.outbox().start_step("a", 0, 1)?;
            w.outbox().finish("a", 2)
        })
        .await;
        let states: Vec<_> = get(&cache, "a")
            .await
            .steps
            .iter()
            .map(|s| s.state)
            .collect();
        assert_eq!(states, [StepState::Done, StepState::Skipped]);
    });
}

#[test]
fn the_oldest_goes_first_and_later_ones_about_the_same_record_wait() {
    run(async {
        let home = home();
        let cache = home.open();
        write(&cache, |w| {
            for (id, quote) in [("a", "qt_1"), ("b", "qt_1"), ("c", "qt_2")] {
                w.outbox().add(&intent(id, quote))?;
            }
            Ok(())
        })
        .await;
        assert_eq!(due(&cache, 100).await.as_deref(), Some("a"));

        let problem = json!({"code": "unreachable"});
        let why = problem.clone();
        write(&cache, move |w| {
            w.outbox().start_step("a", 0, 100)?;
            w.outbox().postpone("a", 200, Some(&why), true)
        })
        .await;
        assert_eq!(
            due(&cache, 150).await.as_deref(),
            Some("c"),
            "b waits for a"
        );
        let put_off = get(&cache, "a").await;
        assert_eq!(
            (put_off.state, put_off.needs_network),
            (IntentState::Queued, true)
        );
        assert_eq!(put_off.problem, Some(problem.clone()));
        assert_eq!(put_off.steps[0].last_error, Some(problem));
        assert_eq!(put_off.steps[0].key, "a-key-0", "the key stays");
        assert_eq!(due(&cache, 200).await.as_deref(), Some("a"));

        write(&cache, |w| w.outbox().hurry()).await;
        assert_eq!(due(&cache, 150).await.as_deref(), Some("a"));
        write(&cache, |w| w.outbox().refuse("a", &json!({"code": "x"}))).await;
        assert_eq!(
            due(&cache, 150).await.as_deref(),
            Some("b"),
            "a refused one blocks nobody"
        );
    });
}

#[test]
fn a_refused_intent_waits_for_a_decision() {
    run(async {
        let home = home();
        let cache = home.open();
        write(&cache, |w| {
            for id in ["a", "b"] {
                w.outbox().add(&intent(id, id))?;
                w.outbox().start_step(id, 0, 1)?;
                w.outbox().refuse(id, &json!({"code": "card_declined"}))?;
            }
            Ok(())
        })
        .await;
        assert_eq!(due(&cache, 999).await, None);
        let refused = get(&cache, "a").await;
        assert_eq!(refused.steps[0].state, StepState::Refused);
        assert_eq!(refused.steps[1].state, StepState::Waiting);

        write(&cache, |w| w.outbox().retry("a", "fresh-key", 50)).await;
        let again = get(&cache, "a").await;
        let step: &Step = &again.steps[0];
        assert_eq!((step.key.as_str(), step.attempts), ("fresh-key", 0));
        assert_eq!(step.first_sent_at, None);
        let old = &step.superseded[0];
        assert_eq!((old.key.as_str(), old.attempts, old.at), ("a-key-0", 1, 50));
        assert_eq!(old.first_sent_at, Some(1));
        assert_eq!(due(&cache, 50).await.as_deref(), Some("a"));

        write(&cache, |w| w.outbox().dismiss("b", 60)).await;
        assert_eq!(get(&cache, "b").await.state, IntentState::Dismissed);
    });
}

#[test]
fn a_new_key_is_recorded_with_its_reason() {
    run(async {
        let home = home();
        let cache = home.open();
        let step = write(&cache, |w| {
            w.outbox().add(&intent("a", "qt_1"))?;
            w.outbox().start_step("a", 0, 1)?;
            w.outbox()
                .replace_key("a", 0, "second", "older than 23 hours", 90_000)?;
            w.outbox()
                .replace_key("a", 0, "third", "answered by a 500", 90_001)
        })
        .await;
        assert_eq!(
            (step.key.as_str(), step.state),
            ("third", StepState::Waiting)
        );
        let reasons: Vec<_> = step
            .superseded
            .iter()
            .map(|s| (s.key.as_str(), s.why.as_str()))
            .collect();
        assert_eq!(
            reasons,
            [
                ("a-key-0", "older than 23 hours"),
                ("second", "answered by a 500")
            ]
        );
    });
}

#[test]
fn what_may_have_arrived_cannot_be_dismissed() {
    run(async {
        let home = home();
        let cache = home.open();
        write(&cache, |w| {
            w.outbox().add(&intent("a", "qt_1"))?;
            w.outbox().start_step("a", 0, 1).map(drop)
        })
        .await;
        let dismissed = cache.write(|w| w.outbox().dismiss("a", 2)).await;
        assert!(matches!(
            dismissed,
            Err(Error::Order {
                state: "sending",
                ..
            })
        ));
        write(&cache, |w| w.outbox().postpone("a", 9, None, true)).await;
        let dismissed = cache.write(|w| w.outbox().dismiss("a", 2)).await;
        assert!(
            matches!(dismissed, Err(Error::Order { .. })),
            "it was sent once"
        );
    });
}

#[test]
fn what_never_left_can_be_dismissed() {
    run(async {
        let home = home();
        let cache = home.open();
        write(&cache, |w| {
            w.outbox().add(&intent("a", "qt_1"))?;
            w.outbox().start_step("a", 0, 1)?;
            w.outbox().unstart_step("a", 0)?;
            w.outbox()
                .postpone("a", 9, Some(&json!({"code": "unreachable"})), true)
        })
        .await;
        let step = get(&cache, "a").await.steps.remove(0);
        assert_eq!((step.attempts, step.first_sent_at), (0, None));
        write(&cache, |w| w.outbox().dismiss("a", 2)).await;

        // An earlier attempt that may have arrived is not forgotten.
        let step = write(&cache, |w| {
            w.outbox().add(&intent("b", "qt_1"))?;
            w.outbox().start_step("b", 0, 1)?;
            w.outbox().start_step("b", 0, 2)?;
            w.outbox().unstart_step("b", 0)?;
            w.outbox().start_step("b", 0, 3)
        })
        .await;
        assert_eq!((step.attempts, step.first_sent_at), (2, Some(1)));
    });
}

#[test]
fn what_is_settled_does_not_move_again() {
    run(async {
        let home = home();
        let cache = home.open();
        write(&cache, |w| {
            w.outbox().add(&intent("a", "qt_1"))?;
            w.outbox().finish("a", 1)
        })
        .await;
        let before = get(&cache, "a").await;
        for moved in [
            cache
                .write(|w| w.outbox().start_step("a", 0, 2).map(drop))
                .await,
            cache.write(|w| w.outbox().refuse("a", &json!(1))).await,
            cache
                .write(|w| w.outbox().postpone("a", 9, None, false))
                .await,
            cache.write(|w| w.outbox().finish("a", 9)).await,
            cache.write(|w| w.outbox().dismiss("a", 9)).await,
            cache.write(|w| w.outbox().retry("a", "k", 9)).await,
        ] {
            assert!(
                matches!(moved, Err(Error::Order { state: "done", .. })),
                "{moved:?}"
            );
        }
        assert_eq!(get(&cache, "a").await, before);
        let missing = cache.write(|w| w.outbox().finish("nobody", 9)).await;
        assert!(matches!(missing, Err(Error::Missing { .. })));
    });
}

#[test]
fn intents_are_listed_counted_and_found_by_their_record() {
    run(async {
        let home = home();
        let cache = home.open();
        write(&cache, |w| {
            for (id, quote) in [("a", "qt_1"), ("b", "qt_1"), ("c", "qt_2"), ("d", "qt_3")] {
                w.outbox().add(&intent(id, quote))?;
            }
            w.outbox().finish("a", 5)?;
            w.outbox().refuse("c", &json!({}))?;
            w.outbox().postpone("d", 50, None, true)
        })
        .await;
        let (list, counts, pending, subjects, next) = cache
            .read(|r| {
                let filter = OutboxFilter {
                    limit: Some(2),
                    ..OutboxFilter::default()
                };
                Ok((
                    r.outbox().list(&filter)?,
                    r.outbox().counts()?,
                    r.outbox().pending_for(Kind::Quote, "qt_1")?,
                    r.outbox().pending_subjects()?,
                    r.outbox().next_time()?,
                ))
            })
            .await
            .unwrap();
        let ids = |list: &[Intent]| list.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&list), ["d", "c"]);
        assert_eq!(ids(&pending), ["b"]);
        assert_eq!((counts.queued, counts.needs_network), (2, 1));
        assert_eq!((counts.done, counts.refused, counts.sending), (1, 1, 0));
        assert_eq!(subjects.len(), 3);
        assert_eq!(next, Some(0));

        assert_eq!(write(&cache, |w| w.outbox().purge(6)).await, 1);
        assert_eq!(cache.read(|r| r.outbox().get("a")).await.unwrap(), None);
    });
}
