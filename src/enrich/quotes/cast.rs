//! [`Cast`]: the people and organisations of a text by where they are named, and whom a pronoun means.

use std::cell::OnceCell;
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
    /// Whether each is a man or a woman, as far as the text tells; asked for by pronouns only.
    sexes: OnceCell<Vec<Option<Sex>>>,
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
            sexes: OnceCell::new(),
        };
        cast.mentions.retain(|mention| !is_credit(text, mention.span.start));
        cast
    }

    fn sex(&self, who: usize) -> Option<Sex> {
        self.sexes.get_or_init(|| self.find_sexes()).get(who).copied().flatten()
    }

    fn find_sexes(&self) -> Vec<Option<Sex>> {
        let mut sexes = vec![None; self.named.len()];
        let mut around: Vec<Token> = Vec::new();
        for mention in &self.mentions {
            let Some(sex) = sexes.get_mut(mention.who) else {
                continue;
            };
            if sex.is_some() || !self.named.get(mention.who).is_some_and(|named| named.is_person) {
                continue;
            }
            let name = self.named.get(mention.who).map_or("", |named| named.name);
            *sex = if name.contains(" Thị ") {
                Some(Sex::Female)
            } else if name.contains(" Văn ") {
                Some(Sex::Male)
            } else {
                None
            };
            if sex.is_some() {
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
        sexes
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

    /// The person named most often.
    pub fn main_person(&self) -> Option<usize> {
        let people = self.named.iter().enumerate().filter(|(_, named)| named.is_person);
        // The first of equals.
        people
            .rev()
            .max_by_key(|(_, named)| named.mentions.len())
            .map(|(who, _)| who)
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
        let own = self.sex(who);
        self.is_person(who) && (sex == Sex::Either || own.is_none_or(|own| own == sex))
    }

    /// The person named before a place whom a pronoun most likely means: lately named, of the sex, a subject, much
    /// spoken of, and rather the one who spoke last.
    pub fn meant(&self, pronoun: Range<usize>, at: usize, sex: Sex, last: Option<usize>) -> Option<usize> {
        let at = at.min(pronoun.start);
        // A title means who bears it: "Thủ tướng Ấn Độ" is "Thủ tướng Narendra Modi".
        let mut title: Vec<Token> = Vec::new();
        if sex == Sex::Either {
            tokens(self.text, pronoun, &mut title);
        }
        let title = title.first().map(|token| token.key);
        let end = self.mentions.partition_point(|mention| mention.span.start < at);
        let back = self.mentions.get(end.saturating_sub(BACK)..end)?;
        let mut best: Option<(usize, f32)> = None;
        let mut distance = 0.0;
        let mut seen = usize::MAX;
        for mention in back.iter().rev() {
            if !self.fits(mention.who, sex) {
                continue;
            }
            let is_known = sex != Sex::Either && self.sex(mention.who) == Some(sex);
            let often = self
                .named
                .get(mention.who)
                .map_or(0, |named| named.mentions.len())
                .min(6);
            let often = u8::try_from(often).map_or(0.0, f32::from);
            let mut score = if is_known { 2.0 } else { 0.0 } + 0.3 * often - distance;
            score += if last == Some(mention.who) { 1.0 } else { 0.0 };
            score += if title.is_some_and(|title| self.bears(mention, title)) {
                3.0
            } else {
                0.0
            };
            score += match self.stands(mention) {
                Stands::First => 1.5,
                Stands::Object => -2.0,
                Stands::Else => 0.0,
            };
            if best.is_none_or(|best| score > best.1) {
                best = Some((mention.who, score));
            }
            if mention.who != seen {
                distance += 1.0;
            }
            seen = mention.who;
        }
        best.map(|best| best.0)
    }

    /// The first person who bears a title, where nobody was named yet.
    pub fn bearer(&self, title: Range<usize>) -> Option<usize> {
        let mut words: Vec<Token> = Vec::new();
        tokens(self.text, title, &mut words);
        let key = words.first()?.key;
        let first = self.mentions.iter().take(BACK);
        let mut people = first.filter(|mention| self.is_person(mention.who));
        people
            .find(|mention| self.bears(mention, key))
            .map(|mention| mention.who)
    }

    /// Whether a word stands shortly before a name.
    fn bears(&self, mention: &Mention, title: u64) -> bool {
        let mut around: Vec<Token> = Vec::new();
        tokens(
            self.text,
            before(self.text, mention.span.start, ADDRESS)..mention.span.start,
            &mut around,
        );
        around.iter().any(|token| token.key == title)
    }

    /// Where in its sentence a name stands.
    fn stands(&self, mention: &Mention) -> Stands {
        let mut around: Vec<Token> = Vec::new();
        let from = before(self.text, mention.span.start, ADDRESS);
        tokens(self.text, from..mention.span.start, &mut around);
        let text = self.text.get(from..mention.span.start).unwrap_or_default();
        let mut count = around.len();
        // The form of address.
        if count > 0 && matches!(LEXICON.at(&around, count - 1), Some((Class::He(_), _))) {
            count -= 1;
        }
        match count.checked_sub(1).and_then(|at| around.get(at)) {
            None => Stands::First,
            Some(_) if text.trim_end().ends_with('\n') || text.ends_with('\n') => Stands::First,
            Some(token) if !token.is_word() => {
                if matches!(token.stop, ',' | '.') {
                    Stands::First
                } else {
                    Stands::Else
                }
            }
            Some(_) => match LEXICON.at(&around, count - 1) {
                Some((Class::Object | Class::Say, _)) => Stands::Object,
                _ => Stands::Else,
            },
        }
    }
}

/// How a name stands in its sentence.
enum Stands {
    /// It opens the sentence or a clause.
    First,
    /// It is an object.
    Object,
    /// Neither.
    Else,
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

/// Whether a name is that of a picture's credit: "Ảnh: …".
fn is_credit(text: &str, at: usize) -> bool {
    let before = text.get(before(text, at, 20)..at).unwrap_or_default();
    before.rsplit_once(':').is_some_and(|(label, rest)| {
        rest.len() <= 10
            && !rest.contains('\n')
            && (label.ends_with("Ảnh") || label.ends_with("ảnh") || label.ends_with("Photo"))
    })
}
