//! Papers as shops write them, for tests and for looking at. Data only.

use paper::{Columns, Image, Line, PageSize, Party, Rgb, Sheet, Total, Weight};

/// A quote of three lines, on A4.
pub(crate) fn quote() -> Sheet {
    Sheet {
        kind: "Quote".into(),
        number: Some("QT-7F3A21-0004-2".into()),
        seller: party(
            "Linden Studio",
            &["12 Tanner Row, York YO1 6JB", "hello@linden.example"],
        ),
        buyer: Some(party(
            "Halden Bicycle Works",
            &["4 Mill Yard", "Leeds LS10 1NE", "accounts@halden.example"],
        )),
        buyer_label: "For".into(),
        facts: facts(&[("Date", "Nov 22, 2026"), ("Valid until", "Dec 24, 2026")]),
        description: Some("Webshop relaunch".into()),
        header: Some("Thank you for the talk on Tuesday. Here is what we agreed on.".into()),
        lines: vec![
            Line {
                detail: Some("Design, build, move of 240 products".into()),
                ..line("Webshop relaunch", "1", "$7,200.00", "$7,200.00")
            },
            Line {
                detail: Some("Updates, backups, two hours of changes".into()),
                notes: vec!["Each month, from acceptance".into()],
                ..line("Care plan", "1", "$149.00", "$149.00")
            },
            line("Photo retouching, per picture", "12", "$18.50", "$222.00"),
        ],
        totals: vec![
            total("Subtotal", "$7,571.00", Weight::Plain),
            total("Returning customer 2 %", "\u{2212}$151.42", Weight::Plain),
            total("VAT 20 %", "$1,483.92", Weight::Plain),
            total("Due at acceptance", "$8,903.50", Weight::Strong),
            total("then each month", "$175.22", Weight::Muted),
        ],
        notes: vec![
            "Prices hold until the date above. Work starts within two weeks of acceptance.".into(),
        ],
        footer: Some(
            "Linden Studio Ltd · Company no. 09112233 · VAT GB 112 2334 45\n\
             Sort code 00-00-00 · Account 12345678"
                .into(),
        ),
        title: "Quote QT-7F3A21-0004-2".into(),
        author: "Linden Studio".into(),
        created: Some(1_795_340_460),
        language: Some("en".into()),
        ..Sheet::default()
    }
}

/// An invoice of as many lines as asked for, some of them long, with a link and a logo.
pub(crate) fn invoice(lines: usize) -> Sheet {
    let long = "Colour proofs on coated and uncoated stock, trimmed, with a delta-E report for \
                every sheet and one round of corrections after the first proof";
    let lines = (1..=lines).map(|n| Line {
        detail: (n % 4 == 0).then(|| long.into()),
        notes: if n % 7 == 0 {
            vec!["10 % off".into(), "VAT 20 %".into()]
        } else {
            Vec::new()
        },
        ..line(
            &format!("Print run {n}, folded to A5"),
            "250",
            "€0.42",
            "€105.00",
        )
    });
    Sheet {
        kind: "Invoice".into(),
        number: Some("7F3A21-0011".into()),
        watermark: Some("Practice".into()),
        buyer_label: "Billed to".into(),
        facts: facts(&[
            ("Date", "22 Nov 2026"),
            ("Due", "6 Dec 2026"),
            ("Terms", "14 days net"),
        ]),
        lines: lines.collect(),
        pay_label: "Pay online".into(),
        pay_link: Some("http://127.0.0.1:4242/i/acct_practice/in_1RfKq2".into()),
        logo: Some(Image { png: logo() }),
        accent: Rgb(0x8a, 0x2b, 0x1f),
        ..quote()
    }
}

/// Names and words in scripts that run left to right and have no joining letters.
pub(crate) fn many_scripts() -> Sheet {
    Sheet {
        buyer: Some(party(
            "東京建築設計事務所",
            &["〒100-0005 東京都千代田区丸の内1-1", "担当:山田 様"],
        )),
        lines: vec![
            line(
                "サイト制作一式、撮影・校正込み",
                "1",
                "¥1,200,000",
                "¥1,200,000",
            ),
            line("Κατάλογος προϊόντων, άνοιξη", "1", "¥40,000", "¥40,000"),
            line("Печать брошюр, 500 штук", "1", "¥52,000", "¥52,000"),
            line(
                "كتالوج، عربي وإنجليزي (240 صفحة)",
                "1",
                "KD 412.500",
                "KD 412.500",
            ),
            line("קטלוג מוצרים, אביב 2026", "2", "₪410.00", "₪820.00"),
            line("เว็บไซต์ร้านค้าออนไลน์", "1", "฿28,000.00", "฿28,000.00"),
            line("वेबसाइट का निर्माण", "1", "₹75,000.00", "₹75,000.00"),
            line("홈페이지 제작", "1", "₩1,200,000", "₩1,200,000"),
        ],
        totals: vec![
            total("小計", "¥1,200,000", Weight::Plain),
            total("消費税 10 %", "¥120,000", Weight::Plain),
            total("合計", "¥1,320,000", Weight::Strong),
        ],
        ..quote()
    }
}

/// An Arabic invoice, mirrored, in a currency of three decimals.
pub(crate) fn arabic() -> Sheet {
    Sheet {
        kind: "فاتورة".into(),
        number: Some("E31F77-0001".into()),
        watermark: Some("مسودة".into()),
        seller: party(
            "شركة لؤلؤة الخليج للتجارة",
            &["شارع السالمية، الكويت", "hello@gulf-pearl.example"],
        ),
        buyer: Some(party("مكتبة النور", &["حولي، قطعة 4", "الكويت"])),
        buyer_label: "إلى".into(),
        facts: facts(&[("التاريخ", "22 نوفمبر 2026"), ("الاستحقاق", "6 ديسمبر 2026")]),
        description: Some("كتالوج الربيع".into()),
        header: Some("شكرًا لكم. نرجو مراجعة البنود التالية (Catalogue 2026) قبل الدفع.".into()),
        columns: Columns {
            item: "البند".into(),
            quantity: "الكمية".into(),
            price: "السعر".into(),
            amount: "المبلغ".into(),
        },
        lines: vec![
            Line {
                detail: Some(
                    "تصميم وطباعة 240 صفحة على ورق مصقول مع مراجعة واحدة بعد البروفة الأولى".into(),
                ),
                ..line("كتالوج عربي وإنجليزي", "1", "KWD 412.500", "KWD 412.500")
            },
            line("بطاقات دعوة", "500", "KWD 0.125", "KWD 62.500"),
        ],
        totals: vec![
            total("المجموع الفرعي", "KWD 475.000", Weight::Plain),
            total("المبلغ المستحق", "KWD 475.000", Weight::Strong),
        ],
        notes: vec!["الأسعار بالدينار الكويتي.".into()],
        footer: Some("شركة لؤلؤة الخليج للتجارة ذ.م.م".into()),
        page_of: "صفحة {page} من {pages}".into(),
        language: Some("ar".into()),
        rtl: true,
        ..quote()
    }
}

/// Everything too long for its place.
pub(crate) fn unruly() -> Sheet {
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    Sheet {
        kind: "Proforma invoice with a heading that does not fit".into(),
        seller: party(word, &[word, "x".repeat(300).as_str()]),
        buyer: Some(party(word, &["line"; 70])),
        facts: facts(&[(word, word), ("Date", "Nov 22, 2026")]),
        description: Some(word.repeat(3)),
        lines: vec![
            Line {
                detail: Some("No end of it. ".repeat(700)),
                ..line(
                    &word.repeat(2),
                    "1,000,000,000,000",
                    "KWD 999,999,999,999.999",
                    "KWD 999,999,999,999,999,999.999",
                )
            },
            line("", "", "", ""),
            line("Tab\there, bell\u{7} there\r\nnext line", "1", "1", "1"),
        ],
        totals: vec![
            total(word, "KWD 999,999,999,999,999,999.999", Weight::Plain),
            total(word, "KWD 999,999,999,999,999,999.999", Weight::Strong),
        ],
        notes: vec![word.repeat(4), "A note. ".repeat(400)],
        page_size: PageSize::Letter,
        ..quote()
    }
}

pub(crate) fn line(title: &str, quantity: &str, price: &str, amount: &str) -> Line {
    Line {
        title: title.into(),
        quantity: quantity.into(),
        price: price.into(),
        amount: amount.into(),
        ..Line::default()
    }
}

fn total(label: &str, amount: &str, weight: Weight) -> Total {
    Total {
        label: label.into(),
        amount: amount.into(),
        weight,
    }
}

fn party(name: &str, lines: &[&str]) -> Party {
    Party {
        name: name.into(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
    }
}

fn facts(facts: &[(&str, &str)]) -> Vec<(String, String)> {
    facts
        .iter()
        .map(|(label, value)| ((*label).to_owned(), (*value).to_owned()))
        .collect()
}

/// A red disc on a transparent ground, 96 pixels wide.
fn logo() -> Vec<u8> {
    let side = 96_i32;
    let mut pixels = Vec::new();
    for (y, x) in (0..side).flat_map(|y| (0..side).map(move |x| (y, x))) {
        let (dx, dy) = (x - side / 2, y - side / 2);
        let inside = dx * dx + dy * dy < (side / 2 - 2).pow(2) && !(dx > 0 && dy.abs() < 8);
        pixels.extend([0x8a, 0x2b, 0x1f, if inside { 255 } else { 0 }]);
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side.unsigned_abs(), side.unsigned_abs());
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("a header into memory");
    writer
        .write_image_data(&pixels)
        .expect("pixels into memory");
    writer.finish().expect("an end into memory");
    bytes
}
