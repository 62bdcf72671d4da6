//! Search in Stripe's query language, on the seven kinds of object that Stripe lets one search. What a
//! query may say is in [`query`], which fields an object has for it in [`fields`]: only those are read of
//! each object, and they are kept beside it for that. Unlike Stripe's, this search knows at once what was
//! just written.

pub(crate) mod fields;
mod query;

use rusqlite::params;
use serde_json::{Value, json};

use crate::call::Call;
use crate::errors::Refusal;
use crate::ids;
use crate::operation::{Ask, Operation, Reply, get};
use crate::params::shared::LIMIT;
use crate::params::{Kind, Param, optional, required};
use fields::Searched;
use query::Query;

pub(crate) const OPERATIONS: &[Operation] = &[
    get("/v1/charges/search", SEARCH, |call, ask| {
        search(call, ask, &fields::CHARGES)
    }),
    get("/v1/customers/search", SEARCH, |call, ask| {
        search(call, ask, &fields::CUSTOMERS)
    }),
    get("/v1/invoices/search", SEARCH, |call, ask| {
        search(call, ask, &fields::INVOICES)
    }),
    get("/v1/payment_intents/search", SEARCH, |call, ask| {
        search(call, ask, &fields::PAYMENT_INTENTS)
    }),
    get("/v1/prices/search", SEARCH, |call, ask| {
        search(call, ask, &fields::PRICES)
    }),
    get("/v1/products/search", SEARCH, |call, ask| {
        search(call, ask, &fields::PRODUCTS)
    }),
    get("/v1/subscriptions/search", SEARCH, |call, ask| {
        search(call, ask, &fields::SUBSCRIPTIONS)
    }),
];

const SEARCH: &[Param] = &[
    LIMIT,
    optional("page", Kind::Id),
    required("query", Kind::Text(5000)),
];

/// Stripe counts no further than this.
const COUNTED: usize = 10_000;

fn search(call: &Call<'_>, ask: &Ask<'_>, searched: &'static Searched) -> Result<Reply, Refusal> {
    let text = ask.args.text("query").unwrap_or_default();
    let query = Query::read(text, searched)?;
    let wanted = usize::try_from(ask.args.integer("limit").unwrap_or(10)).unwrap_or(10);
    let mark = mark_of(searched, text);
    let before = match ask.args.text("page") {
        Some(page) => below(page, mark)?,
        None => i64::MAX,
    };
    let counts = ask.args.texts("expand").iter().any(|e| e == "total_count");

    let mut found = Vec::new();
    let mut total = 0;
    let mut statement = call.db.prepare_cached(
        "SELECT seq, fields FROM searched WHERE object = ?1 AND seq < ?2 ORDER BY seq DESC",
    )?;
    // Counting means counting what stands on earlier pages too.
    let from = if counts { i64::MAX } else { before };
    let mut rows = statement.query(params![searched.object, from])?;
    while let Some(row) = rows.next()? {
        let (seq, fields): (i64, String) = (row.get(0)?, row.get(1)?);
        let values: Vec<Value> = serde_json::from_str(&fields)?;
        if !query.holds(&values) {
            continue;
        }
        total += 1;
        if seq < before && found.len() <= wanted {
            found.push(seq);
        }
        let is_full = found.len() > wanted;
        if is_full && (!counts || total >= COUNTED) {
            break;
        }
    }
    let has_more = found.len() > wanted;
    found.truncate(wanted);
    // The last page names no next one, as in the reference's samples.
    let next = match found.last() {
        Some(seq) if has_more => format!(r#","next_page":"{mark:08x}{seq:016x}""#),
        _ => String::new(),
    };
    let mut object = (call.db).prepare_cached("SELECT json FROM objects WHERE seq = ?1")?;
    let data = found
        .iter()
        .map(|seq| object.query_row([seq], |row| row.get::<_, String>(0)))
        .collect::<Result<Vec<_>, _>>()?;
    let url = json!(format!("/v1/{}/search", searched.plural));
    let count = if counts {
        format!(r#","total_count":{}"#, total.min(COUNTED))
    } else {
        String::new()
    };
    Ok(Reply::Text(format!(
        r#"{{"object":"search_result","data":[{}],"has_more":{has_more}{next},"url":{url}{count}}}"#,
        data.join(",")
    )))
}

/// Tells pages of one search from those of another.
fn mark_of(searched: &Searched, query: &str) -> u32 {
    let mut state = ids::scramble(searched.plural.len() as u64);
    for byte in searched.plural.bytes().chain(query.bytes()) {
        state = ids::scramble(state ^ u64::from(byte));
    }
    u32::try_from(state >> 32).unwrap_or_default()
}

/// The place that a page's token stands for.
fn below(page: &str, mark: u32) -> Result<i64, Refusal> {
    let read = || {
        let (head, tail) = (page.get(..8)?, page.get(8..)?);
        let is_ours = u32::from_str_radix(head, 16).ok()? == mark;
        i64::from_str_radix(tail, 16).ok().filter(|_| is_ours)
    };
    read().ok_or_else(|| {
        Refusal::invalid("The page that you passed does not belong to this search query. Pass the next_page of an earlier answer to the same query.")
            .param("page")
            .before_it_began()
    })
}

#[cfg(test)]
mod tests {
    use super::{below, fields, mark_of};

    #[test]
    fn a_page_belongs_to_its_query() {
        let mark = mark_of(&fields::CUSTOMERS, "name:\"A\"");
        let page = format!("{mark:08x}{:016x}", 77);
        assert!(matches!(below(&page, mark), Ok(77)));
        let other = mark_of(&fields::PRODUCTS, "name:\"A\"");
        assert!(below(&page, other).is_err());
        assert!(below("é", mark).is_err());
        assert!(below("", mark).is_err());
    }
}
