//! A list inside an object, such as an invoice's lines: its first ten, and whether there are more.
//!
//! Not the pages of a list endpoint: those are [`ListPage`](crate::ListPage)s.

use serde::Deserialize;

/// The beginning of a list inside another object.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct List<T> {
    /// The first of them.
    pub data: Vec<T>,
    /// Whether there are more, to be had from `url`.
    pub has_more: bool,
    /// The path of the whole list.
    pub url: Option<String>,
}
