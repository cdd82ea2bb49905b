//! Dates and times as newspapers, crawlers and protocols write them.
//!
//! One small grammar over tokens (numbers, words, marks) serves the page's clock, the publication line, bylines that
//! end in a time, and the claims of envelopes. The day stands before the month, always, unless that cannot be.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::Moment;
use super::calendar::FURNITURE;
use super::date_grammar::{Scan, tokens};
use super::lower::lower;

/// A date found in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// When; relative ones ("4h trước") hold only how long before the base.
    pub when: When,
    /// A weekday stands beside it.
    pub weekday: bool,
    /// A word says that it is the time of the last change ("Cập nhật").
    pub updated: bool,
    /// Byte range of the line that the date takes, with weekday and zone.
    pub start: usize,
    /// End of that range.
    pub end: usize,
    /// How many words of the line belong to no date.
    pub foreign_words: usize,
}

/// A point in time, or a distance to one that is known elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A date, perhaps with a time.
    Absolute(Moment),
    /// So many seconds before the page was fetched.
    Ago(i64),
    /// A time on the day (0) of the fetch, or the day before (1).
    Day {
        /// Days before.
        back: i64,
        /// Hour, minute, second.
        time: Option<(i8, i8, i8)>,
    },
}

impl When {
    /// The moment, where `base` is the time of the fetch, if that is known.
    pub fn resolve(self, base: Option<Moment>) -> Option<Moment> {
        match self {
            When::Absolute(moment) => Some(moment),
            When::Ago(seconds) => {
                let base = base.filter(|b| b.has_time)?;
                let civil = base.civil.checked_sub(SignedDuration::from_secs(seconds)).ok()?;
                Some(Moment { civil, ..base })
            }
            When::Day { back, time } => {
                let base = base?;
                let day = base
                    .civil
                    .date()
                    .checked_sub(SignedDuration::from_hours(24 * back))
                    .ok()?;
                let (hour, minute, second) = time.unwrap_or_default();
                let civil = DateTime::new(day.year(), day.month(), day.day(), hour, minute, second, 0).ok()?;
                Some(Moment {
                    civil,
                    offset: base.offset,
                    has_time: time.is_some(),
                })
            }
        }
    }
}

/// Reads a claim of an envelope or of a page's metadata: any written form, or an epoch in seconds to microseconds.
pub fn claim(text: &str, base: Option<Moment>) -> Option<Moment> {
    let text = text.trim();
    let whole = text.split_once('.').map_or(text, |(whole, fraction)| {
        if fraction.bytes().all(|b| b.is_ascii_digit()) {
            whole
        } else {
            text
        }
    });
    if !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) {
        return number(whole);
    }
    // Nobody writes a date in more.
    if text.len() > 120 {
        return None;
    }
    find(text)?.when.resolve(base)
}

/// An epoch, or a date without marks (`20190220`, `20190220074500`).
fn number(digits: &str) -> Option<Moment> {
    let value: i64 = digits.parse().ok()?;
    let timestamp = match digits.len() {
        8 | 14 => {
            let part = |from: usize, to: usize| digits.get(from..to).and_then(|d| d.parse::<i16>().ok());
            let small = |from, to| part(from, to).and_then(|v| i8::try_from(v).ok());
            let has_time = digits.len() == 14;
            let time = if has_time {
                (small(8, 10)?, small(10, 12)?, small(12, 14)?)
            } else {
                (0, 0, 0)
            };
            let civil = DateTime::new(part(0, 4)?, small(4, 6)?, small(6, 8)?, time.0, time.1, time.2, 0).ok()?;
            return Some(Moment {
                civil,
                offset: None,
                has_time,
            });
        }
        9 | 10 => Timestamp::from_second(value).ok()?,
        12 | 13 => Timestamp::from_millisecond(value).ok()?,
        15 | 16 => Timestamp::from_microsecond(value).ok()?,
        _ => return None,
    };
    let civil = Offset::UTC.to_datetime(timestamp);
    Some(Moment {
        civil,
        offset: Some(Offset::UTC),
        has_time: true,
    })
}

/// Finds the first date of a line, with the time, weekday and zone that belong to it.
///
/// The cost is linear in the line, of which at most a hundred tokens are looked at.
pub fn find(line: &str) -> Option<Found> {
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let lower = lower(line);
    find_lower(if lower.len() == line.len() { &lower } else { line })
}

/// The same for a line that is in lower case.
fn find_lower(line: &str) -> Option<Found> {
    let tokens = tokens(line);
    let scan = Scan { tokens: &tokens };
    let (mut date, mut time, mut offset, mut ago, mut day) = (None, None, None, None, None);
    let (mut weekday, mut updated, mut foreign) = (false, false, 0);
    let mut span: Option<(usize, usize)> = None;
    let mut at = 0;
    while at < tokens.len() {
        let begin = at;
        if date.is_none()
            && let Some((y, m, d, next)) = scan.date(at)
        {
            date = Some((y, m, d));
            at = next;
            // ISO 8601's T.
            at += usize::from(scan.is_word(at, &["t"]) && scan.adjacent(at));
        } else if ago.is_none()
            && date.is_none()
            && let Some((seconds, next)) = scan.ago(at)
        {
            ago = Some(seconds);
            at = next;
        } else if time.is_none()
            && let Some((value, next)) = scan.time(at)
        {
            time = Some(value);
            at = next;
            if let Some((value, next)) = scan.zone(at) {
                offset = Some(value);
                at = next;
            }
        } else if (date.is_some() || time.is_some())
            && offset.is_none()
            && let Some((value, next)) = scan
                .zone(at)
                .filter(|_| scan.mark(at) == Some('(') || scan.word(at).is_some())
        {
            offset = Some(value);
            at = next;
        } else if let Some(next) = scan.weekday(at) {
            weekday = true;
            at = next;
        } else if day.is_none() && scan.is_word(at, &["hôm"]) && scan.is_word(at + 1, &["nay", "qua"]) {
            day = Some(i64::from(scan.is_word(at + 1, &["qua"])));
            at += 2;
        } else if day.is_none() && scan.is_word(at, &["today", "yesterday"]) {
            day = Some(i64::from(scan.is_word(at, &["yesterday"])));
            at += 1;
        } else {
            updated |= (scan.is_word(at, &["cập"]) && scan.is_word(at + 1, &["nhật"]))
                || scan.is_word(at, &["updated", "modified", "aktualisiert"]);
            let word = scan.word(at).is_some() || scan.number(at).is_some();
            if word && !scan.is_word(at, FURNITURE) {
                foreign += 1;
            }
            at += 1;
            continue;
        }
        let (Some(first), Some(last)) = (tokens.get(begin), tokens.get(at - 1)) else {
            break;
        };
        span = Some((span.map_or(first.start, |s| s.0), last.end));
    }
    let (start, end) = span?;
    let when = match (date, ago, day) {
        (Some((year, month, day)), _, _) => {
            let (hour, minute, second) = time.unwrap_or_default();
            let civil = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
            When::Absolute(Moment {
                civil,
                offset,
                has_time: time.is_some(),
            })
        }
        (None, Some(seconds), _) => When::Ago(seconds),
        (None, None, Some(back)) => When::Day { back, time },
        (None, None, None) => return None,
    };
    Some(Found {
        when,
        weekday,
        updated,
        start,
        end,
        foreign_words: foreign,
    })
}

/// Lines with a date that are longer say more than a date.
const LONGEST_LINE: usize = 120;

/// The date of a line that holds hardly anything else: a clock, a publication line.
///
/// The line is in lower case; its span counts in that.
pub fn of_line(lower: &str) -> Option<Found> {
    if lower.len() > LONGEST_LINE || !lower.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    find_lower(lower).filter(|found| found.foreign_words <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(moment: Moment) -> String {
        let mut out = moment.civil.to_string();
        if !moment.has_time {
            out.truncate(10);
        }
        if let Some(offset) = moment.offset {
            out += &offset.to_string();
        }
        out
    }

    #[test]
    fn dates_are_read() {
        let case = |text: &str, want: &str| {
            assert_eq!(claim(text, None).map(shown).as_deref().unwrap_or("-"), want, "{text:?}");
        };
        // Newspapers.
        case("Thứ 2, 16/09/2019, 14:3 GMT+7", "2019-09-16T14:03:00+07");
        case("07:45, 20/02/2019", "2019-02-20T07:45:00");
        case("20/02/2019 07:45 (GMT+7)", "2019-02-20T07:45:00+07");
        case("Thứ Năm, 09:43, 29/05/2025", "2025-05-29T09:43:00");
        case("Thứ tư, 22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25:00+07");
        case("Thứ 2, Ngày 23.03.2015", "2015-03-23");
        case("Chủ nhật, 27/09/2026 | 08:30:00", "2026-09-27T08:30:00");
        case("Chủ Nhật, ngày 21 tháng 12 năm 2025", "2025-12-21");
        case("Cập nhật lúc 08:15 ngày 3/4/2021", "2021-04-03T08:15:00");
        case("16-09-2019 14:30", "2019-09-16T14:30:00");
        case("05/04/2020 03:07 PM", "2020-04-05T15:07:00");
        case("12/11/2020 12:05 AM", "2020-11-12T00:05:00");
        case("Tháng Một 7, 2025", "2025-01-07");
        case("Tháng Mười Hai 7, 2025", "2025-12-07");
        case("T4, 22/10/2025 - 06:00", "2025-10-22T06:00:00");
        case("CN, 5/3/2023, 7h05", "2023-03-05T07:05:00");
        case("8 giờ 30 ngày 5/3/2023", "2023-03-05T08:30:00");
        case("15:20 06/02/2017", "2017-02-06T15:20:00");
        case("07/03/2026 08:47", "2026-03-07T08:47:00");
        case("Wednesday, 03/04/2024 | 10:00 (GMT+07:00)", "2024-04-03T10:00:00+07");
        // Protocols.
        case("2019-02-20", "2019-02-20");
        case("2019-02-20T07:45:00+07:00", "2019-02-20T07:45:00+07");
        case("2026-03-07T08:52:11.000 +07:00", "2026-03-07T08:52:11+07");
        case("2026-03-07T08:52:11.123456Z", "2026-03-07T08:52:11+00");
        case("2018-12-05 16:23:58", "2018-12-05T16:23:58");
        case("Wed, 20 Feb 2019 07:45:00 +0700", "2019-02-20T07:45:00+07");
        case("Wed, 20 Feb 2019 07:45:00 GMT", "2019-02-20T07:45:00+00");
        case("2024-01-31 23:59 -0500", "2024-01-31T23:59:00-05");
        case("1550623500", "2019-02-20T00:45:00+00");
        case("1550623500.25", "2019-02-20T00:45:00+00");
        case("1550623500000", "2019-02-20T00:45:00+00");
        case("20190220", "2019-02-20");
        // Other languages.
        case("January 7, 2025 at 3:04 pm EST", "2025-01-07T15:04:00-05");
        case("7th of March 2024, 10:15", "2024-03-07T10:15:00");
        case("02/20/2019", "2019-02-20");
        case("16. Dezember 2024, 12:30 Uhr", "2024-12-16T12:30:00");
        case("le 7 août 2023 à 18h05", "2023-08-07T18:05:00");
        case("7 de enero de 2025", "2025-01-07");
        // None.
        case("", "-");
        case("None", "-");
        case("tỷ số 2-1", "-");
        case("30/02/2019", "-");
        case("1900.1234", "-");
        case("9999999999999999999999", "-");
        case("4h trước", "-");
    }

    #[test]
    fn relative_ones_need_a_base() {
        let base = claim("16/09/2019 14:03 GMT+7", None);
        let case = |text: &str, want: &str| {
            assert_eq!(claim(text, base).map(shown).as_deref().unwrap_or("-"), want, "{text:?}");
        };
        case("4h trước", "2019-09-16T10:03:00+07");
        case("50' trước", "2019-09-16T13:13:00+07");
        case("2 ngày trước", "2019-09-14T14:03:00+07");
        case("3 hours ago", "2019-09-16T11:03:00+07");
        case("Hôm nay 08:30", "2019-09-16T08:30:00+07");
        case("Hôm qua, 22:10", "2019-09-15T22:10:00+07");
    }

    #[test]
    fn what_else_stands_in_a_line_is_counted() {
        let case = |text: &str, weekday: bool, updated: bool, foreign: usize| {
            let found = find(text).unwrap();
            assert_eq!(
                (found.weekday, found.updated, found.foreign_words),
                (weekday, updated, foreign),
                "{text:?}"
            );
        };
        case("Thứ 2, 16/09/2019, 14:3 GMT+7", true, false, 0);
        case("Cập nhật lúc 08:15 ngày 3/4/2021", false, true, 0);
        case("Nguyên Minh - 07/03/2026 08:47", false, false, 2);
        case("Ngày 5/3/2023, huyện tổ chức lễ hội", false, false, 5);
    }

    proptest! {
        #[test]
        fn never_panics(text in "\\PC{0,60}") {
            let _ = claim(&text, None);
            if let Some(found) = find(&text) {
                prop_assert!(text.get(found.start..found.end).is_some());
            }
        }

        #[test]
        fn never_panics_on_what_looks_like_dates(text in "[0-9/:. -]{0,12}(thứ|T|GMT|\\+|Z|tháng|h|năm|PM|trước|'){0,2}[0-9/:. +-]{0,14}") {
            let _ = claim(&text, claim("16/09/2019 14:03 GMT+7", None));
        }
    }
}
