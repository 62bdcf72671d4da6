//! What stands where on a paper: letterhead, parties, table, totals, notes, footer, page numbers.
//! The one place of layout decisions; glyphs come from `shape`, pages from `flow`.

use crate::error::Error;
use crate::fallback::Han;
use crate::flow::{Align, Area, Cursor, Flow, Head, Put};
use crate::fonts::Fonts;
use crate::logo;
use crate::look;
use crate::outline;
use crate::page::{Bitmap, Info, Layout};
use crate::shape::{Line, Shaper, Style};
use crate::sheet::{Party, Sheet, Total, Weight};
use crate::table::{self, Table};

/// Gives every part of the sheet its place. The same sheet and fonts give the same layout.
pub fn lay_out(sheet: &Sheet, fonts: &Fonts) -> Result<Layout, Error> {
    let han = Han::guess(sheet.language.as_deref(), texts(sheet).into_iter());
    let mut paper = Paper {
        sheet,
        shaper: Shaper::new(fonts, han),
        flow: Flow::new(sheet.page_size, sheet.rtl),
    };
    let images = paper.letterhead()?;
    paper.parties()?;
    paper.preamble()?;
    let totals = paper.totals()?;
    let link = paper.pay_link()?;
    let company = link
        .iter()
        .map(|put| put.above + put.line.leading)
        .sum::<f32>();
    paper.table(&totals, company)?;
    paper.place_totals(&totals, &link);
    paper.notes()?;
    paper.footer()?;
    paper.page_numbers()?;
    let Paper { shaper, flow, .. } = paper;
    Ok(Layout {
        outlines: outline::collect(&flow.pages, &shaper.faces),
        pages: flow.pages,
        info: Info {
            title: sheet.title.clone(),
            author: sheet.author.clone(),
            created: sheet.created,
            language: sheet.language.clone(),
            rtl: sheet.rtl,
        },
        faces: shaper.faces.iter().map(|face| face.name.clone()).collect(),
        images,
    })
}

pub(crate) struct Paper<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) shaper: Shaper<'a>,
    pub(crate) flow: Flow,
}

/// The totals, shaped, with the height they take together.
pub(crate) struct Totals {
    rows: Vec<TotalRow>,
    label: Area,
    amount: Area,
    pub(crate) height: f32,
    /// The widest amount, so that the table's column can be as wide.
    pub(crate) widest: f32,
}

struct TotalRow {
    label: Vec<Line>,
    amount: Vec<Line>,
    strong: bool,
    height: f32,
}

impl Paper<'_> {
    /// Heading, number and label at the start; logo and seller at the end. Also what later pages
    /// repeat of it.
    fn letterhead(&mut self) -> Result<Vec<Bitmap>, Error> {
        let sheet = self.sheet;
        let left = self.flow.share(0.0, 0.5);
        let right = self.flow.share(0.54, 1.0);
        self.running_head()?;

        let mut heading = self.set(&sheet.kind, look::heading(sheet.accent), left, Align::Start)?;
        if let Some(number) = &sheet.number {
            heading.extend(self.set(number, look::NUMBER, left, Align::Start)?);
        }
        if let Some(label) = &sheet.watermark {
            heading.extend(self.set(label, look::label(sheet.accent), left, Align::Start)?);
        }

        let mut images = Vec::new();
        let mut from = self.flow.cursor;
        if let Some(image) = &sheet.logo {
            let bitmap = logo::decode(&image.png)?;
            let size = logo::fit(&bitmap, look::LOGO);
            self.flow.picture(images.len(), right, size, from);
            from.y += size.1 + 10.0;
            images.push(bitmap);
        }
        let seller = self.party(&sheet.seller, right, Align::End)?;
        let ends = [
            self.flow.column(&heading, self.flow.cursor),
            self.flow.column(&seller, from),
        ];
        self.go_to_later(ends);
        Ok(images)
    }

    /// One quiet line at the top of every page but the first.
    fn running_head(&mut self) -> Result<(), Error> {
        let sheet = self.sheet;
        let parts = [
            Some(&sheet.kind),
            sheet.number.as_ref(),
            sheet.watermark.as_ref(),
        ];
        let what: Vec<&str> = parts
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|s| !s.is_empty())
            .collect();
        let (left, right) = (self.flow.share(0.0, 0.6), self.flow.share(0.63, 1.0));
        let left_line = self.first_line(&what.join(" \u{b7} "), look::SMALL, left)?;
        let right_line = self.first_line(&sheet.seller.name, look::SMALL, right)?;
        self.flow.running = Head {
            puts: vec![
                (left_line, left, Align::Start),
                (right_line, right, Align::End),
            ],
            height: look::SMALL.leading + 18.0,
            rule: None,
        };
        Ok(())
    }

    /// The buyer at the start, the facts at the end.
    fn parties(&mut self) -> Result<(), Error> {
        let sheet = self.sheet;
        self.flow.skip(look::PART);
        let left = self.flow.share(0.0, 0.5);
        let mut buyer = Vec::new();
        if let Some(party) = &sheet.buyer {
            if !sheet.buyer_label.is_empty() {
                buyer.extend(self.set(&sheet.buyer_label, look::SMALL, left, Align::Start)?);
            }
            buyer.extend(self.party(party, left, Align::Start)?);
        }
        let block = self.flow.share(0.54, 1.0);
        let (mut labels, mut values) = (0.0_f32, 0.0_f32);
        for (label, value) in &sheet.facts {
            labels = labels.max(self.shaper.line(label, look::SOFT)?.width);
            values = values.max(self.shaper.line(value, look::BODY)?.width);
        }
        let (labels, values) = share_width(labels, values, block.width - look::GUTTER);
        let end = block.x + block.width;
        let value_area = Area {
            x: end - values,
            width: values,
        };
        let label_area = Area {
            x: value_area.x - look::GUTTER - labels,
            width: labels,
        };

        let from = self.flow.cursor;
        let buyer_end = self.flow.column(&buyer, from);
        let mut at = from;
        for (label, value) in &sheet.facts {
            let label = self.set(label, look::SOFT, label_area, Align::Start)?;
            let value = self.set(value, look::BODY, value_area, Align::End)?;
            let ends = [self.flow.column(&label, at), self.flow.column(&value, at)];
            at = later(ends);
        }
        self.go_to_later([buyer_end, at]);
        Ok(())
    }

    /// Header and description, above the table.
    fn preamble(&mut self) -> Result<(), Error> {
        let sheet = self.sheet;
        let area = self.flow.share(0.0, 0.8);
        self.flow.skip(look::PART - look::PARAGRAPH);
        let parts = [
            (&sheet.description, look::SUBJECT),
            (&sheet.header, look::BODY),
        ];
        for (text, style) in parts {
            if let Some(text) = text.as_deref().filter(|t| !t.trim().is_empty()) {
                self.flow.skip(look::PARAGRAPH);
                let puts = self.set(text, style, area, Align::Start)?;
                self.flow.columns(&[puts]);
            }
        }
        Ok(())
    }

    fn table(&mut self, totals: &Totals, link: f32) -> Result<(), Error> {
        if self.sheet.lines.is_empty() {
            return Ok(());
        }
        self.flow.skip(look::PART - 6.0);
        let table = Table::measure(self, totals.widest)?;
        table::place(self, &table, &[totals.height + link, totals.height])
    }

    fn totals(&mut self) -> Result<Totals, Error> {
        let full = self.flow.full();
        let (mut widest_label, mut widest_amount) = (0.0_f32, 0.0_f32);
        for total in &self.sheet.totals {
            let (label, amount) = total_styles(total);
            widest_label = widest_label.max(self.shaper.line(&total.label, label)?.width);
            widest_amount = widest_amount.max(self.shaper.line(&total.amount, amount)?.width);
        }
        let (mut labels, amounts) =
            share_width(widest_label, widest_amount, 0.7 * full.width - look::GUTTER);
        labels = labels.max(0.44 * full.width - look::GUTTER - amounts);
        let end = full.x + full.width;
        let amount = Area {
            x: end - amounts,
            width: amounts,
        };
        let label = Area {
            x: amount.x - look::GUTTER - labels,
            width: labels,
        };
        let mut rows = Vec::new();
        for total in &self.sheet.totals {
            let (label_style, amount_style) = total_styles(total);
            let strong = total.weight == Weight::Strong;
            let label = self.shaper.wrap(&total.label, label_style, label.width)?;
            let amount = self
                .shaper
                .wrap(&total.amount, amount_style, amount.width)?;
            let height =
                table::height(&label).max(table::height(&amount)) + if strong { 14.0 } else { 3.5 };
            rows.push(TotalRow {
                label,
                amount,
                strong,
                height,
            });
        }
        let height = 10.0 + rows.iter().map(|row| row.height).sum::<f32>();
        Ok(Totals {
            rows,
            label,
            amount,
            height,
            widest: amounts,
        })
    }

    /// All together on one page where they fit on one.
    /// The link to pay stands with them.
    fn place_totals(&mut self, totals: &Totals, link: &[Put]) {
        let link_height: f32 = link.iter().map(|put| put.above + put.line.leading).sum();
        if !totals.rows.is_empty() {
            self.flow.keep_together(totals.height + link_height);
            self.flow.keep_together(totals.height);
            self.flow.skip(10.0);
        }
        let across = Area {
            x: totals.label.x,
            width: totals.amount.x + totals.amount.width - totals.label.x,
        };
        for row in &totals.rows {
            self.flow.keep_together(row.height);
            if row.strong {
                let at = Cursor {
                    y: self.flow.cursor.y + 4.0,
                    ..self.flow.cursor
                };
                self.flow.rule(across, at, look::INK);
                self.flow.cursor.y += 9.0;
            }
            let label = puts(row.label.clone(), totals.label, Align::Start);
            let amount = puts(row.amount.clone(), totals.amount, Align::Figures);
            self.flow.columns(&[label, amount]);
            self.flow.cursor.y += if row.strong { 5.0 } else { 3.5 };
        }
        self.flow.keep_together(link_height);
        self.flow.cursor = self.flow.column(link, self.flow.cursor);
    }

    /// Where to pay, if there is such a place.
    fn pay_link(&mut self) -> Result<Vec<Put>, Error> {
        let sheet = self.sheet;
        let Some(url) = sheet.pay_link.as_deref().filter(|url| !url.is_empty()) else {
            return Ok(Vec::new());
        };
        let area = self.flow.full();
        let mut lines = self.set(&sheet.pay_label, look::NAME, area, Align::Start)?;
        for put in self.set(url, look::link(sheet.accent), area, Align::Start)? {
            lines.push(Put {
                url: Some(url.to_owned()),
                ..put
            });
        }
        if let Some(first) = lines.first_mut() {
            first.above = look::PART;
        }
        Ok(lines)
    }

    fn notes(&mut self) -> Result<(), Error> {
        let area = self.flow.share(0.0, 0.8);
        let sheet = self.sheet;
        let notes = sheet.notes.iter().filter(|note| !note.trim().is_empty());
        for (place, note) in notes.enumerate() {
            self.flow.skip(if place == 0 {
                look::PART
            } else {
                look::PARAGRAPH
            });
            let lines = self.set(note, look::SOFT, area, Align::Start)?;
            // Two lines at least stand together at a page's end.
            self.flow
                .keep_together(lines.iter().take(2).map(|p| p.line.leading).sum());
            self.flow.columns(&[lines]);
        }
        Ok(())
    }

    /// At the foot of the last page where there is room, else where the text ends.
    fn footer(&mut self) -> Result<(), Error> {
        let sheet = self.sheet;
        let Some(text) = sheet
            .footer
            .as_deref()
            .filter(|text| !text.trim().is_empty())
        else {
            return Ok(());
        };
        let lines = self.set(text, look::SMALL, self.flow.share(0.0, 0.9), Align::Start)?;
        let height: f32 = lines.iter().map(|put| put.line.leading).sum();
        self.flow.skip(look::PART);
        self.flow.keep_together(height);
        if height <= self.flow.room() {
            self.flow.cursor.y = self.flow.bottom() - height;
        }
        self.flow.columns(&[lines]);
        Ok(())
    }

    fn page_numbers(&mut self) -> Result<(), Error> {
        if self.sheet.page_of.is_empty() {
            return Ok(());
        }
        let pages = self.flow.pages.len();
        let area = self.flow.full();
        for page in 0..pages {
            let text = self
                .sheet
                .page_of
                .replace("{page}", &(page + 1).to_string())
                .replace("{pages}", &pages.to_string());
            let line = self.first_line(&text, look::PAGE_NUMBER, area)?;
            let y = self.flow.bottom() + look::ABOVE_PAGE_NUMBER;
            self.flow.text(&line, area, Align::End, Cursor { page, y });
        }
        Ok(())
    }

    /// Name and lines.
    fn party(&mut self, party: &Party, area: Area, align: Align) -> Result<Vec<Put>, Error> {
        let mut lines = self.set(&party.name, look::NAME, area, align)?;
        for line in &party.lines {
            lines.extend(self.set(line, look::BODY, area, align)?);
        }
        Ok(lines)
    }

    /// A text in as many lines as it takes; none for an empty text.
    pub(crate) fn set(
        &mut self,
        text: &str,
        style: Style,
        area: Area,
        align: Align,
    ) -> Result<Vec<Put>, Error> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        Ok(puts(
            self.shaper.wrap(text.trim_end(), style, area.width)?,
            area,
            align,
        ))
    }

    /// As much of a text as one line holds.
    fn first_line(&mut self, text: &str, style: Style, area: Area) -> Result<Line, Error> {
        let mut lines = self.shaper.wrap(text, style, area.width)?;
        Ok(if lines.is_empty() {
            Line::default()
        } else {
            lines.swap_remove(0)
        })
    }

    fn go_to_later(&mut self, ends: [Cursor; 2]) {
        self.flow.cursor = later(ends);
    }
}

fn later([a, b]: [Cursor; 2]) -> Cursor {
    if b > a { b } else { a }
}

fn puts(lines: Vec<Line>, area: Area, align: Align) -> Vec<Put> {
    lines
        .into_iter()
        .map(|line| Put {
            line,
            area,
            align,
            above: 0.0,
            url: None,
        })
        .collect()
}

fn total_styles(total: &Total) -> (Style, Style) {
    match total.weight {
        Weight::Plain => (look::TOTAL_LABEL, look::FIGURES),
        Weight::Strong => (
            Style {
                tabular: false,
                ..look::DUE
            },
            look::DUE,
        ),
        Weight::Muted => (look::SMALL, look::SMALL_FIGURES),
    }
}

/// Gives a label and a value what they ask for, or a fair part of what there is.
fn share_width(label: f32, value: f32, room: f32) -> (f32, f32) {
    if label + value <= room {
        return (label, value);
    }
    let value = value.min((room - label).max(0.6 * room));
    (label.min(room - value), value)
}

fn texts(sheet: &Sheet) -> Vec<&str> {
    let mut texts = vec![sheet.kind.as_str(), sheet.seller.name.as_str()];
    texts.extend(sheet.seller.lines.iter().map(String::as_str));
    if let Some(party) = &sheet.buyer {
        texts.push(&party.name);
        texts.extend(party.lines.iter().map(String::as_str));
    }
    for line in &sheet.lines {
        texts.push(&line.title);
        texts.extend(line.detail.as_deref());
    }
    texts.extend(sheet.notes.iter().map(String::as_str));
    texts.extend(
        [&sheet.header, &sheet.description, &sheet.footer]
            .into_iter()
            .flatten()
            .map(String::as_str),
    );
    texts
}
