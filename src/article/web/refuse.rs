//! Pages that are no article: section pages, error pages, empty pages.

use super::{Chosen, Layout};
use crate::article::non_article;
use crate::intake::SkipReason;
use crate::page::dom::Tag;
use crate::page::{Page, metadata};

/// What the metadata says of the kind of page.
pub struct Evidence {
    /// It calls itself an article, or has an author or a date where only articles have them.
    article: bool,
    /// It calls itself a website or a list.
    site: bool,
}

impl Evidence {
    /// Looks at a page's candidates.
    pub fn of(page: &Page<'_>) -> Self {
        let kind = page.og_type.as_deref().unwrap_or_default();
        let dated = page
            .published
            .iter()
            .any(|c| matches!(c.evidence, metadata::Evidence::JsonLd | metadata::Evidence::OpenGraph | metadata::Evidence::Microdata));
        Evidence {
            article: kind.eq_ignore_ascii_case("article") || dated || page.is_live_blog,
            site: kind.eq_ignore_ascii_case("website") || kind.is_empty(),
        }
    }

    /// Says why a page is no article; `body` are the blocks that would be published.
    pub fn refuse(&self, layout: &Layout, blocks: &[Chosen<'_>], body: &[usize], title: Option<&str>) -> Option<SkipReason> {
        let text: f32 = body.iter().map(|at| blocks[*at].piece.length).sum();
        if text < 1_500.0 && title.is_some_and(|t| non_article::is_error(&t.to_lowercase())) {
            return Some(SkipReason::ErrorPage);
        }
        if layout.pieces.is_empty() || (body.is_empty() && title.is_none()) {
            return Some(SkipReason::NoArticle);
        }
        // Teasers: headings that are links, each with a line or two.
        let teasers = layout
            .pieces
            .iter()
            .filter(|p| {
                let tag = layout.places[p.place as usize].tag;
                matches!(tag, Tag::H2 | Tag::H3 | Tag::H4) && p.linked > 0.7 * p.length && p.length > 20.0
            })
            .count();
        let paragraphs = body
            .iter()
            .filter(|at| blocks[**at].piece.length > 140.0 && blocks[**at].piece.linked < 0.3 * blocks[**at].piece.length)
            .count();
        let list = teasers >= 6 && teasers > 2 * paragraphs;
        if list && !self.article && self.site {
            return Some(SkipReason::SectionPage);
        }
        if body.is_empty() && !self.article {
            return Some(if teasers >= 6 { SkipReason::SectionPage } else { SkipReason::NoArticle });
        }
        None
    }
}
