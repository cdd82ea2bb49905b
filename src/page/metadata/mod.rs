//! What a page says of its article besides the text: candidates for title, authors, dates and so on, each with where it
//! was found. One file per source; the tree is walked once, and `article` weighs what was found.

mod candidate;
mod json_ld;
mod json_text;
mod known;
mod markup;
mod meta;
mod microdata;
pub mod url;
mod visible;
mod words;

use std::borrow::Cow;

pub use candidate::{Candidate, Evidence, Source};
use known::Known;
use markup::Markup;
use meta::Field;

use super::Page;
use super::dom::{Dom, NodeId, Step, Tag};
use super::letters;

/// JSON-LD of a page with all its articles.
const LARGE: usize = 1 << 20;
/// A list of candidates is no longer.
const MOST: usize = 64;

/// Collects the candidates of a page.
pub fn collect(dom: &Dom<'_>, page: &mut Page<'static>) {
    let mut scripts: Vec<String> = Vec::new();
    let mut markup = Markup::new(dom);
    for step in dom.walk(dom.root()) {
        match step {
            Step::Enter(id) => {
                if let Some(text) = dom.text(id) {
                    markup.text(id, text);
                    continue;
                }
                match dom.tag(id) {
                    Some(Tag::Meta) => meta_tag(dom, id, page),
                    Some(Tag::Link) => link(dom, id, page),
                    Some(Tag::Base) if page.base_url.is_none() => {
                        page.base_url = dom.attribute(id, "href").map(|href| Cow::Owned(href.trim().to_owned()));
                    }
                    Some(Tag::Html) => {
                        let language = dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang"));
                        declare_language(language.as_deref(), page);
                    }
                    Some(Tag::Title)
                        if !markup.is_unseen() && page.titles.iter().all(|c| c.source != Source::TitleElement) =>
                    {
                        let title = dom.text_within(id, SHORT);
                        put(&mut page.titles, Evidence::Meta, Source::TitleElement, &title, 0);
                    }
                    Some(Tag::Script)
                        if is_json_ld(dom, id) && scripts.iter().map(String::len).sum::<usize>() < LARGE =>
                    {
                        scripts.push(dom.text_within(id, LARGE));
                    }
                    _ => {}
                }
                markup.enter(id);
            }
            Step::Leave(id) => markup.leave(id),
        }
    }
    let known = Known::of(page, markup.headlines());
    json_ld::read(&scripts, &known, page);
    markup.finish(&known, page);
}

/// A title or a date is shorter.
const SHORT: usize = 400;

fn is_json_ld(dom: &Dom<'_>, id: NodeId) -> bool {
    dom.attribute(id, "type").is_some_and(|kind| {
        let kind = kind.trim().as_bytes();
        kind.len() >= 19 && kind[..19].eq_ignore_ascii_case(b"application/ld+json")
    })
}

fn meta_tag(dom: &Dom<'_>, id: NodeId, page: &mut Page<'static>) {
    let (mut name, mut property, mut content, mut itemprop) = (None, None, None, None);
    for (key, value) in dom.attributes(id) {
        match key {
            "content" => content = Some(value),
            "property" => property = Some(value),
            "name" => name = Some(value),
            "itemprop" | "http-equiv" => itemprop = Some(value),
            _ => {}
        }
    }
    let Some(content) = content.filter(|c| !c.trim().is_empty()) else {
        return;
    };
    // A tag may have both names: `name=author property=article:author`.
    let found = [property, name, itemprop]
        .into_iter()
        .flatten()
        .find_map(|name| meta::field(&name));
    let Some((field, evidence, source)) = found else {
        return;
    };
    let list = match field {
        Field::Title => &mut page.titles,
        Field::Lead => &mut page.leads,
        Field::Author => &mut page.authors,
        Field::Published => &mut page.published,
        Field::Modified => &mut page.modified,
        // An address is no name.
        Field::Publisher if content.contains("://") || content.starts_with('@') => return,
        Field::Publisher => &mut page.publishers,
        Field::Section => &mut page.sections,
        Field::Tags => return put_tags(&mut page.tags, evidence, &content),
        Field::Image => &mut page.images,
        Field::Url => {
            page.own_url
                .get_or_insert_with(|| Cow::Owned(content.trim().to_owned()));
            return;
        }
        Field::Kind => {
            page.og_type
                .get_or_insert_with(|| Cow::Owned(content.trim().to_owned()));
            return;
        }
        Field::Language => return declare_language(Some(&content), page),
    };
    put(list, evidence, source, &content, 0);
}

fn link(dom: &Dom<'_>, id: NodeId, page: &mut Page<'static>) {
    let Some(rel) = dom.attribute(id, "rel") else {
        return;
    };
    let is = |word: &str| rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(word));
    if is("canonical")
        && page.canonical_url.is_none()
        && let Some(href) = dom.attribute(id, "href").filter(|h| !h.trim().is_empty())
    {
        page.canonical_url = Some(Cow::Owned(href.trim().to_owned()));
    }
}

fn declare_language(language: Option<&str>, page: &mut Page<'static>) {
    let language = language.map(str::trim).filter(|l| !l.is_empty() && l.len() < 36);
    if let (None, Some(language)) = (&page.language, language) {
        page.language = Some(Cow::Owned(language.to_owned()));
    }
}

/// Adds a candidate once.
fn put(list: &mut Vec<Candidate<'static>>, evidence: Evidence, source: Source, value: &str, at: u32) {
    let value = letters::clean(value);
    put_clean(list, evidence, source, value.into_owned(), at);
}

fn put_clean(list: &mut Vec<Candidate<'static>>, evidence: Evidence, source: Source, value: String, at: u32) {
    let known = |c: &Candidate<'_>| c.evidence == evidence && c.source == source && c.value == value;
    if value.is_empty() || list.len() >= MOST || list.iter().any(known) {
        return;
    }
    list.push(Candidate {
        evidence,
        value: Cow::Owned(value),
        source,
        at,
    });
}

fn put_tags(list: &mut Vec<Candidate<'static>>, evidence: Evidence, words: &str) {
    for tag in words.split(',') {
        put(list, evidence, Source::Other, tag, 0);
    }
}

fn index(id: NodeId) -> u32 {
    u32::try_from(id.index()).unwrap_or(u32::MAX)
}
