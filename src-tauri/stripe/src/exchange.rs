//! One request and its answer over the wire: headers out, bytes and headers in, failures sorted.
//!
//! Not here: whether to try again (retry), how often to be let out (pace), what the JSON means.

use std::error::Error as StdError;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Once;
use std::time::Duration;

use reqwest::header::{
    AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
};
use reqwest::redirect;

use crate::config::{API_VERSION, Config};
use crate::error::{Error, Stage};
use crate::key::SecretKey;

const STRIPE_VERSION: HeaderName = HeaderName::from_static("stripe-version");
const STRIPE_SHOULD_RETRY: HeaderName = HeaderName::from_static("stripe-should-retry");
const RATE_LIMITED_REASON: HeaderName = HeaderName::from_static("stripe-rate-limited-reason");
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Sent as `User-Agent`; nothing else about the machine or its user is.
const USER_AGENT: &str = concat!("Counterfoil/", env!("CARGO_PKG_VERSION"));

/// Everything that came back, read to its end.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) content_type: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) replayed: bool,
    pub(crate) should_retry: Option<bool>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) rate_limited_reason: Option<String>,
}

impl Reply {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }
}

/// The HTTP client with this crate's rules built in.
pub(crate) fn http(config: &Config) -> Result<reqwest::Client, Error> {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // An error means that the program has chosen a provider already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        // Redirects are followed by hand, where at all: the key must not travel along.
        .redirect(redirect::Policy::none())
        .referer(false)
        // Retries are decided in retry.rs alone.
        .retry(reqwest::retry::never())
        .connect_timeout(config.timeouts.connect);
    let builder = if config.is_loopback() {
        let here = [
            SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), 0),
        ];
        // This machine is spoken to directly, whatever proxy is set, and without needing the
        // system's certificates, which a bare machine may not have.
        builder
            .no_proxy()
            .resolve_to_addrs("localhost", &here)
            .tls_certs_only([])
    } else {
        builder.https_only(true)
    };
    builder.build().map_err(|error| Error::Setup {
        detail: innermost(&error),
    })
}

/// The version header, and the key where it belongs.
pub(crate) fn headers(key: Option<&SecretKey>) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    if let Some(key) = key {
        let mut bearer =
            HeaderValue::from_str(&format!("Bearer {}", key.expose())).map_err(|_| {
                Error::Setup {
                    detail: "the key does not fit a header".to_owned(),
                }
            })?;
        bearer.set_sensitive(true);
        headers.insert(AUTHORIZATION, bearer);
        headers.insert(STRIPE_VERSION, HeaderValue::from_static(API_VERSION));
    }
    Ok(headers)
}

/// Sends, and reads the answer to its end, up to `limit` bytes.
pub(crate) async fn send(request: reqwest::RequestBuilder, limit: usize) -> Result<Reply, Error> {
    let mut response = request.send().await.map_err(|error| sort(&error))?;
    let headers = response.headers();
    let text = |name: &HeaderName| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let flag = |name: &HeaderName| match text(name)?.as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    let mut reply = Reply {
        status: response.status().as_u16(),
        body: Vec::new(),
        content_type: text(&CONTENT_TYPE),
        location: text(&LOCATION),
        request_id: text(&REQUEST_ID),
        replayed: flag(&REPLAYED) == Some(true),
        should_retry: flag(&STRIPE_SHOULD_RETRY),
        retry_after: text(&RETRY_AFTER)
            .and_then(|s| s.parse().ok())
            .map(Duration::from_secs),
        rate_limited_reason: text(&RATE_LIMITED_REASON),
    };
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).is_ok_and(|length| length > limit) {
        return Err(Error::TooLarge { limit });
    }
    while let Some(chunk) = response.chunk().await.map_err(|error| sort(&error))? {
        if reply.body.len() + chunk.len() > limit {
            return Err(Error::TooLarge { limit });
        }
        reply.body.extend_from_slice(&chunk);
    }
    Ok(reply)
}

/// Which of our errors a failure of the HTTP client is. Only the innermost cause is kept: the
/// outer layers repeat the address, and a PDF's address is as good as the PDF.
fn sort(error: &reqwest::Error) -> Error {
    let stage = if error.is_connect() {
        Stage::Connecting
    } else {
        Stage::Exchanging
    };
    if is_tls(error) {
        Error::Tls {
            detail: innermost(error),
        }
    } else if error.is_timeout() {
        Error::Timeout { stage }
    } else if error.is_builder() {
        Error::Setup {
            detail: innermost(error),
        }
    } else {
        Error::Network {
            stage,
            detail: innermost(error),
        }
    }
}

fn innermost(error: &dyn StdError) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    // An io::Error hides the error it wraps from `source`, and may wrap another io::Error.
    let wrapped = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    error.is::<rustls::Error>()
        || wrapped.is_some_and(|inner| is_tls(inner))
        || error.source().is_some_and(is_tls)
}
