//! From what a mention says to a day of the calendar: the year that it leaves out, the days that it counts.
//!
//! The article's own time decides, where it is known: a date without a year is of the year that brings it near, and what
//! lies ahead must be nearer than what lies behind, unless the sentence speaks of the future. Without it the years that
//! the text names do, as far as they make it sure.

use jiff::ToSpan;
use jiff::civil::Date;

use super::lunar::solar;
use super::view::View;
use super::when::{Found, Point, Side, When, Year};

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
            Side::Either | Side::Planned | Side::Told => {
                let turn = match year - today.year() {
                    0 => 0.0,
                    1.. => 150.0,
                    _ => 70.0,
                };
                let (past, future) = match side {
                    Side::Planned => (4.0, 1.25),
                    Side::Told => (1.0, 5.0),
                    _ => (1.0, 1.25),
                };
                turn + if days > 0.0 { days * future } else { -days * past }
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

/// "thắng tối qua 2-1": where the figures after a day's word are far from the day that it means, they are a score, and the
/// mention is the word alone.
pub(super) fn without_score(text: &str, mention: Found, view: View) -> Found {
    let (When::Point(point), Some(today)) = (mention.when, view.today()) else {
        return mention;
    };
    if point.year != Year::Open || point.day == 0 || point.lunar {
        return mention;
    }
    let words = text.get(mention.span.clone()).unwrap_or("");
    let day = words
        .trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '-')
        .trim_end();
    let days = match day.rsplit(' ').next() {
        Some("qua") => -1,
        Some("nay") => 0,
        Some("mai") => 1,
        _ => return mention,
    };
    let year = nearest(today, point.month, point.day, Side::Either);
    let meant = Date::new(year, point.month as i8, point.day as i8).ok();
    let apart = meant.map(|meant| (meant.duration_since(today).as_hours() / 24 - days).abs());
    if apart.is_some_and(|apart| apart <= 3) {
        return mention;
    }
    let span = mention.span.start..mention.span.start + day.len();
    Found {
        span,
        when: When::Days(days as i16, point.time),
        ..mention
    }
}

/// The value of a mention in ISO 8601; `None` where the article does not tell enough.
pub(super) fn resolve(text: &str, mention: &Found, view: View) -> Option<String> {
    let side = || {
        if mention.side == Side::Either {
            tense(text, mention)
        } else {
            mention.side
        }
    };
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
                None if matches!(side(), Side::After | Side::Planned) => {
                    since.rem_euclid(7) - if since.rem_euclid(7) == 0 { 0 } else { 7 }
                }
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
            let month = view
                .today()?
                .first_of_month()
                .checked_add(i64::from(months).months())
                .ok()?;
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
        Year::Open => year(point, view, side)?,
    };
    if point.lunar {
        return Some(with_time(solar(year, point.month, point.day)?.to_string(), point.time));
    }
    iso(year, point)
}

/// The year of a point that names none.
fn year(point: Point, view: View, side: &dyn Fn() -> Side) -> Option<i16> {
    match view {
        View::Published(today) => Some(nearest(today, point.month, point.day, side())),
        _ => view.guess(point.month, point.day),
    }
}

/// A lunar day of the year that brings it nearest.
fn lunar(point: Point, view: View) -> Option<String> {
    let around = match view {
        View::Published(day) | View::After(day) => day,
        // the feast is in the first weeks of the year
        _ => Date::new(view.guess(2, 0)?, 2, 1).ok()?,
    };
    let year = around.year();
    let day = (year - 1..=year + 1)
        .filter_map(|year| solar(year, point.month, point.day))
        .map(|day| (day.duration_since(around).as_hours() / 24, day))
        // what an undated article is after lies not far ahead of its days
        .filter(|(days, _)| view.today().is_some() || *days > -90)
        .min_by_key(|(days, _)| if *days > 0 { days * 5 / 4 } else { -days })?
        .1;
    Some(with_time(day.to_string(), point.time))
}

/// From one point to another: the year of the later one is that of the earlier, too, or the one after it.
fn span(mut from: Point, mut until: Point, view: View, side: &dyn Fn() -> Side) -> Option<String> {
    if until.year == Year::Open && from.year != Year::Open {
        until.year = from.year;
    } else if until.year == Year::Open && !until.lunar {
        until.year = Year::Given(year(until, view, side)?);
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
pub(super) fn tense(text: &str, mention: &Found) -> Side {
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
    if before.contains("rước đó") {
        Side::Told
    } else if says(&["sẽ", "dự kiến", "sắp ", "dự báo", "will ", "expected", "scheduled"]) {
        Side::Planned
    } else {
        Side::Either
    }
}
