//! [`Editor`]: what an article is about, as IPTC's Media Topics of the top level.
//!
//! A linear model over the syllables of the text and pairs of neighbours, each counted once, where it stands first: in
//! the title it weighs most, then in the lead, then in the beginning of the body. Rare ones count more, and the sum
//! is measured against the length of what was counted, so that a notice of two lines and a page have the same scale. What
//! comes out is made a probability by a curve that was fitted on articles which the weights had not seen: of topics
//! given with 0.8, four in five are right. Where no topic is likely enough, none is given. The texts that were learnt
//! from are Vietnamese, so texts in other languages have none.

pub mod model;

use super::media_topics;
use super::syllables::{First, Syllable, joined};
use model::{Model, TOPICS};

/// A topic with less is not given.
pub const FIRST: f32 = 0.3;
/// A topic beside the first needs so much.
pub const FURTHER: f32 = 0.5;
/// So many syllables are read: news says what it is about in the beginning.
pub const SYLLABLES: usize = 250;
/// What counts in the title, in the lead, in the beginning of the body and in the rest of it.
pub const PLACES: [i32; 4] = [4, 3, 2, 1];
/// Syllables of the body that are its beginning.
pub const BEGINNING: usize = 120;

/// A topic that is likely.
#[derive(Clone, Debug, PartialEq)]
pub struct LikelyTopic {
    /// Its place among the seventeen, in the order of their codes.
    pub number: usize,
    /// Eight digits of Media Topics.
    pub code: &'static str,
    /// IPTC's English label.
    pub label: &'static str,
    /// The probability that the article is about it, 0 to 1.
    pub probability: f32,
}

/// What an article with these syllables is about, best first. `title` and `lead` are the bytes of the text at which the
/// title and the lead end: 0 where there is none; a lead that is not there ends where the title does.
pub fn topics(syllables: &[Syllable], title: usize, lead: usize, language: &str) -> Vec<LikelyTopic> {
    if language != "vi" && !language.starts_with("vi-") {
        return Vec::new();
    }
    let probabilities = Model::get().probabilities(&places(syllables, title, lead));
    likely(&probabilities)
}

/// The topics that are likely enough, best first.
pub fn likely(probabilities: &[f32; TOPICS]) -> Vec<LikelyTopic> {
    let mut found: Vec<_> = media_topics::top()
        .zip(probabilities)
        .enumerate()
        .filter(|(_, (_, p))| **p >= FIRST)
        .map(|(number, ((code, label), &probability))| LikelyTopic {
            number,
            code,
            label,
            probability,
        })
        .collect();
    found.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let mut rank = 0;
    found.retain(|topic| {
        rank += 1;
        rank == 1 || topic.probability >= FURTHER
    });
    found
}

/// The syllables that are read, by place: title, lead, beginning of the body, rest.
pub fn places(syllables: &[Syllable], title: usize, lead: usize) -> [&[Syllable]; 4] {
    let read = syllables.get(..SYLLABLES).unwrap_or(syllables);
    let (head, rest) = read.split_at(read.partition_point(|s| (s.start as usize) < title));
    let (lead, body) = rest.split_at(rest.partition_point(|s| (s.start as usize) < lead));
    let (beginning, rest) = body.split_at(body.len().min(BEGINNING));
    [head, lead, beginning, rest]
}

/// The numbers of what is counted: each syllable that is no number, and each pair of neighbours.
#[inline]
pub fn features(syllables: &[Syllable], mut take: impl FnMut(u32)) {
    let mut before: Option<u32> = None;
    for syllable in syllables {
        if syllable.apart {
            before = None;
        }
        if syllable.first == First::Digit {
            before = None;
            continue;
        }
        take(syllable.hash);
        if let Some(before) = before {
            take(joined(before, syllable.hash));
        }
        before = Some(syllable.hash);
    }
}

#[cfg(test)]
mod tests;
