//! [`Reader`]: from number to number through a text.

use std::borrow::Cow;
use std::ops::Range;

use super::before::{Before, Label};
use super::measures::{Sense, Tongue};
use super::number::{Decimal, Separators};
use super::power::Amount;
use super::range::{self, Joint};
use super::shared::Pending;
use super::unit::{self, Unit};
use super::{Approximation, Quantity, barred, clock, elsewhere, english, prefix};

/// A text in which quantities are looked for.
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) tongue: Tongue,
    pub(super) separators: Separators,
    pending: Pending,
    found: Vec<Quantity>,
    /// Where the next quantity may begin.
    free_from: usize,
}

/// A number with its unit, not yet put together with what stands before it.
#[derive(Clone, Debug)]
pub struct Measured<'a> {
    /// The number.
    pub amount: Amount,
    /// What stands behind it.
    pub unit: Option<Unit<'a>>,
    /// Where the number or the money before it begins.
    pub start: usize,
    /// Money before the number.
    pub prefix: Option<&'static str>,
}

impl Measured<'_> {
    /// Where it ends.
    pub fn end(&self) -> usize {
        self.unit.as_ref().map_or(self.amount.end, |unit| unit.end)
    }

    /// Whether it is a quantity whatever stands before it.
    pub fn is_strong(&self) -> bool {
        self.prefix.is_some() || self.unit.as_ref().is_some_and(|unit| unit.sense.is_strong())
    }
}

impl<'a> Reader<'a> {
    /// `language` is a BCP 47 code.
    pub fn new(text: &'a str, language: &str) -> Self {
        let (tongue, separators) = Tongue::of(language);
        Self {
            text,
            tongue,
            separators,
            pending: Pending::default(),
            found: Vec::new(),
            free_from: 0,
        }
    }

    /// All quantities.
    pub fn read(mut self) -> Vec<Quantity> {
        let mut at = 0;
        while let Some(digit) = next_digit(self.text.as_bytes(), at) {
            at = self.number(digit).max(digit + 1);
        }
        self.found
    }

    /// Reads the number that begins with the digit at `digit`; where to go on.
    fn number(&mut self, digit: usize) -> usize {
        let Some((start, prefix)) = prefix::before(self.text, digit) else {
            return barred::end_of_glued(self.text, digit);
        };
        if let Some(end) = barred::chain(self.text, digit) {
            return end;
        }
        let measured = match self.measured(digit, start, prefix) {
            Ok(measured) => measured,
            Err(end) => return end,
        };
        let mut before = Before::of(self.text, start, self.tongue);
        // `2 năm 6 tháng`, `1 ngày 3 lần`: the word before counts already, it is no label.
        before.is_each |= before.word.is_some_and(|word| word.start < self.free_from);
        if let Some(unit) = barred::share(self.text, &measured, &before, self.tongue) {
            let whole = Measured {
                unit: Some(unit),
                ..measured
            };
            return self.single(whole, &before);
        }
        if let Some(end) = barred::part_of(self.text, &measured) {
            return end;
        }
        match range::joint(self, &measured, &before) {
            Joint::Range(high) => {
                let end = high.end();
                if barred::is_name(self, &measured, Some(&high), &before) {
                    return end;
                }
                if let Some(end) = clock::time_of_day(self.text, &high, &before) {
                    return end;
                }
                self.push_range(&measured, &high, &before);
                return end;
            }
            Joint::NoQuantity(end) => return end,
            Joint::None => {}
        }
        self.single(measured, &before)
    }

    fn single(&mut self, mut measured: Measured<'a>, before: &Before) -> usize {
        if let Some(end) = self.named_by_word_before(&measured, before) {
            return end;
        }
        if barred::is_name(self, &measured, None, before) {
            return measured.amount.end;
        }
        let mut surface = None;
        if measured.unit.is_none() {
            measured.unit = self.unnamed(&measured, before);
        }
        if measured.unit.is_none() && measured.prefix.is_none() {
            measured.unit = elsewhere::unit(self.text, &measured, before, self.tongue);
            surface = measured.unit.as_ref().map(|_| measured.amount.end);
        }
        let end = measured.end();
        if measured.unit.is_none() && measured.prefix.is_none() {
            self.pending.add(self.text, &measured, before);
            return measured.amount.end;
        }
        if let Some(end) = clock::time_of_day(self.text, &measured, before) {
            return end;
        }
        for (amount, start) in self.pending.take(self.text, &measured) {
            let earlier = Measured {
                amount,
                start,
                ..measured.clone()
            };
            let alone = Before::of(self.text, start, self.tongue);
            self.push_one(&earlier, amount.value.value(), None, &alone, Some(amount.end));
        }
        let mut value = measured.amount.value.value();
        if let Some(minus) = minus(self.text, &measured) {
            value = -value;
            measured.start = minus;
            let before = Before::of(self.text, minus, self.tongue);
            self.push_one(&measured, value, None, &before, surface);
        } else {
            self.push_one(&measured, value, None, before, surface);
        }
        surface.unwrap_or(end)
    }

    /// `tuổi 30`, `Mach 10`
    fn named_by_word_before(&mut self, measured: &Measured<'_>, before: &Before) -> Option<usize> {
        let end = measured.amount.end;
        let is_age = before.label == Some(Label::Age)
            && measured.unit.is_none()
            && measured.amount.numeral.plain.is_some_and(|digits| digits < 4);
        let is_mach = before.label == Some(Label::Mach);
        let word = before
            .word
            .filter(|_| (is_age || is_mach) && measured.amount.power == 0)?;
        let name = if is_age { "tuổi" } else { "Mach" };
        let about = is_mach
            .then(|| Before::of(self.text, word.start, self.tongue).approx)
            .flatten();
        let start = about.map_or(word.start, |(_, start)| start);
        let approx = about.map(|(approx, _)| approx);
        self.push(
            start..end,
            measured.amount.value.value(),
            None,
            Some(name.to_owned()),
            approx,
        );
        Some(end)
    }

    /// The number at `digit` with its unit; where to go on if it is a part of a word.
    pub(super) fn measured(
        &self,
        digit: usize,
        start: usize,
        prefix: Option<&'static str>,
    ) -> Result<Measured<'a>, usize> {
        let mut amount = Amount::at(self.text, digit, self.tongue, self.separators)?;
        if let Some(height) = self.height(&amount) {
            return Ok(height);
        }
        if self.tongue == Tongue::English
            && let Some(millions) = english::in_a_letter(self.text, &amount, prefix.is_some())
        {
            amount = millions;
        }
        let mut unit = Unit::at(self.text, amount.end, self.tongue);
        let glued = barred::end_of_glued(self.text, amount.end);
        let is_part = |unit: &Unit<'_>| unit.end < glued || unit.sense == Sense::Weak;
        if glued > amount.end && unit.as_ref().is_none_or(is_part) {
            return Err(glued);
        }
        // `1 chỉ,` is a weight, `1 chỉ còn` is none.
        unit = unit.filter(|unit| unit.sense != Sense::Weak || unit::word(self.text, unit.end).is_none());
        if unit.is_none() && self.tongue == Tongue::English {
            unit = english::joined_unit(self.text, &amount);
        }
        // `13 triệu bảng` are pounds, `8 bảng` are groups.
        if let Some(unit) = unit
            .as_mut()
            .filter(|unit| amount.power >= 6 && unit.name.starts_with("bảng"))
        {
            let rate = unit.name.find('/').and_then(|slash| unit.name.get(slash..));
            unit.name = Cow::Owned("GBP".to_owned() + rate.unwrap_or_default());
            unit.sense = Sense::Money("GBP");
        }
        settle_comma(&mut amount, unit.as_ref());
        Ok(Measured {
            amount,
            unit,
            start,
            prefix,
        })
    }

    /// `1m75`, `1m8`: metres with their decimals behind the letter.
    fn height(&self, amount: &Amount) -> Option<Measured<'a>> {
        let decimals = self.text.get(amount.end..)?.strip_prefix('m')?;
        let digits = decimals.bytes().take_while(u8::is_ascii_digit).count();
        let is_whole = amount.numeral.plain.is_some_and(|whole| whole <= 2) && amount.power == 0;
        let goes_on = decimals.chars().nth(digits).is_some_and(char::is_alphanumeric);
        // `20m2` is an area.
        let is_area =
            digits == 1 && matches!(decimals.as_bytes().first(), Some(b'2' | b'3')) && amount.value.value() > 2.0;
        if self.tongue != Tongue::Vietnamese || !is_whole || !(1..=2).contains(&digits) || goes_on || is_area {
            return None;
        }
        let end = amount.end + 1 + digits;
        let value = Decimal::whole_and(amount.value, decimals.get(..digits)?)?;
        Some(Measured {
            amount: Amount { value, end, ..*amount },
            unit: Some(Unit {
                end,
                sense: Sense::Measure("m"),
                name: Cow::Borrowed("m"),
            }),
            start: amount.numeral.start,
            prefix: None,
        })
    }

    /// The unit of a number that names none the lexicon knows.
    fn unnamed(&self, measured: &Measured<'a>, before: &Before) -> Option<Unit<'a>> {
        let amount = &measured.amount;
        if measured.prefix.is_some() {
            return None;
        }
        if self.tongue == Tongue::Vietnamese && amount.is_like_money() {
            // `4K` is a resolution, `24K` gold, `21K` a run: prices in thousands are higher.
            let is_letter = self.text.get(..amount.end)?.ends_with(['K', 'k']) && amount.value.value() < 30_000.0;
            let mut money = Unit::money("VND", amount.end);
            if self.text.as_bytes().get(amount.end) == Some(&b'/') {
                money.add_rate(self.text, self.tongue);
            }
            return (!is_letter).then_some(money);
        }
        let is_sure =
            amount.power > 0 || amount.numeral.is_grouped || before.approx.is_some() || self.tongue == Tongue::English;
        let is_one = amount.value.value() == 1.0;
        if is_sure {
            unit::unknown_noun(self.text, amount.end, self.tongue, is_one)
        } else {
            None
        }
    }

    fn push_range(&mut self, low: &Measured<'a>, high: &Measured<'a>, before: &Before) {
        let value = range::low_value(low, high);
        let to = high.amount.value.value();
        let whole = Measured {
            amount: high.amount,
            unit: high.unit.clone().or_else(|| low.unit.clone()),
            start: low.start,
            prefix: low.prefix.or(high.prefix),
        };
        self.push_one(&whole, value, Some(to), before, None);
    }

    /// `surface` is where it ends if its unit stands elsewhere.
    fn push_one(
        &mut self,
        measured: &Measured<'a>,
        value: f64,
        to: Option<f64>,
        before: &Before,
        surface: Option<usize>,
    ) {
        let mut end = surface.unwrap_or(measured.end());
        let unit = match (measured.prefix, &measured.unit) {
            (Some(code), Some(unit)) if unit.sense != Sense::Noun => {
                // `$5 triệu/tháng`
                let rate = unit.name.find('/').and_then(|slash| unit.name.get(slash..));
                Some(code.to_owned() + rate.unwrap_or_default())
            }
            (Some(code), _) => {
                let mut money = Unit::money(code, measured.amount.end);
                money.add_rate(self.text, self.tongue);
                end = money.end;
                Some(money.name.into_owned())
            }
            (None, Some(unit)) => Some(unit.name.clone().into_owned()),
            (None, None) => None,
        };
        let mut approx = barred::settle(self.text, before, (value, to), measured);
        let mut start = measured.start;
        if let Some((_, from)) = approx {
            start = start.min(from);
        }
        if let (Some(from), Some(_)) = (before.from, to) {
            start = start.min(from);
        }
        if let Some((onwards, which)) = barred::or_more(self.text, end, self.tongue) {
            end = onwards;
            approx = approx.or(Some((which, start)));
        }
        self.push(start..end, value, to, unit, approx.map(|(approx, _)| approx));
    }

    fn push(
        &mut self,
        span: Range<usize>,
        value: f64,
        to: Option<f64>,
        unit: Option<String>,
        approx: Option<Approximation>,
    ) {
        // The words before a number may have been taken by the one before it.
        let start = span.start.max(self.free_from);
        self.free_from = span.end;
        self.found.push(Quantity {
            span: start..span.end,
            value,
            to,
            unit,
            approx,
        });
    }
}

/// Decides between the two readings of `1,500`.
fn settle_comma(amount: &mut Amount, unit: Option<&Unit<'_>>) {
    let Some(grouped) = amount.grouped().filter(|_| amount.power == 0) else {
        return;
    };
    let counts = unit.is_some_and(|unit| {
        matches!(unit.sense, Sense::Noun | Sense::Money(_) | Sense::Time) && !matches!(&*unit.name, "lần" | "điểm")
    });
    if counts || amount.numeral.is_round {
        amount.value = grouped;
    }
}

/// Where the minus before a number begins, if what it measures can lie below zero: `-5°C`, `âm 5 độ`.
fn minus(text: &str, measured: &Measured<'_>) -> Option<usize> {
    let name = measured.unit.as_ref().map_or("", |unit| &*unit.name);
    if !matches!(name, "°C" | "°F" | "%" | "độ") || measured.amount.value.value() == 0.0 {
        return None;
    }
    let before = text.get(..measured.start)?;
    if name != "%"
        && let Some(before) = before.strip_suffix("âm ")
    {
        return Some(before.len());
    }
    let before = before.strip_suffix(['-', '−', '–'])?;
    let is_sign = before.chars().next_back().is_none_or(|c| matches!(c, ' ' | '(' | '\n'));
    is_sign.then_some(before.len())
}

/// The first digit at `at` or behind it. Most of a text is none, so it is looked through in blocks, each without a branch.
fn next_digit(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let has_digit = |block: &&[u8]| block.iter().fold(false, |found, byte| found | byte.is_ascii_digit());
    let block = rest.chunks(32).position(|block| has_digit(&block))?;
    let from = block * 32;
    Some(at + from + rest.get(from..)?.iter().position(u8::is_ascii_digit)?)
}
