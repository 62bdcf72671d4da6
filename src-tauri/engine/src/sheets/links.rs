//! Ways from one record to another, in both directions.

use crate::json;
use crate::shape;
use crate::view::{Link, Noun, Problem};
use cache::{Filter, Kind, Query, Read, Record, Row};

/// What stands for the name of a record that is not here, or has none. Its id says nothing to people.
const NOT_READ: &str = "Not read yet";
const UNNAMED: &str = "No number yet";

/// A link to a record, which need not be here yet.
pub(super) fn to(r: &Read<'_>, kind: Kind, id: &str, relation: &str) -> Result<Link, Problem> {
    let row = r.records().row(kind, id)?;
    Ok(link(kind, id, relation, row.as_ref()))
}

fn link(kind: Kind, id: &str, relation: &str, row: Option<&Row>) -> Link {
    let called = row.and_then(|row| {
        let columns = &row.columns;
        // People know quotes and invoices by number, and the rest by what it is about.
        let words = [&columns.subtitle, &columns.title];
        // Where a customer's name is not known, its id stands in the column for now.
        let is_name = |text: &&String| {
            !text.is_empty() && **text != row.id && Some(*text) != columns.customer.as_ref()
        };
        let name = words.into_iter().find(is_name);
        columns.number.clone().or_else(|| name.cloned())
    });
    let instead = if row.is_some() { UNNAMED } else { NOT_READ };
    Link {
        noun: shape::noun_of(kind).unwrap_or(Noun::Quote),
        id: id.to_owned(),
        relation: relation.to_owned(),
        label: called.unwrap_or_else(|| instead.to_owned()),
    }
}

/// The newest records born of another, as links.
pub(super) fn children(
    r: &Read<'_>,
    kind: Kind,
    parent: &str,
    relation: &str,
) -> Result<Vec<Link>, Problem> {
    let rows = r.records().children(kind, parent)?;
    Ok(rows
        .iter()
        .map(|row| link(kind, &row.id, relation, Some(row)))
        .collect())
}

/// The chain of revisions that a quote belongs to: those that it took the place of, the latest
/// first, then those that came after it, in their order. What was begun and given up is left out.
pub(super) fn revisions(r: &Read<'_>, quote: &Record) -> Result<Vec<Link>, Problem> {
    const LONGEST: usize = 50;
    let mut ways = Vec::new();
    let mut before = quote.columns.parent.clone();
    while let Some(id) = before.take().filter(|_| ways.len() < LONGEST) {
        let row = r.records().row(Kind::Quote, &id)?;
        ways.push(link(Kind::Quote, &id, "revision_of", row.as_ref()));
        before = row.and_then(|row| row.columns.parent);
    }
    let mut later = vec![quote.id.clone()];
    while let Some(id) = later.pop().filter(|_| ways.len() < LONGEST) {
        for row in r.records().children(Kind::Quote, &id)?.iter().rev() {
            if row.columns.state == "canceled" && row.columns.number.is_none() {
                continue;
            }
            ways.push(link(Kind::Quote, &row.id, "revised_by", Some(row)));
            later.push(row.id.clone());
        }
    }
    Ok(ways)
}

/// The quote whose acceptance made something: Stripe keeps the link on the quote alone, in
/// `field`, so it is looked for among the customer's newest accepted quotes.
pub(super) fn quote_behind(
    r: &Read<'_>,
    customer: Option<&str>,
    field: &str,
    id: &str,
) -> Result<Option<Link>, Problem> {
    const LOOKED_AT: u32 = 50;
    let Some(customer) = customer else {
        return Ok(None);
    };
    let accepted = Query {
        filter: Filter {
            states: vec!["accepted".to_owned()],
            customer: Some(customer.to_owned()),
            ..Filter::of(Kind::Quote)
        },
        limit: LOOKED_AT,
        ..Query::of(Kind::Quote)
    };
    for row in r.records().page(&accepted)?.rows {
        let record = r.records().get(Kind::Quote, &row.id)?;
        if record.is_some_and(|record| json::id(&record.raw, field) == Some(id)) {
            return Ok(Some(link(Kind::Quote, &row.id, "quote", Some(&row))));
        }
    }
    Ok(None)
}
