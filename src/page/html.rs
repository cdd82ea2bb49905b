//! HTML → [`Page`]: the tree is built once; its visible text becomes the layout, its metadata the candidates.

use super::dom::Dom;
use super::{Page, layout, metadata};

/// Reads a page or a fragment of one.
pub fn read(html: &str) -> Page<'static> {
    let dom = Dom::parse(html);
    let mut page = Page::default();
    metadata::collect(&dom, &mut page);
    let mut layout = layout::collect(&dom);
    layout.is_fragment = is_fragment(html);
    page.layout = Some(layout);
    page
}

/// So far into the source a page says that it is one.
const LOOKED_AT: usize = 4_096;

/// Whether the source has none of the elements that make a page.
fn is_fragment(html: &str) -> bool {
    let bytes = html.as_bytes().get(..LOOKED_AT).unwrap_or(html.as_bytes());
    !memchr::memchr_iter(b'<', bytes).any(|at| {
        let tag = &bytes[at + 1..];
        let is = |name: &str| {
            tag.get(..name.len())
                .is_some_and(|t| t.eq_ignore_ascii_case(name.as_bytes()))
        };
        is("html") || is("body") || is("head>") || is("head ") || is("!doctype")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_that_they_are_pages() {
        for (html, expected) in [
            ("<p>x", true),
            ("", true),
            ("<header>x</header>", true),
            ("\n<!-- x --><!DOCTYPE html><p>x", false),
            ("<HTML lang=vi>", false),
            ("<body class=x>", false),
            ("<head><title>x", false),
        ] {
            assert_eq!(is_fragment(html), expected, "{html}");
        }
    }
}
