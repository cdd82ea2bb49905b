//! [`When`]: a point in a topic, as people say it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// A point in a topic, as it was said.
///
/// | form | example | meaning |
/// |---|---|---|
/// | a time | `2026-10-01T06:00:00+07:00` | RFC 3339, with `Z` or an offset |
/// | a date | `2026-10-01` | its first moment in UTC |
/// | a time ago | `90 s`, `15m`, `36h`, `7d`, `2w` | so long before now |
/// | `earliest`, `latest` | | the first message that is still there; the end as it is now |
/// | an offset | `offset:4711` | in every partition |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A point that does not depend on when it was said.
    At(Point),
    /// So many milliseconds before now.
    Ago(i64),
}

/// A point in a topic that stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// The beginning of the log.
    Earliest,
    /// The end of the log.
    Latest,
    /// An offset, in every partition.
    Offset(i64),
    /// The first record with this timestamp or a later one, in milliseconds since the Unix epoch.
    Time(i64),
}

/// Why a text is no point in a topic.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// It has none of the forms.
    #[error(
        "{0:?} is no point in a topic: write a date (2026-10-01), a time (2026-10-01T06:00:00+07:00), a time ago (36h, 7d), \
         earliest, latest or offset:N"
    )]
    Form(String),
    /// A time without its offset from UTC.
    #[error("{0:?} does not say in which time zone: end it with Z (UTC) or an offset such as +07:00")]
    Zone(String),
}

/// Units of a time ago, in milliseconds.
const UNITS: [(&str, i64); 7] = [
    ("s", 1_000),
    ("m", 60_000),
    ("min", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("w", 7 * 86_400_000),
    ("ms", 1),
];

impl FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        let wrong = || WhenError::Form(text.to_owned());
        let said = text.trim();
        match said.to_ascii_lowercase().as_str() {
            "earliest" => return Ok(When::At(Point::Earliest)),
            "latest" | "now" => return Ok(When::At(Point::Latest)),
            _ => {}
        }
        if let Some(offset) = said.strip_prefix("offset:") {
            let offset: u64 = offset.trim().parse().map_err(|_| wrong())?;
            return i64::try_from(offset)
                .map(|offset| When::At(Point::Offset(offset)))
                .map_err(|_| wrong());
        }
        if let Some(ms) = ago(said) {
            return Ok(When::Ago(ms));
        }
        if let Ok(time) = said.parse::<Timestamp>() {
            return Ok(When::At(Point::Time(time.as_millisecond())));
        }
        // A date alone; of a date with a time the parser would take the date.
        let is_date = said.len() == 10 || !said.contains([':', 'T', 't', ' ']);
        match said.parse::<Date>() {
            Ok(date) if is_date => {
                let start = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).map_err(|_| wrong())?;
                Ok(When::At(Point::Time(start.as_millisecond())))
            }
            Ok(_) => Err(WhenError::Zone(text.to_owned())),
            Err(_) => Err(wrong()),
        }
    }
}

/// `36h`, `7 d`, `15m ago` in milliseconds.
fn ago(said: &str) -> Option<i64> {
    let said = said.strip_suffix("ago").unwrap_or(said).trim_end();
    let digits = said.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = said.split_at(digits);
    let unit = unit.trim_start().to_ascii_lowercase();
    let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
    number.parse::<i64>().ok()?.checked_mul(*factor)
}

impl When {
    /// The point that is meant now, where now is in milliseconds since the Unix epoch.
    pub fn fixed(self, now: i64) -> Point {
        match self {
            When::At(point) => point,
            When::Ago(ms) => Point::Time(now.saturating_sub(ms)),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::At(point) => point.fmt(f),
            When::Ago(ms) => {
                let unit = |(_, factor): &&(&str, i64)| *ms >= *factor && ms % factor == 0;
                match UNITS.iter().filter(unit).max_by_key(|(_, factor)| *factor) {
                    Some((name, factor)) => write!(f, "{}{name} ago", ms / factor),
                    None => write!(f, "{ms}ms ago"),
                }
            }
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Point::Earliest => f.write_str("earliest"),
            Point::Latest => f.write_str("latest"),
            Point::Offset(offset) => write!(f, "offset:{offset}"),
            Point::Time(ms) => match Timestamp::from_millisecond(*ms) {
                Ok(time) => time.fmt(f),
                Err(_) => write!(f, "{ms} ms since 1970"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_its_meaning() {
        let day = 86_400_000;
        for (text, expected) in [
            ("earliest", When::At(Point::Earliest)),
            ("Latest", When::At(Point::Latest)),
            ("offset:0", When::At(Point::Offset(0))),
            ("offset: 4711", When::At(Point::Offset(4711))),
            ("1970-01-02", When::At(Point::Time(day))),
            ("1970-01-01T00:00:01Z", When::At(Point::Time(1_000))),
            ("1970-01-01T07:00:00+07:00", When::At(Point::Time(0))),
            ("1970-01-01 07:00:00.5+07:00", When::At(Point::Time(500))),
            ("90s", When::Ago(90_000)),
            ("15 m", When::Ago(900_000)),
            ("36h ago", When::Ago(36 * 3_600_000)),
            ("7d", When::Ago(7 * day)),
            ("2w", When::Ago(14 * day)),
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
            let shown = expected.to_string();
            assert_eq!(shown.parse(), Ok(expected), "{text} is shown as {shown}");
        }
        assert_eq!(When::Ago(1_000).fixed(5_000), Point::Time(4_000));
    }

    #[test]
    fn what_is_no_point_is_told() {
        for text in [
            "",
            "yesterday",
            "offset:-1",
            "offset:x",
            "7",
            "7y",
            "2026-13-01",
            "-1d",
            "99999999999999999d",
        ] {
            assert_eq!(text.parse::<When>(), Err(WhenError::Form(text.to_owned())), "{text}");
        }
        for text in ["2026-10-01T06:00:00", "2026-10-01 06:00"] {
            assert_eq!(text.parse::<When>(), Err(WhenError::Zone(text.to_owned())), "{text}");
        }
    }
}
