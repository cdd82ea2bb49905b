//! [`roles`]: what stands before and after each mention, put together; [`best`]: which of a person's roles is published.

use std::ops::Range;

use super::after::{After, after};
use super::before::{Before, before};
use super::phrase::Surroundings;
use super::syllable::{Token, keys, tokens};
use super::titles::Class;

/// What one mention says of its person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    before: Option<Before>,
    after: Option<After>,
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
            && last.before.as_ref().is_some_and(|before| is_of_many(around, before))
            && are_listed(around, previous, number)
        {
            role.before.clone_from(&last.before);
        }
        roles.push(role);
        previous = Some(number);
    }
    roles
}

/// Whether a role before a list of names may be meant of all: it says so ("hai tiền vệ"), or it is an occupation, in
/// small letters and without the name of an organisation ("ca sĩ Lê Nam, Vũ Bắc").
fn is_of_many(around: &Surroundings<'_>, before: &Before) -> bool {
    let opens = Token::before(around.text, before.span.start).is_none_or(|token| !token.is_word());
    let is_small = |word: &Token| word.is_word() && (!word.is_capital || opens && word.start == before.span.start);
    let mut words = tokens(around.text, before.span.clone());
    let head = Token::after(around.text, before.span.start).and_then(|first| around.phrase(&first, before.span.end));
    if !before.is_plural && head.is_some_and(|(_, class)| class.is(Class::SINGLE)) {
        return false;
    }
    before.is_plural || words.by_ref().take(5).all(|word| is_small(&word)) && words.next().is_none()
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
            Some(',' | '-' | '–') => joined = true,
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
    let mut best: Option<((bool, usize), &Range<usize>)> = None;
    for (is_position, span) in roles.filter_map(said) {
        let worth = (is_position, span.len());
        if best.is_none_or(|(known, _)| worth > known) {
            best = Some((worth, span));
        }
    }
    best.map(|(_, span)| around.line(span.clone()))
        .filter(|line| !line.is_empty())
}

/// What one mention says, and whether that is a position or occupation: what stands after a name is fuller than what
/// stands before it, unless it is only said ("Bộ trưởng Lê Nam làm trưởng ban").
fn said(role: &Role) -> Option<(bool, &Range<usize>)> {
    match (&role.before, &role.after) {
        (Some(before), Some(after)) if after.is_stated && !before.is_rank => Some((true, &before.span)),
        (_, Some(after)) => Some((after.is_position, &after.span)),
        (Some(before), None) => Some((!before.is_rank, &before.span)),
        (None, None) => None,
    }
}
