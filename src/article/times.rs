//! When a page was published, out of what its metadata and its markup say.
//!
//! JSON-LD, meta tags and the visible date name one moment with more or less of it: seconds, a zone, the day alone. What
//! agrees on the day counts together; of the day that wins the most precise is taken.

use jiff::civil::DateTime;

use super::{Moment, dates};
use crate::page::metadata::url;
use crate::page::{Candidate, Evidence, Source};

/// A moment, with how much its source is worth.
#[derive(Clone, Copy, Debug)]
struct Claimed {
    moment: Moment,
    evidence: &'static str,
    weight: u32,
}

/// The web is younger.
const FIRST_YEAR: i16 = 1994;

/// When a page was published, and by which evidence; `fetched` is the time of the fetch, if known.
pub fn published(
    candidates: &[Candidate<'_>],
    address: Option<&str>,
    fetched: Option<Moment>,
) -> Option<(Moment, &'static str)> {
    let mut claims: Vec<Claimed> = Vec::new();
    let mut visible = 0;
    for candidate in candidates {
        if candidate.evidence == Evidence::Markup {
            visible += 1;
            if visible > 12 {
                continue;
            }
        }
        let Some(moment) = read(candidate, fetched) else {
            continue;
        };
        // The first date by the headline is worth more than what follows.
        let weight = weight(candidate, claims.iter().any(|c| c.evidence == "markup"));
        claims.push(Claimed {
            moment,
            evidence: candidate.evidence.as_str(),
            weight,
        });
    }
    if let Some((year, month, day)) = address.and_then(url::date)
        && let Ok(civil) = DateTime::new(year, month, day.max(1), 0, 0, 0, 0)
    {
        let moment = Moment {
            civil,
            offset: None,
            has_time: false,
        };
        // A month is only a check.
        let whole = day > 0;
        if whole {
            claims.push(Claimed {
                moment,
                evidence: "url",
                weight: 35,
            });
        }
    }
    best(&claims)
}

/// The time of the last change.
pub fn modified(candidates: &[Candidate<'_>], fetched: Option<Moment>) -> Option<(Moment, &'static str)> {
    let claims: Vec<Claimed> = candidates
        .iter()
        .filter_map(|c| {
            Some(Claimed {
                moment: read(c, fetched)?,
                evidence: c.evidence.as_str(),
                weight: weight(c, false),
            })
        })
        .collect();
    best(&claims)
}

fn read(candidate: &Candidate<'_>, fetched: Option<Moment>) -> Option<Moment> {
    // A change that a text speaks of is no publication.
    if matches!(candidate.source, Source::NearText | Source::Time) && candidate.evidence == Evidence::Markup {
        let found = dates::claim(&candidate.value, fetched)?;
        return is_plausible(found, fetched).then_some(found);
    }
    let moment = dates::claim(&candidate.value, fetched)?;
    is_plausible(moment, fetched).then_some(moment)
}

/// Nothing is published before there was a web, or more than a day after it was fetched.
fn is_plausible(moment: Moment, fetched: Option<Moment>) -> bool {
    let later = fetched.is_some_and(|f| f.civil.date().tomorrow().is_ok_and(|next| moment.civil.date() > next));
    moment.civil.year() >= FIRST_YEAR && !later
}

fn weight(candidate: &Candidate<'_>, again: bool) -> u32 {
    match (candidate.evidence, candidate.source) {
        (Evidence::JsonLd, Source::DatePublished) => 100,
        (Evidence::Microdata, Source::DatePublished) => 80,
        (Evidence::OpenGraph, _) => 80,
        (Evidence::Meta, Source::DatePublished) => 70,
        (Evidence::Meta, _) => 50,
        (Evidence::JsonLd | Evidence::Microdata, _) => 45,
        (Evidence::Markup, Source::Time) if !again => 40,
        (Evidence::Markup, Source::Time) => 12,
        (Evidence::Markup, _) if !again => 20,
        (Evidence::Markup, _) => 5,
    }
}

fn best(claims: &[Claimed]) -> Option<(Moment, &'static str)> {
    let support = |claim: &Claimed| {
        let agreeing = claims.iter().filter(|o| is_same_day(o.moment, claim.moment));
        // Each kind of evidence counts once.
        let mut kinds: Vec<(&str, u32)> = Vec::new();
        for other in agreeing {
            match kinds.iter_mut().find(|(kind, _)| *kind == other.evidence) {
                Some((_, weight)) => *weight = (*weight).max(other.weight),
                None => kinds.push((other.evidence, other.weight)),
            }
        }
        kinds.iter().map(|(_, weight)| weight).sum::<u32>() + claim.weight
    };
    let winner = claims
        .iter()
        .enumerate()
        .max_by_key(|(at, c)| (support(c), std::cmp::Reverse(*at)))?
        .1;
    let day = || claims.iter().filter(|c| is_same_day(c.moment, winner.moment));
    // JSON-LD without a time, a meta tag with one.
    let precise = day()
        .enumerate()
        .min_by_key(|(at, c)| (!c.moment.has_time, c.weight < 40, std::cmp::Reverse(c.weight), *at))?
        .1;
    let mut moment = precise.moment;
    if moment.has_time {
        moment.offset = zone(moment, day().map(|c| c.moment).filter(|m| m.has_time));
    }
    Some((moment, precise.evidence))
}

/// The zone of a moment, where another of the same minute names one; a zone that is said to be UTC gives way to one
/// that is not, at the same wall clock.
fn zone(moment: Moment, others: impl Iterator<Item = Moment>) -> Option<jiff::tz::Offset> {
    let utc = moment.offset.is_none_or(|o| o.is_zero());
    let same_minute = |other: &Moment| other.civil.duration_since(moment.civil).as_secs().abs() < 60;
    let named = others
        .filter(|other| utc && same_minute(other))
        .filter_map(|other| other.offset);
    named.max_by_key(|offset| !offset.is_zero()).or(moment.offset)
}

/// The same day by the wall clock, or the same instant.
fn is_same_day(a: Moment, b: Moment) -> bool {
    let instant = |m: Moment| Some(m.offset?.to_timestamp(m.civil).ok()?.as_second());
    a.civil.date() == b.civil.date()
        || a.has_time && b.has_time && instant(a).zip(instant(b)).is_some_and(|(a, b)| (a - b).abs() < 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(given: &[(Evidence, Source, &str)], address: Option<&str>, fetched: Option<&str>) -> String {
        let candidates: Vec<Candidate<'_>> = given
            .iter()
            .map(|(evidence, source, value)| Candidate {
                evidence: *evidence,
                value: (*value).into(),
                source: *source,
                at: 9,
            })
            .collect();
        let fetched = fetched.and_then(|f| dates::claim(f, None));
        let Some((moment, evidence)) = published(&candidates, address, fetched) else {
            return "-".to_owned();
        };
        let mut out = moment.civil.to_string();
        if !moment.has_time {
            out.truncate(10);
        }
        let offset = moment.offset.map(|o| o.to_string()).unwrap_or_default();
        format!("{out}{offset} {evidence}")
    }

    #[test]
    fn the_most_precise_of_what_agrees_wins() {
        use Evidence::*;
        use Source::*;
        let case = |given: &[(Evidence, Source, &str)], want: &str| {
            assert_eq!(shown(given, None, Some("2024-06-01T00:00:00Z")), want, "{given:?}");
        };
        case(
            &[
                (JsonLd, DatePublished, "2024-05-06"),
                (OpenGraph, DatePublished, "2024-05-06T07:08:09+02:00"),
            ],
            "2024-05-06T07:08:09+02 opengraph",
        );
        case(
            &[
                (JsonLd, DatePublished, "2024-05-06T07:08:09"),
                (Markup, Time, "2024-05-06T07:08:00+02:00"),
            ],
            "2024-05-06T07:08:09+02 jsonld",
        );
        case(
            &[
                (JsonLd, DatePublished, "2024-05-06T07:08:09Z"),
                (OpenGraph, DatePublished, "2024-05-06T07:08:09+07:00"),
            ],
            "2024-05-06T07:08:09+07 jsonld",
        );
        case(
            &[
                (JsonLd, DatePublished, "2024-05-06T05:08:09Z"),
                (OpenGraph, DatePublished, "2024-05-06T07:08:09+02:00"),
            ],
            "2024-05-06T05:08:09+00 jsonld",
        );
        case(
            &[(JsonLd, DatePublished, "2024-05-06T07:08:11.000 +07:00")],
            "2024-05-06T07:08:11+07 jsonld",
        );
        // One date against two that agree.
        case(
            &[
                (JsonLd, DatePublished, "2024-05-20T00:00:00Z"),
                (OpenGraph, DatePublished, "2024-05-06T07:08:09Z"),
                (Markup, Time, "6 May 2024"),
            ],
            "2024-05-06T07:08:09+00 opengraph",
        );
        // What lies after the fetch, or before the web, is no date of a page.
        case(&[(Markup, Time, "1 January 2030")], "-");
        case(
            &[
                (JsonLd, DatePublished, "1970-01-01T00:00:00Z"),
                (Markup, Time, "6 May 2024"),
            ],
            "2024-05-06 markup",
        );
        case(&[], "-");
    }

    #[test]
    fn the_address_is_the_last_to_be_asked() {
        let url = Some("https://a.example/2024/05/06/rain");
        assert_eq!(shown(&[], url, None), "2024-05-06 url");
        let given = [(Evidence::JsonLd, Source::DatePublished, "2024-05-07T07:08:09Z")];
        assert_eq!(shown(&given, url, None), "2024-05-07T07:08:09+00 jsonld");
    }
}
