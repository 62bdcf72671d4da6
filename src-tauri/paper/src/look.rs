//! The hand all papers are written in: measures, type and ink, in points. Numbers only; what
//! stands where is decided in `compose`.

use crate::shape::Style;
use crate::sheet::Rgb;

/// White space around everything.
pub(crate) const SIDE: f32 = 52.0;
pub(crate) const TOP: f32 = 50.0;
pub(crate) const BOTTOM: f32 = 32.0;

/// Between what stands on a page and its page number.
pub(crate) const ABOVE_PAGE_NUMBER: f32 = 16.0;
/// Between parts that belong together less: letterhead, parties, table, totals, notes.
pub(crate) const PART: f32 = 26.0;
/// Between paragraphs.
pub(crate) const PARAGRAPH: f32 = 9.0;
/// Between columns.
pub(crate) const GUTTER: f32 = 18.0;
/// Over and under the text of a row.
pub(crate) const ROW: f32 = 7.0;
/// The one rule weight.
pub(crate) const RULE: f32 = 0.6;
/// The most a logo takes, across and down.
pub(crate) const LOGO: (f32, f32) = (150.0, 48.0);

pub(crate) const INK: Rgb = Rgb(0x18, 0x23, 0x1f);
pub(crate) const SOFT_INK: Rgb = Rgb(0x4d, 0x58, 0x54);
pub(crate) const FAINT_INK: Rgb = Rgb(0x66, 0x71, 0x6d);
pub(crate) const HEAD_RULE: Rgb = Rgb(0xb9, 0xc3, 0xbf);
pub(crate) const ROW_RULE: Rgb = Rgb(0xe0, 0xe5, 0xe3);

const fn style(size: f32, leading: f32, strong: bool, color: Rgb) -> Style {
    Style {
        size,
        leading,
        strong,
        color,
        tabular: false,
        tracking: 0.0,
    }
}

pub(crate) const BODY: Style = style(9.5, 14.0, false, INK);
pub(crate) const NAME: Style = style(9.5, 14.0, true, INK);
pub(crate) const SOFT: Style = style(9.5, 14.0, false, SOFT_INK);
pub(crate) const FIGURES: Style = Style {
    tabular: true,
    ..BODY
};
pub(crate) const NUMBER: Style = style(10.5, 15.0, true, INK);
pub(crate) const SUBJECT: Style = style(10.5, 15.5, true, INK);
pub(crate) const SMALL: Style = style(8.5, 12.5, false, FAINT_INK);
pub(crate) const SMALL_FIGURES: Style = Style {
    tabular: true,
    ..SMALL
};
pub(crate) const TOTAL_LABEL: Style = SOFT;
pub(crate) const DUE: Style = Style {
    tabular: true,
    ..style(12.0, 17.0, true, INK)
};
pub(crate) const PAGE_NUMBER: Style = style(8.0, 11.0, false, FAINT_INK);

/// The heading: the one large thing on the page.
pub(crate) fn heading(accent: Rgb) -> Style {
    Style {
        tracking: -0.018,
        ..style(25.0, 31.0, true, readable(accent, 3.0))
    }
}

/// "Draft", "Practice": small, beside the number.
pub(crate) fn label(accent: Rgb) -> Style {
    style(9.5, 14.0, true, readable(accent, 4.5))
}

/// An address that opens.
pub(crate) fn link(accent: Rgb) -> Style {
    style(9.5, 14.0, false, readable(accent, 4.5))
}

/// The owner's colour, darkened until it can be read on white.
fn readable(color: Rgb, contrast: f32) -> Rgb {
    let mut color = color;
    while 1.05 / (luminance(color) + 0.05) < contrast {
        let darker = |channel: u8| (f32::from(channel) * 0.94) as u8;
        color = Rgb(darker(color.0), darker(color.1), darker(color.2));
    }
    color
}

/// Relative luminance as WCAG defines it.
fn luminance(color: Rgb) -> f32 {
    let linear = |channel: u8| {
        let value = f32::from(channel) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
}

#[cfg(test)]
mod tests {
    use super::{Rgb, luminance, readable};

    #[test]
    fn a_pale_accent_is_darkened_and_a_dark_one_kept() {
        let yellow = readable(Rgb(255, 230, 0), 4.5);
        assert!(
            1.05 / (luminance(yellow) + 0.05) >= 4.5,
            "{yellow:?} is too pale"
        );
        assert_eq!(readable(Rgb(0x15, 0x50, 0x4a), 4.5), Rgb(0x15, 0x50, 0x4a));
        // White has nothing to keep, and must still end.
        assert!(1.05 / (luminance(readable(Rgb(255, 255, 255), 4.5)) + 0.05) >= 4.5);
    }
}
