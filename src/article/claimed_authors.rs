//! Who signed, by the word of page or envelope: the page's wins; an envelope names papers, domains and vendors too often.

use std::borrow::Cow;

use super::line::same_text;
use super::lower::lower;
use super::name;
use super::site::Site;
use super::{Article, Author, authors, byline, headline, outlet};
use crate::intake::RawArticle;
use crate::page::{self, Page};

/// Takes who signed: by the page's word, else by the envelope's.
pub fn take<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, site: &Site, article: &mut Article<'p>) {
    let mut signed = authors::of(&page.authors, headline::place(&page.titles), site);
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

pub fn add_credit(credit: String, article: &mut Article<'_>) {
    if !article.credits.iter().any(|c| same_text(c, &credit)) {
        article.credits.push(Cow::Owned(credit));
    }
}
