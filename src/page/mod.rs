//! [`RawArticle`](crate::intake::RawArticle) → [`Page`]: blocks of clean text, in order, and what the page's own
//! metadata claims.

mod block;

pub use block::{Block, BlockKind, Candidate, Evidence, Page};

use crate::intake::{Content, Failure, RawArticle};

/// Cuts an article's content into blocks.
pub fn read<'p>(raw: &'p RawArticle<'_>) -> Result<Page<'p>, Failure> {
    let mut page = Page::default();
    if let Content::Text(text) = &raw.content {
        let mut gap = 0;
        for line in text.lines() {
            let line = line.trim();
            if line.is_empty() {
                gap += 1;
            } else {
                page.blocks.push(Block {
                    text: line.into(),
                    kind: BlockKind::Paragraph,
                    gap,
                    link_density: 0.0,
                });
                gap = 0;
            }
        }
    }
    Ok(page)
}
