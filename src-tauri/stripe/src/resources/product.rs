//! Products: what is sold. What it costs is a [`Price`](super::Price).

use serde::Deserialize;

use super::nullable::or_empty;
use super::{Metadata, Reference, Typed};

/// Something that is sold.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Product {
    /// `prod_…`
    pub id: String,
    /// As customers see it.
    pub name: String,
    /// More about it, as customers see it.
    pub description: Option<String>,
    /// Whether it can be sold.
    pub active: bool,
    /// What one of it is called: "hour", "seat".
    pub unit_label: Option<String>,
    /// The price used where none is said.
    pub default_price: Option<Reference>,
    /// Stripe's tax code, `txcd_…`.
    pub tax_code: Option<Reference>,
    /// Its web page.
    pub url: Option<String>,
    /// Unix seconds UTC.
    pub created: i64,
    /// Unix seconds UTC.
    pub updated: i64,
    /// Whether it is for real customers.
    pub livemode: bool,
    /// Free texts.
    #[serde(default, deserialize_with = "or_empty")]
    pub metadata: Metadata,
}

impl Typed for Product {
    const OBJECT: &'static str = "product";
}
