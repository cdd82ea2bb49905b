//! Fields of XML as claims.

use std::borrow::Cow;

use super::tree::Element;
use crate::intake::{Authority, Claim, Content, IntakeError, Piece, RawArticle, SkipReason, markup};

/// A claim, where there is a value.
pub fn claim<'m>(field: &'static str, value: Option<Cow<'m, str>>) -> Option<Claim<'m>> {
    let value = value.filter(|value| !value.trim().is_empty())?;
    Some(Claim { field, value })
}

/// The text of an element as a claim, on one line.
pub fn line<'m>(field: &'static str, element: Option<Element<'_, 'm>>) -> Option<Claim<'m>> {
    claim(field, element?.line())
}

/// An attribute as a claim.
pub fn attribute<'m>(field: &'static str, element: Option<Element<'_, 'm>>, name: &str) -> Option<Claim<'m>> {
    claim(field, element?.attribute(name).cloned())
}

/// Text of a field that may hold markup: HTML if it has any.
pub fn content(text: Cow<'_, str>) -> Content<'_> {
    let marked = || {
        memchr::memchr2_iter(b'<', b'&', text.as_bytes())
            // Prose has a handful; a text of `<` alone must not cost its square.
            .take(2_000)
            .filter_map(|at| text.get(at..))
            .any(|rest| rest.starts_with('&') && is_reference(rest) || markup::tag(rest).is_some())
    };
    if markup::begins(&text) || marked() {
        Content::Html(text)
    } else {
        Content::Text(text)
    }
}

fn is_reference(rest: &str) -> bool {
    rest.bytes().take(12).position(|b| b == b';').is_some_and(|at| at > 2)
}

/// An article, if there is anything in it to read.
pub fn piece(raw: RawArticle<'_>) -> Piece<'_> {
    let is_empty = match &raw.content {
        Content::Text(text) | Content::Html(text) => text.trim().is_empty(),
        Content::None => true,
    };
    if is_empty && raw.title.is_none() && raw.lead.is_none() {
        // A feed's entry with an id alone was to be an article; an agency's item is complete without a text.
        return if raw.authority == Authority::Finder && (raw.id.is_some() || raw.url.is_some()) {
            Piece::Failed(IntakeError::NoContent.into())
        } else {
            Piece::Skipped(SkipReason::Empty)
        };
    }
    Piece::Article(Box::new(raw))
}
