//! Roles in other languages of Latin script, by the simplest rules.
//!
//! A title right before a name, with what describes it before it: "former Southport Mayor John Field", "le président Jean
//! Champ". And an apposition between commas that holds a position among its first words: "John Field, chief executive of
//! Field & Sons,". Their phrases end with the head or hold it near the beginning, where Vietnamese ones begin with it, so
//! the two are looked for apart, and Vietnamese first.

use std::ops::Range;

use super::phrase::{Surroundings, Within};
use super::syllable::Token;
use super::titles::{Class, titles};

/// So many words of a title.
const LONGEST_TITLE: usize = 4;
/// So many words may describe it.
const DESCRIBING: usize = 4;
/// So many words of an apposition.
const LONGEST: usize = 14;
/// Its head is one of so many first words.
const HEAD_WITHIN: usize = 6;

/// The title before the mention with the number `number`.
pub fn title(around: &Surroundings<'_>, number: usize) -> Option<Range<usize>> {
    let end = around.mentions.get(number)?.span.start;
    let mut at = end;
    let mut start = None;
    for _ in 0..LONGEST_TITLE {
        let Some(token) = Token::before(around.text, at).filter(Token::is_word) else {
            break;
        };
        if around.within(&token, number) != Within::Nothing {
            break;
        }
        at = token.start;
        let phrase = around.phrase(&token, end);
        if phrase.is_some_and(|(phrase_end, class)| class.is(Class::BEFORE) && around.ends(phrase_end, end)) {
            start = Some(at);
        }
    }
    let mut start = start?;
    for _ in 0..DESCRIBING {
        let Some(token) = Token::before(around.text, start).filter(Token::is_word) else {
            break;
        };
        let class = titles()
            .longest([token.key])
            .map_or_else(Class::default, |(_, class)| class);
        let describes = match around.within(&token, number) {
            Within::Person => false,
            Within::Name => true,
            Within::Nothing => class.is(Class::FOREIGN_MODIFIER | Class::BEFORE),
        };
        if !describes {
            break;
        }
        start = token.start;
    }
    Some(start..end)
}

/// The apposition after the mention with the number `number`.
pub fn apposition(around: &Surroundings<'_>, number: usize) -> Option<Range<usize>> {
    let text = around.text;
    let comma = Token::after(text, around.mentions.get(number)?.span.end)?;
    if comma.sign != Some(',') {
        return None;
    }
    let first = Token::after(text, comma.end)?;
    let (mut at, mut start, mut end, mut has_head) = (first.start, first.start, first.start, false);
    for words in 0..LONGEST {
        let Some(token) = Token::after(text, at) else { break };
        at = token.end;
        match around.within(&token, number + 1) {
            Within::Person => break,
            Within::Name => {
                end = token.end;
                continue;
            }
            Within::Nothing => {}
        }
        if !token.is_word() {
            break;
        }
        let (phrase_end, class) = around.phrase(&token, text.len()).unwrap_or_default();
        if class.is(Class::FOREIGN_STOP) && !class.is(Class::ARTICLE) {
            break;
        }
        if words == 0 && class.is(Class::ARTICLE) {
            start = Token::after(text, token.end)?.start;
            continue;
        }
        if class.is(Class::AFTER) && words < HEAD_WITHIN {
            has_head = true;
            at = phrase_end;
        }
        end = at;
    }
    (has_head && end > start).then_some(start..end)
}
