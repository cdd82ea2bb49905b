//! A page of HTML → its blocks' roles: what of the layout is body, standfirst, caption, and what is left out.
//!
//! The forests of [`selection`](super::selection) say how likely each block is body; rules that need no weighing come
//! after them: the title is not repeated, a standfirst stands apart from the body, a picture's caption stays beside it.

mod lead;
mod media;
mod refuse;

use std::borrow::Cow;

use super::boilerplate::{self, Kind};
use super::line::{Line, Role, same_text};
use super::published::Times;
use super::selection::{self, Model};
use super::{Article, BodyBlock, BodyKind, claims, signature, wire};
use crate::intake::{RawArticle, SkipReason};
use crate::page::dom::Tag;
use crate::page::layout::{Layout, Piece, class_words, within};
use crate::page::{Block, BlockKind, Page};

/// Blocks above are body: the logarithm of the odds.
const THRESHOLD: f32 = -0.2;

/// Reads a page by its layout.
///
/// # Errors
///
/// The reason why the page is no article.
pub fn read<'p>(raw: &'p RawArticle<'_>, mut page: Page<'p>, layout: &Layout) -> Result<Article<'p>, SkipReason> {
    let scores = Model::get().score(layout, &selection::titles(&page));
    let evidence = refuse::Evidence::of(&page);
    let (paywalled, live) = (page.is_free == Some(false), page.is_live_blog);
    let mut article = Article::default();
    claims::take(raw, &mut page, &mut article);
    // Descriptions are no standfirst: what readers do not see stays out of the text. What the envelope calls the lead is
    // another matter.
    let from_envelope = |(field, from): &(&str, Cow<'_, str>)| *field == "lead" && from.starts_with("envelope");
    if !article.provenance.iter().any(from_envelope) {
        article.lead = None;
        article.provenance.retain(|(field, _)| *field != "lead");
    }

    let mut blocks: Vec<Chosen<'_>> = layout
        .pieces
        .iter()
        .zip(&scores)
        .map(|(piece, score)| Chosen {
            piece,
            text: layout.text_of(piece),
            role: if *score > THRESHOLD {
                Role::Body
            } else {
                Role::Boilerplate
            },
        })
        .collect();
    take_all_of_little(layout, &mut blocks);
    mark_titles(&mut blocks, article.title.as_deref());
    leave_asides(layout, &mut blocks);
    let body: Vec<usize> = (0..blocks.len()).filter(|at| blocks[*at].role == Role::Body).collect();
    if let Some(reason) = evidence.refuse(layout, &blocks, &body, article.title.as_deref()) {
        return Err(reason);
    }
    lead::take(layout, &mut blocks, &mut article);
    keep_headings(layout, &mut blocks);
    captions(layout, &mut blocks);
    keep_signature(&mut blocks);
    media::take(layout, &blocks, &page, &mut article);
    article.body = finish(layout, &blocks, &mut article);
    for (warning, holds) in [
        // What stands on the page may be its beginning only.
        ("paywalled", paywalled),
        ("live_blog", live),
    ] {
        if holds {
            article.warnings.push(warning);
        }
    }
    article.provenance.sort_unstable_by_key(|(field, _)| *field);
    Ok(article)
}

/// Takes all of a body that is known to be one: nothing is weighed, and nothing left out but what repeats title and
/// lead, and what a browser does not show.
pub fn take_whole(layout: &Layout, page: &Page<'_>, article: &mut Article<'_>) {
    let mut blocks: Vec<Chosen<'_>> = layout
        .pieces
        .iter()
        .map(|piece| {
            let within = layout.places[piece.place as usize].within;
            Chosen {
                piece,
                text: layout.text_of(piece),
                role: match within {
                    w if w & within::HIDDEN != 0 => Role::Boilerplate,
                    w if w & within::CAPTION != 0 => Role::Caption,
                    _ => Role::Body,
                },
            }
        })
        .collect();
    if let (Some(first), Some(title)) = (blocks.iter_mut().find(|b| b.role == Role::Body), &article.title)
        && same_text(first.text, title)
    {
        first.role = Role::Title;
    }
    if let Some(first) = blocks.iter_mut().find(|b| b.role == Role::Body)
        && wire::repeats_lead(first.text, article.lead.as_deref())
    {
        first.role = Role::Lead;
        article.lead = Some(Cow::Owned(first.text.to_owned()));
    }
    media::take(layout, &blocks, page, article);
    article.body = blocks
        .iter()
        .filter(|b| matches!(b.role, Role::Body | Role::Caption))
        .map(|b| BodyBlock {
            kind: body_kind(b.role, kind_of(layout, b.piece)),
            text: Cow::Owned(b.text.to_owned()),
        })
        .collect();
}

fn body_kind(role: Role, kind: BlockKind) -> BodyKind {
    match (role, kind) {
        (Role::Caption, _) => BodyKind::Caption,
        (_, BlockKind::Heading(_)) => BodyKind::Heading,
        (_, BlockKind::ListItem) => BodyKind::ListItem,
        (_, BlockKind::Quote) => BodyKind::Quote,
        (_, BlockKind::Table) => BodyKind::Table,
        _ => BodyKind::Paragraph,
    }
}

/// A block with the role that it has so far.
struct Chosen<'l> {
    piece: &'l Piece,
    text: &'l str,
    role: Role,
}

/// A page with so few blocks is brief; where the forests find no body on it, there is no other.
const FEW: usize = 40;

/// Who sends a piece of a page, or a page with a line of text, sends it to be read: all is body there that does not say
/// otherwise. Forests that learnt from pages know nothing of it.
fn take_all_of_little(layout: &Layout, blocks: &mut [Chosen<'_>]) {
    let brief = blocks.len() <= FEW && !blocks.iter().any(|b| b.role == Role::Body);
    if !layout.is_fragment && !brief {
        return;
    }
    const AWAY: u32 = within::NAV | within::FOOTER | within::ASIDE | within::CONTROL | within::HIDDEN | within::FORM;
    const OTHER: u32 = class_words::COMMENT
        | class_words::SHARE
        | class_words::ADVERT
        | class_words::CONSENT
        | class_words::RELATED
        | class_words::HIDDEN;
    for block in blocks {
        let place = &layout.places[block.piece.place as usize];
        let around = &layout.places[place.parent as usize];
        let away = place.within & AWAY != 0 || (place.kinds | around.kinds) & OTHER != 0;
        if !away && block.piece.linked <= 0.5 * block.piece.length {
            block.role = Role::Body;
        }
    }
}

/// The title stands on the page, and often twice: what repeats it before the body, or is the page's first heading, is
/// no body.
fn mark_titles(blocks: &mut [Chosen<'_>], title: Option<&str>) {
    let Some(title) = title else { return };
    let mut paragraphs = 0;
    for block in blocks.iter_mut() {
        if block.piece.length < 400.0 && same_text(block.text, title) {
            block.role = Role::Title;
        }
        paragraphs += usize::from(block.role == Role::Body && block.piece.length > 200.0);
        if paragraphs > 1 {
            break;
        }
    }
}

/// What stands below a picture within the body, or right before it.
fn captions(layout: &Layout, blocks: &mut [Chosen<'_>]) {
    let first = blocks.iter().position(|b| b.role == Role::Body);
    let last = blocks.iter().rposition(|b| b.role == Role::Body);
    let (Some(first), Some(last)) = (first, last) else {
        return;
    };
    for block in blocks.iter_mut().take(last + 1).skip(first.saturating_sub(6)) {
        let said = layout.places[block.piece.place as usize].within & within::CAPTION != 0;
        if said && block.piece.length < 600.0 && matches!(block.role, Role::Body | Role::Boilerplate) {
            block.role = Role::Caption;
        }
    }
}

/// What stands in an `aside`, unless most of the body does: some sites wrap all of it in one.
fn leave_asides(layout: &Layout, blocks: &mut [Chosen<'_>]) {
    let aside = |b: &Chosen<'_>| layout.places[b.piece.place as usize].within & within::ASIDE != 0;
    let chosen = |b: &&Chosen<'_>| b.role == Role::Body;
    let all: f32 = blocks.iter().filter(chosen).map(|b| b.piece.length).sum();
    let beside: f32 = blocks
        .iter()
        .filter(chosen)
        .filter(|b| aside(b))
        .map(|b| b.piece.length)
        .sum();
    if beside > 0.0 && beside < MOSTLY * all {
        for block in blocks.iter_mut().filter(|b| b.role == Role::Body && aside(b)) {
            block.role = Role::Boilerplate;
        }
    }
}

/// The share from which on an `aside` holds the body.
const MOSTLY: f32 = 0.35;

/// A heading between two paragraphs of one box is theirs, however little there is to see of it.
fn keep_headings(layout: &Layout, blocks: &mut [Chosen<'_>]) {
    let around = |block: &Chosen<'_>| layout.places[block.piece.place as usize].parent;
    for at in 1..blocks.len().saturating_sub(1) {
        let [before, this, after] = &blocks[at - 1..=at + 1] else {
            continue;
        };
        let heading = layout.places[this.piece.place as usize].tag.is_heading() && this.piece.links == 0;
        let between = before.role == Role::Body && after.role == Role::Body;
        if this.role == Role::Boilerplate
            && heading
            && between
            && around(before) == around(this)
            && around(this) == around(after)
        {
            blocks[at].role = Role::Body;
        }
    }
}

/// A byline may stand apart, after the last paragraph: it is looked at with the body.
fn keep_signature(blocks: &mut [Chosen<'_>]) {
    let Some(last) = blocks.iter().rposition(|b| b.role == Role::Body) else {
        return;
    };
    for block in blocks.iter_mut().skip(last + 1).take(3) {
        if block.role != Role::Boilerplate || block.piece.length > 60.0 || block.piece.links > 1 {
            continue;
        }
        let line = line_of(block.text, BlockKind::Paragraph);
        if signature::of_line(&line).is_some_and(|b| !b.authors.is_empty()) {
            block.role = Role::Byline;
            break;
        }
    }
}

fn line_of(text: &str, kind: BlockKind) -> Line<'_> {
    Line::of(Block {
        text: Cow::Borrowed(text),
        kind,
        gap: 0,
        opens_with_space: false,
        ends_with_space: false,
    })
}

fn kind_of(layout: &Layout, piece: &Piece) -> BlockKind {
    let place = &layout.places[piece.place as usize];
    let around = &layout.places[place.parent as usize];
    match place.tag {
        Tag::H1 => BlockKind::Heading(1),
        Tag::H2 => BlockKind::Heading(2),
        Tag::H3 => BlockKind::Heading(3),
        Tag::H4 => BlockKind::Heading(4),
        Tag::H5 => BlockKind::Heading(5),
        Tag::H6 => BlockKind::Heading(6),
        Tag::Tr => BlockKind::Table,
        Tag::Li | Tag::Dd | Tag::Dt => BlockKind::ListItem,
        _ if around.tag == Tag::Li => BlockKind::ListItem,
        _ if place.within & within::QUOTE != 0 => BlockKind::Quote,
        _ => BlockKind::Paragraph,
    }
}

/// The blocks of the body: prompts that say so themselves are gone, and so are the lines that sign it.
fn finish<'p>(layout: &Layout, blocks: &[Chosen<'_>], article: &mut Article<'p>) -> Vec<BodyBlock<'p>> {
    let mut lines: Vec<Line<'_>> = blocks
        .iter()
        .filter(|b| matches!(b.role, Role::Body | Role::Caption | Role::Byline))
        .map(|b| {
            let kind = if b.role == Role::Caption {
                BlockKind::Caption
            } else {
                kind_of(layout, b.piece)
            };
            let mut line = line_of(b.text, kind);
            line.role = b.role;
            line
        })
        .collect();
    for line in &mut lines {
        let prompt = line.role == Role::Body
            && line.kind == BlockKind::Paragraph
            && boilerplate::kind(line) == Some(Kind::Line)
            && line.words > 1;
        if prompt {
            line.role = Role::Boilerplate;
        }
    }
    sign(&mut lines, article);
    lines
        .into_iter()
        .filter_map(|line| {
            if !matches!(line.role, Role::Body | Role::Caption) {
                return None;
            }
            Some(BodyBlock {
                kind: body_kind(line.role, line.kind),
                text: Cow::Owned(line.text.into_owned()),
            })
        })
        .collect()
}

/// The byline that ends the body of many papers: it names the authors where nothing else does, and is no paragraph.
fn sign(lines: &mut [Line<'_>], article: &mut Article<'_>) {
    let (mut bylines, found) = (Vec::new(), article.authors.is_empty());
    let last: Vec<usize> = (0..lines.len())
        .rev()
        .filter(|at| matches!(lines[*at].role, Role::Body | Role::Byline))
        .take(2)
        .collect();
    for at in last {
        let line = &lines[at];
        if line.kind != BlockKind::Paragraph || !line.is_short() {
            break;
        }
        let Some(byline) = signature::of_line(line) else { break };
        lines[at].role = Role::Byline;
        bylines.push(byline);
    }
    if found {
        bylines.reverse();
        claims::take_bylines(bylines, true, article, &Times::default());
    }
}
