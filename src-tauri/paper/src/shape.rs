//! From characters to placed glyphs: which face, which direction, which glyph, where the line
//! breaks. It knows text and widths; pages are not its business.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use harfrust::{Buffer, Direction, Feature, ShapeOptions, ShaperFont, Tag};
use unicode_bidi::{BidiInfo, ParagraphInfo};
use unicode_script::Script;

use crate::breaks::Breaks;
use crate::error::Error;
use crate::fallback::Han;
use crate::fonts::{Face, Fonts};
use crate::itemize::{self, Span};
use crate::page::{FaceName, Glyph, Text};
use crate::sheet::Rgb;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// The em, in points.
    pub(crate) size: f32,
    /// From baseline to baseline, in points.
    pub(crate) leading: f32,
    pub(crate) strong: bool,
    pub(crate) color: Rgb,
    /// All figures equally wide, for columns.
    pub(crate) tabular: bool,
    /// Between letters, in ems; large type wants a little less air.
    pub(crate) tracking: f32,
}

/// A line of text: its runs from left to right, the first at x = 0 on baseline 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Text>,
    pub(crate) width: f32,
    /// How much height the line takes.
    pub(crate) leading: f32,
    /// Of the letters.
    pub(crate) size: f32,
    /// How far each cluster moves the pen, by where in the paragraph it starts.
    advances: Vec<(usize, f32)>,
}

/// Shapes the texts of one document and notes what it uses.
pub(crate) struct Shaper<'a> {
    pub(crate) fonts: &'a Fonts,
    pub(crate) han: Han,
    /// In order of first use.
    pub(crate) faces: Vec<Arc<Face>>,
    numbers: BTreeMap<FaceName, u16>,
    buffer: Buffer,
}

impl<'a> Shaper<'a> {
    pub(crate) fn new(fonts: &'a Fonts, han: Han) -> Self {
        Shaper {
            fonts,
            han,
            faces: Vec::new(),
            numbers: BTreeMap::new(),
            buffer: Buffer::new(),
        }
    }

    /// Sets a text in lines of at most `max` points. A word that is longer breaks anywhere.
    pub(crate) fn wrap(&mut self, text: &str, style: Style, max: f32) -> Result<Vec<Line>, Error> {
        let mut lines = Vec::new();
        for paragraph in itemize::clean(text).split('\n') {
            self.wrap_paragraph(paragraph.trim_end(), style, max, &mut lines)?;
        }
        Ok(lines)
    }

    /// Sets a text in one line, however long.
    pub(crate) fn line(&mut self, text: &str, style: Style) -> Result<Line, Error> {
        let text = itemize::clean(text).replace('\n', " ");
        Ok(self
            .wrap(&text, style, f32::INFINITY)?
            .into_iter()
            .next()
            .unwrap_or_default())
    }

    fn wrap_paragraph(
        &mut self,
        text: &str,
        style: Style,
        max: f32,
        lines: &mut Vec<Line>,
    ) -> Result<(), Error> {
        let bidi = BidiInfo::new(text, None);
        let Some(info) = bidi.paragraphs.first() else {
            lines.push(Line {
                leading: style.leading,
                size: style.size,
                ..Line::default()
            });
            return Ok(());
        };
        let source = Source {
            text,
            bidi: &bidi,
            info,
            spans: itemize::spans(text, style.strong, self.fonts, self.han),
        };
        let whole = self.shape_range(&source, 0..text.len(), style)?;
        if whole.width <= max {
            lines.push(whole);
            return Ok(());
        }
        let breaks = Breaks::new(text, whole.advances);
        let mut start = 0;
        while start < text.len() {
            let mut end = breaks.next(start, max);
            let mut line = self.shape_range(&source, breaks.shown(start, end), style)?;
            // Letters that join look different at the end of a line; take the width that counts.
            while line.width > max {
                let Some(shorter) = breaks.one_less(start, end) else {
                    break;
                };
                end = shorter;
                line = self.shape_range(&source, breaks.shown(start, end), style)?;
            }
            lines.push(line);
            start = end;
        }
        Ok(())
    }

    /// Shapes a part of a paragraph as one line.
    fn shape_range(
        &mut self,
        source: &Source<'_>,
        range: Range<usize>,
        style: Style,
    ) -> Result<Line, Error> {
        let mut line = Line {
            leading: style.leading,
            size: style.size,
            ..Line::default()
        };
        if range.is_empty() {
            return Ok(line);
        }
        let (levels, runs) = source.bidi.visual_runs(source.info, range.clone());
        for run in runs {
            let rtl = levels.get(run.start).is_some_and(|level| level.is_rtl());
            let mut parts: Vec<(Range<usize>, &Span)> = source
                .spans
                .iter()
                .map(|s| (s.range.start.max(run.start)..s.range.end.min(run.end), s))
                .filter(|(part, _)| !part.is_empty())
                .collect();
            if rtl {
                parts.reverse();
            }
            for (part, span) in parts {
                let piece = Piece {
                    text: source.text,
                    line: &range,
                    part,
                    span,
                    rtl,
                };
                let run = self.shape_piece(&piece, style, &mut line)?;
                line.width += run.width;
                line.runs.push(run);
            }
        }
        Ok(line)
    }

    /// Shapes one piece and places it at the end of the line so far.
    fn shape_piece(
        &mut self,
        piece: &Piece<'_>,
        style: Style,
        into: &mut Line,
    ) -> Result<Text, Error> {
        let Piece {
            text,
            line,
            part,
            span,
            rtl,
        } = piece;
        let face = &span.face;
        let words = &text[part.clone()];
        let buffer = &mut self.buffer;
        buffer.clear();
        buffer.push_str(words);
        buffer.set_pre_context(&text[line.start..part.start]);
        buffer.set_post_context(&text[part.end..line.end]);
        buffer.set_direction(if *rtl {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        buffer.set_script(script_tag(span.script));
        let tabular = [Feature::new(Tag::new(b"tnum"), 1, ..)];
        let features: &[Feature] = if style.tabular { &tabular } else { &[] };
        harfrust::shape(
            &ShaperFont::new(&face.font),
            buffer,
            ShapeOptions::new().features(features),
        )
        .map_err(|_| Error::Font {
            name: face.name.0.clone(),
        })?;

        let scale = style.size / f32::from(face.font.units_per_em());
        let tracking = style.tracking * style.size;
        let metrics = face.font.glyph_metrics();
        let infos = buffer.glyph_infos();
        let starts: BTreeSet<u32> = infos.iter().map(|i| i.cluster).collect();
        let length = u32::try_from(words.len()).unwrap_or(u32::MAX);
        let mut glyphs = Vec::with_capacity(infos.len());
        let mut pen = 0.0_f32;
        for (info, position) in infos.iter().zip(buffer.glyph_positions()) {
            let end = starts
                .range(info.cluster + 1..)
                .next()
                .copied()
                .unwrap_or(length);
            let id = u16::try_from(info.glyph_id).unwrap_or(0);
            let advance = metrics.h_advance(harfrust::GlyphId::from(id));
            glyphs.push(Glyph {
                id,
                x: pen + points(position.x_offset, scale),
                y: points(position.y_offset, scale),
                advance: advance as u16,
                cluster: (info.cluster, end),
            });
            let step = points(position.x_advance, scale) + tracking;
            into.advances
                .push((part.start + info.cluster as usize, step));
            pen += step;
        }
        let face = self.number(&span.face);
        Ok(Text {
            text: words.to_owned(),
            x: into.width,
            baseline: 0.0,
            width: pen,
            size: style.size,
            color: style.color,
            face,
            rtl: *rtl,
            glyphs,
        })
    }

    fn number(&mut self, face: &Arc<Face>) -> u16 {
        if let Some(known) = self.numbers.get(&face.name) {
            return *known;
        }
        // A document would need 65,536 fonts to pass this.
        let number = u16::try_from(self.faces.len()).unwrap_or(u16::MAX);
        self.faces.push(face.clone());
        self.numbers.insert(face.name.clone(), number);
        number
    }
}

/// One paragraph with what the algorithms found out about it.
struct Source<'a> {
    text: &'a str,
    bidi: &'a BidiInfo<'a>,
    info: &'a ParagraphInfo,
    spans: Vec<Span>,
}

/// A part of a line in one face and one direction.
struct Piece<'a> {
    /// The whole paragraph: letters join with what stands outside of the piece.
    text: &'a str,
    line: &'a Range<usize>,
    part: Range<usize>,
    span: &'a Span,
    rtl: bool,
}

fn points(units: i32, scale: f32) -> f32 {
    units as f32 * scale
}

fn script_tag(script: Script) -> Option<harfrust::Script> {
    let name: [u8; 4] = script.short_name().as_bytes().try_into().ok()?;
    harfrust::Script::from_iso15924_tag(Tag::new(&name))
}
