//! Pages out of several walks at once: a tab may be several filters, and is still one list in one
//! order. Each walk keeps its own place; a page's cursor is all of them.

use super::Sort;
use super::found::Show;
use cache::{Cursor, Error, Filter, Query, Read, Row};
use std::cmp::Ordering;
use std::collections::VecDeque;

/// A merged page.
#[derive(Debug)]
pub(super) struct Merged<T> {
    pub(super) rows: Vec<T>,
    pub(super) next: Option<String>,
}

/// Where a walk stands.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    Start,
    After(Cursor),
    End,
}

/// One walk's share of a page.
struct Walk<'f> {
    filter: &'f Filter,
    place: Place,
    rows: VecDeque<Row>,
    /// Where the walk goes on if all its rows are taken.
    next: Option<Cursor>,
    taken: u32,
}

pub(super) fn page<T>(
    r: &Read<'_>,
    filters: &[Filter],
    sort: Sort,
    cursor: Option<&str>,
    limit: u32,
    show: impl Show<T>,
) -> Result<Merged<T>, Error> {
    let places = places(cursor, filters.len());
    if let ([filter], [place]) = (filters, places.as_slice()) {
        let page = read(r, filter, sort, place, limit, show)?;
        return Ok(Merged {
            rows: page.rows,
            next: page.next.map(|cursor| encode(&[Place::After(cursor)])),
        });
    }
    let mut walks = Vec::new();
    for (filter, place) in filters.iter().zip(places) {
        let page = read(r, filter, sort, &place, limit, Ok)?;
        walks.push(Walk {
            filter,
            place,
            rows: page.rows.into(),
            next: page.next,
            taken: 0,
        });
    }
    let mut rows = Vec::new();
    while rows.len() < usize::try_from(limit).unwrap_or(usize::MAX) {
        let heads = walks.iter_mut().filter(|walk| !walk.rows.is_empty());
        let Some(walk) = heads.min_by(|a, b| first(a, b, sort)) else {
            break;
        };
        rows.extend(walk.rows.pop_front());
        walk.taken = walk.taken.saturating_add(1);
    }
    let mut ends = Vec::new();
    for walk in walks {
        ends.push(match walk.rows.front() {
            None => walk.next.map_or(Place::End, Place::After),
            Some(_) if walk.taken == 0 => walk.place,
            // Only so many of its rows had room: ask for the place after exactly those.
            Some(_) => {
                let again = read(r, walk.filter, sort, &walk.place, walk.taken, |_| Ok(()))?;
                again.next.map_or(Place::End, Place::After)
            }
        });
    }
    let more = ends.iter().any(|place| *place != Place::End);
    Ok(Merged {
        rows: rows.into_iter().map(show).collect::<Result<_, _>>()?,
        next: more.then(|| encode(&ends)),
    })
}

fn read<T>(
    r: &Read<'_>,
    filter: &Filter,
    sort: Sort,
    place: &Place,
    limit: u32,
    show: impl Show<T>,
) -> Result<cache::Page<T>, Error> {
    let after = match place {
        Place::Start => None,
        Place::After(cursor) => Some(cursor.clone()),
        Place::End => {
            return Ok(cache::Page {
                rows: Vec::new(),
                next: None,
            });
        }
    };
    let query = Query {
        filter: filter.clone(),
        sort: sort.of_cache(),
        after,
        limit,
    };
    r.records().page_as(&query, show)
}

/// Whose next row comes first.
fn first(a: &Walk<'_>, b: &Walk<'_>, sort: Sort) -> Ordering {
    match (a.rows.front(), b.rows.front()) {
        (Some(a), Some(b)) => order(a, b, sort),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// Which of two rows comes first, as the cache sorts them.
fn order(a: &Row, b: &Row, sort: Sort) -> Ordering {
    let sort = sort.of_cache();
    let (a, b) = (Cursor::of(a, sort.by), Cursor::of(b, sort.by));
    a.compare(&b, sort.descending)
}

fn encode(places: &[Place]) -> String {
    let texts: Vec<Option<String>> = places
        .iter()
        .map(|place| match place {
            Place::Start => Some(String::new()),
            Place::After(cursor) => Some(cursor.encode()),
            Place::End => None,
        })
        .collect();
    serde_json::Value::from(texts).to_string()
}

/// Where each walk goes on. A cursor that is not one of ours begins anew, which shows rows again
/// rather than leaving some out.
fn places(cursor: Option<&str>, walks: usize) -> Vec<Place> {
    let texts: Option<Vec<Option<String>>> =
        cursor.and_then(|text| serde_json::from_str(text).ok());
    let start = vec![Place::Start; walks];
    let Some(texts) = texts.filter(|texts| texts.len() == walks) else {
        return start;
    };
    let place = |text: Option<String>| match text {
        None => Some(Place::End),
        Some(text) if text.is_empty() => Some(Place::Start),
        Some(text) => Cursor::parse(&text).map(Place::After),
    };
    texts
        .into_iter()
        .map(place)
        .collect::<Option<_>>()
        .unwrap_or(start)
}
