//! Pictures and links: addresses that may become `images` and `links` of an event.

use super::Picture;
use crate::page::dom::{Dom, NodeId};

/// Longer addresses are data.
const LONGEST: usize = 2_000;

/// The picture of an `img`, unless it is a pixel, an icon or a placeholder. Pages that load pictures late have the
/// address in another attribute.
pub fn of(dom: &Dom<'_>, id: NodeId, at: u32) -> Option<Picture> {
    let (mut best, mut rank) = (None, 0);
    for (name, value) in dom.attributes(id) {
        let this = match name {
            "data-original" | "data-src" | "data-lazy-src" => 3,
            "src" => 2,
            "width" | "height" if value.trim().parse::<u32>().is_ok_and(|pixels| pixels <= 32) => return None,
            _ => continue,
        };
        if this > rank && !value.trim_start().starts_with("data:") {
            keep(&value, |url| best = Some(url));
            rank = this;
        }
    }
    best.map(|url| Picture { at, url })
}

/// Hands over an address that is one of the web, without the white space around it.
pub fn keep(value: &str, with: impl FnOnce(String)) {
    let value = value.trim();
    let of_the_web = !value.is_empty()
        && value.len() <= LONGEST
        && !value.starts_with(['#', '{'])
        && (!value.contains(':') || value.starts_with("http") || value.starts_with("//") || value.starts_with('/'));
    if of_the_web {
        with(value.to_owned());
    }
}
