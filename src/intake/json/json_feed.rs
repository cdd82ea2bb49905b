//! JSON Feed 1.0 and 1.1 (<https://www.jsonfeed.org>): a feed's items, each with what it does not say itself taken from
//! the feed.

use std::borrow::Cow;

use super::crawler;
use super::node::Node;
use crate::intake::{Claim, Format, Piece};

/// The names that each field may have, best first.
pub const FIELDS: &[(&str, &str)] = &[
    ("id", "id"),
    ("url", "url"),
    ("title", "title"),
    ("lead", "summary"),
    ("body", "content_html, content_text"),
    ("authors", "author, authors"),
    ("published_at", "date_published"),
    ("modified_at", "date_modified"),
    ("language", "language, the feed's language"),
    ("tags", "tags"),
    ("images", "image"),
    ("publisher", "the feed's title"),
];

/// Whether an object is such a feed.
pub fn is_one(object: &Node<'_>) -> bool {
    let version = object.get("version").and_then(Node::text);
    version.is_some_and(|version| version.contains("jsonfeed.org"))
        && matches!(object.get("items"), Some(Node::List(_)))
}

/// Reads a feed: one piece an item.
pub fn read(feed: Node<'_>) -> Vec<Piece<'_>> {
    let text = |name: &str| feed.get(name).and_then(Node::text).cloned();
    let (title, language) = (text("title"), text("language"));
    let Node::Object(members) = feed else { return Vec::new() };
    let items = members.into_iter().find(|(name, _)| name == "items");
    let Some((_, Node::List(items))) = items else {
        return Vec::new();
    };
    let inherited = |field: &'static str, value: &Option<Cow<'_, str>>| {
        value.as_ref().map(|value| Claim {
            field,
            value: Cow::Owned(value.to_string()),
        })
    };
    let piece = |item| {
        let mut piece = crawler::read(item);
        if let Piece::Article(raw) = &mut piece {
            raw.format = Format::JsonFeed;
            raw.publisher_name = raw.publisher_name.take().or_else(|| inherited("feed/title", &title));
            raw.language = raw.language.take().or_else(|| inherited("feed/language", &language));
        }
        piece
    };
    items.into_iter().map(piece).collect()
}
