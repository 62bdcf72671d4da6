//! How a document looks: one layout, painted as PDF and as SVG.
//!
//! [`lay_out`] turns a [`Sheet`] into pages of shaped text, rules and pictures at fixed places;
//! [`pdf`] and [`svg`] paint what stands there and decide nothing, so the preview and the file
//! agree. The same sheet and fonts give the same bytes.
//!
//! Not in here: what a quote or an invoice is, how money is written, what the time is. All texts
//! and dates are passed in.

use std::collections::BTreeSet;

mod breaks;
mod compose;
mod error;
mod fallback;
mod flow;
mod fonts;
mod itemize;
mod logo;
mod look;
mod outline;
mod page;
mod pdf;
mod seal;
mod shape;
mod sheet;
mod svg;
mod table;

pub use compose::lay_out;
pub use error::Error;
pub use fonts::Fonts;
pub use page::{FaceName, Frame, Glyph, Info, Item, Layout, Link, Page, Picture, Rule, Text};
pub use pdf::pdf;
pub use sheet::{Columns, Image, Line, PageSize, Party, Rgb, Sheet, Total, Weight};
pub use svg::svg;

/// The characters for which no font has a glyph, in order; a box stands for each on the paper.
pub fn missing_glyphs(layout: &Layout, fonts: &Fonts) -> Vec<char> {
    let mut missing = BTreeSet::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        let Item::Text(text) = item else { continue };
        let boxes = text.glyphs.iter().filter(|glyph| glyph.id == 0);
        for (start, end) in boxes.map(|glyph| glyph.cluster) {
            let name = layout.faces.get(usize::from(text.face));
            let face = name.and_then(|name| fonts.by_name(name));
            let shown = text
                .text
                .get(start as usize..end as usize)
                .unwrap_or_default();
            missing.extend(
                shown
                    .chars()
                    .filter(|c| face.as_ref().is_none_or(|f| f.glyph(*c).is_none())),
            );
        }
    }
    missing.into_iter().collect()
}
