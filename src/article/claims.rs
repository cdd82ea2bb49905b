//! What envelope and metadata claim, weighed against each other and against the text.

use std::borrow::Cow;

use super::byline::{self, Byline};
use super::line::same_text;
use super::lower::lower;
use super::name::{self, Kind};
use super::published::Times;
use super::site::Site;
use super::{Article, Author, Image, authors, dates, headline, outlet, tags, times, title};
use crate::intake::{Claim, Content, RawArticle};
use crate::page::{self, Candidate, Page};

/// Takes what the envelope and the page's metadata claim into an article that is still empty.
pub fn take<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, article: &mut Article<'p>) {
    article.url = simple(&raw.url, "url", article);
    article.canonical_url = match page.canonical_url.clone() {
        Some(url) => {
            article.note("canonical_url", "markup");
            Some(url)
        }
        None => simple(&raw.canonical_url, "canonical_url", article).or_else(|| article.url.clone()),
    };
    article.publisher_domain = raw.publisher_domain.as_ref().map(|c| page::value(&c.value));
    article.publisher_name = match page.publishers.first().cloned() {
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
    article.section = pick(&page.sections, &raw.section, "section", article);
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
    take_claimed_times(raw, page, article);
    take_claimed_authors(raw, page, &site, article);
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
    let published = published
        .filter(|(_, from)| *from != "url")
        .or_else(|| claimed(&raw.published))
        .or(by_address);
    let modified = times::modified(&page.modified, context).or_else(|| claimed(&raw.modified));
    if let Some((moment, from)) = published {
        article.note("published_at", from);
        article.published = Some(moment);
    }
    if let Some((moment, from)) = modified {
        article.note("modified_at", from);
        article.modified = Some(moment);
    }
}

fn take_claimed_authors<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, site: &Site, article: &mut Article<'p>) {
    let mut signed = authors::of(&page.authors, site);
    // Vietnamese papers sign with people, at the foot of the text; what stands for the author elsewhere is the vendor.
    let vietnamese = article
        .declared_language
        .as_deref()
        .is_some_and(|l| l.starts_with("vi"));
    if vietnamese {
        signed.names.retain(|n| !outlet::is_known(n) && !site.is_named(n));
    }
    article.is_signed_by_site = signed.only_site;
    if let (false, Some(evidence)) = (signed.names.is_empty(), signed.evidence) {
        article.authors = authors::as_authors(signed.names);
        article.note("authors", evidence.as_str());
        return;
    }
    let publisher = article.publisher_name.clone();
    let publisher = publisher.as_deref();
    let domain = article.publisher_domain.clone();
    let site = domain.as_deref().map(site_label);
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
        article.note("tags", best.as_str());
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
    if signed {
        if !claimed_by_page || article.is_signed_by_site {
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
