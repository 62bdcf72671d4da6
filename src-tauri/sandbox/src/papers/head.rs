//! What all of the business's papers begin with: who sends them, to whom, and how the business looks.

use paper::{Columns, Image, PageSize, Party, Rgb, Sheet};
use serde_json::Value;

use crate::json::Fields;
use crate::objects::account;
use crate::pages::LOGO;

/// Says on every paper what it is worth.
const PRACTICE: &str = "Made in a practice account. No payment is due.";

/// What all of the business's papers have.
pub(super) fn begun(kind: &str, number: &str, buyer: Party) -> Sheet {
    let address = account::address();
    Sheet {
        kind: kind.to_owned(),
        number: Some(number.to_owned()),
        seller: Party {
            name: account::NAME.to_owned(),
            lines: address_lines(&address)
                .into_iter()
                .chain([account::EMAIL.to_owned()])
                .collect(),
        },
        buyer: Some(buyer),
        columns: Columns {
            item: "Description".into(),
            quantity: "Qty".into(),
            price: "Unit price".into(),
            amount: "Amount".into(),
        },
        notes: vec![PRACTICE.to_owned()],
        page_size: PageSize::Letter,
        accent: Rgb::from_hex(account::COLOR).unwrap_or(Sheet::default().accent),
        logo: Some(Image { png: LOGO.to_vec() }),
        page_of: "Page {page} of {pages}".into(),
        title: format!("{kind} {number}"),
        author: account::NAME.to_owned(),
        language: Some("en".into()),
        ..Sheet::default()
    }
}

pub(super) fn buyer(of: &Value, name: &str, address: &str, email: &str) -> Party {
    let mut lines = address_lines(&of.copy(address));
    lines.extend(of.text(email).map(str::to_owned));
    match of.text(name) {
        Some(name) => Party {
            name: name.to_owned(),
            lines,
        },
        None => Party {
            name: of.must(email).to_owned(),
            lines,
        },
    }
}

/// An address as it is written in most places: street, town, country.
fn address_lines(address: &Value) -> Vec<String> {
    let order = match address.text("country") {
        Some("US" | "CA" | "AU") => ["city", "state", "postal_code"],
        _ => ["postal_code", "city", "state"],
    };
    let town: Vec<&str> = order.iter().filter_map(|part| address.text(part)).collect();
    let parts = [address.text("line1"), address.text("line2")];
    let mut out: Vec<String> = parts.into_iter().flatten().map(str::to_owned).collect();
    if !town.is_empty() {
        out.push(town.join(" "));
    }
    out.extend(address.text("country").map(|code| country(code).to_owned()));
    out
}

/// A country as an envelope names it; one that is not known here keeps its two letters.
fn country(code: &str) -> &str {
    COUNTRIES
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, name)| name)
}

const COUNTRIES: &[(&str, &str)] = &[
    ("AE", "United Arab Emirates"),
    ("AT", "Austria"),
    ("AU", "Australia"),
    ("BE", "Belgium"),
    ("BG", "Bulgaria"),
    ("BR", "Brazil"),
    ("CA", "Canada"),
    ("CH", "Switzerland"),
    ("CN", "China"),
    ("CY", "Cyprus"),
    ("CZ", "Czechia"),
    ("DE", "Germany"),
    ("DK", "Denmark"),
    ("EE", "Estonia"),
    ("EG", "Egypt"),
    ("ES", "Spain"),
    ("FI", "Finland"),
    ("FR", "France"),
    ("GB", "United Kingdom"),
    ("GR", "Greece"),
    ("HK", "Hong Kong"),
    ("HR", "Croatia"),
    ("HU", "Hungary"),
    ("IE", "Ireland"),
    ("IL", "Israel"),
    ("IN", "India"),
    ("IS", "Iceland"),
    ("IT", "Italy"),
    ("JP", "Japan"),
    ("KR", "South Korea"),
    ("KW", "Kuwait"),
    ("LI", "Liechtenstein"),
    ("LT", "Lithuania"),
    ("LU", "Luxembourg"),
    ("LV", "Latvia"),
    ("MT", "Malta"),
    ("MX", "Mexico"),
    ("MY", "Malaysia"),
    ("NL", "Netherlands"),
    ("NO", "Norway"),
    ("NZ", "New Zealand"),
    ("PL", "Poland"),
    ("PT", "Portugal"),
    ("RO", "Romania"),
    ("SA", "Saudi Arabia"),
    ("SE", "Sweden"),
    ("SG", "Singapore"),
    ("SI", "Slovenia"),
    ("SK", "Slovakia"),
    ("TH", "Thailand"),
    ("TN", "Tunisia"),
    ("TR", "Türkiye"),
    ("TW", "Taiwan"),
    ("UA", "Ukraine"),
    ("US", "United States"),
    ("ZA", "South Africa"),
];
