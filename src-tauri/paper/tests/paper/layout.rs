//! Where things stand, and which glyphs they are.

use std::fmt::Write;

use paper::{Fonts, Item, Layout, Sheet, lay_out, missing_glyphs};

use crate::samples;

#[test]
fn a_quote_stands_as_it_always_stood() {
    let layout = lay_out(&samples::quote(), &Fonts::bundled().unwrap()).unwrap();
    insta::assert_snapshot!(dump(&layout));
}

#[test]
fn a_table_goes_on_under_its_head_and_totals_stand_together() {
    let layout = lay_out(&samples::invoice(60), &Fonts::bundled().unwrap()).unwrap();
    let pages: Vec<Vec<&str>> = (0..layout.pages.len())
        .map(|page| texts(&layout, page))
        .collect();
    assert!(
        pages.len() > 2,
        "60 lines take more than two pages, not {}",
        pages.len()
    );
    for (number, page) in pages.iter().enumerate() {
        let rows = page
            .iter()
            .filter(|text| text.starts_with("Print run"))
            .count();
        let heads = page.iter().filter(|text| **text == "Qty").count();
        assert_eq!(
            heads,
            usize::from(rows > 0),
            "page {} has {rows} rows",
            number + 1
        );
        let of = format!("Page {} of {}", number + 1, pages.len());
        assert!(
            page.contains(&of.as_str()),
            "page {} says its number",
            number + 1
        );
        if number > 0 {
            assert!(
                page.contains(&"Invoice · 7F3A21-0011 · Practice"),
                "a page says whose it is"
            );
        }
    }
    let with_totals: Vec<_> = pages
        .iter()
        .filter(|page| page.contains(&"Due at acceptance"))
        .collect();
    assert_eq!(with_totals.len(), 1);
    for text in [
        "Subtotal",
        "$8,903.50",
        "then each month",
        "Pay online",
        "Print run 60, folded to A5",
    ] {
        assert!(
            with_totals[0].contains(&text),
            "{text} stands with the total"
        );
    }
}

#[test]
fn amounts_end_at_the_same_edge() {
    for sheet in [samples::quote(), samples::arabic()] {
        let layout = lay_out(&sheet, &Fonts::with_system().unwrap()).unwrap();
        let edges: Vec<f32> = sheet
            .lines
            .iter()
            .map(|line| &line.amount)
            .chain(sheet.totals.iter().map(|total| &total.amount))
            .map(|amount| right_edge(&layout, amount))
            .collect();
        for edge in &edges {
            assert!(
                (edge - edges[0]).abs() < 0.01,
                "{edges:?} in {}",
                sheet.title
            );
        }
    }
}

#[test]
fn figures_are_equally_wide_in_columns() {
    let width = |amount: &str| {
        let sheet = Sheet {
            lines: vec![samples::line("Thing", "1", amount, amount)],
            totals: Vec::new(),
            ..samples::quote()
        };
        let layout = lay_out(&sheet, &Fonts::bundled().unwrap()).unwrap();
        let (left, right) = find(&layout, amount).horizontal();
        right - left
    };
    assert!((width("$1,111.11") - width("$8,808.88")).abs() < 0.01);
}

#[test]
fn bundled_fonts_hold_what_they_promise() {
    let promised = "ÀÉÎÕÜàéîõü ŁłŃńŚśŹź ĞğİıŞş ĄąĘę ČčŘřŠšŽž ŐőŰű ẞßÆæØø ĀāĪī Ơơ Ẁẅ Ỹỹ Ệệ ạ \
                    ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ αβγδεζηθικλμνξοπρσςτυφχψω άέήίόύώϊϋΐΰ \
                    АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ абвгдеёжзийклмнопрстуфхцчшщъыьэюя ЄІЇҐєіїґ ЂЋЏ ңүөұқғһә \
                    $€£¥₩₹₺₽₿₫₱₴₦₡₪₭₮₲₵₸₼₾฿¢ 0123456789 ½¼¾ ¹²³ “”‘’„‚«»‹› –—− … • · № ™ ® © § † ° % ‰ × ÷ ± ≤ ≥ ≠ → ← ✓";
    let fonts = Fonts::bundled().unwrap();
    let sheet = Sheet {
        header: Some(promised.into()),
        kind: promised.into(),
        ..samples::quote()
    };
    let layout = lay_out(&sheet, &fonts).unwrap();
    assert_eq!(missing_glyphs(&layout, &fonts), []);
}

#[test]
fn the_system_helps_with_other_scripts_or_says_what_is_missing() {
    let fonts = Fonts::with_system().unwrap();
    for sheet in [samples::many_scripts(), samples::arabic()] {
        let layout = lay_out(&sheet, &fonts).unwrap();
        let missing = missing_glyphs(&layout, &fonts);
        let boxes = glyphs(&layout).filter(|glyph| glyph.id == 0).count();
        if boxes > 0 && std::env::var_os("CI").is_none() {
            eprintln!("no font on this machine for {missing:?}: this part was not tried");
            assert!(!missing.is_empty(), "a box on the paper is reported");
            continue;
        }
        assert_eq!((boxes, missing), (0, Vec::new()));
    }
}

#[test]
fn a_character_that_no_font_has_is_reported_once() {
    let fonts = Fonts::bundled().unwrap();
    let sheet = Sheet {
        header: Some("A 漢 and a 漢 and a ش".into()),
        ..samples::quote()
    };
    let layout = lay_out(&sheet, &fonts).unwrap();
    assert_eq!(missing_glyphs(&layout, &fonts), ['ش', '漢']);
}

#[test]
fn what_was_set_before_does_not_change_what_is_set_now() {
    let warm = Fonts::with_system().unwrap();
    for sheet in [samples::arabic(), samples::quote(), samples::many_scripts()] {
        let after_others = lay_out(&sheet, &warm).unwrap();
        let alone = lay_out(&sheet, &Fonts::with_system().unwrap()).unwrap();
        assert!(after_others == alone, "{} changed", sheet.title);
    }
}

#[test]
fn a_page_read_from_the_right_is_mirrored() {
    let layout = lay_out(&samples::arabic(), &Fonts::with_system().unwrap()).unwrap();
    let page = &layout.pages[0];
    let title = find(&layout, "E31F77-0001").horizontal();
    assert!(
        (title.1 - (page.inner.x + page.inner.width)).abs() < 0.01,
        "the number stands right"
    );
    let amount = find(&layout, "KWD 412.500").horizontal();
    assert!(amount.0 < page.width / 2.0, "amounts stand left");
}

#[test]
fn arabic_letters_join() {
    let fonts = Fonts::with_system().unwrap();
    let set = |text: &str| {
        let sheet = Sheet {
            lines: vec![samples::line(text, "", "", "")],
            ..samples::quote()
        };
        let layout = lay_out(&sheet, &fonts).unwrap();
        let glyphs: Vec<u16> = match find(&layout, text) {
            Item::Text(text) => text.glyphs.iter().map(|glyph| glyph.id).collect(),
            other => panic!("{other:?} is not a text"),
        };
        glyphs
    };
    let (joined, apart) = (set("ببب"), set("ب ب ب"));
    if joined.contains(&0) {
        eprintln!("no Arabic font on this machine: joining was not tried");
        return;
    }
    assert_eq!(joined.len(), 3);
    assert!(
        !apart.contains(&joined[1]),
        "a letter between two others has a form of its own"
    );
}

/// The last item that shows exactly this text.
pub(crate) fn find<'a>(layout: &'a Layout, wanted: &str) -> &'a Item {
    let items = layout.pages.iter().flat_map(|page| &page.items);
    items
        .rev()
        .find(|item| matches!(item, Item::Text(text) if text.text == wanted))
        .unwrap_or_else(|| panic!("{wanted:?} is not on the paper"))
}

fn right_edge(layout: &Layout, wanted: &str) -> f32 {
    find(layout, wanted).horizontal().1
}

fn texts(layout: &Layout, page: usize) -> Vec<&str> {
    layout.pages[page]
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Text(text) => Some(text.text.as_str()),
            _ => None,
        })
        .collect()
}

fn glyphs(layout: &Layout) -> impl Iterator<Item = &paper::Glyph> {
    layout
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .flat_map(|item| match item {
            Item::Text(text) => text.glyphs.as_slice(),
            _ => &[],
        })
}

/// A layout in words, to a tenth of a point.
fn dump(layout: &Layout) -> String {
    let mut out = String::new();
    for (number, page) in layout.pages.iter().enumerate() {
        writeln!(
            out,
            "page {} {:.1} x {:.1}",
            number + 1,
            page.width,
            page.height
        )
        .unwrap();
        for item in &page.items {
            match item {
                Item::Text(t) => {
                    let face = layout.faces[usize::from(t.face)].as_str();
                    let color = t.color.to_hex();
                    write!(out, "{:6.1} {:6.1} {:6.1}", t.x, t.baseline, t.width).unwrap();
                    writeln!(out, "  {face} {} {color}  {}", t.size, t.text).unwrap();
                }
                Item::Rule(r) => {
                    write!(out, "{:6.1} {:6.1} {:6.1}", r.x, r.y, r.width).unwrap();
                    writeln!(out, "  rule {} {}", r.weight, r.color.to_hex()).unwrap();
                }
                Item::Picture(p) => writeln!(out, "picture {:?}", p.frame).unwrap(),
                Item::Link(l) => writeln!(out, "link {:?} {}", l.frame, l.url).unwrap(),
            }
        }
    }
    out
}
