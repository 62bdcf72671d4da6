//! The hosted invoice page, as HTML in one piece.

use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::format::money;
use crate::objects::account;
use crate::papers::{day, line_price, total_rows};
use crate::store::rows::Record;

pub(super) fn page(call: &Call<'_>, invoice: &Record) -> Result<String, Refusal> {
    let json = &invoice.json;
    let currency = json.must("currency");
    let mut rows = String::new();
    for line in call.children("line_item", json.id())? {
        let line = &line.json;
        rows.push_str(&format!(
            "<tr><td dir=\"auto\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(line.must("description")),
            line.amount("quantity"),
            escape(&line_price(&line["pricing"], currency)),
            escape(&money(line.amount("amount"), currency)),
        ));
    }
    let mut totals = String::new();
    for (label, amount, _) in total_rows(call, json)? {
        totals.push_str(&format!(
            "<tr><th colspan=\"3\">{}</th><td class=\"n\">{}</td></tr>",
            escape(&label),
            escape(&amount)
        ));
    }
    let (word, tone) = state(call, json);
    let due = json
        .integer("due_date")
        .map(|at| format!("<p>Due {}</p>", day(at)))
        .unwrap_or_default();
    let description = json
        .text("description")
        .map(|d| format!("<p dir=\"auto\">{}</p>", escape(d)))
        .unwrap_or_default();
    let footer = json
        .text("footer")
        .map(|f| format!("<footer dir=\"auto\">{}</footer>", escape(f)))
        .unwrap_or_default();
    let body = format!(
        "<header><p class=\"from\">{}</p><p class=\"state {tone}\">{word}</p></header>\
         <h1>{}</h1><p>Invoice {} for <bdi>{}</bdi></p>{due}<p><a href=\"{}\">Download the PDF</a></p>{description}\
         <table><thead><tr><th>Description</th><th class=\"n\">Qty</th><th class=\"n\">Unit price</th><th class=\"n\">Amount</th></tr></thead>\
         <tbody>{rows}</tbody><tfoot>{totals}</tfoot></table>{footer}",
        account::NAME,
        escape(&money(json.amount("amount_due"), currency)),
        escape(json.must("number")),
        escape(
            json.text("customer_name")
                .unwrap_or(json.must("customer_email"))
        ),
        escape(json.must("invoice_pdf")),
    );
    Ok(frame(
        &format!(
            "Invoice {} from {}",
            escape(json.must("number")),
            account::NAME
        ),
        &body,
    ))
}

fn state(call: &Call<'_>, invoice: &serde_json::Value) -> (&'static str, &'static str) {
    match invoice.status() {
        "paid" => ("Paid", "good"),
        "void" => ("Void", "quiet"),
        "uncollectible" => ("Uncollectible", "quiet"),
        _ if invoice
            .integer("due_date")
            .is_some_and(|due| due < call.now) =>
        {
            ("Past due", "bad")
        }
        _ => ("Open", "quiet"),
    }
}

/// The frame of every page, with the words that no money is taken here.
pub(super) fn frame(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><style>{STYLE}</style></head>\
         <body><p class=\"practice\">Practice account. This is not a real invoice, and no money is taken.</p><main>{body}</main></body></html>"
    )
}

const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0;background:light-dark(#f4f5f4,#161817)}\
.practice{margin:0;padding:.5rem 1rem;text-align:center;font-size:.875rem;background:light-dark(#fdf1d0,#453a17)}\
main{max-width:42rem;margin:2rem auto;padding:2rem;border-radius:.75rem;background:light-dark(#fff,#202322)}\
header{display:flex;justify-content:space-between}.from{font-weight:600;margin:0}h1{font-size:2.25rem;margin:1rem 0 0;font-variant-numeric:tabular-nums}\
.state{margin:0;padding:0 .75rem;border-radius:1rem;background:light-dark(#e8eae9,#343836)}.good{background:light-dark(#d3eedd,#1f4a32)}.bad{background:light-dark(#f8d9d5,#5c2a24)}\
table{width:100%;border-collapse:collapse;margin-top:1.5rem}th,td{padding:.5rem 0;text-align:start;vertical-align:top;border-bottom:1px solid light-dark(#e3e5e4,#3a3e3c)}\
tfoot th{font-weight:400;text-align:end;padding-inline-end:1rem}tfoot tr:last-child>*{font-weight:600}.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap;padding-inline-start:1rem}\
footer{margin-top:2rem;font-size:.875rem;white-space:pre-line}a{color:inherit}";

/// Text made harmless in HTML.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
