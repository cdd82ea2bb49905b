//! Days of the lunar calendar, as Vietnamese says them: mùng 9 Tết, 30 Tết, rằm tháng Giêng, 10/3 âm lịch, Tết Đinh Dậu.

use super::lead::lead;
use super::lunar::cycle;
use super::months::{month_at, year_in_words};
use super::reading::{Word, ends, number, skip, word, word_back};
use super::when::{Found, Point, Side, When, Year};

/// "mùng 9 Tết", "30 Tết", "mùng 5 tháng 5", "rằm tháng 7" begins elsewhere.
pub(super) fn lunar(
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
            let (month, _, stop) = month_at(text, after.end)?;
            (month, stop)
        }
        // "mùng 4 âm lịch" leaves the month open, "mùng 10 (5/2)" is told by the date beside it
        _ => return None,
    };
    if day == 0 || day > 30 {
        return None;
    }
    let (year, stop) = lunar_year(text, stop).unwrap_or((Year::Open, stop));
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

/// "Tết Nguyên đán 2019", "Tết Đinh Dậu", "Tết Trung thu 2019", "Tết Dương lịch 2019".
pub(super) fn feast(text: &str, cue: &Word<'_>, out: &mut Vec<Found>) {
    let before = word_back(text, cue.start);
    let first = before.as_str().as_bytes().first();
    if first.is_some_and(u8::is_ascii_digit) {
        return;
    }
    let next = word(text, cue.end);
    let second = word(text, next.end);
    let (month, day, from, lunar) = match (next.as_str(), second.as_str()) {
        ("trung", "thu") => (8, 15, second.end, true),
        ("đoan", "ngọ") => (5, 5, second.end, true),
        ("dương", "lịch") => (1, 1, second.end, false),
        _ => (1, 1, cue.end, true),
    };
    let Some((year @ Year::Given(_), end)) = lunar_year(text, from) else {
        return;
    };
    // "mùng một Tết", "mồng Hai Tết"
    let (mut start, mut number) = (cue.start, day);
    if matches!(word_back(text, before.start).as_str(), "mùng" | "mồng")
        && let Some((said, _, _)) = month_at(text, before.start)
    {
        number = said;
        start = word_back(text, before.start).start;
    }
    let point = Point {
        lunar,
        ..Point::day(year, month, number)
    };
    out.push(Found {
        span: start..end,
        when: When::Point(point),
        side: Side::Either,
    });
}

/// "rằm tháng Giêng", "rằm tháng 7".
pub(super) fn full_moon(text: &str, cue: &Word<'_>, out: &mut Vec<Found>) {
    let name = word(text, cue.end);
    if name.as_str() != "tháng" {
        return;
    }
    let Some((month, _, end)) = month_at(text, name.end) else {
        return;
    };
    let (year, end) = lunar_year(text, end).unwrap_or((Year::Open, end));
    let lead = lead(text, cue.start);
    let point = Point {
        lunar: true,
        ..Point::day(year, month, 15)
    };
    out.push(Found {
        span: lead.start..end,
        when: When::Point(point),
        side: lead.side,
    });
}

/// Where the words end that say that the date before `at` is one of the lunar calendar: "âm lịch", "(âm lịch)", "(AL)".
pub(super) fn lunar_mark(text: &str, at: usize) -> Option<usize> {
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

/// The lunar year after a lunar day or feast: "Đinh Dậu", "năm Đinh Dậu", "Nguyên đán 2019", "2019", as the year in which it
/// begins.
pub(super) fn lunar_year(text: &str, at: usize) -> Option<(Year, usize)> {
    let mut at = at;
    for _ in 0..3 {
        let next = word(text, at);
        match next.as_str() {
            "nguyên" | "đán" | "xuân" | "cổ" | "truyền" | "âm" | "lịch" => at = next.end,
            _ => break,
        }
    }
    let mut first = word(text, at);
    if first.as_str() == "năm" {
        if let Some(year) = year_in_words(text, at) {
            return Some(year);
        }
        first = word(text, first.end);
    }
    if let Some((year, 4, end)) = number(text, first.start) {
        return ((1900..2100).contains(&year) && ends(text, end)).then_some((Year::Given(year as i16), end));
    }
    let second = word(text, first.end);
    let year = cycle(stem(first.as_str())?, branch(second.as_str())?)?;
    let mut end = second.end;
    // "Đinh Dậu 2017", "Đinh Dậu - 2017", "Đinh Dậu (2017)"
    let figure = skip(text, end);
    if let Some((given, 4, after)) = number(text, figure)
        && (1900..2100).contains(&given)
        && ends(text, after)
    {
        end = after;
        return Some((Year::Given(given as i16), end));
    }
    Some((Year::Given(year), end))
}

pub(super) fn stem(word: &str) -> Option<u8> {
    ["giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý"]
        .iter()
        .position(|name| *name == word)
        .map(|i| i as u8)
}

pub(super) fn branch(word: &str) -> Option<u8> {
    let word = match word {
        "tí" => "tý",
        "tị" => "tỵ",
        "mẹo" => "mão",
        "mùi" | "vị" => "mùi",
        word => word,
    };
    [
        "tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi",
    ]
    .iter()
    .position(|name| *name == word)
    .map(|i| i as u8)
}
