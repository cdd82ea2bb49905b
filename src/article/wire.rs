//! An item of a structured format, from whoever made it: its envelope says what is title, byline and date, and all of
//! its body is body. Nothing is weighed here, and nothing is left out but what says a thing twice.

use std::borrow::Cow;

use super::line::{one_begins_the_other, same_text};
use super::{
    Article, Author, BodyBlock, BodyKind, byline, claimed_authors, claims, dates, finished, outlet, pictures, web,
};
use crate::article::address::Base;
use crate::intake::{Claim, RawArticle, SkipReason};
use crate::page::{self, Page};

/// Reads an item.
///
/// # Errors
///
/// It holds nothing to read.
pub fn read<'p>(raw: &'p RawArticle<'_>, mut page: Page<'p>) -> Result<Article<'p>, SkipReason> {
    let mut article = Article::default();
    for (field, claim, slot) in [
        ("url", &raw.url, &mut article.url),
        ("canonical_url", &raw.canonical_url, &mut article.canonical_url),
        ("publisher", &raw.publisher_name, &mut article.publisher_name),
        ("language", &raw.language, &mut article.declared_language),
        ("title", &raw.title, &mut article.title),
        ("subtitle", &raw.subtitle, &mut article.subtitle),
        ("lead", &raw.lead, &mut article.lead),
        ("section", &raw.section, &mut article.section),
    ] {
        *slot = value(claim);
        if let (Some(_), Some(claim)) = (&slot, claim) {
            article.provenance.push((field, claim.provenance()));
        }
    }
    article.canonical_url = article.canonical_url.take().or_else(|| article.url.clone());
    article.publisher_domain = value(&raw.publisher_domain);
    for (field, claim, slot) in [
        ("published_at", &raw.published, &mut article.published),
        ("modified_at", &raw.modified, &mut article.modified),
        ("retrieved_at", &raw.retrieved, &mut article.retrieved),
    ] {
        *slot = claim.as_ref().and_then(|claim| dates::claim(&claim.value, None));
        if let (Some(_), Some(claim)) = (&slot, claim) {
            article.provenance.push((field, claim.provenance()));
        }
    }
    sign(raw, &mut article);
    for claim in &raw.tags {
        let tag = page::value(&claim.value);
        if !tag.is_empty() && !article.tags.contains(&tag) {
            article.tags.push(tag);
            article.note("tags", claim.provenance());
        }
    }
    claims::take_entities(raw, &mut article);
    let base = Base::of(&page, article.url.as_deref());
    article.images = pictures::all(&[], &raw.images, &base);
    match page.layout.take() {
        Some(layout) => web::take_whole(&layout, &page, &mut article),
        None => take_lines(&page, &mut article),
    }
    // `finished` looks for a dateline in the lead; one that has a field of its own is not looked for.
    let mut article = finished(article);
    if let (Some(dateline), Some(claim)) = (value(&raw.dateline), &raw.dateline) {
        article.dateline = Some(dateline);
        article.note("dateline", claim.provenance());
        article.provenance.sort_unstable_by_key(|(field, _)| *field);
    }
    if article.title.is_none() && article.lead.is_none() && article.body.is_empty() {
        return Err(SkipReason::Empty);
    }
    Ok(article)
}

/// A claim's text, without the markup that a headline has at times; `None` where nothing is left.
fn value<'p>(claim: &'p Option<Claim<'_>>) -> Option<Cow<'p, str>> {
    let value = claims::without_tags(page::value(&claim.as_ref()?.value));
    (!value.is_empty()).then_some(value)
}

/// The byline as the item has it: people who signed it, agencies whose it is. One that cannot be taken apart signs
/// whole.
fn sign<'p>(raw: &'p RawArticle<'_>, article: &mut Article<'p>) {
    for claim in &raw.authors {
        let text = claims::without_tags(page::value(&claim.value));
        let (mut names, mut credits) = (Vec::new(), Vec::new());
        match byline::parse(&text) {
            Some(byline) => (names, credits) = (byline.authors, byline.credits),
            None => names.push((byline::trim(&text).to_owned(), None)),
        }
        if names.is_empty() && credits.is_empty() {
            names.push((byline::trim(&text).to_owned(), None));
        }
        for (name, role) in names {
            if !name.is_empty() && !article.authors.iter().any(|a| same_text(&a.name, &name)) {
                article.authors.push(Author {
                    name: Cow::Owned(name),
                    role: role.map(Cow::Owned),
                });
                article.note("authors", claim.provenance());
            }
        }
        // "Trond Husø, The Lam Post": what the byline's grammar leaves out as the paper is its credit.
        let papers = text
            .split([',', ';', '/', '|'])
            .map(str::trim)
            .filter(|part| outlet::is_known(part));
        credits.extend(papers.map(str::to_owned));
        for credit in credits {
            claimed_authors::add_credit(credit, article);
        }
    }
    for claim in &raw.credits {
        let credit = page::value(&claim.value);
        if !credit.is_empty() {
            claimed_authors::add_credit(credit.into_owned(), article);
        }
    }
}

/// The lines of a text, apart from the title that it repeats.
fn take_lines<'p>(page: &Page<'p>, article: &mut Article<'p>) {
    let mut blocks = page.blocks.iter().map(|block| &block.text).peekable();
    if let (Some(first), Some(title)) = (blocks.peek(), &article.title)
        && same_text(first, title)
    {
        blocks.next();
    }
    if let Some(first) = blocks.peek()
        && repeats_lead(first, article.lead.as_deref())
    {
        article.lead = blocks.next().cloned();
    }
    article.body = blocks
        .map(|text| BodyBlock {
            kind: BodyKind::Paragraph,
            text: text.clone(),
        })
        .collect();
}

/// Whether the first paragraph is what the envelope gives as the description, perhaps cut off there.
pub fn repeats_lead(paragraph: &str, lead: Option<&str>) -> bool {
    lead.is_some_and(|lead| {
        same_text(paragraph, lead)
            || (lead.len() >= 40
                && paragraph.len() >= 40
                && paragraph.len() <= 3 * lead.len()
                && one_begins_the_other(paragraph, lead.trim_end_matches(['.', '…', ' '])))
    })
}
