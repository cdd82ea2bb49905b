//! What looks like markup: how HTML is recognised in a value or in a field of an envelope.

/// The name of the tag that a text begins with, if HTML knows it, and the tag's length in bytes.
pub fn tag(text: &str) -> Option<(&'static str, usize)> {
    let inner = text.get(1..)?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name_end = inner.bytes().take(11).position(|b| !b.is_ascii_alphanumeric())?;
    let name = inner.get(..name_end)?;
    let known = BLOCKS.iter().chain(INLINE).find(|n| n.eq_ignore_ascii_case(name))?;
    // An attribute longer than this is no tag that somebody left behind.
    let close = text
        .bytes()
        .skip(1)
        .take(2_000)
        .position(|b| matches!(b, b'>' | b'<'))?
        + 1;
    if text.as_bytes().get(close) != Some(&b'>') {
        return None;
    }
    Some((known, close + 1))
}

/// Whether a tag stands on a line of its own.
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Whether a name is that of a tag of HTML.
pub fn is_tag(name: &str) -> bool {
    BLOCKS
        .iter()
        .chain(INLINE)
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a text begins with a tag, a comment or a document type, and so is HTML.
pub fn begins(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let starts = |prefix: &str| {
        text.get(..prefix.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    };
    starts("<!--") || starts("<!doctype") || (text.starts_with('<') && tag(text).is_some())
}

/// Writes a text into HTML: what would be markup is escaped.
pub fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'<', b'>', b'&', rest.as_bytes()) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match after.as_bytes().first() {
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&amp;",
        });
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// A text with so many block tags is a fragment of HTML, with fewer a text with stray tags.
const FRAGMENT: usize = 3;

/// Whether a text that does not begin with a tag is a fragment of HTML all the same.
pub fn is_fragment(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes())
        // More are not looked at: a text of "<" alone must not cost its square.
        .take(2_000)
        .filter_map(|at| text.get(at..))
        .filter(|rest| tag(rest).is_some_and(|(name, _)| is_block(name)))
        .take(FRAGMENT)
        .count()
        == FRAGMENT
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
    "th",
    "thead",
    "tbody",
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
    "dl",
    "dt",
    "dd",
];

const INLINE: &[&str] = &[
    "a", "b", "i", "u", "em", "strong", "span", "font", "img", "small", "sup", "sub", "s", "strike", "video", "source",
    "picture", "code", "time", "label", "mark",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_recognised() {
        let case = |text: &str, want: bool| assert_eq!(begins(text), want, "{text:?}");
        case("<!DOCTYPE html><html>", true);
        case("\u{feff}\n <p>một</p>", true);
        case("<div class='x'>", true);
        case("<!-- x -->", true);
        case("<3 ba trái tim", false);
        case("<Ghi nhanh> Chợ nổi", false);
        case("<", false);
        case("một <b>hai</b>", false);
        case("", false);
    }
}
