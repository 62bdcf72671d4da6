//! Where a line may end. Works on widths that shaping found; shapes nothing itself.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The places in one paragraph where a line may end, and how wide everything is.
pub(crate) struct Breaks<'a> {
    text: &'a str,
    /// After these byte positions a line may end, by the rules of UAX 14.
    allowed: Vec<usize>,
    /// Ends of what a reader takes for one letter: the last resort.
    letters: Vec<usize>,
    /// Start of a cluster, and the width of all before it.
    before: Vec<(usize, f32)>,
    total: f32,
}

impl<'a> Breaks<'a> {
    /// `advances` says how far each cluster moves the pen, by where it starts.
    pub(crate) fn new(text: &'a str, mut advances: Vec<(usize, f32)>) -> Self {
        advances.sort_by_key(|(start, _)| *start);
        let mut total = 0.0;
        let mut before: Vec<(usize, f32)> = Vec::with_capacity(advances.len());
        for (start, advance) in advances {
            if before.last().is_none_or(|(last, _)| *last != start) {
                before.push((start, total));
            }
            total += advance;
        }
        Breaks {
            text,
            allowed: unicode_linebreak::linebreaks(text)
                .map(|(at, _)| at)
                .collect(),
            letters: text
                .grapheme_indices(true)
                .map(|(at, g)| at + g.len())
                .collect(),
            before,
            total,
        }
    }

    /// Where the line that starts at `start` ends when it may be `max` wide.
    pub(crate) fn next(&self, start: usize, max: f32) -> usize {
        let fits = |end: &&usize| self.width(self.shown(start, **end)) <= max;
        let after = |places: &[usize]| places.partition_point(|at| *at <= start);
        let words = self.allowed.get(after(&self.allowed)..).unwrap_or_default();
        if let Some(end) = words.iter().take_while(fits).last() {
            return *end;
        }
        let letters = self.letters.get(after(&self.letters)..).unwrap_or_default();
        let fitting = letters.iter().take_while(fits).last();
        // A column narrower than one letter still gets that letter.
        fitting
            .or(letters.first())
            .copied()
            .unwrap_or(self.text.len())
    }

    /// The end of a line one letter shorter, or none when one letter is all there is.
    pub(crate) fn one_less(&self, start: usize, end: usize) -> Option<usize> {
        let shown = self.shown(start, end).end;
        let place = self.letters.partition_point(|at| *at < shown);
        self.letters
            .get(place.checked_sub(1)?)
            .copied()
            .filter(|at| *at > start)
    }

    /// What is seen of a line: without the spaces at its end.
    pub(crate) fn shown(&self, start: usize, end: usize) -> Range<usize> {
        let line = self.text.get(start..end).unwrap_or_default();
        start..start + line.trim_end().len()
    }

    fn width(&self, range: Range<usize>) -> f32 {
        self.up_to(range.end) - self.up_to(range.start)
    }

    fn up_to(&self, at: usize) -> f32 {
        let place = self.before.partition_point(|(start, _)| *start < at);
        self.before
            .get(place)
            .map_or(self.total, |(_, width)| *width)
    }
}
