//! What can go wrong with a request, on order. Not here: where in a request's way it strikes, which is
//! [`crate::http::serve`]'s, and which request it strikes, which is [`plan`]'s or
//! [`Control`](crate::Control)'s.

pub(crate) mod plan;

use crate::errors::Refusal;

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The request is done and committed, then the connection is cut before the answer.
    AnswerLost,
    /// The connection is cut before anything is done.
    ConnectionDropped,
    /// The request is done and committed, then the connection is reset in the middle of the answer's body.
    BodyReset,
    /// 500 before anything is done, saved for the idempotency key as Stripe saves it.
    ServerError,
    /// 500 after everything is done and committed, saved for the idempotency key as Stripe saves it.
    ServerErrorAfter,
    /// 502 before anything is done, with a page instead of JSON, and not saved.
    BadGateway,
    /// 503 before anything is done, and not saved.
    Unavailable,
    /// 429 with the rate limit's reason.
    RateLimited,
    /// 429 with the code `lock_timeout` and no reason; Stripe says to retry it.
    LockTimeout,
    /// 409 with the code `idempotency_key_in_use`, as if another request with the key were under way.
    KeyInUse,
    /// The answer comes this many milliseconds late.
    Slow(u32),
    /// The request is done and committed, and half of the answer's JSON comes, as if it were all.
    Truncated,
    /// The request is done and committed, and the answer calls itself a web page.
    WrongContentType,
    /// 402: a card was declined.
    CardDeclined,
    /// 403: the key lacks a permission.
    Forbidden,
    /// 401: the key is not valid any more.
    KeyExpired,
}

impl Fault {
    /// The refusal of a fault that is answered before the endpoint begins and leaves nothing behind;
    /// `None` for those that strike elsewhere.
    pub(crate) fn refusal(self, shown_key: &str) -> Option<Refusal> {
        Some(match self {
            Self::RateLimited => rate_limit(),
            Self::LockTimeout => lock_timeout(),
            Self::KeyInUse => key_in_use(),
            Self::Unavailable => {
                Refusal::new(503, "api_error", "Stripe is temporarily unavailable.")
            }
            Self::CardDeclined => Refusal::new(402, "card_error", "Your card was declined.")
                .code("card_declined")
                .with("decline_code", "generic_decline"),
            Self::Forbidden => Refusal::new(
                403,
                "invalid_request_error",
                "The provided key does not have the required permissions for this endpoint. Having the 'rak_write' permission would allow this request to continue.",
            ),
            Self::KeyExpired => Refusal::new(
                401,
                "invalid_request_error",
                format!("Expired API Key provided: {shown_key}"),
            )
            .code("api_key_expired"),
            Self::AnswerLost
            | Self::ConnectionDropped
            | Self::BodyReset
            | Self::ServerError
            | Self::ServerErrorAfter
            | Self::BadGateway
            | Self::Slow(_)
            | Self::Truncated
            | Self::WrongContentType => return None,
        })
    }
}

pub(crate) fn rate_limit() -> Refusal {
    Refusal::new(429, "invalid_request_error", "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.").code("rate_limit")
}

pub(crate) fn lock_timeout() -> Refusal {
    Refusal::new(429, "invalid_request_error", "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate.").code("lock_timeout")
}

pub(crate) fn key_in_use() -> Refusal {
    Refusal::new(409, "idempotency_error", "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through). Please try again later.")
        .code("idempotency_key_in_use")
        .before_it_began()
}

/// 500, as Stripe words it.
pub(crate) fn unknown_error() -> Refusal {
    Refusal::new(500, "api_error", "An unknown error occurred")
}
