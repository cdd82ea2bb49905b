//! `RawArticle` → [`Page`]: blocks of clean text, in order, and what the page's own metadata claims.

mod block;
pub mod dom;
mod entities;
mod html;
pub mod layout;
mod letters;
pub mod memo;
pub mod metadata;
mod plain;
mod tags;
pub mod word_table;

pub use block::{Block, BlockKind, Page};
pub use metadata::{Candidate, Evidence, Source};
pub use plain::value;
pub use tags::without_tags;

use crate::intake::{Content, RawArticle};

/// Cuts an article's content into blocks.
pub fn read<'p>(raw: &'p RawArticle<'_>) -> Page<'p> {
    match &raw.content {
        Content::Html(html) => html::read(html),
        Content::Text(text) => Page {
            blocks: text_blocks(text),
            ..Page::default()
        },
        Content::None => Page::default(),
    }
}

/// The blocks of a text, without the tags that somebody left in it.
fn text_blocks(text: &str) -> Vec<Block<'_>> {
    if memchr::memchr(b'<', text.as_bytes()).is_none() {
        return plain::read(text);
    }
    let stripped = without_tags(text);
    if stripped.len() == text.trim().len() {
        return plain::read(text);
    }
    plain::read(&stripped).into_iter().map(Block::into_owned).collect()
}
