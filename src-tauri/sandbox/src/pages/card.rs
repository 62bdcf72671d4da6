//! The card form of a hosted page: its fields, how they are read, and what it says when a card does
//! not pay. Whatever was typed into it is never shown again.

use std::collections::BTreeMap;

use super::escape::escape;
use crate::errors::Refusal;
use crate::http::form::{Node, read_into};
use crate::json::Fields;
use crate::objects::payments::page::Typed;

/// What a customer typed, with the expiry date taken apart.
pub(super) fn read(body: &str) -> Typed {
    let fields = fields(body);
    let text = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let (month, year) = expiry(&text("expiry"));
    Typed {
        number: text("number"),
        month,
        year,
        cvc: text("cvc"),
        name: text("name"),
        email: text("email"),
        phone: text("phone"),
        keep: text("keep") == "yes",
        ..Typed::default()
    }
}

/// What a form's fields hold, by their names.
pub(super) fn fields(body: &str) -> BTreeMap<String, String> {
    let mut form = Node::empty();
    read_into(&mut form, body);
    let Node::Branch(entries) = form else {
        return BTreeMap::new();
    };
    let texts = entries.into_iter().filter_map(|(key, node)| match node {
        Node::Text(value) => Some((key, value.trim().to_owned())),
        Node::Branch(_) => None,
    });
    texts.collect()
}

/// `08/29`, `8 / 2029` or `0829`.
fn expiry(typed: &str) -> (Option<i64>, Option<i64>) {
    let parts: Vec<&str> = typed
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [month, year] => (month.parse().ok(), year.parse().ok()),
        [both] if both.len() == 4 => (both[..2].parse().ok(), both[2..].parse().ok()),
        _ => (None, None),
    }
}

/// What a page says when a payment did not come about: what happened, then what to do.
#[derive(Debug)]
pub(super) struct Refused {
    happened: String,
    advice: &'static str,
    field: String,
}

impl Refused {
    pub(super) fn of(refusal: &Refusal) -> Self {
        Self::said(
            refusal.says("message"),
            refusal.says("code"),
            refusal.says("decline_code"),
            refusal.says("param"),
        )
    }

    /// From an intent's `last_payment_error`.
    pub(super) fn of_error(error: &serde_json::Value) -> Self {
        Self::said(
            error.must("message"),
            error.must("code"),
            error.must("decline_code"),
            "",
        )
    }

    fn said(message: &str, code: &str, decline_code: &str, param: &str) -> Self {
        let advice = match (code, decline_code) {
            (_, "insufficient_funds" | "card_velocity_exceeded") => {
                "Use another card, or speak to your bank."
            }
            ("expired_card", _) => "Use a card that is still valid.",
            ("incorrect_cvc" | "invalid_cvc", _) => {
                "Look for the three or four digits on the card and type them again."
            }
            ("incorrect_number", _) => "Compare the number with the card and type it again.",
            ("invalid_expiry_month" | "invalid_expiry_year", _) => {
                "The date is on the card, as month and year."
            }
            ("processing_error", _) => "Nothing was taken. Try again in a minute.",
            ("payment_intent_authentication_failure", _) => {
                "Nothing was taken. Try again, or use another card."
            }
            _ => "Nothing was taken. Use another card, or ask your bank why.",
        };
        Self {
            happened: message.to_owned(),
            advice,
            field: param
                .rsplit('[')
                .next()
                .unwrap_or_default()
                .trim_end_matches(']')
                .to_owned(),
        }
    }

    fn html(&self) -> String {
        format!(
            "<p class=\"refused\" role=\"alert\"><strong>{}</strong>{}</p>",
            escape(&self.happened),
            self.advice
        )
    }

    /// Marks the field that is wrong, for eyes and for screen readers.
    fn mark(&self, field: &str) -> &'static str {
        let own = match self.field.as_str() {
            "exp_month" | "exp_year" => "expiry",
            other => other,
        };
        if own == field {
            " aria-invalid=\"true\""
        } else {
            ""
        }
    }
}

/// The form; `more` stands before the button, `button` says what it does.
pub(super) fn form(refused: Option<&Refused>, before: &str, more: &str, button: &str) -> String {
    let mark = |field: &str| refused.map_or("", |refused| refused.mark(field));
    format!(
        "{}<form method=\"post\" autocomplete=\"off\">{before}\
         <label>Card number<input name=\"number\" inputmode=\"numeric\" autocomplete=\"cc-number\" required maxlength=\"23\" placeholder=\"1234 1234 1234 1234\"{}></label>\
         <div class=\"pair\"><label>Expires<input name=\"expiry\" inputmode=\"numeric\" autocomplete=\"cc-exp\" required maxlength=\"9\" placeholder=\"MM / YY\"{}></label>\
         <label>Security code<input name=\"cvc\" inputmode=\"numeric\" autocomplete=\"cc-csc\" required maxlength=\"4\" placeholder=\"CVC\"{}></label></div>\
         <label>Name on the card<input name=\"name\" autocomplete=\"cc-name\" dir=\"auto\"></label>{more}\
         <button>{}</button></form>{CARDS_TO_TRY}",
        refused.map(Refused::html).unwrap_or_default(),
        mark("number"),
        mark("expiry"),
        mark("cvc"),
        escape(button),
    )
}

/// The same form where no card is needed.
pub(super) fn form_without(
    refused: Option<&Refused>,
    before: &str,
    more: &str,
    button: &str,
) -> String {
    format!(
        "{}<form method=\"post\" autocomplete=\"off\">{before}\
         <label>Name<input name=\"name\" autocomplete=\"name\" dir=\"auto\"></label>{more}<button>{}</button></form>",
        refused.map(Refused::html).unwrap_or_default(),
        escape(button),
    )
}

const CARDS_TO_TRY: &str = "<details><summary>Cards to practice with</summary>\
<p>Any date to come and any security code will do.</p><table>\
<tr><td><code>4242 4242 4242 4242</code></td><td>pays</td></tr>\
<tr><td><code>4000 0027 6000 3184</code></td><td>asks the bank first</td></tr>\
<tr><td><code>4000 0000 0000 9995</code></td><td>has too little on it</td></tr>\
<tr><td><code>4000 0000 0000 0002</code></td><td>is declined</td></tr>\
<tr><td><code>4000 0000 0000 0069</code></td><td>has expired</td></tr>\
<tr><td><code>4000 0000 0000 0127</code></td><td>with a wrong security code</td></tr>\
</table></details>";

#[cfg(test)]
mod tests {
    use super::{expiry, read};

    #[test]
    fn an_expiry_date_is_read_as_people_write_it() {
        for typed in ["08/29", "8 / 29", "0829", "08-29"] {
            assert_eq!(expiry(typed), (Some(8), Some(29)), "{typed}");
        }
        assert_eq!(expiry("12/2031"), (Some(12), Some(2031)));
        assert_eq!(expiry("soon"), (None, None));
    }

    #[test]
    fn a_form_is_read_by_its_names() {
        let typed = read("number=4242+4242&expiry=08%2F29&cvc=123&name=Zo%C3%AB&keep=yes");
        assert_eq!(typed.number, "4242 4242");
        assert_eq!((typed.month, typed.year), (Some(8), Some(29)));
        assert_eq!(typed.name, "Zoë");
        assert!(typed.keep);
    }
}
