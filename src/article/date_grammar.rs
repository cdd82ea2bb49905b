//! The grammar of dates over the tokens of a line: which date, time, zone, weekday begins at a token?

use jiff::civil::Date;
use jiff::tz::Offset;

use super::calendar::{
    AGO_AFTER, AGO_BEFORE, AM, AT, CLOCK, FURNITURE, Meaning, PM, SYRIAN, THAI, VIETNAMESE_MONTHS, WEEKDAY, Zone,
    meaning, zone_by_name,
};

/// What a token is.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// A number, and how many digits it was written with.
    Number {
        /// Its value.
        value: u32,
        /// Its digits.
        digits: usize,
    },
    /// Letters, and what they can say in a date.
    Word(&'a str, Meaning),
    /// Anything else.
    Mark(char),
}

/// A piece of a line.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Cuts a line into tokens; at most a hundred, which no date line has.
///
/// Digits of every script are numbers. Han letters stand alone, since nothing separates their words.
pub fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::with_capacity(24);
    let mut chars = line.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        if out.len() >= 100 {
            break;
        }
        let mut end = start + c.len_utf8();
        if let Some(first) = digit(c) {
            let (mut value, mut digits) = (first, 1);
            while let Some((at, next)) = chars.next_if(|(_, next)| digit(*next).is_some()) {
                end = at + next.len_utf8();
                // "March 7, 20247:55": a year and an hour that only their markup kept apart.
                let glued = digits == 4 && (1900..2100).contains(&value) && {
                    let rest = line[end..].trim_start_matches(|c: char| c.is_ascii_digit());
                    let more = line.len() - end - rest.len();
                    more <= 1 && rest.starts_with([':', '.'])
                };
                if glued {
                    let kind = Kind::Number { value, digits };
                    out.push(Token { kind, start, end: at });
                    (value, digits) = (0, 0);
                }
                value = value.saturating_mul(10).saturating_add(digit(next).unwrap_or(0));
                digits += 1;
            }
            let kind = Kind::Number { value, digits };
            out.push(Token {
                kind,
                start: end - last_digits(&line[..end], digits),
                end,
            });
        } else if c.is_alphabetic() {
            if !is_han(c) {
                let letter = |other: char| other.is_alphabetic() && !is_han(other) || is_combining(other);
                while let Some((at, next)) = chars.next_if(|(_, next)| letter(*next)) {
                    end = at + next.len_utf8();
                }
            }
            let text = &line[start..end];
            let kind = Kind::Word(text, meaning(text));
            out.push(Token { kind, start, end });
        } else {
            let kind = Kind::Mark(c);
            out.push(Token { kind, start, end });
        }
    }
    out
}

/// The bytes of the last digits of a text.
fn last_digits(text: &str, digits: usize) -> usize {
    text.chars().rev().take(digits).map(char::len_utf8).sum()
}

/// The value of a digit: European, Arabic, Persian, Devanagari, Bengali, Thai, full width.
pub fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{9e6}'..='\u{9ef}' => '\u{9e6}',
        '\u{e50}'..='\u{e59}' => '\u{e50}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Marks that belong to the letter before them: accents, vowel points, the virama, tone marks.
fn is_combining(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{5b0}'..='\u{5c7}'
            | '\u{64b}'..='\u{65f}'
            | '\u{93c}'
            | '\u{94d}'
            | '\u{9bc}'
            | '\u{9cd}'
            | '\u{e31}'..='\u{e4e}'
            | '\u{200c}'
            | '\u{200d}'
    )
}

/// A day as written.
#[derive(Clone, Copy, Debug)]
pub struct Day {
    /// Year, month, day of the month.
    pub date: (i16, i8, i8),
    /// Only numbers, so that the month may have stood first; whether one of them has no leading zero where it could.
    pub either_way: Option<bool>,
    /// The token after it.
    pub next: usize,
}

/// A time of day as written.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Hour, minute, second.
    pub time: (i8, i8, i8),
    /// It counts to twelve.
    pub halved: bool,
    /// The token after it.
    pub next: usize,
}

/// The tokens of a line, asked what begins where.
pub struct Scan<'t, 'a> {
    /// The tokens.
    pub tokens: &'t [Token<'a>],
}

/// Words between a day and its month, or a month and its year.
const BETWEEN: &[&str] = &[
    "st", "nd", "rd", "th", "er", "de", "del", "of", "năm", "г", "พ", "ศ", "ค", "م", "هـ",
];

impl Scan<'_, '_> {
    pub fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    pub fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(c) => Some(c),
            _ => None,
        }
    }

    pub fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at)?.kind {
            Kind::Word(word, _) => Some(word),
            _ => None,
        }
    }

    pub fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|w| words.contains(&w))
    }

    /// What a word says; nothing for numbers and marks.
    pub fn meaning(&self, at: usize) -> Meaning {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Word(_, meaning)) => meaning,
            _ => Meaning::default(),
        }
    }

    /// No white space before the token.
    pub fn adjacent(&self, at: usize) -> bool {
        at > 0 && matches!((self.tokens.get(at - 1), self.tokens.get(at)), (Some(a), Some(b)) if a.end == b.start)
    }

    /// A date that begins at a token.
    pub fn date(&self, at: usize) -> Option<Day> {
        let Some((first, digits)) = self.number(at) else {
            // Tháng Một 7, 2025; January 7, 2025
            let (month, next) = self.month(at)?;
            let next = self.skip(next, &['.'], &[]);
            let (day, _) = self.number(next).filter(|(_, d)| *d <= 2)?;
            let next = self.skip(next + 1, &[',', '/', '-', '،'], BETWEEN);
            let (year, _) = self.number(next).filter(|(_, d)| *d == 4)?;
            return valid(year, month, day, next + 1);
        };
        self.numeric(at).or_else(|| match digits {
            1 | 2 => {
                // 令和8年3月7日
                if self.is_word(at + 1, &["年"]) {
                    let era = self.word(at.checked_sub(1)?)?;
                    let since = match era {
                        "和" => 2018,
                        "成" => 1988,
                        _ => return None,
                    };
                    return self.east(since + first, at + 1);
                }
                // 21 tháng 12 năm 2025; 7 January 2025; 7. Januar 2025; 7 de enero de 2025; 15-Oct-2024
                let next = self.skip(at + 1, &['.', '-', '/', 'º', 'ª', '°'], BETWEEN);
                let (month, next) = self.month(next)?;
                let next = self.skip(next, &[',', '/', '-', '.', '،', '\''], BETWEEN);
                let (year, _) = self.number(next).filter(|(_, d)| *d == 4)?;
                valid(year, month, first, next + 1)
            }
            4 => {
                if self.word(at + 1).is_some_and(|w| w == "年" || w == "년") {
                    return self.east(first, at + 1);
                }
                // 2026. március 7.
                let (month, next) = self.month(self.skip(at + 1, &['.', ','], &[]))?;
                let (day, _) = self.number(next).filter(|(_, d)| *d <= 2)?;
                valid(first, month, day, next + 1)
            }
            3 if self.is_word(at + 1, &["年"]) => self.east(1911 + first, at + 1),
            _ => None,
        })
    }

    /// 20/02/2019, 2019-02-20, 28. 4. 23
    fn numeric(&self, at: usize) -> Option<Day> {
        let (first, digits) = self.number(at)?;
        let (mark, (second, middle), (third, last)) = (self.mark(at + 1)?, self.number(at + 2)?, self.number(at + 4)?);
        if self.mark(at + 3) != Some(mark) || !matches!(mark, '/' | '-' | '.') {
            return None;
        }
        if digits == 4 && last <= 2 {
            return valid(first, second, third, at + 5);
        }
        if digits > 2 || !matches!(last, 2 | 4) {
            return None;
        }
        let year = if last == 2 { 2000 + third } else { third };
        let bare = (first < 10 && digits == 1) || (second < 10 && middle == 1);
        valid(year, second, first, at + 5)
            .map(|day| Day {
                either_way: (mark == '/' && first <= 12).then_some(bare),
                ..day
            })
            .or_else(|| valid(year, first, second, at + 5))
    }

    /// "年3月7日", "년 3월 7일" behind a year.
    fn east(&self, year: u32, at: usize) -> Option<Day> {
        let (month, day, next) = self.month_and_day(at + 1)?;
        valid(year, month, day, next)
    }

    /// "3月7日", "3월 7일".
    pub fn month_and_day(&self, at: usize) -> Option<(u32, u32, usize)> {
        let (month, _) = self.number(at)?;
        self.word(at + 1).filter(|w| matches!(*w, "月" | "월"))?;
        let (day, _) = self.number(at + 2)?;
        self.word(at + 3).filter(|w| w.starts_with(['日', '일', '号', '號']))?;
        Some((month, day, at + 4))
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
        if word == "tháng" {
            if let Some((value, _)) = self.number(at + 1) {
                return Some((value, at + 2));
            }
            let name = self.word(at + 1)?;
            // "Mười Một", "Mười Hai" before "Mười".
            if name == "mười" {
                return Some(match self.word(at + 2) {
                    Some("một") => (11, at + 3),
                    Some("hai") => (12, at + 3),
                    _ => (10, at + 2),
                });
            }
            let value = VIETNAMESE_MONTHS.iter().find(|(n, _)| name == *n)?.1;
            return Some((value, at + 2));
        }
        let month = self.meaning(at).month;
        if month > 0 {
            return Some((u32::from(month), at + 1));
        }
        let second = |at| self.word(at).unwrap_or("");
        if let Some((_, _, month)) = SYRIAN.iter().find(|(a, b, _)| word == *a && second(at + 1) == *b) {
            return Some((*month, at + 2));
        }
        if self.mark(at + 1) == Some('.')
            && let Some((_, _, month)) = THAI.iter().find(|(a, b, _)| word == *a && second(at + 2) == *b)
        {
            return Some((*month, at + 3));
        }
        None
    }

    /// A time of day that begins at a token. `dated`: a date has been read, so that "20.15" is a time.
    pub fn time(&self, at: usize, dated: bool) -> Option<Clock> {
        // "오후 8:52", "下午8时": which half of the day it is stands first.
        let (half, at) = match self.half_before(at) {
            Some((half, next)) => (Some(half), next),
            None => (None, at),
        };
        let (hour, _) = self.number(at).filter(|(h, d)| *h < 24 && *d <= 2)?;
        let minutes = |at: usize| self.number(at).filter(|(m, d)| *m < 60 && *d <= 2);
        let mut next;
        let (mut minute, mut second) = (0, 0);
        if self.mark(at + 1) == Some(':') {
            minute = minutes(at + 2)?.0;
            next = at + 3;
            if self.mark(next) == Some(':')
                && let Some((s, _)) = minutes(next + 1)
            {
                second = s;
                next += 2;
                if matches!(self.mark(next), Some('.' | ',')) && self.adjacent(next) && self.adjacent(next + 1) {
                    next += if self.number(next + 1).is_some() { 2 } else { 0 };
                }
            }
        } else if self.is_word(at + 1, &["h", "g", "giờ", "時", "时", "시", "点", "點", "uhr"]) {
            next = at + 2;
            if let Some((m, _)) = minutes(next)
                && !matches!(self.mark(next + 1), Some('/' | '-' | '.'))
                && !self.is_word(next + 1, &["tháng"])
                && self.meaning(next + 1).month == 0
            {
                minute = m;
                next += 1;
                if self.is_word(next, &["phút", "p", "分", "분"]) {
                    next += 1;
                }
            }
        } else if self.mark(at + 1) == Some('.')
            && self.number(at + 2).is_some_and(|(m, d)| m < 60 && d == 2)
            && self.adjacent(at + 1)
            && self.adjacent(at + 2)
            && !(self.mark(at + 3) == Some('.') && self.number(at + 4).is_some())
        {
            // "20.15 Uhr", "kl. 20.15": any two numbers with a stop between them may be an amount.
            let opened = at > 0 && self.meaning(at - 1).is(AT) || at > 1 && self.meaning(at - 2).is(AT);
            let closed = self.meaning(at + 3).is(CLOCK | AM | PM) || self.word(at + 3).and_then(zone_by_name).is_some();
            if !(dated || opened || closed) {
                return None;
            }
            minute = self.number(at + 2)?.0;
            next = at + 3;
        } else if (1..=12).contains(&hour) && (half.is_some() || self.is_half_behind(at + 1)) {
            next = at + 1;
        } else {
            return None;
        }
        let mut half = half;
        if let Some((after, end)) = self.half_after(next) {
            half = Some(after);
            next = end;
        }
        let hour = match half {
            Some(Half::After) if hour < 12 => hour + 12,
            Some(Half::Before) if hour == 12 => 0,
            _ => hour,
        };
        if self.meaning(next).is(CLOCK) {
            next += 1;
        }
        let small = |v: u32| i8::try_from(v).unwrap_or(0);
        Some(Clock {
            time: (small(hour), small(minute), small(second)),
            halved: half.is_some(),
            next,
        })
    }

    /// "8pm", "8 a.m."; but "8 am" may be German.
    fn is_half_behind(&self, at: usize) -> bool {
        self.half_after(at).is_some() && (self.adjacent(at) || self.word(at) != Some("am"))
    }

    fn half_before(&self, at: usize) -> Option<(Half, usize)> {
        let word = self.word(at)?;
        let (half, next) = match (word, self.word(at + 1)) {
            ("午", Some("前")) | ("上", Some("午")) => (Half::Before, at + 2),
            ("午", Some("後")) | ("下", Some("午")) | ("晚", Some("上")) => (Half::After, at + 2),
            ("오전", _) => (Half::Before, at + 1),
            ("오후", _) => (Half::After, at + 1),
            _ => return None,
        };
        self.number(next).map(|_| (half, next))
    }

    /// "pm", "p.m.", "p. m.", "CH", "مساءً", "μ.μ.".
    fn half_after(&self, at: usize) -> Option<(Half, usize)> {
        let said = self.meaning(at);
        if said.is(PM) {
            return Some((Half::After, at + 1));
        }
        if said.is(AM) {
            return Some((Half::Before, at + 1));
        }
        let half = match (self.word(at)?, self.word(at + 2)?) {
            ("a", "m") | ("π", "μ") => Half::Before,
            ("p", "m") | ("μ", "μ") => Half::After,
            _ => return None,
        };
        let stop = usize::from(self.mark(at + 3) == Some('.'));
        (self.mark(at + 1) == Some('.')).then_some((half, at + 3 + stop))
    }

    /// A zone that begins at a token, and the token after it; `close`: it stands directly behind a time.
    pub fn zone(&self, at: usize, close: bool, day: Option<Date>) -> Option<(Offset, Option<Zone>, usize)> {
        let open = usize::from(matches!(self.mark(at), Some('(' | '[')));
        let mut next = at + open;
        let named = self.word(next).and_then(zone_by_name);
        let closing = |after: usize| after + usize::from(open == 1 && matches!(self.mark(after), Some(')' | ']')));
        if let Some(zone) = named.filter(|zone| close || open == 1 || !zone.is_word) {
            next += 1;
            let shifted = if zone.is_utc() { self.shift(next, true) } else { None };
            let (offset, after) = match shifted {
                Some(shifted) => shifted,
                None => (zone.offset(day)?, next),
            };
            return Some((offset, zone.is_american().then_some(zone), closing(after)));
        }
        let (offset, after) = self.shift(next, false)?;
        Some((offset, None, closing(after)))
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
    pub fn weekday(&self, at: usize) -> Option<usize> {
        let word = self.word(at)?;
        if word == "thứ" {
            if self.number(at + 1).is_some_and(|(v, d)| d == 1 && (2..=7).contains(&v)) {
                return Some(at + 2);
            }
            return self
                .is_word(at + 1, &["hai", "ba", "tư", "năm", "sáu", "bảy", "bẩy"])
                .then_some(at + 2);
        }
        if word == "chủ" {
            return self.is_word(at + 1, &["nhật"]).then_some(at + 2);
        }
        if word == "cn" {
            return Some(at + 1);
        }
        if word == "t" && self.adjacent(at + 1) {
            return self
                .number(at + 1)
                .is_some_and(|(v, d)| d == 1 && (2..=7).contains(&v))
                .then_some(at + 2);
        }
        let short = word.len() <= 2 && word.is_ascii();
        let marked = matches!(self.mark(at + 1), Some('.' | ','));
        (self.meaning(at).is(WEEKDAY) && (!short || marked)).then_some(at + 1)
    }

    /// "4h trước", "50' trước", "3 hours ago", "vor 3 Stunden", "3小时前": seconds, and the token after it.
    pub fn ago(&self, at: usize) -> Option<(i64, usize)> {
        let (value, _) = self.number(at).filter(|(v, _)| *v < 10_000)?;
        let (unit, next) = self.unit(at + 1)?;
        let after = (next..next + 2).find(|i| self.meaning(*i).is(AGO_AFTER));
        let before = (at.saturating_sub(3)..at).any(|i| self.meaning(i).is(AGO_BEFORE));
        let end = after.map(|i| i + 1).or(before.then_some(next))?;
        Some((i64::from(value) * i64::from(unit), end))
    }

    /// "4 minute read", "Lesedauer: 3 Min.": a length of time, and the token after it.
    pub fn length(&self, at: usize) -> Option<usize> {
        self.number(at).filter(|(_, d)| *d <= 2)?;
        self.unit(at + 1).map(|(_, next)| next)
    }

    fn unit(&self, at: usize) -> Option<(u32, usize)> {
        if matches!(self.mark(at), Some('\'' | '’' | '′')) {
            return Some((60, at + 1));
        }
        // 小时, 个小时
        let at = if self.is_word(at, &["小", "个", "個"]) {
            at + 1
        } else {
            at
        };
        let unit = self.meaning(at).unit;
        let next = at + 1 + usize::from(self.is_word(at + 1, &["間", "间", "钟", "鐘"]));
        (unit > 0).then_some((unit, next))
    }

    /// Whether a token stands beside a date without being a word of the article.
    pub fn is_furniture(&self, at: usize) -> bool {
        self.meaning(at).is(FURNITURE | AT | CLOCK | AM | PM)
    }
}

/// A half of the day.
#[derive(Clone, Copy)]
enum Half {
    Before,
    After,
}

fn valid(year: u32, month: u32, day: u32, next: usize) -> Option<Day> {
    // Thailand counts from the Buddha: 2569 is 2026.
    let year = if (2443..=2642).contains(&year) {
        year - 543
    } else {
        year
    };
    if !(1900..=2199).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let date = (
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    Some(Day {
        date,
        either_way: None,
        next,
    })
}
