//! The secret key: reading one that a person pasted, and never showing it again.
//!
//! Not here: where the key is kept. `Debug` and `Display` give the redacted form only.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// Whether a key moves real money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// `sk_test_`, `rk_test_`: nothing is real.
    Test,
    /// `sk_live_`, `rk_live_`: real customers and real money.
    Live,
}

/// A Stripe secret or restricted key. It can be sent and stored, never printed.
#[derive(Clone)]
pub struct SecretKey {
    text: SecretString,
    mode: Mode,
    restricted: bool,
}

/// Why a pasted text is not a key that can be used here. Never contains the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// Nothing was pasted.
    #[error("No key was given. Paste a secret or restricted key from the Stripe Dashboard.")]
    Empty,
    /// `pk_…`
    #[error(
        "This is a publishable key, which cannot read or write records. Use a restricted key (rk_) or a secret key (sk_)."
    )]
    Publishable,
    /// `whsec_…`
    #[error(
        "This is a webhook signing secret, not an API key. Use a restricted key (rk_) or a secret key (sk_)."
    )]
    WebhookSecret,
    /// The Dashboard's shortened form, with dots or stars in the middle.
    #[error(
        "This is the shortened form of a key, with its middle hidden. Reveal the key in the Dashboard and copy it whole."
    )]
    Masked,
    /// White space or other characters inside.
    #[error("The key has characters that no Stripe key has. Copy it again, on its own.")]
    StrangeCharacters,
    /// The prefix is right and nothing follows.
    #[error("The key ends after its prefix. Copy it again, whole.")]
    CutShort,
    /// None of the known prefixes.
    #[error("This is not a Stripe key. One begins with rk_test_, rk_live_, sk_test_ or sk_live_.")]
    UnknownKind,
}

/// A masked tail is shown only where enough of the key stays hidden.
const SHORTEST_WITH_TAIL: usize = 12;

impl SecretKey {
    /// Reads a key as a person pasted it: white space around it is dropped.
    pub fn parse(text: &str) -> Result<Self, KeyProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(KeyProblem::Empty);
        }
        if text.starts_with("pk_") {
            return Err(KeyProblem::Publishable);
        }
        if text.starts_with("whsec_") {
            return Err(KeyProblem::WebhookSecret);
        }
        let (mode, restricted, rest) = if let Some(rest) = text.strip_prefix("sk_test_") {
            (Mode::Test, false, rest)
        } else if let Some(rest) = text.strip_prefix("rk_test_") {
            (Mode::Test, true, rest)
        } else if let Some(rest) = text.strip_prefix("sk_live_") {
            (Mode::Live, false, rest)
        } else if let Some(rest) = text.strip_prefix("rk_live_") {
            (Mode::Live, true, rest)
        } else {
            return Err(KeyProblem::UnknownKind);
        };
        if rest.is_empty() {
            return Err(KeyProblem::CutShort);
        }
        if rest.contains(['*', '•', '…', '.']) {
            return Err(KeyProblem::Masked);
        }
        if !rest
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return Err(KeyProblem::StrangeCharacters);
        }
        Ok(Self {
            text: SecretString::from(text),
            mode,
            restricted,
        })
    }

    /// Whether this key moves real money.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether this is a restricted key (`rk_`), which can only do what it was allowed.
    #[must_use]
    pub fn restricted(&self) -> bool {
        self.restricted
    }

    /// The key itself: for the keyring and for the `Authorization` header, for nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }

    /// `text` with every occurrence of this key replaced by its redacted form: a server may
    /// quote the key back at us in an error message.
    pub(crate) fn scrub(&self, text: String) -> String {
        if text.contains(self.expose()) {
            text.replace(self.expose(), &self.to_string())
        } else {
            text
        }
    }
}

impl fmt::Display for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.restricted { "rk" } else { "sk" };
        let mode = match self.mode {
            Mode::Test => "test",
            Mode::Live => "live",
        };
        write!(f, "{kind}_{mode}_…")?;
        let rest = &self.expose()["sk_test_".len()..];
        if rest.len() >= SHORTEST_WITH_TAIL {
            f.write_str(&rest[rest.len() - 4..])?;
        }
        Ok(())
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyProblem, Mode, SecretKey};

    #[test]
    fn four_kinds_are_keys() -> Result<(), KeyProblem> {
        for (text, mode, restricted) in [
            ("sk_test_abcdefghijklmnop", Mode::Test, false),
            ("rk_test_abcdefghijklmnop", Mode::Test, true),
            (concat!("sk_live_", "abcdefghijklmnop"), Mode::Live, false),
            (
                concat!(" \trk_live_", "abcdefghijklmnop\n"),
                Mode::Live,
                true,
            ),
        ] {
            let key = SecretKey::parse(text)?;
            assert_eq!((key.mode(), key.restricted()), (mode, restricted), "{text}");
            assert_eq!(key.expose(), text.trim());
        }
        Ok(())
    }

    #[test]
    fn everything_else_is_told_apart() {
        for (text, problem) in [
            ("", KeyProblem::Empty),
            (" \n", KeyProblem::Empty),
            ("pk_live_abcdef", KeyProblem::Publishable),
            ("whsec_abcdef", KeyProblem::WebhookSecret),
            ("sk_test_", KeyProblem::CutShort),
            ("sk_live_••••abcd", KeyProblem::Masked),
            ("sk_live_...abcd", KeyProblem::Masked),
            ("rk_live_****abcd", KeyProblem::Masked),
            ("sk_test_abc def", KeyProblem::StrangeCharacters),
            ("sk_test_abc\r\nX-Header: 1", KeyProblem::StrangeCharacters),
            ("sk_prod_abc", KeyProblem::UnknownKind),
            ("hello", KeyProblem::UnknownKind),
        ] {
            assert_eq!(SecretKey::parse(text).err(), Some(problem), "{text:?}");
        }
    }

    #[test]
    fn only_the_last_four_are_shown_and_nothing_of_a_short_key() -> Result<(), KeyProblem> {
        let key = SecretKey::parse("sk_test_51HidehideHIDEwxyz")?;
        assert_eq!(key.to_string(), "sk_test_…wxyz");
        assert_eq!(format!("{key:?}"), "SecretKey(sk_test_…wxyz)");
        assert_eq!(
            SecretKey::parse("rk_live_12345678")?.to_string(),
            "rk_live_…"
        );
        Ok(())
    }
}
