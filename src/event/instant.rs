//! Instants as text: RFC 3339, written by hand, because every event needs several of them.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::article::Moment;

/// How UTC is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utc {
    /// `Z`, in headers.
    Z,
    /// `+00:00`, in the event, where every time has a numeric offset.
    Numeric,
}

/// Milliseconds since the Unix epoch as RFC 3339 in UTC, with milliseconds where there are any; `None` outside the
/// years 0 to 9999, which RFC 3339 cannot write.
pub fn from_epoch_ms(ms: i64, utc: Utc) -> Option<String> {
    let days = ms.div_euclid(86_400_000);
    let in_day = ms.rem_euclid(86_400_000);
    let (year, month, day) = civil_from_days(days)?;
    let mut out = String::with_capacity(29);
    date(&mut out, year, month, day);
    let seconds = (in_day / 1000) as u32;
    time(&mut out, seconds / 3600, seconds / 60 % 60, seconds % 60);
    fraction(&mut out, (in_day % 1000) as u32 * 1_000_000);
    out.push_str(if utc == Utc::Z { "Z" } else { "+00:00" });
    Some(out)
}

/// A moment as RFC 3339 with its own offset, or `zone` where it names none; `None` before the year 0.
pub fn from_moment(moment: &Moment, zone: Offset) -> Option<String> {
    let civil: DateTime = moment.civil;
    let year = u32::try_from(civil.year()).ok()?;
    let mut out = String::with_capacity(29);
    date(&mut out, year, civil.month() as u32, civil.day() as u32);
    time(
        &mut out,
        civil.hour() as u32,
        civil.minute() as u32,
        civil.second() as u32,
    );
    fraction(&mut out, civil.subsec_nanosecond() as u32);
    let minutes = moment.offset.unwrap_or(zone).seconds() / 60;
    out.push(if minutes < 0 { '-' } else { '+' });
    two(&mut out, minutes.unsigned_abs() / 60);
    out.push(':');
    two(&mut out, minutes.unsigned_abs() % 60);
    Some(out)
}

/// Year, month, day of a day counted from 1970-01-01, proleptic Gregorian (Hinnant's `civil_from_days`).
fn civil_from_days(days: i64) -> Option<(u32, u32, u32)> {
    // 0000-01-01 to 9999-12-31
    if !(-719_528..=2_932_896).contains(&days) {
        return None;
    }
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some((u32::try_from(year).ok()?, month as u32, day as u32))
}

fn date(out: &mut String, year: u32, month: u32, day: u32) {
    two(out, year / 100);
    two(out, year % 100);
    out.push('-');
    two(out, month);
    out.push('-');
    two(out, day);
    out.push('T');
}

fn time(out: &mut String, hour: u32, minute: u32, second: u32) {
    two(out, hour);
    out.push(':');
    two(out, minute);
    out.push(':');
    two(out, second);
}

/// Fraction of a second, in as many groups of three digits as it needs.
fn fraction(out: &mut String, nanoseconds: u32) {
    if nanoseconds == 0 {
        return;
    }
    out.push('.');
    let mut rest = nanoseconds;
    let mut unit = 100_000_000;
    let mut digits = 0;
    while rest > 0 || digits % 3 != 0 {
        out.push((b'0' + (rest / unit) as u8) as char);
        rest %= unit;
        unit = (unit / 10).max(1);
        digits += 1;
    }
}

fn two(out: &mut String, number: u32) {
    out.push((b'0' + (number / 10 % 10) as u8) as char);
    out.push((b'0' + (number % 10) as u8) as char);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_take_the_zone_where_they_name_none() {
        let hanoi = Offset::constant(7);
        for (civil, offset, expected) in [
            ("2019-02-20T07:45:00", None, "2019-02-20T07:45:00+07:00"),
            ("2019-02-20T07:45:00.12", None, "2019-02-20T07:45:00.120+07:00"),
            (
                "2019-02-20T07:45:00.1234",
                Some(Offset::UTC),
                "2019-02-20T07:45:00.123400+00:00",
            ),
            (
                "0987-01-02T00:00:00",
                Some(Offset::constant(-5)),
                "0987-01-02T00:00:00-05:00",
            ),
        ] {
            let moment = Moment {
                civil: civil.parse().unwrap(),
                offset,
                has_time: true,
            };
            assert_eq!(from_moment(&moment, hanoi).as_deref(), Some(expected));
        }
        let half = Offset::from_seconds(-19_800).unwrap();
        let moment = Moment {
            civil: "2019-02-20T07:45:00".parse().unwrap(),
            offset: None,
            has_time: true,
        };
        assert_eq!(from_moment(&moment, half).unwrap(), "2019-02-20T07:45:00-05:30");
    }

    #[test]
    fn epochs_are_written() {
        for (ms, expected) in [
            (0, Some("1970-01-01T00:00:00Z")),
            (1_568_617_380_000, Some("2019-09-16T07:03:00Z")),
            (-1, Some("1969-12-31T23:59:59.999Z")),
            (253_402_300_799_999, Some("9999-12-31T23:59:59.999Z")),
            (253_402_300_800_000, None),
            (i64::MIN, None),
            (i64::MAX, None),
        ] {
            assert_eq!(from_epoch_ms(ms, Utc::Z).as_deref(), expected, "{ms}");
        }
    }

    proptest! {
        #[test]
        fn epochs_are_those_of_jiff(ms in -62_000_000_000_000i64..253_000_000_000_000) {
            let text = from_epoch_ms(ms, Utc::Numeric).unwrap();
            let back: jiff::Timestamp = text.parse().unwrap();
            prop_assert_eq!(back.as_millisecond(), ms);
        }
    }
}
