//! [`Clause`]: who says something in a piece of a sentence beside a quote.
//!
//! A verb of saying is looked for, then its subject: in Vietnamese it stands before it, a person named ("ông Trần Văn
//! A, giám đốc B, cho biết"), a pronoun, or somebody without a name. What follows "với", "cho", "của" is no subject.

use std::ops::Range;
use std::sync::LazyLock;

use super::cast::Cast;
use super::lexicon::{Class, LEXICON, Sex};
use super::tokens::{Token, key};

/// Who speaks, as far as a clause tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// One of those named.
    Named(usize),
    /// A pronoun, or a title without a name: words and whom they fit.
    He(Range<usize>, Sex),
    /// Words.
    Words(Range<usize>),
}

/// What a clause tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clause {
    /// Its verb of saying, by its token.
    pub verb: Option<usize>,
    /// The token after the verb.
    pub verb_end: usize,
    /// Whether the words of "theo" introduce the speaker.
    pub is_by: bool,
    /// Who speaks, and the token that names it.
    pub who: Option<(Who, usize)>,
    /// Whether there is a weak word of saying.
    pub may_say: bool,
}

/// Somebody who may be the subject.
#[derive(Clone, Debug)]
struct Candidate {
    who: Who,
    at: usize,
    end: usize,
    is_object: bool,
    is_by: bool,
    is_citing: bool,
    /// Whether it is a name that nobody knows.
    is_capital: bool,
}

/// Which of several verbs of saying counts: the one next to the quote.
#[derive(Clone, Copy, PartialEq)]
pub enum Side {
    /// The clause stands before the quote.
    Before,
    /// The clause stands after the quote.
    After,
}

/// Reads the tokens of a clause.
pub fn clause(tokens: &[Token], cast: &Cast<'_>, side: Side) -> Clause {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut verbs: Vec<(usize, usize)> = Vec::new();
    let mut clause = Clause::default();
    let mut is_object = false;
    let mut is_by = false;
    let mut is_citing = false;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if !token.is_word() {
            is_object = false;
            is_by &= token.stop == '(';
            at += 1;
            continue;
        }
        let candidate = |who, end| Candidate {
            who,
            at,
            end,
            is_object,
            is_by,
            is_citing: is_by && is_citing,
            is_capital: token.is_capital && at > 0,
        };
        if let Some(mention) = cast.at(token.start) {
            let end = tokens
                .iter()
                .skip(at)
                .position(|t| t.start >= mention.span.end)
                .map_or(tokens.len(), |n| at + n);
            let end = end.max(at + 1);
            candidates.push(candidate(Who::Named(mention.who), end));
            is_object = false;
            is_by &= !cast.is_person(mention.who);
            at = end;
            continue;
        }
        let (class, length) = LEXICON.at(tokens, at).unwrap_or((Class::Nothing, 1));
        let end = at + length;
        match class {
            // Within a name: "Trung tâm Đánh giá".
            Class::Say if is_within_name(tokens, at) => {}
            Class::Say => {
                verbs.push((at, end));
                is_object = false;
                is_by = false;
            }
            Class::MaySay | Class::Content => clause.may_say = true,
            Class::By | Class::Citing => {
                is_by = true;
                is_citing = class == Class::Citing;
                is_object = false;
            }
            Class::Object => {
                is_object = true;
                is_by &= is_citing && tokens.get(at.wrapping_sub(1)).is_some_and(|token| !token.is_word());
            }
            // "Anh" within a sentence is England.
            Class::He(_)
                if length == 1 && token.is_capital && at > 0 && !tokens.get(end).is_some_and(|t| t.is_capital) => {}
            Class::He(sex) => {
                let is_named = tokens.get(end).is_some_and(|next| {
                    next.is_capital && cast.at(next.start).is_some_and(|mention| cast.is_person(mention.who))
                });
                if !is_named && (is_this(tokens, end) || !is_apposition(tokens, at, &candidates)) {
                    let name = capitals(tokens, end, cast);
                    if name > end && (sex != Sex::Either || length == 1) {
                        candidates.push(candidate(Who::Words(span(tokens, end, name)), name));
                        at = name;
                        is_object = false;
                        continue;
                    }
                    let last = phrase_end(tokens, at, end, cast);
                    candidates.push(candidate(Who::He(span(tokens, at, last), sex), last));
                    is_object = false;
                    at = if sex == Sex::Either { last } else { end };
                    continue;
                }
            }
            Class::Someone | Class::Body => {
                let is_head = class == Class::Someone || at == 0 || tokens.get(at - 1).is_some_and(|t| !t.is_word());
                if is_head && !is_apposition(tokens, at, &candidates) {
                    let last = phrase_end(tokens, at, end, cast);
                    if class == Class::Someone || last > end {
                        candidates.push(candidate(Who::Words(span(tokens, at, last)), last));
                        is_object = false;
                        at = last;
                        continue;
                    }
                }
            }
            Class::Nothing | Class::I | Class::Label | Class::Helper | Class::Pointing => {
                let name = capitals(tokens, at, cast);
                let is_name = name > at && length == 1 && class == Class::Nothing;
                // A name that nobody knows is somebody only where it begins the clause or stands before its verb.
                let is_subject = speaks(tokens, name)
                    || is_helper(tokens, name)
                    || at == 0 && name > at + 1 && tokens.get(name).is_some_and(|token| !token.is_word());
                if is_name && !is_subject {
                    at = name;
                    is_object = false;
                    continue;
                }
                if is_name {
                    candidates.push(candidate(Who::Words(span(tokens, at, name)), name));
                    is_object = false;
                    at = name;
                    continue;
                }
            }
        }
        at = end;
    }
    let verb = match side {
        Side::Before => verbs.last(),
        Side::After => verbs.first(),
    };
    clause.verb = verb.map(|verb| verb.0);
    clause.verb_end = verb.map_or(0, |verb| verb.1);
    let by = candidates.iter().rev().filter(|candidate| candidate.is_by);
    let by = by.min_by_key(|candidate| rank(cast, candidate));
    // Verbs in a row are one: "hài hước nói", "vui vẻ chia sẻ". The subject stands before the first.
    let first_verb = match side {
        Side::Before => verbs
            .iter()
            .rev()
            .scan(clause.verb.unwrap_or(0), |from, verb| {
                let is_near = verb.1 + 2 >= *from;
                *from = verb.0;
                is_near.then_some(verb.0)
            })
            .last(),
        Side::After => clause.verb,
    };
    let limit = first_verb.unwrap_or(tokens.len());
    let before = candidates
        .iter()
        .filter(|candidate| candidate.at < limit && !candidate.is_by);
    let subject = best(cast, before, clause.verb.is_some());
    let chosen = match (by, subject) {
        (Some(by), None) => Some(by),
        (Some(by), Some(_)) if clause.verb.is_none() || by.is_citing => Some(by),
        (_, Some(subject)) => Some(subject),
        (None, None) => candidates
            .iter()
            .find(|candidate| clause.verb.is_some_and(|verb| candidate.at > verb) && cast_person(cast, candidate)),
    };
    clause.is_by = chosen.is_some_and(|candidate| candidate.is_by);
    clause.who = chosen.map(|candidate| (candidate.who.clone(), candidate.at));
    clause
}

fn cast_person(cast: &Cast<'_>, candidate: &Candidate) -> bool {
    matches!(&candidate.who, Who::Named(who) if cast.is_person(*who))
}

/// People before pronouns before organisations before anybody else.
fn rank(cast: &Cast<'_>, candidate: &Candidate) -> u8 {
    let rank = match &candidate.who {
        Who::Named(who) if cast.is_person(*who) => 0,
        Who::He(_, Sex::Male | Sex::Female) => 1,
        Who::He(..) => 2,
        Who::Words(_) if !candidate.is_capital => 2,
        Who::Named(_) => 3,
        Who::Words(_) => 4,
    };
    rank + if candidate.is_object { 5 } else { 0 }
}

/// The subject among the candidates before a verb: a person or a pronoun rather than any other, the last one of them.
fn best<'c>(cast: &Cast<'_>, candidates: impl Iterator<Item = &'c Candidate>, last: bool) -> Option<&'c Candidate> {
    let mut found: Option<(&Candidate, u8)> = None;
    for candidate in candidates {
        let rank = rank(cast, candidate);
        let better = found.is_none_or(|(_, other)| rank < other || last && (rank == other || rank < 2 && other < 2));
        if better {
            found = Some((candidate, rank));
        }
    }
    found.map(|found| found.0)
}

/// Whether a verb of saying begins at a token, or one of the small words before it.
fn speaks(tokens: &[Token], at: usize) -> bool {
    let class = LEXICON.at(tokens, at).map(|found| found.0);
    matches!(class, Some(Class::Say | Class::Citing | Class::By)) && !is_within_name(tokens, at)
        || tokens.get(at).is_some_and(|token| token.stop == ':')
}

/// Whether a word has a capital letter without beginning a sentence.
fn is_within_name(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    tokens.get(at).is_some_and(|token| token.is_capital) && before.is_some_and(Token::is_word)
}

/// The end of a phrase for somebody without a name: up to the verb, a stop, or the end of what names it.
fn phrase_end(tokens: &[Token], at: usize, end: usize, cast: &Cast<'_>) -> usize {
    let mut last = end;
    while last < at + 20 {
        let Some(token) = tokens.get(last) else { return last };
        if !token.is_word() || speaks(tokens, last) || is_helper(tokens, last) {
            return last;
        }
        if cast.at(token.start).is_some_and(|mention| cast.is_person(mention.who)) {
            return end;
        }
        last += 1;
    }
    end
}

/// Whether a word only helps a verb: "đã", "cũng", "vừa".
fn is_helper(tokens: &[Token], at: usize) -> bool {
    matches!(LEXICON.at(tokens, at), Some((Class::Helper, _)))
}

/// Whether a phrase stands beside a name before it: "Trần Văn A, giám đốc B", "Nguyễn C (một nhân chứng)".
fn is_apposition(tokens: &[Token], at: usize, candidates: &[Candidate]) -> bool {
    let back = |n: usize| at.checked_sub(n).and_then(|at| tokens.get(at));
    let stop = match back(1) {
        Some(token) if token.is_word() && ONE.contains(&token.key) => 2,
        _ => 1,
    };
    back(stop).is_some_and(|token| matches!(token.stop, ',' | '(' | '-' | '–' | '—'))
        && candidates
            .last()
            .is_some_and(|last| last.end + stop == at && !matches!(last.who, Who::He(..)))
}

/// Whether a phrase points at somebody: "vị này".
fn is_this(tokens: &[Token], end: usize) -> bool {
    end.checked_sub(1)
        .and_then(|at| tokens.get(at))
        .is_some_and(|token| token.key == *THIS)
}

static THIS: LazyLock<u64> = LazyLock::new(|| key("này"));

/// "một", "là", "người", "a", "the".
static ONE: LazyLock<[u64; 5]> = LazyLock::new(|| ["một", "là", "người", "a", "the"].map(key));

/// The end of the words with capitals that begin at a token.
fn capitals(tokens: &[Token], at: usize, cast: &Cast<'_>) -> usize {
    let rest = tokens.get(at..).unwrap_or_default();
    if rest.first().is_some_and(|token| token.is_number) {
        return at;
    }
    let is_part = |token: &&Token| {
        token.is_word() && token.is_capital && cast.at(token.start).is_none_or(|mention| !cast.is_person(mention.who))
    };
    at + rest.iter().take(6).take_while(is_part).count()
}

fn span(tokens: &[Token], first: usize, end: usize) -> Range<usize> {
    let start = tokens.get(first).map_or(0, |token| token.start);
    let last = end.checked_sub(1).and_then(|last| tokens.get(last));
    start..last.map_or(start, |token| token.end)
}
