//! [`keywords`]: the words of several syllables and the names that an article is best found by.
//!
//! Words are found by the longest match of runs of syllables in a table of words, which says how much each is worth:
//! more, the fewer texts it stands in, and the more often it stands in the title of those. Words that join sentences
//! never do, so they are worth nothing, and no list of stop words is needed. Worth is multiplied by what the article
//! makes of the word: whether it stands in the title or the lead, and over how much of the text it is spread. How
//! often it is said in one breath counts little, so that a revision keeps the keywords of the text before.
//!
//! Words are known in Vietnamese alone. Of texts in other languages names are given.

pub mod table;

use std::ops::Range;

use super::syllables::{First, Syllable, joined};
use table::{Entry, Table};

/// At most so many are given.
pub const MOST: usize = 10;
/// A text of fewer syllables than ten times that has one for ten syllables, but at least this many.
const LEAST: usize = 4;
/// So many syllables are read.
const SYLLABLES: usize = 4000;
/// Bytes of text over which saying a word again adds little.
const STRETCH: usize = 400;
/// A score in the middle between 0 and 1.
const MIDDLE: f32 = 24.0;

/// A keyword.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// As the text writes it first, with a small letter where it does so anywhere.
    pub text: String,
    /// How well the article is found by it, 0 to 1.
    pub score: f32,
}

/// The text that keywords are looked for in.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Title, lead and body.
    pub text: &'a str,
    /// Its syllables.
    pub syllables: &'a [Syllable],
    /// Bytes at which the title ends; 0 without one.
    pub title: usize,
    /// Bytes at which the lead ends; where the title does without one.
    pub lead: usize,
    /// BCP 47.
    pub language: &'a str,
}

/// The keywords of a text, best first. `names` are those of people, organisations and places, each with where it
/// stands, in bytes.
pub fn keywords(source: &Source<'_>, names: &[(&str, &[Range<usize>])]) -> Vec<Keyword> {
    keywords_by(&Table::get(), source, names)
}

/// The keywords by a table of one's own.
pub fn keywords_by(table: &Table<'_>, source: &Source<'_>, names: &[(&str, &[Range<usize>])]) -> Vec<Keyword> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for (name, mentions) in names {
        let Some(first) = mentions.first() else { continue };
        let known = run_hash(source.syllables, first).and_then(|hash| table.entry(hash));
        // The mere beginning of a word is no known name.
        let known = known.filter(|entry| entry.is_word());
        let worth = known.map_or(table::OF_UNKNOWN_NAME, Entry::worth);
        if worth > 0 && name.chars().nth(1).is_some() {
            candidates.push(Candidate::of_name(name, worth, mentions, source));
        }
    }
    if source.language == "vi" {
        let taken = taken(names);
        words(table, source.syllables, &taken, |found| {
            if found.entry.worth() > 0 {
                candidates.push(Candidate::of_word(&found, source));
            }
        });
        candidates = merged(candidates);
    }
    let room = (source.syllables.len() / 10).clamp(LEAST, MOST);
    best(candidates, room, source.text)
        .into_iter()
        .map(|candidate| Keyword {
            text: candidate.surface(source.text).to_owned(),
            score: candidate.score / (candidate.score + MIDDLE),
        })
        .collect()
}

/// The number of what stands at a place.
pub fn run_hash(syllables: &[Syllable], span: &Range<usize>) -> Option<u32> {
    let first = syllables.partition_point(|s| (s.start as usize) < span.start);
    let own = syllables.iter().skip(first).take_while(|s| s.end as usize <= span.end);
    own.map(|s| s.hash).reduce(joined)
}

/// A word of the table that was found.
pub struct Found {
    /// Its number.
    pub hash: u32,
    /// What is known of it.
    pub entry: Entry,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// Whether it begins with a capital.
    pub capital: bool,
}

/// Finds the longest words from the left, but for places that are taken, which are in order.
pub fn words(table: &Table<'_>, syllables: &[Syllable], taken: &[Range<usize>], mut take: impl FnMut(Found)) {
    let read = syllables.get(..SYLLABLES).unwrap_or(syllables);
    let mut taken = taken.iter().peekable();
    let mut at = 0;
    while let Some(first) = read.get(at) {
        let start = first.start as usize;
        while taken.next_if(|span| span.end <= start).is_some() {}
        let free_until = match taken.peek() {
            Some(span) if span.start <= start => {
                at += 1;
                continue;
            }
            Some(span) => span.start,
            None => usize::MAX,
        };
        let (mut hash, mut longest, mut length) = (first.hash, None, 1);
        for next in read.iter().skip(at + 1) {
            if next.apart || next.end as usize > free_until {
                break;
            }
            hash = joined(hash, next.hash);
            let Some(entry) = table.entry(hash) else { break };
            length += 1;
            if entry.is_word() {
                longest = Some((length, hash, entry, next.end as usize));
            }
            if !entry.is_beginning() {
                break;
            }
        }
        match longest {
            Some((length, hash, entry, end)) => {
                take(Found {
                    hash,
                    entry,
                    span: start..end,
                    capital: first.first == First::Capital,
                });
                at += length;
            }
            None => at += 1,
        }
    }
}

/// Where names stand, in order, without those within others.
pub fn taken(names: &[(&str, &[Range<usize>])]) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = names
        .iter()
        .flat_map(|(_, mentions)| mentions.iter().cloned())
        .collect();
    spans.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut last = 0;
    spans.retain(|span| {
        let further = span.end > last;
        last = last.max(span.end);
        further
    });
    spans
}

/// What may be a keyword.
#[derive(Clone, Debug)]
struct Candidate<'a> {
    /// The number of a word; 0 for a name.
    hash: u32,
    /// A name; empty for a word.
    name: &'a str,
    /// Where a word is written as it is to be given.
    span: Range<usize>,
    /// Whether it is written with a capital there.
    capital: bool,
    worth: u8,
    /// Stretches of the text that it stands in, a bit each.
    stretches: u64,
    /// Where it stands first.
    first: usize,
    in_title: bool,
    in_lead: bool,
    score: f32,
}

impl<'a> Candidate<'a> {
    fn of_name(name: &'a str, worth: u8, mentions: &[Range<usize>], source: &Source<'_>) -> Self {
        let mut whole = Candidate::at(mentions.first().cloned().unwrap_or_default(), source);
        for mention in mentions {
            whole.add(&Candidate::at(mention.clone(), source));
        }
        Candidate { name, worth, ..whole }
    }

    fn of_word(found: &Found, source: &Source<'_>) -> Self {
        Candidate {
            hash: found.hash,
            capital: found.capital,
            worth: found.entry.worth(),
            ..Candidate::at(found.span.clone(), source)
        }
    }

    fn at(span: Range<usize>, source: &Source<'_>) -> Self {
        Candidate {
            hash: 0,
            name: "",
            capital: false,
            worth: 0,
            stretches: 1 << (span.start / STRETCH).min(63),
            first: span.start,
            in_title: span.start < source.title,
            in_lead: span.start >= source.title && span.start < source.lead,
            span,
            score: 0.0,
        }
    }

    fn surface<'t>(&self, text: &'t str) -> &'t str
    where
        'a: 't,
    {
        if self.name.is_empty() {
            text.get(self.span.clone()).unwrap_or_default()
        } else {
            self.name
        }
    }

    /// Takes in another place of the same.
    fn add(&mut self, other: &Self) {
        if self.capital && !other.capital {
            (self.span, self.capital) = (other.span.clone(), false);
        }
        self.stretches |= other.stretches;
        self.first = self.first.min(other.first);
        self.in_title |= other.in_title;
        self.in_lead |= other.in_lead;
    }

    fn scored(mut self) -> Self {
        let spread = (self.stretches.count_ones() as f32).sqrt();
        let place = 1.0 + 1.2 * f32::from(u8::from(self.in_title)) + 0.4 * f32::from(u8::from(self.in_lead));
        self.score = f32::from(self.worth) * spread * place;
        self
    }
}

/// The same words as one.
fn merged(mut candidates: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    // The sort keeps the order of the text among the same ones; names, which are merged already, have no number.
    candidates.sort_by_key(|candidate| candidate.hash);
    candidates.dedup_by(|next, kept| {
        let same = next.hash == kept.hash && next.hash != 0;
        if same {
            kept.add(next);
        }
        same
    });
    candidates
}

/// The best of them, without those that are part of another.
fn best<'a>(candidates: Vec<Candidate<'a>>, room: usize, text: &str) -> Vec<Candidate<'a>> {
    let mut ranked: Vec<_> = candidates.into_iter().map(Candidate::scored).collect();
    let by_score = |a: &Candidate<'_>, b: &Candidate<'_>| b.score.total_cmp(&a.score).then(a.first.cmp(&b.first));
    // Of the many only a few can come into question.
    let few = 3 * room;
    if ranked.len() > few {
        ranked.select_nth_unstable_by(few, by_score);
        ranked.truncate(few);
    }
    ranked.sort_unstable_by(by_score);
    let mut kept: Vec<Candidate<'a>> = Vec::with_capacity(room);
    for candidate in ranked {
        if kept.len() == room {
            break;
        }
        let own = candidate.surface(text);
        if kept.iter().any(|other| is_part(own, other.surface(text))) {
            continue;
        }
        // What is part of this one makes room for it, and gives it its place.
        match kept.iter().position(|other| is_part(other.surface(text), own)) {
            Some(place) => {
                let score = kept[place].score;
                kept[place] = Candidate { score, ..candidate };
                let whole = kept[place].surface(text).to_owned();
                let mut at = 0;
                kept.retain(|other| {
                    at += 1;
                    at <= place + 1 || !is_part(other.surface(text), &whole)
                });
            }
            None => kept.push(candidate),
        }
    }
    kept
}

/// Whether one is some of the words of another.
fn is_part(part: &str, whole: &str) -> bool {
    let end = |at: usize| at + part.len();
    part.len() < whole.len()
        && whole.match_indices(part).any(|(at, _)| {
            let before = whole.get(..at).and_then(|before| before.chars().next_back());
            let after = whole.get(end(at)..).and_then(|after| after.chars().next());
            let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !joined(before) && !joined(after)
        })
}
