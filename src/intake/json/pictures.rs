//! Pictures of an envelope: addresses, or objects that have one.

use std::borrow::Cow;

use super::node::Node;
use crate::intake::Picture;

/// Names of a picture's address within an object, best first.
const URL: &[&str] = &["url", "contentUrl", "href", "src", "link", "@id"];
const CAPTION: &[&str] = &["caption", "description", "title", "alt", "headline", "name"];
const CREDIT: &[&str] = &[
    "credit",
    "creditText",
    "byline",
    "by",
    "copyright",
    "author",
    "authors",
    "creator",
];

/// The pictures of a value.
pub fn of(value: Node<'_>) -> Vec<Picture<'_>> {
    let list = match value {
        Node::List(list) => list,
        value => vec![value],
    };
    list.into_iter().filter_map(one).collect()
}

fn one(value: Node<'_>) -> Option<Picture<'_>> {
    if let Node::Text(url) = value {
        return (!super::node::is_absent(&url)).then_some(Picture {
            url,
            ..Picture::default()
        });
    }
    // fundus has a picture in several sizes; the last is the largest.
    let sizes = value.get("versions").map(|sizes| sizes.list()).unwrap_or_default();
    let url = text(&value, URL).or_else(|| sizes.last().and_then(|size| text(size, URL)))?;
    Some(Picture {
        url,
        caption: text(&value, CAPTION),
        credit: text(&value, CREDIT),
    })
}

fn text<'a>(value: &Node<'a>, names: &[&'static str]) -> Option<Cow<'a, str>> {
    names.iter().find_map(|name| {
        let named = value.get(name)?.list().first()?;
        named.text().or_else(|| named.get("name")?.text()).cloned()
    })
}
