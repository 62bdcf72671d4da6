//! What a mail about a quote or an invoice says. Not how it is written down as a message.

use crate::amounts::each;
use crate::sheets::day;
use crate::view::{CustomerRef, InvoiceSheet, QuoteSheet};

/// A mail to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// The business's own address, where its contact line has one.
    pub(super) from: Option<(String, String)>,
    /// The customer's name.
    pub(super) name: String,
    /// The customer's address; empty where none is known or what is known is none.
    pub(super) to: String,
    pub(super) subject: String,
    pub(super) body: String,
}

/// The letter that goes with a quote.
pub(super) fn of_quote(quote: &QuoteSheet, business: &str, contact: &str) -> Letter {
    let number = quote.row.number.clone().unwrap_or_default();
    let mut price = quote.headline.text.clone();
    if let Some(recurring) = &quote.recurring {
        let rhythm = each(&recurring.per);
        // What is charged first is often nothing but the first period.
        if quote.upfront.total.minor == 0 || quote.upfront.total == recurring.totals.total {
            price = format!("{price} {rhythm}");
        } else {
            price = format!(
                "{price} first, then {} {rhythm}",
                recurring.totals.total.text
            );
        }
    }
    let until = quote
        .terms
        .until
        .map(|at| format!(" It is valid until {}.", day(at)))
        .unwrap_or_default();
    let accepted = quote
        .row
        .state
        .as_ref()
        .is_some_and(|state| state.code == crate::view::StateCode::Accepted);
    let (opening, end) = if accepted {
        (
            format!("Attached is our quote {number} as you accepted it: {price}."),
            "Thank you for your order.",
        )
    } else {
        (
            format!("Attached is our quote {number}: {price}.{until}"),
            "To accept it, a reply to this mail is enough.",
        )
    };
    letter(
        format!("Quote {number}"),
        quote.customer.as_ref(),
        business,
        contact,
        &[&opening, end],
    )
}

/// The letter that goes with an invoice.
pub(super) fn of_invoice(invoice: &InvoiceSheet, business: &str, contact: &str) -> Letter {
    let number = invoice.row.number.clone().unwrap_or_default();
    let due = invoice
        .terms
        .until
        .map(|at| format!(", due on {}", day(at)))
        .unwrap_or_default();
    let opening = format!(
        "Attached is our invoice {number}: {}{due}.",
        invoice.remaining.text
    );
    let page = invoice
        .hosted_url
        .as_ref()
        .map(|url| format!("You can see and pay it here:\n{url}"));
    let mut parts = vec![opening.as_str()];
    parts.extend(page.as_deref());
    letter(
        format!("Invoice {number}"),
        invoice.customer.as_ref(),
        business,
        contact,
        &parts,
    )
}

fn letter(
    what: String,
    customer: Option<&CustomerRef>,
    business: &str,
    contact: &str,
    parts: &[&str],
) -> Letter {
    let business = plain(business);
    let name = customer
        .map(|customer| plain(&customer.name))
        .unwrap_or_default();
    let to = customer
        .and_then(|customer| customer.email.as_deref())
        .and_then(address)
        .unwrap_or_default();
    let greeting = if name.is_empty() || name.contains('@') {
        "Hello,".to_owned()
    } else {
        format!("Dear {name},")
    };
    Letter {
        from: contact
            .split([' ', ',', ';', '|', '·'])
            .find_map(address)
            .map(|address| (business.clone(), address)),
        subject: plain(&format!("{what} from {business}")),
        body: format!(
            "{greeting}\n\n{}\n\nKind regards\n{business}\n",
            parts.join("\n\n")
        ),
        name,
        to,
    }
}

/// One line without anything that could begin another, or turn it around.
fn plain(text: &str) -> String {
    let seen = |c: &char| {
        !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(seen)
        .collect();
    text.trim().to_owned()
}

/// A mail address that neither a header nor a command line can take for anything else.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let (user, host) = text.rsplit_once('@')?;
    let sound = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let fine =
        !user.is_empty() && host.contains('.') && !text.starts_with('-') && !host.ends_with('.');
    (fine
        && user.chars().all(sound)
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || ".-".contains(c)))
    .then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{address, plain};

    #[test]
    fn only_an_address_is_taken_for_one() {
        for fine in [
            "ana@halden.example",
            "ana+quotes@mail.halden.example",
            "анна@пример.example",
        ] {
            assert_eq!(address(fine).as_deref(), Some(fine));
        }
        for not in [
            "",
            "ana",
            "ana@",
            "@halden.example",
            "ana@halden",
            "-x@halden.example",
            "a b@halden.example",
        ] {
            assert_eq!(address(not), None, "{not}");
        }
        let folded = "ana@halden.example\r\nBcc: all@halden.example";
        assert_eq!(address(folded), None, "a header cannot be smuggled in");
        assert_eq!(
            address("ana@halden.example,b@halden.example"),
            None,
            "one address is one"
        );
    }

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(plain("Halden\r\nBcc: x\u{202e}y "), "Halden  Bcc: xy");
    }
}
