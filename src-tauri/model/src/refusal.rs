//! Why something cannot be done with a quote or an invoice as it stands. Not an error of the
//! program, and not a no from Stripe: a sentence for the owner, known beforehand.

/// A no with its reason and the way on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {advice}")]
pub struct Refusal {
    /// What kind of no it is, for those who act on it.
    pub kind: RefusalKind,
    /// What is the case: "This quote is already accepted."
    pub what: String,
    /// What to do: "Open the invoice that it became."
    pub advice: String,
}

/// What kind of no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// What was asked for is already so. Asking twice is no mistake: callers may take it as
    /// done.
    AlreadySo,
    /// Something else has to come first.
    NotYet,
    /// It is too late for it, for good.
    TooLate,
    /// The state is one that this program does not know.
    UnknownState,
}

impl Refusal {
    pub(crate) fn new(kind: RefusalKind, what: &str, advice: &str) -> Self {
        Self {
            kind,
            what: what.to_owned(),
            advice: advice.to_owned(),
        }
    }

    pub(crate) fn unknown(thing: &str, state: &str) -> Self {
        Self {
            kind: RefusalKind::UnknownState,
            what: format!(
                "Stripe says that this {thing} is \u{201c}{state}\u{201d}, which Counterfoil does not know."
            ),
            advice: "Open it in the Stripe Dashboard.".to_owned(),
        }
    }
}
