//! What a word can say in a date, in any language: a month, a weekday, a unit of time, a zone, a label.
//!
//! The language of a line is not known where dates are read, so one table holds the words of all of them, and a word
//! keeps every meaning that it has in any: `mar` is a month in five languages, `so` a weekday in one. The grammar asks
//! for the meaning that fits its place. The lists stand in [`months`] and [`words`]; all are in lower case.

mod months;
mod words;
mod zones;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

pub use months::{SYRIAN, THAI};
pub use zones::zone_by_name;

pub const VIETNAMESE_MONTHS: &[(&str, u32)] = &[
    ("một", 1),
    ("giêng", 1),
    ("hai", 2),
    ("ba", 3),
    ("tư", 4),
    ("bốn", 4),
    ("năm", 5),
    ("sáu", 6),
    ("bảy", 7),
    ("bẩy", 7),
    ("tám", 8),
    ("chín", 9),
    ("chạp", 12),
];

/// Everything that a word can say in a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The month that it names; 0 for none.
    pub month: u8,
    /// The seconds of the unit that it names; 0 for none.
    pub unit: u32,
    /// The other things that it says, as bits.
    pub says: u16,
}

/// It names a weekday.
pub const WEEKDAY: u16 = 1;
/// It stands before a distance back in time.
pub const AGO_BEFORE: u16 = 2;
/// It stands behind one.
pub const AGO_AFTER: u16 = 4;
/// Today.
pub const TODAY: u16 = 8;
/// Yesterday.
pub const YESTERDAY: u16 = 16;
/// Before noon.
pub const AM: u16 = 32;
/// After noon.
pub const PM: u16 = 64;
/// A time of day follows.
pub const AT: u16 = 128;
/// It follows a time of day.
pub const CLOCK: u16 = 256;
/// It says that the time is that of the last change.
pub const UPDATED: u16 = 512;
/// It stands beside dates and says nothing else.
pub const FURNITURE: u16 = 1024;

impl Meaning {
    /// Whether it says one of these things.
    pub fn is(self, bits: u16) -> bool {
        self.says & bits != 0
    }
}

/// What a word in lower case can say in a date.
pub fn meaning(word: &str) -> Meaning {
    // No list has longer words.
    if word.len() > 48 {
        return Meaning::default();
    }
    WORDS.get(word).copied().unwrap_or_default()
}

static WORDS: LazyLock<HashMap<&'static str, Meaning, BuildHasherDefault<Fnv>>> = LazyLock::new(|| {
    let mut all: HashMap<&'static str, Meaning, BuildHasherDefault<Fnv>> = HashMap::default();
    for language in months::MONTHS {
        for (number, names) in (1_u8..).zip(language) {
            for name in names.split_whitespace() {
                let month = &mut all.entry(name).or_default().month;
                *month = if *month == 0 { number } else { *month };
            }
        }
    }
    for (seconds, names) in words::UNITS {
        for name in names.split_whitespace() {
            let unit = &mut all.entry(name).or_default().unit;
            *unit = if *unit == 0 { *seconds } else { *unit };
        }
    }
    let lists = [
        (words::AGO_BEFORE, AGO_BEFORE),
        (words::AGO_AFTER, AGO_AFTER),
        (words::TODAY, TODAY),
        (words::YESTERDAY, YESTERDAY),
        (words::AM, AM),
        (words::PM, PM),
        (words::AT, AT),
        (words::CLOCK, CLOCK),
        (words::UPDATED, UPDATED),
    ];
    let weekdays = words::WEEKDAYS.iter().map(|l| (*l, WEEKDAY));
    let furniture = words::FURNITURE.iter().map(|l| (*l, FURNITURE));
    for (list, bit) in lists.into_iter().chain(weekdays).chain(furniture) {
        for word in list.split_whitespace() {
            all.entry(word).or_default().says |= bit;
        }
    }
    all
});

/// FNV-1a: the words are short and ours, so nobody can choose them to collide.
#[derive(Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
