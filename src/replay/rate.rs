//! [`Rate`]: so many messages in so much time, and the [`Bucket`] that keeps to it.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant};

/// A rate, in messages a second: `500`, `500/s`, `3000/min`, `10000/h`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate(f64);

/// Why a text is no rate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no rate: write a number above 0 of messages, and /s, /min or /h: 500/s")]
pub struct RateError(String);

/// Units in seconds.
const UNITS: [(&str, f64); 4] = [("s", 1.0), ("m", 60.0), ("min", 60.0), ("h", 3_600.0)];

impl Rate {
    /// Messages a second.
    pub fn per_second(self) -> f64 {
        self.0
    }
}

impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let wrong = || RateError(text.to_owned());
        let (number, unit) = text.split_once('/').unwrap_or((text, "s"));
        let number: u64 = number.trim().parse().map_err(|_| wrong())?;
        let unit = unit.trim().to_ascii_lowercase();
        let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(wrong)?;
        match number {
            0 => Err(wrong()),
            _ => Ok(Rate(number as f64 / seconds)),
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            rate if rate >= 1.0 => write!(f, "{}/s", rate.round()),
            rate => write!(f, "{}/h", (rate * 3_600.0).round()),
        }
    }
}

/// How much may be saved up while nothing is taken: what makes up for a turn that came late, and no burst.
const SAVED: Duration = Duration::from_millis(100);

/// Lets so many through in a time: a token bucket.
#[derive(Clone, Debug)]
pub struct Bucket {
    rate: f64,
    most: f64,
    tokens: f64,
    filled: Instant,
}

impl Bucket {
    /// One that lets the first through at once.
    pub fn new(rate: Rate, now: Instant) -> Self {
        Bucket {
            rate: rate.0,
            most: (rate.0 * SAVED.as_secs_f64()).max(1.0),
            tokens: 1.0,
            filled: now,
        }
    }

    /// How many may be taken now.
    pub fn allows(&mut self, now: Instant) -> usize {
        let passed = now.saturating_duration_since(self.filled).as_secs_f64();
        self.filled = now;
        self.tokens = (self.tokens + passed * self.rate).min(self.most);
        self.tokens.max(0.0) as usize
    }

    /// So many were taken; more than were allowed are owed.
    pub fn took(&mut self, count: usize) {
        self.tokens -= count as f64;
    }

    /// How long until one may be taken.
    pub fn wait(&self) -> Duration {
        Duration::try_from_secs_f64((1.0 - self.tokens).max(0.0) / self.rate).unwrap_or(Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_by_their_unit() {
        for (text, per_second) in [("500", 500.0), ("500/s", 500.0), ("3000 / min", 50.0), ("1800/h", 0.5)] {
            let rate: Rate = text.parse().unwrap();
            assert_eq!(rate.per_second(), per_second, "{text}");
            assert_eq!(rate.to_string().parse(), Ok(rate), "{text}");
        }
        for text in ["", "0", "-1", "1.5", "5/d", "fast"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }

    #[test]
    fn no_more_than_the_rate_passes_however_often_it_is_asked() {
        let start = Instant::now();
        for (rate, every_ms) in [("100/s", 1), ("100/s", 90), ("7/s", 13), ("30/min", 50), ("5000/s", 5)] {
            let rate: Rate = rate.parse().unwrap();
            let mut bucket = Bucket::new(rate, start);
            let mut passed = 0;
            for ms in (0..20_000).step_by(every_ms) {
                let now = start + Duration::from_millis(ms);
                let allowed = bucket.allows(now);
                bucket.took(allowed);
                passed += allowed;
            }
            let expected = rate.per_second() * 20.0;
            let off = (passed as f64 - expected).abs();
            assert!(off <= expected * 0.02 + 2.0, "{rate} every {every_ms} ms: {passed}");
        }
    }

    #[test]
    fn what_is_owed_is_waited_for() {
        let start = Instant::now();
        let mut bucket = Bucket::new("10/s".parse().unwrap(), start);
        assert_eq!(bucket.allows(start), 1);
        bucket.took(3);
        assert_eq!(bucket.allows(start + Duration::from_millis(150)), 0);
        assert_eq!(bucket.wait().as_millis(), 150);
        assert_eq!(bucket.allows(start + Duration::from_millis(310)), 1);
    }
}
