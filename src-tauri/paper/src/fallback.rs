//! Which of the system's fonts to ask first, by script. Knows names of fonts on Linux, macOS and
//! Windows; opens none of them.

use skrifa::raw::{FontRef, TableProvider};
use unicode_script::{Script, UnicodeScript};

/// Whose letter forms the unified Chinese, Japanese and Korean characters take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Han {
    Simplified,
    Traditional,
    Japanese,
    Korean,
}

impl Han {
    /// From the language, where it is known; else from the company the characters keep: kana is
    /// only written by Japanese, hangul only by Koreans.
    pub(crate) fn guess<'a>(language: Option<&str>, texts: impl Iterator<Item = &'a str>) -> Han {
        let tag = language.unwrap_or_default().to_ascii_lowercase();
        match tag.split('-').next().unwrap_or_default() {
            "ja" => return Han::Japanese,
            "ko" => return Han::Korean,
            "zh" if ["hant", "tw", "hk", "mo"]
                .iter()
                .any(|t| tag.split('-').any(|p| p == *t)) =>
            {
                return Han::Traditional;
            }
            "zh" => return Han::Simplified,
            _ => {}
        }
        let mut guess = Han::Simplified;
        for c in texts.flat_map(str::chars) {
            match c.script() {
                Script::Hiragana | Script::Katakana => return Han::Japanese,
                Script::Hangul => guess = Han::Korean,
                Script::Bopomofo if guess != Han::Korean => guess = Han::Traditional,
                _ => {}
            }
        }
        guess
    }

    fn families(self) -> &'static [&'static str] {
        match self {
            Han::Simplified => &[
                "Noto Sans CJK SC",
                "Noto Sans SC",
                "Source Han Sans SC",
                "PingFang SC",
                "Microsoft YaHei",
                "WenQuanYi Micro Hei",
                "SimHei",
            ],
            Han::Traditional => &[
                "Noto Sans CJK TC",
                "Noto Sans TC",
                "Source Han Sans TC",
                "PingFang TC",
                "Microsoft JhengHei",
            ],
            Han::Japanese => &[
                "Noto Sans CJK JP",
                "Noto Sans JP",
                "Source Han Sans JP",
                "Hiragino Sans",
                "Hiragino Kaku Gothic ProN",
                "Yu Gothic",
                "Meiryo",
                "IPAexGothic",
                "IPAGothic",
            ],
            Han::Korean => &[
                "Noto Sans CJK KR",
                "Noto Sans KR",
                "Source Han Sans KR",
                "Apple SD Gothic Neo",
                "Malgun Gothic",
                "NanumGothic",
            ],
        }
    }
}

/// The families to ask for a script, in order.
pub(crate) fn families(script: Script, han: Han) -> Vec<String> {
    let own: &[&str] = match script {
        Script::Hangul => Han::Korean.families(),
        Script::Hiragana | Script::Katakana => Han::Japanese.families(),
        Script::Han | Script::Bopomofo => han.families(),
        Script::Arabic => &[
            "Noto Sans Arabic",
            "Noto Naskh Arabic",
            "Geeza Pro",
            "Segoe UI",
            "Tahoma",
        ],
        Script::Hebrew => &["Noto Sans Hebrew", "Arial Hebrew", "Segoe UI", "Tahoma"],
        Script::Thai => &[
            "Noto Sans Thai",
            "Noto Looped Thai",
            "Thonburi",
            "Leelawadee UI",
        ],
        Script::Devanagari => &[
            "Noto Sans Devanagari",
            "Kohinoor Devanagari",
            "Nirmala UI",
            "Mangal",
        ],
        _ => &[],
    };
    let named = format!("Noto Sans {}", script.full_name().replace('_', " "));
    let rest = [
        "Noto Sans",
        "DejaVu Sans",
        "Noto Sans Symbols",
        "Noto Sans Symbols2",
        "Noto Sans Math",
        "Nirmala UI",
        "Segoe UI",
        "Segoe UI Symbol",
        "Arial Unicode MS",
    ];
    // Punctuation shared by several scripts stands with the East Asian text around it.
    let shared = if script == Script::Common {
        han.families()
    } else {
        &[]
    };
    own.iter()
        .map(|n| (*n).to_owned())
        .chain([named])
        .chain(rest.map(str::to_owned))
        .chain(shared.iter().map(|n| (*n).to_owned()))
        .collect()
}

/// Whether a face draws all of these characters as outlines; pictures of emoji do not count.
pub(crate) fn covers(data: &[u8], index: u32, cluster: &[char]) -> bool {
    let Ok(font) = FontRef::from_index(data, index) else {
        return false;
    };
    let outlines = font.glyf().is_ok() || font.cff().is_ok() || font.cff2().is_ok();
    let Ok(cmap) = font.cmap() else { return false };
    outlines
        && cluster
            .iter()
            .all(|c| cmap.map_codepoint(*c).is_some_and(|id| id.to_u32() != 0))
}
