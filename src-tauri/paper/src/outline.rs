//! The outlines of the glyphs a document uses, taken from their fonts once, so that the SVG needs
//! no fonts.

use std::collections::BTreeMap;
use std::sync::Arc;

use harfrust::GlyphId;
use skrifa::font::glyph::outline::PathSink;
use skrifa::{DrawMemory, ScalerFont};

use crate::fonts::Face;
use crate::page::{Item, Outline, Page, Segment};

/// Keyed by face and glyph, as texts name them.
pub(crate) fn collect(pages: &[Page], faces: &[Arc<Face>]) -> BTreeMap<(u16, u16), Outline> {
    let scalers: Vec<(ScalerFont, u16)> = faces
        .iter()
        .map(|f| {
            (
                ScalerFont::unhinted(f.font.clone(), None),
                f.font.units_per_em(),
            )
        })
        .collect();
    let mut outlines = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        let Item::Text(text) = item else { continue };
        let Some((scaler, units_per_em)) = scalers.get(usize::from(text.face)) else {
            continue;
        };
        for glyph in &text.glyphs {
            outlines
                .entry((text.face, glyph.id))
                .or_insert_with(|| Outline {
                    segments: draw(scaler, glyph.id),
                    units_per_em: *units_per_em,
                });
        }
    }
    outlines
}

fn draw(scaler: &ScalerFont, id: u16) -> Vec<Segment> {
    let mut sink = Collector(Vec::new());
    if let Some(outline) = scaler.outline(GlyphId::from(id)) {
        // A glyph whose outline is broken is left blank, as every viewer leaves it.
        let _drawn = outline.draw(DrawMemory::Scratch, &mut sink);
    }
    sink.0
}

struct Collector(Vec<Segment>);

impl PathSink for Collector {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(Segment::Move(x, y));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(Segment::Line(x, y));
    }
    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.0.push(Segment::Quad(cx0, cy0, x, y));
    }
    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.0.push(Segment::Cubic(cx0, cy0, cx1, cy1, x, y));
    }
    fn close(&mut self) {
        self.0.push(Segment::Close);
    }
}
