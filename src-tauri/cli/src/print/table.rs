//! Columns of text that line up, also where names are written in letters two
//! columns wide. What came from outside is shown, never obeyed: control and
//! direction characters are left out.

use unicode_width::UnicodeWidthStr as _;

/// To which side a column leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// Rows of cells.
#[derive(Debug)]
pub(crate) struct Table {
    sides: Vec<Side>,
    rows: Vec<Vec<String>>,
}

/// No cell of a table is wider, so that one long text does not push the rest off the screen.
const WIDEST: usize = 48;

impl Table {
    /// A table whose columns lean to these sides.
    pub(crate) fn new(sides: &[Side]) -> Table {
        Table {
            sides: sides.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub(crate) fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(
            cells
                .into_iter()
                .map(|cell| shorten(&clean(cell.as_ref())))
                .collect(),
        );
    }

    /// The table, each line behind `indent`; columns that are empty throughout are left out.
    pub(crate) fn text(&self, indent: &str) -> String {
        let widths: Vec<usize> = (0..self.sides.len())
            .map(|column| {
                self.rows
                    .iter()
                    .filter_map(|row| row.get(column))
                    .map(|cell| cell.width())
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for ((cell, width), side) in row.iter().zip(&widths).zip(&self.sides) {
                if *width == 0 {
                    continue;
                }
                if !line.is_empty() {
                    line.push_str("  ");
                }
                let room = " ".repeat(width.saturating_sub(cell.width()));
                match side {
                    Side::Left => line.extend([cell.as_str(), &room]),
                    Side::Right => line.extend([&room, cell.as_str()]),
                }
            }
            text.push_str(indent);
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// A text without what a terminal would obey, on one line.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\t' => Some(' '),
            c if c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => None,
            c => Some(c),
        })
        .collect()
}

fn shorten(text: &str) -> String {
    if text.width() <= WIDEST {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        short.push(c);
        if short.width() >= WIDEST {
            short.pop();
            break;
        }
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{Side, Table, clean};

    #[test]
    fn columns_line_up_whatever_the_script() {
        let mut table = Table::new(&[Side::Left, Side::Left, Side::Right]);
        table.row(["Linden", "", "$1,250.50"]);
        table.row(["株式会社", "", "¥900"]);
        assert_eq!(table.text(""), "Linden    $1,250.50\n株式会社       ¥900\n");
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(clean("A\u{1b}[2Jb\u{202e}c\nd"), "A[2Jbc d");
    }

    #[test]
    fn a_long_text_is_cut_where_it_still_fits() {
        let mut table = Table::new(&[Side::Left]);
        table.row(["語".repeat(40)]);
        assert_eq!(table.text(""), format!("{}…\n", "語".repeat(23)));
    }
}
