//! An answer before it is written to the wire, in Stripe's shapes and with its headers.

use serde_json::Value;

use crate::errors::Refusal;

/// Stands in stored links for the server's own address, which changes from run to run.
pub(crate) const ORIGIN: &str = "http://practice-stripe.invalid";

#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Answer {
    pub(crate) fn json(status: u16, body: String) -> Self {
        Self {
            status,
            content_type: "application/json",
            body: body.into_bytes(),
            headers: Vec::new(),
        }
    }

    pub(crate) fn refusal(refusal: Refusal, request_id: &str) -> Self {
        let status = refusal.status;
        Self::json(status, pretty(&refusal.into_body(request_id)))
    }

    pub(crate) fn page(status: u16, html: String) -> Self {
        Self {
            status,
            content_type: "text/html; charset=utf-8",
            body: html.into_bytes(),
            headers: Vec::new(),
        }
    }

    /// A file that pages load.
    pub(crate) fn file(content_type: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            status: 200,
            content_type,
            body: bytes,
            headers: Vec::new(),
        }
    }

    pub(crate) fn pdf(bytes: Vec<u8>) -> Self {
        Self {
            status: 200,
            content_type: "application/pdf",
            body: bytes,
            headers: Vec::new(),
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Writes the server's real address into links.
    pub(crate) fn at(mut self, origin: &str) -> Self {
        for (_, value) in &mut self.headers {
            if value.contains(ORIGIN) {
                *value = value.replace(ORIGIN, origin);
            }
        }
        if self.content_type == "application/pdf" {
            return self;
        }
        if let Ok(text) = std::str::from_utf8(&self.body)
            && text.contains(ORIGIN)
        {
            self.body = text.replace(ORIGIN, origin).into_bytes();
        }
        self
    }
}

/// Errors are read by people; they come indented, as Stripe's do.
pub(crate) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
