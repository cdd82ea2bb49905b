//! Dates and times as newspapers, crawlers and protocols write them.
//!
//! One small grammar over tokens (numbers, words, marks) serves the page's clock, the publication line, bylines that
//! end in a time, and the claims of envelopes. The day stands before the month, unless that cannot be, or a time to
//! twelve or an American zone beside it says otherwise. The words of all languages are known at once ([`super::calendar`]).

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::Moment;
use super::calendar::{AGO_AFTER, AGO_BEFORE, TODAY, UPDATED, YESTERDAY, Zone};
use super::date_grammar::{Day, Scan, digit, tokens};
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
    /// The time of the last change, where the line gives it beside another.
    pub modified: Option<When>,
    /// Byte range of the line that the date takes, with weekday and zone.
    pub start: usize,
    /// End of that range.
    pub end: usize,
    /// How many words of the line belong to no date.
    pub foreign_words: usize,
}

impl Found {
    /// Whether the time of day is given with it.
    pub fn has_time(&self) -> bool {
        matches!(self.when, When::Absolute(moment) if moment.has_time)
    }
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
    claim_in(text, base, None)
}

/// The same where the language is known, as a BCP 47 tag: in American English the month stands before the day.
pub fn claim_in(text: &str, base: Option<Moment>, language: Option<&str>) -> Option<Moment> {
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
    if let Some(moment) = basic(text) {
        return Some(moment);
    }
    // Nobody writes a date in more.
    if text.len() > 120 {
        return None;
    }
    if !has_digit(text) {
        return None;
    }
    let lower = lower(text);
    let month_first = language.is_some_and(|l| l.eq_ignore_ascii_case("en-us") || l.eq_ignore_ascii_case("en_us"));
    find_lower(&lower, month_first)?.when.resolve(base)
}

/// ISO 8601 in its basic format, as GDELT, NITF and iCalendar write it: `20190220T074500Z`, `20190220T0745+0700`.
fn basic(text: &str) -> Option<Moment> {
    let (day, rest) = text.split_once(['T', 't'])?;
    let end = rest.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
    let (time, zone) = rest.split_at_checked(end)?;
    if day.len() != 8 || !day.bytes().all(|b| b.is_ascii_digit()) || !matches!(time.len(), 4 | 6) {
        return None;
    }
    let mut moment = number(&format!("{day}{time:0<6}"))?;
    moment.offset = match zone.as_bytes() {
        [] => None,
        [b'Z' | b'z'] => Some(Offset::UTC),
        [sign @ (b'+' | b'-'), digits @ ..] => {
            let digits: String = digits.iter().filter(|b| **b != b':').map(|b| char::from(*b)).collect();
            let (hours, minutes) = digits.split_at_checked(2)?;
            let seconds = hours.parse::<i32>().ok()? * 3_600 + format!("{minutes:0<2}").parse::<i32>().ok()? * 60;
            Some(Offset::from_seconds(if *sign == b'-' { -seconds } else { seconds }).ok()?)
        }
        _ => return None,
    };
    Some(moment)
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
    if !has_digit(line) {
        return None;
    }
    let lower = lower(line);
    find_lower(if lower.len() == line.len() { &lower } else { line }, false)
}

/// Whether a line holds a digit of any script that papers write dates in.
fn has_digit(line: &str) -> bool {
    line.bytes().any(|b| b.is_ascii_digit())
        // Arabic, Persian, Devanagari to Thai, full width.
        || line.bytes().any(|b| matches!(b, 0xd9 | 0xdb | 0xe0 | 0xef)) && line.chars().any(|c| digit(c).is_some())
}

/// A date, a time and a zone that belong together.
#[derive(Clone, Copy, Default)]
struct Parts {
    day: Option<Day>,
    time: Option<(i8, i8, i8)>,
    halved: bool,
    american: Option<Zone>,
    offset: Option<Offset>,
}

impl Parts {
    fn civil_day(&self) -> Option<Date> {
        let (year, month, day) = self.day?.date;
        Date::new(year, month, day).ok()
    }

    fn moment(&self, month_first: bool) -> Option<Moment> {
        let day = self.day?;
        let (year, mut month, mut date) = day.date;
        // "3/7/2026 8:52 PM" is as American clocks print it; with leading zeros it is as others do.
        let swapped = day
            .either_way
            .is_some_and(|bare| month_first || self.american.is_some() || (self.halved && bare));
        if swapped {
            std::mem::swap(&mut month, &mut date);
        }
        let (hour, minute, second) = self.time.unwrap_or_default();
        let civil = DateTime::new(year, month, date, hour, minute, second, 0).ok()?;
        // "ET" is summer or winter time by the day.
        let american = self.american.and_then(|zone| zone.offset(Some(civil.date())));
        Some(Moment {
            civil,
            offset: american.or(self.offset),
            has_time: self.time.is_some(),
        })
    }
}

/// The same for a line that is in lower case.
fn find_lower(line: &str, month_first: bool) -> Option<Found> {
    let tokens = tokens(line);
    let scan = Scan { tokens: &tokens };
    let mut parts = Parts::default();
    // What follows a word for the last change behind a first date.
    let mut second = Parts::default();
    let (mut ago, mut day) = (None, None);
    let (mut weekday, mut updated, mut changed, mut foreign) = (false, false, false, 0);
    let mut span: Option<(usize, usize)> = None;
    let mut at = 0;
    while at < tokens.len() {
        let begin = at;
        let dated = parts.day.is_some();
        let into = if changed { &mut second } else { &mut parts };
        if into.day.is_none()
            && let Some(found) = scan.date(at)
        {
            into.day = Some(found);
            at = found.next;
            // ISO 8601's T.
            at += usize::from(scan.is_word(at, &["t"]) && scan.adjacent(at));
        } else if ago.is_none()
            && !dated
            && let Some((seconds, next)) = scan.ago(at)
        {
            ago = Some(seconds);
            at = next;
        } else if into.time.is_none()
            && let Some(clock) = scan.time(at, dated)
        {
            into.time = Some(clock.time);
            into.halved = clock.halved;
            at = clock.next;
            if let Some((value, american, next)) = scan.zone(at, true, into.civil_day()) {
                (into.offset, into.american) = (Some(value), american);
                at = next;
            }
        } else if (into.day.is_some() || into.time.is_some())
            && into.offset.is_none()
            && let Some((value, american, next)) = scan
                .zone(at, false, into.civil_day())
                .filter(|_| scan.mark(at) == Some('(') || scan.word(at).is_some())
        {
            (into.offset, into.american) = (Some(value), american);
            at = next;
        } else if let Some(next) = scan.weekday(at) {
            weekday = true;
            at = next;
        } else if day.is_none() && scan.is_word(at, &["hôm"]) && scan.is_word(at + 1, &["nay", "qua"]) {
            day = Some(i64::from(scan.is_word(at + 1, &["qua"])));
            at += 2;
        } else if day.is_none() && scan.meaning(at).is(TODAY | YESTERDAY) {
            day = Some(i64::from(scan.meaning(at).is(YESTERDAY)));
            at += 1;
        } else if let Some(next) = (span.is_some() || foreign == 0).then(|| scan.length(at)).flatten() {
            at = next;
            continue;
        } else if (changed || ends_in_change(&scan))
            && second.day.is_none()
            && let (Some(first), Some((month, date, next))) = (parts.day, scan.month_and_day(at))
        {
            // "(3月8日 9時更新)": the year is that of the first date.
            let small = |v: u32| i8::try_from(v).unwrap_or(0);
            second.day = Some(Day {
                date: (first.date.0, small(month), small(date)),
                either_way: None,
                next,
            });
            changed = true;
            at = next;
        } else {
            let says = scan.meaning(at);
            if (scan.is_word(at, &["cập"]) && scan.is_word(at + 1, &["nhật"])) || says.is(UPDATED) {
                if parts.day.is_some() {
                    changed = true;
                } else {
                    updated = true;
                }
            }
            let word = scan.word(at).is_some() || scan.number(at).is_some();
            if word && !scan.is_furniture(at) && !says.is(UPDATED | AGO_BEFORE | AGO_AFTER) {
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
    let when = match (parts.moment(month_first), ago, day) {
        (Some(moment), _, _) => When::Absolute(moment),
        _ if parts.day.is_some() => return None,
        (None, Some(seconds), _) => When::Ago(seconds),
        (None, None, Some(back)) => When::Day { back, time: parts.time },
        (None, None, None) => return None,
    };
    // "2025/01/14 更新": the word stands behind the only date.
    let alone = changed && second.day.is_none() && second.time.is_none();
    if second.day.is_none() && second.time.is_some() {
        second.day = parts.day;
    }
    second.offset = second.offset.or(parts.offset);
    Some(Found {
        when,
        weekday,
        updated: updated || alone && ago.is_none() && ends_in_change(&scan),
        modified: second.moment(month_first).map(When::Absolute),
        start,
        end,
        foreign_words: foreign,
    })
}

/// Whether a line's last words say that it was changed.
fn ends_in_change(scan: &Scan<'_, '_>) -> bool {
    let last = scan.tokens.len();
    (last.saturating_sub(3)..last).any(|at| scan.meaning(at).is(UPDATED))
}

/// Lines with a date that are longer say more than a date.
const LONGEST_LINE: usize = 120;

/// The date of a line that holds hardly anything else: a clock, a publication line.
///
/// The line is in lower case; its span counts in that.
pub fn of_line(lower: &str) -> Option<Found> {
    if lower.len() > LONGEST_LINE || !has_digit(lower) {
        return None;
    }
    find_lower(lower, false).filter(|found| found.foreign_words <= 2)
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
        // Machines.
        case("20190220T074500Z", "2019-02-20T07:45:00+00");
        case("20190220T0745+0700", "2019-02-20T07:45:00+07");
        case("20190220T074500-05:30", "2019-02-20T07:45:00-05:30");
        case("20190220T074500", "2019-02-20T07:45:00");
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
    fn dates_of_every_language_are_read() {
        let case = |text: &str, want: &str| {
            assert_eq!(claim(text, None).map(shown).as_deref().unwrap_or("-"), want, "{text:?}");
        };
        // Europe.
        case("Samstag, 7. März 2026, 08.52 Uhr MEZ", "2026-03-07T08:52:00+01");
        case("Sa. 7.3.26 um 8 Uhr", "2026-03-07T08:00:00");
        case("Publié le samedi 7 mars 2026 à 8h52", "2026-03-07T08:52:00");
        case("le 1er août 2025 à 18 h 05", "2025-08-01T18:05:00");
        case("7 MAR 2026 - 08:52CET", "2026-03-07T08:52:00+01");
        case("7 de março de 2026 às 8h52", "2026-03-07T08:52:00");
        case("sabato 7 marzo 2026, ore 8.52", "2026-03-07T08:52:00");
        case("7 maart 2026 om 08.52 uur", "2026-03-07T08:52:00");
        case("lørdag 7. mars 2026 kl. 08.52", "2026-03-07T08:52:00");
        case("Uppdaterad 7 maj 2026 kl 08.52", "2026-05-07T08:52:00");
        case("7. maaliskuuta 2026 klo 8.52", "2026-03-07T08:52:00");
        case("7 marca 2026, godz. 8:52", "2026-03-07T08:52:00");
        case("7. března 2026 8:52", "2026-03-07T08:52:00");
        case("2026. március 7. 8:52", "2026-03-07T08:52:00");
        case("7 martie 2026, ora 8:52", "2026-03-07T08:52:00");
        case("7 марта 2026 г., 8:52 МСК", "2026-03-07T08:52:00+03");
        case("7 березня 2026 року, 08:52", "2026-03-07T08:52:00");
        case("7 Μαρτίου 2026, 08:52 π.μ.", "2026-03-07T08:52:00");
        case("7 Mart 2026 08:52 TSİ", "2026-03-07T08:52:00");
        case("16. apríl 2025", "2025-04-16");
        // Asia and Africa.
        case("Sabtu, 7 Maret 2026 pukul 08.52 WIB", "2026-03-07T08:52:00+07");
        case("7 มีนาคม พ.ศ. 2569 เวลา 08.52 น.", "2026-03-07T08:52:00");
        case("7 มี.ค. 2569 08:52 น.", "2026-03-07T08:52:00");
        case("๗ มีนาคม ๒๕๖๙", "2026-03-07");
        case("2026年3月7日 8時52分", "2026-03-07T08:52:00");
        case("２０２６年３月７日（土）午後８時５２分", "2026-03-07T20:52:00");
        case("令和8年3月7日", "2026-03-07");
        case("2026년 3월 7일 오후 8:52", "2026-03-07T20:52:00");
        case("입력 2026.03.07. 오전 8:52", "2026-03-07T08:52:00");
        case("2026年3月7日 下午8:52", "2026-03-07T20:52:00");
        case("民國115年3月7日", "2026-03-07");
        case("٧ مارس ٢٠٢٦، ٨:٥٢ مساءً", "2026-03-07T20:52:00");
        case("السبت 7 آذار 2026", "2026-03-07");
        case("7 كانون الثاني 2026", "2026-01-07");
        case("7 במרץ 2026, 08:52", "2026-03-07T08:52:00");
        case("०७ मार्च २०२६", "2026-03-07");
        case("Apr 16, 2026, 14:04 IST", "2026-04-16T14:04:00+05:30");
        // American clocks.
        case("3/7/2026 8:52 PM", "2026-03-07T20:52:00");
        case("03/07/2026 8:52 p.m. ET", "2026-03-07T20:52:00-05");
        case("June 7, 2026 at 8 a.m. PT", "2026-06-07T08:00:00-07");
        case("3/7/2026 20:52", "2026-07-03T20:52:00");
        // What only markup kept apart.
        case("March 7, 20268:52 AM UTC", "2026-03-07T08:52:00+00");
        case("Jane Doe07.03.2026, 08:52 Uhr", "2026-03-07T08:52:00");
        // Amounts.
        case("3.50 Euro", "-");
        case("um 3.50 Euro", "-");
    }

    #[test]
    fn a_known_language_says_which_number_is_the_month() {
        let day = |language| claim_in("03/07/2026", None, language).map(shown);
        assert_eq!(day(Some("en-US")).as_deref(), Some("2026-03-07"));
        assert_eq!(day(Some("de")).as_deref(), Some("2026-07-03"));
        assert_eq!(day(None).as_deref(), Some("2026-07-03"));
    }

    #[test]
    fn the_last_change_is_told_from_the_publication() {
        let case = |text: &str, first: &str, updated: bool, modified: &str| {
            let found = find(text).unwrap();
            let moment = |when: Option<When>| when.and_then(|w| w.resolve(None)).map(shown);
            assert_eq!(moment(Some(found.when)).as_deref().unwrap_or("-"), first, "{text:?}");
            assert_eq!(found.updated, updated, "{text:?}");
            assert_eq!(moment(found.modified).as_deref().unwrap_or("-"), modified, "{text:?}");
        };
        let (first, second) = ("2026-03-07T08:52:00", "2026-03-08T09:10:00");
        case(
            "Published: 08:52, 7 March 2026 | Updated: 09:10, 8 March 2026",
            first,
            false,
            second,
        );
        case(
            "7 mar 2026 - 08:52Actualizado: 8 mar 2026 - 09:10",
            first,
            false,
            second,
        );
        case("2026年3月7日 8時52分（3月8日 9時10分更新）", first, false, second);
        case(
            "March 7, 2026 8:52 am (Updated 9:10 am)",
            first,
            false,
            "2026-03-07T09:10:00",
        );
        case("Aktualisiert am 7. März 2026, 8:52 Uhr", first, true, "-");
        case("Son Güncelleme : 07.03.2026 - 08:52", first, true, "-");
        case("2026/03/07 08:52 更新", first, true, "-");
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
        case("vor 3 Stunden", "2019-09-16T11:03:00+07");
        case("il y a 2 heures", "2019-09-16T12:03:00+07");
        case("hace 2 horas", "2019-09-16T12:03:00+07");
        case("há 2 horas", "2019-09-16T12:03:00+07");
        case("3 ore fa", "2019-09-16T11:03:00+07");
        case("3 uur geleden", "2019-09-16T11:03:00+07");
        case("för 3 timmar sedan", "2019-09-16T11:03:00+07");
        case("3 часа назад", "2019-09-16T11:03:00+07");
        case("3 saat önce", "2019-09-16T11:03:00+07");
        case("3 jam yang lalu", "2019-09-16T11:03:00+07");
        case("3時間前", "2019-09-16T11:03:00+07");
        case("3시간 전", "2019-09-16T11:03:00+07");
        case("3小时前", "2019-09-16T11:03:00+07");
        case("منذ 3 ساعات", "2019-09-16T11:03:00+07");
        case("Heute, 08:30 Uhr", "2019-09-16T08:30:00+07");
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
