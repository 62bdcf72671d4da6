//! Where to speak, with which key, how patiently. The two base addresses are the only places the
//! key is ever sent, so they cannot be set freely: Stripe itself, or loopback with a test key.
//!
//! Not here: how a request is made.

use std::net::IpAddr;
use std::time::Duration;

use url::{Host, Url};

use crate::key::{Mode, SecretKey};
use crate::pace::Pace;
use crate::retry::Policy;

/// The version of Stripe's API this program is written against, sent with every request.
pub const API_VERSION: &str = "2026-10-28.endive";

const STRIPE_API: &str = "https://api.stripe.com/";
const STRIPE_FILES: &str = "https://files.stripe.com/";

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection to stand.
    pub connect: Duration,
    /// For a whole call, first byte sent to last byte received.
    pub call: Duration,
    /// For a whole download.
    pub download: Duration,
}

impl Default for Timeouts {
    /// 10 s to connect; 60 s for a call, since accepting a large quote can take Stripe half a
    /// minute; 120 s for a download over a slow line.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            call: Duration::from_secs(60),
            download: Duration::from_secs(120),
        }
    }
}

/// Everything a [`Client`](crate::Client) needs to know beforehand.
#[derive(Clone, Debug)]
pub struct Config {
    api_base: Url,
    files_base: Url,
    key: SecretKey,
    loopback: bool,
    /// How long to wait for an answer.
    pub timeouts: Timeouts,
    /// When and how often a request is sent again.
    pub retry: Policy,
    /// How many requests a second are let out.
    pub pace: Pace,
}

/// Why a base address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigProblem {
    /// It is not a web address at all.
    #[error("“{given}” is not a web address. One looks like http://127.0.0.1:12111.")]
    NotAnAddress {
        /// What was given.
        given: String,
    },
    /// It leads to another machine.
    #[error(
        "“{host}” is another machine. A key is only sent to Stripe itself or to this machine (127.0.0.1)."
    )]
    NotLoopback {
        /// The host that was given.
        host: String,
    },
    /// It has a path, a query or a user name.
    #[error("The address may only have a scheme, a host and a port, as in http://127.0.0.1:12111.")]
    MoreThanAnOrigin,
    /// A live key for a server that is not Stripe.
    #[error("A live key is only sent to Stripe itself. Use a test key with another server.")]
    LiveKeyElsewhere,
}

impl Config {
    /// Stripe itself.
    pub fn stripe(key: SecretKey) -> Result<Self, ConfigProblem> {
        Ok(Self::with_bases(
            address(STRIPE_API)?,
            address(STRIPE_FILES)?,
            key,
            false,
        ))
    }

    /// A server given by its base address: Stripe's own, or one on this machine, which answers
    /// for the API, the files and the hosted pages alike and only ever gets a test key.
    pub fn at(base: &str, key: SecretKey) -> Result<Self, ConfigProblem> {
        let base = address(base)?;
        if base == address(STRIPE_API)? {
            return Self::stripe(key);
        }
        if !is_loopback(&base) || !matches!(base.scheme(), "http" | "https") {
            let host = base.host_str().unwrap_or_default().to_owned();
            return Err(ConfigProblem::NotLoopback { host });
        }
        let bare = base.path() == "/"
            && base.query().is_none()
            && base.fragment().is_none()
            && base.username().is_empty()
            && base.password().is_none();
        if !bare {
            return Err(ConfigProblem::MoreThanAnOrigin);
        }
        if key.mode() == Mode::Live {
            return Err(ConfigProblem::LiveKeyElsewhere);
        }
        Ok(Self::with_bases(base.clone(), base, key, true))
    }

    fn with_bases(api_base: Url, files_base: Url, key: SecretKey, loopback: bool) -> Self {
        let pace = Pace::of_stripe(key.mode());
        Self {
            api_base,
            files_base,
            key,
            loopback,
            timeouts: Timeouts::default(),
            retry: Policy::default(),
            pace,
        }
    }

    /// Where API calls go.
    #[must_use]
    pub fn api_base(&self) -> &Url {
        &self.api_base
    }

    /// Where Stripe serves files, quote PDFs among them.
    #[must_use]
    pub fn files_base(&self) -> &Url {
        &self.files_base
    }

    /// The key. It cannot be printed.
    #[must_use]
    pub fn key(&self) -> &SecretKey {
        &self.key
    }

    /// Whether this is a server on this machine instead of Stripe.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether bytes may be fetched from here: Stripe's own hosts over https, or, with a server
    /// on this machine, exactly that server.
    pub(crate) fn may_fetch(&self, url: &Url) -> bool {
        if self.loopback {
            return url.origin() == self.api_base.origin();
        }
        let stripes = url
            .domain()
            .is_some_and(|domain| domain == "stripe.com" || domain.ends_with(".stripe.com"));
        url.scheme() == "https" && stripes && url.port_or_known_default() == Some(443)
    }
}

fn address(text: &str) -> Result<Url, ConfigProblem> {
    Url::parse(text.trim())
        .ok()
        .filter(Url::has_host)
        .ok_or_else(|| ConfigProblem::NotAnAddress {
            given: text.trim().to_owned(),
        })
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        // The client pins this name to the loopback addresses, whatever a hosts file says.
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "the inputs are constants of these tests"
)]
mod tests {
    use super::{Config, ConfigProblem, Url};
    use crate::SecretKey;

    fn test_key() -> SecretKey {
        SecretKey::parse("sk_test_0123456789abcdef").unwrap()
    }

    fn live_key() -> SecretKey {
        SecretKey::parse(&format!("rk_live_{}", "0123456789abcdef")).unwrap()
    }

    #[test]
    fn bases_are_stripe_or_loopback() {
        for base in [
            "http://127.0.0.1:1",
            "http://127.9.9.9:80/",
            "http://[::1]:8080",
            "http://localhost:9",
        ] {
            assert!(
                Config::at(base, test_key()).unwrap().is_loopback(),
                "{base}"
            );
            assert_eq!(
                Config::at(base, live_key()).unwrap_err(),
                ConfigProblem::LiveKeyElsewhere,
                "{base}"
            );
        }
        let stripe = Config::at("https://api.stripe.com", live_key()).unwrap();
        assert_eq!(stripe.files_base().as_str(), "https://files.stripe.com/");
        for base in [
            "http://api.stripe.com",
            "https://example.com",
            "http://10.0.0.1:80",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://0.0.0.0:80",
            "https://api.stripe.com:8443",
        ] {
            let problem = Config::at(base, test_key()).unwrap_err();
            assert!(
                matches!(problem, ConfigProblem::NotLoopback { .. }),
                "{base}: {problem:?}"
            );
        }
        for base in [
            "http://127.0.0.1:1/v1",
            "http://me@127.0.0.1:1",
            "http://127.0.0.1:1/?a=b",
        ] {
            assert_eq!(
                Config::at(base, test_key()).unwrap_err(),
                ConfigProblem::MoreThanAnOrigin,
                "{base}"
            );
        }
        for base in ["", "not an address", "127.0.0.1:80", "mailto:a@b.c"] {
            let problem = Config::at(base, test_key()).unwrap_err();
            assert!(
                matches!(problem, ConfigProblem::NotAnAddress { .. }),
                "{base}: {problem:?}"
            );
        }
    }

    #[test]
    fn bytes_are_only_fetched_where_they_belong() {
        let stripe = Config::stripe(live_key()).unwrap();
        let practice = Config::at("http://127.0.0.1:4242", test_key()).unwrap();
        for (url, from_stripe, from_practice) in [
            (
                "https://pay.stripe.com/invoice/acct_1/x/pdf?s=ap",
                true,
                false,
            ),
            ("https://files.stripe.com/v1/quotes/qt_1/pdf", true, false),
            ("https://stripe.com/a", true, false),
            ("http://pay.stripe.com/a", false, false),
            ("https://pay.stripe.com:444/a", false, false),
            ("https://notstripe.com/a", false, false),
            ("https://stripe.com.example.com/a", false, false),
            ("https://example.com/?stripe.com", false, false),
            ("http://127.0.0.1:4242/a.pdf", false, true),
            ("http://127.0.0.1:4243/a.pdf", false, false),
            ("https://127.0.0.1:4242/a.pdf", false, false),
            ("http://localhost:4242/a.pdf", false, false),
            ("file:///etc/passwd", false, false),
        ] {
            let parsed = Url::parse(url).unwrap();
            assert_eq!(stripe.may_fetch(&parsed), from_stripe, "{url} with Stripe");
            assert_eq!(
                practice.may_fetch(&parsed),
                from_practice,
                "{url} with practice"
            );
        }
    }
}
