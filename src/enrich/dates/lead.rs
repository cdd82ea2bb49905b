//! What stands before a Vietnamese date: "7h30 sáng thứ hai, ngày" 5-2.

use super::reading::{Word, number, skip_back, word_back};
use super::when::Side;

/// The words before a number, read backwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    /// Where the mention begins with them.
    pub(super) start: usize,
    /// A word that only stands before days: "ngày", "sáng", "thứ sáu".
    pub(super) sure: bool,
    /// A word that dates often follow: "từ", "đến", "dịp".
    pub(super) likely: bool,
    /// A word that a date never follows: "số", "đường", "tỷ lệ".
    pub(super) never: bool,
    /// An opening bracket was passed and is part of the mention.
    pub(super) bracket: bool,
    /// The mention follows "từ".
    pub(super) from: bool,
    pub(super) time: Option<(u8, u8)>,
    pub(super) side: Side,
}

/// Reads what stands before `at`.
pub(super) fn lead(text: &str, at: usize) -> Lead {
    let mut lead = Lead {
        start: at,
        sure: false,
        likely: false,
        never: false,
        bracket: false,
        from: false,
        time: None,
        side: Side::Either,
    };
    let bytes = text.as_bytes();
    let mut evening: Option<Word<'_>> = None;
    let mut comma = false;
    // a comma stands between a time, a weekday and a date in figures; others are lists
    let figure = bytes.get(at).is_some_and(u8::is_ascii_digit);
    // how far back was read; the mention begins where a word of it did
    let mut passed = at;
    // a time, a part of the day, a weekday, "ngày", each with its blank or comma: eight words are many
    for _ in 0..8 {
        let end = skip_back(text, passed);
        let word = word_back(text, end);
        match word.as_str() {
            "" => {
                let mark = end.checked_sub(1).map(|i| bytes[i]);
                if mark == Some(b'(') && !lead.bracket && lead.time.is_none() || mark == Some(b',') && !comma && figure
                {
                    // "sáng nay (5/2)", "thứ hai, ngày 5/2", "7:45, 5/2"
                    let before = word_back(text, end - 1);
                    let day = day_word(text, before.as_str(), before.start).is_some()
                        || is_weekday(text, before.as_str(), before.start).0
                        || time_back(text, end - 1).is_some();
                    if day {
                        lead.bracket |= mark == Some(b'(');
                        comma |= mark == Some(b',');
                        passed = end - 1;
                        continue;
                    }
                    lead.likely |= mark == Some(b'(') && lead.start == at;
                    break;
                }
                // "19h15' ngày"
                if let Some((time, start)) = time_back(text, end).filter(|_| mark == Some(b'\'')) {
                    lead.time = Some(evening.map_or(time, |part| in_the(part.as_str(), time)));
                    lead.sure = true;
                    lead.start = start;
                }
                break;
            }
            "từ" => {
                lead.from = true;
                lead.likely = true;
                break;
            }
            "đến" | "tới" | "trước" | "sau" | "vào" | "hết" | "dịp" | "lễ" | "phiên" | "kể" | "qua" | "và"
            | "khánh" | "valentine" | "mốc" | "hạn"
                if day_word(text, word.as_str(), word.start).is_none() =>
            {
                lead.likely = true;
                break;
            }
            "hồi" if !lead.sure => {
                lead.side = Side::Before;
                lead.likely = true;
                break;
            }
            "số" | "đường" | "nhà" | "hẻm" | "ngõ" | "ngách" | "kiệt" | "lệ" | "tỉ" | "tỷ" | "luật" | "định" | "tư"
            | "quyết" | "lệnh" | "văn" | "lô" | "thửa" | "ql" | "km" | "phiếu" | "hơn" | "gần" | "chiếm" | "khoảng"
            | "phần" | "được" | "bản" | "lộ" | "hạng" | "android" | "ios" | "windows"
                if !lead.sure =>
            {
                lead.never = true;
                break;
            }
            _ => {}
        }
        if let Some((start, side)) = day_word(text, word.as_str(), word.start) {
            let part = if matches!(word.as_str(), "nay" | "qua" | "mai" | "muộn") {
                word_back(text, word.start)
            } else {
                word
            };
            if matches!(part.as_str(), "chiều" | "tối" | "đêm") {
                evening = Some(part);
            }
            if word.as_str() == "hôm" || side == Side::Before {
                lead.side = Side::Before;
            } else if side == Side::After && lead.side == Side::Either {
                lead.side = Side::After;
            }
            lead.sure = true;
            lead.start = start;
            passed = start;
            continue;
        }
        if let (true, start) = is_weekday(text, word.as_str(), word.start) {
            lead.sure = true;
            lead.start = start;
            passed = start;
            continue;
        }
        if let Some((time, start)) = time_back(text, end) {
            lead.time = Some(evening.map_or(time, |part| in_the(part.as_str(), time)));
            lead.sure = true;
            lead.start = start;
        }
        break;
    }
    if lead.sure && word_back(text, lead.start).as_str() == "từ" {
        lead.from = true;
    }
    lead.bracket &= lead.start < at;
    lead
}

/// The hour after noon that "8 giờ tối" means.
pub(super) fn in_the(part: &str, (hour, minute): (u8, u8)) -> (u8, u8) {
    match part {
        "chiều" | "tối" if (1..12).contains(&hour) => (hour + 12, minute),
        "đêm" if (7..12).contains(&hour) => (hour + 12, minute),
        _ => (hour, minute),
    }
}

/// Whether a word stands for a day or a part of one, where the phrase begins, and where it points.
pub(super) fn day_word(text: &str, word: &str, start: usize) -> Option<(usize, Side)> {
    match word {
        "ngày" | "hôm" | "sáng" | "trưa" | "chiều" | "tối" | "đêm" | "khuya" => {
            let before = word_back(text, start);
            // "rạng sáng", "đêm khuya", "buổi tối", "chiều muộn"
            if matches!(before.as_str(), "rạng" | "buổi" | "nửa") {
                return Some((before.start, Side::Either));
            }
            // "số ngày", "hàng ngày", "15 ngày", "mỗi sáng" are no days of the calendar, but what follows them may be one
            Some((start, Side::Either))
        }
        "sớm" | "muộn" => {
            let before = word_back(text, start);
            matches!(before.as_str(), "sáng" | "chiều" | "tối").then_some((before.start, Side::Either))
        }
        "nay" | "qua" | "mai" | "kia" => {
            let before = word_back(text, start);
            let side = match word {
                "qua" => Side::Before,
                "mai" => Side::After,
                _ => Side::Either,
            };
            let part = matches!(
                before.as_str(),
                "hôm" | "ngày" | "sáng" | "trưa" | "chiều" | "tối" | "đêm" | "khuya" | "sớm"
            );
            part.then(|| day_word(text, before.as_str(), before.start).map_or(before.start, |(start, _)| start))
                .map(|start| (start, side))
        }
        _ => None,
    }
}

/// Whether a word ends a weekday ("thứ hai", "thứ 2", "chủ nhật"), and where that begins.
pub(super) fn is_weekday(text: &str, word: &str, start: usize) -> (bool, usize) {
    let before = word_back(text, start);
    let is = match before.as_str() {
        "thứ" => weekday(word).is_some(),
        "chủ" => word == "nhật",
        _ => false,
    };
    if is { (true, before.start) } else { (false, start) }
}

/// The weekday that a word after "thứ" numbers, 0 for Monday: the week begins with the second day.
pub(super) fn weekday(word: &str) -> Option<i8> {
    Some(match word {
        "hai" | "2" => 0,
        "ba" | "3" => 1,
        "tư" | "4" => 2,
        "năm" | "5" => 3,
        "sáu" | "6" => 4,
        "bảy" | "7" => 5,
        _ => return None,
    })
}

/// The time of day that ends at `end`, and where it begins: "7h30", "7h", "19h15'", "7:30", "7 giờ 30", "7 giờ 30 phút".
pub(super) fn time_back(text: &str, end: usize) -> Option<((u8, u8), usize)> {
    let bytes = text.as_bytes();
    let mut end = skip_back(text, end);
    if end > 0 && bytes[end - 1] == b'\'' {
        end -= 1;
    }
    let word = word_back(text, end);
    let of = |hour: u16, minute: u16, start| (hour < 24 && minute < 60).then_some(((hour as u8, minute as u8), start));
    match word.as_str() {
        "phút" => {
            let minutes = word_back(text, word.start);
            let (minute, _, _) = number(text, minutes.start)?;
            let hours = word_back(text, minutes.start);
            if hours.as_str() == "giờ" {
                let hour = word_back(text, hours.start);
                return of(number(text, hour.start)?.0, minute, hour.start);
            }
            let (hour, _, at) = number(text, hours.start)?;
            return (bytes.get(at) == Some(&b'h'))
                .then_some(of(hour, minute, hours.start))
                .flatten();
        }
        "giờ" => {
            let hour = word_back(text, word.start);
            let (value, length, at) = number(text, hour.start)?;
            return (length <= 2 && at == hour.end)
                .then_some(of(value, 0, hour.start))
                .flatten();
        }
        _ => {}
    }
    let (value, length, at) = number(text, word.start)?;
    if length > 2 {
        return None;
    }
    if at == word.end {
        // "7:30", "7 giờ 30"
        let before = word.start.checked_sub(1)?;
        if bytes[before] == b':' {
            let hour = word_back(text, before);
            let (value_, length, at) = number(text, hour.start)?;
            return (length <= 2 && at == before && hour.end == before)
                .then_some(of(value_, value, hour.start))
                .flatten();
        }
        let hours = word_back(text, word.start);
        if hours.as_str() == "giờ" {
            let hour = word_back(text, hours.start);
            let (value_, length, at) = number(text, hour.start)?;
            return (length <= 2 && at == hour.end)
                .then_some(of(value_, value, hour.start))
                .flatten();
        }
        return None;
    }
    if !matches!(bytes.get(at), Some(b'h' | b'g' | b'H')) {
        return None;
    }
    if at + 1 == word.end {
        return of(value, 0, word.start);
    }
    let (minute, _, last) = number(text, at + 1)?;
    let rest = text.get(last..word.end)?;
    matches!(rest, "" | "p" | "ph")
        .then_some(of(value, minute, word.start))
        .flatten()
}
