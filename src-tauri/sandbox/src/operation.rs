//! What can be asked: every operation is a line in its noun's table, with its method, its path and its
//! parameters. Anything that stands in no table is an unrecognized URL.

use serde_json::Value;

use crate::call::Call;
use crate::errors::Refusal;
use crate::params::{Args, Param};

/// One operation of the API.
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    /// With `{}` where an id stands.
    pub(crate) path: &'static str,
    pub(crate) params: &'static [Param],
    pub(crate) run: Run,
}

pub(crate) type Run = fn(&Call<'_>, &Ask<'_>) -> Result<Reply, Refusal>;

pub(crate) const fn get(path: &'static str, params: &'static [Param], run: Run) -> Operation {
    Operation {
        method: "GET",
        path,
        params,
        run,
    }
}

pub(crate) const fn post(path: &'static str, params: &'static [Param], run: Run) -> Operation {
    Operation {
        method: "POST",
        path,
        params,
        run,
    }
}

pub(crate) const fn delete(path: &'static str, params: &'static [Param], run: Run) -> Operation {
    Operation {
        method: "DELETE",
        path,
        params,
        run,
    }
}

/// What is asked of an operation.
pub(crate) struct Ask<'a> {
    /// The last id in the path, or nothing.
    pub(crate) id: &'a str,
    /// The id before it, where the path has two.
    pub(crate) under: &'a str,
    pub(crate) args: Args,
}

/// An operation's answer.
#[derive(Debug)]
pub(crate) enum Reply {
    Object(Value),
    /// JSON that is already written out.
    Text(String),
    Pdf(Vec<u8>),
}

impl From<Value> for Reply {
    fn from(value: Value) -> Self {
        Self::Object(value)
    }
}

/// The ids in a path: the one before the last, and the last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Ids<'p> {
    pub(crate) under: &'p str,
    pub(crate) id: &'p str,
}

/// The operation that `method` and `path` name, with the path's ids.
pub(crate) fn find<'p>(method: &str, path: &'p str) -> Option<(&'static Operation, Ids<'p>)> {
    crate::objects::operations()
        .filter(|o| o.method == method)
        .find_map(|o| Some((o, matched(o.path, path)?)))
}

/// The ids that stand at `{}`, if `path` has the template's form.
fn matched<'p>(template: &str, path: &'p str) -> Option<Ids<'p>> {
    let mut ids = Ids::default();
    let mut parts = path.split('/');
    for expected in template.split('/') {
        let part = parts.next()?;
        if expected == "{}" {
            if part.is_empty() {
                return None;
            }
            ids = Ids {
                under: ids.id,
                id: part,
            };
        } else if expected != part {
            return None;
        }
    }
    parts.next().is_none().then_some(ids)
}

#[cfg(test)]
mod tests {
    use super::{find, matched};

    #[test]
    fn paths_match_part_by_part() {
        assert_eq!(
            matched("/v1/quotes/{}/pdf", "/v1/quotes/qt_1/pdf").map(|ids| ids.id),
            Some("qt_1")
        );
        let two = matched(
            "/v1/customers/{}/tax_ids/{}",
            "/v1/customers/cus_1/tax_ids/txi_1",
        );
        assert_eq!(two.map(|ids| (ids.under, ids.id)), Some(("cus_1", "txi_1")));
        assert_eq!(matched("/v1/quotes/{}", "/v1/quotes/qt_1/pdf"), None);
        assert_eq!(matched("/v1/quotes/{}", "/v1/quotes/"), None);
        assert_eq!(
            matched("/v1/quotes", "/v1/quotes").map(|ids| ids.id),
            Some("")
        );
    }

    #[test]
    fn fixed_words_win_over_ids() {
        let found = find("POST", "/v1/invoices/create_preview").map(|(o, _)| o.path);
        assert_eq!(found, Some("/v1/invoices/create_preview"));
    }
}
