//! What comes out of layout and goes into the painters: pages of items at fixed places. Plain
//! data; nothing here measures or decides.
//!
//! All lengths are points (1/72 in); the origin is the page's upper left corner, y grows down.

use std::collections::BTreeMap;

use crate::sheet::Rgb;

/// A document whose every glyph has its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// In order.
    pub pages: Vec<Page>,
    /// What a PDF says about itself.
    pub info: Info,
    /// The faces used, in order of first use; [`Text::face`] counts into it.
    pub faces: Vec<FaceName>,
    /// The outline of each glyph used, in font units, y up.
    pub(crate) outlines: BTreeMap<(u16, u16), Outline>,
    /// The pictures used; [`Picture::image`] counts into it.
    pub(crate) images: Vec<Bitmap>,
}

/// What a PDF says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// The window title.
    pub title: String,
    /// Who sends it.
    pub author: String,
    /// Unix seconds UTC.
    pub created: Option<i64>,
    /// BCP 47.
    pub language: Option<String>,
    /// Read from right to left.
    pub rtl: bool,
}

/// Names one face so that the same fonts always give the same name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceName(pub(crate) String);

impl FaceName {
    /// The PostScript name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One page.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Across.
    pub width: f32,
    /// Down.
    pub height: f32,
    /// The part that items keep to.
    pub inner: Frame,
    /// In reading order.
    pub items: Vec<Item>,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Across.
    pub width: f32,
    /// Down.
    pub height: f32,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Shaped text in one face, size and colour.
    Text(Text),
    /// A horizontal line.
    Rule(Rule),
    /// A picture.
    Picture(Picture),
    /// A part of the page that opens an address.
    Link(Link),
}

/// Shaped text in one face, size and colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The characters, in reading order.
    pub text: String,
    /// Left edge.
    pub x: f32,
    /// The line that letters stand on.
    pub baseline: f32,
    /// Sum of the advances.
    pub width: f32,
    /// Of the em.
    pub size: f32,
    /// Of the ink.
    pub color: Rgb,
    /// Counts into [`Layout::faces`].
    pub face: u16,
    /// Whether the run reads from right to left.
    pub rtl: bool,
    /// From left to right.
    pub glyphs: Vec<Glyph>,
}

/// One glyph of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// In the face; 0 is the box that stands for a missing character.
    pub id: u16,
    /// From the text's left edge.
    pub x: f32,
    /// Above the baseline.
    pub y: f32,
    /// The face's own advance, in font units.
    pub advance: u16,
    /// Where in [`Text::text`] the characters stand that this glyph's cluster shows, in bytes.
    /// The glyphs of one cluster follow one another and share the range.
    pub cluster: (u32, u32),
}

/// A horizontal line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Left end.
    pub x: f32,
    /// Its middle.
    pub y: f32,
    /// Length.
    pub width: f32,
    /// Thickness.
    pub weight: f32,
    /// Of the ink.
    pub color: Rgb,
}

/// A picture at its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Picture {
    /// Where.
    pub frame: Frame,
    /// Which of the layout's pictures.
    pub image: usize,
}

/// A part of the page that opens an address.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where.
    pub frame: Frame,
    /// What it opens.
    pub url: String,
}

/// A glyph's outline as SVG path data, in font units.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outline {
    /// Absolute commands; empty for a space.
    pub(crate) segments: Vec<Segment>,
    /// Font units to the em.
    pub(crate) units_per_em: u16,
}

/// One step of an outline, in font units, y up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Segment {
    Move(f32, f32),
    Line(f32, f32),
    Quad(f32, f32, f32, f32),
    Cubic(f32, f32, f32, f32, f32, f32),
    Close,
}

/// A decoded picture, and the file it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bitmap {
    /// The PNG, for the SVG.
    pub(crate) png: Vec<u8>,
    /// Three bytes a pixel, already on white, for the PDF.
    pub(crate) rgb: Vec<u8>,
    /// Pixels across.
    pub(crate) width: u32,
    /// Pixels down.
    pub(crate) height: u32,
}

impl Item {
    /// The item's upper and lower edge, text counted from ascent to descent as the layout
    /// spaces it.
    pub fn vertical(&self) -> (f32, f32) {
        match self {
            Item::Text(t) => (t.baseline - 0.8 * t.size, t.baseline + 0.25 * t.size),
            Item::Rule(r) => (r.y - r.weight / 2.0, r.y + r.weight / 2.0),
            Item::Picture(p) => (p.frame.y, p.frame.y + p.frame.height),
            Item::Link(l) => (l.frame.y, l.frame.y + l.frame.height),
        }
    }

    /// The item's left and right edge.
    pub fn horizontal(&self) -> (f32, f32) {
        match self {
            Item::Text(t) => (t.x, t.x + t.width),
            Item::Rule(r) => (r.x, r.x + r.width),
            Item::Picture(p) => (p.frame.x, p.frame.x + p.frame.width),
            Item::Link(l) => (l.frame.x, l.frame.x + l.frame.width),
        }
    }
}
