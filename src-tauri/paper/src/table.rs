//! The table of what is sold: how wide its columns are, how its rows stand on pages. Totals are
//! not part of it, but its last row keeps them company.

use crate::compose::Paper;
use crate::error::Error;
use crate::flow::{Align, Area, Cursor, Head, Put};
use crate::look;
use crate::shape::{Line, Style};
use crate::sheet;

/// The columns, as wide as the whole document needs them.
pub(crate) struct Table {
    item: Area,
    quantity: Area,
    price: Area,
    amount: Area,
}

/// One row, shaped.
struct Row {
    item: Vec<Put>,
    figures: Vec<Put>,
    prices: Vec<Put>,
    amounts: Vec<Put>,
    height: f32,
}

impl Table {
    /// Figures get what they need, up to a share of the page; the item gets the rest.
    pub(crate) fn measure(paper: &mut Paper<'_>, widest_total: f32) -> Result<Table, Error> {
        let sheet = paper.sheet;
        let full = paper.flow.full();
        let head = &sheet.columns;
        let mut widths = [0.0_f32; 3];
        for (width, label) in widths
            .iter_mut()
            .zip([&head.quantity, &head.price, &head.amount])
        {
            *width = paper.shaper.line(label, look::SMALL)?.width;
        }
        for line in &sheet.lines {
            let texts = [&line.quantity, &line.price, &line.amount];
            for (width, text) in widths.iter_mut().zip(texts) {
                *width = width.max(paper.shaper.line(text, look::FIGURES)?.width);
            }
        }
        let [quantity, price, mut amount] = widths;
        if sheet.rtl {
            // Amounts and totals share their right edge only where their columns are alike.
            amount = amount.max(widest_total);
        }
        let quantity = quantity.min(0.14 * full.width);
        let price = price.min(0.22 * full.width);
        let amount = amount.min(0.26 * full.width);
        let end = full.x + full.width;
        let amount = Area {
            x: end - amount,
            width: amount,
        };
        let price = Area {
            x: amount.x - look::GUTTER - price,
            width: price,
        };
        let quantity = Area {
            x: price.x - look::GUTTER - quantity,
            width: quantity,
        };
        let item = Area {
            x: full.x,
            width: quantity.x - look::GUTTER - full.x,
        };
        Ok(Table {
            item,
            quantity,
            price,
            amount,
        })
    }

    fn head(&self, paper: &mut Paper<'_>) -> Result<Head, Error> {
        let head = &paper.sheet.columns;
        let cells = [
            (&head.item, self.item, Align::Start),
            (&head.quantity, self.quantity, Align::Figures),
            (&head.price, self.price, Align::Figures),
            (&head.amount, self.amount, Align::Figures),
        ];
        let mut puts = Vec::new();
        let mut deepest = 0.0_f32;
        for (label, area, align) in cells {
            let lines = paper.shaper.wrap(label, look::SMALL, area.width)?;
            let first = lines.into_iter().next().unwrap_or_default();
            deepest = deepest.max(first.leading);
            puts.push((first, area, align));
        }
        let depth = deepest + 5.0;
        Ok(Head {
            puts,
            height: depth,
            rule: Some((depth, look::HEAD_RULE)),
        })
    }

    fn row(&self, paper: &mut Paper<'_>, line: &sheet::Line) -> Result<Row, Error> {
        let mut item = paper.set(&line.title, look::BODY, self.item, Align::Start)?;
        let quiet = line.detail.iter().chain(&line.notes);
        for (place, text) in quiet.enumerate() {
            let mut lines = paper.set(text, look::SMALL, self.item, Align::Start)?;
            if let (0, Some(first)) = (place, lines.first_mut()) {
                first.above = 1.0;
            }
            item.extend(lines);
        }
        let mut cell =
            |text: &str, style: Style, area: Area| paper.set(text, style, area, Align::Figures);
        let figures = cell(&line.quantity, look::FIGURES, self.quantity)?;
        let prices = cell(&line.price, look::FIGURES, self.price)?;
        let amounts = cell(&line.amount, look::FIGURES, self.amount)?;
        let deepest = [&item, &figures, &prices, &amounts]
            .into_iter()
            .map(|puts| puts.iter().map(|p| p.line.leading + p.above).sum::<f32>())
            .fold(0.0, f32::max);
        let height = deepest + 2.0 * look::ROW;
        Ok(Row {
            item,
            figures,
            prices,
            amounts,
            height,
        })
    }
}

impl Row {
    /// What must stand on one page: the row, or a few lines of one that is taller than a page.
    fn beginning(&self, paper: &Paper<'_>) -> f32 {
        let few = look::ROW + 3.0 * look::BODY.leading;
        if self.height > paper.flow.fresh_room() {
            few
        } else {
            self.height
        }
    }
}

/// Sets the table from the cursor on. Its head repeats on every page; a row stays on one page
/// unless it is taller than a page; the last row stays with what comes after, whose heights are
/// given from the best company to the least.
pub(crate) fn place(paper: &mut Paper<'_>, table: &Table, company: &[f32]) -> Result<(), Error> {
    let sheet = paper.sheet;
    let head = table.head(paper)?;
    // The head never stands alone at the end of a page.
    let first = sheet
        .lines
        .first()
        .map(|line| table.row(paper, line))
        .transpose()?;
    let beginning = first.map_or(0.0, |row| row.beginning(paper));
    paper.flow.keep_together(head.height + beginning);
    let at = paper.flow.cursor;
    paper.flow.head(&head, at);
    paper.flow.cursor.y += head.height;
    paper.flow.table = Some(head);
    for (place, line) in sheet.lines.iter().enumerate() {
        let row = table.row(paper, line)?;
        let last = place + 1 == sheet.lines.len();
        if last && place > 0 {
            for height in company {
                paper.flow.keep_together(row.height + height);
            }
        }
        paper.flow.keep_together(row.beginning(paper));
        paper.flow.cursor.y += look::ROW;
        paper
            .flow
            .columns(&[row.item, row.figures, row.prices, row.amounts]);
        let rule = Cursor {
            y: paper.flow.cursor.y + look::ROW,
            ..paper.flow.cursor
        };
        paper.flow.cursor = rule;
        let full = paper.flow.full();
        paper.flow.rule(full, rule, look::ROW_RULE);
    }
    paper.flow.table = None;
    Ok(())
}

/// How tall lines are, one under the other.
pub(crate) fn height(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.leading).sum()
}
