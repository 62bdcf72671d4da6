//! The PDF painter. It paints what the layout says and decides nothing: every glyph goes to the
//! place it has, from a face embedded with only the glyphs in use. What a reader copies or
//! searches is the text as it was written, also where letters join or swap places.

use std::collections::BTreeMap;

use printpdf::{
    Actions, BorderArray, Codepoint, Color, DictItem, FontId, LinePoint, LinkAnnotation, Op,
    ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfParseErrorSeverity,
    PdfSaveOptions, Point, Pt, RawImage, RawImageData, RawImageFormat, Rect, TextItem, TextMatrix,
    XObject, XObjectId, XObjectTransform,
};

use crate::error::Error;
use crate::fonts::{Face, Fonts};
use crate::page::{Glyph, Item, Layout, Link, Page, Picture, Rule, Text};
use crate::seal;
use crate::sheet::Rgb;

/// Paints all pages as one PDF file. The same layout and fonts give the same bytes.
pub fn pdf(layout: &Layout, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let mut document = PdfDocument::new(&layout.info.title);
    let mut painter = Painter {
        faces: Vec::new(),
        meanings: meanings(layout),
    };
    for (place, name) in layout.faces.iter().enumerate() {
        let face = fonts.by_name(name).ok_or_else(|| Error::ForeignFonts {
            name: name.0.clone(),
        })?;
        let id = FontId(tag(place));
        let parsed = embeddable(&face)?;
        document
            .resources
            .fonts
            .map
            .insert(id.clone(), PdfFont::new(parsed));
        painter
            .faces
            .push((id, f32::from(face.font.units_per_em())));
    }
    for (place, image) in layout.images.iter().enumerate() {
        let raw = RawImage {
            pixels: RawImageData::U8(image.rgb.clone()),
            width: image.width as usize,
            height: image.height as usize,
            data_format: RawImageFormat::RGB8,
            tag: Vec::new(),
        };
        document
            .resources
            .xobjects
            .map
            .insert(picture_id(place), XObject::Image(raw));
    }
    document.pages = layout
        .pages
        .iter()
        .map(|page| painter.page(layout, page))
        .collect();

    let options = PdfSaveOptions {
        image_optimization: None,
        ..PdfSaveOptions::default()
    };
    let mut warnings = Vec::new();
    let written = printpdf::to_lopdf_doc(&document, &options, &mut warnings);
    if let Some(problem) = warnings
        .into_iter()
        .find(|warning| warning.severity == PdfParseErrorSeverity::Error)
    {
        return Err(Error::Pdf(problem.msg));
    }
    seal::close(written, &layout.info)
}

fn embeddable(face: &Face) -> Result<ParsedFont, Error> {
    let bytes: &[u8] = (*face.bytes).as_ref();
    ParsedFont::from_bytes(bytes, face.index as usize, &mut Vec::new()).ok_or_else(|| Error::Font {
        name: face.name.0.clone(),
    })
}

/// Six capitals, as PDF wants them before the name of a font that is embedded in part.
fn tag(place: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    ['P', 'A', 'P', 'E', letter(place / 26), letter(place)]
        .into_iter()
        .collect()
}

fn picture_id(place: usize) -> XObjectId {
    XObjectId(format!("Picture{place}"))
}

/// What each glyph stands for, where one glyph shows one cluster. The first use counts; where
/// a glyph means something else, the text says so on the spot.
fn meanings(layout: &Layout) -> BTreeMap<(u16, u16), String> {
    let mut meanings = BTreeMap::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        let Item::Text(text) = item else { continue };
        for cluster in clusters(&text.glyphs) {
            if let ([glyph], Some(shown)) = (cluster, shown(text, cluster)) {
                meanings
                    .entry((text.face, glyph.id))
                    .or_insert_with(|| shown.to_owned());
            }
        }
    }
    meanings
}

/// The glyphs that together show one piece of text.
fn clusters(glyphs: &[Glyph]) -> impl Iterator<Item = &[Glyph]> {
    glyphs.chunk_by(|a, b| a.cluster == b.cluster)
}

fn shown<'a>(text: &'a Text, cluster: &[Glyph]) -> Option<&'a str> {
    let (start, end) = cluster.first()?.cluster;
    text.text.get(start as usize..end as usize)
}

struct Painter {
    /// Resource name and units to the em, in the layout's order.
    faces: Vec<(FontId, f32)>,
    meanings: BTreeMap<(u16, u16), String>,
}

impl Painter {
    fn page(&self, layout: &Layout, page: &Page) -> PdfPage {
        let mut ops = Vec::new();
        for item in &page.items {
            match item {
                Item::Text(text) => self.text(&mut ops, text, page.height),
                Item::Rule(line) => rule(&mut ops, line, page.height),
                Item::Picture(place) => picture(&mut ops, layout, place, page.height),
                Item::Link(target) => ops.push(link(target, page.height)),
            }
        }
        let paper = Rect::from_wh(Pt(page.width), Pt(page.height));
        PdfPage {
            media_box: paper.clone(),
            trim_box: paper.clone(),
            crop_box: paper,
            ops,
        }
    }

    fn text(&self, ops: &mut Vec<Op>, text: &Text, height: f32) {
        let Some((font, units_per_em)) = self.faces.get(usize::from(text.face)) else {
            return;
        };
        ops.push(Op::SetFillColor {
            col: color(text.color),
        });
        ops.push(Op::StartTextSection);
        ops.push(Op::SetFont {
            font: PdfFontHandle::External(font.clone()),
            size: Pt(text.size),
        });
        // Neighbours whose glyphs say what they stand for go out in one piece.
        let mut plain: Vec<&Glyph> = Vec::new();
        for cluster in clusters(&text.glyphs) {
            let shown = shown(text, cluster).unwrap_or_default();
            if let [glyph] = cluster
                && self
                    .meanings
                    .get(&(text.face, glyph.id))
                    .is_some_and(|m| m == shown)
            {
                if plain.last().is_some_and(|last| last.y != glyph.y) {
                    self.show(
                        ops,
                        text,
                        &std::mem::take(&mut plain),
                        *units_per_em,
                        height,
                    );
                }
                plain.push(glyph);
                continue;
            }
            self.show(
                ops,
                text,
                &std::mem::take(&mut plain),
                *units_per_em,
                height,
            );
            ops.push(actual_text(shown));
            for glyph in cluster {
                self.show(ops, text, &[glyph], *units_per_em, height);
            }
            ops.push(Op::EndMarkedContent);
        }
        self.show(ops, text, &plain, *units_per_em, height);
        ops.push(Op::EndTextSection);
    }

    /// Shows glyphs of one height. A viewer moves by each glyph's whole-numbered width; where
    /// that strays from the layout, a correction follows the glyph.
    fn show(
        &self,
        ops: &mut Vec<Op>,
        text: &Text,
        glyphs: &[&Glyph],
        units_per_em: f32,
        height: f32,
    ) {
        /// In thousandths of an em: less than any eye can see.
        const STRAY: f32 = 2.0;
        let Some(first) = glyphs.first() else { return };
        let (x, y) = (text.x + first.x, height - text.baseline + first.y);
        let mut pen = 0.0_f32;
        let mut codes = Vec::with_capacity(glyphs.len());
        for (place, glyph) in glyphs.iter().enumerate() {
            pen += (f32::from(glyph.advance) * 1000.0 / units_per_em).trunc();
            let mut correction = 0.0;
            if let Some(next) = glyphs.get(place + 1) {
                let wanted = (next.x - first.x) * 1000.0 / text.size;
                if (pen - wanted).abs() > STRAY {
                    correction = (pen - wanted).round();
                    pen -= correction;
                }
            }
            let meaning = self.meanings.get(&(text.face, glyph.id)).cloned();
            codes.push(Codepoint {
                gid: glyph.id,
                offset: correction,
                cid: meaning,
            });
        }
        ops.push(Op::SetTextMatrix {
            matrix: TextMatrix::Translate(Pt(x), Pt(y)),
        });
        ops.push(Op::ShowText {
            items: vec![TextItem::GlyphIds(codes)],
        });
    }
}

/// Says what the glyphs that follow stand for, whatever their own names are.
fn actual_text(text: &str) -> Op {
    let string = DictItem::String {
        data: seal::utf16(text),
        literal: false,
    };
    let map = BTreeMap::from([("ActualText".to_owned(), string)]);
    Op::BeginMarkedContentWithProperties {
        tag: "Span".to_owned(),
        properties: DictItem::Dict { map },
    }
}

fn rule(ops: &mut Vec<Op>, rule: &Rule, height: f32) {
    let end = |x: f32| LinePoint {
        p: Point {
            x: Pt(x),
            y: Pt(height - rule.y),
        },
        bezier: false,
    };
    ops.push(Op::SetOutlineColor {
        col: color(rule.color),
    });
    ops.push(Op::SetOutlineThickness {
        pt: Pt(rule.weight),
    });
    ops.push(Op::DrawLine {
        line: printpdf::Line {
            points: vec![end(rule.x), end(rule.x + rule.width)],
            is_closed: false,
        },
    });
}

fn picture(ops: &mut Vec<Op>, layout: &Layout, picture: &Picture, height: f32) {
    let Some(image) = layout.images.get(picture.image) else {
        return;
    };
    let frame = picture.frame;
    ops.push(Op::UseXobject {
        id: picture_id(picture.image),
        transform: XObjectTransform {
            translate_x: Some(Pt(frame.x)),
            translate_y: Some(Pt(height - frame.y - frame.height)),
            scale_x: Some(frame.width / image.width.max(1) as f32),
            scale_y: Some(frame.height / image.height.max(1) as f32),
            // One point a pixel, so that the scale above is all there is.
            dpi: Some(72.0),
            ..XObjectTransform::default()
        },
    });
}

fn link(link: &Link, height: f32) -> Op {
    let frame = link.frame;
    let rect = Rect::from_xywh(
        Pt(frame.x),
        Pt(height - frame.y - frame.height),
        Pt(frame.width),
        Pt(frame.height),
    );
    let border = BorderArray::Solid([0.0, 0.0, 0.0]);
    let actions = Actions::Uri(link.url.clone());
    Op::LinkAnnotation {
        link: LinkAnnotation::new(rect, actions, Some(border), None, None),
    }
}

fn color(rgb: Rgb) -> Color {
    let part = |value: u8| f32::from(value) / 255.0;
    Color::Rgb(printpdf::Rgb::new(
        part(rgb.0),
        part(rgb.1),
        part(rgb.2),
        None,
    ))
}
