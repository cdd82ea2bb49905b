//! `Page` → [`Article`]: which block is title, lead, body, byline, date; and what is boilerplate.
//!
//! One file per field. Evidence is weighed, and the winner is named in [`Article::provenance`]. Every line of a page
//! begins as a paragraph of the body; one field after the other takes the lines that it knows, the surest first, and
//! what is left over is told apart into paragraphs, headings and captions.

mod address;
mod authors;
mod body;
mod boilerplate;
mod byline;
mod calendar;
mod caption;
mod claimed_authors;
mod claims;
mod date_grammar;
mod dateline;
mod dates;
mod dump;
mod fields;
mod heading;
mod headline;
mod label;
mod lead;
mod line;
mod lower;
mod moment;
mod name;
mod non_article;
mod outlet;
mod patterns;
mod people;
mod pictures;
mod published;
mod publisher;
mod roles;
mod section;
pub mod selection;
mod signature;
mod site;
mod tags;
mod times;
mod title;
mod web;
mod wire;

use std::borrow::Cow;

pub use fields::{Article, Author, BodyBlock, BodyKind, Image};
pub use moment::Moment;

use crate::intake::{Authority, Content, RawArticle, SkipReason};
use crate::page::Page;
use boilerplate::Kind;
use line::{Line, Role};

/// Reads a page: weighs what page and envelope claim, and decides what each block is.
///
/// # Errors
///
/// The reason why the page is no article.
pub fn read<'p>(raw: &'p RawArticle<'_>, mut page: Page<'p>) -> Result<Article<'p>, SkipReason> {
    if raw.authority == Authority::Publisher {
        return wire::read(raw, page);
    }
    if let Some(layout) = page.layout.take() {
        return web::read(raw, page, &layout);
    }
    let mut lines: Vec<Line<'p>> = std::mem::take(&mut page.blocks).into_iter().map(Line::of).collect();
    let mut article = Article::default();
    claims::take(raw, &mut page, &mut article);

    if matches!(raw.content, Content::Text(_))
        && dump::applies(&lines)
        && let Some(found) = dump::read(&mut lines, article.title.as_deref(), article.retrieved)
    {
        take_dump(found, &mut lines, &mut article);
        article.body = body::take(lines);
        return Ok(finished(article));
    }
    body::rejoin(&mut lines);
    mark_boilerplate(&mut lines);
    let known_title = article.title.is_some();
    let title_at = match &article.title {
        Some(title) => title::find_known(&mut lines, title),
        None => title::find(&mut lines),
    };
    if let (None, Some(at)) = (&article.title, title_at) {
        article.title = Some(lines[at].text.clone());
        article.note("title", "text");
    }
    // What stands before the title is the page's head.
    let mut times = published::find(&mut lines, title_at, article.retrieved);
    if let Some(at) = title_at {
        for line in lines[..at].iter_mut().filter(|l| l.role == Role::Body) {
            line.role = Role::Boilerplate;
        }
    }
    take_tags(&mut lines, title_at, &mut article);

    let last = lead::find_last(&mut lines, title_at.unwrap_or(0));
    let mut bylines = std::mem::take(&mut times.bylines);
    bylines.extend(signature::find(&mut lines, title_at, last.is_some()));
    let lead_at = match (last, &article.lead) {
        (Some(at), _) => Some(at),
        (None, Some(lead)) => repeated_lead(&mut lines, title_at, lead),
        (None, None) if title_at.is_some() || known_title || opens_with_dateline(&lines) => {
            lead::find_first(&mut lines, title_at)
        }
        (None, None) => None,
    };
    if let Some(reason) = non_article::reason(
        &lines,
        article.title.as_deref(),
        raw.title.is_some() && matches!(raw.content, Content::Text(_)),
        article.lead.is_some() || lead_at.is_some(),
        last.is_some(),
    ) {
        return Err(reason);
    }
    if let Some(at) = lead_at {
        let text = std::mem::take(&mut lines[at].text);
        // The page's own words win over a description, which may be cut off or made for search engines.
        let whole = lines[at].ending == line::Ending::Sentence;
        let better = article
            .lead
            .as_ref()
            .is_none_or(|claimed| whole || text.len() >= claimed.len());
        if better {
            article.lead = Some(text);
            article.note("lead", "text");
        }
    }
    let is_page = matches!(raw.content, Content::Html(_));
    claims::take_bylines(bylines, is_page, &mut article, &times);
    claims::take_times(times, &mut article);
    article.body = body::take(lines);
    Ok(finished(article))
}

fn finished<'p>(mut article: Article<'p>) -> Article<'p> {
    split_dateline(&mut article);
    if article.title.is_none() {
        article.warnings.push("title_missing");
    }
    article.provenance.sort_unstable_by_key(|(field, _)| *field);
    article
}

/// Takes what was found in the text of a whole page in another language than Vietnamese.
fn take_dump<'p>(found: dump::Dump, lines: &mut [Line<'p>], article: &mut Article<'p>) {
    if let (None, Some(at)) = (&article.title, found.title) {
        article.title = Some(lines[at].text.clone());
        article.note("title", "text");
    }
    if let Some(at) = found.lead {
        article.lead = Some(std::mem::take(&mut lines[at].text));
        article.note("lead", "text");
    }
    claims::take_bylines(found.bylines, false, article, &found.times);
    claims::take_times(found.times, article);
}

/// Marks boilerplate: single lines, lists of links, and everything after the readers' comments begin.
fn mark_boilerplate(lines: &mut [Line<'_>]) {
    // A list of links is over where a paragraph comes; comments are never over.
    let mut within: Option<Kind> = None;
    let mut seen_prose = false;
    let mut labelled = false;
    for (at, line) in lines.iter_mut().enumerate() {
        // A headline may begin like a prompt: "Xem thêm …" opens no page.
        let kind = if at == 0 && line.words >= 5 {
            None
        } else {
            boilerplate::kind(line)
        };
        match kind {
            Some(Kind::Foot) if seen_prose => within = Some(Kind::Foot),
            Some(Kind::Links) if seen_prose && within != Some(Kind::Foot) => within = Some(Kind::Links),
            _ => {}
        }
        // Titles of other articles have more words than a signature.
        let signed = line.words <= 4 && kind.is_none() && name::is_person(&line.text);
        // The first line after the label may be a teaser.
        let longest = if labelled { 420 } else { 240 };
        labelled = kind == Some(Kind::Links);
        let over =
            within == Some(Kind::Links) && kind.is_none() && (line.text.len() > longest || line.gap >= 2 || signed);
        if over {
            within = None;
        }
        seen_prose |= kind.is_none() && line.is_prose();
        if kind.is_some() || (within.is_some() && line.gap < 3) {
            line.role = Role::Boilerplate;
        } else if within == Some(Kind::Foot) && line.gap >= 3 {
            // Set off far from the comments: the lead that some crawlers put last.
            within = None;
        }
    }
}

fn take_tags(lines: &mut [Line<'_>], title: Option<usize>, article: &mut Article<'_>) {
    let from = title.map_or(0, |t| t + 1);
    let mut found: Vec<String> = Vec::new();
    // How many lines may still belong to a label that stood alone.
    let mut open = 0;
    for line in lines.iter_mut().skip(from) {
        if !matches!(line.role, Role::Body | Role::Boilerplate) {
            continue;
        }
        if let Some(tags) = tags::of_line(line) {
            open = if tags.is_empty() { tags::MOST } else { 0 };
            found.extend(tags.into_iter().map(str::to_owned));
            line.role = Role::Tags;
        } else if open > 0 && line.role == Role::Body && line.words <= 6 && line.ending == line::Ending::Open {
            open -= 1;
            found.extend(tags::split(&line.text).map(str::to_owned));
            line.role = Role::Tags;
        } else {
            open = 0;
        }
    }
    if !found.is_empty() && article.tags.is_empty() {
        article.tags = found.into_iter().map(Cow::Owned).collect();
        article.note("tags", "text");
    }
}

/// The paragraph after the title that repeats the envelope's description.
fn repeated_lead(lines: &mut [Line<'_>], title: Option<usize>, lead: &str) -> Option<usize> {
    let from = title.map_or(0, |t| t + 1);
    let at = lines
        .iter()
        .enumerate()
        .skip(from)
        .filter(|(_, l)| l.role == Role::Body && l.words >= 6)
        .map(|(at, _)| at)
        .next()?;
    let text = &lines[at].text;
    let own = dateline::split(text).map_or(text.as_ref(), |(_, rest)| rest);
    let claimed = dateline::split(lead).map_or(lead, |(_, rest)| rest);
    // A description that was cut off ends in dots, or in no stop at all.
    let cut = claimed.ends_with("...") || !claimed.ends_with(['.', '!', '?', '”', '"', ')']);
    let longest = if cut {
        lead::LONGEST
    } else {
        claimed.len() + claimed.len() / 3
    };
    let same = line::same_text(own, claimed) || (own.len() <= longest && line::one_begins_the_other(own, claimed));
    if same {
        lines[at].role = Role::Lead;
        return Some(at);
    }
    None
}

/// A text that begins with its lead, title gone: "TPO - …".
fn opens_with_dateline(lines: &[Line<'_>]) -> bool {
    lines
        .iter()
        .find(|l| l.role == Role::Body)
        .is_some_and(|l| dateline::split(&l.text).is_some())
}

fn split_dateline(article: &mut Article<'_>) {
    let Some(lead) = article.lead.as_mut() else {
        return;
    };
    if let Some((dateline, rest)) = dateline::split(lead) {
        article.dateline = Some(Cow::Owned(dateline.to_owned()));
        let rest = rest.to_owned();
        *lead = Cow::Owned(rest);
    }
}

impl Article<'_> {
    /// Notes which evidence a field came from.
    fn note(&mut self, field: &'static str, evidence: impl Into<Cow<'static, str>>) {
        self.provenance.retain(|(f, _)| *f != field);
        self.provenance.push((field, evidence.into()));
    }
}
