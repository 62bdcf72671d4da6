//! Lists: page after page as a stream, newest first, with the cursor in sight, so that whoever
//! stores a page can store its position in the same step.
//!
//! Not here: which pages were stored already.

use futures_util::stream::{self, BoxStream, StreamExt};
use serde_json::Value;

use crate::client::Client;
use crate::error::Error;
use crate::params::Params;

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPage {
    /// The objects, newest first.
    pub data: Vec<Value>,
    /// Whether there are more beyond this page.
    pub has_more: bool,
    /// The id of the last object: `starting_after` for the next page.
    pub last_id: Option<String>,
}

impl ListPage {
    /// The id of the first object: `ending_before` for whatever is newer than this page.
    #[must_use]
    pub fn first_id(&self) -> Option<&str> {
        self.data.first().and_then(id)
    }

    fn read(mut body: Value) -> Result<Self, Error> {
        let shape = |detail: &str| Error::Shape {
            detail: detail.to_owned(),
        };
        let has_more = body.get("has_more").and_then(Value::as_bool);
        let has_more = has_more.ok_or_else(|| shape("a list without `has_more`"))?;
        let Some(Value::Array(data)) = body.get_mut("data").map(Value::take) else {
            return Err(shape("a list without `data`"));
        };
        let last_id = data.last().and_then(id).map(str::to_owned);
        if has_more && last_id.is_none() {
            return Err(shape("a list that has more, without an id to go on from"));
        }
        Ok(Self {
            data,
            has_more,
            last_id,
        })
    }
}

fn id(object: &Value) -> Option<&str> {
    object.get("id").and_then(Value::as_str)
}

/// Stripe's largest page: as few requests as possible.
const LARGEST_PAGE: u32 = 100;

impl Client {
    /// One page. Without a `limit` it is as large as Stripe allows.
    pub async fn page(&self, path: &str, params: &Params) -> Result<ListPage, Error> {
        let params = match params.get("limit") {
            Some(_) => params.clone(),
            None => params.clone().set("limit", LARGEST_PAGE),
        };
        ListPage::read(self.get(path, &params).await?.body)
    }

    /// All pages from where `params` say: `starting_after` goes on towards the older ones;
    /// `ending_before` walks towards the newer ones (each page still newest first inside). The
    /// stream ends after the last page or the first error; dropping it stops the walk.
    pub fn list(&self, path: &str, params: &Params) -> BoxStream<'static, Result<ListPage, Error>> {
        let cursor = if params.get("ending_before").is_some() {
            Cursor::EndingBefore
        } else {
            Cursor::StartingAfter
        };
        let walk = Walk {
            client: self.clone(),
            path: path.to_owned(),
            cursor,
        };
        stream::try_unfold((walk, Some(params.clone())), |(walk, params)| async move {
            let Some(params) = params else {
                return Ok(None);
            };
            let page = walk.client.page(&walk.path, &params).await?;
            let next = if page.has_more {
                Some(walk.next(&page, params)?)
            } else {
                None
            };
            Ok(Some((page, (walk, next))))
        })
        .boxed()
    }
}

struct Walk {
    client: Client,
    path: String,
    cursor: Cursor,
}

#[derive(Clone, Copy)]
enum Cursor {
    StartingAfter,
    EndingBefore,
}

impl Walk {
    fn next(&self, page: &ListPage, params: Params) -> Result<Params, Error> {
        let (name, id) = match self.cursor {
            Cursor::StartingAfter => ("starting_after", page.last_id.as_deref()),
            Cursor::EndingBefore => ("ending_before", page.first_id()),
        };
        // A server that answers the same page for ever must not keep us here for ever.
        match id {
            Some(id) if params.get(name).and_then(Value::as_str) != Some(id) => {
                Ok(params.set(name, id))
            }
            _ => Err(Error::Shape {
                detail: "a list that does not move on".to_owned(),
            }),
        }
    }
}
