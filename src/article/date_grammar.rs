//! The grammar of dates over the tokens of a line: which date, time, zone, weekday begins at a token?

use jiff::tz::Offset;

use super::calendar::{UNITS, VIETNAMESE_MONTHS, WEEKDAYS, month_by_name, zone_by_name};

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
    /// Letters.
    Word(&'a str),
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
pub fn tokens(line: &str) -> Vec<Token<'_>> {
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

/// The tokens of a line, asked what begins where.
pub struct Scan<'t, 'a> {
    /// The tokens.
    pub tokens: &'t [Token<'a>],
}

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
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|w| words.iter().any(|o| same_word(w, o)))
    }

    /// No white space before the token.
    pub fn adjacent(&self, at: usize) -> bool {
        at > 0 && matches!((self.tokens.get(at - 1), self.tokens.get(at)), (Some(a), Some(b)) if a.end == b.start)
    }

    /// A date that begins at a token: year, month, day, and the token after it.
    pub fn date(&self, at: usize) -> Option<(i16, i8, i8, usize)> {
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
    pub fn time(&self, at: usize) -> Option<((i8, i8, i8), usize)> {
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
    pub fn zone(&self, at: usize) -> Option<(Offset, usize)> {
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
    pub fn weekday(&self, at: usize) -> Option<usize> {
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
    pub fn ago(&self, at: usize) -> Option<(i64, usize)> {
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
pub fn same_word(word: &str, lower: &str) -> bool {
    word == lower
}
