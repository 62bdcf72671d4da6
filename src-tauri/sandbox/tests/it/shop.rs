//! A running server with a small client that writes forms, and the objects that most tests begin with.

use sandbox::{Control, Options, Running, start};
use serde_json::Value;

/// Monday 4 May 2026, 12:00 UTC: every test's day unless it says otherwise.
pub(crate) const NOW: i64 = 1_777_896_000;
pub(crate) const DAY: i64 = 86_400;

/// A client of its own. Nothing here speaks TLS, but the client wants to know with what it would.
pub(crate) fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

pub(crate) struct Shop {
    running: Running,
    http: reqwest::Client,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn error(&self, field: &str) -> &str {
        self.body["error"][field].as_str().unwrap_or_default()
    }
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::with(Options {
            now: Some(NOW),
            ..Options::default()
        })
        .await
    }

    pub(crate) async fn with(options: Options) -> Self {
        Self {
            running: start(options).await.unwrap(),
            http: http(),
        }
    }

    pub(crate) fn control(&self) -> Control {
        self.running.control()
    }

    pub(crate) fn url(&self) -> &str {
        self.running.url()
    }

    pub(crate) fn key(&self) -> &str {
        self.running.key()
    }

    pub(crate) async fn close(self) {
        self.running.stop().await;
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.running.url())
        };
        self.http
            .request(method.parse().unwrap(), url)
            .bearer_auth(self.running.key())
    }

    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        self.try_send(request).await.unwrap()
    }

    pub(crate) async fn try_send(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<Answer, reqwest::Error> {
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let bytes = answer.bytes().await?.to_vec();
        Ok(Answer {
            status,
            headers,
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
            bytes,
        })
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = self.send(self.request("GET", path)).await;
        assert_eq!(answer.status, 200, "GET {path}: {}", answer.body);
        answer.body
    }

    /// A POST of a form written as in Stripe's documents, `a[b]=c&…`.
    pub(crate) fn form(&self, path: &str, form: &str) -> reqwest::RequestBuilder {
        self.request("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.to_owned())
    }

    pub(crate) async fn post(&self, path: &str, form: &str) -> Value {
        let answer = self.send(self.form(path, form)).await;
        assert_eq!(answer.status, 200, "POST {path} {form}: {}", answer.body);
        answer.body
    }

    pub(crate) async fn refused(&self, path: &str, form: &str) -> Answer {
        let answer = self.send(self.form(path, form)).await;
        assert!(
            answer.status >= 400,
            "POST {path} {form} was not refused: {}",
            answer.body
        );
        answer
    }

    pub(crate) async fn customer(&self) -> String {
        id(&self
            .post(
                "/v1/customers",
                "name=Harbour+Bakery&email=orders@bakery.example",
            )
            .await)
    }

    /// A price of a product of its own; `more` adds parameters.
    pub(crate) async fn price(&self, amount: i64, more: &str) -> String {
        let product = id(&self.post("/v1/products", "name=Work").await);
        let currency = if more.contains("currency=") {
            ""
        } else {
            "&currency=usd"
        };
        id(&self
            .post(
                "/v1/prices",
                &format!("product={product}&unit_amount={amount}{currency}&{more}"),
            )
            .await)
    }

    /// An open quote over one price.
    pub(crate) async fn open_quote(&self, price: &str, more: &str) -> Value {
        let customer = self.customer().await;
        let quote = self
            .post(
                "/v1/quotes",
                &format!("customer={customer}&line_items[0][price]={price}&{more}"),
            )
            .await;
        self.post(&format!("/v1/quotes/{}/finalize", id(&quote)), "")
            .await
    }

    /// The types of all events, oldest first.
    pub(crate) async fn told(&self) -> Vec<String> {
        let page = self.get("/v1/events?limit=100").await;
        let mut kinds: Vec<String> = page["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["type"].as_str().unwrap().to_owned())
            .collect();
        kinds.reverse();
        kinds
    }
}

pub(crate) fn id(object: &Value) -> String {
    object["id"]
        .as_str()
        .unwrap_or_else(|| panic!("no id in {object}"))
        .to_owned()
}
