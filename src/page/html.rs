//! HTML → [`Page`]: the tree is built once; its visible text becomes the layout, its metadata the candidates.

use super::dom::Dom;
use super::{Page, layout, metadata};

/// Reads a page or a fragment of one.
pub fn read(html: &str) -> Page<'static> {
    let dom = Dom::parse(html);
    let mut page = Page::default();
    metadata::collect(&dom, &mut page);
    page.layout = Some(layout::collect(&dom));
    page
}
