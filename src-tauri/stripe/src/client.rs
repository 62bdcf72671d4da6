//! The client: one account's way to Stripe. Cheap to clone; all clones share one connection pool
//! and one set of rate-limit buckets, so an account should have one client.
//!
//! Not here: paging (list), documents (download), the bytes on the wire (exchange).

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde_json::Value;
use url::Url;

use crate::answer::Answer;
use crate::api_error::ApiError;
use crate::config::Config;
use crate::error::Error;
use crate::exchange::{self, Reply};
use crate::idempotency::IdempotencyKey;
use crate::pace::Pacer;
use crate::params::Params;
use crate::retry::{Decision, Effect, Outcome};

/// No JSON answer has a reason to be larger; a page of 100 expanded invoices is about 1 MiB.
const MAX_ANSWER_BYTES: usize = 64 << 20;

/// The practice server's lever for its time, outside Stripe's API.
const PRACTICE_CLOCK: &str = "/_practice/clock";

/// Speaks to Stripe, or to the practice server, with one key.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) http: reqwest::Client,
    pub(crate) pacer: Pacer,
    /// Reads sent and not yet accounted for.
    pub(crate) reads: AtomicU64,
}

/// One call, as often as it may have to be sent.
struct Call<'a> {
    method: Method,
    url: Url,
    path: &'a str,
    body: Option<String>,
    key: Option<&'a IdempotencyKey>,
}

impl Client {
    /// Makes ready to speak; nothing is sent yet. Fails where this machine has no usable
    /// certificates to tell Stripe by.
    pub fn new(config: Config) -> Result<Self, Error> {
        let http = exchange::http(&config)?;
        let pacer = Pacer::new(config.pace);
        Ok(Self {
            shared: Arc::new(Shared {
                config,
                http,
                pacer,
                reads: AtomicU64::new(0),
            }),
        })
    }

    /// What this client was made from.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// How many reads were sent since this was last asked, each attempt by itself. Stripe allows
    /// so many a month; whoever minds that adds them up.
    #[must_use]
    pub fn take_reads(&self) -> u64 {
        self.shared.reads.swap(0, Ordering::Relaxed)
    }

    /// Reads one object or one page.
    pub async fn get(&self, path: &str, params: &Params) -> Result<Answer, Error> {
        let mut url = self.api(path)?;
        if !params.is_empty() {
            url.set_query(Some(&params.encode()));
        }
        self.call(Call {
            method: Method::GET,
            url,
            path,
            body: None,
            key: None,
        })
        .await
    }

    /// Writes. The key was stored with the intent before this call: sent twice with the same
    /// key, the second changes nothing and answers `replayed`.
    pub async fn post(
        &self,
        path: &str,
        params: &Params,
        key: &IdempotencyKey,
    ) -> Result<Answer, Error> {
        let url = self.api(path)?;
        let body = Some(params.encode());
        self.call(Call {
            method: Method::POST,
            url,
            path,
            body,
            key: Some(key),
        })
        .await
    }

    /// Deletes, without parameters. Stripe knows no idempotency keys here; a repeated DELETE
    /// is told that the object is missing.
    pub async fn delete(&self, path: &str) -> Result<Answer, Error> {
        self.delete_with(path, &Params::new()).await
    }

    /// Deletes with parameters, such as a subscription's `invoice_now` and `prorate`.
    pub async fn delete_with(&self, path: &str, params: &Params) -> Result<Answer, Error> {
        let mut url = self.api(path)?;
        if !params.is_empty() {
            url.set_query(Some(&params.encode()));
        }
        self.call(Call {
            method: Method::DELETE,
            url,
            path,
            body: None,
            key: None,
        })
        .await
    }

    /// What time it is for the practice server. Stripe itself has no such lever: there it is a path that no
    /// request may name.
    pub async fn practice_clock(&self) -> Result<Answer, Error> {
        self.lever(Method::GET, None).await
    }

    /// Moves the practice server's time on by `advance` seconds and `months`.
    pub async fn move_practice_clock(&self, by: &Params) -> Result<Answer, Error> {
        self.lever(Method::POST, Some(by.encode())).await
    }

    async fn lever(&self, method: Method, body: Option<String>) -> Result<Answer, Error> {
        let path = PRACTICE_CLOCK;
        if !self.shared.config.is_loopback() {
            return Err(Error::Path {
                path: path.to_owned(),
            });
        }
        let mut url = self.shared.config.api_base().clone();
        url.set_path(path);
        self.call(Call {
            method,
            url,
            path,
            body,
            key: None,
        })
        .await
    }

    fn api(&self, path: &str) -> Result<Url, Error> {
        within(self.shared.config.api_base(), path)
    }

    async fn call(&self, call: Call<'_>) -> Result<Answer, Error> {
        let effect = if call.key.is_some() {
            Effect::Once
        } else if call.method == Method::GET {
            Effect::None
        } else {
            Effect::Unguarded
        };
        self.with_retries(call.method.as_str(), call.path, effect, || self.once(&call))
            .await
    }

    async fn once(&self, call: &Call<'_>) -> Result<Answer, Error> {
        let reply = exchange::send(self.request(call)?, MAX_ANSWER_BYTES).await?;
        self.read(reply)
    }

    /// Carries out the retry policy around `attempt`, each one let out by the rate limits.
    pub(crate) async fn with_retries<T, F: Future<Output = Result<T, Error>>>(
        &self,
        method: &str,
        path: &str,
        effect: Effect,
        attempt: impl Fn() -> F,
    ) -> Result<T, Error> {
        let mut attempts = 0;
        loop {
            self.shared.pacer.wait(method, path).await;
            // The practice server's lever is no part of Stripe, and counts for nothing there.
            if method == Method::GET.as_str() && path != PRACTICE_CLOCK {
                self.shared.reads.fetch_add(1, Ordering::Relaxed);
            }
            let error = match attempt().await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            match self
                .shared
                .config
                .retry
                .decide(attempts, effect, &Outcome::of(&error))
            {
                Decision::GiveUp => return Err(error),
                Decision::After(delay) => tokio::time::sleep(delay.at(chance())).await,
            }
            attempts += 1;
        }
    }

    fn request(&self, call: &Call<'_>) -> Result<reqwest::RequestBuilder, Error> {
        let config = &self.shared.config;
        let mut headers = exchange::headers(Some(config.key()))?;
        if let Some(key) = call.key {
            let value = HeaderValue::from_str(key.as_str()).map_err(|_| Error::Setup {
                detail: "the idempotency key".to_owned(),
            })?;
            headers.insert("idempotency-key", value);
        }
        if call.body.is_some() {
            let form = HeaderValue::from_static("application/x-www-form-urlencoded");
            headers.insert(CONTENT_TYPE, form);
        }
        let mut request = self
            .shared
            .http
            .request(call.method.clone(), call.url.clone())
            .headers(headers)
            .timeout(config.timeouts.call);
        if let Some(body) = &call.body {
            request = request.body(body.clone());
        }
        Ok(request)
    }

    fn read(&self, reply: Reply) -> Result<Answer, Error> {
        if reply.is_redirect() {
            let host = reply.location.as_deref().and_then(|to| Url::parse(to).ok());
            let host = host
                .as_ref()
                .and_then(Url::host_str)
                .unwrap_or("another address");
            return Err(Error::Redirected {
                host: host.to_owned(),
            });
        }
        if !reply.is_success() {
            return Err(self.refusal(&reply));
        }
        let body = serde_json::from_slice(&reply.body)
            .map_err(|problem| not_json(&reply, problem.to_string()))?;
        Ok(Answer {
            body,
            request_id: reply.request_id,
            replayed: reply.replayed,
        })
    }

    /// What an answer that is neither a success nor a redirect says.
    pub(crate) fn refusal(&self, reply: &Reply) -> Error {
        // A server may quote the key back at us; error texts are shown and logged.
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        let text = self.shared.config.key().scrub(text);
        match serde_json::from_str::<Value>(&text) {
            Ok(body) => match ApiError::read(reply, &body) {
                Some(error) => error.into(),
                None => not_json(reply, "there is no error object in it".to_owned()),
            },
            Err(problem) => not_json(reply, problem.to_string()),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("config", &self.shared.config)
            .finish_non_exhaustive()
    }
}

/// `path` on `base`. A path that would be read differently from how it is written (dots, empty
/// parts, a query inside) is refused, so that an odd id cannot turn one call into another.
pub(crate) fn within(base: &Url, path: &str) -> Result<Url, Error> {
    let mut url = base.clone();
    url.set_path(path);
    let sound = path.starts_with("/v1/")
        && url.path() == path
        && !path.contains("//")
        && !path.ends_with('/');
    if sound {
        Ok(url)
    } else {
        Err(Error::Path {
            path: path.to_owned(),
        })
    }
}

fn not_json(reply: &Reply, detail: String) -> Error {
    Error::NotJson {
        status: reply.status,
        content_type: reply.content_type.clone(),
        request_id: reply.request_id.clone(),
        should_retry: reply.should_retry,
        detail,
    }
}

/// A number that no two waiting clients share. The standard library's hash keys are random,
/// which is enough for spreading retries and saves a crate.
fn chance() -> u16 {
    let bytes = RandomState::new().hash_one(0u8).to_le_bytes();
    u16::from_le_bytes([bytes[0], bytes[1]])
}

#[cfg(test)]
mod tests {
    use super::{Error, Url, within};

    #[test]
    fn paths_are_taken_literally_or_not_at_all() -> Result<(), url::ParseError> {
        let base = Url::parse("https://api.stripe.com/")?;
        for path in [
            "/v1/quotes",
            "/v1/quotes/qt_1/accept",
            "/v1/customers/a%2Fb",
        ] {
            let url = within(&base, path).map(|url| url.to_string());
            assert_eq!(url.ok(), Some(format!("https://api.stripe.com{path}")));
        }
        for path in [
            "",
            "/",
            "/v1/",
            "/v2/core",
            "v1/quotes",
            "/v1/quotes/",
            "/v1/quotes//accept",
            "/v1/quotes/../customers",
            "/v1/quotes?limit=1",
            "/v1/quotes/%2e%2e/customers",
            "https://example.com/v1/quotes",
            "//example.com/v1/quotes",
            "/v1/quotes/a b",
        ] {
            assert!(
                matches!(within(&base, path), Err(Error::Path { .. })),
                "{path:?}"
            );
        }
        Ok(())
    }
}
