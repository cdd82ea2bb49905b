//! [`Surroundings`]: the words around a name, and what is known of them.
//!
//! Both directions need the same: whether a word lies within another name ("Công ty Gỗ Nam Á" holds words that would end a
//! phrase elsewhere), and the longest phrase of the lexicon that begins at it.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::names::{Mention, NameKind};
use super::syllable::{Token, keys};
use super::titles::{Class, titles};

/// A text with its mentions, in order.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The text.
    pub text: &'a str,
    /// Everything that it names, in order.
    pub mentions: &'a [Mention],
    /// Whether it is Vietnamese, so that nothing need be asked of other languages.
    pub is_vietnamese: bool,
}

/// What a token lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// No name.
    Nothing,
    /// The name of an organisation or place.
    Name,
    /// The name of a person.
    Person,
}

impl<'a> Surroundings<'a> {
    /// A text with its mentions.
    pub fn of(text: &'a str, mentions: &'a [Mention]) -> Self {
        // In Vietnamese every second word has a letter of Latin Extended Additional, elsewhere hardly any.
        let beginning = text.as_bytes().get(..OPENING.min(text.len())).unwrap_or_default();
        let marked = memchr::memchr_iter(0xE1, beginning).count();
        Self {
            text,
            mentions,
            is_vietnamese: marked * 50 > beginning.len(),
        }
    }

    /// What a token lies in, searched from the mention with the number `near`.
    pub fn within(&self, token: &Token, near: usize) -> Within {
        self.around(token, near)
            .map_or(Within::Nothing, |mention| match mention.kind {
                NameKind::Person => Within::Person,
                NameKind::Organisation | NameKind::Place => Within::Name,
            })
    }

    /// The mention that a token lies in.
    pub fn around(&self, token: &Token, near: usize) -> Option<&'a Mention> {
        let holds = |mention: &&Mention| mention.span.start < token.end && token.start < mention.span.end;
        let (before, after) = self.mentions.split_at_checked(near)?;
        let backwards = || {
            let mut nearest = before.iter().rev();
            nearest
                .by_ref()
                .take_while(|mention| mention.span.end > token.start)
                .find(holds)
        };
        let mut onwards = after.iter().take_while(|mention| mention.span.start < token.end);
        onwards.find(holds).or_else(backwards)
    }

    /// The longest phrase of the lexicon that begins at `token` and ends by `end`: its end and its classes.
    pub fn phrase(&self, token: &Token, end: usize) -> Option<(usize, Class)> {
        let mut ends = [0; LONGEST_PHRASE];
        let mut at = token.start;
        let words = ends.iter_mut().enumerate().map_while(|(n, slot)| {
            let token = if n == 0 {
                Some(*token)
            } else {
                Token::after(self.text, at)
            };
            let token = token.filter(|token| token.is_word() && token.end <= end)?;
            (at, *slot) = (token.end, token.end);
            Some(token.key)
        });
        let (words, class) = titles().longest(words)?;
        Some((*ends.get(words - 1)?, class))
    }

    /// Whether nothing but spaces stands between two places.
    pub fn ends(&self, first: usize, second: usize) -> bool {
        self.text
            .get(first..second)
            .is_some_and(|between| between.trim().is_empty())
    }

    /// A stretch of the text as one line: single spaces, no signs at its ends.
    pub fn line(&self, span: Range<usize>) -> String {
        let text = self.text.get(span).unwrap_or_default();
        let text =
            text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | ':' | ';' | '"'));
        let mut line = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        line
    }
}

/// So many bytes tell whether a text is Vietnamese.
const OPENING: usize = 1024;

/// Phrases of the lexicon have so many words at most.
const LONGEST_PHRASE: usize = 6;

/// The honorific that ends at `at`, and its classes. "Anh" with a capital letter within a sentence is England.
pub fn honorific(text: &str, at: usize) -> Option<(Token, Class)> {
    let token = Token::before(text, at).filter(Token::is_word)?;
    let (_, class) = titles().longest([token.key])?;
    let is_england = || {
        token.is_capital && token.key == *ANH && Token::before(text, token.start).is_some_and(|before| before.is_word())
    };
    (class.is(Class::HONORIFIC) && !class.is(Class::HEAD) && !is_england()).then_some((token, class))
}

static ANH: LazyLock<u64> = LazyLock::new(|| keys("anh").next().unwrap_or_default());

/// Whether a full stop is that of an abbreviation before a name: "TP.", "GS.".
pub fn is_abbreviated(text: &str, stop: &Token) -> bool {
    let word = Token::before(text, stop.start).filter(|word| word.end == stop.start);
    stop.sign == Some('.') && word.is_some_and(|word| word.is_capital && ABBREVIATED.contains(&word.key))
}

/// What is written with a full stop before a name.
static ABBREVIATED: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let known = "TP TX TT P Q H TS ThS GS PGS BS KS KTS LS NSND NSƯT NGƯT NGND CKI CKII CK1 CK2 TSKH CN DS GS.TS PGS.TS \
                 ThS.BS TS.BS BS.CKI BS.CKII Dr Mr Mrs Ms Prof Gen Sen Gov Rep Lt Col Sgt Capt Rev St";
    keys(known).collect()
});
