//! [`Votes`]: what a first look at the whole text says of a word: what the same word, the same pair of words, the same
//! name are elsewhere in it. A name that is sure in one place is so known in all.

use super::chain::OUTSIDE;
use super::features::{Document, Sink};
use super::tokens::joined;

/// The longest name that is looked for elsewhere, in words.
const LONGEST: usize = 16;

/// How often a word or a phrase is nothing, a person, an organisation, a place.
type Counts = [u16; 4];

/// What the first look found, by word, by pair, by name.
pub struct Votes {
    words: Table,
    /// For each word of the text, where it stands among them, and where the pair of it and the next does; 0 for none.
    places: Vec<[u32; 2]>,
    /// For each word of the text, the name of elsewhere that covers it.
    covers: Vec<u32>,
    kinds: Vec<u8>,
}

/// What kind a label stands for: 0 for none.
fn kind(label: u8) -> usize {
    usize::from(label).div_ceil(2)
}

fn key(document: &Document, at: usize) -> u64 {
    document
        .tokens
        .get(at)
        .map_or(0, |t| joined(t.hash, u64::from(t.shape.is_capital())))
}

/// Apart from the keys of words.
fn pair_key(first: u64, second: u64) -> u64 {
    joined(first, second.rotate_left(7))
}

impl Votes {
    /// Counts what a first look found: a label for each word, and which words it looked at.
    pub fn new(document: &Document, looked: &[bool], labels: &[u8]) -> Self {
        let keys: Vec<u64> = (0..labels.len())
            .map(|at| if looked[at] { key(document, at) } else { 0 })
            .collect();
        let kinds: Vec<u8> = labels.iter().map(|l| kind(*l) as u8).collect();
        let mut words = Table::new(2 * looked.iter().filter(|l| **l).count());
        let mut places = vec![[0; 2]; labels.len()];
        for at in (0..labels.len()).filter(|at| looked[*at]) {
            let word = words.count(keys[at], kinds[at]);
            let pair = if is_pair(document, looked, at) {
                words.count(pair_key(keys[at], keys[at + 1]), pair_kind(&kinds, at))
            } else {
                0
            };
            places[at] = [word, pair];
        }
        let covers = covers(document, &keys, labels, looked);
        Votes {
            words,
            places,
            covers,
            kinds,
        }
    }

    /// What the rest of the text says of a word that was looked at.
    #[inline]
    pub fn features(&self, labels: &[u8], at: usize, out: &mut impl Sink) {
        let [own, pair] = self.places[at];
        let word = vote(self.words.slots[own as usize].1, self.kinds[at]);
        let joint = |at: usize, place: u32| match place {
            0 => 0,
            place => vote(self.words.slots[place as usize].1, pair_kind(&self.kinds, at)),
        };
        let last = at.checked_sub(1);
        let before = last.map_or(0, |last| joint(last, self.places[last][1]));
        let after = joint(at, pair);
        let cover = self.covers[at] as usize;
        out.few(101, word);
        out.few(103, before);
        out.few(104, after);
        out.few(106, cover);
        if cover == 0 {
            out.few(107, word);
        } else {
            out.add(107, joined(cover as u64, word as u64));
        }
        out.few(108, self.covers.get(at + 1).map_or(0, |cover| *cover as usize));
        out.few(109, last.map_or(0, |last| self.covers[last] as usize));
        out.few(110, labels.get(at).map_or(OUTSIDE, |label| usize::from(*label)));
    }
}

/// Whether a word and the next make a pair.
fn is_pair(document: &Document, looked: &[bool], at: usize) -> bool {
    looked.get(at) == Some(&true)
        && looked.get(at + 1) == Some(&true)
        && document.tokens.get(at + 1).is_some_and(|t| t.gap.is_joint())
}

/// What a pair is: what both of its words are, else nothing.
fn pair_kind(kinds: &[u8], at: usize) -> u8 {
    match (kinds.get(at), kinds.get(at + 1)) {
        (Some(a), Some(b)) if a == b => *a,
        _ => 0,
    }
}

/// What the others say, this one apart: the kind of most, how clearly, how many.
fn vote(mut counts: Counts, own: u8) -> usize {
    if let Some(count) = counts.get_mut(usize::from(own)) {
        *count = count.saturating_sub(1);
    }
    let total: u32 = counts.iter().map(|count| u32::from(*count)).sum();
    if total == 0 {
        return 0;
    }
    let best = (0..4).fold(0, |a, b| if counts[b] > counts[a] { b } else { a });
    let second = (0..4)
        .filter(|k| *k != best)
        .fold(usize::from(best == 0), |a, b| if counts[b] > counts[a] { b } else { a });
    let percent = |least: u32| usize::from(100 * u32::from(counts[best]) >= least * total);
    let clear = percent(56) + percent(71) + percent(86) + percent(96);
    let many = usize::from(total > 1) + usize::from(total > 2) + usize::from(total > 6);
    let doubt = if clear < 2 { second + 1 } else { 0 };
    1 + best + 4 * clear + 32 * many + 256 * doubt
}

/// For each word: the longest name of elsewhere that covers it, as what, how surely, and where in it the word stands.
fn covers(document: &Document, keys: &[u64], labels: &[u8], looked: &[bool]) -> Vec<u32> {
    let n = labels.len();
    let mut names = Table::new(labels.iter().filter(|label| **label != OUTSIDE as u8).count());
    // Where a name begins that the first look found: its end and kind.
    let mut own: Vec<(u32, u8)> = vec![(0, 0); n];
    let mut at = 0;
    while at < n {
        if labels[at].is_multiple_of(2) {
            at += 1;
            continue;
        }
        let start = at;
        let mut hash = joined(0, keys[at]);
        at += 1;
        while at < n && labels[at] != OUTSIDE as u8 && labels[at].is_multiple_of(2) {
            names.touch(hash);
            hash = joined(hash, keys[at]);
            at += 1;
        }
        names.count(hash, kind(labels[start]) as u8);
        own[start] = (at as u32, kind(labels[start]) as u8);
    }
    let mut covers = vec![0; n];
    let mut at = 0;
    while at < n {
        let mut best: Option<(usize, Counts)> = None;
        let mut hash = 0;
        for end in at..(at + LONGEST).min(n) {
            if !looked[end] || end > at && document.tokens[end].gap.is_start() {
                break;
            }
            hash = joined(hash, keys[end]);
            let Some(mut counts) = names.find(hash) else { break };
            if own[at].0 as usize == end + 1 {
                counts[usize::from(own[at].1)] -= 1;
            }
            if counts.iter().any(|c| *c > 0) {
                best = Some((end + 1, counts));
            }
        }
        let Some((end, counts)) = best else {
            at += 1;
            continue;
        };
        let top = (1..4).fold(1, |a, b| if counts[b] > counts[a] { b } else { a });
        let total: u16 = counts.iter().sum();
        let pure = u32::from(counts[top] == total);
        let length = (end - at).min(3) as u32;
        for (n, cover) in covers[at..end].iter_mut().enumerate() {
            let place = match n {
                0 => 0,
                n if at + n + 1 == end => 2,
                _ => 1,
            };
            *cover = 1 + top as u32 * 4 + place + 16 * pure + 32 * u32::from(total.min(3)) + 256 * length;
        }
        at = end;
    }
    covers
}

/// Counts by hash, with open addressing; place 0 is never taken.
struct Table {
    slots: Vec<(u64, Counts)>,
}

impl Table {
    /// For so many hashes at most.
    fn new(most: usize) -> Self {
        Table {
            slots: vec![(0, [0; 4]); (most + most / 2 + 2).next_power_of_two()],
        }
    }

    #[inline]
    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (hash as usize & mask).max(1);
        while self.slots[at].0 != 0 && self.slots[at].0 != hash {
            at = ((at + 1) & mask).max(1);
        }
        at
    }

    /// Makes a hash known, and says where it is.
    fn touch(&mut self, hash: u64) -> usize {
        let at = self.slot(hash);
        self.slots[at].0 = hash;
        at
    }

    fn count(&mut self, hash: u64, kind: u8) -> u32 {
        let at = self.touch(hash);
        let count = &mut self.slots[at].1[usize::from(kind)];
        *count = count.saturating_add(1);
        at as u32
    }

    fn find(&self, hash: u64) -> Option<Counts> {
        let (found, counts) = self.slots[self.slot(hash)];
        (found == hash && hash != 0).then_some(counts)
    }
}
