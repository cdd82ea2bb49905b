//! Dates and times as newspapers, crawlers and protocols write them.
//!
//! One small grammar over tokens (numbers, words, marks) serves the page's clock, the publication line, bylines that
//! end in a time, and the claims of envelopes. The day stands before the month, always, unless that cannot be.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::Moment;
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

#[derive(Clone, Copy, Debug)]
enum Kind<'a> {
    Number { value: u32, digits: usize },
    Word(&'a str),
    Mark(char),
}

#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    kind: Kind<'a>,
    start: usize,
    end: usize,
}

/// Cuts a line into tokens; at most a hundred, which no date line has.
fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(24);
    let mut chars = line.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        if out.len() == 100 {
            break;
        }
        let mut end = start + c.len_utf8();
        let same = |other: char| {
            if c.is_ascii_digit() {
                other.is_ascii_digit()
            } else {
                other.is_alphabetic() || is_combining(other)
            }
        };
        if c.is_ascii_digit() || c.is_alphabetic() {
            while let Some((at, next)) = chars.next_if(|(_, next)| same(*next)) {
                end = at + next.len_utf8();
            }
        }
        let text = &line[start..end];
        let kind = if c.is_ascii_digit() {
            Kind::Number {
                value: text.parse().unwrap_or(u32::MAX),
                digits: text.len(),
            }
        } else if c.is_alphabetic() {
            Kind::Word(text)
        } else {
            Kind::Mark(c)
        };
        out.push(Token { kind, start, end });
    }
    out
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

struct Scan<'t, 'a> {
    tokens: &'t [Token<'a>],
}

impl Scan<'_, '_> {
    fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(c) => Some(c),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|w| words.iter().any(|o| same_word(w, o)))
    }

    /// No white space before the token.
    fn adjacent(&self, at: usize) -> bool {
        at > 0 && matches!((self.tokens.get(at - 1), self.tokens.get(at)), (Some(a), Some(b)) if a.end == b.start)
    }

    /// A date that begins at a token: year, month, day, and the token after it.
    fn date(&self, at: usize) -> Option<(i16, i8, i8, usize)> {
        if let Some((first, digits)) = self.number(at) {
            if let (Some(mark), Some((second, _)), Some(other), Some((third, last))) = (
                self.mark(at + 1),
                self.number(at + 2),
                self.mark(at + 3),
                self.number(at + 4),
            ) && mark == other
                && matches!(mark, '/' | '-' | '.')
            {
                if digits == 4 && last <= 2 {
                    return valid(first, second, third, at + 5);
                }
                if digits <= 2 && matches!(last, 2 | 4) {
                    let year = if last == 2 { 2000 + third } else { third };
                    return valid(year, second, first, at + 5).or_else(|| valid(year, first, second, at + 5));
                }
            }
            if digits <= 2 {
                // 21 tháng 12 năm 2025; 7 January 2025; 7. Januar 2025; 7 de enero de 2025
                let next = self.skip(at + 1, &['.'], &["st", "nd", "rd", "th", "de", "of"]);
                let (month, next) = self.month(next)?;
                let next = self.skip(next, &[',', '/', '-', '.'], &["năm", "de"]);
                let (year, _) = self.number(next).filter(|(_, d)| *d == 4)?;
                return valid(year, month, first, next + 1);
            }
            return None;
        }
        // Tháng Một 7, 2025; January 7, 2025
        let (month, next) = self.month(at)?;
        let next = self.skip(next, &['.'], &[]);
        let (day, _) = self.number(next).filter(|(_, d)| *d <= 2)?;
        let next = self.skip(next + 1, &[',', '/', '-'], &["st", "nd", "rd", "th", "năm"]);
        let (year, _) = self.number(next).filter(|(_, d)| *d == 4)?;
        valid(year, month, day, next + 1)
    }

    fn skip(&self, mut at: usize, marks: &[char], words: &[&str]) -> usize {
        while self.mark(at).is_some_and(|m| marks.contains(&m)) || self.is_word(at, words) {
            at += 1;
        }
        at
    }

    /// A month that begins at a token, by name or as "tháng" and a number, and the token after it.
    fn month(&self, at: usize) -> Option<(u32, usize)> {
        let word = self.word(at)?;
        if same_word(word, "tháng") {
            if let Some((value, _)) = self.number(at + 1) {
                return Some((value, at + 2));
            }
            let name = self.word(at + 1)?;
            // "Mười Một", "Mười Hai" before "Mười".
            if same_word(name, "mười") {
                return Some(match self.word(at + 2) {
                    Some(w) if same_word(w, "một") => (11, at + 3),
                    Some(w) if same_word(w, "hai") => (12, at + 3),
                    _ => (10, at + 2),
                });
            }
            let value = VIETNAMESE_MONTHS.iter().find(|(n, _)| same_word(name, n))?.1;
            return Some((value, at + 2));
        }
        month_by_name(word).map(|value| (value, at + 1))
    }

    /// A time of day that begins at a token: hour, minute, second, and the token after it.
    fn time(&self, at: usize) -> Option<((i8, i8, i8), usize)> {
        let (hour, digits) = self.number(at).filter(|(h, d)| *h < 24 && *d <= 2)?;
        let mut next;
        let (mut minute, mut second) = (0, 0);
        if self.mark(at + 1) == Some(':') {
            minute = self.number(at + 2).filter(|(m, d)| *m < 60 && *d <= 2)?.0;
            next = at + 3;
            if self.mark(next) == Some(':')
                && let Some((s, _)) = self.number(next + 1).filter(|(s, d)| *s < 60 && *d <= 2)
            {
                second = s;
                next += 2;
                if matches!(self.mark(next), Some('.' | ',')) && self.adjacent(next) && self.adjacent(next + 1) {
                    next += if self.number(next + 1).is_some() { 2 } else { 0 };
                }
            }
        } else if digits <= 2 && self.is_word(at + 1, &["h", "g", "giờ"]) {
            next = at + 2;
            if let Some((m, _)) = self.number(next).filter(|(m, d)| *m < 60 && *d <= 2)
                && !matches!(self.mark(next + 1), Some('/' | '-' | '.'))
                && !self.is_word(next + 1, &["tháng"])
            {
                minute = m;
                next += 1;
                if self.is_word(next, &["phút", "p"]) {
                    next += 1;
                }
            }
        } else {
            return None;
        }
        let mut hour = hour;
        if self.is_word(next, &["pm", "ch"]) {
            hour = if hour < 12 { hour + 12 } else { hour };
            next += 1;
        } else if self.is_word(next, &["am", "sa"]) {
            hour = if hour == 12 { 0 } else { hour };
            next += 1;
        }
        let small = |v: u32| i8::try_from(v).unwrap_or(0);
        Some(((small(hour), small(minute), small(second)), next))
    }

    /// A zone that begins at a token, and the token after it.
    fn zone(&self, at: usize) -> Option<(Offset, usize)> {
        let open = usize::from(matches!(self.mark(at), Some('(' | '[')));
        let mut next = at + open;
        let named = self.word(next).and_then(zone_by_name);
        if let Some(offset) = named {
            next += 1;
            let utc = offset == Offset::UTC;
            let (offset, after) = if utc { self.shift(next, true) } else { None }.unwrap_or((offset, next));
            return Some((
                offset,
                after + usize::from(open == 1 && matches!(self.mark(after), Some(')' | ']'))),
            ));
        }
        let (offset, after) = self.shift(next, false)?;
        Some((
            offset,
            after + usize::from(open == 1 && matches!(self.mark(after), Some(')' | ']'))),
        ))
    }

    /// `+07:00`, `-0500`, after GMT also `+7`.
    fn shift(&self, at: usize, after_name: bool) -> Option<(Offset, usize)> {
        let sign = match self.mark(at)? {
            '+' => 1,
            '-' | '−' | '–' => -1,
            _ => return None,
        };
        // "07:45 - 20/02/2019" is no zone.
        if sign < 0 && !self.adjacent(at + 1) {
            return None;
        }
        let (value, digits) = self.number(at + 1)?;
        let (hours, minutes, next) = match digits {
            4 => (value / 100, value % 100, at + 2),
            1 | 2 if self.mark(at + 2) == Some(':') && self.number(at + 3).is_some_and(|(m, d)| m < 60 && d == 2) => {
                (value, self.number(at + 3)?.0, at + 4)
            }
            1 | 2 if after_name || (sign > 0 && digits == 2) => (value, 0, at + 2),
            _ => return None,
        };
        if hours > 14 || minutes > 59 {
            return None;
        }
        let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
        Offset::from_seconds(sign * seconds).ok().map(|offset| (offset, next))
    }

    /// A weekday that begins at a token, and the token after it.
    fn weekday(&self, at: usize) -> Option<usize> {
        let word = self.word(at)?;
        if same_word(word, "thứ") {
            if self.number(at + 1).is_some_and(|(v, d)| d == 1 && (2..=7).contains(&v)) {
                return Some(at + 2);
            }
            return self
                .is_word(at + 1, &["hai", "ba", "tư", "năm", "sáu", "bảy", "bẩy"])
                .then_some(at + 2);
        }
        if same_word(word, "chủ") {
            return self.is_word(at + 1, &["nhật"]).then_some(at + 2);
        }
        if same_word(word, "cn") {
            return Some(at + 1);
        }
        if same_word(word, "t") && self.adjacent(at + 1) {
            return self
                .number(at + 1)
                .is_some_and(|(v, d)| d == 1 && (2..=7).contains(&v))
                .then_some(at + 2);
        }
        WEEKDAYS.iter().any(|w| same_word(word, w)).then_some(at + 1)
    }

    /// "4h trước", "50' trước", "3 hours ago": seconds, and the token after it.
    fn ago(&self, at: usize) -> Option<(i64, usize)> {
        let (value, _) = self.number(at).filter(|(v, _)| *v < 10_000)?;
        let unit = match self.tokens.get(at + 1)?.kind {
            Kind::Mark('\'' | '’' | '′') => 60,
            Kind::Word(word) => UNITS.iter().find(|(name, _)| same_word(word, name))?.1,
            _ => return None,
        };
        self.is_word(at + 2, &["trước", "ago"])
            .then_some((i64::from(value) * unit, at + 3))
    }
}

fn valid(year: u32, month: u32, day: u32, next: usize) -> Option<(i16, i8, i8, usize)> {
    if !(1900..=2199).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    Some((
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        next,
    ))
}

/// Tokens are in lower case, unless lower-casing would move them.
fn same_word(word: &str, lower: &str) -> bool {
    word == lower
}

const VIETNAMESE_MONTHS: &[(&str, u32)] = &[
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

const UNITS: &[(&str, i64)] = &[
    ("giây", 1),
    ("phút", 60),
    ("p", 60),
    ("h", 3600),
    ("g", 3600),
    ("giờ", 3600),
    ("tiếng", 3600),
    ("ngày", 86_400),
    ("tuần", 604_800),
    ("second", 1),
    ("seconds", 1),
    ("min", 60),
    ("mins", 60),
    ("minute", 60),
    ("minutes", 60),
    ("hour", 3600),
    ("hours", 3600),
    ("day", 86_400),
    ("days", 86_400),
    ("week", 604_800),
    ("weeks", 604_800),
];

/// English in full and short, German, French, Spanish, Italian, Portuguese.
const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "lunedì",
    "martedì",
    "mercoledì",
    "giovedì",
    "venerdì",
    "sabato",
    "domenica",
    "segunda",
    "terça",
    "quarta",
    "quinta",
    "sexta",
];

/// Month names of the languages above by their beginnings, which no other month shares. Sorted by nothing: a word has
/// to begin with one, and be no longer than the longest name.
const MONTHS: &[(&str, u32)] = &[
    ("jan", 1),
    ("gennaio", 1),
    ("ene", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("mar", 3),
    ("mär", 3),
    ("apr", 4),
    ("abr", 4),
    ("avr", 4),
    ("may", 5),
    ("mai", 5),
    ("mag", 5),
    ("jun", 6),
    ("juin", 6),
    ("giu", 6),
    ("jul", 7),
    ("juil", 7),
    ("lug", 7),
    ("aug", 8),
    ("aoû", 8),
    ("ago", 8),
    ("sep", 9),
    ("set", 9),
    ("oct", 10),
    ("okt", 10),
    ("ott", 10),
    ("out", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
];

fn month_by_name(word: &str) -> Option<u32> {
    // "mai" and "may" are Vietnamese words, too: only a date around them makes them months.
    if word.chars().count() > 10 {
        return None;
    }
    MONTHS
        .iter()
        .find(|(name, _)| word.starts_with(name))
        .map(|(_, value)| *value)
}

fn zone_by_name(word: &str) -> Option<Offset> {
    let hours = match word {
        "z" | "gmt" | "utc" | "wet" => 0,
        "ict" => 7,
        "cet" | "mez" | "bst" | "west" => 1,
        "cest" | "mesz" | "eet" => 2,
        "eest" | "msk" => 3,
        "est" | "cdt" => -5,
        "edt" => -4,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        "pst" => -8,
        "jst" | "kst" => 9,
        _ => return None,
    };
    Some(Offset::constant(hours))
}

/// Words that stand beside a date and say nothing else.
const FURNITURE: &[&str] = &[
    "ngày",
    "lúc",
    "vào",
    "đăng",
    "bài",
    "xuất",
    "bản",
    "giờ",
    "thời",
    "gian",
    "phát",
    "hành",
    "cập",
    "nhật",
    "mới",
    "on",
    "at",
    "published",
    "updated",
    "posted",
    "last",
    "modified",
    "date",
    "time",
    "first",
    "and",
    "uhr",
    "h",
    "am",
    "um",
    "le",
    "à",
    "el",
    "a",
    "las",
    "del",
    "the",
    "of",
    "publié",
    "publicado",
    "veröffentlicht",
    "aktualisiert",
    "stand",
    "mis",
    "jour",
    "t",
    "lần",
    "cuối",
    "sửa",
    "đổi",
    "hôm",
    "nay",
    "tạo",
    "gửi",
];

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
