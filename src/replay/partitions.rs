//! [`Partitions`]: some of a topic's partitions, as people write them.

use std::fmt;
use std::str::FromStr;

/// Most partitions that can be meant; Kafka's clusters end well below.
const MOST: i32 = 1_000_000;

/// Some partitions: `0-5`, `3`, `0-5,8,11-12`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partitions(Vec<(i32, i32)>);

/// Why a text names no partitions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no partitions: write numbers and ranges, such as 0-5 or 0-5,8")]
pub struct PartitionsError(String);

impl Partitions {
    /// Whether a partition is among them.
    pub fn has(&self, partition: i32) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&partition))
    }

    /// The greatest of them.
    pub fn greatest(&self) -> i32 {
        self.0.iter().map(|(_, last)| *last).max().unwrap_or_default()
    }
}

impl FromStr for Partitions {
    type Err = PartitionsError;

    fn from_str(text: &str) -> Result<Self, PartitionsError> {
        let wrong = || PartitionsError(text.to_owned());
        let number = |text: &str| {
            let digits = text.trim();
            let number = digits
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| digits.parse::<i32>());
            number
                .and_then(Result::ok)
                .filter(|number| *number <= MOST)
                .ok_or_else(wrong)
        };
        let mut ranges = Vec::new();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (number(first)?, number(last)?);
            if first > last {
                return Err(wrong());
            }
            ranges.push((first, last));
        }
        // However it was written, the same partitions are the same.
        ranges.sort_unstable();
        let mut joined: Vec<(i32, i32)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match joined.last_mut() {
                Some((_, end)) if first <= *end + 1 => *end = last.max(*end),
                _ => joined.push((first, last)),
            }
        }
        Ok(Partitions(joined))
    }
}

impl fmt::Display for Partitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (first, last)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            match first == last {
                true => write!(f, "{comma}{first}")?,
                false => write!(f, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges_are_read_in_any_order() {
        for (text, shown) in [
            ("0-5", "0-5"),
            ("8, 0-5", "0-5,8"),
            ("3", "3"),
            ("2,1,0", "0-2"),
            ("0-3,2-7,4", "0-7"),
        ] {
            let partitions: Partitions = text.parse().unwrap();
            assert_eq!(partitions.to_string(), shown);
            assert_eq!(partitions.to_string().parse(), Ok(partitions));
        }
        let some: Partitions = "0-5,8".parse().unwrap();
        let among: Vec<i32> = (0..10).filter(|partition| some.has(*partition)).collect();
        assert_eq!((among, some.greatest()), (vec![0, 1, 2, 3, 4, 5, 8], 8));
    }

    #[test]
    fn what_names_none_is_told() {
        for text in ["", "a", "5-0", "0-", "-1", "1,,2", "+1", "9999999999"] {
            assert!(text.parse::<Partitions>().is_err(), "{text}");
        }
    }
}
