//! Dates that a number begins: 20-2, 20/2/2019, 29 tháng 3, năm 2018, quý 2, 2016 - 2020, mùng 9 Tết.
//!
//! What a number is, its neighbours tell. A full date is sure by its form; a day and a month need a word before them
//! ([`Lead`]), the more the likelier their form is something else: 2-1 is a score or a range, 2.1 a decimal, 1/3 a part.

use super::lead::{Lead, lead};
use super::reading::{closed, dash, ends, number, skip, word, word_back};
use super::when::{Found, Point, Side, When, Year};
use super::years;

/// How a day and a month are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
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
fn begins(text: &str, at: usize) -> bool {
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
fn date_at(text: &str, at: usize) -> Option<(Point, usize, Form)> {
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
        let (year, end) = years::year_in_words(text, end).unwrap_or((Year::Open, end));
        return Some((Point { year, ..point }, end, form));
    }
    let name = word(text, end);
    if name.as_str() != "tháng" || name.start == end {
        return None;
    }
    let (month, lunar, end) = years::month_at(text, name.end)?;
    if !exists(day, u16::from(month)) && !lunar {
        return None;
    }
    // "2 tháng 10 ngày" lasts
    if !years::countable(text, end) {
        return None;
    }
    let (year, end) = years::year_after(text, end).unwrap_or((Year::Open, end));
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
fn short_year(year: u16) -> i16 {
    year as i16 + if year < 50 { 2000 } else { 1900 }
}

fn small(text: &str, at: usize, value: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
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
fn accepted(text: &str, at: usize, point: Point, end: usize, form: Form, lead: &Lead, out: &[Found]) -> bool {
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
    let counted = || years::counter(word(text, end).as_str());
    match form {
        Form::Sure => true,
        _ if completes => true,
        _ if lead.sure => !(ascending && form == Form::Dash && counted()),
        _ if lead.never => false,
        Form::Slash if point.day == 24 && point.month == 7 => false,
        Form::Slash if chained || lead.likely => !ascending && !counted() || closed(text, end) || follows(text, end),
        Form::Slash => point.day > 12 && !counted() && (closed(text, end) || follows(text, end) || at == 0),
        Form::Dash => (chained || lead.likely) && point.day > 12 && !counted(),
        Form::Dot => chained && point.day > 12 && !counted(),
    }
}

/// Whether what stands between two mentions joins them to a list.
fn joined(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|between| matches!(between.trim(), "," | "và" | ", và" | ";" | "hoặc" | "-" | "–"))
}

/// Whether the next word goes on with the sentence and names nothing that is counted.
fn follows(text: &str, at: usize) -> bool {
    matches!(
        word(text, at).as_str(),
        "đã" | "sẽ"
            | "đến"
            | "tới"
            | "vừa"
            | "và"
            | "là"
            | "tại"
            | "ở"
            | "do"
            | "với"
            | "theo"
            | "năm"
            | "này"
            | "có"
            | "của"
            | "trên"
            | "trong"
            | "hàng"
            | "sắp"
            | "khi"
            | "để"
            | "bắt"
            | "cho"
            | "nhằm"
            | "âm"
            | "lịch"
            | "được"
    )
}

/// Adds a date with what stands before and after it, and the one that it runs to.
fn push(text: &str, at: usize, mut point: Point, mut end: usize, lead: Lead, out: &mut Vec<Found>) -> usize {
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

/// The date that another which ends at `at` runs to: "- 5/2", "đến 31/1", "đến hết ngày 28-2".
fn until(text: &str, at: usize, words: bool) -> Option<(Point, usize)> {
    let mut next = match dash(text, at) {
        Some((next, _)) => next,
        None if words => {
            let to = word(text, at);
            if !matches!(to.as_str(), "đến" | "tới") {
                return None;
            }
            to.end
        }
        None => return None,
    };
    for _ in 0..3 {
        let word = word(text, next);
        if !matches!(
            word.as_str(),
            "hết" | "ngày" | "sáng" | "trưa" | "chiều" | "tối" | "đêm" | "hôm"
        ) {
            break;
        }
        next = word.end;
    }
    let next = skip(text, next);
    let (point, end, _) = date_at(text, next)?;
    Some((point, end))
}

/// A day whose month another day names: "5-7/3", "từ 20 đến 25-2", "ngày 5 và 6-2", "các ngày 5, 6 và 7 tháng 2".
fn part(text: &str, at: usize, day: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    if !(1..=31).contains(&day) {
        return None;
    }
    // what follows can make it one: "-", "đến", "và", a comma
    let next = skip(text, end);
    let joint = match text.as_bytes().get(next) {
        Some(b',' | b'-' | 0xe2) => true,
        Some(_) => matches!(word(text, next).as_str(), "đến" | "tới" | "và" | "hoặc"),
        None => false,
    };
    if !joint {
        return None;
    }
    let before = lead(text, at);
    let listed = out
        .last()
        .is_some_and(|last| last.span.end <= at && joined(text, last.span.end, at));
    if before.never {
        return None;
    }
    // from … to
    let to = match dash(text, end) {
        Some((next, loose)) => Some((next, loose)),
        None => {
            let to = word(text, end);
            (matches!(to.as_str(), "đến" | "tới") && (before.sure || before.from)).then_some((to.end, true))
        }
    };
    if let Some((next, loose)) = to {
        let mut next = skip(text, next);
        for _ in 0..2 {
            let word = word(text, next);
            if !matches!(word.as_str(), "hết" | "ngày" | "rạng" | "sáng") {
                break;
            }
            next = skip(text, word.end);
        }
        let (last, after, form) = date_at(text, next)?;
        let plain = form == Form::Sure || before.sure || before.from || form == Form::Slash && !before.likely;
        if u16::from(last.day) > day
            && plain
            && (form != Form::Dash || loose)
            && !years::counter(word(text, after).as_str())
        {
            let first = Point {
                day: day as u8,
                time: before.time,
                ..last
            };
            out.push(Found {
                span: before.start..after,
                when: When::Span(first, last),
                side: before.side,
            });
            return Some(after);
        }
        return None;
    }
    if !(before.sure || listed) {
        return None;
    }
    // a list: what ends it names the month of all
    let mut next = end;
    for _ in 0..8 {
        let joint = skip(text, next);
        let bytes = text.as_bytes();
        let join = word(text, next);
        next = match join.as_str() {
            "và" | "hoặc" => join.end,
            "" if bytes.get(joint) == Some(&b',') => joint + 1,
            _ => return None,
        };
        let name = word(text, next);
        if matches!(name.as_str(), "ngày" | "và") {
            next = name.end;
        }
        next = skip(text, next);
        if let Some((last, _, _)) = date_at(text, next) {
            let point = Point {
                day: day as u8,
                time: before.time,
                ..last
            };
            exists(day, u16::from(last.month)).then_some(())?;
            out.push(Found {
                span: before.start..end,
                when: When::Point(point),
                side: before.side,
            });
            return Some(end);
        }
        next = number(text, next)
            .filter(|&(day, length, _)| length <= 2 && day <= 31)?
            .2;
    }
    None
}

/// Where the words end that say that the date before `at` is one of the lunar calendar: "âm lịch", "(âm lịch)", "(AL)".
fn lunar_mark(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let open = skip(text, at);
    let bracket = bytes.get(open) == Some(&b'(');
    let first = word(text, if bracket { open + 1 } else { open });
    let end = match first.as_str() {
        "al" if bracket => first.end,
        "âm" => {
            let second = word(text, first.end);
            (second.as_str() == "lịch").then_some(second.end)?
        }
        _ => return None,
    };
    Some(if bracket && bytes.get(end) == Some(&b')') {
        end + 1
    } else {
        end
    })
}

/// "mùng 9 Tết", "30 Tết", "mùng 5 tháng 5", "rằm tháng 7" begins elsewhere.
fn lunar(
    text: &str,
    at: usize,
    day: u16,
    end: usize,
    before: &super::reading::Word<'_>,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let early = matches!(before.as_str(), "mùng" | "mồng");
    let after = word(text, end);
    let (month, stop) = match after.as_str() {
        "tết" if early && day <= 10 => (1, after.end),
        "tết" if (20..=30).contains(&day) => (12, after.end),
        "tháng" if early => {
            let (month, _, stop) = years::month_at(text, after.end)?;
            (month, stop)
        }
        // "mùng 4 âm lịch" leaves the month open, "mùng 10 (5/2)" is told by the date beside it
        _ => return None,
    };
    if day == 0 || day > 30 {
        return None;
    }
    let (year, stop) = years::lunar_year(text, stop).unwrap_or((Year::Open, stop));
    // the last month's days belong to the feast of the year that follows
    let year = match year {
        Year::Given(year) if month == 12 && after.as_str() == "tết" => Year::Given(year - 1),
        year => year,
    };
    let stop = lunar_mark(text, stop).unwrap_or(stop);
    let head = if early { before.start } else { at };
    let lead = lead(text, head);
    let point = Point {
        lunar: true,
        time: lead.time,
        ..Point::day(year, month, day as u8)
    };
    out.push(Found {
        span: lead.start..stop,
        when: When::Point(point),
        side: lead.side,
    });
    Some(stop)
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
