//! From where an article looks: the day of its publication, or what the years that it names tell.
//!
//! A newspaper leaves out the year that it is printed in and names others. So a date with its year is close to the
//! article's own only where it is a day or a month; a year alone tells when the sentence plans for it ("năm 2017 sẽ"), or
//! when a feast or a part of it is meant.

use jiff::civil::{Date, DateTime};

use super::lunar::solar;
use super::reading::word_back;
use super::resolve::tense;
use super::when::{Found, Point, Side, When, Year};

/// From where the article looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum View {
    /// It was published on this day.
    Published(Date),
    /// This is the latest day or month with a year that it speaks of as past.
    After(Date),
    /// It plans for this year.
    Planning(i16),
    /// Nothing tells.
    Unknown,
}

/// The years in which a newspaper that is read today may have been printed.
const PRINTED: std::ops::Range<i16> = 1990..2100;

/// Years of which hardly two agree in both calendars, which meet again after nineteen.
const ONCE: std::ops::Range<i16> = 2008..2036;

impl View {
    /// The publication's day, or what the mentions with a year tell.
    pub(super) fn of(published: Option<DateTime>, found: &[Found], text: &str) -> Self {
        if let Some(published) = published {
            return View::Published(published.date());
        }
        if let Some(day) = twice_told(found, text) {
            return View::After(day);
        }
        let (mut latest, mut planned, mut past): (Option<Date>, Option<i16>, Option<i16>) = (None, None, None);
        for mention in found {
            let point = match mention.when {
                When::Point(point) => point,
                When::Span(_, until) => until,
                _ => continue,
            };
            let Year::Given(year) = point.year else { continue };
            if !PRINTED.contains(&year) || mention.side == Side::After || goal(text, mention) {
                continue;
            }
            match day(point, text, mention) {
                Some(_) if point.month > 0 && !point.lunar && tense(text, mention) == Side::Planned => {}
                Some(day) => latest = latest.max(Some(day)),
                None if matches!(mention.when, When::Span(..)) => {}
                None if tense(text, mention) == Side::Planned => planned = planned.max(Some(year)),
                None => past = past.max(Some(year)),
            }
        }
        let before = |year: Option<i16>| year.filter(|year| latest.is_none_or(|latest| *year > latest.year()));
        match (latest, before(planned), before(past)) {
            (_, Some(planned), past) if past.is_none_or(|past| planned >= past) => View::Planning(planned),
            // a year that it looks back on may be the last one or one long ago
            (_, _, Some(_)) => View::Unknown,
            (Some(latest), ..) => View::After(latest),
            _ => View::Unknown,
        }
    }

    /// The day of publication, where it is known.
    pub(super) fn today(self) -> Option<Date> {
        match self {
            View::Published(today) => Some(today),
            _ => None,
        }
    }

    /// The year of a month and day (0: of a month) that names none, for an article that was not dated itself.
    pub(super) fn guess(self, month: u8, day: u8) -> Option<i16> {
        match self {
            View::Published(_) | View::Unknown => None,
            View::After(known) => {
                let exact = if day == 0 { 15 } else { day as i8 };
                let year = known.year();
                let days = Date::new(year, month as i8, exact)
                    .ok()?
                    .duration_since(known)
                    .as_hours()
                    / 24;
                Some(match days {
                    // weeks before it, and it was named with its year for clearness
                    -90..250 => year,
                    // the end of the year before, seen from January
                    250.. if known.month() <= 2 => year - 1,
                    250.. => year,
                    _ => year + 1,
                })
            }
            // plans for the next year are made in autumn
            View::Planning(year) => Some(if month <= 8 { year } else { year - 1 }),
        }
    }
}

/// The day that a mention with a year tells the article to be after.
fn day(point: Point, text: &str, mention: &Found) -> Option<Date> {
    let Year::Given(year) = point.year else { return None };
    let date = |month: i8, day: i8| Date::new(year, month, day).ok();
    match (point.month, point.day) {
        (0, _) => {
            let first = super::reading::word(text, mention.span.start);
            match first.as_str() {
                "đầu" | "xuân" => date(2, 1),
                "giữa" | "hè" => date(7, 1),
                "thu" => date(10, 1),
                "cuối" | "đông" => date(11, 15),
                _ => match word_back(text, mention.span.start).as_str() {
                    "xuân" => date(2, 1),
                    "hè" => date(7, 1),
                    _ => None,
                },
            }
        }
        (month, day) if point.lunar => solar(year, month, day),
        (month, 0) => date(month as i8, 15),
        (month, day) => date(month as i8, day as i8),
    }
}

/// Whether the words before a year speak of a goal or a birth: "đến năm 2030", "tầm nhìn 2045", "sinh năm 1990".
fn goal(text: &str, mention: &Found) -> bool {
    let before = word_back(text, mention.span.start);
    match before.as_str() {
        "nhìn" | "sinh" | "by" | "until" | "born" => true,
        // "đến năm 2030", not "đến tháng 6/2016"
        "đến" | "tới" => matches!(mention.when, When::Point(Point { month: 0, .. })),
        _ => false,
    }
}

/// The day that the text names by both calendars, "5/2 (mùng 9 Tết)", in the one year in which they agree.
fn twice_told(found: &[Found], text: &str) -> Option<Date> {
    found.windows(2).find_map(|pair| {
        let [
            Found {
                when: When::Point(one),
                span: first,
                ..
            },
            Found {
                when: When::Point(other),
                span: second,
                ..
            },
        ] = pair
        else {
            return None;
        };
        let (sun, moon) = match (one.lunar, other.lunar) {
            (false, true) => (one, other),
            (true, false) => (other, one),
            _ => return None,
        };
        let between = text.get(first.end..second.start)?;
        if sun.day == 0
            || sun.year != Year::Open
            || moon.day == 0
            || between.len() > 24
            || between.contains(['.', '\n'])
        {
            return None;
        }
        let mut agreed = ONCE.filter_map(|year| {
            let day = solar(year, moon.month, moon.day)?;
            (day.month() == sun.month as i8 && day.day() == sun.day as i8).then_some(day)
        });
        let day = agreed.next()?;
        agreed.next().is_none().then_some(day)
    })
}
