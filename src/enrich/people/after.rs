//! [`after`]: the role that stands after a name.
//!
//! An apposition ("Lê Nam, giám đốc Công ty Gỗ Nam Á, cho biết", "Lê Nam (giám đốc …)", "Lê Nam - giám đốc … - nói") or a
//! statement ("Lê Nam hiện là giám đốc …", "Lê Nam giữ chức giám đốc …"). It must begin with a head, and runs on over
//! names and the words of a noun phrase up to a verb, another person, or the sign that closes it. A comma is passed where
//! another head follows, or a place or organisation.

use std::ops::Range;
use std::sync::LazyLock;

use super::phrase::{Surroundings, Within};
use super::syllable::{Token, keys};
use super::titles::Class;

/// So many words are looked at.
const FARTHEST: usize = 48;
/// So many words in a row may stand outside names.
const LOOSE: usize = 14;

/// What may not be the last word of a role.
static DANGLING: LazyLock<Vec<u64>> =
    LazyLock::new(|| keys("của và tại ở về cho từ thuộc trong kiêm là người với sau gồm cùng vị một").collect());

static CUA: LazyLock<u64> = LazyLock::new(|| keys("của").next().unwrap_or_default());

/// The role after the mention with the number `number`.
pub fn after(around: &Surroundings<'_>, number: usize) -> Option<Range<usize>> {
    let name = around.mentions.get(number)?;
    let text = around.text;
    let mut at = name.span.end;
    let mut token = Token::after(text, at)?;
    // "(48 tuổi)", or the role itself.
    if token.sign == Some('(') {
        if let Some(role) = bracketed(around, number, &token) {
            return Some(role);
        }
        at = closed(text, token.end)?;
        token = Token::after(text, at)?;
    }
    let opened = match token.sign {
        Some(',' | '-' | '–' | '—') => {
            at = token.end;
            token.sign
        }
        Some(_) => return None,
        None => None,
    };
    let mut start = Token::after(text, at)?;
    if let Some(age) = age(text, &start, opened) {
        start = age;
    }
    let mut announced = opened.is_some();
    for _ in 0..3 {
        let Some((end, class)) = around.phrase(&start, text.len()) else {
            break;
        };
        if !class.is(Class::OPENING) || class.is(Class::HEAD) {
            break;
        }
        announced = true;
        start = Token::after(text, end)?;
    }
    announced.then(|| run(around, number, start, opened)).flatten()
}

/// The word after "48 tuổi," within an apposition.
fn age(text: &str, token: &Token, opened: Option<char>) -> Option<Token> {
    opened?;
    let tuoi = Token::after(text, token.end)?;
    let comma = Token::after(text, tuoi.end)?;
    let is_age = token.is_capital && keys("tuổi").next() == Some(tuoi.key) && comma.sign == Some(',');
    is_age.then(|| Token::after(text, comma.end)).flatten()
}

/// A role within the parenthesis that opens here: "(48 tuổi, nhân viên công ty)".
fn bracketed(around: &Surroundings<'_>, number: usize, open: &Token) -> Option<Range<usize>> {
    let text = around.text;
    let mut start = Token::after(text, open.end)?;
    for _ in 0..24 {
        if let Some(role) = run(around, number, start, Some('(')) {
            return Some(role);
        }
        // On to the next part.
        loop {
            let token = start;
            start = Token::after(text, token.end)?;
            match token.sign {
                Some(')' | '\n') => return None,
                Some(',' | ';' | '-' | '–') => break,
                _ => {}
            }
        }
    }
    None
}

/// Where the parenthesis ends whose content begins at `at`.
fn closed(text: &str, mut at: usize) -> Option<usize> {
    for _ in 0..24 {
        let token = Token::after(text, at)?;
        at = token.end;
        match token.sign {
            Some(')') => return Some(at),
            Some('\n') => return None,
            _ => {}
        }
    }
    None
}

/// The role that begins at `start`, if one does.
fn run(around: &Surroundings<'_>, number: usize, start: Token, opened: Option<char>) -> Option<Range<usize>> {
    let text = around.text;
    let mut at = head(around, number, &start)?;
    let mut end = at;
    let mut loose = 0;
    let mut last = None;
    // The end of what stood before the last comma.
    let mut whole = None;
    for _ in 0..FARTHEST {
        let Some(token) = Token::after(text, at) else { break };
        match around.within(&token, number + 1) {
            Within::Person if last == Some(*CUA) => {}
            // "A, giám đốc B": what stands here is said of the other.
            Within::Person => {
                end = whole?;
                break;
            }
            Within::Name => {
                loose = 0;
                (at, end) = (token.end, token.end);
                last = Some(token.key);
                continue;
            }
            Within::Nothing => {}
        }
        if let Some(sign) = token.sign {
            match sign {
                ',' => {
                    let Some(next) = Token::after(text, token.end) else {
                        break;
                    };
                    if let Some(next_end) = head(around, number, &next) {
                        whole = Some(end);
                        (at, end, loose) = (next_end, next_end, 0);
                        last = None;
                        continue;
                    }
                    let Some(next) = place(around, number, next) else { break };
                    whole = Some(end);
                    at = next;
                    continue;
                }
                '(' if opened != Some('(') => {
                    let Some(close) = aside(around, number, &token) else {
                        break;
                    };
                    (at, end) = (close, close);
                    continue;
                }
                '&' | '/' => {
                    at = token.end;
                    continue;
                }
                _ => break,
            }
        }
        if let Some((phrase_end, class)) = around.phrase(&token, text.len()) {
            if class.is(Class::STOP) && !class.is(Class::HEAD | Class::PART) {
                break;
            }
            // "trợ lý của ông Nam", "của Tổng thống Nam"
            let is_of = last == Some(*CUA) && class.is(Class::HEAD | Class::RANK | Class::HONORIFIC);
            if is_of || class.is(Class::PART | Class::HEAD | Class::RANK) {
                loose += 1;
                (at, end, last) = (phrase_end, phrase_end, is_of.then_some(*CUA));
                continue;
            }
        }
        loose += 1;
        if loose > LOOSE {
            return None;
        }
        at = token.end;
        last = Some(token.key);
        end = token.end;
    }
    // Words that join what did not come.
    while let Some(token) = Token::before(text, end).filter(|token| token.start > start.start) {
        if token.is_word() && !DANGLING.contains(&token.key) {
            break;
        }
        if token.sign == Some(')') {
            break;
        }
        end = token.start;
    }
    (end > start.start).then_some(start.start..end)
}

/// Where the head ends that begins at `token`, after modifiers.
fn head(around: &Surroundings<'_>, number: usize, token: &Token) -> Option<usize> {
    let mut token = *token;
    for _ in 0..3 {
        if !token.is_word() || around.within(&token, number + 1) != Within::Nothing {
            return None;
        }
        let (end, class) = around.phrase(&token, around.text.len())?;
        if class.is(Class::HEAD | Class::RANK | Class::WEAK) {
            return Some(end);
        }
        if !class.is(Class::MODIFIER) {
            return None;
        }
        token = Token::after(around.text, end)?;
    }
    None
}

/// The beginning of a place or organisation after a comma, at most two words on: "phường Định Yên".
fn place(around: &Surroundings<'_>, number: usize, mut token: Token) -> Option<usize> {
    for _ in 0..3 {
        match around.within(&token, number + 1) {
            Within::Name => return Some(token.start),
            Within::Person => return None,
            Within::Nothing => {}
        }
        if !token.is_word() {
            return None;
        }
        let stops = around.phrase(&token, around.text.len());
        if stops.is_some_and(|(_, class)| class.is(Class::STOP)) {
            return None;
        }
        token = Token::after(around.text, token.end)?;
    }
    None
}

/// Where a parenthesis ends that explains the word before it: "(FIFA)", "(Pháp)".
fn aside(around: &Surroundings<'_>, number: usize, open: &Token) -> Option<usize> {
    let mut at = open.end;
    for words in 0..6 {
        let token = Token::after(around.text, at)?;
        at = token.end;
        match token.sign {
            Some(')') => return (words > 0).then_some(at),
            Some(',' | '.') => {}
            Some(_) => return None,
            None => {
                let is_name = around.within(&token, number + 1) == Within::Name;
                if !(is_name || token.is_capital) {
                    return None;
                }
            }
        }
    }
    None
}
