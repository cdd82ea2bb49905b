//! [`Pending`]: numbers that wait for the unit of the next: `17 và 18 tuổi`, `3, 5, 10 và 21 km`.

use super::before::Before;
use super::measures::Sense;
use super::power::Amount;
use super::reader::Measured;

/// A list has no more numbers.
const LONGEST: usize = 8;

/// Bare numbers of a list that is not over yet.
#[derive(Debug, Default)]
pub struct Pending {
    numbers: Vec<(Amount, usize)>,
    /// Whether `và` was seen: a list ends with it.
    is_last_next: bool,
}

impl Pending {
    /// Keeps a number that has no unit.
    pub fn add(&mut self, text: &str, measured: &Measured<'_>, before: &Before) {
        let follows = self.follows(text, measured.start);
        if !follows || self.numbers.len() >= LONGEST {
            self.numbers.clear();
        }
        if before.label.is_some() && self.numbers.is_empty() {
            return;
        }
        self.numbers.push((measured.amount, measured.start));
    }

    /// The numbers that have the unit of `last`, with the power of its number where they have none.
    pub fn take(&mut self, text: &str, last: &Measured<'_>) -> Vec<(Amount, usize)> {
        if self.numbers.is_empty() {
            return Vec::new();
        }
        let is_shared = last.unit.as_ref().is_some_and(|unit| {
            unit.sense.is_strong() || unit.sense == Sense::Time && unit.name != "tháng" && unit.name != "năm"
        });
        let is_list = self.follows(text, last.start) && self.is_last_next;
        let mut numbers = std::mem::take(&mut self.numbers);
        if !is_list || !is_shared {
            return Vec::new();
        }
        for (amount, _) in &mut numbers {
            if amount.power == 0 && last.amount.power > 0 {
                let value = amount.value.times_ten_to(last.amount.power);
                *amount = Amount {
                    value,
                    power: last.amount.power,
                    ..*amount
                };
            }
        }
        numbers
    }

    /// Whether only `,` or `và` stands between the last number and `start`.
    fn follows(&mut self, text: &str, start: usize) -> bool {
        let end = self.numbers.last().map(|(amount, _)| amount.end);
        let between = end.and_then(|end| text.get(end..start));
        self.is_last_next = matches!(between, Some(" và " | " hoặc " | " hay " | " and " | " or "));
        self.is_last_next || between == Some(", ")
    }
}
