//! [`Numeral`]: a number in digits, read to the last decimal.
//!
//! Whether a dot groups thousands or begins the decimals is a habit of the language ([`Separators`]). Some forms can be
//! read in one way only, whatever the habit (`1,250,000`, `3.2`), and are; one stays open until what it counts is known
//! (`1,500` in a Vietnamese text). Values are kept in decimal, a whole number and a power of ten, so that multiplying
//! out `1,08 tỷ` costs nothing: only the result is turned into a floating-point number, once.

/// What dots and commas do in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separators {
    /// `1.234,5`: Vietnamese, and most of Europe.
    Comma,
    /// `1 234,5`, or with dots: French, Russian, Polish …
    SpaceAndComma,
    /// `1,234.5`: English, Chinese, Japanese …
    Dot,
}

/// A whole number times a power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: u64,
    exponent: i32,
}

impl Decimal {
    /// The number of the ASCII digits in `text`, whatever stands between them, of which the last `decimals` are
    /// decimals. `None` if there are too many to be a quantity.
    fn of(text: &str, decimals: usize) -> Option<Self> {
        let mut digits = 0_u64;
        for byte in text.bytes().filter(u8::is_ascii_digit) {
            digits = digits.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
        }
        let exponent = -i32::try_from(decimals).ok()?;
        (digits < 1_000_000_000_000_000_000).then_some(Self { digits, exponent })
    }

    /// One.
    pub const ONE: Self = Self { digits: 1, exponent: 0 };

    /// A whole number and the digits of its decimals.
    pub fn whole_and(whole: Self, decimals: &str) -> Option<Self> {
        whole.plus(Self::of(decimals, decimals.len())?)
    }

    /// Ten to the `power` times as much.
    pub fn times_ten_to(self, power: u8) -> Self {
        Self {
            exponent: self.exponent.saturating_add(i32::from(power)),
            ..self
        }
    }

    /// The sum, `None` if it has too many digits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let aligned = |of: Self| {
            let shift = u32::try_from(of.exponent.checked_sub(exponent)?).ok()?;
            of.digits.checked_mul(10_u64.checked_pow(shift)?)
        };
        Some(Self {
            digits: aligned(self)?.checked_add(aligned(other)?)?,
            exponent,
        })
    }

    /// Half of ten to the `power`.
    pub fn half(power: u8) -> Self {
        Self {
            digits: 5,
            exponent: i32::from(power) - 1,
        }
    }

    /// The nearest floating-point number; exact for whole numbers below 2^53.
    pub fn value(self) -> f64 {
        let power = u32::try_from(self.exponent).ok();
        let whole = power.and_then(|power| 10_u64.checked_pow(power)?.checked_mul(self.digits));
        if let Some(whole) = whole.or((self.digits == 0).then_some(0)) {
            return whole as f64;
        }
        // Both are exact, and IEEE division rounds once: as good as reading the digits.
        if self.digits < 1 << 53 && (-22..0).contains(&self.exponent) {
            return self.digits as f64 / 10_f64.powi(-self.exponent);
        }
        format!("{}e{}", self.digits, self.exponent).parse().unwrap_or(f64::MAX)
    }
}

/// Digits and the separators among them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it says; `None` for what is no number of anything: `1900.1234`, `10.0.0.1`.
    pub value: Option<Decimal>,
    /// The other reading, with the comma among thousands: `1,500`.
    pub grouped: Option<Decimal>,
    /// Whether the other reading is the likelier by its form: nobody writes `1,200` for 1.2.
    pub is_round: bool,
    /// Digits alone, and how many: years, dates and labels are.
    pub plain: Option<usize>,
    /// Whether it begins with 0 and goes on with a digit.
    pub has_leading_zero: bool,
    /// Whether it has the form of day and month, `20.2`.
    pub is_day_and_month: bool,
    /// Whether thousands are grouped.
    pub is_grouped: bool,
}

impl Numeral {
    /// The numeral that begins with the digit at `start`.
    pub fn at(text: &str, start: usize, separators: Separators) -> Self {
        let bytes = text.as_bytes();
        let digits = |from: usize| {
            let rest = bytes.get(from..).unwrap_or_default();
            rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
        };
        let first = digits(start);
        let mut end = start + first;
        // Separators with the digits behind each: how many of each kind, and whether all are threes.
        let (mut dots, mut commas, mut spaces) = (0_usize, 0_usize, 0_usize);
        let (mut last, mut last_group, mut threes) = (b' ', 0, true);
        let mut before_last_are_threes = true;
        let mut dots_before_commas = true;
        while let Some(&separator) = bytes.get(end) {
            let (width, group) = match separator {
                b'.' | b',' => (1, digits(end + 1)),
                _ if separators == Separators::SpaceAndComma && dots + commas == 0 && first <= 3 => {
                    let width = thin_space(bytes, end);
                    let group = if width == 0 { 0 } else { digits(end + width) };
                    (width, if group == 3 { 3 } else { 0 })
                }
                _ => break,
            };
            if group == 0 {
                break;
            }
            before_last_are_threes = threes;
            threes &= group == 3;
            match separator {
                b'.' => {
                    dots += 1;
                    dots_before_commas &= commas == 0;
                }
                b',' => commas += 1,
                _ => spaces += 1,
            }
            (last, last_group) = (separator, group);
            end += width + group;
        }
        let written = text.get(start..end).unwrap_or_default();
        let groups = first <= 3 && (bytes.get(start) != Some(&b'0'));
        let whole = Decimal::of(written, 0);
        let decimal = Decimal::of(written, last_group);
        let mut numeral = Self {
            start,
            end,
            value: None,
            grouped: None,
            is_round: false,
            plain: (dots + commas + spaces == 0).then_some(first),
            has_leading_zero: first > 1 && bytes.get(start) == Some(&b'0'),
            is_day_and_month: dots == 1 && commas == 0 && first <= 2 && last_group <= 2,
            is_grouped: false,
        };
        let decimal_mark = if separators == Separators::Dot { b'.' } else { b',' };
        let others = if decimal_mark == b',' { dots + spaces } else { commas };
        let marks = if decimal_mark == b',' { commas } else { dots };
        if dots + commas + spaces == 0 {
            numeral.value = whole;
        } else if marks == 0 {
            // Group marks alone: they group, unless there is one and no group of three behind it.
            numeral.is_grouped = groups && threes;
            numeral.value = if numeral.is_grouped {
                whole
            } else if others == 1 && first <= 3 && (last_group != 3 || !groups) && decimal_mark == b',' {
                decimal
            } else {
                None
            };
        } else if others == 0 && marks == 1 {
            numeral.value = decimal;
            if groups && threes && decimal_mark == b',' {
                numeral.grouped = whole;
                numeral.is_round = written.ends_with('0');
            }
        } else if others == 0 {
            // The decimal mark more than once: the other habit.
            numeral.is_grouped = groups && threes;
            numeral.value = whole.filter(|_| groups && threes);
        } else if last == decimal_mark && marks == 1 {
            numeral.is_grouped = true;
            numeral.value = decimal.filter(|_| groups && before_last_are_threes);
        } else if last != decimal_mark && others == 1 && dots_before_commas == (decimal_mark == b'.') {
            // `1,234.5` where `1.234,5` is the habit, and the other way round.
            numeral.is_grouped = true;
            numeral.value = decimal.filter(|_| groups && before_last_are_threes);
        }
        numeral
    }

    /// Whether it looks like a year.
    pub fn is_year(&self) -> bool {
        let value = self.value.map(Decimal::value);
        self.plain == Some(4) && value.is_some_and(|value| (1800.0..2100.0).contains(&value))
    }
}

/// The width of a space that may group thousands, 0 if there is none.
fn thin_space(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..) {
        Some([b' ', ..]) => 1,
        Some([0xC2, 0xA0, ..]) => 2,
        Some([0xE2, 0x80, 0x89 | 0xAF, ..]) => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::Separators::{Comma, Dot, SpaceAndComma};
    use super::*;

    #[test]
    fn numerals_are_read() {
        for (text, separators, value, end) in [
            ("4.235 mô", Comma, Some(4235.0), 5),
            ("1,5 tỷ", Comma, Some(1.5), 3),
            ("1,08", Comma, Some(1.08), 4),
            ("1.234.567,89.", Comma, Some(1_234_567.89), 12),
            ("3.2 giây", Comma, Some(3.2), 3),
            ("0.125", Comma, Some(0.125), 5),
            ("1,250,000", Comma, Some(1_250_000.0), 9),
            ("1,234.5", Comma, Some(1234.5), 7),
            ("1900.1234", Comma, None, 9),
            ("10.0.0.1", Comma, None, 8),
            ("024.3942.1234", Comma, None, 13),
            ("12, 13", Comma, Some(12.0), 2),
            ("1,234.5", Dot, Some(1234.5), 7),
            ("75,000", Dot, Some(75_000.0), 6),
            ("1.250", Dot, Some(1.25), 5),
            ("1.250.000", Dot, Some(1_250_000.0), 9),
            ("1,5", Dot, None, 3),
            ("10 000 euros", SpaceAndComma, Some(10_000.0), 6),
            ("10\u{202f}000,5 €", SpaceAndComma, Some(10_000.5), 10),
            ("10 0000", SpaceAndComma, Some(10.0), 2),
            ("99999999999999999999999", Comma, None, 23),
        ] {
            let numeral = Numeral::at(text, 0, separators);
            assert_eq!(numeral.value.map(Decimal::value), value, "{text}");
            assert_eq!(numeral.end, end, "{text}");
        }
        assert_eq!(Numeral::at("1,500", 0, Comma).grouped.map(Decimal::value), Some(1500.0));
    }

    #[test]
    fn decimals_are_multiplied_out_exactly() {
        let of = |text: &str| Numeral::at(text, 0, Comma).value.unwrap();
        for (decimal, value) in [
            (of("1,08").times_ten_to(9), 1_080_000_000.0),
            (of("1").times_ten_to(6).times_ten_to(9), 1e15),
            (
                of("2").times_ten_to(6).plus(of("500").times_ten_to(3)).unwrap(),
                2_500_000.0,
            ),
            (of("2").times_ten_to(9).plus(Decimal::half(9)).unwrap(), 2_500_000_000.0),
            (of("0,1").plus(of("0,2")).unwrap(), 0.3),
            (of("9007199254740991"), 9_007_199_254_740_991.0),
            (of("0").times_ten_to(200), 0.0),
        ] {
            assert_eq!(decimal.value(), value);
        }
        let large = of("999999999999999999").times_ten_to(250).times_ten_to(250);
        assert!(large.value() > 1e300);
        assert_eq!(large.plus(of("1")), None);
    }
}
