//! What is no quantity: scores, dates, clock times, versions, telephone numbers, labels; and words that look like an
//! approximation and are none.

use super::super::people::syllable::Token;
use super::Approximation;
use super::before::{Before, Label};
use super::measures::{Sense, Tongue};
use super::number::Numeral;
use super::reader::{Measured, Reader};
use super::unit::{Unit, word};

/// More digits without a dot are a telephone number or an account.
const MOST_PLAIN_DIGITS: usize = 6;

/// How often something happens on each day: `ngày 3 lần`.
const PER_DAY: [&str; 9] = ["lần", "bữa", "viên", "giờ", "tiếng", "lượt", "chuyến", "ly", "cốc"];

/// People, who are counted behind `nhóm`.
const PEOPLE: [&str; 16] = [
    "người",
    "em",
    "cháu",
    "học sinh",
    "sinh viên",
    "thành viên",
    "nam",
    "nữ",
    "cô gái",
    "chàng trai",
    "thanh niên",
    "đối tượng",
    "cầu thủ",
    "cán bộ",
    "trẻ",
    "VĐV",
];

/// What something that is high, long, wide or heavy is measured in.
const DIMENSIONS: [&str; 12] = [
    "m",
    "km",
    "cm",
    "mm",
    "m2",
    "m3",
    "ha",
    "kg",
    "tấn",
    "g",
    "hải lý",
    "lít",
];

/// What things stand on: `trên 4 tuyến đường`.
const PLACES: [&str; 36] = [
    "tuyến",
    "tuyến đường",
    "lĩnh vực",
    "địa bàn",
    "tỉnh",
    "thành phố",
    "tỉnh thành",
    "xã",
    "huyện",
    "quận",
    "phường",
    "xe",
    "tàu",
    "trang",
    "mặt trận",
    "kênh",
    "chiếc",
    "mạng",
    "máy bay",
    "bàn",
    "trục",
    "mặt",
    "phương diện",
    "sân",
    "đường",
    "ghế",
    "làn",
    "tầng",
    "đảo",
    "khía cạnh",
    "phương tiện",
    "hệ thống",
    "dòng",
    "thửa",
    "hình thức",
    "dạng",
];

/// Where the letters, digits and marks end that are glued to a number.
pub fn end_of_glued(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let glued = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    at + glued
}

/// Where a chain of digits and signs ends: `20-11-2019`, `90+2`, `0912.345.678`.
pub fn end_of_chain(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        match (bytes.get(end), bytes.get(end + 1)) {
            (Some(byte), _) if byte.is_ascii_digit() => end += 1,
            (Some(b'/' | b'-' | b'.' | b':' | b'+' | b','), Some(byte)) if byte.is_ascii_digit() => end += 2,
            _ => return end,
        }
    }
}

/// Whether a number goes on with a sign and digits, so that it is no number by itself.
pub fn goes_on(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes.get(at), Some(b'/' | b'-' | b':' | b'+')) && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// Where the date or the clock time ends that begins with the digit at `digit`, if its first digits show it to be one.
pub fn chain(text: &str, digit: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = bytes
        .get(digit..)?
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let at = digit + digits;
    match (bytes.get(at)?, bytes.get(at + 1)?) {
        (b':' | b'+', next) if next.is_ascii_digit() => Some(end_of_chain(text, at)),
        (b'/', next) if next.is_ascii_digit() => {
            let end = end_of_chain(text, at);
            let slashes = bytes.get(at..end)?.iter().filter(|byte| **byte == b'/').count();
            (slashes > 1).then_some(end)
        }
        _ => None,
    }
}

/// Where what the number is a part of ends: a date, a fraction, minutes of a match, a screen in inches.
pub fn part_of(text: &str, measured: &Measured<'_>) -> Option<usize> {
    let at = measured.amount.end;
    let bytes = text.as_bytes();
    match bytes.get(at)? {
        b'/' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => Some(end_of_chain(text, at)),
        b'\'' | b'"' => Some(at + 1),
        0xC3 | 0xE2 if text.get(at..)?.starts_with(['’', '″', '′', '×']) => Some(at),
        _ => None,
    }
}

/// What is counted in `4/6 nhịp`, four of six spans. Not in one third, and not in a date.
pub fn share<'a>(text: &'a str, measured: &Measured<'a>, before: &Before, tongue: Tongue) -> Option<Unit<'a>> {
    text.get(measured.amount.end..)?.strip_prefix('/')?;
    let numeral = &measured.amount.numeral;
    let behind = Numeral::at(text, measured.amount.end + 1, super::number::Separators::Comma);
    let (part, whole) = (numeral.value?.value(), behind.value?.value());
    let is_fraction = whole <= 5.0 || whole == 10.0 && part < 10.0 || part == 1.0;
    let is_date = is_day(numeral) && whole <= 12.0;
    let in_a_phrase =
        before.word.is_some_and(|word| !super::before::is_function_word(&word)) || before.approx.is_some();
    let is_share = tongue == Tongue::Vietnamese
        && measured.amount.power == 0
        && part < whole
        && !is_fraction
        && before.label.is_none()
        && before.from.is_none()
        && (!is_date || in_a_phrase)
        && !goes_on(text, behind.end);
    let unit = Unit::alone(text, behind.end, tongue).filter(|_| is_share)?;
    let is_whole = |numeral: &Numeral| numeral.plain.is_some() || numeral.is_grouped;
    let is_counted = is_whole(numeral) && is_whole(&behind) || unit.name == "điểm";
    (unit.sense == Sense::Noun && is_counted).then_some(unit)
}

/// Whether a number is the name of something, or of a day.
pub fn is_name(reader: &Reader<'_>, low: &Measured<'_>, high: Option<&Measured<'_>>, before: &Before) -> bool {
    let measured = high.unwrap_or(low);
    let numeral = &low.amount.numeral;
    let unit = measured.unit.as_ref();
    let sense = unit.map_or(Sense::Unknown, |unit| unit.sense);
    let name = unit.map_or("", |unit| &*unit.name);
    let is_strong = low.is_strong() || measured.is_strong() || measured.amount.power >= 3 || low.amount.power >= 3;
    let touches = unit.is_some_and(|_| {
        !reader
            .text
            .get(measured.amount.end..)
            .is_some_and(|rest| rest.starts_with(' '))
    });
    let is_plain = numeral.plain.is_some();
    if numeral.has_leading_zero && numeral.plain.is_some_and(|digits| digits > 2) {
        return true;
    }
    if !is_strong && numeral.plain.is_some_and(|digits| digits > MOST_PLAIN_DIGITS) {
        return true;
    }
    if numeral.is_year() && low.amount.power == 0 && before.approx.is_none() && low.prefix.is_none() {
        let may_be = touches || matches!(sense, Sense::Money(_) | Sense::Measure(_)) || name == "người";
        if !may_be || before.label == Some(Label::Year) {
            return true;
        }
    }
    // Parts of a thing are not counted, `4.0` and `14.12` are something else. Points and times are.
    let is_dotted = numeral.plain.is_none() && !numeral.is_grouped && is_dot(reader, numeral);
    if sense == Sense::Noun && is_dotted && low.amount.power == 0 && !matches!(name, "điểm" | "lần") {
        return true;
    }
    // `1 số` are some.
    if name == "số" && numeral.plain == Some(1) && low.amount.value.value() == 1.0 {
        return true;
    }
    // `20 tháng 3` is a day, and so is `3 tháng 2`.
    let is_month = sense == Sense::Time && name == "tháng" && is_day(numeral);
    if is_month && starts_with_digit_or_month(reader.text, measured.end()) {
        return true;
    }
    if reader.tongue == Tongue::English && !is_strong && is_after_name(reader, low, before) {
        return true;
    }
    let Some(label) = before.label.filter(|_| !before.is_each) else {
        return false;
    };
    let is_strong = is_strong || numeral.is_grouped;
    let is_person = PEOPLE.contains(&name);
    match label {
        Label::Year | Label::Month => !is_strong,
        Label::Day => {
            let is_date = is_day(numeral) || numeral.is_day_and_month;
            let per_day = PER_DAY.contains(&name) && numeral.plain == Some(1) && high.is_none();
            (numeral.is_day_and_month || high.is_some() || !is_strong) && is_date && !per_day
        }
        Label::PartOfDay => {
            let has_form = numeral.is_day_and_month || high.is_some() && is_day(numeral) && is_tight(reader, low);
            has_form && !(is_strong || sense == Sense::Time)
        }
        Label::Ordinal => true,
        Label::Name => !is_strong,
        Label::Crowd => !is_strong && (sense != Sense::Noun || low.amount.value.value() < 3.0) && !is_person,
        Label::Group => !(is_strong || is_person && is_plain),
        Label::Number => !(is_strong || sense == Sense::Unknown || is_among(reader, before)),
        Label::Age => sense != Sense::Time && !is_strong,
        Label::Clock | Label::Mach | Label::Score => false,
    }
}

/// Whether the numeral could be the day or the month of a date.
fn is_day(numeral: &Numeral) -> bool {
    numeral.plain.is_some_and(|digits| digits <= 2) && numeral.value.is_some_and(|value| value.value() <= 31.0)
}

fn is_dot(reader: &Reader<'_>, numeral: &Numeral) -> bool {
    let digits = reader.text.get(numeral.start..numeral.end);
    reader.tongue == Tongue::Vietnamese && digits.is_some_and(|digits| digits.contains('.'))
}

fn is_tight(reader: &Reader<'_>, low: &Measured) -> bool {
    reader
        .text
        .get(low.amount.end..)
        .is_some_and(|rest| rest.starts_with(['-', '–', '/']))
}

/// `trong số 21 hành khách`, `tổng số 5 dự án`
fn is_among(reader: &Reader<'_>, before: &Before) -> bool {
    let word = before.word.and_then(|word| Token::before(reader.text, word.start));
    let written = word.and_then(|word| reader.text.get(word.start..word.end));
    written.is_some_and(|written| ["trong", "tổng", "Trong", "Tổng"].contains(&written))
}

/// A capital letter before the number makes it part of a name: `Boeing 737 planes`. English names the months so, too.
fn is_after_name(reader: &Reader<'_>, low: &Measured<'_>, before: &Before) -> bool {
    let Some(word) = before.word.filter(|_| before.approx.is_none() && before.from.is_none()) else {
        return false;
    };
    let opens = Token::before(reader.text, word.start).is_none_or(|token| token.sign.is_some_and(|sign| sign != ','));
    word.is_capital && !opens && low.amount.numeral.plain.is_some()
}

fn starts_with_digit_or_month(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default().trim_start_matches(' ');
    let next = word(text, at).and_then(|word| text.get(word.start..word.end));
    rest.starts_with(|c: char| c.is_ascii_digit())
        || next.is_some_and(|next| matches!(next, "giêng" | "Giêng" | "chạp" | "Chạp" | "âm"))
}

/// The approximation that is meant, and where its words begin.
pub fn settle(
    text: &str,
    before: &Before,
    (value, to): (f64, Option<f64>),
    measured: &Measured<'_>,
) -> Option<(Approximation, usize)> {
    let Some((approx, start)) = before.approx else {
        return to.is_none().then(|| open_price(text, before, measured)).flatten();
    };
    let unit = measured.unit.as_ref();
    let name = unit.map_or("", |unit| &*unit.name);
    let is_measure = measured.is_strong() || unit.is_some_and(|unit| unit.sense == Sense::Time);
    // `Cao hơn 40m` is a height, `cao hơn 5%` a comparison.
    if before.is_comparison && (!DIMENSIONS.contains(&name) || is_compared(text, measured.end())) {
        return None;
    }
    // `Ngoài 40 tuổi` is more, `ngoài 4 người` are others than those.
    let is_outside = text.get(start..).is_some_and(|words| words.starts_with(['n', 'N']));
    if before.is_preposition && is_outside && name != "tuổi" {
        return None;
    }
    // Hardly anything is "more than 2 lists": `trên 2 danh sách` is on both.
    if before.is_preposition && !is_measure && measured.amount.power == 0 {
        let is_round = value >= 10.0 && value % 5.0 == 0.0;
        if value < 3.0 || PLACES.contains(&name) && !is_round {
            return None;
        }
    }
    Some((approx, start))
}

/// `giá từ 500.000 đồng` is at least that much.
fn open_price(text: &str, before: &Before, measured: &Measured<'_>) -> Option<(Approximation, usize)> {
    let (from, word) = (before.from?, before.word?);
    let is_price = matches!(
        text.get(word.start..word.end),
        Some("giá" | "Giá" | "vé" | "phí" | "chỉ" | "lương")
    );
    let is_money = measured
        .unit
        .as_ref()
        .is_some_and(|unit| matches!(unit.sense, Sense::Money(_)));
    (is_price && is_money).then_some((Approximation::AtLeast, from))
}

/// Whether `so với` follows.
fn is_compared(text: &str, at: usize) -> bool {
    let next = word(text, at).and_then(|word| text.get(word.start..word.end));
    next == Some("so")
}

/// Where `trở lên`, `or more` ends that follows a quantity, and what it says.
pub fn or_more(text: &str, at: usize, tongue: Tongue) -> Option<(usize, Approximation)> {
    if !text.get(at..)?.starts_with([' ', '\u{a0}']) || !text.get(at + 1..)?.starts_with(['t', 'o']) {
        return None;
    }
    let first = word(text, at)?;
    let second = word(text, first.end)?;
    let written = |word: &Token| text.get(word.start..word.end).unwrap_or_default();
    let approx = match (tongue, written(&first), written(&second)) {
        (Tongue::Vietnamese, "trở", "lên") | (Tongue::English, "or", "more") => Approximation::AtLeast,
        (Tongue::Vietnamese, "trở", "xuống") | (Tongue::English, "or", "less" | "fewer") => Approximation::AtMost,
        _ => return None,
    };
    Some((second.end, approx))
}
