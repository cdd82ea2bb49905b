//! The pictures that a page's metadata names, absolute, each once.

use std::borrow::Cow;

use super::Image;
use super::address::Base;
use crate::intake::Picture;
use crate::page::{self, Candidate};

/// A page names a handful.
const MOST: usize = 12;

/// The pictures of page and envelope.
pub fn all<'p>(candidates: &[Candidate<'p>], claimed: &'p [Picture<'_>], base: &Base) -> Vec<Image<'p>> {
    let mut images: Vec<Image<'p>> = Vec::new();
    for url in candidates.iter().filter_map(|c| base.resolve(&c.value)).take(MOST) {
        if !images.iter().any(|i| i.url == url) {
            images.push(Image {
                url,
                caption: None,
                credit: None,
            });
        }
    }
    let text = |text: &'p Option<Cow<'_, str>>| {
        let text = page::value(text.as_deref()?);
        (!text.is_empty()).then_some(text)
    };
    for picture in claimed {
        match images.iter_mut().find(|i| i.url == picture.url) {
            Some(known) => {
                known.caption = known.caption.take().or_else(|| text(&picture.caption));
                known.credit = known.credit.take().or_else(|| text(&picture.credit));
            }
            None => images.push(Image {
                url: Cow::Borrowed(picture.url.as_ref()),
                caption: text(&picture.caption),
                credit: text(&picture.credit),
            }),
        }
    }
    images
}
