//! Which format is this object? Decided by the names it has, the surest first.

use super::containers;
use super::crawler;
use super::json_feed;
use super::json_ld;
use super::ninjs;
use super::node::Node;
use crate::intake::Piece;
use crate::settings::InputFormat;

/// What an object turned out to hold.
pub enum Found<'a> {
    /// An article.
    One(Piece<'a>),
    /// A list of articles.
    Several(Vec<Piece<'a>>),
}

/// Reads an object.
pub fn read(object: Node<'_>, format: InputFormat) -> Found<'_> {
    match format {
        InputFormat::Ninjs => return Found::One(ninjs::read(object)),
        InputFormat::JsonLd => return json_ld::read(object),
        _ => {}
    }
    if ninjs::is_one(&object) {
        return Found::One(ninjs::read(object));
    }
    if json_ld::is_one(&object) {
        return json_ld::read(object);
    }
    if json_feed::is_one(&object) {
        return Found::Several(json_feed::read(object));
    }
    match containers::open(object) {
        Ok(elements) => Found::Several(
            elements
                .into_iter()
                .flat_map(|element| match read_element(element) {
                    Found::One(piece) => vec![piece],
                    Found::Several(pieces) => pieces,
                })
                .collect(),
        ),
        Err(object) => Found::One(crawler::read(object)),
    }
}

/// An element of a list of articles: no list itself.
fn read_element(element: Node<'_>) -> Found<'_> {
    if ninjs::is_one(&element) {
        Found::One(ninjs::read(element))
    } else if json_ld::is_one(&element) {
        json_ld::read(element)
    } else {
        Found::One(crawler::read(element))
    }
}

/// Whether an object holds an article itself, whatever it wraps.
pub fn has_content(object: &Node<'_>) -> bool {
    crawler::has_content(object) || ninjs::is_one(object) || json_ld::is_one(object)
}
