//! From what a mention says to a day of the calendar: the year that it leaves out, the days that it counts.
//!
//! The article's own time decides, where it is known: a date without a year is of the year that brings it near, and what
//! lies ahead must be nearer than what lies behind, unless the sentence speaks of the future. Without it the years that
//! the text names do, as far as they make it sure.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::lunar::solar;
use super::when::{Found, Point, Side, When, Year};

/// From where the article looks.
#[derive(Clone, Copy, Debug)]
pub(super) enum View {
    /// It was published on this day.
    Published(Date),
    /// It was written about this day, as the latest date in it tells.
    About(Date),
    /// It was written in this year.
    In(i16),
    /// Nothing tells.
    Unknown,
}

impl View {
    /// The publication's day, or what the mentions with a year tell.
    pub(super) fn of(published: Option<DateTime>, found: &[Found], text: &str) -> Self {
        if let Some(published) = published {
            return View::Published(published.date());
        }
        let (mut latest, mut year): (Option<Date>, Option<i16>) = (None, None);
        for mention in found {
            let When::Point(Point { year: Year::Given(given), month, day, lunar, .. }) = mention.when else { continue };
            if !(1990..2100).contains(&given) || mention.side == Side::After || ahead(text, mention.span.start) {
                continue;
            }
            let day = match (month, day) {
                (0, _) => None,
                (month, _) if lunar => solar(given, month, day),
                (month, 0) => Date::new(given, month as i8, 15).ok(),
                (month, day) => Date::new(given, month as i8, day as i8).ok(),
            };
            match day {
                Some(_) => latest = latest.max(day),
                None => year = year.max(Some(given)),
            }
        }
        match (latest, year) {
            (Some(latest), Some(year)) if year > latest.year() => View::In(year),
            (Some(latest), _) => View::About(latest),
            (None, Some(year)) => View::In(year),
            (None, None) => View::Unknown,
        }
    }

    /// The year of a month and day (0: of a month) that names none.
    fn year(self, month: u8, day: u8, side: Side) -> Option<i16> {
        match self {
            View::Published(today) => Some(nearest(today, month, day, side)),
            View::About(date) => Some(nearest(date, month, day, Side::Either)),
            View::In(year) => Some(year),
            View::Unknown => None,
        }
    }

    fn today(self) -> Option<Date> {
        match self {
            View::Published(today) => Some(today),
            _ => None,
        }
    }
}

/// Whether the words before a year speak of a goal: "đến năm 2030", "tầm nhìn 2045".
fn ahead(text: &str, start: usize) -> bool {
    let before = super::reading::word_back(text, start);
    matches!(before.as_str(), "đến" | "tới" | "nhìn" | "sinh" | "by" | "until" | "born")
}

/// The year that brings a month and day near to `today`. Days ahead count more than days behind, and more again beyond the
/// turn of the year, which people name.
fn nearest(today: Date, month: u8, day: u8, side: Side) -> i16 {
    let away = |year: i16| -> Option<f32> {
        let exact = if day == 0 { 15 } else { day as i8 };
        let date = Date::new(year, month as i8, exact).ok()?;
        let days = (date.duration_since(today).as_hours() / 24) as f32;
        let slack = if day == 0 { 16.0 } else { 1.0 };
        let cost = match side {
            Side::Before if days > slack => 10_000.0 + days,
            Side::After if days < -slack => 10_000.0 - days,
            Side::Before | Side::After => days.abs(),
            Side::Either => {
                let turn = match year - today.year() {
                    0 => 0.0,
                    1.. => 120.0,
                    _ => 70.0,
                };
                turn + if days > 0.0 { days * 1.25 } else { -days }
            }
        };
        Some(cost)
    };
    let this = today.year();
    let mut best = (f32::MAX, this);
    for year in [this, this - 1, this + 1] {
        if let Some(cost) = away(year)
            && cost < best.0
        {
            best = (cost, year);
        }
    }
    best.1
}

/// The value of a mention in ISO 8601; `None` where the article does not tell enough.
pub(super) fn resolve(text: &str, mention: &Found, view: View) -> Option<String> {
    let side = || if mention.side == Side::Either { tense(text, mention) } else { mention.side };
    match mention.when {
        When::Point(point) => render(point, view, &side),
        When::Span(from, until) => span(from, until, view, &side),
        When::Days(days, time) => {
            let day = view.today()?.checked_add(i64::from(days).days()).ok()?;
            Some(with_time(day.to_string(), time))
        }
        When::Weekday(weekday, weeks, _) => {
            let today = view.today()?;
            let since = i64::from(today.weekday().to_monday_zero_offset() - weekday);
            let back = match weeks {
                Some(weeks) => since - 7 * i64::from(weeks),
                None if side() == Side::After => since.rem_euclid(7) - if since.rem_euclid(7) == 0 { 0 } else { 7 },
                None => since.rem_euclid(7),
            };
            Some(today.checked_sub(back.days()).ok()?.to_string())
        }
        When::Week(weeks) => {
            let monday = monday(view.today()?, weeks)?;
            Some(format!("{monday}/{}", monday.checked_add(6.days()).ok()?))
        }
        When::Weekend(weeks) => {
            let saturday = monday(view.today()?, weeks)?.checked_add(5.days()).ok()?;
            Some(format!("{saturday}/{}", saturday.tomorrow().ok()?))
        }
        When::Month(months) => {
            let month = view.today()?.first_of_month().checked_add(i64::from(months).months()).ok()?;
            Some(format!("{:04}-{:02}", month.year(), month.month()))
        }
    }
}

fn monday(today: Date, weeks: i16) -> Option<Date> {
    let days = i64::from(weeks) * 7 - i64::from(today.weekday().to_monday_zero_offset());
    today.checked_add(days.days()).ok()
}

/// A point alone.
fn render(point: Point, view: View, side: &dyn Fn() -> Side) -> Option<String> {
    let year = match point.year {
        Year::Given(year) => year,
        Year::Offset(years) => view.today()?.year() + years,
        Year::Open if point.lunar => return lunar(point, view),
        Year::Open => view.year(point.month, point.day, side())?,
    };
    if point.lunar {
        return Some(with_time(solar(year, point.month, point.day)?.to_string(), point.time));
    }
    iso(year, point)
}

/// A lunar day of the year that brings it nearest.
fn lunar(point: Point, view: View) -> Option<String> {
    let (around, year) = match view {
        View::Published(day) | View::About(day) => (Some(day), day.year()),
        View::In(year) => (None, if point.month >= 11 { year - 1 } else { year }),
        View::Unknown => return None,
    };
    let day = match around {
        Some(around) => (year - 1..=year + 1)
            .filter_map(|year| solar(year, point.month, point.day))
            .min_by_key(|day| day.duration_since(around).as_hours().abs())?,
        None => solar(year, point.month, point.day)?,
    };
    Some(with_time(day.to_string(), point.time))
}

/// From one point to another: the year of the later one is that of the earlier, too, or the one after it.
fn span(mut from: Point, mut until: Point, view: View, side: &dyn Fn() -> Side) -> Option<String> {
    if until.year == Year::Open && from.year != Year::Open {
        until.year = from.year;
    } else if until.year == Year::Open && !until.lunar {
        until.year = Year::Given(view.year(until.month, until.day, side())?);
    }
    if from.year == Year::Open && !from.lunar {
        from.year = match until.year {
            Year::Given(year) if (from.month, from.day) > (until.month, until.day) => Year::Given(year - 1),
            year => year,
        };
    } else if from.year == until.year
        && let Year::Given(year) = until.year
        && (from.month, from.day) > (until.month, until.day)
    {
        from.year = Year::Given(year - 1);
    }
    let (start, end) = (render(from, view, side)?, render(until, view, side)?);
    (start < end).then(|| format!("{start}/{end}"))
}

/// A point of the solar calendar at its precision.
fn iso(year: i16, point: Point) -> Option<String> {
    let sign = if year < 0 { "-" } else { "" };
    let number = year.unsigned_abs();
    match (point.month, point.day) {
        (0, _) => Some(format!("{sign}{number:04}")),
        (month, 0) => Some(format!("{sign}{number:04}-{month:02}")),
        (month, day) => {
            Date::new(year, month as i8, day as i8).ok()?;
            Some(with_time(format!("{sign}{number:04}-{month:02}-{day:02}"), point.time))
        }
    }
}

fn with_time(mut day: String, time: Option<(u8, u8)>) -> String {
    if let Some((hour, minute)) = time {
        day.push_str(&format!("T{hour:02}:{minute:02}"));
    }
    day
}

/// How far the words about a mention are read for its tense, in bytes.
const BEFORE: usize = 90;
const AFTER: usize = 70;

/// What the sentence about a mention says about past and future.
fn tense(text: &str, mention: &Found) -> Side {
    let mut from = mention.span.start.saturating_sub(BEFORE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (mention.span.end + AFTER).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = &text[from..mention.span.start];
    let before = &before[before.rfind(['\n', '.', '?', '!', ';']).map_or(0, |at| at + 1)..];
    let after = &text[mention.span.end..to];
    let after = &after[..after.find(['\n', '?', '!', ';']).unwrap_or(after.len())];
    let after = &after[..after.find(". ").unwrap_or(after.len())];
    let says = |words: &[&str]| words.iter().any(|word| before.contains(word) || after.contains(word));
    if says(&["sẽ", "dự kiến", "sắp ", "dự báo", " will ", "expected", "scheduled"]) { Side::After } else { Side::Either }
}
