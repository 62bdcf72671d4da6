//! The measure `search`: what a person types, letter by letter, beside the same question put to the
//! same table with LIKE.

use crate::times::{Times, Watch, round};
use crate::{desk, records};
use serde_json::{Value, json};
use std::path::Path;

/// What is typed; each is also asked at every letter before its end.
const TYPED: [&str; 14] = [
    "harbour bakery",
    "okafor",
    "bakery 31",
    "CF-0954321",
    "954321",
    "maschinenbau",
    "建築",
    "retouching",
    "lettering halden",
    "accounts1207@customer1207",
    "1250",
    "4,321.00",
    "ernis",
    "nothing like this",
];
const ROUNDS: usize = 5;

pub(crate) async fn take(home: &Path) -> Value {
    let desk = desk(home);
    let (mut ours, mut work) = (Times::default(), Times::default());
    let mut slowest = (0.0, String::new());
    let texts: Vec<String> = TYPED.iter().flat_map(|text| letters(text)).collect();
    for round in 0..=ROUNDS {
        for text in &texts {
            let request = json!({ "text": text, "limit": 30 });
            let watch = Watch::start();
            commands::answer(&desk, "search.find", request)
                .await
                .expect("found");
            let took = watch.stop();
            // The first round reads the file into memory.
            if round > 0 {
                ours.add(took.wall);
                work.add(took.work);
                let took = took.work.as_secs_f64() * 1e3;
                if took > slowest.0 {
                    slowest = (took, text.clone());
                }
            }
        }
    }
    desk.close().await;
    let like = like(home, &texts);
    json!({
        "bench": "search",
        "what": "ms from a question to its answer through the command, limit 30, asked at every letter typed; LIKE over the same columns of the same file; the ratios are of the time at work",
        "questions": ours.count(),
        "p50_ms": round(ours.within(50)),
        "p99_ms": round(ours.within(99)),
        "work_p50_ms": round(work.within(50)),
        "work_p99_ms": round(work.within(99)),
        "limit_p99_ms": 5.0,
        "most_work": { "text": slowest.1, "ms": round(slowest.0) },
        "like_p50_ms": round(like.within(50)),
        "like_p99_ms": round(like.within(99)),
        "ratio_p50": (like.within(50) / work.within(50) * 10.0).round() / 10.0,
        "ratio_p99": (like.within(99) / work.within(99) * 10.0).round() / 10.0,
        "limit_ratio": 20.0,
    })
}

/// The text as it grows while it is typed.
fn letters(text: &str) -> Vec<String> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.map(|end| text[..end].to_owned()).collect()
}

/// The peer: every word anywhere in what is shown or searched, newest first.
fn like(home: &Path, texts: &[String]) -> Times {
    let sql = rusqlite::Connection::open(records(home)).expect("the file");
    let mut times = Times::default();
    for text in texts.iter().step_by(3) {
        let words: Vec<String> = text
            .split_whitespace()
            .map(|word| format!("%{word}%"))
            .collect();
        let each = "(title LIKE ? OR subtitle LIKE ? OR number LIKE ? OR search LIKE ?)";
        let all = vec![each; words.len().max(1)].join(" AND ");
        let question = format!("SELECT id FROM records WHERE {all} ORDER BY created DESC LIMIT 30");
        let mut prepared = sql.prepare_cached(&question).expect("SQL");
        let values: Vec<&String> = words.iter().flat_map(|word| [word; 4]).collect();
        if values.is_empty() {
            continue;
        }
        let watch = Watch::start();
        let rows = prepared
            .query_map(rusqlite::params_from_iter(values), |row| {
                row.get::<_, String>(0)
            })
            .expect("rows");
        assert!(rows.flatten().count() <= 30);
        times.add(watch.stop().work);
    }
    times
}
