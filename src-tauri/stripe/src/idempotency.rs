//! The idempotency key of a write: made and stored by whoever intends the write, never here.
//!
//! Not a secret, and not a policy: how long a key may be used is the outbox's to know.

use std::fmt;

/// What Stripe recognises a repeated write by: 1 to 255 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

/// Why a text cannot be an idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdempotencyKeyProblem {
    /// Empty keys would make unlike writes look alike.
    #[error("an idempotency key is empty")]
    Empty,
    /// Stripe takes at most 255 characters.
    #[error("an idempotency key is longer than 255 characters")]
    TooLong,
    /// It travels in a header.
    #[error("an idempotency key has characters that no header can carry")]
    StrangeCharacters,
}

impl IdempotencyKey {
    /// Takes a stored key.
    pub fn new(text: impl Into<String>) -> Result<Self, IdempotencyKeyProblem> {
        let text = text.into();
        if text.is_empty() {
            return Err(IdempotencyKeyProblem::Empty);
        }
        if text.chars().count() > 255 {
            return Err(IdempotencyKeyProblem::TooLong);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(IdempotencyKeyProblem::StrangeCharacters);
        }
        Ok(Self(text))
    }

    /// The text as it is stored and sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{IdempotencyKey, IdempotencyKeyProblem};

    #[test]
    fn one_to_255_visible_characters() {
        assert!(IdempotencyKey::new("a").is_ok());
        assert!(IdempotencyKey::new("k".repeat(255)).is_ok());
        for (text, problem) in [
            (String::new(), IdempotencyKeyProblem::Empty),
            ("k".repeat(256), IdempotencyKeyProblem::TooLong),
            ("a b".to_owned(), IdempotencyKeyProblem::StrangeCharacters),
            (
                "a\r\nb".to_owned(),
                IdempotencyKeyProblem::StrangeCharacters,
            ),
            ("é".to_owned(), IdempotencyKeyProblem::StrangeCharacters),
        ] {
            assert_eq!(IdempotencyKey::new(text).err(), Some(problem));
        }
    }
}
