//! Dates that a number begins: 20-2, 20/2/2019, 29 tháng 3, 2019-02-20.
//!
//! What a number is, its neighbours tell. A full date is sure by its form; a day and a month need a word before them
//! ([`Lead`]), the more the likelier their form is something else: 2-1 is a score or a range, 2.1 a decimal, 1/3 a part.

use super::amounts::{countable, counted, onward_from_day};
use super::feasts::{lunar, lunar_mark};
use super::lead::{Lead, lead};
use super::months::{month_at, year_after, year_in_words};
use super::ranges::{joined, part, until};
use super::reading::{closed, ends, number, word, word_back};
use super::when::{Found, Point, Side, When, Year};
use super::years;

/// How a day and a month are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// With a year of four digits, or in words: nothing else looks like it.
    Sure,
    Slash,
    Dash,
    Dot,
}

/// Reads the number that begins at `at` and adds what it is to `out`. Gives the place to go on from, which is after `at`.
pub(super) fn read(text: &str, at: usize, out: &mut Vec<Found>) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| from + bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let run = digits(at);
    // 4.235 and 1.372.000: an amount, the most frequent of all numbers
    let mut end = run;
    while matches!(bytes.get(end), Some(b'.' | b',')) && digits(end + 1) == end + 4 {
        end += 4;
    }
    if end > run {
        return end;
    }
    let Some((value, length, end)) = number(text, at) else {
        return run;
    };
    if !begins(text, at) {
        return run;
    }
    let next = match length {
        1 | 2 => small(text, at, value, end, out),
        4 => iso(text, at, value, end, out).or_else(|| years::read(text, at, value, end, out)),
        _ => years::read(text, at, value, end, out),
    };
    next.unwrap_or(run).max(run)
}

/// Reads 2019-02-20 and nothing else.
pub(super) fn international(text: &str, at: usize, out: &mut Vec<Found>) -> usize {
    let run = at
        + text.as_bytes()[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
    match number(text, at) {
        Some((value, 4, end)) if begins(text, at) => iso(text, at, value, end, out).unwrap_or(run),
        _ => run,
    }
}

/// Whether a number begins at `at`: no letter, no part of a number or of a code stands before it.
pub(super) fn begins(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(&before) = at.checked_sub(1).and_then(|i| bytes.get(i)) else {
        return true;
    };
    match before {
        b' ' | b'\t' | b'\n' | b'(' | b'[' | b'"' | b'\'' | b'*' => true,
        b'-' | b'.' | b',' | b':' | b';' | b'|' => at < 2 || matches!(bytes[at - 2], b' ' | b'\n' | b')'),
        0x80.. => word_back(text, at).as_str().is_empty(),
        _ => false,
    }
}

/// Whether such a day exists in some year.
pub(super) fn exists(day: u16, month: u16) -> bool {
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=longest).contains(&day)
}

/// 2019-02-20, with slashes, too.
pub(super) fn iso(text: &str, at: usize, year: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let bytes = text.as_bytes();
    let mark = *bytes.get(end).filter(|mark| matches!(mark, b'-' | b'/'))?;
    let (month, 2, end) = number(text, end + 1)? else {
        return None;
    };
    let (day, 2, end) = (bytes.get(end) == Some(&mark)).then(|| number(text, end + 1))?? else {
        return None;
    };
    if !(1000..2200).contains(&year) || !exists(day, month) {
        return None;
    }
    let mut point = Point::day(Year::Given(year as i16), month as u8, day as u8);
    let mut last = end;
    if matches!(bytes.get(end), Some(b'T' | b' '))
        && let Some((hour, 2, after)) = number(text, end + 1)
        && bytes.get(after) == Some(&b':')
        && let Some((minute, 2, after)) = number(text, after + 1)
        && hour < 24
        && minute < 60
    {
        point.time = Some((hour as u8, minute as u8));
        last = after;
    } else if !ends(text, end) {
        return None;
    }
    out.push(Found {
        span: at..last,
        when: When::Point(point),
        side: Side::Either,
    });
    Some(last)
}

/// A date at `at`: 20/2, 20-2-2019, 20.2.19, "20 tháng 2 năm 2019".
pub(super) fn date_at(text: &str, at: usize) -> Option<(Point, usize, Form)> {
    let bytes = text.as_bytes();
    let (day, length, end) = number(text, at)?;
    if length > 2 || !(1..=31).contains(&day) {
        return None;
    }
    let mark = *bytes.get(end)?;
    if let b'/' | b'-' | b'.' = mark {
        let (month, length, end) = number(text, end + 1)?;
        if length > 2 || !exists(day, month) {
            return None;
        }
        let point = Point::day(Year::Open, month as u8, day as u8);
        if bytes.get(end) == Some(&mark)
            && let Some((year, length, end)) = number(text, end + 1)
        {
            let full = length == 4 && (1000..2200).contains(&year);
            if !(full || length == 2) || !ends(text, end) {
                return None;
            }
            let year = if full { year as i16 } else { short_year(year) };
            let form = if full { Form::Sure } else { Form::Dash };
            return Some((
                Point {
                    year: Year::Given(year),
                    ..point
                },
                end,
                form,
            ));
        }
        if !ends(text, end) {
            return None;
        }
        let form = match mark {
            b'/' => Form::Slash,
            b'-' => Form::Dash,
            _ => Form::Dot,
        };
        let (year, end) = year_in_words(text, end).unwrap_or((Year::Open, end));
        return Some((Point { year, ..point }, end, form));
    }
    let name = word(text, end);
    if name.as_str() != "tháng" || name.start == end {
        return None;
    }
    let (month, lunar, end) = month_at(text, name.end)?;
    if !exists(day, u16::from(month)) && !lunar {
        return None;
    }
    // "2 tháng 10 ngày" lasts
    if !countable(text, end) {
        return None;
    }
    let (year, end) = year_after(text, end).unwrap_or((Year::Open, end));
    Some((
        Point {
            lunar,
            ..Point::day(year, month, day as u8)
        },
        end,
        Form::Sure,
    ))
}

/// Two digits of a year: those up to 49 are of this century.
pub(super) fn short_year(year: u16) -> i16 {
    year as i16 + if year < 50 { 2000 } else { 1900 }
}

pub(super) fn small(text: &str, at: usize, value: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let before = word_back(text, at);
    if let Some(next) = lunar(text, at, value, end, &before, out) {
        return Some(next);
    }
    if let Some((point, last, form)) = date_at(text, at) {
        let lead = lead(text, at);
        // "tháng 4-2017" and "tháng 11-12" are no days
        if before.as_str() != "tháng" {
            if !accepted(text, at, point, last, form, &lead, out) {
                return Some(last);
            }
            return Some(push(text, at, point, last, lead, out));
        }
    }
    if let Some(next) = part(text, at, value, end, out) {
        return Some(next);
    }
    years::small(text, at, value, end, &before, out)
}

/// Whether a day and a month are a date.
pub(super) fn accepted(
    text: &str,
    at: usize,
    point: Point,
    end: usize,
    form: Form,
    lead: &Lead,
    out: &[Found],
) -> bool {
    let chained = out
        .last()
        .is_some_and(|last| last.span.end <= lead.start && joined(text, last.span.end, lead.start));
    // "ngày 5 và 6-2": the last took its month from this one
    let completes = chained
        && out.last().is_some_and(|last| {
            matches!(last.when, When::Point(other) if other.month == point.month && other.day < point.day)
                && text[last.span.clone()].ends_with(|letter: char| letter.is_ascii_digit())
                && !text[last.span.clone()].contains(['/', '-', '.'])
        });
    let ascending = point.day <= point.month;
    let counted = || counted(word(text, end).as_str());
    match form {
        Form::Sure => true,
        _ if completes => true,
        _ if lead.sure => !(ascending && form == Form::Dash && counted()),
        _ if lead.never => false,
        Form::Slash if point.day == 24 && point.month == 7 => false,
        Form::Slash if chained || lead.likely => {
            !ascending && !counted() || closed(text, end) || onward_from_day(text, end)
        }
        Form::Slash => point.day > 12 && !counted() && (closed(text, end) || onward_from_day(text, end) || at == 0),
        Form::Dash => (chained || lead.likely) && point.day > 12 && !counted(),
        Form::Dot => chained && point.day > 12 && !counted(),
    }
}

/// Adds a date with what stands before and after it, and the one that it runs to.
pub(super) fn push(text: &str, at: usize, mut point: Point, mut end: usize, lead: Lead, out: &mut Vec<Found>) -> usize {
    let bytes = text.as_bytes();
    let mut side = lead.side;
    point.time = lead.time;
    if let Some(after) = lunar_mark(text, end) {
        point.lunar = true;
        end = after;
    }
    let mut start = lead.start;
    if lead.bracket {
        if bytes.get(end) == Some(&b')') {
            end += 1;
        } else {
            start = at;
        }
    }
    if let Some((until, after)) = until(text, end, lead.from || lead.sure) {
        let from = if point.year == Year::Open {
            Point {
                year: until.year,
                ..point
            }
        } else {
            point
        };
        out.push(Found {
            span: start..after,
            when: When::Span(from, until),
            side,
        });
        return after;
    }
    if side == Side::Either {
        side = side_after(text, end);
    }
    out.push(Found {
        span: start..end,
        when: When::Point(point),
        side,
    });
    end
}

/// Where the words after a date point: "tới", "sắp tới", "tới đây", "vừa qua".
pub(super) fn side_after(text: &str, at: usize) -> Side {
    let first = word(text, at);
    match first.as_str() {
        "tới" | "đến" if word(text, first.end).as_str() == "nay" => Side::Before,
        "tới" | "sắp" => Side::After,
        "vừa" => Side::Before,
        _ => Side::Either,
    }
}
