//! [`after`]: the role that stands after a name.
//!
//! An apposition ("Lê Nam, giám đốc Công ty Gỗ Nam Á, cho biết", "Lê Nam (giám đốc …)", "Lê Nam - giám đốc … - nói") or a
//! statement ("Lê Nam hiện là giám đốc …", "Lê Nam giữ chức giám đốc …"). It must begin with a head, and runs on over
//! names and the words of a noun phrase up to a verb, another person, or the sign that closes it. A comma is passed where
//! another head follows, or a place or organisation.

use std::ops::Range;
use std::sync::LazyLock;

use super::foreign;
use super::phrase::{Surroundings, Within, is_abbreviated};
use super::syllable::{Token, keys};
use super::titles::{Class, titles};

/// So many words are looked at.
const FARTHEST: usize = 48;
/// So many words in a row may stand outside names.
const LOOSE: usize = 14;

/// So many words may stand between a name and the comma before its role.
const LONGEST_PART: usize = 4;
/// So many parts of a parenthesis are looked at.
const PARTS: usize = 6;

/// What may not be the last word of a role.
static DANGLING: LazyLock<Vec<u64>> =
    LazyLock::new(|| keys("của và tại ở về cho từ thuộc trong kiêm là người với sau gồm cùng vị một").collect());

/// What may stand before "là" or "được bầu làm".
static ADVERBS: LazyLock<Vec<u64>> = LazyLock::new(|| keys("cũng đã sẽ từng đang vừa vẫn mới còn chính").collect());

static VA: LazyLock<u64> = LazyLock::new(|| keys("và").next().unwrap_or_default());

static CUA: LazyLock<u64> = LazyLock::new(|| keys("của").next().unwrap_or_default());

/// What a role after a name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// Where.
    pub span: Range<usize>,
    /// Whether a sentence says it: "Lê Nam là giám đốc".
    pub is_stated: bool,
    /// Whether it begins with a position or occupation, not with a degree or a vague word.
    pub is_position: bool,
}

/// The role after the mention with the number `number`.
pub fn after(around: &Surroundings<'_>, number: usize) -> Option<After> {
    vietnamese(around, number).or_else(|| {
        if around.is_vietnamese {
            return None;
        }
        let span = foreign::apposition(around, number)?;
        Some(After {
            span,
            is_stated: false,
            is_position: true,
        })
    })
}

fn vietnamese(around: &Surroundings<'_>, number: usize) -> Option<After> {
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
    match token.sign {
        Some(',' | '-' | '–' | '—') => {
            let first = Token::after(text, token.end)?;
            let (start, _) = announced(around, first);
            run(around, number, start, token.sign).or_else(|| {
                // "Lê Nam, 40 tuổi, giáo viên"
                let (second, _) = announced(around, next_part(text, first, LONGEST_PART)?);
                run(around, number, second, token.sign)
            })
        }
        Some(_) => None,
        None => {
            let (start, is_announced) = announced(around, token);
            let role = run(around, number, start, None).filter(|_| is_announced)?;
            Some(After {
                is_stated: true,
                ..role
            })
        }
    }
}

/// The word after "là", "cũng được bầu làm", "hiện giữ chức", and whether any of these stood there.
fn announced(around: &Surroundings<'_>, first: Token) -> (Token, bool) {
    let (mut token, mut is_announced) = (first, false);
    for _ in 0..5 {
        let Some((end, class)) = around.phrase(&token, around.text.len()) else {
            break;
        };
        let is_opening = class.is(Class::OPENING) && !class.is(Class::HEAD);
        let is_adverb = ADVERBS.contains(&token.key) && end == token.end;
        if !is_opening && !is_adverb {
            break;
        }
        let Some(next) = Token::after(around.text, end) else {
            break;
        };
        (token, is_announced) = (next, is_announced || is_opening);
    }
    if is_announced { (token, true) } else { (first, false) }
}

/// The first word after the next comma or dash, at most so many words on.
fn next_part(text: &str, first: Token, most: usize) -> Option<Token> {
    let mut token = first;
    for _ in 0..most {
        match token.sign {
            Some(',' | ';' | '-' | '–') => return Token::after(text, token.end),
            Some(')' | '\n' | '.' | ':' | '"' | '“') => return None,
            _ => token = Token::after(text, token.end)?,
        }
    }
    None
}

/// A role within the parenthesis that opens here: "(48 tuổi, nhân viên công ty)".
fn bracketed(around: &Surroundings<'_>, number: usize, open: &Token) -> Option<After> {
    let mut start = Token::after(around.text, open.end)?;
    for _ in 0..PARTS {
        let (first, _) = announced(around, start);
        if let Some(role) = run(around, number, first, Some('(')) {
            return Some(role);
        }
        start = next_part(around.text, start, FARTHEST)?;
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
fn run(around: &Surroundings<'_>, number: usize, start: Token, opened: Option<char>) -> Option<After> {
    let text = around.text;
    let (mut at, class) = head(around, number, &start)?;
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
                    if let Some((next_end, _)) = head(around, number, &next) {
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
                '.' if is_abbreviated(text, &token) => {
                    at = token.end;
                    continue;
                }
                '&' | '/' => {
                    at = token.end;
                    continue;
                }
                // "Trường Y - Đại học Nam Hà"
                '-' | '–' if matches!(opened, Some(',' | '(')) => {
                    let next = Token::after(text, token.end);
                    if next.is_none_or(|next| around.within(&next, number + 1) != Within::Name) {
                        break;
                    }
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
        if token.key == *VA {
            whole = whole.or(Some(end));
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
        let is_honorific = titles()
            .longest([token.key])
            .is_some_and(|(_, class)| class.is(Class::HONORIFIC));
        let owner = Token::before(text, token.start).is_some_and(|word| word.key == *CUA);
        if token.is_word() && !DANGLING.contains(&token.key) && !(owner && is_honorific) {
            break;
        }
        if token.sign == Some(')') {
            break;
        }
        end = token.start;
    }
    (end > start.start).then(|| After {
        span: start.start..end,
        is_stated: false,
        is_position: class.is(Class::HEAD),
    })
}

/// Where the head ends that begins at `token`, after modifiers, and its classes.
fn head(around: &Surroundings<'_>, number: usize, token: &Token) -> Option<(usize, Class)> {
    let mut token = *token;
    for _ in 0..3 {
        if !token.is_word() || around.within(&token, number + 1) != Within::Nothing {
            return None;
        }
        let (end, class) = around.phrase(&token, around.text.len())?;
        if class.is(Class::HEAD | Class::RANK | Class::WEAK) {
            return Some((end, class));
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
