//! [`quantities`]: how many, how much, how long.
//!
//! A quantity is a number in digits with what it counts or measures. Most digits in the news are none: dates, scores,
//! names of streets and laws, versions, telephone numbers. So the reader goes from number to number, and each must show
//! what it counts: a sign or a measure (`%`, `km`, `đồng`), a span of time, or a counted noun; and nothing may stand
//! before it that makes it a name (`quận 1`).
//!
//! | file | idea |
//! |---|---|
//! | `number` | digits, dots and commas, exact decimals |
//! | `power` | words that multiply: `triệu`, `bn` |
//! | `measures` | money, measures, time, by language |
//! | `unit` | what is counted, and rates: `tấn/ha` |
//! | `english` | English plurals |
//! | `prefix` | money before the number, and words it is part of |
//! | `before` | approximation and labels before the number |
//! | `barred` | what is no quantity |
//! | `clock` | times of day |
//! | `range` | two numbers that are one quantity |
//! | `shared` | lists with one unit at the end |
//! | `elsewhere` | nouns that stand elsewhere in the sentence |
//!
//! Rules follow the language of the article: it decides what a dot is, and which nouns are known. In languages other than
//! Vietnamese and English only money, per cent and physical measures are read.

mod barred;
mod before;
mod clock;
mod elsewhere;
mod english;
mod measures;
mod number;
mod power;
mod prefix;
mod range;
mod reader;
mod shared;
#[cfg(test)]
mod tests;
mod unit;

use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

use self::reader::Reader;

/// A number with what it counts or measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// From the word of approximation through number and unit, in bytes of the text; within one line.
    pub span: Range<usize>,
    /// The number, multiplied out; of a range the lower.
    pub value: f64,
    /// Of a range the higher; greater than `value`.
    pub to: Option<f64>,
    /// Money by its ISO 4217 code (`VND`), a measure by its symbol (`%`, `m2`, `°C`), a noun as it is written (`mô hình`);
    /// with `/` and another unit for rates (`tấn/ha`).
    pub unit: Option<String>,
    /// How sure the number is.
    pub approx: Option<Approximation>,
}

/// How a quantity is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Approximation {
    /// hơn, trên
    MoreThan,
    /// dưới
    LessThan,
    /// gần
    Nearly,
    /// khoảng
    About,
    /// ít nhất
    AtLeast,
    /// tối đa
    AtMost,
}

/// The quantities of a text, in order, none overlapping another. `language` is a BCP 47 code.
pub fn quantities(text: &str, language: &str) -> Vec<Quantity> {
    Reader::new(text, language).read()
}
