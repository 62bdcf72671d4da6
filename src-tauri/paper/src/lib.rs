//! How a document looks: one layout, painted as PDF and as SVG.
//!
//! [`lay_out`] turns a [`Sheet`] into pages of shaped text, rules and pictures at fixed places;
//! [`pdf`] and [`svg`] paint what stands there and decide nothing, so the preview and the file
//! agree. The same sheet and fonts give the same bytes.
//!
//! Not in here: what a quote or an invoice is, how money is written, what the time is. All texts
//! and dates are passed in.

mod error;
mod fallback;
mod fonts;
mod page;
mod sheet;

pub use error::Error;
pub use fonts::Fonts;
pub use page::{
    FaceName, Frame, Glyph, Info, Item, Layout, Link, Page, Picture, Rule, Text,
};
pub use sheet::{Columns, Image, Line, PageSize, Party, Rgb, Sheet, Total, Weight};

/// Gives every part of the sheet its place.
pub fn lay_out(_sheet: &Sheet, _fonts: &Fonts) -> Result<Layout, Error> {
    Err(Error::Pdf("drawing follows with the next commit".into()))
}

/// Paints all pages as one PDF file.
pub fn pdf(_layout: &Layout, _fonts: &Fonts) -> Result<Vec<u8>, Error> {
    Err(Error::Pdf("drawing follows with the next commit".into()))
}

/// Paints one page, counted from 0, as an SVG element that can stand inline in a page.
pub fn svg(_layout: &Layout, _page: usize) -> Result<String, Error> {
    Err(Error::Pdf("drawing follows with the next commit".into()))
}

/// The characters that none of the fonts has; a box stands for each.
pub fn missing_glyphs(layout: &Layout, _fonts: &Fonts) -> Vec<char> {
    layout.missing.iter().copied().collect()
}
