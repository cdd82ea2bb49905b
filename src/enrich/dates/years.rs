//! Months, quarters, years and longer times that a number names: tháng 3/2019, quý II, năm 2018, giai đoạn 2021-2025,
//! 6 tháng đầu năm, thập niên 1990, thế kỷ 19.

use super::lunar::cycle;
use super::numbers::side_after;
use super::reading::{Word, closed, dash, ends, number, skip, word, word_back};
use super::when::{Found, Point, Side, When, Year};

/// Nouns that numbers count: what stands before them is an amount, not a date.
pub(super) fn counter(word: &str) -> bool {
    matches!(
        word,
        "lần"
            | "bữa"
            | "buổi"
            | "ngày"
            | "giờ"
            | "tiếng"
            | "phút"
            | "giây"
            | "tháng"
            | "tuần"
            | "người"
            | "ca"
            | "chuyến"
            | "viên"
            | "lượt"
            | "triệu"
            | "tỷ"
            | "tỉ"
            | "nghìn"
            | "ngàn"
            | "đồng"
            | "usd"
            | "euro"
            | "đô"
            | "đô-la"
            | "kg"
            | "tấn"
            | "tạ"
            | "lít"
            | "km"
            | "m"
            | "m2"
            | "m3"
            | "ha"
            | "hecta"
            | "mét"
            | "cm"
            | "mm"
            | "w"
            | "kw"
            | "mw"
            | "kwh"
            | "suất"
            | "con"
            | "cái"
            | "chiếc"
            | "căn"
            | "hộ"
            | "dân"
            | "học"
            | "em"
            | "cháu"
            | "đơn"
            | "vé"
            | "điểm"
            | "bàn"
            | "trận"
            | "vụ"
            | "xe"
            | "tàu"
            | "máy"
            | "sản"
            | "cuốn"
            | "quyển"
            | "bài"
            | "trường"
            | "lớp"
            | "dự"
            | "diện"
            | "số"
            | "tổng"
            | "quãng"
            | "chặng"
            | "thời"
            | "lượng"
            | "doanh"
            | "hội"
            | "phiếu"
            | "thành"
            | "giải"
            | "huyện"
            | "xã"
            | "tỉnh"
            | "hành"
            | "công"
            | "cán"
            | "cổ"
            | "khách"
            | "năm"
            | "tuổi"
            | "phần"
            | "độ"
            | "gb"
            | "mb"
            | "tb"
            | "mah"
            | "calo"
            | "kcal"
            | "mg"
            | "ml"
            | "gram"
            | "g"
            | "mã"
            | "đại"
            | "sinh"
            | "bệnh"
            | "nhân"
            | "quân"
            | "binh"
            | "lính"
            | "lao"
            | "chỗ"
            | "ghế"
            | "phòng"
            | "tòa"
            | "cây"
            | "trang"
            | "từ"
    )
}

/// Whether what stands before `end` can be a date: no counted noun follows.
pub(super) fn countable(text: &str, end: usize) -> bool {
    let next = word(text, end);
    next.start == end && !next.as_str().is_empty() || !counter(next.as_str()) || matches!(next.as_str(), "năm")
}

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

fn month_name(name: &str) -> Option<u8> {
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

fn stem(word: &str) -> Option<u8> {
    ["giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý"]
        .iter()
        .position(|name| *name == word)
        .map(|i| i as u8)
}

fn branch(word: &str) -> Option<u8> {
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

/// A quarter's number.
pub(super) fn quarter_of(value: u16) -> Option<u8> {
    u8::try_from(value).ok().filter(|quarter| (1..=4).contains(quarter))
}

/// A hundred years: the nineteenth are 1801 to 1900.
pub(super) fn century(number: u16) -> Option<When> {
    let last = i16::try_from(number).ok().filter(|number| (1..=21).contains(number))? * 100;
    Some(When::Span(
        Point::year(Year::Given(last - 99)),
        Point::year(Year::Given(last)),
    ))
}

/// Whether a word before "tháng", "năm" or "quý" makes a length or a rate of it: "6 tháng", "mỗi năm".
pub(super) fn measured(before: &Word<'_>) -> bool {
    before.as_str().as_bytes().first().is_some_and(u8::is_ascii_digit)
        || matches!(
            before.as_str(),
            "mỗi"
                | "hàng"
                | "hằng"
                | "mấy"
                | "vài"
                | "một"
                | "hai"
                | "ba"
                | "bốn"
                | "năm"
                | "sáu"
                | "bảy"
                | "tám"
                | "chín"
                | "mười"
                | "nửa"
                | "nhiều"
                | "chục"
                | "trăm"
                | "nghìn"
                | "triệu"
        )
}

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

/// Ten years, of the twentieth century where only two digits say it.
fn decade(value: u16, length: usize) -> Option<When> {
    let first = match (value, length) {
        (1000..2200, _) => value,
        (30..100, 2) => 1900 + value,
        _ => return None,
    } as i16;
    (first % 10 == 0).then(|| When::Span(Point::year(Year::Given(first)), Point::year(Year::Given(first + 9))))
}

/// "của thế kỷ trước", "thế kỷ XX" after a decade.
fn century_after(text: &str, at: usize) -> usize {
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

/// "6 tháng đầu năm 2019", "9 tháng đầu năm".
fn first_months(text: &str, at: usize, count: u16, months_: &Word<'_>, out: &mut Vec<Found>) -> Option<usize> {
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

/// "tháng 3", "tháng 3/2019", "tháng 11-12", "từ tháng 4 đến tháng 6".
fn month(text: &str, value: u16, end: usize, name: &Word<'_>, out: &mut Vec<Found>) -> Option<usize> {
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
    if !ends(text, end) || counter(word(text, end).as_str()) && word(text, end).start > end {
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
fn listed_year(text: &str, at: usize) -> Option<Year> {
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
fn month_until(text: &str, at: usize, words: bool) -> Option<(Point, usize)> {
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
    (ends(text, end) && !counter(word(text, end).as_str())).then_some((Point::month(Year::Open, month), end))
}

/// "quý 2", "quý II/2019", "quý 4 năm ngoái".
pub(super) fn quarter(text: &str, value: u16, end: usize, start: usize, out: &mut Vec<Found>) -> Option<usize> {
    let quarter = quarter_of(value)?;
    if measured(&word_back(text, start)) {
        return None;
    }
    let (year, end) = match year_after(text, end) {
        Some(found) => found,
        None if ends(text, end) && !counter(word(text, end).as_str()) => (Year::Open, end),
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
fn slashed_month(
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
    if named && measured(&word_back(text, start)) && !(modern && !counter(word(text, end).as_str())) {
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
    if !(100..2200).contains(&year) || !modern && !countable(text, end) || counter(word(text, end).as_str()) && !modern
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

/// "trước Công nguyên", "TCN".
fn before_christ(text: &str, at: usize) -> Option<usize> {
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

/// "2016 - 2020", "2018-2019", "từ năm 2016 đến 2020", "2018/19".
fn years(
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
        || counter(word(text, after).as_str())
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
fn bare(text: &str, at: usize, year: i16, end: usize, before: &Word<'_>, out: &mut Vec<Found>) -> Option<usize> {
    let bytes = text.as_bytes();
    if !(1900..2100).contains(&year) {
        return None;
    }
    let next = word(text, end);
    let free = closed(text, end) || function(next.as_str()) && !next.capital;
    let listed = out.last().is_some_and(|last| {
        matches!(
            last.when,
            When::Point(Point {
                year: Year::Given(_),
                month: 0,
                ..
            })
        ) && last.span.end <= at
            && text
                .get(last.span.end..at)
                .is_some_and(|between| matches!(between.trim(), "," | "và" | "-" | "/" | "hay" | "hoặc"))
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

/// Words that go on with a sentence after a year and that no number counts.
fn function(word: &str) -> bool {
    matches!(
        word,
        "đến"
            | "tới"
            | "và"
            | "nay"
            | "này"
            | "trở"
            | "là"
            | "đã"
            | "sẽ"
            | "có"
            | "của"
            | "tại"
            | "ở"
            | "vì"
            | "khi"
            | "thì"
            | "với"
            | "do"
            | "cho"
            | "để"
            | "được"
            | "bị"
            | "vẫn"
            | "cũng"
            | "không"
            | "chưa"
            | "mà"
            | "nhưng"
            | "hoặc"
            | "hay"
            | "như"
            | "về"
            | "bởi"
            | "theo"
            | "sau"
            | "trước"
            | "lại"
            | "mới"
            | "phải"
            | "còn"
            | "đang"
            | "vừa"
            | "so"
            | "nhờ"
            | "khiến"
            | "bằng"
            | "ông"
            | "bà"
            | "anh"
            | "chị"
            | "cô"
    )
}
