//! Whatever a shop writes stays on the paper, and nothing lies over anything else.

use paper::{Fonts, Item, Layout, Line, PageSize, Party, Sheet, Total, Weight, lay_out};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::test_runner::Config;

use crate::samples;

#[test]
fn one_line_or_five_hundred() {
    let fonts = Fonts::bundled().unwrap();
    for lines in [0, 1, 2, 9, 10, 11, 12, 25, 500] {
        check(&lay_out(&samples::invoice(lines), &fonts).unwrap());
    }
}

#[test]
fn what_is_too_long_wraps_breaks_and_goes_on() {
    let fonts = Fonts::bundled().unwrap();
    check(&lay_out(&samples::unruly(), &fonts).unwrap());
    check(
        &lay_out(
            &Sheet {
                rtl: true,
                ..samples::unruly()
            },
            &fonts,
        )
        .unwrap(),
    );
}

#[test]
fn an_empty_sheet_is_an_empty_page() {
    let fonts = Fonts::bundled().unwrap();
    let layout = lay_out(&Sheet::default(), &fonts).unwrap();
    assert_eq!(layout.pages.len(), 1);
    assert!(paper::pdf(&layout, &fonts).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn other_scripts_keep_to_the_margins_too() {
    let fonts = Fonts::with_system().unwrap();
    for sheet in [samples::many_scripts(), samples::arabic()] {
        let long = Sheet {
            header: sheet
                .lines
                .first()
                .map(|line| format!("{} ", line.title).repeat(40)),
            notes: sheet
                .lines
                .iter()
                .map(|line| line.title.replace(' ', "").repeat(30))
                .collect(),
            ..sheet
        };
        check(&lay_out(&long, &fonts).unwrap());
    }
}

proptest! {
    #![proptest_config(Config { cases: 48, ..Config::default() })]

    #[test]
    fn everything_keeps_to_its_place(sheet in sheets()) {
        check(&lay_out(&sheet, &Fonts::bundled().unwrap()).unwrap());
    }
}

/// Items keep to the margins; texts and rules do not touch one another.
fn check(layout: &Layout) {
    /// In points: rounding, and nothing an eye could see.
    const HAIR: f32 = 0.05;
    for (number, page) in layout.pages.iter().enumerate() {
        let inner = page.inner;
        for item in &page.items {
            let ((left, right), (top, bottom)) = (item.horizontal(), item.vertical());
            assert!(
                left >= inner.x - HAIR
                    && right <= inner.x + inner.width + HAIR
                    && top >= inner.y - HAIR
                    && bottom <= inner.y + inner.height + HAIR,
                "page {}: {item:?} leaves {inner:?}",
                number + 1,
            );
        }
        let solid: Vec<&Item> = page
            .items
            .iter()
            .filter(|item| !matches!(item, Item::Link(_)))
            .collect();
        for (place, one) in solid.iter().enumerate() {
            for other in &solid[place + 1..] {
                let across = overlap(one.horizontal(), other.horizontal());
                let down = overlap(one.vertical(), other.vertical());
                assert!(
                    across <= HAIR || down <= HAIR,
                    "page {}: {one:?} lies over {other:?}",
                    number + 1,
                );
            }
        }
    }
}

fn overlap(one: (f32, f32), other: (f32, f32)) -> f32 {
    one.1.min(other.1) - one.0.max(other.0)
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z0-9 ,.'-]{0,60}",
        2 => "[a-zäöüßéλДж ]{0,200}",
        1 => "[A-Z]{80,300}",
        1 => "[\u{621}-\u{64a} a-c0-9]{0,120}",
        1 => "[一-丽 、。\n]{0,120}",
        1 => any::<String>(),
    ]
}

fn amounts() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => "[$€¥£][0-9]{1,3}(,[0-9]{3}){0,2}\\.[0-9]{2}",
        2 => "KWD [0-9]{1,8}\\.[0-9]{3}",
        1 => words(),
    ]
}

fn parties() -> impl Strategy<Value = Party> {
    (words(), vec(words(), 0..6)).prop_map(|(name, lines)| Party { name, lines })
}

fn lines() -> impl Strategy<Value = Line> {
    (
        words(),
        option::of(words()),
        amounts(),
        amounts(),
        amounts(),
        vec(words(), 0..3),
    )
        .prop_map(|(title, detail, quantity, price, amount, notes)| Line {
            title,
            detail,
            quantity,
            price,
            amount,
            notes,
        })
}

fn totals() -> impl Strategy<Value = Total> {
    let weights = prop_oneof![
        Just(Weight::Plain),
        Just(Weight::Strong),
        Just(Weight::Muted)
    ];
    (words(), amounts(), weights).prop_map(|(label, amount, weight)| Total {
        label,
        amount,
        weight,
    })
}

fn sheets() -> impl Strategy<Value = Sheet> {
    let top = (
        words(),
        option::of(words()),
        option::of(words()),
        parties(),
        option::of(parties()),
    );
    let texts = (
        option::of(words()),
        option::of(words()),
        vec(words(), 0..4),
        option::of(words()),
    );
    let table = (
        vec(lines(), 0..40),
        vec(totals(), 0..8),
        vec((words(), words()), 0..5),
    );
    (top, texts, table, any::<(bool, bool)>()).prop_map(
        |(
            (kind, number, watermark, seller, buyer),
            (header, description, notes, footer),
            (lines, totals, facts),
            (rtl, letter),
        )| Sheet {
            kind,
            number,
            watermark,
            seller,
            buyer,
            facts,
            header,
            description,
            lines,
            totals,
            notes,
            footer,
            rtl,
            page_size: if letter {
                PageSize::Letter
            } else {
                PageSize::A4
            },
            ..Sheet::default()
        },
    )
}
