//! Who signed a page: JSON-LD, microdata, meta tags and the byline in the markup, weighed.
//!
//! Metadata that names people is believed first. Where it names nobody, or only the paper, the byline on the page is
//! asked; where that is silent, too, the desk has signed that JSON-LD calls the author. What meta tags alone call the
//! author is left out if it is the site itself: they are filled in by templates.

use super::Author;
use super::line::same_text;
use super::people::{self, Trust};
use super::site::Site;
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

/// A list of names, with what speaks for it.
struct Rival {
    names: Vec<String>,
    evidence: Evidence,
    weight: u32,
    only_site: bool,
}

/// Weighs what a page says of its authors.
pub fn of(candidates: &[Candidate<'_>], site: &Site) -> Signed {
    let mut rivals: Vec<Rival> = Vec::new();
    let mut add = |names: Vec<String>, evidence: Evidence, weight: u32| {
        let (own, others): (Vec<String>, Vec<String>) = names.into_iter().partition(|n| site.is_exactly(n));
        let only_site = others.is_empty();
        let names = if only_site { own } else { others };
        // What meta tags alone call the author is the site more often than not.
        if names.is_empty() || only_site && matches!(evidence, Evidence::Meta | Evidence::OpenGraph) {
            return;
        }
        let somebody = names.iter().any(|n| !is_agency(n));
        let account = names.iter().all(|n| is_handle(n));
        let weight = match (only_site, somebody, account) {
            // The paper itself, or an agency: a reporter whom only the byline names is better.
            (true, _, _) | (_, false, _) => weight / 4,
            (_, _, true) => weight / 2,
            _ => weight,
        };
        rivals.push(Rival {
            names,
            evidence,
            weight,
            only_site,
        });
    };
    add(said(candidates, Evidence::JsonLd), Evidence::JsonLd, 100);
    add(said(candidates, Evidence::Microdata), Evidence::Microdata, 70);
    add(linked(candidates), Evidence::Markup, 68);
    add(said(candidates, Evidence::Meta), Evidence::Meta, 60);
    add(said(candidates, Evidence::OpenGraph), Evidence::OpenGraph, 58);
    add(signed(candidates, Source::Byline), Evidence::Markup, 50);
    add(signed(candidates, Source::ByLine), Evidence::Markup, 40);
    let votes = |rival: &Rival| {
        let agreeing = rivals
            .iter()
            .filter(|o| !std::ptr::eq(*o, rival) && is_same(&o.names, &rival.names));
        rival.weight + agreeing.map(|o| o.weight).sum::<u32>()
    };
    let Some(best) = rivals
        .iter()
        .enumerate()
        .max_by_key(|(at, r)| (votes(r), std::cmp::Reverse(*at)))
        .map(|(_, r)| r)
    else {
        return Signed::default();
    };
    // JSON-LD may name the first of several alone.
    let whole = rivals.iter().filter(|r| {
        !best.only_site
            && r.names.len() > best.names.len()
            && r.names.len() <= 6
            && best.names.iter().all(|n| holds(&r.names, n))
    });
    let whole = whole.max_by_key(|r| r.weight).unwrap_or(best);
    Signed {
        names: whole.names.clone(),
        evidence: Some(whole.evidence),
        only_site: whole.only_site,
    }
}

fn holds(names: &[String], name: &str) -> bool {
    names.iter().any(|n| same_text(n, name))
}

fn is_same(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().all(|n| holds(b, n))
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
fn linked(candidates: &[Candidate<'_>]) -> Vec<String> {
    let links = || candidates.iter().filter(|c| c.source == Source::RelAuthor);
    let Some(first) = links().find(|c| !of_link(&c.value).is_empty()) else {
        return Vec::new();
    };
    let mut names: Vec<String> = Vec::new();
    for name in links().filter(|c| c.at == first.at).flat_map(|c| of_link(&c.value)) {
        if !holds(&names, &name) {
            names.push(name);
        }
    }
    names
}

/// A link to an author may hold a pen name.
fn of_link(text: &str) -> Vec<String> {
    let names = people::of(text, Trust::Byline);
    if !names.is_empty() || text.contains(char::is_whitespace) {
        return names;
    }
    people::of(text, Trust::Said)
}

/// The names of the byline nearest to the headline.
fn signed(candidates: &[Candidate<'_>], source: Source) -> Vec<String> {
    let trust = if source == Source::ByLine {
        Trust::Line
    } else {
        Trust::Byline
    };
    let of_source = candidates
        .iter()
        .filter(|c| c.source == source && c.evidence == Evidence::Markup);
    of_source
        .map(|c| people::of(&c.value, trust))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
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

/// `ann_lee`, `ann.lee`, `annlee`, `AnnL`: the name of an account.
fn is_handle(name: &str) -> bool {
    let mut small = false;
    let turns = name.chars().any(|c| {
        let turn = small && c.is_uppercase();
        small |= c.is_lowercase();
        turn
    });
    !name.contains(' ') && name.is_ascii() && (turns || name.chars().all(|c| !c.is_uppercase()))
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
        case(
            &[(JsonLd, Person, "Ann Lee"), (Meta, Other, "Ann Lee, Bob Ray")],
            &["Ann Lee", "Bob Ray"],
            false,
        );
        case(
            &[
                (JsonLd, Person, "alee"),
                (Meta, Other, "alee"),
                (Markup, RelAuthor, "Ann Lee"),
                (Markup, Byline, "By Ann Lee"),
            ],
            &["Ann Lee"],
            false,
        );
        case(&[(Markup, Byline, "By Village Paper")], &["Village Paper"], true);
        case(&[(Markup, ByLine, "By the river")], &[], false);
        case(&[], &[], false);
    }
}
