//! [`attribute`]: the speech among the stretches between marks, each with its speaker.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::Quote;
use super::cast::{Cast, after, before};
use super::clause::{Clause, Side, Who, clause};
use super::lexicon::{Class, LEXICON, Sex};
use super::marks::Marked;
use super::sentences::{first_sentence, is_abbreviated, is_stop, last_sentence, sentence_end, sentence_start};
use super::speech::{Evidence, score};
use super::tokens::{Token, tokens};

/// How far before a quote its speaker is looked for, in bytes.
const BEFORE: usize = 360;
/// A line so long, in bytes, may be a heading.
const HEADING: usize = 130;
/// How far after it.
const AFTER: usize = 200;

/// The speech of a text with its speakers.
pub fn attribute(text: &str, marked: &[Marked], may_speak: &[bool], cast: &Cast<'_>) -> Vec<Quote> {
    let mut reader = Reader {
        text,
        cast,
        tokens: Vec::with_capacity(128),
        scratch: Vec::with_capacity(64),
        line: 0..0,
    };
    let mut said: Vec<Said> = Vec::new();
    for ((number, stretch), may_speak) in marked.iter().enumerate().zip(may_speak) {
        if !may_speak {
            continue;
        }
        let previous = marked
            .get(..number)
            .unwrap_or_default()
            .iter()
            .rev()
            .find(|other| other.close <= stretch.open);
        let next = marked
            .get(number + 1..)
            .unwrap_or_default()
            .iter()
            .find(|other| other.open >= stretch.close);
        if let Some(found) = reader.read(stretch, previous, next, said.last()) {
            said.push(found);
        }
    }
    reader.add_answers(&mut said);
    reader.finish(said)
}

/// Speech found.
#[derive(Clone, Debug)]
pub struct Said {
    /// The words.
    pub span: Range<usize>,
    /// Where its closing mark ends.
    pub close: usize,
    /// Who says it.
    pub who: Option<Who>,
}

/// Reads the stretches of a text one after another.
pub struct Reader<'a> {
    /// The text.
    pub text: &'a str,
    /// Who is named in it.
    pub cast: &'a Cast<'a>,
    tokens: Vec<Token>,
    scratch: Vec<Token>,
    /// The line of the stretch read last: a long one is looked for once.
    line: Range<usize>,
}

impl Reader<'_> {
    fn read(
        &mut self,
        stretch: &Marked,
        previous: Option<&Marked>,
        next: Option<&Marked>,
        last: Option<&Said>,
    ) -> Option<Said> {
        let text = self.text;
        let bytes = text.as_bytes();
        if self.line.is_empty() || stretch.open >= self.line.end {
            let start = memrchr(b'\n', bytes.get(..stretch.open)?).map_or(0, |at| at + 1);
            let end = memchr(b'\n', bytes.get(stretch.open..)?).map_or(bytes.len(), |at| stretch.open + at);
            self.line = start..end;
        }
        let Range {
            start: line_start,
            end: line_end,
        } = self.line;
        let bridge_start = previous.map_or(0, |other| other.close).max(line_start);
        let mut evidence = Evidence {
            title: line_start == 0,
            inner: stretch.depth > 0,
            line_start: bridge_start.max(line_start) == line_start
                && text
                    .get(line_start..stretch.open)?
                    .trim_matches([' ', '-', '–', '\t'])
                    .is_empty(),
            line_end: text
                .get(stretch.close..line_end)?
                .trim_matches([' ', '.', ',', '/'])
                .is_empty(),
            ..Evidence::default()
        };
        let follows = last.filter(|last| last.close > line_start && last.close <= stretch.open);
        evidence.follows = follows.is_some();
        evidence.goes_on = stretch.goes_on && last.is_some_and(|last| last.close + 1 >= stretch.open);

        // The clause before it.
        let from = before(text, stretch.open, BEFORE).max(bridge_start);
        let mut lead = self.before(from..stretch.open);
        let mut is_colon_above = false;
        if evidence.line_start && line_start > 0 {
            let above = memrchr(b'\n', bytes.get(..line_start - 1)?).map_or(0, |at| at + 1);
            let line = text.get(above..line_start - 1)?;
            if line.trim_end().ends_with(':') {
                is_colon_above = true;
                lead = self.before(before(text, line_start - 1, BEFORE).max(above)..line_start - 1);
            }
        }
        evidence.colon = lead.colon || is_colon_above;
        evidence.starts = lead.is_empty;
        let leads_up = evidence.colon || !lead.is_empty;
        evidence.said_before = leads_up
            && (lead.clause.verb.is_some() || lead.clause.may_say && evidence.colon)
            && (evidence.colon || lead.verb_distance <= 6);
        evidence.subject_before = leads_up && lead.clause.who.is_some();
        evidence.by = leads_up && lead.clause.is_by;

        evidence.reported = !lead.is_empty && lead.clause.verb.is_some();

        // The clause after it.
        let to = after(text, stretch.close, AFTER)
            .min(line_end)
            .min(next.map_or(usize::MAX, |next| next.open));
        let trail = self.after(stretch, stretch.close..to);
        evidence.ends = trail.ends;
        evidence.said_after = trail.is_said;
        evidence.by |= trail.is_said && trail.clause.is_by;
        if score(text, stretch, &evidence, &mut self.scratch) <= 0.0 {
            return None;
        }
        let own = if trail.is_said && (!evidence.colon || lead.clause.verb.is_none() && trail.is_sure) {
            trail.clause.who.map(|who| who.0)
        } else if leads_up && (evidence.said_before || evidence.reported || evidence.colon || evidence.by) {
            lead.clause.who.map(|who| who.0)
        } else {
            None
        };
        let own = own.or_else(|| {
            if evidence.line_end {
                self.below(stretch, line_end)
            } else {
                None
            }
        });
        let who = match own {
            Some(who) => Some(self.resolve(who, stretch.open, last)),
            None if evidence.goes_on => last.and_then(|last| last.who.clone()),
            None => self.context(stretch, line_start, follows, last),
        };
        Some(Said {
            span: stretch.span.clone(),
            close: stretch.close,
            who,
        })
    }

    /// Who speaks by the line below: "Đó là lời của ông A", or the sentence under a heading that quotes.
    fn below(&mut self, stretch: &Marked, line_end: usize) -> Option<Who> {
        let rest = self.text.get(line_end + 1..)?;
        let end = memchr(b'\n', rest.as_bytes()).map_or(self.text.len(), |at| line_end + 1 + at);
        self.tokens.clear();
        tokens(
            self.text,
            line_end + 1..after(self.text, line_end + 1, AFTER).min(end),
            &mut self.tokens,
        );
        let sentence = self.tokens.get(..sentence_end(self.text, &self.tokens))?;
        let clause = clause(sentence, self.cast, Side::After);
        let (who, at) = clause.who?;
        let is_pointing = matches!(LEXICON.at(sentence, 0), Some((Class::Pointing, _)));
        let is_person = matches!(who, Who::Named(who) if self.cast.is_person(who));
        let is_heading = stretch.span.len() < HEADING && !stretch.goes_on && is_person && at <= 6;
        (is_pointing && clause.is_by || is_heading && clause.verb.is_some_and(|verb| verb < 20)).then_some(who)
    }

    /// Whom a pronoun means.
    fn resolve(&self, who: Who, at: usize, last: Option<&Said>) -> Who {
        match who {
            Who::He(span, sex) => {
                let spoke = last.and_then(|last| last.who.clone());
                let last = match spoke {
                    Some(Who::Named(who)) => Some(who),
                    _ => None,
                };
                let found = self.cast.meant(span.clone(), at, sex, last);
                let found = found.or_else(|| self.cast.bearer(span.clone()).filter(|_| sex == Sex::Either));
                // Somebody whom nobody knows, but who spoke just before.
                let unknown = spoke.filter(|who| matches!(who, Who::Words(_)) && sex != Sex::Either);
                found.map(Who::Named).or(unknown).unwrap_or(Who::Words(span))
            }
            who => who,
        }
    }

    /// Who speaks where neither clause beside the quote tells: whoever spoke or acted in the sentences before.
    fn context(
        &mut self,
        stretch: &Marked,
        line_start: usize,
        follows: Option<&Said>,
        last: Option<&Said>,
    ) -> Option<Who> {
        let text = self.text;
        let from = follows.map_or(line_start, |said| said.close);
        let found = self.spoken(before(text, stretch.open, BEFORE).max(from)..stretch.open, last);
        if found.is_some() {
            return found;
        }
        if let Some(said) = follows {
            return said.who.clone();
        }
        if line_start == 0 {
            return None;
        }
        let bytes = text.as_bytes();
        let above = memrchr(b'\n', bytes.get(..line_start - 1)?).map_or(0, |at| at + 1);
        if let Some(last) = last.filter(|last| last.close > above) {
            return last.who.clone();
        }
        self.spoken(before(text, line_start - 1, BEFORE).max(above)..line_start - 1, last)
    }

    /// The last one who says something in some sentences, else the last one named.
    fn spoken(&mut self, range: Range<usize>, last: Option<&Said>) -> Option<Who> {
        self.tokens.clear();
        tokens(self.text, range.clone(), &mut self.tokens);
        let mut end = self.tokens.len();
        let mut any = None;
        while end > 0 {
            let start = sentence_start(self.text, &self.tokens, end);
            let clause = clause(self.tokens.get(start..end)?, self.cast, Side::Before);
            if let Some((who, _)) = clause.who {
                let is_person = match &who {
                    Who::Named(who) => self.cast.is_person(*who),
                    Who::He(_, sex) => *sex != Sex::Either,
                    Who::Words(_) => false,
                };
                if clause.verb.is_some() || clause.is_by {
                    return Some(self.resolve(who, range.end, last));
                }
                if is_person && any.is_none() {
                    any = Some(who);
                }
            }
            end = start;
        }
        any.map(|who| self.resolve(who, range.end, last))
    }

    /// The clause that leads up to a quote.
    fn before(&mut self, range: Range<usize>) -> Lead {
        let text = self.text.get(range.clone()).unwrap_or_default().trim_end();
        let last = text.chars().next_back().unwrap_or('.');
        if is_stop(last) && !(text.ends_with('.') && is_abbreviated(text.as_bytes(), text.len().saturating_sub(1))) {
            return Lead {
                is_empty: true,
                ..Lead::default()
            };
        }
        self.tokens.clear();
        tokens(
            self.text,
            range.start + last_sentence(text)..range.end,
            &mut self.tokens,
        );
        let end = self.tokens.len();
        let start = sentence_start(self.text, &self.tokens, end);
        let clause = clause(self.tokens.get(start..end).unwrap_or_default(), self.cast, Side::Before);
        let verb_distance = (end - start).saturating_sub(clause.verb_end);
        Lead {
            colon: last == ':',
            is_empty: false,
            verb_distance,
            clause,
        }
    }

    /// The clause that follows a quote.
    fn after(&mut self, stretch: &Marked, range: Range<usize>) -> Trail {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let first = text.trim_start().chars().next();
        if first.is_none_or(|first| is_stop(first) || first == ':') {
            return Trail {
                ends: true,
                ..Trail::default()
            };
        }
        let range = range.start..range.start + first_sentence(text);
        self.tokens.clear();
        tokens(self.text, range.clone(), &mut self.tokens);
        let skipped = self
            .tokens
            .iter()
            .take_while(|token| !token.is_word() && token.stop != '(')
            .count();
        let stops = self.tokens.get(..skipped).unwrap_or_default();
        let is_joined = stops.iter().any(|stop| matches!(stop.stop, ',' | '-' | '–' | '—'));
        let is_stopped = !is_joined
            && stops
                .iter()
                .any(|stop| matches!(stop.stop, '.' | '!' | '?' | ';' | ':'));
        let inner = self.text.get(stretch.span.clone()).unwrap_or_default();
        let is_full = inner.ends_with(['.', '!', '?', '…']);
        let rest = self.tokens.get(skipped..).unwrap_or_default();
        let ends = is_stopped || is_joined || rest.is_empty() || is_full;
        let end = sentence_end(self.text, rest);
        let sentence = rest.get(..end).unwrap_or_default();
        let clause = clause(sentence, self.cast, Side::After);
        let leads_to_next = sentence.last().is_some_and(|token| token.stop == ':');
        let is_new = is_stopped || (is_full && !is_joined);
        let verb = clause.verb.unwrap_or(usize::MAX);
        let at = clause.who.as_ref().map_or(usize::MAX, |who| who.1);
        let is_said = if is_joined {
            (verb <= 24 || clause.is_by) && at <= 24 || at <= 8 && !leads_to_next
        } else if is_new {
            !is_stopped && !leads_to_next && verb <= 10 && at <= 6
        } else {
            verb <= 12 && at <= 4 && !leads_to_next
        };
        Trail {
            is_sure: is_said && is_joined && verb <= 24,
            is_said,
            ends,
            clause,
        }
    }
}

/// What stands before a quote.
#[derive(Default)]
struct Lead {
    colon: bool,
    /// Whether the quote begins a sentence.
    is_empty: bool,
    verb_distance: usize,
    clause: Clause,
}

/// What stands after it.
#[derive(Default)]
struct Trail {
    /// Whether a verb of saying is joined to it.
    is_sure: bool,
    is_said: bool,
    ends: bool,
    clause: Clause,
}
