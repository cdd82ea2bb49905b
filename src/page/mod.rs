//! [`RawArticle`](crate::intake::RawArticle) → [`Page`]: blocks of clean text, in order, and what the page's own
//! metadata claims.

mod block;
mod entities;
mod letters;
mod plain;
mod tags;

pub use block::{Block, BlockKind, Candidate, Evidence, Page};
pub use plain::value;
pub use tags::without_tags;

use crate::intake::{Content, Failure, RawArticle};

/// Cuts an article's content into blocks.
///
/// # Errors
///
/// None so far: whatever the content is, it has blocks or has none.
pub fn read<'p>(raw: &'p RawArticle<'_>) -> Result<Page<'p>, Failure> {
    let mut page = Page::default();
    if let Content::Text(text) = &raw.content {
        page.blocks = plain::read(text);
    }
    Ok(page)
}
