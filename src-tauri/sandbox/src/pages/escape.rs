//! Text made harmless in HTML.

pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// One fact of a list of facts. What people typed keeps its own direction.
pub(super) fn fact(name: &str, value: &str) -> String {
    format!(
        "<dt>{}</dt><dd><bdi>{}</bdi></dd>",
        escape(name),
        escape(value)
    )
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            escape("<b title=\"a\">R&D's</b>"),
            "&lt;b title=&quot;a&quot;&gt;R&amp;D&#39;s&lt;/b&gt;"
        );
    }
}
