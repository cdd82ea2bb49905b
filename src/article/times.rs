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

/// What is known of a page besides its dates.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'c> {
    /// Its address.
    pub address: Option<&'c str>,
    /// The language that it declares.
    pub language: Option<&'c str>,
    /// When it was fetched.
    pub fetched: Option<Moment>,
}

/// So many visible dates are looked at, the nearest to the headline first.
const VISIBLE: usize = 16;

/// When a page was published, and by which evidence.
pub fn published(
    candidates: &[Candidate<'_>],
    changes: &[Candidate<'_>],
    context: Context<'_>,
) -> Option<(Moment, &'static str)> {
    let mut claims: Vec<Claimed> = Vec::new();
    let mut visible: Option<u32> = None;
    for candidate in visible_first(candidates) {
        let Some(moment) = read(candidate, context) else {
            continue;
        };
        // The first date by the headline is worth more than what follows.
        let weight = weight(candidate, visible.is_some());
        if candidate.evidence == Evidence::Markup {
            visible.get_or_insert(candidate.at);
        }
        claims.push(Claimed {
            moment,
            evidence: candidate.evidence.as_str(),
            weight,
        });
    }
    let by_address = context.address.and_then(url::date).filter(|(_, _, day)| *day > 0);
    if let Some((year, month, day)) = by_address
        && let Ok(civil) = DateTime::new(year, month, day, 0, 0, 0, 0)
    {
        let moment = Moment {
            civil,
            offset: None,
            has_time: false,
        };
        claims.push(Claimed {
            moment,
            evidence: "url",
            weight: 35,
        });
    }
    turn_days_and_months(&mut claims, candidates, context);
    let best = best(&claims);
    // Dates far below the one of the last change are those of other articles; and a page that shows nothing else says by
    // that when it was published.
    let change = changes
        .iter()
        .find(|c| c.evidence == Evidence::Markup && read(c, context).is_some());
    let nearer = |change: &Candidate<'_>| visible.is_none_or(|at| at > change.at + FAR);
    if best.is_none_or(|(_, evidence)| evidence == "markup")
        && let Some(change) = change.filter(|c| nearer(c))
    {
        return read(change, context).map(|moment| (moment, "markup"));
    }
    best
}

/// A date so many nodes further down belongs to something else.
const FAR: u32 = 150;

/// The candidates without visible dates that come late.
fn visible_first<'c, 'p>(candidates: &'c [Candidate<'p>]) -> impl Iterator<Item = &'c Candidate<'p>> {
    let mut visible = 0;
    candidates.iter().filter(move |c| {
        visible += usize::from(c.evidence == Evidence::Markup);
        c.evidence != Evidence::Markup || visible <= VISIBLE
    })
}

/// The time of the last change.
pub fn modified(candidates: &[Candidate<'_>], context: Context<'_>) -> Option<(Moment, &'static str)> {
    let claims: Vec<Claimed> = visible_first(candidates)
        .filter_map(|c| {
            Some(Claimed {
                moment: read(c, context)?,
                evidence: c.evidence.as_str(),
                weight: weight(c, false),
            })
        })
        .collect();
    best(&claims)
}

fn read(candidate: &Candidate<'_>, context: Context<'_>) -> Option<Moment> {
    let value = candidate.value.as_ref();
    let moment = if candidate.evidence == Evidence::Markup {
        // A sentence that holds a date speaks of something else.
        let most = if candidate.source == Source::Time { 12 } else { 5 };
        let short = value.len() <= 160;
        match dates::find(value).filter(|f| short && f.foreign_words <= most) {
            Some(found) => found.when.resolve(context.fetched)?,
            // Without separators, or an epoch.
            None if !value.contains(' ') => dates::claim(value, context.fetched)?,
            None => return None,
        }
    } else {
        dates::claim(value, context.fetched).or_else(|| year_first(value))?
    };
    is_plausible(moment, context.fetched).then_some(moment)
}

/// `2023 Jan 7`, as libraries write it.
fn year_first(value: &str) -> Option<Moment> {
    let mut parts = value.split_whitespace();
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    dates::claim(&format!("{month} {day}, {year}"), None)
}

/// Days and months that could be either: `03-09-2026`. Another date of the page decides, else where the page is from.
fn turn_days_and_months(claims: &mut [Claimed], candidates: &[Candidate<'_>], context: Context<'_>) {
    let readings = |c: &Candidate<'_>| {
        let moment = read(c, context)?;
        let turned = turned(moment).filter(|_| is_ambiguous(&c.value))?;
        Some((moment.civil.date(), turned))
    };
    let ambiguous: Vec<_> = candidates.iter().filter_map(readings).take(VISIBLE).collect();
    if ambiguous.is_empty() {
        return;
    }
    let sure: Vec<_> = claims
        .iter()
        .map(|c| c.moment.civil.date())
        .filter(|d| ambiguous.iter().all(|(a, _)| a != d))
        .collect();
    let month_first = is_american(context);
    for claim in claims {
        let Some((_, other)) = ambiguous.iter().find(|(date, _)| *date == claim.moment.civil.date()) else {
            continue;
        };
        let later = context.fetched.is_some_and(|f| other.civil.date() > f.civil.date());
        if sure.contains(&other.civil.date()) || sure.is_empty() && month_first && !later {
            claim.moment.civil = other.civil.date().to_datetime(claim.moment.civil.time());
        }
    }
}

/// A moment with day and month in each other's place.
fn turned(moment: Moment) -> Option<Moment> {
    let civil = moment.civil;
    let (day, month) = (civil.day(), civil.month());
    if day == month || day > 12 {
        return None;
    }
    let civil = DateTime::new(
        civil.year(),
        day,
        month,
        civil.hour(),
        civil.minute(),
        civil.second(),
        0,
    )
    .ok()?;
    Some(Moment { civil, ..moment })
}

/// Whether a text writes day and month as numbers, with the year last.
fn is_ambiguous(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| {
        let rest = &bytes[at..];
        let digits = |from: usize| rest.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
        let apart = at == 0 || !bytes[at - 1].is_ascii_digit() && !matches!(bytes[at - 1], b'/' | b'-');
        let first = digits(0);
        let second = digits(first + 1);
        let mark = rest.get(first);
        apart
            && (1..=2).contains(&first)
            && (1..=2).contains(&second)
            && matches!(mark, Some(b'/' | b'-'))
            && rest.get(first + 1 + second) == mark
            && digits(first + second + 2) == 4
    })
}

/// Whether a page writes the month first: it is in English, and of no country that writes the day first.
fn is_american(context: Context<'_>) -> bool {
    let english = context
        .language
        .is_some_and(|l| l.eq_ignore_ascii_case("en") || l.to_ascii_lowercase().replace('_', "-") == "en-us");
    let top = context
        .address
        .and_then(super::site::host)
        .and_then(|h| h.rsplit('.').next());
    english && top.is_none_or(|t| t.len() != 2 || matches!(t, "us" | "io" | "co" | "ai" | "tv" | "me" | "ph"))
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
        (Evidence::Markup, Source::Time) if !again => 45,
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
        let others: Vec<Moment> = day().map(|c| c.moment).filter(|m| m.has_time).collect();
        moment = zoned(moment, &others);
    }
    Some((moment, precise.evidence))
}

/// A moment with the zone that others of the page give it.
///
/// Where it names none, another of the same minute may. A zone that is said to be UTC gives way to another at the same
/// wall clock: that label is wrong more often than the other. A moment in UTC that another gives in local time is told
/// in local time; if that one names no zone, the difference is the zone.
fn zoned(moment: Moment, others: &[Moment]) -> Moment {
    if moment.offset.is_some_and(|o| !o.is_zero()) {
        return moment;
    }
    let apart = |other: &Moment| other.civil.duration_since(moment.civil).as_secs();
    let named = |other: &&Moment| other.offset.is_some_and(|o| !o.is_zero());
    if let Some(other) = others.iter().filter(named).find(|o| apart(o).abs() < 60) {
        return Moment {
            offset: other.offset,
            ..moment
        };
    }
    if moment.offset.is_none() {
        return Moment {
            offset: others.iter().filter(|o| apart(o).abs() < 60).find_map(|o| o.offset),
            ..moment
        };
    }
    let local = others
        .iter()
        .filter(|o| o.offset.is_none_or(|o| !o.is_zero()))
        .find_map(|other| {
            let shift = other
                .offset
                .map_or(-(-apart(other)).div_euclid(60) * 60, |o| i64::from(o.seconds()));
            let fits =
                (apart(other) - shift).abs() < 60 && shift % 1800 == 0 && (-12 * 3600..=14 * 3600).contains(&shift);
            // A full hour is as likely a time of something else.
            let sure = other.offset.is_some() || moment.civil.minute() % 30 != 0;
            (fits && sure && shift != 0).then_some(shift)
        });
    let offset = local.and_then(|shift| jiff::tz::Offset::from_seconds(i32::try_from(shift).ok()?).ok());
    let civil = local.and_then(|shift| moment.civil.checked_add(jiff::SignedDuration::from_secs(shift)).ok());
    match (offset, civil) {
        (Some(offset), Some(civil)) => Moment {
            civil,
            offset: Some(offset),
            ..moment
        },
        _ => moment,
    }
}

/// The same day by the wall clock, or the same instant, or what may be the same instant in UTC and in local time.
fn is_same_day(a: Moment, b: Moment) -> bool {
    if a.civil.date() == b.civil.date() {
        return true;
    }
    let instant = |m: Moment| Some(m.offset?.to_timestamp(m.civil).ok()?.as_second());
    let apart = a.civil.duration_since(b.civil).as_secs().abs();
    let same = match (instant(a), instant(b)) {
        (Some(a), Some(b)) => (a - b).abs() < 60,
        (None, None) => false,
        _ => apart <= 14 * 3600 && (apart + 60) % 1800 < 120 && a.civil.minute() % 30 != 0,
    };
    a.has_time && b.has_time && same
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
        let context = Context {
            address,
            language: Some("en"),
            fetched,
        };
        let Some((moment, evidence)) = published(&candidates, &[], context) else {
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
            "2024-05-06T07:08:09+02 jsonld",
        );
        case(
            &[(JsonLd, DatePublished, "2024-05-06T07:08:11.000 +07:00")],
            "2024-05-06T07:08:11+07 jsonld",
        );
        case(
            &[
                (JsonLd, DatePublished, "2024-05-06T22:08:09Z"),
                (Markup, Time, "7 May 2024, 00:08"),
            ],
            "2024-05-07T00:08:09+02 jsonld",
        );
        case(
            &[
                (JsonLd, DatePublished, "2024-05-06T22:00:00Z"),
                (Markup, NearText, "7 May 2024, 09:00"),
            ],
            "2024-05-06T22:00:00+00 jsonld",
        );
        // Which is the month?
        case(
            &[(OpenGraph, DatePublished, "04-05-2024"), (Markup, Time, "5 April 2024")],
            "2024-04-05 opengraph",
        );
        case(&[(Markup, Time, "04/05/2024")], "2024-04-05 markup");
        case(&[(Meta, DatePublished, "2024 May 6")], "2024-05-06 meta");
        case(
            &[(
                Markup,
                NearText,
                "What we saw on 24 April 2024 in the streets of the town",
            )],
            "-",
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
