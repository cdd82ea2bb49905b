//! Hours are a span of time (`trong 2 giờ`) or a time of day (`lúc 8 giờ`), which is no quantity.

use std::sync::LazyLock;

use super::super::people::phrases::ByKey;
use super::super::people::syllable::{Token, keys};
use super::before::{Before, Label};
use super::measures::Sense;
use super::reader::Measured;
use super::unit::word;

type Keys = LazyLock<ByKey<()>>;

/// Before hours that last.
static LASTING_BEFORE: Keys = LazyLock::new(|| {
    set(
        "trong suốt mất dài sau mỗi cách thêm chờ đợi ngủ làm chạy bay lái vòng hết cứ đủ cần tốn cả từng đua một hàng việc cuối chỉ tối tổng chậm trễ \
         hơn nhanh quá sớm muộn chiếu diễn học tăng giảm giờ kém nghỉ đến được đồng chiếm khởi thức xem lên",
    )
});
/// Behind hours that last.
static LASTING_BEHIND: Keys = LazyLock::new(|| {
    set(
        "qua đồng liên liền làm nữa mỗi một học bay lái tới nay đầu cuối kể tiếp sau trước di đi xe mới trong giải thi nghỉ lao ngủ đàm chờ thảo thuyết",
    )
});
/// Behind a time of day.
static OF_DAY: Keys =
    LazyLock::new(|| set("sáng trưa chiều tối đêm khuya ngày hôm cùng kém rạng hằng hàng thứ chủ GMT theo"));
/// Before a time of day.
static AT: Keys = LazyLock::new(|| set("lúc hồi từ đến tới trước khoảng vào và hơn"));

fn set(words: &str) -> ByKey<()> {
    keys(words).map(|key| (key, ())).collect()
}

fn has(set: &Keys, word: Option<Token>) -> bool {
    word.is_some_and(|word| set.contains_key(&word.key))
}

/// Where the time of day ends that this number is; `None` if it is none.
pub fn time_of_day(text: &str, measured: &Measured<'_>, before: &Before) -> Option<usize> {
    let unit = measured.unit.as_ref()?;
    // English has other words for hours that last.
    if unit.sense == Sense::Hour && unit.name.to_ascii_lowercase().starts_with(['a', 'p', 'o']) {
        return Some(unit.end);
    }
    if unit.sense != Sense::Hour || unit.name.contains('/') {
        return None;
    }
    let value = measured.amount.value.value();
    let behind = word(text, unit.end);
    let minutes = minutes(text, unit.end);
    let is_clock_form = measured.amount.numeral.plain.is_some_and(|digits| digits <= 2) && value <= 24.0;
    if !is_clock_form {
        return None;
    }
    let end = minutes.unwrap_or(unit.end);
    let of_day = word(text, end);
    if before.label == Some(Label::Clock) || has(&OF_DAY, of_day) && !has(&LASTING_BEFORE, of_day) {
        return Some(end);
    }
    if before
        .approx
        .is_some_and(|(approx, _)| approx != super::Approximation::About)
        || value == 24.0
        || before.is_each
    {
        return None;
    }
    if has(&LASTING_BEHIND, behind) {
        return None;
    }
    if has(&LASTING_BEFORE, before.word) && !has(&AT, before.word) {
        return None;
    }
    Some(end)
}

/// Where `30 phút` or `'` behind the hours ends.
fn minutes(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let digits_at = at + (rest.len() - rest.trim_start_matches(' ').len());
    let digits = text.get(digits_at..)?.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let end = digits_at + digits;
    if text.get(end..)?.starts_with(['\'', '’']) {
        return Some(end + 1);
    }
    let word = word(text, end)?;
    let written = text.get(word.start..word.end)?;
    if written == "phút" {
        return Some(word.end);
    }
    (digits_at == at).then_some(end)
}
