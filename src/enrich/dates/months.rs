//! Months and parts of a year: tháng 3/2019, tháng Ba năm ngoái, quý II, 6 tháng đầu năm; and how a year is said after them.

use super::amounts::{counted, measured};
use super::numbers::side_after;
use super::reading::{Word, dash, ends, number, skip, word, word_back};
use super::when::{Found, Point, Side, When, Year};

/// The month at `at`, in figures or in words, and whether its name is one of the lunar calendar.
pub(super) fn month_at(text: &str, at: usize) -> Option<(u8, bool, usize)> {
    let start = skip(text, at);
    if let Some((month, length, end)) = number(text, start) {
        return (length <= 2 && (1..=12).contains(&month)).then_some((month as u8, false, end));
    }
    let name = word(text, at);
    let month = month_name(name.as_str())?;
    if month == 10 {
        let second = word(text, name.end);
        match second.as_str() {
            "một" => return Some((11, false, second.end)),
            "hai" => return Some((12, false, second.end)),
            _ => {}
        }
    }
    let lunar = matches!(name.as_str(), "giêng" | "chạp");
    Some((month, lunar, name.end))
}

pub(super) fn month_name(name: &str) -> Option<u8> {
    Some(match name {
        "giêng" | "một" => 1,
        "hai" => 2,
        "ba" => 3,
        "tư" => 4,
        "năm" => 5,
        "sáu" => 6,
        "bảy" => 7,
        "tám" => 8,
        "chín" => 9,
        "mười" => 10,
        "chạp" => 12,
        _ => return None,
    })
}

/// "năm 2019", "năm ngoái" at `at`.
pub(super) fn year_in_words(text: &str, at: usize) -> Option<(Year, usize)> {
    let name = word(text, at);
    if name.as_str() != "năm" {
        return None;
    }
    let start = skip(text, name.end);
    if let Some((year, length, end)) = number(text, start) {
        return (length >= 3 && (100..2200).contains(&year) && ends(text, end))
            .then_some((Year::Given(year as i16), end));
    }
    let which = word(text, name.end);
    offset(which.as_str()).map(|offset| (Year::Offset(offset), which.end))
}

/// The year that a word after "năm" counts from this one.
pub(super) fn offset(word: &str) -> Option<i16> {
    Some(match word {
        "nay" => 0,
        "ngoái" | "trước" => -1,
        "tới" | "sau" => 1,
        _ => return None,
    })
}

/// The year of a month that ends at `at`: "/2019", "-2019", ".2019", " 2019", " năm 2019", " năm ngoái".
pub(super) fn year_after(text: &str, at: usize) -> Option<(Year, usize)> {
    let bytes = text.as_bytes();
    let next = skip(text, at);
    let (start, close) = match bytes.get(next)? {
        b'/' | b'-' | b'.' => (skip(text, next + 1), next == at),
        _ if next > at => (next, true),
        _ => return None,
    };
    if let Some((year, 4, end)) = number(text, start) {
        let modern = (1900..2100).contains(&year) || close && start == at + 1 && (1000..2200).contains(&year);
        return (modern && ends(text, end) && (start == at + 1 || bytes[next] == b'/'))
            .then_some((Year::Given(year as i16), end));
    }
    year_in_words(text, at)
}

/// The words for a part of a year or month before it, and where they begin: "đầu", "cuối", "giữa".
pub(super) fn with_part(text: &str, start: usize) -> (usize, Side) {
    let before = word_back(text, start);
    match before.as_str() {
        "đầu" | "cuối" | "giữa" => {
            let side = if word_back(text, before.start).as_str() == "hồi" {
                Side::Before
            } else {
                Side::Either
            };
            (before.start, side)
        }
        "hồi" => (start, Side::Before),
        _ => (start, Side::Either),
    }
}

/// Three months, six or nine of a year.
pub(super) fn months(year: Year, first: u8, last: u8) -> When {
    When::Span(Point::month(year, first), Point::month(year, last))
}

/// "tháng 3", "tháng 3/2019", "tháng 11-12", "từ tháng 4 đến tháng 6".
pub(super) fn month(text: &str, value: u16, end: usize, name: &Word<'_>, out: &mut Vec<Found>) -> Option<usize> {
    let month = u8::try_from(value).ok().filter(|month| (1..=12).contains(month))?;
    month_from(text, month, end, name, out)
}

/// A month whose name ends at `end`; `name` is the word "tháng" before it.
pub(super) fn month_from(text: &str, month: u8, end: usize, name: &Word<'_>, out: &mut Vec<Found>) -> Option<usize> {
    let before = word_back(text, name.start);
    if measured(&before) {
        return None;
    }
    let (start, side) = with_part(text, name.start);
    if let Some((year, after)) = year_after(text, end) {
        let from = Point::month(year, month);
        if let Some((until, last)) = month_until(text, after, before.as_str() == "từ") {
            out.push(Found {
                span: start..last,
                when: When::Span(from, until),
                side,
            });
            return Some(last);
        }
        out.push(Found {
            span: start..after,
            when: When::Point(from),
            side,
        });
        return Some(after);
    }
    if let Some((until, last)) = month_until(text, end, before.as_str() == "từ")
        && (until.month > month || until.year != Year::Open)
    {
        let year = match until.year {
            Year::Given(year) if until.month < month => Year::Given(year - 1),
            year => year,
        };
        out.push(Found {
            span: start..last,
            when: When::Span(Point::month(year, month), until),
            side,
        });
        return Some(last);
    }
    if !ends(text, end) || counted(word(text, end).as_str()) && word(text, end).start > end {
        return None;
    }
    // "tháng 6 và tháng 12/2015", "tháng 4, 5/2017": the year is said once
    let side = if side == Side::Either {
        side_after(text, end)
    } else {
        side
    };
    let year = listed_year(text, end).unwrap_or(Year::Open);
    out.push(Found {
        span: start..end,
        when: When::Point(Point::month(year, month)),
        side,
    });
    Some(end)
}

/// The year of the last month of a list that goes on at `at`.
pub(super) fn listed_year(text: &str, at: usize) -> Option<Year> {
    let mut next = at;
    for _ in 0..4 {
        let join = word(text, next);
        let joint = skip(text, next);
        next = match join.as_str() {
            "và" => join.end,
            "" if text.as_bytes().get(joint) == Some(&b',') => joint + 1,
            _ => return None,
        };
        let name = word(text, next);
        if name.as_str() == "tháng" {
            next = name.end;
        }
        let (_, length, end) = number(text, skip(text, next))?;
        if length > 2 {
            return None;
        }
        next = end;
        if let Some((year @ Year::Given(_), _)) = year_after(text, next) {
            return Some(year);
        }
    }
    None
}

/// The month that another which ends at `at` runs to: "-12", "- tháng 6", "đến tháng 6/2019", "đến hết tháng 6".
pub(super) fn month_until(text: &str, at: usize, words: bool) -> Option<(Point, usize)> {
    let mut next = match dash(text, at) {
        Some((next, _)) => next,
        None => {
            let to = word(text, at);
            (words && matches!(to.as_str(), "đến" | "tới")).then_some(to.end)?
        }
    };
    let mut named = false;
    for _ in 0..3 {
        let name = word(text, next);
        match name.as_str() {
            "hết" | "đầu" | "giữa" | "cuối" => {}
            "tháng" => named = true,
            _ => break,
        }
        next = name.end;
    }
    let (month, _, end) = month_at(text, next)?;
    if !named && (word(text, next).capital || dash(text, at).is_none()) {
        return None;
    }
    if let Some((year, end)) = year_after(text, end) {
        return Some((Point::month(year, month), end));
    }
    (ends(text, end) && !counted(word(text, end).as_str())).then_some((Point::month(Year::Open, month), end))
}

/// A quarter's number.
pub(super) fn quarter_of(value: u16) -> Option<u8> {
    u8::try_from(value).ok().filter(|quarter| (1..=4).contains(quarter))
}

/// "quý 2", "quý II/2019", "quý 4 năm ngoái".
pub(super) fn quarter(text: &str, value: u16, end: usize, start: usize, out: &mut Vec<Found>) -> Option<usize> {
    let quarter = quarter_of(value)?;
    if measured(&word_back(text, start)) {
        return None;
    }
    let (year, end) = match year_after(text, end) {
        Some(found) => found,
        None if ends(text, end) && !counted(word(text, end).as_str()) => (Year::Open, end),
        None => return None,
    };
    let (start, side) = with_part(text, start);
    out.push(Found {
        span: start..end,
        when: months(year, quarter * 3 - 2, quarter * 3),
        side,
    });
    Some(end)
}

/// "12/2016" without "tháng".
pub(super) fn slashed_month(
    text: &str,
    at: usize,
    value: u16,
    end: usize,
    before: &Word<'_>,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let month = u8::try_from(value).ok().filter(|month| (1..=12).contains(month))?;
    if text.as_bytes().get(end) != Some(&b'/') {
        return None;
    }
    let (year, 4, end) = number(text, end + 1)? else {
        return None;
    };
    // a law's number
    let law = matches!(
        before.as_str(),
        "số" | "luật"
            | "định"
            | "tư"
            | "quyết"
            | "lệnh"
            | "văn"
            | "thị"
            | "cp"
            | "qđ"
            | "nđ"
            | "tt"
            | "nq"
            | "điện"
            | "trình"
            | "đường"
    );
    if law || !(1900..2100).contains(&year) || !ends(text, end) {
        return None;
    }
    out.push(Found {
        span: at..end,
        when: When::Point(Point::month(Year::Given(year as i16), month)),
        side: Side::Either,
    });
    Some(end)
}

/// "6 tháng đầu năm 2019", "9 tháng đầu năm".
pub(super) fn first_months(
    text: &str,
    at: usize,
    count: u16,
    months_: &Word<'_>,
    out: &mut Vec<Found>,
) -> Option<usize> {
    let which = word(text, months_.end);
    let (first, last) = span_of_year(count, which.as_str())?;
    let (year, end) = of_year(text, which.end)?;
    out.push(Found {
        span: at..end,
        when: months(year, first, last),
        side: Side::Either,
    });
    Some(end)
}

/// The first or last so many months.
pub(super) fn span_of_year(count: u16, which: &str) -> Option<(u8, u8)> {
    let count = u8::try_from(count).ok().filter(|count| (2..12).contains(count))?;
    match which {
        "đầu" => Some((1, count)),
        "cuối" => Some((13 - count, 12)),
        _ => None,
    }
}

/// "năm", "năm nay", "năm 2019", "2019": the year whose part is meant; this year's where no other is named.
pub(super) fn of_year(text: &str, at: usize) -> Option<(Year, usize)> {
    if let Some(found) = year_in_words(text, at) {
        return Some(found);
    }
    let name = word(text, at);
    if let Some((year, 4, end)) = number(text, name.start) {
        return ((1900..2100).contains(&year) && ends(text, end)).then_some((Year::Given(year as i16), end));
    }
    (name.as_str() == "năm").then_some((Year::Offset(0), name.end))
}
