//! What envelope and metadata claim, weighed against each other and against the text.

use std::borrow::Cow;

use super::address::{self, Base};
use super::byline::Byline;
use super::line::same_text;
use super::name::{self, Kind};
use super::published::Times;
use super::site::Site;
use super::{
    Article, Author, Moment, claimed_authors, dates, headline, pictures, publisher, section, tags, times, title,
};
use crate::intake::{Claim, Content, Entity, RawArticle, Rights};
use crate::page::{self, Candidate, Page};

/// Takes what the envelope and the page's metadata claim into an article that is still empty.
pub fn take<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, article: &mut Article<'p>) {
    article.url = simple(&raw.url, "url", article);
    let base = Base::of(page, article.url.as_deref());
    article.canonical_url = match address::canonical(page, &base, article.url.as_deref()) {
        Some((url, from)) => {
            article.note("canonical_url", from);
            Some(url)
        }
        None => simple(&raw.canonical_url, "canonical_url", article).or_else(|| article.url.clone()),
    };
    article.publisher_domain = raw.publisher_domain.as_ref().map(|c| page::value(&c.value));
    article.publisher_name = match publisher::best(&page.publishers).cloned() {
        Some(name) => {
            article.note("publisher", name.evidence.as_str());
            Some(name.value)
        }
        None => simple(&raw.publisher_name, "publisher", article),
    };
    article.declared_language = match page.language.take() {
        Some(language) => Some(language),
        None => simple(&raw.language, "language", article),
    };
    article.retrieved = raw.retrieved.as_ref().and_then(|c| dates::claim(&c.value, None));
    if let (Some(_), Some(claim)) = (article.retrieved, &raw.retrieved) {
        article.note("retrieved_at", claim.provenance());
    }
    let urls = [&page.canonical_url, &page.own_url, &article.url];
    let domain = article.publisher_domain.as_deref().map(|d| format!("https://{d}"));
    let site = Site::of(
        page,
        article.publisher_name.as_deref(),
        urls.into_iter().flatten().map(Cow::as_ref).chain(domain.as_deref()),
    );
    take_title(raw, page, &site, article);
    take_lead(raw, page, article);
    article.section = match section::best(&page.sections, article.title.as_deref(), &site) {
        Some(best) => {
            article.note("section", best.evidence.as_str());
            Some(best.value.clone())
        }
        None => simple(&raw.section, "section", article),
    };
    take_claimed_times(raw, page, article);
    claimed_authors::take(raw, page, &site, article);
    tags::take(raw, page, article);
    article.images = pictures::all(&page.images, &raw.images, &base);
    if article.subtitle.is_none() {
        article.subtitle = simple(&raw.subtitle, "subtitle", article).map(without_tags);
    }
    for claim in &raw.credits {
        let credit = page::value(&claim.value);
        if !credit.is_empty() {
            claimed_authors::add_credit(credit.into_owned(), article);
        }
    }
    take_entities(raw, article);
}

/// Takes what the envelope says that the article is about.
pub fn take_entities<'p>(raw: &'p RawArticle<'_>, article: &mut Article<'p>) {
    let text = |text: &'p Option<Cow<'_, str>>| {
        let text = page::value(text.as_deref()?);
        (!text.is_empty()).then_some(text)
    };
    article.entities = raw
        .entities
        .iter()
        .map(|entity| Entity {
            kind: entity.kind,
            name: text(&entity.name),
            code: text(&entity.code),
            confidence: entity.confidence,
        })
        .filter(|entity| entity.name.is_some() || entity.code.is_some())
        .collect();
    article.rights = raw.rights.as_ref().map(|rights| Rights {
        holder: text(&rights.holder),
        notice: text(&rights.notice),
        usage: text(&rights.usage),
    });
}

fn simple<'p>(claim: &'p Option<Claim<'_>>, field: &'static str, article: &mut Article<'p>) -> Option<Cow<'p, str>> {
    let claim = claim.as_ref()?;
    let value = page::value(&claim.value);
    if value.is_empty() {
        return None;
    }
    article.note(field, claim.provenance());
    Some(value)
}

/// The page's best candidate, else the envelope's claim.
fn pick<'p>(
    candidates: &[Candidate<'p>],
    claim: &'p Option<Claim<'_>>,
    field: &'static str,
    article: &mut Article<'p>,
) -> Option<Cow<'p, str>> {
    match candidates.first() {
        Some(best) => {
            article.note(field, best.evidence.as_str());
            Some(best.value.clone())
        }
        None => simple(claim, field, article),
    }
}

fn take_title<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, site: &Site, article: &mut Article<'p>) {
    let address = article.url.as_deref().or(page.canonical_url.as_deref());
    if let Some((title, evidence)) = headline::pick(&page.titles, site, address) {
        article.title = Some(without_tags(title));
        article.note("title", evidence.as_str());
        return;
    }
    let Some(title) = simple(&raw.title, "title", article) else {
        return;
    };
    let title = without_tags(title);
    let stripped = title::without_site(
        &title,
        article.publisher_name.as_deref(),
        article.publisher_domain.as_deref(),
    );
    article.title = if stripped.len() == title.len() {
        Some(title)
    } else {
        Some(Cow::Owned(stripped.to_owned()))
    };
}

/// A description is often the site's: it repeats the title, or ends in the site's name.
fn take_lead<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, article: &mut Article<'p>) {
    let Some(lead) = pick(&page.leads, &raw.lead, "lead", article) else {
        return;
    };
    let lead = without_tags(lead);
    let own = title::without_site(
        &lead,
        article.publisher_name.as_deref(),
        article.publisher_domain.as_deref(),
    );
    let own = article
        .title
        .as_deref()
        .and_then(|t| own.strip_prefix(t))
        .unwrap_or(own);
    let own = own.trim_start_matches([' ', '.', ':', '-', '–', '|']);
    article.lead = match own.len() {
        0 => None,
        same if same == lead.len() => Some(lead),
        _ => Some(Cow::Owned(own.to_owned())),
    };
    if article.lead.is_none() {
        article.provenance.retain(|(field, _)| *field != "lead");
    }
}

/// Descriptions of feeds hold markup; a title holds `<b>` at times.
pub fn without_tags(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.contains('<') {
        return value;
    }
    let stripped = page::without_tags(&value);
    if stripped == value.as_ref() {
        value
    } else {
        Cow::Owned(stripped)
    }
}

fn take_claimed_times<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, article: &mut Article<'p>) {
    let base = article.retrieved;
    let address = match raw.content {
        Content::Html(_) => article.url.as_deref().or(page.canonical_url.as_deref()),
        _ => None,
    };
    let claimed = |claim: &Option<Claim<'_>>| {
        let claim = claim.as_ref()?;
        Some((dates::claim(&claim.value, base)?, claim.provenance()))
    };
    let context = times::Context {
        address,
        language: article.declared_language.as_deref(),
        fetched: base,
    };
    let published = times::published(&page.published, &page.modified, context);
    // The address knows the day alone.
    let by_address = published.filter(|(_, from)| *from == "url");
    let named = |(moment, from): (Moment, &'static str)| (moment, Cow::Borrowed(from));
    let published = published
        .filter(|(_, from)| *from != "url")
        .map(named)
        .or_else(|| claimed(&raw.published))
        .or(by_address.map(named));
    let modified = times::modified(&page.modified, context)
        .map(named)
        .or_else(|| claimed(&raw.modified));
    if let Some((moment, from)) = published {
        article.note("published_at", from);
        article.published = Some(moment);
    }
    if let Some((moment, from)) = modified {
        article.note("modified_at", from);
        article.modified = Some(moment);
    }
}

/// Adds what the text's own bylines say: it wins over the envelope, which names papers and vendors too often.
pub fn take_bylines(mut bylines: Vec<Byline>, is_page: bool, article: &mut Article<'_>, times: &Times) {
    // On a page, two capitalised words are a link more often than a signature, unless they are a Vietnamese name.
    if is_page {
        let vietnamese = |name: &str| name.split([' ', '.']).filter(|w| !w.is_empty()).all(name::is_syllable);
        bylines.retain(|b| b.certain || b.authors.iter().all(|(n, _)| vietnamese(n)));
    }
    let signed = bylines
        .iter()
        .any(|b| b.authors.iter().any(|(n, _)| name::kind(n) != Some(Kind::Outlet)));
    let claimed_by_page = article
        .provenance
        .iter()
        .any(|(f, e)| *f == "authors" && !e.starts_with("envelope"));
    if claimed_by_page && !article.is_signed_by_site && !article.authors.is_empty() {
        return;
    }
    if signed && (!claimed_by_page || article.is_signed_by_site) {
        article.authors.clear();
        article.note("authors", "text");
    }
    for byline in bylines {
        if times.published.is_none()
            && article.published.is_none()
            && let Some(moment) = byline.date.and_then(|d| d.when.resolve(article.retrieved))
        {
            article.published = Some(moment);
            article.note("published_at", "text");
        }
        for (name, role) in byline.authors {
            if !article.authors.iter().any(|a| same_text(&a.name, &name)) {
                article.authors.push(Author {
                    name: Cow::Owned(name),
                    role: role.map(Cow::Owned),
                });
            }
        }
        for credit in byline.credits {
            claimed_authors::add_credit(credit, article);
        }
    }
}

/// Adds the times that the page shows. A page's own publication line wins over what its envelope says.
pub fn take_times(times: Times, article: &mut Article<'_>) {
    let from_page = |article: &Article<'_>, field: &str| {
        article
            .provenance
            .iter()
            .any(|(f, e)| *f == field && !e.starts_with("envelope"))
    };
    if let Some(moment) = times.published
        && !from_page(article, "published_at")
        // A bare day is less than what the envelope says of the same day.
        && !article.published.is_some_and(|p| !moment.has_time && p.civil.date() == moment.civil.date())
    {
        article.published = Some(moment);
        article.note("published_at", "text");
    }
    if let Some(moment) = times.modified
        && !from_page(article, "modified_at")
    {
        article.modified = Some(moment);
        article.note("modified_at", "text");
    }
    if article.retrieved.is_none()
        && let Some(clock) = times.clock
    {
        article.retrieved = Some(clock);
        article.note("retrieved_at", "text");
    }
}
