//! The file: the same bytes for the same paper, small, and readable by programs.

use std::io::Write;
use std::process::{Command, Stdio};

use paper::{Error, Fonts, Image, Sheet, lay_out, pdf};

use crate::samples;

fn paint(sheet: &Sheet, fonts: &Fonts) -> Vec<u8> {
    pdf(&lay_out(sheet, fonts).unwrap(), fonts).unwrap()
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    for sheet in [
        samples::quote(),
        samples::invoice(30),
        samples::many_scripts(),
    ] {
        let first = paint(&sheet, &Fonts::with_system().unwrap());
        let second = paint(&sheet, &Fonts::with_system().unwrap());
        assert!(first == second, "{} differs from itself", sheet.title);
    }
    let fonts = Fonts::bundled().unwrap();
    let other = Sheet {
        created: Some(0),
        ..samples::quote()
    };
    assert!(
        paint(&other, &fonts) != paint(&samples::quote(), &fonts),
        "another date, another file"
    );
}

#[test]
fn a_quote_is_small() {
    let bytes = paint(&samples::quote(), &Fonts::bundled().unwrap());
    assert!(bytes.len() < 60 * 1024, "{} bytes", bytes.len());
    assert!(bytes.starts_with(b"%PDF-1.7"));
}

#[test]
fn what_is_written_can_be_found_and_copied() {
    let fonts = Fonts::with_system().unwrap();
    let Some(text) = read_back(&paint(&samples::quote(), &fonts)) else {
        return;
    };
    for wanted in [
        "QT-7F3A21-0004-2",
        "Halden Bicycle Works",
        "hello@linden.example",
        "Photo retouching, per picture",
        "\u{2212}$151.42",
        "$8,903.50",
        "Page 1 of 1",
    ] {
        assert!(text.contains(wanted), "{wanted:?} is not in {text}");
    }
    let sheet = samples::many_scripts();
    let Some(text) = read_back(&paint(&sheet, &fonts)) else {
        return;
    };
    for wanted in [
        "Κατάλογος προϊόντων",
        "Печать брошюр, 500 штук",
        "₩1,200,000",
    ] {
        assert!(text.contains(wanted), "{wanted:?} is not in {text}");
    }
    let layout = lay_out(&sheet, &fonts).unwrap();
    if !paper::missing_glyphs(&layout, &fonts).is_empty() {
        eprintln!("no fonts for the other scripts on this machine: they were not read back");
        return;
    }
    for wanted in [
        "東京建築設計事務所",
        "サイト制作一式",
        "वेबसाइट का निर्माण",
        "เว็บไซต์ร้านค้าออนไลน์",
        "홈페이지 제작",
    ] {
        assert!(text.contains(wanted), "{wanted:?} is not in {text}");
    }
    // Directional marks that the reader adds are not part of the words.
    let Some(text) = read_back(&paint(&samples::arabic(), &fonts)) else {
        return;
    };
    for wanted in ["مكتبة النور", "كتالوج عربي", "بطاقات دعوة"] {
        assert!(text.contains(wanted), "{wanted:?} is not in {text}");
    }
}

#[test]
fn the_link_can_be_clicked_and_the_file_says_what_it_is() {
    let bytes = paint(&samples::invoice(3), &Fonts::bundled().unwrap());
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let info = document
        .trailer
        .get(b"Info")
        .unwrap()
        .as_reference()
        .unwrap();
    let info = document.get_dictionary(info).unwrap();
    assert_eq!(
        info.get(b"CreationDate").unwrap().as_str().unwrap(),
        b"D:20261122094100Z"
    );
    assert_eq!(
        info.iter().count(),
        4,
        "title, author and two dates: {info:?}"
    );
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    let links = bytes.windows(4).filter(|part| part == b"/URI").count();
    assert!(links > 0, "the address opens");
    let says = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
    assert!(
        !says(b"Counterfoil") && !says(b"printpdf"),
        "the paper is the owner's"
    );
}

#[test]
fn fonts_that_the_layout_does_not_know_are_refused() {
    let layout = lay_out(&samples::many_scripts(), &Fonts::with_system().unwrap()).unwrap();
    if layout.faces.len() <= 2 {
        eprintln!("no other fonts on this machine: foreign fonts were not tried");
        return;
    }
    let refused = pdf(&layout, &Fonts::bundled().unwrap());
    assert!(
        matches!(refused, Err(Error::ForeignFonts { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_logo_that_is_no_picture_is_refused() {
    let sheet = Sheet {
        logo: Some(Image {
            png: b"GIF89a".to_vec(),
        }),
        ..samples::quote()
    };
    let refused = lay_out(&sheet, &Fonts::bundled().unwrap());
    assert!(matches!(refused, Err(Error::Logo(_))), "{refused:?}");
}

/// What poppler's pdftotext reads, or nothing where it is not installed.
fn read_back(bytes: &[u8]) -> Option<String> {
    let child = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("pdftotext (poppler-utils) is not installed: nothing was read back");
        return None;
    };
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "pdftotext: {}", output.status);
    Some(String::from_utf8(output.stdout).unwrap())
}
