//! [`Page`](crate::page::Page) → [`Article`]: which block is title, lead, body, byline, date; and what is boilerplate.
//!
//! One file per field. Evidence is weighed, and the winner is named in [`Article::provenance`].

mod fields;
mod moment;

pub use fields::{Article, Author, BodyBlock, BodyKind, Image};
pub use moment::Moment;

use crate::intake::{RawArticle, SkipReason};
use crate::page::Page;

/// Reads a page: weighs what page and envelope claim, and decides what each block is.
pub fn read<'p>(raw: &'p RawArticle<'_>, page: Page<'p>) -> Result<Article<'p>, SkipReason> {
    let mut blocks = page.blocks.into_iter();
    let title = raw
        .title
        .as_ref()
        .map(|t| t.value.as_ref().into())
        .or_else(|| blocks.next().map(|b| b.text));
    Ok(Article {
        title,
        lead: raw.lead.as_ref().map(|t| t.value.as_ref().into()),
        body: blocks
            .map(|b| BodyBlock {
                kind: BodyKind::Paragraph,
                text: b.text,
            })
            .collect(),
        ..Article::default()
    })
}
