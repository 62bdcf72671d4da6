//! That every list, figure and search is answered by the index meant for it: with 100,000 records
//! the difference is between a fraction of a millisecond and a visible pause.
#![allow(clippy::unwrap_used, reason = "a failed test is what these say")]

use rusqlite::Connection;

use super::figures;
use super::listing;
use super::outbox::{NEXT_DUE, OPEN};
use super::pages::{Cursor, Filter, Query, Sort, SortBy, Span, selects};
use crate::{Kind, migrations};

fn empty() -> Connection {
    let mut sql = Connection::open_in_memory().unwrap();
    migrations::run(&mut sql, &migrations::steps()).unwrap();
    sql
}

fn plan(sql: &Connection, select: &str) -> String {
    let mut explain = sql
        .prepare(&format!("EXPLAIN QUERY PLAN {select}"))
        .unwrap();
    // What the placeholders hold does not matter to the plan; unbound they are NULL.
    let mut rows = explain.raw_query();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        lines.push(row.get::<_, String>(3).unwrap());
    }
    lines.join("; ")
}

/// Every order, with and without states, spans and a cursor.
fn queries() -> Vec<Query> {
    let span = Span {
        min: Some(1),
        max: Some(9),
    };
    let mut queries = Vec::new();
    for by in [SortBy::Created, SortBy::At, SortBy::Amount, SortBy::Title] {
        for descending in [false, true] {
            for states in [vec![], vec!["open"], vec!["open", "paid"]] {
                for after in [
                    None,
                    Some("[1,\"in_1\"]"),
                    Some("[\"a\",\"in_1\"]"),
                    Some("[null,\"in_1\"]"),
                ] {
                    for span in [Span::default(), span] {
                        let mut query = Query::of(Kind::Invoice);
                        query.sort = Sort { by, descending };
                        query.filter.states = states.iter().map(|s| (*s).to_owned()).collect();
                        query.filter.created = span;
                        query.filter.at = span;
                        query.filter.amount = span;
                        query.after = after.map(|text| Cursor::parse(text).unwrap());
                        queries.push(query);
                    }
                }
            }
        }
    }
    queries
}

#[test]
fn no_page_is_sorted_for() {
    let sql = empty();
    for query in queries() {
        for select in selects(&query) {
            let plan = plan(&sql, &select.sql);
            assert!(
                plan.starts_with("SEARCH records USING INDEX records_"),
                "{}\n{plan}",
                select.sql
            );
            assert!(!plan.contains("TEMP B-TREE"), "{}\n{plan}", select.sql);
            let state = query.filter.states.is_empty() || plan.contains("state=?");
            assert!(state, "the state is not looked up: {}\n{plan}", select.sql);
        }
    }
}

#[test]
fn a_page_begins_at_its_cursor() {
    let sql = empty();
    for (by, column) in [
        (SortBy::Created, "created"),
        (SortBy::At, "at"),
        (SortBy::Amount, "size"),
    ] {
        let mut query = Query::of(Kind::Invoice);
        query.sort.by = by;
        query.after = Cursor::parse("[5,\"in_1\"]");
        let plan = plan(&sql, &selects(&query)[0].sql);
        let start = format!("(kind=? AND ({column},id)<(?,?))");
        assert!(plan.contains(&start), "{plan}");
    }
}

#[test]
fn a_customers_and_a_parents_records_are_looked_up() {
    let sql = empty();
    for query in queries() {
        let mut of_customer = query.clone();
        of_customer.filter.customer = Some("cus_1".to_owned());
        let mut of_parent = of_customer.clone();
        of_parent.filter.parent = Some("qt_1".to_owned());
        for (query, start) in [
            (
                of_customer,
                "SEARCH records USING INDEX records_customer (kind=? AND customer=?",
            ),
            (
                of_parent,
                "SEARCH records USING INDEX records_parent (kind=? AND parent=?",
            ),
        ] {
            for select in selects(&query) {
                let plan = plan(&sql, &select.sql);
                assert!(plan.starts_with(start), "{}\n{plan}", select.sql);
                // In the usual order not even those few are sorted.
                let sorted = plan.contains("TEMP B-TREE");
                assert!(
                    !sorted || query.sort.by != SortBy::Created,
                    "{}\n{plan}",
                    select.sql
                );
            }
        }
    }
}

#[test]
fn figures_come_from_the_index_alone() {
    let sql = empty();
    for query in queries() {
        for what in [
            "count(*)",
            "state, count(*)",
            "currency, sum(amount), count(*)",
        ] {
            let due = !query.filter.states.is_empty() && !query.filter.at.is_open();
            let (select, _) = figures::select(&query.filter, what, "");
            let plan = plan(&sql, &select);
            // Of a state, only those that are due then are looked at.
            let start = if due {
                "SEARCH records USING INDEX records_state_at (kind=? AND state=? AND at>? AND at<?"
            } else {
                "SEARCH records USING COVERING INDEX records_figures"
            };
            assert!(plan.starts_with(start), "{select}\n{plan}");
        }
    }
    let mut filter = Filter::of(Kind::Invoice);
    filter.customer = Some("cus_1".to_owned());
    let (select, _) = figures::select(&filter, "count(*)", "");
    assert!(plan(&sql, &select).contains("records_customer"));
}

#[test]
fn a_narrowed_list_is_gone_through_in_an_index() {
    let sql = empty();
    for query in queries() {
        let by = query.sort.by;
        let (select, _) = listing::select(&query.filter, by);
        let plan = plan(&sql, &select);
        let due = !query.filter.states.is_empty() && !query.filter.at.is_open();
        // Titles are long, so no index but theirs holds them.
        let start = match (due, by) {
            (true, _) => "SEARCH records USING INDEX records_state_at (kind=? AND state=?",
            (false, SortBy::Title) => "SEARCH records USING INDEX records_figures",
            (false, _) => "SEARCH records USING COVERING INDEX records_figures",
        };
        assert!(plan.starts_with(start), "{select}\n{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{select}\n{plan}");
    }
    let mut filter = Filter::of(Kind::Invoice);
    filter.customer = Some("cus_1".to_owned());
    let (select, _) = listing::select(&filter, SortBy::Amount);
    assert!(plan(&sql, &select).contains("records_customer (kind=? AND customer=?"));
}

#[test]
fn what_changed_of_late_is_summed_in_its_index() {
    let plan = plan(&empty(), figures::CHANGED_SINCE);
    let start =
        "SEARCH records USING COVERING INDEX records_changed (kind=? AND state=? AND updated>?";
    assert!(plan.starts_with(start), "{plan}");
}

#[test]
fn the_outbox_finds_its_next_without_reading_what_is_settled() {
    let plan = plan(&empty(), NEXT_DUE);
    assert!(plan.contains("USING INDEX intents_open"), "{plan}");
    assert!(plan.contains("USING INDEX intents_subject"), "{plan}");
    assert!(!plan.contains("TEMP B-TREE"), "{plan}");
}

#[test]
fn what_is_open_in_the_outbox_is_read_along_its_index() {
    let plan = plan(&empty(), OPEN);
    assert_eq!(plan, "SCAN intents USING INDEX intents_open");
}

#[test]
fn search_returns_the_newest_first_without_sorting() {
    for table in ["search_words", "search_parts"] {
        let plan = plan(
            &empty(),
            &format!(
                "SELECT records.id FROM {table} JOIN records ON place = {table}.rowid
                 WHERE {table} MATCH ?1 ORDER BY {table}.rowid LIMIT ?2"
            ),
        );
        assert!(
            plan.starts_with(&format!("SCAN {table} VIRTUAL TABLE INDEX")),
            "{plan}"
        );
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
