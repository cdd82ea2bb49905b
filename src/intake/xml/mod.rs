//! XML: feeds, agencies' items, texts of extractors. The root element says which.
//!
//! One tree is read for all of them ([`parse`]), liberally and within bounds; each format makes articles of it in its
//! own file. A feed that breaks off in the middle gives what stands before, and one failure that names the place.

pub mod atom;
mod claim;
mod entities;
mod media;
mod named;
mod names;
pub mod newsml;
pub mod newsml_g2;
pub mod nitf;
mod parse;
mod root;
pub mod rss;
pub mod tei;
mod tree;
mod write;

use std::borrow::Cow;

use super::{Intake, IntakeError, Piece, SkipReason, sniff};
use crate::settings::{self, InputFormat};
use names::Vocabulary;
use tree::Element;

pub use root::is_known;

/// What a document is, by its root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Rss,
    Atom,
    NewsmlG2,
    NewsMl,
    Nitf,
    Tei,
}

impl Kind {
    fn of(root: Element<'_, '_>) -> Option<Kind> {
        Some(match root.local() {
            "rss" | "channel" | "item" => Kind::Rss,
            "RDF" if root.vocabulary == Vocabulary::Rdf => Kind::Rss,
            "feed" | "entry" => Kind::Atom,
            "newsItem" | "newsMessage" => Kind::NewsmlG2,
            local if newsml_g2::other(local).is_some() => Kind::NewsmlG2,
            "NewsML" | "NewsItem" => Kind::NewsMl,
            "nitf" => Kind::Nitf,
            "TEI" | "teiCorpus" => Kind::Tei,
            "doc" if root.child("main").is_some() => Kind::Tei,
            _ => return None,
        })
    }
}

/// The name of the format that is set and what it takes, where one of XML is.
fn required(fixed: InputFormat) -> Option<(&'static str, &'static [Kind])> {
    match fixed {
        InputFormat::Rss => Some(("rss", &[Kind::Rss])),
        InputFormat::Atom => Some(("atom", &[Kind::Atom])),
        InputFormat::NewsmlG2 => Some(("newsml-g2", &[Kind::NewsmlG2, Kind::NewsMl])),
        InputFormat::Nitf => Some(("nitf", &[Kind::Nitf])),
        InputFormat::Tei => Some(("tei", &[Kind::Tei])),
        _ => None,
    }
}

/// Takes a document apart.
///
/// # Errors
///
/// It has no element, is in no format that is read or in another than the one that is set, goes too deep, becomes too
/// large, holds too many articles, or breaks off within its only one.
pub fn read<'m>(text: &'m str, settings: &settings::Intake) -> Result<Intake<'m>, IntakeError> {
    let trimmed = sniff::trim(text);
    let document = parse::parse(trimmed, settings.max_expanded_bytes.0)?;
    let lead = text.len() - text.trim_start_matches(sniff::says_nothing).len();
    let broken = document
        .broken
        .map(|broken| place(text, lead + broken.at, broken.reason));
    let Some(root) = document.root() else {
        return Err(broken.unwrap_or_else(|| place(text, lead, "there is no element")));
    };
    let Some(kind) = Kind::of(root) else {
        return Err(IntakeError::Unsupported(root.name.chars().take(64).collect()));
    };
    if let Some((wanted, _)) = required(settings.format).filter(|(_, kinds)| !kinds.contains(&kind)) {
        return Err(IntakeError::OtherFormat {
            wanted,
            root: root.name.chars().take(64).collect(),
        });
    }
    let mut intake = match (kind, root.local()) {
        (Kind::Rss, "item") => one(root, broken, |item| rss::item(item, &rss::Channel::default()))?,
        (Kind::Rss, _) => {
            let channel = match root.local() {
                "channel" => Some(root),
                _ => root.child("channel"),
            };
            let channel_says = channel.map(rss::Channel::read).unwrap_or_default();
            // RSS 1.0 has the items beside the channel, all others in it.
            let items = [
                channel,
                (channel.map(Element::range) != Some(root.range())).then_some(root),
            ];
            let items = items.into_iter().flatten().flat_map(Element::children);
            several(items.filter(|item| rss::is_item(*item)), broken, settings, |item| {
                rss::item(item, &channel_says)
            })?
        }
        (Kind::Atom, "entry") => one(root, broken, |entry| atom::entry(entry, &atom::Feed::default()))?,
        (Kind::Atom, _) => {
            let feed = atom::Feed::read(root);
            let entries = root.children().filter(|entry| entry.local() == "entry");
            several(entries, broken, settings, |entry| atom::entry(entry, &feed))?
        }
        (Kind::NewsmlG2, "newsMessage") => {
            let items = root.child("itemSet").into_iter().flat_map(Element::children);
            let items = items.filter(|item| item.local() == "newsItem" || newsml_g2::other(item.local()).is_some());
            several(items, broken, settings, newsml_g2::read)?
        }
        (Kind::NewsmlG2, _) => one(root, broken, newsml_g2::read)?,
        (Kind::NewsMl, "NewsItem") => one(root, broken, |item| newsml::read(item, root))?,
        (Kind::NewsMl, _) => {
            let mut items = root.children().filter(|item| item.local() == "NewsItem");
            match (items.next(), items.next()) {
                (Some(only), None) => one(only, broken, |item| newsml::read(item, root))?,
                _ => {
                    let items = root.children().filter(|item| item.local() == "NewsItem");
                    several(items, broken, settings, |item| newsml::read(item, root))?
                }
            }
        }
        (Kind::Nitf, _) => one(root, broken, nitf::read)?,
        (Kind::Tei, "teiCorpus") => {
            let documents = root.children().filter(|document| document.local() == "TEI");
            several(documents, broken, settings, tei::read)?
        }
        (Kind::Tei, "doc") => one(root, broken, tei::read_doc)?,
        (Kind::Tei, _) => one(root, broken, tei::read)?,
    };
    if document.external {
        intake.articles(|raw| raw.warnings.push("external_entity_ignored"));
    }
    Ok(intake)
}

/// Half an article is none.
fn one<'t, 'm>(
    root: Element<'t, 'm>,
    broken: Option<IntakeError>,
    read: impl FnOnce(Element<'t, 'm>) -> Piece<'m>,
) -> Result<Intake<'m>, IntakeError> {
    match broken {
        Some(error) if !root.is_whole() => Err(error),
        _ => Ok(Intake::One(read(root))),
    }
}

/// The whole articles of a document, and one failure for what it breaks off with.
fn several<'t, 'm: 't>(
    articles: impl Iterator<Item = Element<'t, 'm>>,
    broken: Option<IntakeError>,
    settings: &settings::Intake,
    read: impl Fn(Element<'t, 'm>) -> Piece<'m>,
) -> Result<Intake<'m>, IntakeError> {
    let mut pieces = Vec::new();
    for article in articles.filter(|article| article.is_whole()) {
        if pieces.len() as u64 >= u64::from(settings.max_articles) {
            return Err(IntakeError::TooManyArticles(settings.max_articles));
        }
        pieces.push(read(article));
    }
    match broken {
        Some(error) if pieces.is_empty() => return Err(error),
        Some(error) => pieces.push(Piece::Failed(error.into())),
        None if pieces.is_empty() => return Ok(Intake::One(Piece::Skipped(SkipReason::Empty))),
        None => (),
    }
    Ok(Intake::Several(pieces))
}

/// The text of a NITF document as HTML; `None` where it is none.
pub fn nitf_body(text: &str) -> Option<String> {
    let document = parse::parse(text, text.len() as u64).ok()?;
    let root = document.root()?;
    let body = root.elements().find(|element| element.local() == "body.content");
    nitf::html(body.unwrap_or(root))
}

/// The place of an error, for a person.
fn place(text: &str, at: usize, reason: &'static str) -> IntakeError {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    IntakeError::InvalidXml {
        line: memchr::memchr_iter(b'\n', before).count() + 1,
        column: at - line_start + 1,
        reason,
    }
}

/// What an element holds as HTML: its elements written out; of text alone the text, which is markup that was escaped.
fn html_of<'m>(element: Element<'_, 'm>) -> Cow<'m, str> {
    if element.children().next().is_none() {
        return element.text();
    }
    Cow::Owned(write::inner(element, write::xhtml))
}

#[cfg(test)]
mod show;
#[cfg(test)]
mod tests;
