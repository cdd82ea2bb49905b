//! English dates: 20 February 2019, Feb. 20, in March, 1990s, Q2 2019, yesterday, last week, on Monday.
//!
//! Months and weekdays begin with a capital, so that a name and what stands beside it suffice; figures alone are read only
//! where no reader could take the month for the day.

use super::months::{months, quarter_of};
use super::numbers::{exists, iso};
use super::reading::{Word, closed, dash, ends, number, skip, word, word_back};
use super::when::{Found, Point, Side, When, Year};
use super::years::century;

/// What to look for where no digit begins the date.
pub(super) const CUES: [&str; 33] = [
    "January",
    "February",
    "March",
    "April",
    " May",
    "\nMay",
    "(May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Sept. ",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "esterday",
    " today",
    "Today",
    "omorrow",
    "onight",
    "last ",
    "next ",
    "this ",
    "Last ",
    "Next ",
    "This ",
];

/// Reads the number that begins at `at`. Gives the place to go on from.
pub(super) fn number_at(text: &str, at: usize, out: &mut Vec<Found>) -> usize {
    let run = at
        + text.as_bytes()[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
    let Some((value, length, end)) = number(text, at) else {
        return run;
    };
    let before = text.as_bytes().get(at.wrapping_sub(1)).copied().unwrap_or(b' ');
    let next = match length {
        _ if before == b'Q' => quarter_at(text, at, value, end, out),
        _ if before.is_ascii_alphanumeric() || matches!(before, b'.' | b',' | b'/' | b'$' | b'#' | b'+') => None,
        4 => iso(text, at, value, end, out).or_else(|| year(text, at, value, end, out)),
        1 | 2 => day(text, at, value, end, out),
        _ => None,
    };
    next.unwrap_or(run).max(run)
}

/// Reads what the cue at `at` belongs to.
pub(super) fn cue_at(text: &str, at: usize, out: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    let mut end = if bytes[at].is_ascii_alphabetic() { at } else { at + 1 };
    // no word of a date is longer
    while end - at < 12 && bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        end += 1;
    }
    let cue = word_back(text, end);
    // "Today Show", "Next Generation": a title
    if cue.capital && word(text, cue.end).capital && matches!(cue.as_str(), "today" | "tomorrow" | "tonight") {
        return;
    }
    let days = match cue.as_str() {
        "yesterday" => -1,
        "today" | "tonight" => 0,
        "tomorrow" => 1,
        "last" | "next" | "this" => return beside(text, &cue, out),
        _ => {
            if let Some(day) = weekday(cue.as_str()) {
                on(text, &cue, day, out);
            } else if let Some(month) = month(cue.as_str()) {
                alone(text, &cue, month, out);
            }
            return;
        }
    };
    out.push(Found {
        span: cue.start..cue.end,
        when: When::Days(days, None),
        side: Side::Either,
    });
}

fn weekday(word: &str) -> Option<i8> {
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
    .iter()
    .position(|name| *name == word)
    .map(|i| i as i8)
}

fn month(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let whole = |name: &&str| {
        *name == word || word.len() == 3 && name.starts_with(word) || word == "sept" && *name == "september"
    };
    NAMES.iter().position(whole).map(|i| i as u8 + 1)
}

/// The month's name at `at`, in full or short, with its capital, and where it ends, a stop included.
fn month_at(text: &str, at: usize) -> Option<(u8, usize)> {
    let name = word(text, at);
    let number = month(name.as_str()).filter(|_| name.capital)?;
    let short = name.end - name.start <= 4 && text.as_bytes().get(name.end) == Some(&b'.');
    Some((number, name.end + usize::from(short)))
}

/// The month's name before `at`, and where it begins.
fn month_before(text: &str, at: usize) -> Option<(u8, usize)> {
    let end = super::reading::skip_back(text, at);
    let end = if end > 0 && text.as_bytes()[end - 1] == b'.' {
        end - 1
    } else {
        end
    };
    let name = word_back(text, end);
    month(name.as_str())
        .filter(|_| name.capital)
        .map(|month| (month, name.start))
}

/// The year after a month or day: " 2019", ", 2019".
fn year_after(text: &str, at: usize) -> Option<(i16, usize)> {
    let comma = text.as_bytes().get(at) == Some(&b',');
    let start = skip(text, if comma { at + 1 } else { at });
    match number(text, start)? {
        (year, 4, end)
            if start > at
                && (1000..2200).contains(&year)
                && (ends(text, end) || text[end..].starts_with(['-', '–'])) =>
        {
            Some((year as i16, end))
        }
        _ => None,
    }
}

fn with_year(text: &str, at: usize) -> (Year, usize) {
    year_after(text, at).map_or((Year::Open, at), |(year, end)| (Year::Given(year), end))
}

/// The end of a day's number: "20", "20th".
fn ordinal(text: &str, end: usize) -> usize {
    match text.get(end..end + 2) {
        Some("st" | "nd" | "rd" | "th") => end + 2,
        _ => end,
    }
}

/// "20 February", "20th of February 2019", "Feb. 20", "Feb. 20-25, 2019", "20-25 February", "19th century".
fn day(text: &str, at: usize, value: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let bytes = text.as_bytes();
    let last = ordinal(text, end);
    let next = word(text, last);
    if last > end && matches!(next.as_str(), "century") {
        out.push(Found {
            span: at..next.end,
            when: century(value)?,
            side: Side::Either,
        });
        return Some(next.end);
    }
    if let Some(found) = figures(text, at, value, end, out) {
        return Some(found);
    }
    // a second day after a dash or "to"
    let range = dash(text, last).and_then(|(start, _)| {
        let (until, length, end) = number(text, start)?;
        let end = ordinal(text, end);
        (length <= 2 && until > value && (ends(text, end) || bytes.get(end) == Some(&b','))).then_some((until, end))
    });
    let after = range.map_or(last, |(_, end)| end);
    let of = word(text, after);
    let name = if of.as_str() == "of" { of.end } else { after };
    let (month, start, stop, year) =
        if let Some((month, stop)) = month_at(text, name).filter(|_| skip(text, name) > name) {
            let (year, stop) = with_year(text, stop);
            (month, at, stop, year)
        } else {
            let (month, start) = month_before(text, at)?;
            if !(ends(text, after) || bytes.get(after) == Some(&b',')) {
                return None;
            }
            let (year, stop) = with_year(text, after);
            (month, start, stop, year)
        };
    if !exists(value, u16::from(month)) {
        return None;
    }
    // "Monday, Feb. 20"
    let mut head = start;
    let mark = super::reading::skip_back(text, start);
    let mark = if mark > 0 && bytes[mark - 1] == b',' {
        mark - 1
    } else {
        mark
    };
    let before = word_back(text, mark);
    if weekday(before.as_str()).is_some() {
        head = before.start;
    }
    let point = Point::day(year, month, value as u8);
    let when = match range {
        Some((until, _)) if exists(until, u16::from(month)) => When::Span(
            point,
            Point {
                day: until as u8,
                ..point
            },
        ),
        _ => When::Point(point),
    };
    out.push(Found {
        span: head..stop,
        when,
        side: Side::Either,
    });
    Some(stop)
}

/// 20/02/2019 or 2/20/2019: where one number can only be the day, or both are the same.
fn figures(text: &str, at: usize, first: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let bytes = text.as_bytes();
    let mark = *bytes.get(end).filter(|mark| matches!(mark, b'/' | b'-' | b'.'))?;
    let (second, _, end) = number(text, end + 1)?;
    let (year, 4, end) = (bytes.get(end) == Some(&mark)).then(|| number(text, end + 1))?? else {
        return None;
    };
    let (day, month) = match (first, second) {
        (day @ 13.., month) => (day, month),
        (month, day @ 13..) => (day, month),
        (day, month) if day == month => (day, month),
        _ => return None,
    };
    if !exists(day, month) || !(1000..2200).contains(&year) || !ends(text, end) {
        return None;
    }
    let point = Point::day(Year::Given(year as i16), month as u8, day as u8);
    out.push(Found {
        span: at..end,
        when: When::Point(point),
        side: Side::Either,
    });
    Some(end)
}

/// "Q2 2019", "Q2".
fn quarter_at(text: &str, at: usize, value: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let quarter = quarter_of(value)?;
    let (year, stop) = with_year(text, end);
    if !ends(text, end) {
        return None;
    }
    out.push(Found {
        span: at - 1..stop,
        when: months(year, quarter * 3 - 2, quarter * 3),
        side: Side::Either,
    });
    Some(stop)
}

/// Words that years stand after.
const BEFORE_YEARS: &[&str] = &[
    "in", "since", "of", "by", "until", "till", "from", "early", "late", "mid", "during", "before", "after", "spring",
    "summer", "autumn", "fall", "winter", "through", "between", "and", "year", "around", "for", "to",
];

/// Words that go on with a sentence after a year and that no number counts.
const ONWARD: &[&str] = &[
    "and", "to", "when", "as", "by", "for", "with", "was", "is", "after", "before", "in", "on", "at", "that", "but",
    "he", "she", "it", "the", "through", "until", "because", "he’s", "has", "had", "were", "will", "while", "under",
    "over", "from", "of", "a", "an", "they", "we", "who", "which", "against", "election", "season", "budget", "report",
    "world",
];

/// Words that months stand after.
const BEFORE_MONTHS: &[&str] = &[
    "in", "since", "by", "until", "early", "late", "mid", "of", "from", "to", "through", "during", "between", "and",
    "before", "after",
];

/// "in 2018", "2016-2020", "the 1990s", "(2018)", "early 2019".
fn year(text: &str, at: usize, value: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let bytes = text.as_bytes();
    if !(1000..2100).contains(&value) {
        return None;
    }
    let year = value as i16;
    let mut add = |span, when| {
        out.push(Found {
            span,
            when,
            side: Side::Either,
        })
    };
    if value.is_multiple_of(10)
        && bytes.get(end) == Some(&b's')
        && !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)
    {
        add(
            at..end + 1,
            When::Span(Point::year(Year::Given(year)), Point::year(Year::Given(year + 9))),
        );
        return Some(end + 1);
    }
    let before = word_back(text, at);
    let cue = BEFORE_YEARS.contains(&before.as_str());
    let bracket = at > 0 && bytes[at - 1] == b'(';
    if let Some((next, _)) = dash(text, end)
        && let Some((last, length, stop)) = number(text, next)
        && ends(text, stop)
    {
        let until = match length {
            4 => last as i16,
            2 if next == end + 1 => year / 100 * 100 + last as i16,
            _ => return None,
        };
        if (1900..2100).contains(&value) && until > year && until - year < 200 {
            add(
                at..stop,
                When::Span(Point::year(Year::Given(year)), Point::year(Year::Given(until))),
            );
            return Some(stop);
        }
        return None;
    }
    let next = word(text, end);
    let plain = closed(text, end) || ONWARD.contains(&next.as_str());
    let modern = (1900..2100).contains(&value);
    let sure = matches!(
        before.as_str(),
        "in" | "since" | "early" | "late" | "mid" | "during" | "spring" | "summer" | "autumn" | "winter" | "year"
    );
    if !ends(text, end) || !(modern && (cue && plain || bracket && closed(text, end)) || sure && plain) {
        return None;
    }
    let start = if matches!(before.as_str(), "early" | "late" | "mid") {
        before.start
    } else {
        at
    };
    add(start..end, When::Point(Point::year(Year::Given(year))));
    Some(end)
}

/// A month without a day: "in March", "March 2019", "last May" is read from "last".
fn alone(text: &str, cue: &Word<'_>, month: u8, out: &mut Vec<Found>) {
    if !cue.capital {
        return;
    }
    let before = word_back(text, cue.start);
    let end = cue.end
        + usize::from(
            cue.end - cue.start == 4 && text.as_bytes().get(cue.end) == Some(&b'.') && cue.as_str() == "sept",
        );
    let (year, stop) = with_year(text, end);
    let cued = BEFORE_MONTHS.contains(&before.as_str());
    // "and May said", "by March Airlines"
    let named = matches!(cue.as_str(), "may" | "march" | "april" | "june" | "august")
        && !matches!(before.as_str(), "in" | "since" | "early" | "late" | "mid");
    if year == Year::Open && (!cued || named || word(text, cue.end).capital || !ends(text, cue.end)) {
        return;
    }
    let start = if matches!(before.as_str(), "early" | "late" | "mid") {
        before.start
    } else {
        cue.start
    };
    out.push(Found {
        span: start..stop,
        when: When::Point(Point::month(year, month)),
        side: Side::Either,
    });
}

/// "on Monday", "Monday night".
fn on(text: &str, cue: &Word<'_>, day: i8, out: &mut Vec<Found>) {
    let before = word_back(text, cue.start);
    let after = word(text, cue.end);
    let part = matches!(after.as_str(), "morning" | "afternoon" | "evening" | "night");
    if !cue.capital
        || matches!(
            before.as_str(),
            "every" | "each" | "black" | "good" | "cyber" | "super" | "bloody" | "ash" | "palm" | "easter"
        )
        || after.capital
        || after.as_str() == "s"
    {
        return;
    }
    let end = if part { after.end } else { cue.end };
    out.push(Found {
        span: cue.start..end,
        when: When::Weekday(day, None, Side::Either),
        side: Side::Either,
    });
}

/// "last week", "next year", "this month", "last Monday", "next March".
fn beside(text: &str, cue: &Word<'_>, out: &mut Vec<Found>) {
    let name = word(text, cue.end);
    let (step, side) = match cue.as_str() {
        "last" => (-1, Side::Before),
        "next" => (1, Side::After),
        _ => (0, Side::Either),
    };
    // "the last week of March", "over the last year": a length, not the one before this
    if word_back(text, cue.start).as_str() == "the" {
        return;
    }
    let when = match name.as_str() {
        "week" => When::Week(step),
        "weekend" => When::Weekend(step),
        "month" => When::Month(step),
        "year" => When::Point(Point::year(Year::Offset(step))),
        name_ => match (weekday(name_), month(name_)) {
            (Some(day), _) if name.capital => When::Weekday(day, None, side),
            (_, Some(month)) if name.capital => When::Point(Point::month(Year::Open, month)),
            _ => return,
        },
    };
    // "this Monday" lies ahead
    let side = if side == Side::Either && matches!(when, When::Weekday(..)) {
        Side::After
    } else {
        side
    };
    out.push(Found {
        span: cue.start..name.end,
        when,
        side,
    });
}
