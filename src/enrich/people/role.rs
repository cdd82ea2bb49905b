//! [`roles`]: what stands before and after each mention, put together; [`best`]: which of a person's roles is published.

use std::ops::Range;

use super::after::after;
use super::before::{Before, before};
use super::phrase::Surroundings;
use super::syllable::{Token, keys};

/// What one mention says of its person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    before: Option<Before>,
    after: Option<Range<usize>>,
}

/// The roles at the mentions with these numbers.
pub fn roles(around: &Surroundings<'_>, numbers: &[usize]) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::with_capacity(numbers.len());
    let mut previous: Option<usize> = None;
    for &number in numbers {
        let mut role = Role {
            before: before(around, number),
            after: after(around, number),
        };
        // "hai tiền vệ Lê Nam và Vũ Bắc": said of both.
        if role.before.is_none()
            && let (Some(last), Some(previous)) = (roles.last(), previous)
            && last.before.as_ref().is_some_and(|before| before.is_plural)
            && are_listed(around, previous, number)
        {
            role.before.clone_from(&last.before);
        }
        roles.push(role);
        previous = Some(number);
    }
    roles
}

/// Whether only a comma or "và" stands between two mentions, parentheses apart.
fn are_listed(around: &Surroundings<'_>, first: usize, second: usize) -> bool {
    let (Some(first), Some(second)) = (around.mentions.get(first), around.mentions.get(second)) else {
        return false;
    };
    let (mut at, mut depth, mut joined) = (first.span.end, 0, false);
    for _ in 0..16 {
        let Some(token) = Token::after(around.text, at) else {
            return false;
        };
        if token.start >= second.span.start {
            return joined;
        }
        at = token.end;
        match token.sign {
            Some('(') => depth += 1,
            Some(')') => depth -= 1,
            Some(',') => joined = true,
            None if depth == 0 && keys("và cùng").any(|key| key == token.key) => joined = true,
            Some('\n') => return false,
            _ if depth > 0 => {}
            _ => return false,
        }
    }
    false
}

/// The most telling of a person's roles: the longest, and no mere degree where the text gives a position.
pub fn best<'r>(around: &Surroundings<'_>, roles: impl Iterator<Item = &'r Role>) -> Option<String> {
    let mut best: Option<(bool, String)> = None;
    for role in roles {
        if let Some((is_rank, line)) = lines(around, role) {
            let is_better = best.as_ref().is_none_or(|(was_rank, longest)| {
                (!is_rank, line.chars().count()) > (!*was_rank, longest.chars().count())
            });
            if is_better && !line.is_empty() {
                best = Some((is_rank, line));
            }
        }
    }
    best.map(|(_, line)| line)
}

/// What one mention gives, as lines; whether it is a rank.
fn lines(around: &Surroundings<'_>, role: &Role) -> Option<(bool, String)> {
    match (&role.before, &role.after) {
        (_, Some(after)) => Some((false, around.line(after.clone()))),
        (Some(before), None) => Some((before.is_rank, around.line(before.span.clone()))),
        (None, None) => None,
    }
}
