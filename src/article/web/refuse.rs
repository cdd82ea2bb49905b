//! Pages that are no article: section pages, error pages, empty pages.

use super::Chosen;
use crate::article::non_article;
use crate::intake::SkipReason;
use crate::page::layout::{Layout, Piece};
use crate::page::{Page, metadata};

/// What the metadata says of the kind of page.
pub struct Evidence {
    /// It has a date where only articles have one.
    dated: bool,
    /// It calls itself an article, or is dated as one. Section pages of many sites call themselves articles, too.
    article: bool,
}

/// Paragraphs that tell of another page.
#[derive(Default)]
struct Teasers {
    count: usize,
    length: f32,
}

/// The paragraphs of the body that follow a heading which is a link, and the length of all others.
fn teasers(layout: &Layout, blocks: &[Chosen<'_>], body: &[usize]) -> (Teasers, f32) {
    let (mut teasers, mut prose) = (Teasers::default(), 0.0);
    for at in body {
        let piece = blocks[*at].piece;
        if piece.length < 60.0 || layout.places[piece.place as usize].tag.is_heading() {
            continue;
        }
        let announced = (at.saturating_sub(3)..*at).any(|b| {
            let before = blocks[b].piece;
            is_linked_heading(layout, before) || (before.linked > 0.9 * before.length && before.length > 25.0)
        });
        if piece.length < 450.0 && (announced || piece.linked > 0.7 * piece.length) {
            teasers.count += 1;
            teasers.length += piece.length;
        } else {
            prose += piece.length;
        }
    }
    (teasers, prose)
}

fn is_linked_heading(layout: &Layout, piece: &Piece) -> bool {
    layout.places[piece.place as usize].tag.is_heading() && piece.linked > 0.7 * piece.length && piece.length > 20.0
}

impl Evidence {
    /// Looks at a page's candidates.
    pub fn of(page: &Page<'_>) -> Self {
        let kind = page.og_type.as_deref().unwrap_or_default();
        let dated = page.published.iter().any(|c| {
            matches!(
                c.evidence,
                metadata::Evidence::JsonLd | metadata::Evidence::OpenGraph | metadata::Evidence::Microdata
            )
        });
        Evidence {
            dated,
            article: kind.eq_ignore_ascii_case("article") || dated || page.is_live_blog,
        }
    }

    /// Says why a page is no article; `body` are the blocks that would be published.
    pub fn refuse(
        &self,
        layout: &Layout,
        blocks: &[Chosen<'_>],
        body: &[usize],
        title: Option<&str>,
    ) -> Option<SkipReason> {
        let text: f32 = body.iter().map(|at| blocks[*at].piece.length).sum();
        if text < 1_500.0 && title.is_some_and(|t| non_article::is_error(&t.to_lowercase())) {
            return Some(SkipReason::ErrorPage);
        }
        if layout.pieces.is_empty() || (body.is_empty() && title.is_none()) {
            return Some(SkipReason::NoArticle);
        }
        let (teasers, prose) = teasers(layout, blocks, body);
        let headings = layout.pieces.iter().filter(|p| is_linked_heading(layout, p)).count();
        if !self.dated && headings >= 6 && teasers.count >= 4 && prose < teasers.length {
            return Some(SkipReason::SectionPage);
        }
        if body.is_empty() && !self.article {
            return Some(if headings >= 6 {
                SkipReason::SectionPage
            } else {
                SkipReason::NoArticle
            });
        }
        None
    }
}
