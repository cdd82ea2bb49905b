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
/// So many names are looked at.
const NAMES: usize = 500;
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
    let mut candidates = Candidates::default();
    for (n, (name, mentions)) in names.iter().enumerate().take(NAMES) {
        let Some(first) = mentions.first() else { continue };
        let known = run_hash(source.syllables, first).and_then(|hash| table.entry(hash));
        // The mere beginning of a word is no known name.
        let known = known.filter(|entry| entry.is_word());
        let worth = known.map_or(table::OF_UNKNOWN_NAME, Entry::worth);
        // A single letter tells nothing.
        if worth > 0 && name.chars().nth(1).is_some() {
            let mut whole = Candidate::at(first, source);
            (whole.name, whole.worth) = (Some(n as u32), worth);
            for mention in *mentions {
                whole.add(&Candidate::at(mention, source));
            }
            candidates.all.push(whole);
        }
    }
    if source.language == "vi" || source.language.starts_with("vi-") {
        words(table, source.syllables, &taken(names), |found| {
            if found.entry.worth() > 0 {
                let mut word = Candidate::at(&found.span, source);
                (word.capital, word.worth) = (found.capital, found.entry.worth());
                candidates.add(found.hash, word);
            }
        });
    }
    let room = (source.syllables.len() / 10).clamp(LEAST, MOST);
    let surface = |candidate: &Candidate| match candidate.name {
        Some(n) => names.get(n as usize).map_or("", |(name, _)| *name),
        None => source.text.get(candidate.span()).unwrap_or_default(),
    };
    best(candidates.all, room, &surface)
        .iter()
        .map(|candidate| Keyword {
            text: surface(candidate).to_owned(),
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
#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// Where a word is written as it is to be given.
    start: u32,
    end: u32,
    /// The number of a name among the names.
    name: Option<u32>,
    /// Stretches of the text that it stands in, a bit each.
    stretches: u64,
    score: f32,
    worth: u8,
    /// Whether it is written with a capital there.
    capital: bool,
    in_title: bool,
    in_lead: bool,
}

impl Candidate {
    fn at(span: &Range<usize>, source: &Source<'_>) -> Self {
        Candidate {
            start: span.start as u32,
            end: span.end as u32,
            name: None,
            stretches: 1 << (span.start / STRETCH).min(63),
            score: 0.0,
            worth: 0,
            capital: false,
            in_title: span.start < source.title,
            in_lead: span.start >= source.title && span.start < source.lead,
        }
    }

    fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Takes in another place of the same.
    fn add(&mut self, other: &Self) {
        if self.capital && !other.capital {
            (self.start, self.end, self.capital) = (other.start, other.end, false);
        }
        self.stretches |= other.stretches;
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

/// Candidates; words, which come one by one, are found again by their numbers.
struct Candidates {
    all: Vec<Candidate>,
    /// The number of a word and where it is among all, plus one: an open table.
    slots: [(u32, u16); SLOTS],
    words: usize,
}

/// Twice as many as there may be different words.
const SLOTS: usize = 1024;

impl Default for Candidates {
    fn default() -> Self {
        Candidates {
            all: Vec::with_capacity(256),
            slots: [(0, 0); SLOTS],
            words: 0,
        }
    }
}

impl Candidates {
    fn add(&mut self, hash: u32, word: Candidate) {
        let mut slot = hash as usize % SLOTS;
        loop {
            let (own, place) = self.slots[slot];
            if place == 0 {
                break;
            }
            if own == hash {
                if let Some(known) = self.all.get_mut(usize::from(place) - 1) {
                    known.add(&word);
                }
                return;
            }
            slot = (slot + 1) % SLOTS;
        }
        // What comes first after so many different words is no keyword.
        if self.words < SLOTS / 2 {
            self.words += 1;
            self.all.push(word);
            self.slots[slot] = (hash, self.all.len() as u16);
        }
    }
}

/// The best of them, without those that are part of another.
fn best<'t>(candidates: Vec<Candidate>, room: usize, surface: &impl Fn(&Candidate) -> &'t str) -> Vec<Candidate> {
    let mut ranked = candidates;
    for candidate in &mut ranked {
        *candidate = candidate.scored();
    }
    // Where scores are the same, what the text says first.
    let order = |a: &Candidate, b: &Candidate| b.score.total_cmp(&a.score).then(a.start.cmp(&b.start));
    // Of the many only a few can come into question.
    let few = 3 * room;
    if ranked.len() > few {
        ranked.select_nth_unstable_by(few, order);
        ranked.truncate(few);
    }
    ranked.sort_unstable_by(order);
    let mut kept: Vec<Candidate> = Vec::with_capacity(room);
    for mut candidate in ranked {
        if kept.len() == room {
            break;
        }
        let own = surface(&candidate);
        if kept
            .iter()
            .any(|other| own == surface(other) || is_part(own, surface(other)))
        {
            continue;
        }
        // What is part of this one makes room for it, and gives it its place.
        match kept.iter().position(|other| is_part(surface(other), own)) {
            Some(place) => {
                candidate.score = kept[place].score;
                kept[place] = candidate;
                let mut n = 0;
                kept.retain(|other| {
                    n += 1;
                    n <= place + 1 || !is_part(surface(other), own)
                });
            }
            None => kept.push(candidate),
        }
    }
    kept
}

/// Whether one is some of the words of another.
fn is_part(part: &str, whole: &str) -> bool {
    let is_end = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let mut rest = whole;
    while part.len() < rest.len() || (part.len() == rest.len() && rest.len() < whole.len()) {
        if let Some(after) = rest.strip_prefix(part)
            && is_end(after.chars().next())
        {
            return true;
        }
        match rest.split_once([' ', '-', '.']) {
            Some((_, next)) => rest = next,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests;
