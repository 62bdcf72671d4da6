//! The preview: safe to stand inline, and the same page as the PDF.

use paper::{Error, Fonts, Item, Sheet, lay_out, svg};

use crate::samples;

#[test]
fn it_carries_nothing_a_strict_page_would_refuse() {
    let evil = "</text><script>alert(1)</script><a href=\"javascript:x\" style='y' onload=\"z\">&";
    let sheet = Sheet {
        title: evil.into(),
        kind: evil.into(),
        header: Some(evil.into()),
        language: Some(evil.into()),
        ..samples::invoice(3)
    };
    let picture = svg(&lay_out(&sheet, &Fonts::bundled().unwrap()).unwrap(), 0).unwrap();
    for bad in [
        "<script",
        "<a ",
        " style=\"",
        "<style",
        " id=\"",
        " onload=\"",
        "<foreignObject",
    ] {
        assert!(!picture.contains(bad), "{bad} stands in the picture");
    }
    let addresses: Vec<&str> = picture.split("href=\"").skip(1).collect();
    assert!(
        addresses
            .iter()
            .all(|a| a.starts_with("data:image/png;base64,")),
        "{addresses:?}"
    );
    assert_eq!(addresses.len(), 1, "the logo");
}

#[test]
fn it_holds_the_words_as_text() {
    let layout = lay_out(&samples::quote(), &Fonts::bundled().unwrap()).unwrap();
    let picture = svg(&layout, 0).unwrap();
    for wanted in [
        "Halden Bicycle Works</text>",
        "$8,903.50</text>",
        "aria-label=\"Quote QT-7F3A21-0004-2\"",
    ] {
        assert!(picture.contains(wanted), "{wanted} is not in the picture");
    }
    assert!(picture.len() < 300 * 1024, "{} bytes", picture.len());
}

#[test]
fn every_text_and_rule_of_the_layout_is_painted() {
    let layout = lay_out(&samples::invoice(40), &Fonts::bundled().unwrap()).unwrap();
    for (number, page) in layout.pages.iter().enumerate() {
        let picture = svg(&layout, number).unwrap();
        let visible = |item: &&Item| matches!(item, Item::Text(t) if !t.text.trim().is_empty());
        let texts = page.items.iter().filter(visible).count();
        let rules = page
            .items
            .iter()
            .filter(|item| matches!(item, Item::Rule(_)))
            .count();
        assert_eq!(picture.matches("<path ").count(), texts);
        assert_eq!(picture.matches("<text ").count(), texts);
        assert_eq!(
            picture.matches("<rect ").count(),
            rules + 1,
            "rules and the paper"
        );
    }
}

#[test]
fn there_is_no_page_after_the_last() {
    let layout = lay_out(&samples::quote(), &Fonts::bundled().unwrap()).unwrap();
    let refused = svg(&layout, 1);
    assert!(
        matches!(refused, Err(Error::NoSuchPage { page: 1, pages: 1 })),
        "{refused:?}"
    );
}
