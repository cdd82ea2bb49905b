//! The pictures that a page's metadata names, absolute, each once.

use std::borrow::Cow;

use super::Image;
use super::address::Base;
use crate::page::Candidate;

/// A page names a handful.
const MOST: usize = 12;

/// The pictures of page and envelope.
pub fn all<'p>(
    candidates: &[Candidate<'p>],
    claimed: impl Iterator<Item = Cow<'p, str>>,
    base: &Base,
) -> Vec<Image<'p>> {
    let mut images: Vec<Image<'p>> = Vec::new();
    let of_page = candidates.iter().filter_map(|c| base.resolve(&c.value)).take(MOST);
    for url in of_page.chain(claimed) {
        if !images.iter().any(|i| i.url == url) {
            images.push(Image {
                url,
                caption: None,
                credit: None,
            });
        }
    }
    images
}
