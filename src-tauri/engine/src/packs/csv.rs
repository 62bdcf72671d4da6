//! CSV as RFC 4180 has it: writing rows that no spreadsheet takes for formulas, and reading them
//! back. Not what the columns are.

use std::io::{self, BufRead};

/// The mark that tells some spreadsheets that a file is UTF-8.
pub(super) const BOM: &str = "\u{feff}";

/// One row, with its line end.
pub(super) fn row<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let mut row = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            row.push(',');
        }
        push(&mut row, cell.as_ref());
    }
    row.push_str("\r\n");
    row
}

fn push(row: &mut String, cell: &str) {
    // A spreadsheet would run what a customer is called.
    let guard = if is_formula(cell) { "'" } else { "" };
    let quoted = cell.contains([',', '"', '\r', '\n', '\t', '\u{feff}'])
        || cell.starts_with(' ')
        || cell.ends_with(' ');
    if quoted {
        row.push('"');
        row.push_str(guard);
        row.push_str(&cell.replace('"', "\"\""));
        row.push('"');
    } else {
        row.push_str(guard);
        row.push_str(cell);
    }
}

/// Whether a spreadsheet may take a cell for a formula; plain negative numbers are none.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !is_negative_number(cell)
}

fn is_negative_number(cell: &str) -> bool {
    let Some(figure) = cell.strip_prefix('-') else {
        return false;
    };
    let (whole, rest) = figure
        .split_once('.')
        .map_or((figure, None), |(whole, rest)| (whole, Some(rest)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && rest.is_none_or(digits)
}

/// Reads the next row, with the guards before formulas left on; none at the end.
pub(super) fn read_row(from: &mut impl BufRead) -> io::Result<Option<Vec<String>>> {
    let mut line = Vec::new();
    loop {
        let more = from.read_until(b'\n', &mut line)?;
        // A row goes on while a quotation mark in it is still open.
        let open = line.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
        if more == 0 || !open {
            break;
        }
    }
    if line.is_empty() {
        return Ok(None);
    }
    let text = String::from_utf8(line)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok(Some(cells(unmarked(&text))))
}

/// A row without the mark that the first one may carry, and without its line end. A cell that begins
/// with such a mark is quoted, and so cannot be taken for one.
fn unmarked(row: &str) -> &str {
    let row = row.strip_prefix(BOM).unwrap_or(row);
    row.strip_suffix("\r\n").unwrap_or(row)
}

fn cells(row: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = row.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}

#[cfg(test)]
mod tests {
    use super::{BOM, read_row, row};
    use proptest::prelude::*;

    #[test]
    fn nothing_is_taken_for_a_formula_and_numbers_stay_numbers() {
        let check = |cell: &str, expect: &str| assert_eq!(row([cell]), format!("{expect}\r\n"));
        check("=1+1", "'=1+1");
        check("@sum", "'@sum");
        check("+49 30", "'+49 30");
        check("-12.05", "-12.05");
        check("-12", "-12");
        check("-12-3", "'-12-3");
        check("-", "'-");
        check("\t=1", "\"'\t=1\"");
        check(
            "=HYPERLINK(\"x\",\"y\")",
            "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"",
        );
        check("Acme, Inc.", "\"Acme, Inc.\"");
        check("two\nlines", "\"two\nlines\"");
        check("東京", "東京");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(rows in proptest::collection::vec(proptest::collection::vec("[^=+@\\-\\t\\r\\n]\\PC*|[a-z\"\n,]*", 2..5), 1..5)) {
            let guarded = |cell: &String| if cell.starts_with('\n') { format!("'{cell}") } else { cell.clone() };
            let text: String = std::iter::once(BOM.to_owned()).chain(rows.iter().map(row)).collect();
            let mut from = text.as_bytes();
            for written in &rows {
                let expect: Vec<String> = written.iter().map(guarded).collect();
                prop_assert_eq!(read_row(&mut from).map_err(|error| TestCaseError::fail(error.to_string()))?, Some(expect));
            }
            prop_assert_eq!(read_row(&mut from).map_err(|error| TestCaseError::fail(error.to_string()))?, None);
        }
    }
}
