//! [`before`]: the role that stands before a name.
//!
//! Vietnamese phrases begin with their heads ("giám đốc Công ty Gỗ Nam Á"), so the search goes backwards from the name
//! over whatever may belong to a noun phrase, and the leftmost head that it meets begins the role. It ends at verbs and
//! function words, at signs, at another person. A comma or "và" is passed only if a further head stands before it: "Bí
//! thư Thành ủy, Chủ tịch UBND thành phố Lê Nam". Between role and name an honorific may stand ("Chủ tịch hội, ông Nam"),
//! "là" ("Chủ quán là bà Lan") or "tên".

use std::ops::Range;

use super::foreign;
use super::phrase::{Surroundings, Within, honorific, is_abbreviated};
use super::syllable::{Token, keys, tokens};
use super::titles::Class;
use std::sync::LazyLock;

/// So many words are looked at.
const FARTHEST: usize = 40;
/// So many words in a row may stand outside names without a head among them.
const LOOSE: usize = 9;
/// So many words before a head may belong to another that stands beside it.
const LONGEST_HEAD: usize = 5;

/// What a role before a name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// Where.
    pub span: Range<usize>,
    /// Whether it holds nothing but degrees and ranks.
    pub is_rank: bool,
    /// Whether it is said of several names.
    pub is_plural: bool,
}

struct Words {
    links: Vec<u64>,
    such: Vec<u64>,
    joining: Vec<u64>,
    va: u64,
    kiem: u64,
    cua: u64,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let key = |word| keys(word).next().unwrap_or_default();
    Words {
        links: keys("là tên mang có").collect(),
        such: keys("như gồm").collect(),
        joining: keys("của và với cho tại ở về từ trong thuộc hoặc cùng sang họ").collect(),
        va: key("và"),
        kiem: key("kiêm"),
        cua: key("của"),
    }
});

/// The role before the mention with the number `number`.
pub fn before(around: &Surroundings<'_>, number: usize) -> Option<Before> {
    vietnamese(around, number).or_else(|| {
        if around.is_vietnamese {
            return None;
        }
        let span = foreign::title(around, number)?;
        Some(Before {
            span,
            is_rank: false,
            is_plural: false,
        })
    })
}

fn vietnamese(around: &Surroundings<'_>, number: usize) -> Option<Before> {
    let name = around.mentions.get(number)?;
    let (end, link) = attachment(around.text, name.span.start)?;
    let mut walk = Walk::new(around, number, end);
    walk.run();
    let start = walk.start?;
    // "cố vấn của Lê Nam" is somebody else.
    if link == Link::None && Token::before(around.text, end).is_some_and(|last| WORDS.joining.contains(&last.key)) {
        return None;
    }
    match link {
        // After a comma only what is more than a degree is a role.
        Link::Comma if walk.is_rank => return None,
        // "Thủ môn: Lê Nam", not "giám đốc nói: Lê Nam".
        Link::Colon if Token::before(around.text, start).is_some_and(|token| token.is_word()) => return None,
        _ => {}
    }
    Some(Before {
        span: start..end,
        is_rank: walk.is_rank,
        is_plural: walk.is_plural || matches!(link, Link::Such | Link::Colon),
    })
}

/// What stands between a role and the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// Nothing, an honorific, "là", "tên".
    None,
    Comma,
    Colon,
    /// "như": examples of many.
    Such,
}

/// Where a role before a name at `at` would end, and what stands between.
fn attachment(text: &str, at: usize) -> Option<(usize, Link)> {
    let mut end = at;
    while let Some((token, _)) = honorific(text, end) {
        end = token.start;
    }
    let mut token = Token::before(text, end)?;
    match token.sign {
        None => {
            let mut link = Link::None;
            // "là", "mang tên", "có tên là"
            for _ in 0..3 {
                if WORDS.such.contains(&token.key) {
                    link = Link::Such;
                } else if !WORDS.links.contains(&token.key) {
                    break;
                }
                end = token.start;
                token = Token::before(text, end)?;
            }
            Some((end, link))
        }
        Some(')') => Some((end, Link::None)),
        Some(',' | '-' | '–') => {
            // "luật sư của bà, ông Lê Nam"
            let owner = honorific(text, token.start).and_then(|(owner, _)| Token::before(text, owner.start));
            let end = owner
                .filter(|of| of.key == WORDS.cua)
                .map_or(token.start, |of| of.start);
            Some((end, Link::Comma))
        }
        Some(':') => Some((token.start, Link::Colon)),
        Some('.') if is_abbreviated(text, &token) => Some((token.start, Link::None)),
        Some(_) => None,
    }
}

/// The way back.
struct Walk<'a> {
    around: &'a Surroundings<'a>,
    number: usize,
    /// Where the role ends.
    end: usize,
    /// Where it begins, as far as known.
    start: Option<usize>,
    is_rank: bool,
    is_plural: bool,
}

impl<'a> Walk<'a> {
    fn new(around: &'a Surroundings<'a>, number: usize, end: usize) -> Self {
        Self {
            around,
            number,
            end,
            start: None,
            is_rank: true,
            is_plural: false,
        }
    }

    fn run(&mut self) {
        let text = self.around.text;
        let mut at = self.end;
        // Words outside names since the last head or the beginning, and whether a comma or "và" must be paid for by a head.
        let (mut loose, mut owed) = (0, false);
        let mut last_was_name = false;
        let mut is_second = false;
        for _ in 0..FARTHEST {
            let Some(token) = Token::before(text, at) else { return };
            at = token.start;
            match self.around.within(&token, self.number) {
                Within::Person => return,
                // "giám đốc Sở Y tế và bác sĩ Lê Nam" are two.
                Within::Name if is_second => return,
                Within::Name => {
                    last_was_name = true;
                    continue;
                }
                Within::Nothing => {}
            }
            let after_name = std::mem::take(&mut last_was_name);
            if let Some(sign) = token.sign {
                match sign {
                    ',' if self.start.is_none_or(|start| start == after(text, &token)) || after_name => {
                        owed = true;
                        loose = 0;
                    }
                    ')' => match opened(text, token.start) {
                        Some(open) if self.start.is_none() => at = open,
                        _ => return,
                    },
                    // "Giám đốc Sở Y tế - TS Lê Nam"
                    '-' | '–' if self.is_rank && self.start == Some(after(text, &token)) => {
                        owed = true;
                        loose = 0;
                    }
                    '.' if is_abbreviated(text, &token) => {}
                    '&' | '/' => {}
                    _ => return,
                }
                continue;
            }
            if let Some((phrase_end, class)) = self.around.phrase(&token, self.end) {
                let single = phrase_end == token.end;
                if class.is(Class::HEAD | Class::RANK) {
                    if !owed && self.start.is_some_and(|start| !are_joined(text, phrase_end, start)) {
                        return;
                    }
                    self.start = Some(token.start);
                    self.is_rank &= !class.is(Class::HEAD);
                    (loose, owed) = (0, false);
                    continue;
                }
                if class.is(Class::MODIFIER) && self.start == Some(after(text, &token)) && !self.is_covered(&token) {
                    self.start = Some(token.start);
                    continue;
                }
                if class.is(Class::PLURAL) && self.start == Some(after(text, &token)) {
                    self.is_plural = true;
                    return;
                }
                if class.is(Class::PART) {
                    self.take_back(phrase_end);
                } else if class.is(Class::STOP) && !(single && token.is_capital && self.start.is_none()) {
                    if self.is_covered(&token) {
                        continue;
                    }
                    self.take_back(phrase_end);
                    return;
                } else if class.is(Class::HONORIFIC) && self.start.is_some() {
                    return;
                }
            }
            if token.key == WORDS.va {
                if at_name(text, &token, self.end) {
                    return;
                }
                owed = true;
                is_second = self.start.is_some();
            } else if token.key == WORDS.kiem || token.key == WORDS.cua {
                loose = 0;
            }
            loose += 1;
            if loose > LOOSE || self.start.is_some() && loose > LONGEST_HEAD && !owed {
                return;
            }
        }
    }

    /// Whether a word is the end of a phrase that begins before it: "giao" in "ngoại giao".
    fn is_covered(&self, token: &Token) -> bool {
        let mut first = *token;
        for _ in 0..2 {
            let Some(word) = Token::before(self.around.text, first.start).filter(Token::is_word) else {
                return false;
            };
            first = word;
            let phrase = self.around.phrase(&first, self.end);
            if phrase.is_some_and(|(end, class)| end >= token.end && class.is(Class::PART | Class::HEAD | Class::RANK))
            {
                return true;
            }
        }
        false
    }

    /// A head within a longer phrase that is none was none: "trưởng" in "tăng trưởng".
    fn take_back(&mut self, phrase_end: usize) {
        if self.start.is_some_and(|start| start < phrase_end) {
            self.start = None;
            self.is_rank = true;
        }
    }
}

/// Where the token after this one begins.
fn after(text: &str, token: &Token) -> usize {
    Token::after(text, token.end).map_or(text.len(), |next| next.start)
}

/// Whether two heads stand side by side, with "kiêm" or the full stop of an abbreviation between them at most.
fn are_joined(text: &str, first: usize, second: usize) -> bool {
    tokens(text, first..second).all(|token| token.key == WORDS.kiem || token.sign == Some('.'))
}

/// Whether nothing stands between a token and the end of the role.
fn at_name(text: &str, token: &Token, end: usize) -> bool {
    after(text, token) >= end
}

/// Where the parenthesis opens that closes at `close`, if it holds a few words only.
fn opened(text: &str, close: usize) -> Option<usize> {
    let mut at = close;
    for _ in 0..5 {
        let token = Token::before(text, at)?;
        at = token.start;
        match token.sign {
            Some('(') => return Some(at),
            Some('\n' | ')') => return None,
            _ => {}
        }
    }
    None
}
