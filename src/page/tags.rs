//! Stray tags in a text that is no page: `<b>`, `<a href=…>`, `<br/>` inside a description or a text field.

/// Takes the tags out of a text; what only looks like one ("a < b", "<3") stays. Block tags become line ends.
pub fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        match tag(tail) {
            Some((name, len)) => {
                if BLOCKS.contains(&name) {
                    out.push('\n');
                }
                rest = &tail[len..];
            }
            None => {
                out.push('<');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    // A value has one line: what was a line end becomes a space again in cleaning.
    out.trim().to_owned()
}

/// The name of the tag that a text begins with, as known here, and the tag's length.
fn tag(text: &str) -> Option<(&'static str, usize)> {
    let inner = text.get(1..)?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name_end = inner.bytes().take(11).position(|b| !b.is_ascii_alphanumeric())?;
    let name = inner.get(..name_end)?;
    let known = BLOCKS.iter().chain(INLINE).find(|n| n.eq_ignore_ascii_case(name))?;
    // An attribute longer than this is no stray tag.
    let close = text.bytes().take(2_000).position(|b| b == b'>')?;
    Some((known, close + 1))
}

/// How many block tags a text holds, up to `limit`: a text with several is HTML.
pub fn count_blocks(text: &str, limit: usize) -> usize {
    memchr::memchr_iter(b'<', text.as_bytes())
        .take(10_000)
        .filter(|at| tag(&text[*at..]).is_some_and(|(name, _)| BLOCKS.contains(&name)))
        .take(limit)
        .count()
}

/// Whether a text begins with a tag, a comment or a document type.
pub fn begins_with_tag(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let bytes = text.as_bytes();
    let prolog = bytes.len() > 4
        && (bytes[..4].eq_ignore_ascii_case(b"<!--")
            || bytes.len() > 9 && bytes[..9].eq_ignore_ascii_case(b"<!doctype"));
    prolog || (bytes.first() == Some(&b'<') && tag(text).is_some())
}

const BLOCKS: &[&str] = &[
    "p",
    "br",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "td",
    "blockquote",
    "section",
    "article",
    "figure",
    "figcaption",
    "html",
    "head",
    "body",
    "main",
    "header",
    "footer",
    "hr",
    "title",
    "meta",
    "script",
    "style",
    "aside",
    "nav",
    "pre",
    "center",
    "link",
    "base",
    "form",
    "iframe",
    "noscript",
];

const INLINE: &[&str] = &[
    "a", "b", "i", "u", "em", "strong", "span", "font", "img", "small", "sup", "sub", "s", "strike", "video", "source",
    "picture",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_text_stays() {
        let case = |text: &str, want: &str| assert_eq!(without_tags(text), want, "{text:?}");
        case("<a href='x'><img src=\"y\"></a>Sáng nay <b>mưa</b>", "Sáng nay mưa");
        case("một<br/>hai", "một\nhai");
        case("a < b, <3, x<y>z", "a < b, <3, x<y>z");
        case("<", "<");
        case("<p", "<p");
    }
}
