//! Words of Vietnamese: which syllables make one.
//!
//! Vietnamese writes a space between syllables, not between words: *học sinh* is one word, *sinh viên* another, and in
//! *học sinh học* it depends. A line is cut into its syllables and signs ([`units`]); at each gap between two of them some
//! thirty questions are asked ([`features`]): which syllables these are, whether the lexicon has a word here or one that
//! begins before, how they are written. Each answer has a weight that was learnt from a treebank ([`model`];
//! `training/words.rs` makes it). The best way through all gaps of a line is taken, since whether a word goes on depends
//! on whether it had begun.

pub mod features;
mod letters;
pub mod model;
pub mod units;

use std::ops::Range;

use features::{Answers, BEYOND, Starts};
use model::{Lexicon, Model};
use units::Unit;

/// The words of a text as byte ranges, in order: all that is not white space is in one of them. No word goes over the
/// end of a line.
pub fn segment(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut segmenter = Segmenter::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let found = segmenter.line(line);
        words.extend(found.words().map(|units| {
            let first = units.first().map_or(0, |u| u.start);
            let last = units.last().map_or(0, |u| u.end);
            start + first..start + last
        }));
        start += line.len();
    }
    words
}

/// So far behind parting, a join is given up: e⁸ to one.
const HOPELESS: i32 = 384;

/// Segments lines; keeps its memory between them.
#[derive(Clone, Debug, Default)]
pub struct Segmenter {
    units: Vec<Unit>,
    /// For each gap, whether parting and joining it are best reached over a join before: bits 0 and 1. Then whether it is
    /// joined.
    ways: Vec<u8>,
}

/// The units of a line, and which of them are joined.
#[derive(Clone, Copy, Debug)]
pub struct Words<'s> {
    units: &'s [Unit],
    joins: &'s [u8],
}

impl<'s> Words<'s> {
    /// The units, in order.
    pub fn units(self) -> &'s [Unit] {
        self.units
    }

    /// For each gap between two units whether it is joined: 1 or 0.
    pub fn joins(self) -> &'s [u8] {
        self.joins
    }

    /// The units of each word.
    pub fn words(self) -> impl Iterator<Item = &'s [Unit]> {
        let mut units = self.units;
        let mut joins = self.joins;
        std::iter::from_fn(move || {
            let length = 1 + joins.iter().take_while(|j| **j != 0).count();
            let (word, rest) = units.split_at_checked(length)?;
            units = rest;
            joins = joins.get(length..).unwrap_or_default();
            Some(word)
        })
    }
}

impl Segmenter {
    /// Segments a line.
    pub fn line(&mut self, line: &str) -> Words<'_> {
        self.line_by(&Model::get(), line)
    }

    /// Segments a line by another model than the one that is compiled in.
    pub fn line_by(&mut self, model: &Model<'_>, line: &str) -> Words<'_> {
        self.units.clear();
        units::units(line, &mut self.units);
        self.decide(model);
        Words {
            units: &self.units,
            joins: &self.ways,
        }
    }

    /// The best way through all gaps.
    fn decide(&mut self, model: &Model<'_>) {
        self.ways.clear();
        // The best sums up to here, with the last gap parted and joined.
        let (mut parted, mut joined) = (0i32, i32::MIN / 2);
        let ways = &mut self.ways;
        gaps(&self.units, &model.lexicon, |may_join, answers| {
            if !may_join {
                ways.push(u8::from(joined > parted));
                (parted, joined) = (parted.max(joined), i32::MIN / 2);
                return;
            }
            let plain = model.sum(&answers.plain);
            // A join that is far behind does not come back: no need to ask what would follow it.
            let (after_parted, after_joined) = match parted - joined < HOPELESS {
                true => (parted + plain, joined + plain + model.sum(&answers.chained)),
                false => (parted + plain, i32::MIN / 2),
            };
            ways.push(u8::from(joined > parted) | u8::from(after_joined > after_parted) << 1);
            (parted, joined) = (parted.max(joined), after_parted.max(after_joined));
            // Only the difference counts; the sums of a long line stay small.
            let most = parted.max(joined);
            (parted, joined) = (parted - most, (joined - most).max(i32::MIN / 2));
        });
        let mut is_joined = joined > parted;
        for way in self.ways.iter_mut().rev() {
            let before = if is_joined { *way & 2 != 0 } else { *way & 1 != 0 };
            *way = u8::from(is_joined);
            is_joined = before;
        }
    }
}

/// Walks the gaps of a line in order. `visit` learns whether white space stands there, and what is answered.
#[inline(always)]
pub fn gaps(units: &[Unit], lexicon: &Lexicon<'_>, mut visit: impl FnMut(bool, &Answers)) {
    let unit = |n: usize| units.get(n).unwrap_or(&BEYOND);
    let starts = |n: usize| features::starts(lexicon, [unit(n), unit(n + 1), unit(n + 2), unit(n + 3)]);
    let none = Starts::default();
    // Of z a b c d, where the gap is between b and c.
    let mut around = [none, none, starts(0), starts(1), starts(2)];
    for n in 1..units.len() {
        let before = |back: usize| n.checked_sub(back).map_or(&BEYOND, unit);
        let window = [before(3), before(2), unit(n - 1), unit(n), unit(n + 1), unit(n + 2)];
        visit(!unit(n).glued, &features::answers(window, around));
        around = [around[1], around[2], around[3], around[4], starts(n + 2)];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(text: &str) -> String {
        let words = segment(text).into_iter();
        let words = words.map(|w| text[w].split_whitespace().collect::<Vec<_>>().join("_"));
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_joined() {
        for (text, expected) in [
            ("", ""),
            ("Học sinh đi học.", "Học_sinh đi học ."),
            ("Chính phủ Việt Nam họp", "Chính_phủ Việt_Nam họp"),
            ("ông Trần Văn Sơn nói", "ông Trần_Văn_Sơn nói"),
            ("hoà bình, hòa bình", "hoà_bình , hòa_bình"),
            ("ở TP. Vinh có 4.235 người", "ở TP. Vinh có 4.235 người"),
            ("bệnh\nviện", "bệnh viện"),
        ] {
            assert_eq!(joined(text), expected, "{text}");
        }
    }

    #[test]
    fn the_best_way_is_found_over_a_whole_line() {
        // Nothing of a line is forgotten where the next one begins, and nothing of it is kept.
        let mut segmenter = Segmenter::default();
        for _ in 0..2 {
            let count = |w: Words<'_>| (w.units().len(), w.words().count());
            assert_eq!(count(segmenter.line("học sinh")), (2, 1));
            assert_eq!(count(segmenter.line("")), (0, 0));
            assert_eq!(count(segmenter.line("và")), (1, 1));
        }
    }

    proptest! {
        #[test]
        fn all_that_is_not_white_space_is_in_a_word(text in "(\\PC|[a-zA-Zà-ỹ0-9.,;:!?()/%-]|học sinh|TP\\.|[“”…\u{300}\u{a0}\n\r\t ]|\\s){0,60}") {
            let words = segment(&text);
            let mut end = 0;
            for word in &words {
                prop_assert!(word.start >= end && word.end > word.start);
                prop_assert!(text[end..word.start].chars().all(char::is_whitespace));
                prop_assert!(!text[word.clone()].contains('\n'));
                prop_assert_eq!(text[word.clone()].trim(), &text[word.clone()]);
                end = word.end;
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
