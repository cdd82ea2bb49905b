//! Values with a unit, as people write them: `64 MiB`, `250 ms`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number of bytes: `64 MiB`, `16 MB`, `1048576`. Units are those of 1024 (`KiB`, `MiB`, `GiB`, `TiB`) and of
/// 1000 (`kB`, `MB`, `GB`, `TB`), in any case; a plain number counts bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

/// A length of time in whole milliseconds: `250 ms`, `10 s`, `2 m`, `1 h`. Only 0 may stand without a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval(pub Duration);

/// Why a text is no quantity. The text of the error says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// It does not begin with a whole number.
    #[error("{0:?} does not begin with a whole number; {1}")]
    Number(String, &'static str),
    /// Its unit is none of those known, or there is none.
    #[error("{0:?} has no unit that is known here; {1}")]
    Unit(String, &'static str),
    /// It is more than 1 PiB or a year.
    #[error("{0:?} is more than can be meant (1 PiB, or a year); {1}")]
    TooLarge(String, &'static str),
}

const WRITE_SIZE: &str = "write bytes as a number, or with a unit: \"64 MiB\", \"16 MB\", \"1048576\"";
const WRITE_INTERVAL: &str = "write a whole number and ms, s, m or h: \"250 ms\", \"10 s\"";

const BYTE_UNITS: [(&str, u64); 11] = [
    ("", 1),
    ("b", 1),
    ("bytes", 1),
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("tib", 1 << 40),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("tb", 1_000_000_000_000),
];

/// As they are written; those of 1 are left to the plain `B`.
const SHOWN_UNITS: [(&str, u64); 8] = [
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
];

const TIME_UNITS: [(&str, u64); 5] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("min", 60_000),
    ("h", 3_600_000),
];

/// The most that is accepted, so that sums of quantities, and instants plus one, cannot overflow: 1 PiB, and a year.
const LARGEST_SIZE: u64 = 1 << 50;
const LONGEST_INTERVAL: u64 = 365 * 24 * 3_600_000;

/// A whole number, perhaps white space, perhaps a unit: the product of both.
fn parse(text: &str, units: &[(&str, u64)], largest: u64, write: &'static str) -> Result<u64, QuantityError> {
    let trimmed = text.trim();
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = trimmed.split_at(digits);
    if number.is_empty() {
        return Err(QuantityError::Number(text.to_owned(), write));
    }
    let too_large = || QuantityError::TooLarge(text.to_owned(), write);
    let number: u64 = number.parse().map_err(|_| too_large())?;
    let unit = unit.trim_start().to_ascii_lowercase();
    let factor = match units.iter().find(|(name, _)| *name == unit) {
        Some((_, factor)) => *factor,
        // Nothing is nothing in every unit.
        None if number == 0 && unit.is_empty() => 0,
        None => return Err(QuantityError::Unit(text.to_owned(), write)),
    };
    number
        .checked_mul(factor)
        .filter(|product| *product <= largest)
        .ok_or_else(too_large)
}

impl FromStr for ByteSize {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        parse(text, &BYTE_UNITS, LARGEST_SIZE, WRITE_SIZE).map(ByteSize)
    }
}

impl FromStr for Interval {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        parse(text, &TIME_UNITS, LONGEST_INTERVAL, WRITE_INTERVAL).map(|ms| Interval(Duration::from_millis(ms)))
    }
}

impl fmt::Display for ByteSize {
    /// In the unit that gives the smallest whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fits = |factor: u64| self.0 > 0 && self.0.is_multiple_of(factor);
        match SHOWN_UNITS
            .iter()
            .filter(|(_, factor)| fits(*factor))
            .max_by_key(|(_, factor)| *factor)
        {
            Some((unit, factor)) => write!(f, "{} {unit}", self.0 / factor),
            None => write!(f, "{} B", self.0),
        }
    }
}

impl fmt::Display for Interval {
    /// In seconds, or in milliseconds where there is a remainder.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.subsec_millis() {
            0 => write!(f, "{} s", self.0.as_secs()),
            _ => write!(f, "{} ms", self.0.as_millis()),
        }
    }
}

impl Serialize for ByteSize {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads text, or a plain number as if it were text: `parse` then decides whether it may stand alone.
struct Quantity;

impl Visitor<'_> for Quantity {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number with a unit")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }
}

impl<'de> Deserialize<'de> for ByteSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(Quantity)?
            .parse()
            .map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_any(Quantity)?
            .parse()
            .map_err(D::Error::custom)
    }
}

impl JsonSchema for ByteSize {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ByteSize".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "integer"], "format": "byte-size"})
    }
}

impl JsonSchema for Interval {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Interval".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "interval"})
    }
}
