//! Single lines of an invoice in a credit note: which there are, what earlier notes left of each, and
//! what was chosen of them. What they come to with their taxes is asked of Stripe in `by_lines`.

use crate::drafting::readings;
use crate::view::{Code, CreditLine, CreditableLine, Problem, Retry};
use crate::{amounts, json};
use cache::{Kind, Read, Record};
use model::Currency;
use model::credit::lines::{LinePart, Share, left, of_pieces};
use model::entry::{Hint, parse_amount};
use serde_json::{Value, json};

/// A line that something can be taken off.
#[derive(Debug, Clone)]
pub(super) struct Line {
    id: String,
    title: String,
    /// How many pieces; none where it has no whole number of them.
    pieces: Option<i64>,
    whole: i64,
    before: i64,
    discount: Share,
    taxes: Vec<Share>,
}

/// How much of a line is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Pieces(i64),
    Amount(i64),
}

/// A line that is in a note, and how much of it.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    id: String,
    how: How,
    pub(super) part: LinePart,
}

impl Chosen {
    /// All pieces of a line that nothing was credited of.
    pub(super) fn whole(id: String, pieces: i64) -> Chosen {
        Chosen {
            id,
            how: How::Pieces(pieces),
            part: LinePart::default(),
        }
    }

    /// As Stripe is told.
    pub(super) fn param(&self) -> Value {
        let mut param = json!({ "type": "invoice_line_item", "invoice_line_item": self.id });
        match self.how {
            How::Pieces(pieces) => param["quantity"] = json!(pieces),
            How::Amount(minor) => param["amount"] = json!(minor),
        }
        param
    }
}

impl Line {
    fn left(&self) -> i64 {
        left(self.whole, self.before)
    }

    /// As a user interface shows it.
    pub(super) fn view(&self, currency: &str) -> CreditableLine {
        CreditableLine {
            id: self.id.clone(),
            title: self.title.clone(),
            // After a part, nobody knows which pieces are left.
            quantity: self.pieces.filter(|_| self.before == 0),
            amount: amounts::amount(self.whole, currency),
            left: amounts::amount(self.left(), currency),
        }
    }
}

/// The lines of an invoice that something can be taken off, with what earlier notes have of them.
pub(super) fn of_invoice(r: &Read<'_>, invoice: &Record) -> Result<Vec<Line>, cache::Error> {
    let mut credited = Vec::new();
    for row in r.records().children(Kind::CreditNote, &invoice.id)? {
        if row.columns.state == "void" {
            continue;
        }
        if let Some(note) = r.records().get(Kind::CreditNote, &row.id)? {
            credited.extend(json::items(&note.raw, "lines").to_vec());
        }
    }
    let lines = json::items(&invoice.raw, "lines").iter();
    Ok(lines.filter_map(|line| read(line, &credited)).collect())
}

fn read(line: &Value, credited: &[Value]) -> Option<Line> {
    let id = json::owned(line, "id")?;
    let whole = json::int(line, "amount").filter(|amount| *amount > 0)?;
    let of_it: Vec<&Value> = credited
        .iter()
        .filter(|one| json::text(one, "invoice_line_item") == Some(&id))
        .collect();
    let sum = |field: &str| {
        let amounts = of_it.iter().filter_map(|one| json::int(one, field));
        amounts.fold(0_i64, i64::saturating_add)
    };
    let off = json::items(line, "discount_amounts").iter();
    let taxes = json::items(line, "taxes").iter();
    let on_top = taxes.filter(|tax| json::text(tax, "tax_behavior") == Some("exclusive"));
    Some(Line {
        title: json::owned(line, "description").unwrap_or_default(),
        pieces: json::int(line, "quantity").filter(|pieces| *pieces > 0),
        whole,
        before: sum("amount"),
        discount: Share {
            whole: off
                .filter_map(|cut| json::int(cut, "amount"))
                .fold(0, i64::saturating_add),
            before: sum("discount_amount"),
        },
        taxes: on_top
            .map(|tax| Share {
                whole: json::int(tax, "amount").unwrap_or(0),
                before: taxed(&of_it, json::text(tax, RATE)),
            })
            .collect(),
        id,
    })
}

const RATE: &str = "tax_rate_details.tax_rate";

/// What earlier notes had of one tax.
fn taxed(of_it: &[&Value], rate: Option<&str>) -> i64 {
    of_it
        .iter()
        .flat_map(|one| json::items(one, "taxes"))
        .filter(|tax| json::text(tax, RATE) == rate)
        .filter_map(|tax| json::int(tax, "amount"))
        .fold(0, i64::saturating_add)
}

/// What was chosen, each held against its line.
pub(super) fn chosen(
    lines: &[Line],
    wish: &[CreditLine],
    currency: Currency,
    hint: Hint,
) -> Result<Vec<Chosen>, Problem> {
    let mut all: Vec<Chosen> = Vec::new();
    for (at, asked) in wish.iter().enumerate() {
        let wrong = |message: String| wrong(at, message);
        let Some(line) = lines.iter().find(|line| line.id == asked.line) else {
            return Err(wrong("This line is not on the invoice.".to_owned()));
        };
        if all.iter().any(|one| one.id == line.id) {
            return Err(wrong(format!("“{}” is chosen twice.", line.title)));
        }
        let (how, now) = how(line, asked, &wrong, (currency, hint))?;
        all.push(Chosen {
            id: line.id.clone(),
            how,
            part: LinePart {
                whole: line.whole,
                before: line.before,
                now,
                discount: line.discount,
                taxes: line.taxes.clone(),
            },
        });
    }
    Ok(all)
}

/// What is wrong with the line at this place of the wish.
fn wrong(at: usize, message: String) -> Problem {
    Problem::new(Code::InvalidInput, message.clone())
        .field(format!("lines[{at}]"), message)
        .retry(Retry::Now)
}

/// How much of a line, and what that comes to before discounts and taxes.
fn how(
    line: &Line,
    asked: &CreditLine,
    wrong: &dyn Fn(String) -> Problem,
    (currency, hint): (Currency, Hint),
) -> Result<(How, i64), Problem> {
    let open = line.left();
    if open == 0 {
        return Err(wrong(format!(
            "All of “{}” is credited already.",
            line.title
        )));
    }
    let text = |field: &Option<String>| {
        let text = field.as_deref().map(str::trim).unwrap_or_default();
        Some(text.to_owned()).filter(|text| !text.is_empty())
    };
    match (text(&asked.quantity), text(&asked.amount)) {
        (Some(_), Some(_)) => Err(wrong(
            "Write how many, or how much of it, and not both.".to_owned(),
        )),
        (Some(pieces), None) => {
            let all = line.pieces.unwrap_or(1);
            let many: i64 = pieces
                .parse()
                .map_err(|_| wrong("Write how many as a whole number, such as 2.".to_owned()))?;
            let now = of_pieces(line.whole, line.before, many, all).ok_or_else(|| {
                wrong(format!(
                    "The line is for {all}. Write a number from 1 to {all}."
                ))
            })?;
            Ok((How::Pieces(many), now))
        }
        (None, Some(amount)) => {
            let money = parse_amount(&amount, currency, hint).map_err(|error| {
                wrong(match readings(&error, currency).as_slice() {
                    [] => error.to_string(),
                    several => format!("{error} Write {}.", several.join(" or ")),
                })
            })?;
            if money.minor <= 0 {
                return Err(wrong("Write an amount above zero.".to_owned()));
            }
            if money.minor > open {
                let most = amounts::amount(open, currency.code()).text;
                return Err(wrong(format!(
                    "Only {most} of “{}” are left to credit. Write that or less.",
                    line.title
                )));
            }
            Ok((How::Amount(money.minor), money.minor))
        }
        (None, None) => match line.pieces.filter(|_| line.before == 0) {
            Some(pieces) => Ok((How::Pieces(pieces), line.whole)),
            None => Ok((How::Amount(open), open)),
        },
    }
}
