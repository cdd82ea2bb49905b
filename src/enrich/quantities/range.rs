//! Two numbers that are one quantity: `5-7 ngày`, `từ 2 đến 3m`, `14%-18%`, `3, 4 năm`.

use std::borrow::Cow;

use super::super::people::syllable::Token;
use super::barred;
use super::before::{Before, Label};
use super::measures::{Sense, Tongue};
use super::number::Decimal;
use super::reader::{Measured, Reader};
use super::unit::Unit;

/// What a number has to do with the next.
pub enum Joint<'a> {
    /// The number stands alone.
    None,
    /// It is the lower end of a range, this the higher.
    Range(Measured<'a>),
    /// Both are no quantity (a score, a date), which ends here.
    NoQuantity(usize),
}

/// How two numbers are joined.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    /// `5-7`
    TightDash,
    /// `5 - 7`
    Dash,
    /// `5 đến 7`
    To,
    /// `3, 4`
    Comma,
}

/// What follows `low`.
pub fn joint<'a>(reader: &Reader<'a>, low: &Measured<'a>, before: &Before) -> Joint<'a> {
    let Some((link, digit)) = link(reader, low.end(), before) else {
        return Joint::None;
    };
    if link == Link::Comma && (low.unit.is_some() || before.label.is_some()) {
        return Joint::None;
    }
    let skipped = |end: usize| {
        if link == Link::TightDash && low.unit.is_none() {
            Joint::NoQuantity(barred::end_of_chain(reader.text, end))
        } else {
            Joint::None
        }
    };
    let (start, prefix) = prefix_at(reader.text, digit);
    let high = match reader.measured(digit, start, prefix) {
        Ok(high) => high,
        Err(end) => return skipped(end),
    };
    let end = high.amount.end;
    if link == Link::TightDash && (low.amount.numeral.is_year() && high.amount.numeral.is_year()) {
        return Joint::NoQuantity(end);
    }
    if barred::goes_on(reader.text, end) {
        return skipped(end);
    }
    // `1 lượng - 2 lượng - 3 lượng` is a list.
    if link != Link::TightDash && has_dash_behind(reader.text, high.end()) || has_dash_before(reader.text, low.start) {
        return Joint::None;
    }
    let same_unit = match (&low.unit, &high.unit) {
        (Some(low), Some(high)) => low.name == high.name || is_rate_of(&high.name, &low.name),
        (None, Some(_)) => true,
        (None, None) => {
            low.prefix.is_some()
                || before.is_age_range
                || (high.amount.is_like_money() && reader.tongue == Tongue::Vietnamese)
        }
        (Some(_), None) => false,
    };
    // `CLB Hải Âm 1-2 CLB Núi Xanh`
    let is_match = link == Link::TightDash
        && high
            .unit
            .as_ref()
            .is_some_and(|unit| unit.sense == Sense::Noun && is_capital(reader.text, high.amount.end));
    let rises = low_value(low, &high) < high.amount.value.value();
    let is_pair = link != Link::Comma || is_next(low, &high);
    // `Từ 5 người đến 7 người` is one, `5 người đến 7 người` are two.
    let is_linked = link != Link::To || low.unit.is_none() || before.from.is_some();
    let is_score = is_match
        || before.label == Some(Label::Score)
            && matches!(link, Link::TightDash | Link::Dash)
            && !high.is_strong()
            && !high.unit.as_ref().is_some_and(|unit| unit.sense == Sense::Time);
    if same_unit && rises && is_pair && is_linked && !is_score {
        let mut high = high;
        if high.unit.is_none() && low.prefix.is_none() {
            high.unit = Some(if before.is_age_range && high.amount.power == 0 {
                Unit {
                    end: high.amount.end,
                    sense: Sense::Written,
                    name: Cow::Borrowed("tuổi"),
                }
            } else {
                Unit::money("VND", high.amount.end)
            });
        }
        return Joint::Range(high);
    }
    if is_score {
        return Joint::NoQuantity(end);
    }
    skipped(end)
}

/// The lower value: `1-2 triệu` are millions both.
pub fn low_value(low: &Measured<'_>, high: &Measured<'_>) -> f64 {
    let (amount, to) = (&low.amount, &high.amount);
    let shares = amount.power == 0 && to.power > 0 && low.unit.is_none();
    if !shares {
        return amount.value.value();
    }
    let shared = amount.value.times_ten_to(to.power);
    if shared.value() < to.value.value() {
        return shared.value();
    }
    amount.value.value()
}

fn is_capital(text: &str, at: usize) -> bool {
    Token::after(text, at).is_some_and(|token| token.is_capital)
}

/// Whether they are 3 and 4.
fn is_next(low: &Measured<'_>, high: &Measured<'_>) -> bool {
    let small = |measured: &Measured<'_>| measured.amount.numeral.plain.is_some_and(|digits| digits == 1);
    let next = low.amount.value.plus(Decimal::ONE);
    small(low) && high.amount.numeral.plain.is_some() && next.map(Decimal::value) == high.amount.value_of_digits()
}

/// `1.500m3 đến 2.000m3/ngày`
fn is_rate_of(rate: &str, unit: &str) -> bool {
    rate.strip_prefix(unit).is_some_and(|rest| rest.starts_with('/'))
}

/// What joins the number that ends at `end` to the digit behind.
fn link(reader: &Reader<'_>, end: usize, before: &Before) -> Option<(Link, usize)> {
    let rest = reader.text.get(end..)?;
    let trimmed = rest.trim_start_matches([' ', '\u{a0}']);
    let at = end + (rest.len() - trimmed.len());
    let sign = trimmed.chars().next()?;
    let behind = at + sign.len_utf8();
    let link = match sign {
        '-' | '–' | '—' | '−' | '~' => {
            let is_tight = at == end && starts_with_digit(reader.text, behind);
            if is_tight { Link::TightDash } else { Link::Dash }
        }
        ',' if at == end && low_is_digit(reader.text, end) && reader.text.as_bytes().get(behind) == Some(&b' ') => {
            Link::Comma
        }
        _ => {
            if !matches!(sign, 'đ' | 't' | 'a' | 'à' | 'b') {
                return None;
            }
            let word = Token::after(reader.text, at).filter(|word| word.is_word() && word.start > end)?;
            let written = reader.text.get(word.start..word.end)?;
            let is_to = match reader.tongue {
                Tongue::Vietnamese => matches!(written, "đến" | "tới"),
                Tongue::English => written == "to" || (written == "and" && before.from.is_some()),
                Tongue::Other => matches!(written, "bis" | "à" | "a" | "til" | "till" | "tot"),
            };
            if !is_to {
                return None;
            }
            return Some((Link::To, digit_behind(reader.text, word.end, reader.tongue)?));
        }
    };
    let rest = reader.text.get(behind..)?;
    let digit = behind + (rest.len() - rest.trim_start_matches([' ', '\u{a0}', '$', '€', '£']).len());
    starts_with_digit(reader.text, digit).then_some((link, digit))
}

/// The digit behind `đến`, also behind one word about it: `đến dưới 16 tuổi`.
fn digit_behind(text: &str, at: usize, tongue: Tongue) -> Option<usize> {
    let skip = |at: usize| {
        let rest = text.get(at..)?;
        Some(at + (rest.len() - rest.trim_start_matches([' ', '\u{a0}', '$', '€', '£']).len()))
    };
    let digit = skip(at)?;
    if starts_with_digit(text, digit) {
        return Some(digit);
    }
    let word = Token::after(text, at).filter(Token::is_word)?;
    let written = text.get(word.start..word.end)?;
    let is_about = tongue == Tongue::Vietnamese && matches!(written, "dưới" | "gần" | "hơn" | "khoảng" | "trên" | "đủ");
    let digit = skip(word.end)?;
    (is_about && starts_with_digit(text, digit)).then_some(digit)
}

/// Only single digits are next to each other in speech: `3, 4 năm`.
fn low_is_digit(text: &str, end: usize) -> bool {
    text.as_bytes().get(end.wrapping_sub(1)).is_some_and(u8::is_ascii_digit)
}

fn prefix_at(text: &str, digit: usize) -> (usize, Option<&'static str>) {
    let sign = text.get(..digit).and_then(|before| before.chars().next_back());
    match sign.and_then(|sign| Some((sign, super::measures::currency_sign(sign)?))) {
        Some((sign, code)) => (digit - sign.len_utf8(), Some(code)),
        None => (digit, None),
    }
}

fn starts_with_digit(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

/// Whether ` - 3` follows.
fn has_dash_behind(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default().trim_start_matches(' ');
    let behind = rest.trim_start_matches(['-', '–']);
    behind.len() < rest.len() && behind.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit())
}

/// Whether `1 lượng - ` stands before.
fn has_dash_before(text: &str, at: usize) -> bool {
    let Some(before) = text.get(..at) else {
        return false;
    };
    let Some(dashed) = before.strip_suffix("- ").or_else(|| before.strip_suffix("– ")) else {
        return false;
    };
    let mut at = dashed.len();
    for _ in 0..3 {
        match Token::before(text, at) {
            Some(token) if token.is_word() => {
                if starts_with_digit(text, token.start) {
                    return true;
                }
                at = token.start;
            }
            _ => return false,
        }
    }
    false
}
