//! What the other versions of a quote mean for an act on this one: Stripe lets an original and its
//! revision both be accepted, and each of them bills.

use crate::json;
use cache::{Columns, Error, Kind, Read};

/// No chain of revisions is followed further.
const LONGEST: usize = 50;

/// The number of another version of this quote that was accepted.
pub(super) fn accepted(r: &Read<'_>, id: &str) -> Result<Option<String>, Error> {
    let mut look = vec![original(r, id)?];
    let mut looked = 0;
    while let Some(version) = look.pop().filter(|_| looked < LONGEST) {
        looked += 1;
        // By Stripe's own word: one that a later revision took the place of here may be accepted all the same.
        if version != id
            && let Some(record) = r.records().get(Kind::Quote, &version)?
            && json::text(&record.raw, "status") == Some("accepted")
        {
            return Ok(Some(called(record.columns)));
        }
        let later = r.records().children(Kind::Quote, &version)?;
        look.extend(later.into_iter().map(|row| row.id));
    }
    Ok(None)
}

/// Whether a revision of this quote is begun, and is a draft still.
pub(super) fn begun(r: &Read<'_>, id: &str) -> Result<bool, Error> {
    let later = r.records().children(Kind::Quote, id)?;
    Ok(later.iter().any(|row| row.columns.state == "draft"))
}

/// The quote with which the chain begins.
fn original(r: &Read<'_>, id: &str) -> Result<String, Error> {
    let mut first = id.to_owned();
    for _ in 0..LONGEST {
        let row = r.records().row(Kind::Quote, &first)?;
        match row.and_then(|row| row.columns.parent) {
            Some(before) => first = before,
            None => break,
        }
    }
    Ok(first)
}

/// What people call a quote.
pub(super) fn called(columns: Columns) -> String {
    columns.number.unwrap_or(columns.title)
}
