//! The standfirst of a page: what stands between title and body and is set apart from both.

use std::borrow::Cow;

use super::super::line::same_text;
use super::super::{Article, dateline};
use super::{Chosen, Role};
use crate::page::layout::{Layout, class_words, within};

/// It is no shorter and no longer, by the length of its text.
const SHORTEST: f32 = 40.0;
const LONGEST: f32 = 700.0;
/// It stands so near to the first paragraph, in blocks.
const NEAR: usize = 14;

/// Takes the standfirst out of the blocks.
pub fn take(layout: &Layout, blocks: &mut [Chosen<'_>], article: &mut Article<'_>) {
    let Some(body) = first_of_body(blocks) else { return };
    let mut found = Vec::new();
    for at in body.saturating_sub(NEAR)..=(body + 1).min(blocks.len() - 1) {
        if is_lead(layout, blocks, at) || is_heading(layout, blocks, at, body) {
            found.push(at);
        }
    }
    if found.is_empty() {
        repeated(blocks, body, article);
        return;
    }
    let mut text = String::new();
    for at in found {
        blocks[at].role = Role::Lead;
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(blocks[at].text);
    }
    if let Some((place, rest)) = dateline::split(&text) {
        article.dateline = Some(Cow::Owned(place.to_owned()));
        text = rest.to_owned();
    }
    article.lead = Some(Cow::Owned(text));
    article.note("lead", "markup");
}

/// The lead that the envelope gives may stand on the page as the first paragraph: it is taken once.
fn repeated(blocks: &mut [Chosen<'_>], body: usize, article: &Article<'_>) {
    if article
        .lead
        .as_deref()
        .is_some_and(|lead| same_text(lead, blocks[body].text))
    {
        blocks[body].role = Role::Lead;
    }
}

fn first_of_body(blocks: &[Chosen<'_>]) -> Option<usize> {
    blocks
        .iter()
        .position(|b| b.role == Role::Body && b.piece.length > SHORTEST)
}

/// Whether a class or id near it says that a block is the standfirst.
fn is_lead(layout: &Layout, blocks: &[Chosen<'_>], at: usize) -> bool {
    let block = &blocks[at];
    if !matches!(block.role, Role::Body | Role::Boilerplate)
        || !(SHORTEST..LONGEST).contains(&block.piece.length)
        || block.piece.linked > 0.5 * block.piece.length
    {
        return false;
    }
    let own = &layout.places[block.piece.place as usize];
    if own.within & (within::CAPTION | within::FIGURE | within::NAV | within::FOOTER | within::ASIDE) != 0 {
        return false;
    }
    let around = &layout.places[own.parent as usize];
    let kinds = own.kinds
        | if around.end - around.first <= 3 {
            around.kinds
        } else {
            0
        };
    kinds & class_words::LEAD != 0
        && kinds & (class_words::RELATED | class_words::CAPTION | class_words::SUBSCRIBE) == 0
}

/// Whether a heading is a whole sentence that stands before the first paragraph.
fn is_heading(layout: &Layout, blocks: &[Chosen<'_>], at: usize, body: usize) -> bool {
    let block = &blocks[at];
    let paragraphs = |b: &Chosen<'_>| {
        b.role == Role::Body && b.piece.length > SHORTEST && !layout.places[b.piece.place as usize].tag.is_heading()
    };
    block.role == Role::Body
        && at == body
        && layout.places[block.piece.place as usize].tag.is_heading()
        && (80.0..LONGEST).contains(&block.piece.length)
        && block.piece.linked < 0.3 * block.piece.length
        && blocks[at..].iter().any(paragraphs)
}
