//! [`Reader`]: from number to number through a text.

use super::before::{Before, Label};
use super::measures::{Sense, Tongue, code_before, currency_sign, dollars};
use super::number::{Decimal, Numeral, Separators};
use super::power::Amount;
use super::range::{self, Joint};
use super::unit::{self, Unit};
use super::{Approx, Quantity, barred, clock};

/// A text in which quantities are looked for.
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) tongue: Tongue,
    pub(super) separators: Separators,
    found: Vec<Quantity>,
    /// Where the next quantity may begin.
    free_from: usize,
}

/// A number with its unit, not yet put together with what stands before it.
pub struct Measured {
    pub amount: Amount,
    pub unit: Option<Unit>,
    /// Where the number or the money before it begins.
    pub start: usize,
    /// Money before the number.
    pub prefix: Option<&'static str>,
}

impl Measured {
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
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let (tongue, separators) = match primary {
            "vi" => (Tongue::Vietnamese, Separators::Comma),
            "en" => (Tongue::English, Separators::Dot),
            "ja" | "zh" | "ko" | "th" | "he" | "ar" | "hi" | "ms" => (Tongue::Other, Separators::Dot),
            "fr" | "ru" | "uk" | "pl" | "cs" | "sk" | "sv" | "no" | "nb" | "fi" | "bg" | "hu" => {
                (Tongue::Other, Separators::SpaceAndComma)
            }
            _ => (Tongue::Other, Separators::Comma),
        };
        Self {
            text,
            tongue,
            separators,
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
        let Some((start, prefix)) = self.prefix(digit) else {
            return barred::end_of_glued(self.text, digit);
        };
        let measured = match self.measured(digit, start, prefix) {
            Ok(measured) => measured,
            Err(end) => return end,
        };
        let before = Before::of(self.text, start, self.tongue);
        if let Some(end) = barred::chain(self.text, &measured, &before, self.tongue) {
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

    fn single(&mut self, mut measured: Measured, before: &Before) -> usize {
        let end = measured.amount.end;
        let is_age = before.label == Some(Label::Age) && measured.amount.numeral.plain.is_some_and(|digits| digits < 4);
        let is_mach = before.label == Some(Label::Mach);
        if (is_age && measured.unit.is_none() || is_mach) && measured.amount.power == 0 {
            if let Some(word) = before.word {
                let name = if is_age { "tuổi" } else { "Mach" };
                let approx = if is_mach {
                    Before::of(self.text, word.start, self.tongue).approx
                } else {
                    None
                };
                let start = approx.map_or(word.start, |(_, start)| start);
                let value = measured.amount.value.value();
                self.push(
                    start..end,
                    value,
                    None,
                    Some(name.to_owned()),
                    approx.map(|(approx, _)| approx),
                );
            }
            return end;
        }
        if barred::is_name(self, &measured, None, before) {
            return end;
        }
        if measured.unit.is_none() {
            measured.unit = self.unnamed(&measured, before);
        }
        let end = measured.end();
        if measured.unit.is_none() && measured.prefix.is_none() {
            return measured.amount.end;
        }
        if let Some(end) = clock::time_of_day(self.text, &measured, before) {
            return end;
        }
        let value = signed(self.text, &measured);
        self.push_one(&measured, value, None, before);
        end
    }

    /// The number at `digit` with its unit.
    pub(super) fn measured(&self, digit: usize, start: usize, prefix: Option<&'static str>) -> Result<Measured, usize> {
        let mut amount = Amount::at(self.text, digit, self.tongue, self.separators)?;
        if let Some(height) = self.height(&amount) {
            return Ok(height);
        }
        let mut unit = Unit::at(self.text, amount.end, self.tongue);
        let glued = barred::end_of_glued(self.text, amount.end);
        if glued > amount.end
            && unit
                .as_ref()
                .is_none_or(|unit| unit.end < glued || unit.sense == Sense::Weak)
        {
            let Some(millions) = self.million_in_a_letter(&amount, glued, prefix) else {
                return Err(glued);
            };
            amount = millions;
            unit = Unit::at(self.text, amount.end, self.tongue);
        } else if glued > amount.end && self.tongue == Tongue::English && prefix.is_some_or_plural(self, &unit) {
            if let Some(millions) = self.million_in_a_letter(&amount, glued, prefix) {
                amount = millions;
                unit = Unit::at(self.text, amount.end, self.tongue);
            }
        }
        if unit.as_ref().is_some_and(|unit| unit.sense == Sense::Weak) {
            unit = None;
        }
        if unit.is_none() && self.tongue == Tongue::English {
            unit = self.joined_unit(&amount);
        }
        self.settle_comma(&mut amount, unit.as_ref());
        Ok(Measured {
            amount,
            unit,
            start,
            prefix,
        })
    }

    /// `1m75`, `1m8`: metres with their decimals behind the letter.
    fn height(&self, amount: &Amount) -> Option<Measured> {
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
                name: "m".to_owned(),
            }),
            start: amount.numeral.start,
            prefix: None,
        })
    }

    /// English: `$20m`, `2.5m people`.
    fn million_in_a_letter(&self, amount: &Amount, glued: usize, prefix: Option<&'static str>) -> Option<Amount> {
        let letters = self.text.get(amount.end..glued)?;
        if self.tongue != Tongue::English || amount.power != 0 {
            return None;
        }
        let power = match letters {
            "m" | "M" => 6,
            "b" | "B" => 9,
            "k" | "K" => 3,
            _ => return None,
        };
        let counts = || super::english::noun(self.text, glued, false).is_some();
        (prefix.is_some() || counts()).then(|| Amount {
            value: amount.value.times_ten_to(power),
            end: glued,
            power,
            ..*amount
        })
    }

    /// English: `20-year-old`, `100-metre`.
    fn joined_unit(&self, amount: &Amount) -> Option<Unit> {
        self.text.get(amount.end..)?.strip_prefix('-')?;
        let word = unit::word(self.text, amount.end + 1).filter(|word| word.start == amount.end + 1)?;
        let written = self.text.get(word.start..word.end)?;
        let first = written.split('-').next()?;
        let end = word.start + first.len();
        let unit = Unit::alone(self.text.get(..end)?, word.start, self.tongue)?;
        (unit.end == end && !matches!(unit.sense, Sense::Noun | Sense::Hour)).then_some(unit)
    }

    /// Decides between the two readings of `1,500`.
    fn settle_comma(&self, amount: &mut Amount, unit: Option<&Unit>) {
        let Some(grouped) = amount.grouped().filter(|_| amount.power == 0) else {
            return;
        };
        let counts = unit.is_some_and(|unit| matches!(unit.sense, Sense::Noun | Sense::Money(_) | Sense::Time));
        if counts || amount.numeral.is_round {
            amount.value = grouped;
        }
    }

    /// Money before the number, and where it begins. `None` where the number is part of a word.
    fn prefix(&self, digit: usize) -> Option<(usize, Option<&'static str>)> {
        let behind = self.text.get(..digit)?;
        let spaced = behind.trim_end_matches([' ', '\u{a0}']);
        let mut backwards = behind.chars().rev();
        let (last, last_but_one) = (backwards.next(), backwards.next());
        let sign = spaced.chars().next_back();
        if let Some(code) = sign.and_then(currency_sign) {
            let at = spaced.len() - sign.map_or(0, char::len_utf8);
            let letters = self.text.get(..at)?;
            let from = letters
                .trim_end_matches(|c: char| c.is_ascii_uppercase() || c == '.')
                .len();
            let written = letters.get(from..)?;
            return match dollars(written) {
                Some(code) if sign == Some('$') => Some((from, Some(code))),
                _ if written.is_empty() || spaced.len() == behind.len() => Some((at, Some(code))),
                _ => Some((digit, None)),
            };
        }
        let last_word = spaced.trim_end_matches(char::is_alphabetic).len();
        let letters = spaced.get(last_word..)?;
        if let Some(code) = code_before(letters) {
            let before = self.text.get(..last_word)?.chars().next_back();
            if before.is_none_or(|c| !c.is_alphanumeric()) {
                return Some((last_word, Some(code)));
            }
        }
        match last {
            Some(c) if c.is_alphanumeric() => None,
            Some('_' | '#' | '@' | '&' | '=' | '№' | '^' | '*') => None,
            Some('-' | '–' | '.' | ',' | ':' | '/' | '\'' | '’' | '+')
                if last_but_one.is_some_and(char::is_alphanumeric) =>
            {
                None
            }
            _ => Some((digit, None)),
        }
    }

    /// The unit of a number that names none the lexicon knows.
    fn unnamed(&self, measured: &Measured, before: &Before) -> Option<Unit> {
        let amount = &measured.amount;
        if measured.prefix.is_some() {
            return None;
        }
        let is_sure =
            amount.power > 0 || amount.numeral.is_grouped || before.approx.is_some() || self.tongue == Tongue::English;
        let is_one = amount.value.value() == 1.0;
        let noun = is_sure
            .then(|| unit::unknown_noun(self.text, amount.end, self.tongue, is_one))
            .flatten();
        noun.or_else(|| {
            let is_money = self.tongue == Tongue::Vietnamese && amount.power >= 3;
            let is_letter = self.text.get(..amount.end)?.ends_with('K') && amount.value.value() < 10_000.0;
            (is_money && !is_letter).then(|| Unit {
                end: amount.end,
                sense: Sense::Money("VND"),
                name: "VND".to_owned(),
            })
        })
    }

    fn push_range(&mut self, low: &Measured, high: &Measured, before: &Before) {
        let value = range::low_value(low, high);
        let to = high.amount.value.value();
        let whole = Measured {
            amount: high.amount,
            unit: high.unit.clone().or_else(|| low.unit.clone()),
            start: low.start,
            prefix: low.prefix.or(high.prefix),
        };
        self.push_one(&whole, value, Some(to), before);
    }

    fn push_one(&mut self, measured: &Measured, value: f64, to: Option<f64>, before: &Before) {
        let mut end = measured.end();
        let unit = match (measured.prefix, &measured.unit) {
            (Some(code), Some(unit)) if !matches!(unit.sense, Sense::Noun) => {
                // `$5/tháng`
                let rate = unit.name.find('/').and_then(|slash| unit.name.get(slash..));
                Some(code.to_owned() + rate.unwrap_or_default())
            }
            (Some(code), _) => {
                end = measured.amount.end;
                Some(code.to_owned())
            }
            (None, Some(unit)) => Some(unit.name.clone()),
            (None, None) => None,
        };
        let mut approx = barred::settle(before, value, measured);
        let mut start = measured.start;
        if let Some((_, from)) = approx {
            start = start.min(from);
        }
        if let (Some(from), Some(_)) = (before.from, to) {
            start = start.min(from);
        }
        if let Some((onwards, which)) = barred::or_more(self.text, end, self.tongue) {
            (end, approx) = (onwards, approx.or(Some((which, start))).map(|(_, at)| (which, at)));
        }
        self.push(start..end, value, to, unit, approx.map(|(approx, _)| approx));
    }

    fn push(
        &mut self,
        span: std::ops::Range<usize>,
        value: f64,
        to: Option<f64>,
        unit: Option<String>,
        approx: Option<Approx>,
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

/// Whether a glued letter may be millions.
trait OrPlural {
    fn is_some_or_plural(&self, reader: &Reader<'_>, unit: &Option<Unit>) -> bool;
}

impl OrPlural for Option<&'static str> {
    fn is_some_or_plural(&self, reader: &Reader<'_>, unit: &Option<Unit>) -> bool {
        let end = unit.as_ref().map_or(0, |unit| unit.end);
        self.is_some() || super::english::noun(reader.text, end, false).is_some()
    }
}

/// The value with the minus before it, if what it measures can lie below zero.
fn signed(text: &str, measured: &Measured) -> f64 {
    let value = measured.amount.value.value();
    let mut before = text.get(..measured.start).unwrap_or_default().chars().rev();
    let is_minus = matches!(before.next(), Some('-' | '−' | '–')) && before.next().is_none_or(|c| c == ' ' || c == '(');
    let name = measured.unit.as_ref().map_or("", |unit| unit.name.as_str());
    if is_minus && matches!(name, "°C" | "°F" | "%" | "độ") && value > 0.0 {
        -value
    } else {
        value
    }
}

/// The first digit at `at` or behind it.
fn next_digit(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    Some(at + rest.iter().position(u8::is_ascii_digit)?)
}

/// Whether the numeral could be the day or the month of a date.
pub fn is_day(numeral: &Numeral) -> bool {
    numeral.plain.is_some_and(|digits| digits <= 2) && numeral.value.is_some_and(|value| value.value() <= 31.0)
}
