//! What the whole article tells of its speech, once every stretch is read: who answers in an interview, and whom a
//! headline quotes.

use std::ops::Range;

use memchr::memchr;

use super::cast::after;
use super::clause::Who;
use super::speaker::{Reader, Said};
use super::{Quote, interview};

/// So many quotes of a headline are looked for in the article.
const HEADLINES: usize = 4;

impl Reader<'_> {
    /// The answers of an interview, where no marks were found in them.
    pub fn add_answers(&self, said: &mut Vec<Said>) {
        let count = said.len();
        let main = self.cast.main_person();
        for answer in interview::answers(self.text, self.cast) {
            let marked = said.get(..count).unwrap_or_default();
            let next = marked.partition_point(|said| said.span.start < answer.span.start);
            let is_free = marked.get(next).is_none_or(|said| said.span.start >= answer.span.end)
                && next
                    .checked_sub(1)
                    .and_then(|at| marked.get(at))
                    .is_none_or(|said| said.span.end <= answer.span.start);
            if is_free {
                let who = answer.who.or(main);
                said.push(Said {
                    close: answer.span.end,
                    span: answer.span,
                    who: who.map(Who::Named),
                });
            }
        }
        said.sort_by_key(|said| said.span.start);
    }

    /// The speech with the names of its speakers.
    pub fn finish(&self, mut said: Vec<Said>) -> Vec<Quote> {
        self.headlines(&mut said);
        let name = |who: &Who| match who {
            Who::Named(who) => self.cast.name(*who).map(str::to_owned),
            Who::He(span, _) | Who::Words(span) => self.text.get(span.clone()).map(str::to_owned),
        };
        let quote = |said: &Said| Quote {
            span: said.span.clone(),
            speaker: said.who.as_ref().and_then(name),
        };
        said.iter().map(quote).collect()
    }

    /// A headline quotes somebody whom only the article names: who says the same in it, or else who is quoted most.
    fn headlines(&self, said: &mut [Said]) {
        let title_end = memchr(b'\n', self.text.as_bytes()).unwrap_or(self.text.len());
        let count = said.iter().take_while(|said| said.span.end <= title_end).count();
        let (headlines, body) = said.split_at_mut(count);
        for headline in headlines.iter_mut().take(HEADLINES) {
            if matches!(headline.who, Some(Who::Named(who)) if self.cast.is_person(who)) {
                continue;
            }
            let same = body.iter().find(|said| self.begins_alike(&headline.span, &said.span));
            let found = same.and_then(|said| said.who.clone()).or_else(|| match &headline.who {
                Some(Who::He(..)) | None => self.main_voice(body),
                Some(Who::Named(_)) => None,
                Some(Who::Words(_)) => self.main_voice(body),
            });
            if found.is_some() {
                headline.who = found;
            }
        }
    }

    /// The person with the most quotes, if most are his or hers.
    fn main_voice(&self, said: &[Said]) -> Option<Who> {
        // Boyer and Moore's majority vote.
        let mut chosen = None;
        let mut votes = 0_usize;
        let people = said.iter().filter_map(|said| match said.who {
            Some(Who::Named(who)) if self.cast.is_person(who) => Some(who),
            _ => None,
        });
        for who in people.clone() {
            if votes == 0 {
                chosen = Some(who);
            }
            votes = if chosen == Some(who) {
                votes + 1
            } else {
                votes.saturating_sub(1)
            };
        }
        chosen
            .filter(|chosen| people.filter(|who| who == chosen).count() * 2 > said.len())
            .map(Who::Named)
    }

    /// Whether two stretches begin with the same words.
    fn begins_alike(&self, first: &Range<usize>, second: &Range<usize>) -> bool {
        let words = |span: &Range<usize>| {
            let text = self
                .text
                .get(span.start..after(self.text, span.start, 64).min(span.end))
                .unwrap_or_default();
            text.split_whitespace().take(4)
        };
        words(first).count() == 4 && words(first).eq(words(second))
    }
}
