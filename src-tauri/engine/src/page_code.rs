//! The page where an invoice is paid, as a code that the customer's telephone reads off the screen.

use crate::account::Account;
use crate::json;
use crate::trouble::not_found;
use crate::view::{Code, PageCode, Problem};
use cache::Kind;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// White around the code, in squares of it: readers need it.
const BORDER: i32 = 4;

/// The code of an invoice's page.
pub async fn show(account: &Account, id: &str) -> Result<PageCode, Problem> {
    let id = id.to_owned();
    let record = account
        .cache
        .read(move |r| r.records().get(Kind::Invoice, &id))
        .await?
        .ok_or_else(|| not_found("invoice"))?;
    let url = json::owned(&record.raw, "hosted_invoice_url").ok_or_else(|| {
        Problem::new(
            Code::NotAllowed,
            "This invoice has no page yet where it can be paid.",
        )
        .hint("Finalize it first.")
    })?;
    let svg = drawn(&url).ok_or_else(|| {
        Problem::new(
            Code::Bug,
            "The address of this invoice's page is too long for a code.",
        )
        .hint("Copy the address instead.")
    })?;
    Ok(PageCode { url, svg })
}

/// A text as one path, black on white.
fn drawn(text: &str) -> Option<String> {
    // A screen is clean: more squares for repair would only make them smaller.
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let size = code.size().saturating_add(BORDER.saturating_mul(2));
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                let (x, y) = (x.saturating_add(BORDER), y.saturating_add(BORDER));
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::drawn;

    #[test]
    fn an_address_becomes_a_square_with_its_border() {
        let svg = drawn("https://invoice.stripe.com/i/acct_1/live_1").unwrap_or_default();
        // 42 letters fit the smallest code with 29 squares a side; four more stand on each side.
        assert!(svg.contains("viewBox=\"0 0 37 37\""), "{svg}");
        // The corner that readers look for first: a bar of seven squares.
        for x in 4..11 {
            assert!(svg.contains(&format!("M{x} 4h1v1h-1z")), "{x}");
        }
        assert!(!svg.contains("M11 4h"), "white beside it");
        assert_eq!(drawn(&"x".repeat(3_000)), None);
    }
}
