//! The SVG painter: one page as an element that can stand inline in a page with a strict content
//! security policy. Letters are drawn as outlines, so that they look as in the PDF whatever fonts
//! the reader has; the same text lies over them, invisible, to be selected, searched and read
//! aloud. It paints what the layout says and decides nothing; what opens in the PDF does not
//! open here, so that a click on a preview leads nowhere.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::Error;
use crate::page::{Item, Layout, Outline, Page, Picture, Rule, Segment, Text};
use crate::sheet::Rgb;

/// Paints one page, counted from 0, as an SVG element.
///
/// There are no `style` attributes and no references to anything outside; a logo is a `data:`
/// picture, which a content security policy must allow under `img-src`.
pub fn svg(layout: &Layout, page: usize) -> Result<String, Error> {
    let pages = layout.pages.len();
    let page = layout
        .pages
        .get(page)
        .ok_or(Error::NoSuchPage { page, pages })?;
    let mut out = String::with_capacity(64 * 1024);
    open(&mut out, layout, page);
    out.push_str("<g aria-hidden=\"true\">");
    for item in &page.items {
        match item {
            Item::Text(text) => letters(&mut out, text, &layout.outlines),
            Item::Rule(line) => rule(&mut out, line),
            Item::Picture(place) => picture(&mut out, layout, place),
            Item::Link(_) => {}
        }
    }
    out.push_str("</g><g fill-opacity=\"0\" font-family=\"Inter, sans-serif\">");
    for item in &page.items {
        if let Item::Text(text) = item {
            words(&mut out, text);
        }
    }
    out.push_str("</g></svg>");
    Ok(out)
}

fn open(out: &mut String, layout: &Layout, page: &Page) {
    let (width, height) = (Short(page.width), Short(page.height));
    // Writing to a string cannot fail; the same holds for all writes below.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"document\" aria-label=\"{}\"",
        escape(&layout.info.title),
    );
    if let Some(language) = &layout.info.language {
        let _ = write!(out, " lang=\"{}\"", escape(language));
    }
    let _ = write!(
        out,
        "><rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"
    );
}

fn letters(out: &mut String, text: &Text, outlines: &BTreeMap<(u16, u16), Outline>) {
    let Some(units) = text
        .glyphs
        .iter()
        .find_map(|glyph| outlines.get(&(text.face, glyph.id)))
        .map(|outline| f32::from(outline.units_per_em))
    else {
        return;
    };
    let scale = text.size / units;
    let mut path = String::new();
    for glyph in &text.glyphs {
        let Some(outline) = outlines.get(&(text.face, glyph.id)) else {
            continue;
        };
        trace(
            &mut path,
            &outline.segments,
            glyph.x / scale,
            glyph.y / scale,
        );
    }
    if path.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<path transform=\"matrix({scale} 0 0 -{scale} {} {})\" fill=\"{}\" d=\"{path}\"/>",
        Short(text.x),
        Short(text.baseline),
        Hex(text.color),
    );
}

/// Path data of one glyph at a place, both in font units. Rounded to whole units: a thousandth
/// of an em is finer than any screen.
fn trace(path: &mut String, segments: &[Segment], x: f32, y: f32) {
    let mut last = (0_i32, 0_i32);
    let at = |px: f32, py: f32| ((px + x).round() as i32, (py + y).round() as i32);
    for segment in segments {
        match *segment {
            Segment::Move(px, py) => {
                last = at(px, py);
                let _ = write!(path, "M{} {}", last.0, last.1);
            }
            Segment::Line(px, py) => {
                let to = at(px, py);
                let _ = match (to.0 - last.0, to.1 - last.1) {
                    (dx, 0) => write!(path, "h{dx}"),
                    (0, dy) => write!(path, "v{dy}"),
                    (dx, dy) => write!(path, "l{dx} {dy}"),
                };
                last = to;
            }
            Segment::Quad(cx, cy, px, py) => {
                let (control, to) = (at(cx, cy), at(px, py));
                let _ = write!(path, "q{}{}", Step(control, last), Step(to, last).after());
                last = to;
            }
            Segment::Cubic(ax, ay, bx, by, px, py) => {
                let (first, second, to) = (at(ax, ay), at(bx, by), at(px, py));
                let _ = write!(
                    path,
                    "c{}{}{}",
                    Step(first, last),
                    Step(second, last).after(),
                    Step(to, last).after()
                );
                last = to;
            }
            Segment::Close => path.push('z'),
        }
    }
}

fn words(out: &mut String, text: &Text) {
    if text.text.trim().is_empty() {
        return;
    }
    // A run that reads from right to left starts at its right edge.
    let (x, direction) = if text.rtl {
        (text.x + text.width, " direction=\"rtl\"")
    } else {
        (text.x, "")
    };
    let _ = write!(
        out,
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" textLength=\"{}\" \
         lengthAdjust=\"spacingAndGlyphs\"{direction}>{}</text>",
        Short(x),
        Short(text.baseline),
        Short(text.size),
        Short(text.width),
        escape(&text.text),
    );
}

fn rule(out: &mut String, rule: &Rule) {
    let _ = write!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
        Short(rule.x),
        Short(rule.y - rule.weight / 2.0),
        Short(rule.width),
        Short(rule.weight),
        Hex(rule.color),
    );
}

fn picture(out: &mut String, layout: &Layout, picture: &Picture) {
    let Some(bitmap) = layout.images.get(picture.image) else {
        return;
    };
    let frame = picture.frame;
    let _ = write!(
        out,
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" \
         href=\"data:image/png;base64,{}\"/>",
        Short(frame.x),
        Short(frame.y),
        Short(frame.width),
        Short(frame.height),
        STANDARD.encode(&bitmap.png),
    );
}

/// Makes a text safe in an element and in a quoted attribute, and drops what XML cannot hold.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// A length to a hundredth of a point, without idle zeros.
struct Short(f32);

impl std::fmt::Display for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hundredths = (f64::from(self.0) * 100.0).round() as i64;
        let (whole, rest) = (hundredths / 100, (hundredths % 100).abs());
        let sign = if hundredths < 0 && whole == 0 {
            "-"
        } else {
            ""
        };
        match rest {
            0 => write!(f, "{sign}{whole}"),
            r if r % 10 == 0 => write!(f, "{sign}{whole}.{}", r / 10),
            r => write!(f, "{sign}{whole}.{r:02}"),
        }
    }
}

struct Hex(Rgb);

impl std::fmt::Display for Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0.0, self.0.1, self.0.2)
    }
}

/// The way to a point from the last one.
struct Step((i32, i32), (i32, i32));

impl Step {
    /// As a later pair of the same command, set off where a sign does not do it.
    fn after(self) -> String {
        let text = self.to_string();
        if text.starts_with('-') {
            text
        } else {
            format!(" {text}")
        }
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (dx, dy) = (self.0.0 - self.1.0, self.0.1 - self.1.1);
        if dy < 0 {
            write!(f, "{dx}{dy}")
        } else {
            write!(f, "{dx} {dy}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Short, escape};

    #[test]
    fn lengths_are_short_and_keep_their_sign() {
        let texts = [0.0, 1.5, -0.25, 12.0, 100.999, -3.1].map(|n| Short(n).to_string());
        assert_eq!(texts, ["0", "1.5", "-0.25", "12", "101", "-3.1"]);
    }

    #[test]
    fn nothing_in_a_text_can_become_markup() {
        assert_eq!(
            escape("<script>\"a\" & 'b'\u{0}"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39; "
        );
    }
}
