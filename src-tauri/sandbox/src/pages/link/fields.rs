//! What the page of a payment link asks for besides a card: how many, a code, where to send it, who buys. Each
//! is asked only where the link says so. What becomes of it is the link's own business.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::card;
use super::super::escape::escape;
use crate::call::Call;
use crate::errors::Refusal;
use crate::json::Fields;
use crate::money::format::money;
use crate::objects::payment_links::sale::{Buyer, Order};
use crate::store::rows::Record;

/// The numbers that most businesses have, by Stripe's names.
const TAX_IDS: &[(&str, &str)] = &[
    ("eu_vat", "EU VAT"),
    ("gb_vat", "GB VAT"),
    ("us_ein", "US EIN"),
    ("ch_vat", "CH VAT"),
    ("no_vat", "NO VAT"),
    ("au_abn", "AU ABN"),
    ("ca_bn", "CA BN"),
    ("in_gst", "IN GST"),
    ("jp_trn", "JP TRN"),
];
const ADDRESS: &[(&str, &str)] = &[
    ("line1", "Street and number"),
    ("city", "Town"),
    ("postal_code", "Postcode"),
    ("country", "Country"),
];

/// The order that a form or an address carries; what it does not say is as the link has it.
pub(super) fn order(link: &Value, items: &[Record], sent: &BTreeMap<String, String>) -> Order {
    let quantity = |(at, item): (usize, &Record)| {
        let own = item.json.amount("quantity");
        let adjustable = &item.json["adjustable_quantity"];
        let typed = sent
            .get(&format!("quantity_{at}"))
            .and_then(|q| q.parse().ok());
        match typed {
            Some(typed) if adjustable.flag("enabled") => {
                let (least, most) = (adjustable.amount("minimum"), adjustable.amount("maximum"));
                i64::clamp(typed, least, most.max(least))
            }
            _ => own,
        }
    };
    let first = link.items("shipping_options").first();
    let first = first.map(|option| option.must("shipping_rate").to_owned());
    let said = |name: &str| sent.get(name).filter(|said| !said.is_empty()).cloned();
    Order {
        quantities: items.iter().enumerate().map(quantity).collect(),
        code: said("code")
            .filter(|_| link.flag("allow_promotion_codes"))
            .unwrap_or_default(),
        rate: said("rate").or(first).unwrap_or_default(),
    }
}

/// The form in which the order is changed before it is paid; nothing where there is no choice.
pub(super) fn choices(
    call: &Call<'_>,
    link: &Value,
    items: &[Record],
    order: &Order,
) -> Result<String, Refusal> {
    let mut fields = String::new();
    for (at, item) in items.iter().enumerate() {
        let adjustable = &item.json["adjustable_quantity"];
        if adjustable.flag("enabled") {
            fields.push_str(&format!(
                "<label>How many: {}<input type=\"number\" name=\"quantity_{at}\" min=\"{}\" max=\"{}\" value=\"{}\"></label>",
                escape(item.json.must("description")),
                adjustable.amount("minimum"),
                adjustable.amount("maximum"),
                order.quantities.get(at).copied().unwrap_or_default(),
            ));
        }
    }
    let mut rates = String::new();
    for option in link.items("shipping_options") {
        let id = option.must("shipping_rate");
        let rate = call.load("shipping_rate", id, "rate")?.json;
        rates.push_str(&format!(
            "<option value=\"{id}\"{}>{}, {}</option>",
            if id == order.rate { " selected" } else { "" },
            escape(rate.must("display_name")),
            escape(&money(
                option.amount("shipping_amount"),
                link.must("currency")
            )),
        ));
    }
    if !rates.is_empty() {
        fields.push_str(&format!(
            "<label>Sent by<select name=\"rate\">{rates}</select></label>"
        ));
    }
    if link.flag("allow_promotion_codes") {
        fields.push_str(&format!(
            "<label>Promotion code<input name=\"code\" value=\"{}\"></label>",
            escape(&order.code)
        ));
    }
    if fields.is_empty() {
        return Ok(fields);
    }
    Ok(format!(
        "<form method=\"get\" class=\"memo\">{fields}<button class=\"other\">Update</button></form>"
    ))
}

/// What the order says, for the form that pays it.
pub(super) fn hidden(order: &Order) -> String {
    let field = |name: &str, value: &str| {
        let value = escape(value);
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">")
    };
    let mut out = String::new();
    for (at, quantity) in order.quantities.iter().enumerate() {
        out.push_str(&field(&format!("quantity_{at}"), &quantity.to_string()));
    }
    out + &field("code", &order.code) + &field("rate", &order.rate)
}

/// The fields that stand before the card.
pub(super) fn before(link: &Value) -> String {
    let mut out =
        "<label>E-mail for the receipt<input name=\"email\" type=\"email\" required></label>"
            .to_owned();
    if link["phone_number_collection"].flag("enabled") {
        out.push_str(
            "<label>Phone<input name=\"phone\" type=\"tel\" maxlength=\"20\" required></label>",
        );
    }
    for (kind, words) in [
        ("individual", "Your name"),
        ("business", "Your business's name"),
    ] {
        let asked = &link["name_collection"][kind];
        if asked.flag("enabled") {
            let required = if asked.flag("optional") {
                ""
            } else {
                " required"
            };
            out.push_str(&format!(
                "<label>{words}<input name=\"{kind}\" maxlength=\"150\" dir=\"auto\"{required}></label>"
            ));
        }
    }
    if link["tax_id_collection"].flag("enabled") {
        let kinds: String = TAX_IDS
            .iter()
            .map(|(kind, words)| format!("<option value=\"{kind}\">{words}</option>"))
            .collect();
        out.push_str(&format!(
            "<div class=\"pair\"><label>Tax number of your business<select name=\"tax_id_type\">{kinds}</select></label>\
             <label>Number<input name=\"tax_id\"{}></label></div>",
            if is_tax_id_required(link) { " required" } else { "" }
        ));
    }
    let countries = link["shipping_address_collection"].texts("allowed_countries");
    if !countries.is_empty() {
        let options: String = countries
            .iter()
            .map(|country| format!("<option>{}</option>", escape(country)))
            .collect();
        out.push_str(
            "<label>Send it to<input name=\"shipping_name\" dir=\"auto\" required></label>",
        );
        out.push_str(&address("shipping", Some(&options)));
        out.push_str(&said(link, "shipping_address"));
    }
    if link.must("billing_address_collection") == "required" {
        out.push_str("<p class=\"under\">The address that the bill goes to</p>");
        out.push_str(&address("billing", None));
    }
    out
}

/// What stands between the card and the button.
pub(super) fn after(link: &Value) -> String {
    let mut out = String::new();
    if asks_for_consent(link) {
        let own = said(link, "terms_of_service_acceptance");
        let words = if own.is_empty() {
            "I agree to the terms of service.".to_owned()
        } else {
            own
        };
        out.push_str(&format!(
            "<label class=\"check\"><input type=\"checkbox\" name=\"terms\" value=\"yes\" required><span>{words}</span></label>"
        ));
    }
    out + &said(link, "submit")
}

fn address(kind: &str, countries: Option<&str>) -> String {
    let field = |(part, words): &(&str, &str)| {
        let name = format!("{kind}_{part}");
        match countries {
            Some(options) if *part == "country" => {
                format!("<label>{words}<select name=\"{name}\">{options}</select></label>")
            }
            _ => format!("<label>{words}<input name=\"{name}\" dir=\"auto\" required></label>"),
        }
    };
    ADDRESS.iter().map(field).collect()
}

/// The business's own words for a place of the page.
fn said(link: &Value, place: &str) -> String {
    match link["custom_text"][place].text("message") {
        Some(words) => format!("<span class=\"under\">{}</span>", escape(words)),
        None => String::new(),
    }
}

fn asks_for_consent(link: &Value) -> bool {
    link["consent_collection"].text("terms_of_service") == Some("required")
}

fn is_tax_id_required(link: &Value) -> bool {
    let asked = &link["tax_id_collection"];
    asked.flag("enabled") && asked.must("required") == "if_supported"
}

/// Who buys, or what of it is missing or not among what the link takes.
pub(super) fn buyer(
    link: &Value,
    body: &str,
    sent: &BTreeMap<String, String>,
) -> Result<Buyer, Refusal> {
    let text = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let missing = |is: bool, words: &str| match is {
        true => Err(Refusal::invalid(words)),
        false => Ok(()),
    };
    let parts = |kind: &str| -> Result<Value, Refusal> {
        let mut out = json!({});
        for (part, words) in ADDRESS {
            let value = text(&format!("{kind}_{part}"));
            missing(value.is_empty(), &format!("{words} is missing."))?;
            out.put(part, value);
        }
        Ok(out)
    };
    let mut card = card::read(body);
    let wants_phone = link["phone_number_collection"].flag("enabled");
    missing(
        wants_phone && card.phone.is_empty(),
        "Your phone number is missing.",
    )?;
    if link.must("billing_address_collection") == "required" {
        card.address = parts("billing")?;
    }
    for kind in ["individual", "business"] {
        let asked = &link["name_collection"][kind];
        let wants = asked.flag("enabled") && !asked.flag("optional");
        missing(wants && text(kind).is_empty(), "Your name is missing.")?;
    }
    let mut shipping = Value::Null;
    let countries = link["shipping_address_collection"].texts("allowed_countries");
    if !countries.is_empty() {
        let address = parts("shipping")?;
        let reaches = countries.iter().any(|c| c == address.must("country"));
        missing(!reaches, "Nothing is sent to that country.")?;
        missing(
            text("shipping_name").is_empty(),
            "The name to send it to is missing.",
        )?;
        shipping = json!({ "name": text("shipping_name"), "address": address });
    }
    missing(
        is_tax_id_required(link) && text("tax_id").is_empty(),
        "The tax number of your business is missing.",
    )?;
    missing(
        asks_for_consent(link) && text("terms") != "yes",
        "Agree to the terms of service to go on.",
    )?;
    Ok(Buyer {
        card,
        shipping,
        tax_id: (text("tax_id_type"), text("tax_id")),
        individual: text("individual"),
        business: text("business"),
    })
}
