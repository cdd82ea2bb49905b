//! A subtree of XML as plain HTML: what each element becomes is told by its format, the rest is escaping.

use std::borrow::Cow;

use super::tree::{Content, Element, NodeRef};
use crate::intake::markup::escape;

/// What an element becomes in HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// The element of HTML that has its name, with its attributes.
    Same,
    /// An element of HTML, with these of its attributes under these names.
    As(&'static str, &'static [(&'static str, &'static str)]),
    /// Nothing; what is in it stands by itself.
    Inside,
    /// These characters and what is in it.
    After(&'static str),
    /// Nothing, nor what is in it.
    Nothing,
}

/// XHTML, which is HTML but for what is no text.
pub fn xhtml(element: Element<'_, '_>) -> Tag {
    match element.local() {
        "script" | "style" | "template" | "head" => Tag::Nothing,
        "html" | "body" => Tag::Inside,
        _ => Tag::Same,
    }
}

/// What is in an element, as HTML.
pub fn inner(element: Element<'_, '_>, tag: impl Fn(Element<'_, '_>) -> Tag) -> String {
    let mut out = String::new();
    nodes(element.descendants(), tag, &mut out);
    out
}

fn nodes<'t, 'm: 't>(
    nodes: impl Iterator<Item = NodeRef<'t, 'm>>,
    tag: impl Fn(Element<'_, '_>) -> Tag,
    out: &mut String,
) {
    // The end tags that are due, with the node before which each is.
    let mut due: Vec<(usize, &str)> = Vec::new();
    let mut skip_to = 0;
    for node in nodes {
        while let Some((_, name)) = due.pop_if(|(end, _)| *end <= node.index()) {
            end(name, out);
        }
        if node.index() < skip_to {
            continue;
        }
        match node.content() {
            Some(Content::Text(text)) => escape(text, out),
            Some(Content::Element(element)) => {
                let (_, after) = element.range();
                let name = match tag(element) {
                    Tag::Same => {
                        let name = element.local();
                        start(name, element.attributes().iter().map(|(key, value)| (*key, value)), out);
                        name
                    }
                    Tag::As(name, renamed) => {
                        let attributes = renamed
                            .iter()
                            .filter_map(|(theirs, ours)| Some((*ours, element.attribute(theirs)?)));
                        start(name, attributes, out);
                        name
                    }
                    Tag::Inside => continue,
                    Tag::After(before) => {
                        out.push_str(before);
                        continue;
                    }
                    Tag::Nothing => {
                        skip_to = after;
                        continue;
                    }
                };
                if !is_empty(name) {
                    due.push((after, name));
                }
            }
            None => (),
        }
    }
    while let Some((_, name)) = due.pop() {
        end(name, out);
    }
}

fn is_empty(name: &str) -> bool {
    matches!(
        name,
        "img" | "br" | "hr" | "wbr" | "input" | "source" | "col" | "embed" | "area"
    )
}

fn start<'a>(name: &str, attributes: impl Iterator<Item = (&'a str, &'a Cow<'a, str>)>, out: &mut String) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attributes {
        // Namespaces and other vocabularies' attributes mean nothing to HTML.
        if key.starts_with("xmlns") || key.contains([':', '"', '\'', '<', '&']) {
            continue;
        }
        out.push(' ');
        out.push_str(key);
        out.push_str("=\"");
        for part in value.split_inclusive(['&', '"', '<']) {
            let (text, special) = match part.char_indices().next_back() {
                Some((at, '&')) => (part.get(..at), "&amp;"),
                Some((at, '"')) => (part.get(..at), "&quot;"),
                Some((at, '<')) => (part.get(..at), "&lt;"),
                _ => (Some(part), ""),
            };
            out.push_str(text.unwrap_or_default());
            out.push_str(special);
        }
        out.push('"');
    }
    out.push('>');
}

fn end(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::xml::parse::parse;

    #[test]
    fn subtrees_are_written() {
        let tag = |element: Element<'_, '_>| match element.local() {
            "hl2" => Tag::As("h2", &[]),
            "media-reference" => Tag::As("img", &[("source", "src")]),
            "block" => Tag::Inside,
            "note" => Tag::Nothing,
            _ => Tag::Same,
        };
        let case = |xml: &str, want: &str| {
            let document = parse(xml, 1 << 20).unwrap();
            assert_eq!(inner(document.root().unwrap(), tag), want, "{xml}");
        };
        case("<a>x &lt;b&gt; &amp;amp; y</a>", "x &lt;b&gt; &amp;amp; y");
        case(
            "<a><hl2 id='1'>x</hl2><p class='\"&amp;'>y<br/>z</p></a>",
            "<h2>x</h2><p class=\"&quot;&amp;\">y<br>z</p>",
        );
        case(
            "<a><block><p>1</p><note><p>2</p></note></block><p>3</p></a>",
            "<p>1</p><p>3</p>",
        );
        case(
            "<a><media-reference source='a.jpg' mime-type='b'>c</media-reference>d</a>",
            "<img src=\"a.jpg\">cd",
        );
        case(
            "<a xmlns:x='y'><x:p x:q='r' s='t'>1</x:p><em><b>2</b></em></a>",
            "<p s=\"t\">1</p><em><b>2</b></em>",
        );
        case("<a/>", "");
    }
}
