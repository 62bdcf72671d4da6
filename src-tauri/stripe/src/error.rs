//! Everything that can stand between a request and its answer, and what may be done next.
//!
//! The variants say what happened; the predicates say what follows, which is what callers act on.
//! No variant holds a key, a header or a whole address (a PDF's address opens the PDF).
//!
//! Not here: sentences for people; the engine writes those.

use std::time::Duration;

use crate::api_error::{ApiError, ErrorKind};

/// How far a request had come when the line broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// No connection stood: not a byte of the request was sent.
    Connecting,
    /// The request may have arrived; its answer did not.
    Exchanging,
}

/// Why there is no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// Stripe answered with an error of its own.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// The line failed.
    #[error("{}: {detail}", match .stage { Stage::Connecting => "no connection", Stage::Exchanging => "the connection was lost" })]
    Network {
        /// Before or after the request may have arrived.
        stage: Stage,
        /// The system's words.
        detail: String,
    },
    /// Nothing came in time.
    #[error("no answer in time")]
    Timeout {
        /// Before or after the request may have arrived.
        stage: Stage,
    },
    /// The other side could not prove to be Stripe.
    #[error("no trusted connection: {detail}")]
    Tls {
        /// What was wrong with the certificate or the handshake.
        detail: String,
    },
    /// Something answered, not in Stripe's language: a proxy's page, or half an answer.
    #[error("the answer (status {status}) is not Stripe's JSON: {detail}")]
    NotJson {
        /// The HTTP status.
        status: u16,
        /// What kind of content it said it was.
        content_type: Option<String>,
        /// Stripe's `req_…`, where there was one.
        request_id: Option<String>,
        /// What Stripe says about sending the same request again.
        should_retry: Option<bool>,
        /// Where reading it failed.
        detail: String,
    },
    /// JSON, but not what the request is answered with: a list without `data`, for one.
    #[error("the answer has an unexpected shape: {detail}")]
    Shape {
        /// What was missing.
        detail: String,
    },
    /// An API call was answered by a redirect, which is never followed: the key goes to one host.
    #[error("an API call was redirected to {host} and not followed")]
    Redirected {
        /// Where to, host only.
        host: String,
    },
    /// A download led to a host that documents are not fetched from.
    #[error("documents are not fetched from {host}")]
    RefusedHost {
        /// Which host, with its scheme.
        host: String,
    },
    /// A download was redirected again and again.
    #[error("the download was redirected more than {limit} times")]
    TooManyRedirects {
        /// How many are followed.
        limit: usize,
    },
    /// The downloaded bytes are not a PDF.
    #[error("the download (status {status}) is not a PDF")]
    NotPdf {
        /// The HTTP status.
        status: u16,
    },
    /// More bytes than any answer has a reason to have.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The request itself is not one that can be sent.
    #[error("“{path}” is not a path of Stripe's API")]
    Path {
        /// The path that was asked for.
        path: String,
    },
    /// The client could not be set up on this machine.
    #[error("no client for HTTPS: {detail}")]
    Setup {
        /// What is missing, such as the system's certificates.
        detail: String,
    },
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl Error {
    /// The refusal in Stripe's words, where this is one.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// The HTTP status, where something answered.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Api(error) => Some(error.status),
            Self::NotJson { status, .. } | Self::NotPdf { status } => Some(*status),
            _ => None,
        }
    }

    /// Stripe's `req_…`, where there is one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id.as_deref(),
            Self::NotJson { request_id, .. } => request_id.as_deref(),
            _ => None,
        }
    }

    /// How long Stripe asks to wait before the next request.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.api().and_then(|error| error.retry_after)
    }

    /// Stripe was not reached, or is not serving just now (502 to 504, redirects by a network
    /// that wants a log-in). What was intended stays queued and goes out later, with the same
    /// idempotency key.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::Network { .. } | Self::Timeout { .. } | Self::Tls { .. } => true,
            Self::Redirected { .. } => true,
            other => matches!(other.status(), Some(502..=504)),
        }
    }

    /// Stripe answered with a definite no: nothing was done, and sending the same again would
    /// change nothing. (Not 409, 429 or a held lock: those pass. Not a key that was used before
    /// for another request: that one may have been carried out.)
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.api().is_some_and(|error| {
            (400..500).contains(&error.status)
                && !error.is_passing()
                && error.kind != ErrorKind::Idempotency
        })
    }

    /// Stripe has not done it and says to come back: 409, 429, a held lock. The same request
    /// with the same key may be sent again.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.api()
            .is_some_and(|error| (400..500).contains(&error.status) && error.is_passing())
    }

    /// Whether a write took effect is not known: a 500, a gateway's error, an answer lost or cut
    /// short on its way, a key that was used before with other parameters. After a 500 the object's state must be read before anything is sent
    /// again, because Stripe replays the saved 500 for the same key.
    #[must_use]
    pub fn is_indeterminate(&self) -> bool {
        match self {
            Self::Network { stage, .. } | Self::Timeout { stage } => *stage == Stage::Exchanging,
            Self::Api(error) => {
                error.status >= 500 || (error.kind == ErrorKind::Idempotency && !error.is_passing())
            }
            Self::NotJson { .. } | Self::Shape { .. } | Self::TooLarge { .. } => true,
            _ => false,
        }
    }

    /// The next attempt, if there is to be one, needs a new idempotency key, because this one
    /// has a saved answer: after a definite no; and after a 500, or where the key was used
    /// before, once the object's state was read and shows that nothing happened. Not after 401
    /// and 429, which Stripe does not save.
    #[must_use]
    pub fn needs_new_key(&self) -> bool {
        self.api().is_some_and(|error| match error.status {
            401 => false,
            500 => error.should_retry != Some(true),
            _ => self.is_refused() || (error.kind == ErrorKind::Idempotency && !error.is_passing()),
        })
    }

    /// The key was not accepted at all (401): wrong, expired or revoked.
    #[must_use]
    pub fn is_key_rejected(&self) -> bool {
        self.api().is_some_and(|error| error.status == 401)
    }

    /// The key may not do this (403): a permission is missing.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.api().is_some_and(|error| error.status == 403)
    }

    /// The object, or one that a parameter names, does not exist, or not for this key and mode.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.api()
            .is_some_and(|error| error.status == 404 || error.is_code("resource_missing"))
    }
}
