//! [`Amount`]: a numeral with the words that multiply it: `1,5 tỷ`, `2 triệu 500 nghìn`, `1 tỷ 2`, `1 triệu tỉ`.

use super::measures::{Sense, Tongue};
use super::number::{Decimal, Numeral, Separators};
use super::unit::{Unit, word};

/// More multiplying words in a row than any sum of money needs.
const MOST_POWERS: usize = 3;

/// A number multiplied out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// Its first digits.
    pub numeral: Numeral,
    /// Its value.
    pub value: Decimal,
    /// Where it ends.
    pub end: usize,
    /// Ten to this power is what the words behind the digits multiply by; 0 without any.
    pub power: u8,
}

impl Amount {
    /// The amount that begins with the digit at `start`; where its digits end if it is no number of anything.
    pub fn at(text: &str, start: usize, tongue: Tongue, separators: Separators) -> Result<Self, usize> {
        let numeral = Numeral::at(text, start, separators);
        let value = numeral.value.ok_or(numeral.end)?;
        let mut amount = Self {
            numeral,
            value,
            end: numeral.end,
            power: 0,
        };
        let mut step = 0;
        for _ in 0..MOST_POWERS {
            let Some((end, power)) = power_at(text, amount.end, tongue) else {
                break;
            };
            amount.end = end;
            amount.value = amount.value.times_ten_to(power);
            amount.power = amount.power.saturating_add(power);
            step = power;
        }
        if tongue == Tongue::Vietnamese {
            if amount.power > 0 && numeral.is_round && numeral.plain.is_none() {
                amount.value = amount.regrouped();
            }
            for _ in 0..MOST_POWERS {
                if step < 3 || !amount.add_smaller(text, &mut step, separators) {
                    break;
                }
            }
        }
        Ok(amount)
    }

    /// `1,200 tỷ` read as one thousand two hundred: zeros at the end are no decimals.
    fn regrouped(&self) -> Decimal {
        match self.numeral.grouped {
            Some(grouped) => grouped.times_ten_to(self.power),
            None => self.value,
        }
    }

    /// Whether it is money where nothing else is named: `650 tỉ`. Nobody counts money in vạn.
    pub fn is_like_money(&self) -> bool {
        self.power == 3 || self.power > 4
    }

    /// What the digits alone say.
    pub fn value_of_digits(&self) -> Option<f64> {
        self.numeral.value.map(Decimal::value)
    }

    /// The value with the comma among thousands, where it can be read so.
    pub fn grouped(&self) -> Option<Decimal> {
        Some(self.numeral.grouped?.times_ten_to(self.power))
    }

    /// Adds what stacks up behind a power: `500 nghìn`, `rưỡi`, a last digit. `step` is the power it stacks upon.
    fn add_smaller(&mut self, text: &str, step: &mut u8, separators: Separators) -> bool {
        let Some(behind) = text.get(self.end..) else {
            return false;
        };
        let spaces = behind.len() - behind.trim_start_matches([' ', '\u{a0}']).len();
        let start = self.end + spaces;
        if spaces == 0 || self.value.value() <= 0.0 {
            return false;
        }
        if !text.as_bytes().get(start).is_some_and(u8::is_ascii_digit) {
            let half = word(text, start).filter(|word| text.get(word.start..word.end) == Some("rưỡi"));
            let sum = half.and_then(|half| Some((half.end, self.value.plus(Decimal::half(*step))?)));
            if let Some((end, value)) = sum {
                (self.end, self.value, *step) = (end, value, 0);
            }
            return false;
        }
        let numeral = Numeral::at(text, start, separators);
        let Some(value) = numeral
            .value
            .filter(|_| numeral.plain.is_some_and(|digits| digits <= 3))
        else {
            return false;
        };
        let (end, power, next) = match power_at(text, numeral.end, Tongue::Vietnamese) {
            Some((end, power)) if (3..*step).contains(&power) => (end, power, power),
            None if numeral.plain == Some(1) && is_last_digit(text, numeral.end) => (numeral.end, *step - 1, 0),
            _ => return false,
        };
        let Some(sum) = self.value.plus(value.times_ten_to(power)) else {
            return false;
        };
        (self.end, self.value, *step) = (end, sum, next);
        true
    }
}

/// Whether a digit behind `1 tỷ` ends the number: money follows, or nothing that a number counts.
fn is_last_digit(text: &str, at: usize) -> bool {
    let is_joined = text.get(at..).is_some_and(|rest| {
        let mut chars = rest.chars();
        let (first, second) = (chars.next(), chars.next());
        first.is_some_and(char::is_alphanumeric)
            || matches!(first, Some('-' | '–' | '/' | '.' | ',' | ':')) && second.is_some_and(|c| c.is_ascii_digit())
    });
    let unit = Unit::alone(text, at, Tongue::Vietnamese);
    !is_joined && unit.is_none_or(|unit| matches!(unit.sense, Sense::Money(_)))
}

/// The multiplying word (chục, trăm, nghìn, vạn, triệu, tỷ) at `at` or after the space there: where it ends, and its power.
fn power_at(text: &str, at: usize, tongue: Tongue) -> Option<(usize, u8)> {
    let behind = text.as_bytes().get(at..)?;
    let first = behind
        .iter()
        .find(|byte| **byte != b' ' && !matches!(byte, 0xC2 | 0xA0))?;
    if tongue == Tongue::Vietnamese && !matches!(first.to_ascii_lowercase(), b'c' | b'k' | b'n' | b't' | b'v') {
        return None;
    }
    let word = word(text, at)?;
    let (1, Sense::Power(power)) = tongue.words().longest([word.key])? else {
        return None;
    };
    let written = text.get(word.start..word.end)?;
    // Single letters and abbreviations only where they touch the digits; `4K` is a resolution.
    let is_short = matches!(written, "k" | "K" | "tr" | "Tr" | "TR" | "mil" | "mn" | "bn");
    let touches = word.start == at;
    if written == "K" && !touches || is_short && !touches && written != "bn" && written != "mn" {
        return None;
    }
    // `10 tỷ phú`, `3 triệu phú` are people.
    let behind = text.get(word.end..).and_then(|rest| rest.strip_prefix(' '));
    if behind.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next()) == Some("phú") {
        return None;
    }
    Some((word.end, power))
}
