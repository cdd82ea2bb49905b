//! Who signed a page: JSON-LD, microdata, meta tags and the byline in the markup, weighed.
//!
//! Metadata that names people is believed first. Where it names nobody, or only the paper, the byline on the page is
//! asked; where that is silent, too, the desk has signed that JSON-LD calls the author. What meta tags alone call the
//! author is left out if it is the site itself: they are filled in by templates.

use super::people::{self, Trust};
use super::site::Site;
use super::{Author, outlet};
use crate::page::{Candidate, Evidence, Source};
use std::borrow::Cow;

/// Who signed a page, and by which evidence.
#[derive(Debug, Default, PartialEq)]
pub struct Signed {
    /// The names, in order.
    pub names: Vec<String>,
    /// The evidence that won.
    pub evidence: Option<Evidence>,
    /// It is only the paper itself that signed: any name in the text is better.
    pub only_site: bool,
}

/// Weighs what a page says of its authors.
pub fn of(candidates: &[Candidate<'_>], site: &Site) -> Signed {
    let mut desk: Option<Signed> = None;
    for evidence in [Evidence::JsonLd, Evidence::Microdata] {
        let names = said(candidates, evidence);
        let (own, others): (Vec<String>, Vec<String>) = names.into_iter().partition(|n| site.is_exactly(n));
        // An agency alone may stand before a reporter whom only the byline names.
        if others.iter().any(|n| !is_agency(n)) {
            return Signed {
                names: others,
                evidence: Some(evidence),
                only_site: false,
            };
        }
        let only_site = others.is_empty();
        let names = if only_site { own } else { others };
        if !names.is_empty() && desk.is_none() {
            desk = Some(Signed {
                names,
                evidence: Some(evidence),
                only_site,
            });
        }
    }
    if let Some(names) = linked(candidates, site) {
        return Signed {
            names,
            evidence: Some(Evidence::Markup),
            only_site: false,
        };
    }
    for evidence in [Evidence::Meta, Evidence::OpenGraph] {
        let mut names = said(candidates, evidence);
        names.retain(|n| !site.is_named(n) && !is_handle(n));
        if names.iter().any(|n| !is_agency(n)) && desk.is_none() {
            return Signed {
                names,
                evidence: Some(evidence),
                only_site: false,
            };
        }
    }
    for source in [Source::Byline, Source::ByLine] {
        if let Some(names) = signed(candidates, source, site) {
            return Signed {
                names,
                evidence: Some(Evidence::Markup),
                only_site: false,
            };
        }
    }
    desk.unwrap_or_default()
}

/// The names that one kind of metadata gives.
fn said(candidates: &[Candidate<'_>], evidence: Evidence) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let own =
        |c: &&Candidate<'_>| c.evidence == evidence && (evidence != Evidence::Microdata || c.source != Source::ByLine);
    let mut list: Vec<&Candidate<'_>> = candidates.iter().filter(own).collect();
    if list.is_empty() {
        // An author of microdata without a name of his own.
        list = candidates.iter().filter(|c| c.evidence == evidence).collect();
    }
    for candidate in list {
        let value = candidate.value.as_ref();
        // Organisations have commas in their names.
        let found = if candidate.source == Source::Organization && !value.contains("://") {
            vec![value.to_owned()]
        } else {
            people::of(value, Trust::Said)
        };
        for name in found {
            if !names.iter().any(|n| n.to_lowercase() == name.to_lowercase()) {
                names.push(name);
            }
        }
    }
    names
}

/// The names in links that say `rel=author`: those of the byline nearest to the headline.
fn linked(candidates: &[Candidate<'_>], site: &Site) -> Option<Vec<String>> {
    let first = candidates
        .iter()
        .find(|c| c.source == Source::RelAuthor && !of_markup(c, site).is_empty())?;
    let group = candidates
        .iter()
        .filter(|c| c.source == Source::RelAuthor && c.at == first.at);
    let mut names: Vec<String> = Vec::new();
    for name in group.flat_map(|c| of_markup(c, site)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Some(names)
}

/// The names of the byline nearest to the headline.
fn signed(candidates: &[Candidate<'_>], source: Source, site: &Site) -> Option<Vec<String>> {
    let of_source = candidates
        .iter()
        .filter(|c| c.source == source && c.evidence == Evidence::Markup);
    of_source.map(|c| of_markup(c, site)).find(|names| !names.is_empty())
}

fn of_markup(candidate: &Candidate<'_>, site: &Site) -> Vec<String> {
    let trust = if candidate.source == Source::ByLine {
        Trust::Line
    } else {
        Trust::Byline
    };
    let mut names = people::of(&candidate.value, trust);
    names.retain(|n| !site.is_named(n) && !outlet::is_known(n));
    names
}

/// Whether a name is that of a news agency: it may stand beside people.
pub fn is_agency(name: &str) -> bool {
    const AGENCIES: &[&str] = &[
        "dpa",
        "afp",
        "reuters",
        "ap",
        "apa",
        "sda",
        "sid",
        "kna",
        "epd",
        "ansa",
        "efe",
        "tass",
        "pa",
        "aap",
        "cp",
        "ntb",
        "tt",
        "ritzau",
        "stt",
        "belga",
        "anp",
        "xinhua",
        "kyodo",
        "yonhap",
        "bloomberg",
        "the associated press",
        "associated press",
        "agence france-presse",
        "deutsche presse-agentur",
        "press association",
        "the canadian press",
        "anadolu ajansı",
        "aa",
        "dha",
        "iha",
        "pti",
        "ani",
        "ians",
        "keystone-sda",
        "ttxvn",
    ];
    let lower = name.to_lowercase();
    AGENCIES.contains(&lower.as_str())
}

/// `ann_lee`, `ann.lee`: the name of an account.
fn is_handle(name: &str) -> bool {
    !name.contains(' ') && name.contains(['_', '.']) && name.chars().all(|c| !c.is_uppercase())
}

/// As the event has them.
pub fn as_authors<'a>(names: Vec<String>) -> Vec<Author<'a>> {
    names
        .into_iter()
        .map(|name| Author {
            name: Cow::Owned(name),
            role: None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    fn of_page(given: &[(Evidence, Source, &str)]) -> (Vec<String>, bool) {
        let candidates: Vec<Candidate<'_>> = given
            .iter()
            .map(|(evidence, source, value)| Candidate {
                evidence: *evidence,
                value: (*value).into(),
                source: *source,
                at: 7,
            })
            .collect();
        let page = Page {
            publishers: vec![Candidate {
                evidence: Evidence::OpenGraph,
                value: "Village Paper".into(),
                source: Source::Other,
                at: 0,
            }],
            ..Page::default()
        };
        let signed = of(
            &candidates,
            &Site::of(&page, None, ["https://village.example/a"].into_iter()),
        );
        (signed.names, signed.only_site)
    }

    #[test]
    fn the_best_evidence_signs() {
        use Evidence::*;
        use Source::*;
        let case = |given: &[(Evidence, Source, &str)], want: &[&str], only_site: bool| {
            assert_eq!(
                of_page(given),
                (want.iter().map(|n| (*n).to_owned()).collect(), only_site),
                "{given:?}"
            );
        };
        case(
            &[(JsonLd, Person, "Ann Lee"), (Meta, Other, "Village Paper")],
            &["Ann Lee"],
            false,
        );
        case(
            &[(JsonLd, Person, "Ann Lee"), (JsonLd, Organization, "Village Paper")],
            &["Ann Lee"],
            false,
        );
        case(
            &[(JsonLd, Person, "Ann Lee"), (JsonLd, Organization, "AFP")],
            &["Ann Lee", "AFP"],
            false,
        );
        case(
            &[
                (JsonLd, Organization, "Village Paper"),
                (Markup, Byline, "By Ann Lee\nReporter"),
            ],
            &["Ann Lee"],
            false,
        );
        case(&[(JsonLd, Organization, "Village Paper")], &["Village Paper"], true);
        case(&[(JsonLd, Organization, "AFP")], &["AFP"], false);
        case(&[(Meta, Other, "Village Paper")], &[], false);
        case(&[(OpenGraph, Other, "https://social.example/village")], &[], false);
        case(
            &[
                (Meta, Other, "admin"),
                (Markup, RelAuthor, "Ann Lee"),
                (Markup, RelAuthor, "Bob Ray"),
            ],
            &["Ann Lee", "Bob Ray"],
            false,
        );
        case(&[(Markup, ByLine, "By the river")], &[], false);
        case(&[], &[], false);
    }
}
