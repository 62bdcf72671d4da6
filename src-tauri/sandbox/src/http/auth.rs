//! Who may ask: the practice account's key, as Bearer or as the user name of Basic auth.

use super::form::decode;
use crate::errors::Refusal;

/// Lets a request with the account's key pass.
pub(crate) fn check(header: Option<&str>, key: &str) -> Result<(), Refusal> {
    let shown = header.and_then(shown_key).unwrap_or_default();
    if shown.is_empty() {
        return Err(refuse(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
        ));
    }
    if shown == key {
        return Ok(());
    }
    if shown.starts_with("pk_") {
        return Err(wants_a_secret_key());
    }
    Err(refuse(&format!(
        "Invalid API Key provided: {}",
        masked(&shown)
    )))
}

/// The key that customers' browsers may know: the account's own with another beginning.
pub(crate) fn is_publishable(header: Option<&str>, key: &str) -> bool {
    let own = key.split_once("_test_").map(|(_, rest)| rest);
    let shown = header.and_then(shown_key);
    let shown = shown.as_deref().and_then(|s| s.strip_prefix("pk_test_"));
    shown.is_some() && shown == own
}

pub(crate) fn wants_a_secret_key() -> Refusal {
    refuse("This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.").code("secret_key_required")
}

fn refuse(message: &str) -> Refusal {
    Refusal::new(401, "invalid_request_error", message).before_it_began()
}

fn shown_key(header: &str) -> Option<String> {
    let (scheme, rest) = header.trim().split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let plain = base64(rest.trim())?;
        let user = plain.split(':').next().unwrap_or_default();
        return Some(decode(user));
    }
    None
}

/// The first and last characters of a key, as Stripe shows a wrong one.
fn masked(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    if chars.len() < 12 {
        return "*".repeat(chars.len());
    }
    let start: String = chars[..8].iter().collect();
    let end: String = chars[chars.len() - 4..].iter().collect();
    format!("{start}{}{end}", "*".repeat(chars.len() - 12))
}

fn base64(encoded: &str) -> Option<String> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::new();
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in encoded.bytes().filter(|b| *b != b'=') {
        let value = ALPHABET.iter().position(|a| *a == byte)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::{check, masked};

    #[test]
    fn bearer_and_basic_open_and_others_do_not() {
        assert!(check(Some("Bearer sk_test_a"), "sk_test_a").is_ok());
        // "sk_test_a:" in base64
        assert!(check(Some("Basic c2tfdGVzdF9hOg=="), "sk_test_a").is_ok());
        assert!(check(Some("Bearer sk_test_b"), "sk_test_a").is_err());
        assert!(check(Some("Basic !!"), "sk_test_a").is_err());
        assert!(check(None, "sk_test_a").is_err());
    }

    #[test]
    fn a_wrong_key_is_not_repeated_in_full() {
        assert_eq!(masked("sk_test_1234567890wxyz"), "sk_test_**********wxyz");
        assert_eq!(masked("short"), "*****");
    }
}
