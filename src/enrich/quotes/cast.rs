//! [`Cast`]: the people and organisations of a text by where they are named, and whom a pronoun means.

use std::ops::Range;

use super::Named;
use super::lexicon::{Class, LEXICON, Sex};
use super::tokens::{Token, tokens};

/// A place where the text names somebody.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Where.
    pub span: Range<usize>,
    /// Which of those named.
    pub who: usize,
}

/// Who is named where.
pub struct Cast<'a> {
    text: &'a str,
    named: &'a [Named<'a>],
    mentions: Vec<Mention>,
    sexes: Vec<Option<Sex>>,
}

/// How far before a name its form of address is looked for.
const ADDRESS: usize = 24;
/// How far back a pronoun may point, in mentions.
const BACK: usize = 24;

impl<'a> Cast<'a> {
    /// Who is named in a text.
    pub fn of(text: &'a str, named: &'a [Named<'a>]) -> Self {
        let mut mentions: Vec<Mention> = named
            .iter()
            .enumerate()
            .flat_map(|(who, named)| {
                named.mentions.iter().map(move |span| Mention {
                    span: span.clone(),
                    who,
                })
            })
            .filter(|mention| mention.span.start < mention.span.end && mention.span.end <= text.len())
            .collect();
        mentions.sort_unstable_by_key(|mention| (mention.span.start, mention.span.end));
        let mut cast = Self {
            text,
            named,
            mentions,
            sexes: vec![None; named.len()],
        };
        cast.find_sexes();
        cast
    }

    fn find_sexes(&mut self) {
        let mut around: Vec<Token> = Vec::new();
        for mention in &self.mentions {
            let Some(sex) = self.sexes.get_mut(mention.who) else {
                continue;
            };
            if sex.is_some() || !self.named.get(mention.who).is_some_and(|named| named.is_person) {
                continue;
            }
            around.clear();
            tokens(
                self.text,
                before(self.text, mention.span.start, ADDRESS)..mention.span.start,
                &mut around,
            );
            for back in 1..=3.min(around.len()) {
                let at = around.len() - back;
                if let Some((Class::He(told), length)) = LEXICON.at(&around, at)
                    && told != Sex::Either
                    && length == back
                {
                    *sex = Some(told);
                }
            }
        }
    }

    /// The mention that begins at a byte.
    pub fn at(&self, start: usize) -> Option<&Mention> {
        let first = self.mentions.partition_point(|mention| mention.span.start < start);
        let found = self
            .mentions
            .get(first..)?
            .iter()
            .take_while(|mention| mention.span.start == start);
        found.max_by_key(|mention| mention.span.end)
    }

    /// The mentions that begin within a range.
    pub fn within(&self, range: Range<usize>) -> &[Mention] {
        let first = self
            .mentions
            .partition_point(|mention| mention.span.start < range.start);
        let last = self.mentions.partition_point(|mention| mention.span.start < range.end);
        self.mentions.get(first..last).unwrap_or_default()
    }

    /// Whether somebody named is a person.
    pub fn is_person(&self, who: usize) -> bool {
        self.named.get(who).is_some_and(|named| named.is_person)
    }

    /// The name of somebody.
    pub fn name(&self, who: usize) -> Option<&'a str> {
        self.named.get(who).map(|named| named.name)
    }

    /// Whether a pronoun may stand for somebody.
    pub fn fits(&self, who: usize, sex: Sex) -> bool {
        let own = self.sexes.get(who).copied().flatten();
        self.is_person(who) && (sex == Sex::Either || own.is_none_or(|own| own == sex))
    }

    /// The person last named before a place whom a pronoun can mean.
    pub fn last_before(&self, at: usize, sex: Sex) -> Option<usize> {
        let end = self.mentions.partition_point(|mention| mention.span.start < at);
        let back = self.mentions.get(end.saturating_sub(BACK)..end)?;
        let known = |mention: &&Mention| self.sexes.get(mention.who).copied().flatten() == Some(sex);
        let mut fitting = back.iter().rev().filter(|mention| self.fits(mention.who, sex));
        let nearest = fitting.clone().next().map(|mention| mention.who);
        fitting
            .find(known)
            .map(|mention| mention.who)
            .filter(|_| sex != Sex::Either)
            .or(nearest)
    }
}

/// A char boundary at most so many bytes before a place.
pub fn before(text: &str, at: usize, most: usize) -> usize {
    let mut start = at.saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start
}

/// A char boundary at most so many bytes after a place.
pub fn after(text: &str, at: usize, most: usize) -> usize {
    let mut end = at.saturating_add(most).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}
