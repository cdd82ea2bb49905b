//! The page's own clock and the time of publication.
//!
//! Two different times on one page: the clock is the later one, beside a weekday, near the top; the publication time
//! stands by the title.

use super::Moment;
use super::byline::{self, Byline};
use super::dates::{self, Found};
use super::line::{Line, Role};

/// The times that a page shows.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// The page's own clock.
    pub clock: Option<Moment>,
    /// The time of publication.
    pub published: Option<Moment>,
    /// The time of the last change.
    pub modified: Option<Moment>,
    /// Who signed in one line with the date: "Minh An - 07/03/2026 08:47".
    pub bylines: Vec<Byline>,
}

/// The publication line stands within so many lines of the title.
const NEAR: usize = 5;

/// Finds the date lines around the title and says which is which; `base` is the time of the fetch, if known.
pub fn find(lines: &mut [Line<'_>], title: Option<usize>, base: Option<Moment>) -> Times {
    let title = title.unwrap_or(0);
    let mut found: Vec<(usize, Found)> = Vec::new();
    let mut bylines = Vec::new();
    for (at, line) in lines.iter_mut().enumerate().take(title + NEAR + 1) {
        if !matches!(line.role, Role::Body | Role::Boilerplate) {
            continue;
        }
        if let Some(date) = line.date {
            line.role = Role::Date;
            found.push((at, date));
            if date.foreign_words > 0
                && at > title
                && let Some(byline) = byline::parse(&line.text).filter(|b| !b.authors.is_empty())
            {
                line.role = Role::Byline;
                bylines.push(byline);
            }
        }
    }
    let mut times = Times {
        bylines,
        ..Times::default()
    };
    let absolute = |f: &Found| f.when.resolve(base);
    // By the title: after it, else directly before it.
    let distance = |at: usize| if at > title { at - title } else { 2 * (title - at) };
    let published = found.iter().filter(|(_, f)| !f.updated).min_by_key(|(at, f)| {
        let timeless = matches!(f.when, dates::When::Absolute(m) if !m.has_time);
        (timeless, distance(*at))
    });
    let clock = found.iter().find(|(at, f)| {
        *at < title
            && (f.weekday || found.len() > 1)
            && published.is_some_and(|(p, _)| p != at)
            && absolute(f).is_some()
    });
    times.clock = clock.and_then(|(_, f)| absolute(f)).filter(|m| m.has_time);
    let base = base.or(times.clock);
    times.published = published.and_then(|(_, f)| f.when.resolve(base));
    times.modified = found
        .iter()
        .find(|(_, f)| f.updated)
        .and_then(|(_, f)| f.when.resolve(base))
        .or_else(|| published.and_then(|(_, f)| f.modified?.resolve(base)));
    // A page with only "Cập nhật lúc …" says when it was published by that.
    if times.published.is_none() {
        times.published = times.modified;
    }
    times
}
