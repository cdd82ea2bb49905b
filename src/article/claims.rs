//! What envelope and metadata claim, weighed against each other and against the text.

use std::borrow::Cow;

use super::byline::{self, Byline};
use super::line::same_text;
use super::lower::lower;
use super::name::{self, Kind};
use super::published::Times;
use super::{Article, Author, Image, dates, outlet, tags, title};
use crate::intake::{Claim, RawArticle};
use crate::page::{self, Candidate, Evidence, Page};

/// Takes what the envelope and the page's metadata claim into an article that is still empty.
pub fn take<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, article: &mut Article<'p>) {
    article.url = simple(&raw.url, "url", article);
    article.canonical_url = match page.canonical_url.take() {
        Some(url) => {
            article.note("canonical_url", "markup");
            Some(url)
        }
        None => simple(&raw.canonical_url, "canonical_url", article).or_else(|| article.url.clone()),
    };
    article.publisher_domain = raw.publisher_domain.as_ref().map(|c| page::value(&c.value));
    article.publisher_name = match page.publishers.first().cloned() {
        Some(name) => {
            article.note("publisher", evidence(name.evidence));
            Some(name.value)
        }
        None => simple(&raw.publisher_name, "publisher", article),
    };
    article.declared_language = match page.language.take() {
        Some(language) => Some(language),
        None => simple(&raw.language, "language", article),
    };
    article.section = pick(&page.sections, &raw.section, "section", article);
    article.retrieved = raw.retrieved.as_ref().and_then(|c| dates::claim(&c.value, None));
    if let (Some(_), Some(claim)) = (article.retrieved, &raw.retrieved) {
        article.note("retrieved_at", claim.provenance());
    }
    take_title(raw, page, article);
    take_lead(raw, page, article);
    take_claimed_times(raw, page, article);
    take_claimed_authors(raw, page, article);
    take_claimed_tags(raw, page, article);
    article.images = page
        .images
        .drain(..)
        .map(|c| c.value)
        .chain(raw.images.iter().map(|c| Cow::Borrowed(c.value.as_ref())))
        .map(|url| Image {
            url,
            caption: None,
            credit: None,
        })
        .collect();
}

fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::JsonLd => "jsonld",
        Evidence::OpenGraph => "opengraph",
        Evidence::Meta => "meta",
        Evidence::Microdata => "microdata",
        Evidence::Markup => "markup",
    }
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
            article.note(field, evidence(best.evidence));
            Some(best.value.clone())
        }
        None => simple(claim, field, article),
    }
}

fn take_title<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, article: &mut Article<'p>) {
    let Some(title) = pick(&page.titles, &raw.title, "title", article) else {
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
fn without_tags(value: Cow<'_, str>) -> Cow<'_, str> {
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
    for (candidates, claim, field) in [
        (&page.published, &raw.published, "published_at"),
        (&page.modified, &raw.modified, "modified_at"),
    ] {
        // JSON-LD, meta and text disagree by seconds: the most precise of the page's own wins.
        let moments = candidates
            .iter()
            .filter_map(|c| dates::claim(&c.value, base).map(|m| (m, evidence(c.evidence))));
        let best = moments.min_by_key(|(m, _)| (!m.has_time, m.offset.is_none()));
        let claimed = || {
            let claim = claim.as_ref()?;
            Some((dates::claim(&claim.value, base)?, claim.provenance()))
        };
        if let Some((moment, from)) = best.or_else(claimed) {
            article.note(field, from);
            if field == "published_at" {
                article.published = Some(moment);
            } else {
                article.modified = Some(moment);
            }
        }
    }
}

fn take_claimed_authors<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, article: &mut Article<'p>) {
    let publisher = article.publisher_name.clone();
    let publisher = publisher.as_deref();
    let domain = article.publisher_domain.clone();
    let site = domain.as_deref().map(site_label);
    let mut best: Option<Evidence> = None;
    for candidate in &page.authors {
        // Only the best kind of evidence that names anyone.
        if best.is_some_and(|b| b != candidate.evidence) {
            break;
        }
        if add_authors(&candidate.value, publisher, site.as_deref(), article) {
            best = Some(candidate.evidence);
        }
    }
    if let Some(best) = best {
        article.note("authors", evidence(best));
        return;
    }
    let mut from = None;
    for claim in &raw.authors {
        if add_authors(&page::value(&claim.value), publisher, site.as_deref(), article) {
            from = Some(claim.provenance());
        }
    }
    if let Some(from) = from {
        article.note("authors", from);
    }
}

/// What a domain calls its site: `www.lichngaytot.com` → `lichngaytot`.
fn site_label(domain: &str) -> String {
    let host = domain.trim_start_matches("www.");
    let mut labels: Vec<&str> = host.split('.').collect();
    while labels.len() > 1 && labels.last().is_some_and(|l| l.len() <= 4) {
        labels.pop();
    }
    name::folded(labels.last().unwrap_or(&host))
}

/// Cleans a claim of authors: papers, domains, addresses and vendors are none. True where a name is left.
fn add_authors(claim: &str, publisher: Option<&str>, site: Option<&str>, article: &mut Article<'_>) -> bool {
    let mut added = false;
    if claim.contains("://") || claim.starts_with("www.") {
        return false;
    }
    let parsed = byline::parse(claim);
    let names: Vec<(String, Option<String>)> = match parsed {
        Some(byline) => {
            for credit in byline.credits {
                let own = publisher.is_some_and(|p| same_text(p, &credit));
                if !own && !outlet::is_domain(&lower(&credit)) {
                    add_credit(credit, article);
                }
            }
            byline.authors
        }
        None => claim
            .split([',', ';', '|'])
            .map(|n| (n.trim().to_owned(), None))
            .collect(),
    };
    for (name, role) in names {
        let name = name.trim_matches([' ', '-', '*', '.', ',']).to_owned();
        let name = name
            .split_once('@')
            .map_or(name.as_str(), |(user, _)| if user.contains(' ') { user } else { "" })
            .to_owned();
        let lowered = lower(&name);
        let junk = name.is_empty()
            || name.chars().count() > 60
            || outlet::is_known(&name)
            || lowered.split(' ').any(outlet::is_domain)
            || site.is_some_and(|s| s == name::folded(&name))
            || publisher.is_some_and(|p| same_text(p, &name))
            || NOBODY.iter().any(|n| lowered.contains(n))
            || !name.chars().any(char::is_alphabetic)
            || name.split(' ').count() > 6;
        if junk || article.authors.iter().any(|a| same_text(&a.name, &name)) {
            continue;
        }
        article.authors.push(Author {
            name: Cow::Owned(name),
            role: role.map(Cow::Owned),
        });
        added = true;
    }
    added
}

/// What content management systems put where an author belongs.
const NOBODY: &[&str] = &[
    "admin",
    "webmaster",
    "please enter",
    "unknown",
    "none",
    "null",
    "n/a",
    "quản trị",
    "cùng tác giả",
    "thời sự",
    "vccorp",
    "guest",
    "editor",
    "user",
    "nguồn",
    "author",
    "theo ",
];

fn add_credit(credit: String, article: &mut Article<'_>) {
    if !article.credits.iter().any(|c| same_text(c, &credit)) {
        article.credits.push(Cow::Owned(credit));
    }
}

fn take_claimed_tags<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, article: &mut Article<'p>) {
    if let Some(best) = page.tags.first().map(|t| t.evidence) {
        article.tags = page
            .tags
            .drain(..)
            .filter(|t| t.evidence == best)
            .map(|t| t.value)
            .collect();
        article.note("tags", evidence(best));
        return;
    }
    for claim in &raw.tags {
        for tag in tags::split(&claim.value) {
            let tag = page::value(tag);
            if !tag.is_empty() && !article.tags.contains(&tag) {
                article.tags.push(tag);
            }
        }
    }
    if let (false, Some(claim)) = (article.tags.is_empty(), raw.tags.first()) {
        article.note("tags", claim.provenance());
    }
}

/// Adds what the text's own bylines say: it wins over the envelope, which names papers and vendors too often.
pub fn take_bylines(bylines: Vec<Byline>, article: &mut Article<'_>, times: &Times) {
    let signed = bylines
        .iter()
        .any(|b| b.authors.iter().any(|(n, _)| name::kind(n) != Some(Kind::Outlet)));
    if signed {
        let claimed_by_page = article
            .provenance
            .iter()
            .any(|(f, e)| *f == "authors" && !e.starts_with("envelope"));
        if !claimed_by_page {
            article.authors.clear();
            article.note("authors", "text");
        }
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
            add_credit(credit, article);
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
