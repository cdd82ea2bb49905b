//! fundus' `body`: a summary and sections, each with its headline and its paragraphs. It is written out as HTML, so that
//! the page reader takes it like any other body.

use super::node::Node;
use crate::intake::markup::escape;

/// Whether a value is such a body.
pub fn is_body(value: &Node<'_>) -> bool {
    matches!(value.get("sections"), Some(Node::List(_)))
}

/// A body as HTML.
pub fn html(body: &Node<'_>) -> String {
    let mut out = String::new();
    let mut put = |tag: &str, value: Option<&Node<'_>>| {
        for text in value.into_iter().flat_map(|v| v.list()).filter_map(Node::text) {
            out.push('<');
            out.push_str(tag);
            out.push('>');
            escape(text, &mut out);
            out.push_str("</");
            out.push_str(tag);
            out.push('>');
        }
    };
    put("p", body.get("summary"));
    for section in body.get("sections").into_iter().flat_map(|s| s.list()) {
        put("h2", section.get("headline"));
        put("p", section.get("paragraphs"));
    }
    out
}
