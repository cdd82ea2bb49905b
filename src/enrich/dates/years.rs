//! Years and longer times: năm 2018, giai đoạn 2021-2025, thập niên 1990, thế kỷ 19, năm 210 trước Công nguyên.

use super::amounts::{countable, counted, measured, onward};
use super::months::{first_months, month, months, quarter, slashed_month, with_part};
use super::ranges::joined;
use super::reading::{Word, closed, dash, ends, number, skip, word, word_back};
use super::when::{Found, Point, Side, When, Year};

/// What a number of one or two digits is beside words: "tháng 3", "quý 2", "6 tháng đầu năm", "thế kỷ 19".
pub(super) fn small(
    text: &str,
    at: usize,
    value: u16,
    end: usize,
    before: &Word<'_>,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let after = word(text, end);
    if after.as_str() == "tháng" && after.start > end {
        return first_months(text, at, value, &after, out);
    }
    match before.as_str() {
        "tháng" => month(text, value, end, before, out),
        "quý" | "quí" => quarter(text, value, end, before.start, out),
        "kỷ" | "kỉ" | "niên" => {
            let first = word_back(text, before.start);
            let when = match first.as_str() {
                "thế" => century(value)?,
                "thập" => decade(value, text.get(end.saturating_sub(2)..end)?.len())?,
                _ => return None,
            };
            let end = century_after(text, end);
            ends(text, end).then(|| {
                out.push(Found {
                    span: first.start..end,
                    when,
                    side: Side::Either,
                })
            })?;
            Some(end)
        }
        "năm" if word_back(text, before.start).as_str() == "những" && value.is_multiple_of(10) && value > 20 => {
            let start = word_back(text, before.start).start;
            let end = century_after(text, end);
            out.push(Found {
                span: start..end,
                when: decade(value, 2)?,
                side: Side::Either,
            });
            Some(end)
        }
        _ => slashed_month(text, at, value, end, before, out),
    }
}

/// What a number of three or four digits is: a year, or years from one to another.
pub(super) fn read(text: &str, at: usize, value: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    let before = word_back(text, at);
    let named = before.as_str() == "năm";
    if value < 1000 && !named {
        return None;
    }
    let start = if named { before.start } else { at };
    let modern = (1900..2100).contains(&value);
    let year = value as i16;
    if named && measured(&word_back(text, start)) && (!modern || counted(word(text, end).as_str())) {
        return None;
    }
    // decades
    if matches!(before.as_str(), "niên" | "kỷ" | "kỉ") && word_back(text, before.start).as_str() == "thập" {
        let start = word_back(text, before.start).start;
        out.push(Found {
            span: start..end,
            when: decade(value, 4)?,
            side: Side::Either,
        });
        return Some(end);
    }
    if named && value.is_multiple_of(10) && word_back(text, start).as_str() == "những" && ends(text, end) {
        let start = word_back(text, start).start;
        out.push(Found {
            span: start..end,
            when: decade(value, 4)?,
            side: Side::Either,
        });
        return Some(end);
    }
    if let Some(last) = years(text, start, year, end, named, before.as_str(), out) {
        return Some(last);
    }
    if !ends(text, end) {
        return None;
    }
    if !named {
        return bare(text, at, year, end, &before, out);
    }
    let (value, end) = before_christ(text, end).map_or((year, end), |end| (1 - year, end));
    if !(100..2200).contains(&year) || !modern && !countable(text, end) || counted(word(text, end).as_str()) && !modern
    {
        return None;
    }
    let (mut start, side) = with_part(text, start);
    let half = word_back(text, start);
    let mut when = When::Point(Point::year(Year::Given(value)));
    if start < before.start && half.as_str() == "nửa" {
        when = if word(text, start).as_str() == "đầu" {
            months(Year::Given(value), 1, 6)
        } else {
            months(Year::Given(value), 7, 12)
        };
        start = half.start;
    }
    out.push(Found {
        span: start..end,
        when,
        side,
    });
    Some(end)
}

/// "2016 - 2020", "2018-2019", "từ năm 2016 đến 2020", "2018/19".
pub(super) fn years(
    text: &str,
    start: usize,
    year: i16,
    end: usize,
    named: bool,
    before: &str,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let bytes = text.as_bytes();
    let from = if named {
        word_back(text, start)
    } else {
        word_back(text, end.saturating_sub(4))
    };
    let next = match dash(text, end) {
        Some((next, _)) => next,
        None if bytes.get(end) == Some(&b'/') => end + 1,
        None => {
            let to = word(text, end);
            let wanted = from.as_str() == "từ" || matches!(from.as_str(), "đoạn");
            (wanted && matches!(to.as_str(), "đến" | "tới")).then_some(to.end)?
        }
    };
    let mut next = next;
    for _ in 0..2 {
        let name = word(text, next);
        if !matches!(name.as_str(), "hết" | "năm" | "cuối" | "đầu") {
            break;
        }
        next = skip(text, name.end);
    }
    let next = skip(text, next);
    let (last, length, after) = number(text, next)?;
    let last = match length {
        4 => last as i16,
        2 if next == end + 1 && i32::from(year + 1) % 100 == i32::from(last) => year + 1,
        _ => return None,
    };
    let plausible = (1000..2200).contains(&year) && (1000..2200).contains(&last) && last > year && last - year <= 400;
    let modern = (1900..2100).contains(&year) && (1900..2100).contains(&last);
    if !plausible
        || !ends(text, after)
        || counted(word(text, after).as_str())
        || !(modern || named || bytes.get(after) == Some(&b')'))
    {
        return None;
    }
    if matches!(before, "giá" | "mức" | "khoảng" | "số") {
        return None;
    }
    out.push(Found {
        span: start..after,
        when: When::Span(Point::year(Year::Given(year)), Point::year(Year::Given(last))),
        side: Side::Either,
    });
    Some(after)
}

/// A year without "năm": after a word that takes one, in brackets, or in a list of years.
pub(super) fn bare(
    text: &str,
    at: usize,
    year: i16,
    end: usize,
    before: &Word<'_>,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let bytes = text.as_bytes();
    if !(1900..2100).contains(&year) {
        return None;
    }
    let next = word(text, end);
    let free = closed(text, end) || onward(next.as_str()) && !next.capital;
    let listed = out.last().is_some_and(|last| {
        matches!(
            last.when,
            When::Point(Point {
                year: Year::Given(_),
                month: 0,
                ..
            })
        ) && joined(text, last.span.end, at)
    });
    let bracket = at > 0 && bytes[at - 1] == b'(' && matches!(bytes.get(end), Some(b')' | b',' | b'-' | b';'));
    let (mut start, mut cued) = (at, listed || bracket);
    match before.as_str() {
        "đầu" | "cuối" | "giữa" | "hè" | "xuân" | "thu" | "đông" => {
            cued = true;
            start = before.start;
        }
        "từ" | "sinh" | "đến" | "tới" | "của" | "với" | "trước" | "sau" | "trong" | "khoảng" | "hồi" | "vào"
        | "sang" | "là" | "bước" => {
            cued = true;
        }
        _ => {}
    }
    // "từ 2000 đến 3000 đồng": an amount that another ends
    let amount = matches!(next.as_str(), "đến" | "tới")
        && number(text, skip(text, next.end))
            .is_some_and(|(value, _, end)| !(1000..2200).contains(&value) || !ends(text, end));
    if !cued || !free || amount {
        return None;
    }
    out.push(Found {
        span: start..end,
        when: When::Point(Point::year(Year::Given(year))),
        side: Side::Either,
    });
    Some(end)
}

/// "trước Công nguyên", "TCN".
pub(super) fn before_christ(text: &str, at: usize) -> Option<usize> {
    let first = word(text, at);
    match first.as_str() {
        "tcn" => Some(first.end),
        "trước" => {
            let second = word(text, first.end);
            let third = word(text, second.end);
            (second.as_str() == "công" && third.as_str() == "nguyên").then_some(third.end)
        }
        _ => None,
    }
}

/// Ten years, of the twentieth century where only two digits say it.
pub(super) fn decade(value: u16, length: usize) -> Option<When> {
    let first = match (value, length) {
        (1000..2200, _) => value,
        (30..100, 2) => 1900 + value,
        _ => return None,
    } as i16;
    (first % 10 == 0).then(|| When::Span(Point::year(Year::Given(first)), Point::year(Year::Given(first + 9))))
}

/// A hundred years: the nineteenth are 1801 to 1900.
pub(super) fn century(number: u16) -> Option<When> {
    let last = i16::try_from(number).ok().filter(|number| (1..=21).contains(number))? * 100;
    Some(When::Span(
        Point::year(Year::Given(last - 99)),
        Point::year(Year::Given(last)),
    ))
}

/// "của thế kỷ trước", "thế kỷ XX" after a decade.
pub(super) fn century_after(text: &str, at: usize) -> usize {
    let mut word_ = word(text, at);
    if word_.as_str() == "của" {
        word_ = word(text, word_.end);
    }
    if word_.as_str() == "thế" {
        let second = word(text, word_.end);
        let which = word(text, second.end);
        if matches!(second.as_str(), "kỷ" | "kỉ") && matches!(which.as_str(), "trước" | "20" | "xx") {
            return which.end;
        }
    }
    at
}

/// The roman number that a word is, up to 21.
pub(super) fn roman(word: &str) -> Option<u16> {
    let mut value = 0;
    let mut last = 0;
    for letter in word.bytes().rev() {
        let one = match letter {
            b'i' => 1,
            b'v' => 5,
            b'x' => 10,
            _ => return None,
        };
        value += if one < last { -one } else { one };
        last = last.max(one);
    }
    u16::try_from(value).ok().filter(|value| (1..=21).contains(value))
}
