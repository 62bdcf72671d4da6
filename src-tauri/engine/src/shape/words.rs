//! The words that a record is found by, besides its title, subtitle, number and amount.

use crate::json;
use serde_json::Value;

/// Words under collection, each piece once.
#[derive(Debug, Default)]
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn new() -> Words {
        Words::default()
    }

    /// The texts at these paths.
    pub(super) fn texts(mut self, raw: &Value, paths: &[&str]) -> Words {
        for path in paths {
            self.push(json::text(raw, path));
        }
        self
    }

    /// One text of each thing in a list.
    pub(super) fn each(mut self, raw: &Value, list: &str, path: &str) -> Words {
        for item in json::items(raw, list) {
            self.push(json::text(item, path));
        }
        self
    }

    /// The values of the metadata; its keys are other programs' own.
    pub(super) fn metadata(mut self, raw: &Value) -> Words {
        for value in json::at(raw, "metadata")
            .as_object()
            .into_iter()
            .flat_map(|map| map.values())
        {
            self.push(value.as_str());
        }
        self
    }

    fn push(&mut self, text: Option<&str>) {
        if let Some(text) = text.map(str::trim)
            && !text.is_empty()
            && !self.0.iter().any(|known| known == text)
        {
            self.0.push(text.to_owned());
        }
    }

    pub(super) fn done(self) -> String {
        self.0.join("\n")
    }
}

/// The first line of a document, and how many follow: `Webshop relaunch and 2 more`.
pub(super) fn first_line(raw: &Value, list: &str) -> Option<String> {
    let lines = json::items(raw, list);
    let first = lines
        .iter()
        .find_map(|line| json::text(line, "description"))?;
    Some(match lines.len() {
        0 | 1 => first.to_owned(),
        more => format!("{first} and {} more", more.saturating_sub(1)),
    })
}
