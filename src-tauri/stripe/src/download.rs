//! Fetching a document: a quote's PDF from the files host with the key, an invoice's from its
//! address without. Redirects are followed by hand, each one checked.
//!
//! Not here: naming and keeping the document.

use reqwest::Method;
use url::Url;

use crate::client::{Client, within};
use crate::error::Error;
use crate::exchange;
use crate::retry::Effect;

/// No document is larger: 25 MiB.
pub const MAX_DOWNLOAD_BYTES: usize = 25 << 20;

const MAX_REDIRECTS: usize = 5;

impl Client {
    /// The bytes of a PDF. A path (`/v1/quotes/qt_1/pdf`) is fetched from the files host with
    /// the key; an address (`invoice_pdf`) without it, and only from Stripe's own hosts, or
    /// from the practice server when that is what this client speaks to.
    pub async fn download(&self, url_or_path: &str) -> Result<Vec<u8>, Error> {
        let files = self.shared.config.files_base();
        let (url, with_key) = if url_or_path.starts_with('/') {
            (within(files, url_or_path)?, true)
        } else {
            let address = Url::parse(url_or_path).map_err(|_| Error::RefusedHost {
                host: "an unreadable address".to_owned(),
            })?;
            (address, false)
        };
        // An address is a secret of its own, so rate limits count all of them as one endpoint.
        let endpoint = if with_key { url_or_path } else { "/document" };
        self.with_retries("GET", endpoint, Effect::None, || {
            self.fetch(url.clone(), with_key)
        })
        .await
    }

    async fn fetch(&self, mut url: Url, with_key: bool) -> Result<Vec<u8>, Error> {
        let config = &self.shared.config;
        for _ in 0..=MAX_REDIRECTS {
            if !config.may_fetch(&url) {
                return Err(Error::RefusedHost {
                    host: url.origin().ascii_serialization(),
                });
            }
            let to_files = with_key && url.origin() == config.files_base().origin();
            let headers = exchange::headers(to_files.then(|| config.key()))?;
            let request = self
                .shared
                .http
                .request(Method::GET, url.clone())
                .headers(headers)
                .timeout(config.timeouts.download);
            let reply = exchange::send(request, MAX_DOWNLOAD_BYTES).await?;
            if reply.is_redirect() {
                let target = reply.location.as_deref().and_then(|to| url.join(to).ok());
                url = target.ok_or(Error::NotPdf {
                    status: reply.status,
                })?;
                continue;
            }
            if !reply.is_success() {
                return Err(self.refusal(&reply));
            }
            if !reply.body.starts_with(b"%PDF-") {
                return Err(Error::NotPdf {
                    status: reply.status,
                });
            }
            return Ok(reply.body);
        }
        Err(Error::TooManyRedirects {
            limit: MAX_REDIRECTS,
        })
    }
}
