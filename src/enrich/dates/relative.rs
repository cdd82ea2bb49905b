//! Vietnamese dates that begin with no number: hôm qua, tối nay, năm ngoái, tuần tới, thứ hai tuần này, tháng Ba, quý II,
//! rằm tháng Giêng, Tết Nguyên đán 2019, thế kỷ XIX. A few letters that all of them hold are where to look.

use super::amounts::measured;
use super::feasts;
use super::lead::{day_word, is_weekday, lead, weekday};
use super::months::{month_at, month_from, months, of_year, quarter, span_of_year, with_part, year_after};
use super::reading::{Word, ends, word, word_back};
use super::when::{Found, Point, Side, When, Year};
use super::years::{century, roman};

/// What to look for, as far as it is spelt in one way.
pub(super) const CUES: [&str; 26] = [
    " nay",
    "ôm qua",
    "ối qua",
    "êm qua",
    "áng qua",
    "iều qua",
    "rưa qua",
    "uần qua",
    " mai",
    "ngoái",
    "háng ",
    "uần n",
    "uần t",
    "uần s",
    "hứ ",
    "hủ n",
    "hủ N",
    "Tết",
    " tết",
    "uý I",
    "Rằm",
    "rằm",
    "ế kỷ",
    "ế kỉ",
    "năm tới",
    "Năm tới",
];

/// Reads what the cue at `at` belongs to and adds it to `out`.
pub(super) fn read(text: &str, at: usize, out: &mut Vec<Found>) {
    // the word that the cue begins or lies in
    let bytes = text.as_bytes();
    let cue = match bytes[at] {
        b' ' => word(text, at),
        _ => {
            let mut end = at;
            while end < bytes.len() && (bytes[end].is_ascii_alphabetic() || bytes[end] >= 0x80) && end - at < 16 {
                end += 1;
            }
            while !text.is_char_boundary(end) {
                end += 1;
            }
            word_back(text, end)
        }
    };
    let cue = match cue.as_str() {
        // what decides stands after it
        "hôm" | "tối" | "đêm" | "sáng" | "chiều" | "trưa" => word(text, cue.end),
        _ => cue,
    };
    match cue.as_str() {
        "nay" | "qua" | "mai" => day(text, &cue, out),
        "ngoái" => this_year(text, &cue, -1, out),
        "năm" => {
            let which = word(text, cue.end);
            if which.as_str() == "tới" {
                this_year(text, &which, 1, out);
            }
        }
        "tháng" => month(text, &cue, out),
        "tuần" => week(text, &cue, out),
        "thứ" => {
            let name = word(text, cue.end);
            if weekday(name.as_str()).is_some() && ends(text, name.end) {
                on_weekday(text, &cue, &name, out);
            }
        }
        "chủ" => {
            let name = word(text, cue.end);
            if name.as_str() == "nhật" {
                on_weekday(text, &cue, &name, out);
            }
        }
        "tết" => feasts::feast(text, &cue, out),
        "quý" | "quí" => {
            let number = word(text, cue.end);
            if let (true, Some(which)) = (number.capital, roman(number.as_str())) {
                quarter(text, which, number.end, cue.start, out);
            }
        }
        "rằm" => feasts::full_moon(text, &cue, out),
        "thế" => {
            let second = word(text, cue.end);
            let number = word(text, second.end);
            if let (true, Some(when)) = (number.capital, roman(number.as_str()).and_then(century)) {
                out.push(Found {
                    span: cue.start..number.end,
                    when,
                    side: Side::Either,
                });
            }
        }
        _ => {}
    }
}

/// "hôm nay", "tối qua", "8 giờ sáng mai", "năm nay".
fn day(text: &str, cue: &Word<'_>, out: &mut Vec<Found>) {
    let before = word_back(text, cue.start);
    let days = match (cue.as_str(), before.as_str()) {
        ("nay", "năm") => return this_year(text, cue, 0, out),
        ("nay" | "qua", "ngày") => return,
        ("nay", _) => 0,
        ("qua", _) => -1,
        _ => 1,
    };
    if cue.capital || day_word(text, cue.as_str(), cue.start).is_none() {
        return;
    }
    let lead = lead(text, cue.end);
    // "đêm qua đi", "những đêm qua": a day that is counted or many
    if matches!(word_back(text, before.start).as_str(), "những" | "các" | "mấy") {
        return;
    }
    out.push(Found {
        span: lead.start..cue.end,
        when: When::Days(days, lead.time),
        side: Side::Either,
    });
}

/// "năm nay", "đầu năm ngoái".
fn this_year(text: &str, cue: &Word<'_>, offset: i16, out: &mut Vec<Found>) {
    let name = word_back(text, cue.start);
    let before = word_back(text, name.start);
    if name.as_str() != "năm" || measured(&before) || matches!(before.as_str(), "những" | "các") {
        return;
    }
    let (start, side) = with_part(text, name.start);
    out.push(Found {
        span: start..cue.end,
        when: When::Point(Point::year(Year::Offset(offset))),
        side,
    });
}

/// "tháng này", "đầu tháng tới", "tháng Ba", "sáu tháng đầu năm".
fn month(text: &str, cue: &Word<'_>, out: &mut Vec<Found>) {
    let next = word(text, cue.end);
    if next.as_str().as_bytes().first().is_none_or(u8::is_ascii_digit) {
        return;
    }
    let before = word_back(text, cue.start);
    let which = match next.as_str() {
        "này" => Some(0),
        "trước" => Some(-1),
        "tới" | "sau" => Some(1),
        "đầu" | "cuối" => {
            let count = match before.as_str() {
                "ba" => 3,
                "sáu" => 6,
                "chín" => 9,
                _ => return,
            };
            if let Some((first, last)) = span_of_year(count, next.as_str())
                && let Some((year, end)) = of_year(text, next.end)
            {
                out.push(Found {
                    span: before.start..end,
                    when: months(year, first, last),
                    side: Side::Either,
                });
            }
            return;
        }
        _ => None,
    };
    if measured(&before) || matches!(before.as_str(), "những" | "các" | "cùng" | "mạng") {
        return;
    }
    if let Some(months) = which {
        let (start, side) = with_part(text, cue.start);
        out.push(Found {
            span: start..next.end,
            when: When::Month(months),
            side,
        });
        return;
    }
    let Some((number, lunar, end)) = month_at(text, cue.end) else {
        return;
    };
    // the first and last months of the lunar year have no other name, and are told with a day
    if lunar {
        return;
    }
    let cued = matches!(
        before.as_str(),
        "vào"
            | "trong"
            | "từ"
            | "đến"
            | "tới"
            | "hồi"
            | "đầu"
            | "giữa"
            | "cuối"
            | "trước"
            | "sau"
            | "kể"
            | "hết"
    );
    if next.capital || year_after(text, end).is_some() || cued && !matches!(next.as_str(), "một" | "hai" | "năm") {
        month_from(text, number, end, cue, out);
    }
}

/// "tuần này", "cuối tuần trước", "thứ hai tuần tới".
fn week(text: &str, cue: &Word<'_>, out: &mut Vec<Found>) {
    let which = word(text, cue.end);
    let before = word_back(text, cue.start);
    let weeks = match which.as_str() {
        "này" => 0,
        "trước" => -1,
        "tới" | "sau" => 1,
        "qua" if before.as_str() == "cuối" => -1,
        _ => return,
    };
    let (start, when) = match before.as_str() {
        "cuối" => (before.start, When::Weekend(weeks)),
        "đầu" | "giữa" => (before.start, When::Week(weeks)),
        _ if measured(&before) && !is_weekday(text, before.as_str(), before.start).0 => return,
        "những" | "các" | "trung" | "thượng" | "hạ" => return,
        _ => match is_weekday(text, before.as_str(), before.start) {
            (true, start) => {
                let day = weekday(before.as_str()).unwrap_or(6);
                (lead(text, start).start, When::Weekday(day, Some(weeks), Side::Either))
            }
            _ => (cue.start, When::Week(weeks)),
        },
    };
    out.push(Found {
        span: start..which.end,
        when,
        side: Side::Either,
    });
}

/// "hôm thứ Hai", "sáng chủ nhật", "thứ bảy tới". "Thứ hai" is also the second of things: a day's word must stand by it.
fn on_weekday(text: &str, cue: &Word<'_>, name: &Word<'_>, out: &mut Vec<Found>) {
    let day = weekday(name.as_str()).unwrap_or(6);
    let before = word_back(text, cue.start);
    let sunday = cue.as_str() == "chủ";
    let after = word(text, name.end);
    let side = match after.as_str() {
        "tới" | "này" => Side::After,
        "vừa" => Side::Before,
        _ => Side::Either,
    };
    let cued = match before.as_str() {
        "sáng" | "trưa" | "chiều" | "tối" | "hôm" => true,
        "ngày" | "đêm" | "vào" => sunday || name.capital,
        "mỗi" | "các" | "hàng" | "hằng" | "những" => false,
        _ => side != Side::Either && (sunday || name.capital),
    };
    if !cued || matches!(after.as_str(), "tuần" | "hàng" | "hằng" | "của" | "liên") {
        return;
    }
    let lead = lead(text, cue.start);
    let side = if before.as_str() == "hôm" && side == Side::Either {
        Side::Before
    } else {
        side
    };
    out.push(Found {
        span: lead.start..name.end,
        when: When::Weekday(day, None, side),
        side,
    });
}
