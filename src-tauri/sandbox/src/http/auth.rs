//! The key that a request shows, as Bearer or as the user name of Basic auth. What the key may do is
//! not decided here but in [`crate::keys`].

use super::form::decode;
use crate::errors::Refusal;
use crate::keys::refuse;

/// The key in an `Authorization` header.
pub(crate) fn shown(header: Option<&str>) -> Result<String, Refusal> {
    header
        .and_then(read)
        .filter(|key| !key.is_empty())
        .ok_or_else(|| {
            refuse("You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.")
        })
}

fn read(header: &str) -> Option<String> {
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
    use super::shown;

    #[test]
    fn bearer_and_basic_are_read_and_others_are_not() {
        for (header, key) in [
            (Some("Bearer sk_test_a"), Some("sk_test_a")),
            (Some("bearer  sk_test_a "), Some("sk_test_a")),
            // "sk_test_a:" in base64
            (Some("Basic c2tfdGVzdF9hOg=="), Some("sk_test_a")),
            (Some("Basic !!"), None),
            (Some("Bearer "), None),
            (Some("Digest sk_test_a"), None),
            (None, None),
        ] {
            assert_eq!(shown(header).ok().as_deref(), key, "{header:?}");
        }
    }
}
