//! Days told together: từ 20 đến 25-2, 1/3 - 30/4, 5-7/3, ngày 5 và 6-2.

use super::amounts::counted;
use super::lead::lead;
use super::numbers::{Form, date_at, exists};
use super::reading::{dash, number, skip, word};
use super::when::{Found, Point, When};

/// The date that another which ends at `at` runs to: "- 5/2", "đến 31/1", "đến hết ngày 28-2".
pub(super) fn until(text: &str, at: usize, words: bool) -> Option<(Point, usize)> {
    let mut next = match dash(text, at) {
        Some((next, _)) => next,
        None if words => {
            let to = word(text, at);
            if !matches!(to.as_str(), "đến" | "tới") {
                return None;
            }
            to.end
        }
        None => return None,
    };
    for _ in 0..3 {
        let word = word(text, next);
        if !matches!(
            word.as_str(),
            "hết" | "ngày" | "sáng" | "trưa" | "chiều" | "tối" | "đêm" | "hôm"
        ) {
            break;
        }
        next = word.end;
    }
    let next = skip(text, next);
    let (point, end, _) = date_at(text, next)?;
    Some((point, end))
}

/// A day whose month another day names: "5-7/3", "từ 20 đến 25-2", "ngày 5 và 6-2", "các ngày 5, 6 và 7 tháng 2".
pub(super) fn part(text: &str, at: usize, day: u16, end: usize, out: &mut Vec<Found>) -> Option<usize> {
    if !(1..=31).contains(&day) {
        return None;
    }
    // what follows can make it one: "-", "đến", "và", a comma
    let next = skip(text, end);
    let joint = match text.as_bytes().get(next) {
        Some(b',' | b'-' | 0xe2) => true,
        Some(_) => matches!(word(text, next).as_str(), "đến" | "tới" | "và" | "hoặc"),
        None => false,
    };
    if !joint {
        return None;
    }
    let before = lead(text, at);
    let listed = out
        .last()
        .is_some_and(|last| last.span.end <= at && joined(text, last.span.end, at));
    if before.never {
        return None;
    }
    // from … to
    let to = match dash(text, end) {
        Some((next, loose)) => Some((next, loose)),
        None => {
            let to = word(text, end);
            (matches!(to.as_str(), "đến" | "tới") && (before.sure || before.from)).then_some((to.end, true))
        }
    };
    if let Some((next, loose)) = to {
        let mut next = skip(text, next);
        for _ in 0..2 {
            let word = word(text, next);
            if !matches!(word.as_str(), "hết" | "ngày" | "rạng" | "sáng") {
                break;
            }
            next = skip(text, word.end);
        }
        let (last, after, form) = date_at(text, next)?;
        let plain = form == Form::Sure || before.sure || before.from || form == Form::Slash && !before.likely;
        if u16::from(last.day) > day && plain && (form != Form::Dash || loose) && !counted(word(text, after).as_str()) {
            let first = Point {
                day: day as u8,
                time: before.time,
                ..last
            };
            out.push(Found {
                span: before.start..after,
                when: When::Span(first, last),
                side: before.side,
            });
            return Some(after);
        }
        return None;
    }
    if !(before.sure || listed) {
        return None;
    }
    // a list: what ends it names the month of all
    let mut next = end;
    for _ in 0..8 {
        let joint = skip(text, next);
        let bytes = text.as_bytes();
        let join = word(text, next);
        next = match join.as_str() {
            "và" | "hoặc" => join.end,
            "" if bytes.get(joint) == Some(&b',') => joint + 1,
            _ => return None,
        };
        let name = word(text, next);
        if matches!(name.as_str(), "ngày" | "và") {
            next = name.end;
        }
        next = skip(text, next);
        if let Some((last, _, _)) = date_at(text, next) {
            let point = Point {
                day: day as u8,
                time: before.time,
                ..last
            };
            exists(day, u16::from(last.month)).then_some(())?;
            out.push(Found {
                span: before.start..end,
                when: When::Point(point),
                side: before.side,
            });
            return Some(end);
        }
        next = number(text, next)
            .filter(|&(day, length, _)| length <= 2 && day <= 31)?
            .2;
    }
    None
}

/// Whether what stands between two mentions joins them to a list.
pub(super) fn joined(text: &str, from: usize, to: usize) -> bool {
    to.checked_sub(from).is_some_and(|length| length <= 12)
        && text.get(from..to).is_some_and(|between| {
            matches!(
                between.trim(),
                "," | "và" | ", và" | ";" | "hoặc" | "hay" | "-" | "–" | "/"
            )
        })
}
