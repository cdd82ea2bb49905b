//! [`Model`]: the weights of topics, as they lie in `lexicon/topics.bin`.
//!
//! A hash table that is looked up in the bytes that are compiled in. A bucket holds the marks of eight features side by
//! side, so that what is not known, as most pairs are not, is told by one look at sixteen bytes; the rows, with a
//! weight for each topic, lie apart.

use super::{PLACES, features};
use crate::enrich::syllables::Syllable;

/// Topics of the top level.
pub const TOPICS: usize = 17;
/// Buckets, as a power of two.
pub const BUCKETS: u32 = 13;
/// Places of a bucket.
pub const PER_BUCKET: usize = 8;
/// Bytes of a row: a weight for each topic, and how much the feature counts in the length.
pub const ROW: usize = TOPICS + 1;
/// Of fewer features nothing can be said.
const LEAST: usize = 3;
/// Numbers before the table: the scale of the sum, slope and offset of the curve, and an offset for each topic.
pub const NUMBERS: usize = 3 + TOPICS;

const MARKS: usize = (2 * PER_BUCKET) << BUCKETS;
/// Bytes of the file.
pub const SIZE: usize = 4 * NUMBERS + MARKS + ((ROW * PER_BUCKET) << BUCKETS);

static MODEL: &[u8; SIZE] = include_bytes!("../../../lexicon/topics.bin");

/// Weights of all features.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    bytes: &'a [u8; SIZE],
}

impl Model<'static> {
    /// The model that is compiled in.
    pub fn get() -> Self {
        Model { bytes: MODEL }
    }
}

impl<'a> Model<'a> {
    /// The model that these bytes hold. `None` if they are not so many.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        Some(Model {
            bytes: bytes.try_into().ok()?,
        })
    }

    /// For each topic the probability that an article with these syllables is about it.
    pub fn probabilities(&self, places: &[&[Syllable]; 4]) -> [f32; TOPICS] {
        let Some(scores) = self.scores(places) else {
            return [0.0; TOPICS];
        };
        let (slope, offset) = (self.number(1), self.number(2));
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let shares = scores.map(|score| (score - most).exp());
        let all: f32 = shares.iter().sum();
        shares.map(|share| {
            // What speaks for it against what speaks for all others, on the curve.
            let others = (all - share).max(1e-9);
            1.0 / (1.0 + (-(slope * (share.max(1e-9) / others).ln() + offset)).exp())
        })
    }

    /// What speaks for each topic, before it is made a probability. `None` where hardly anything is known.
    pub fn scores(&self, places: &[&[Syllable]; 4]) -> Option<[f32; TOPICS]> {
        let mut seen = Seen::default();
        let mut sums = [0_i32; TOPICS];
        let (mut length, mut known) = (0_u64, 0);
        for (syllables, factor) in places.iter().zip(PLACES) {
            // Half as wide, so that twice as many are added at once; no text comes near the most of them.
            let mut own = [0_i16; TOPICS];
            let mut norm = 0_u64;
            features(syllables, |feature| {
                if seen.is_new(feature)
                    && let Some(row) = self.row(feature)
                {
                    for (sum, weight) in own.iter_mut().zip(row) {
                        *sum = sum.saturating_add(i16::from(*weight as i8));
                    }
                    norm += u64::from(row[TOPICS]);
                    known += 1;
                }
            });
            for (sum, own) in sums.iter_mut().zip(own) {
                *sum += i32::from(own) * factor;
            }
            length += norm * (factor * factor) as u64;
        }
        if known < LEAST {
            return None;
        }
        let scale = self.number(0) / (length.max(1) as f32).sqrt();
        let mut scores = [0.0; TOPICS];
        for (n, (score, sum)) in scores.iter_mut().zip(sums).enumerate() {
            *score = sum as f32 * scale + self.number(3 + n);
        }
        Some(scores)
    }

    fn number(&self, n: usize) -> f32 {
        let bytes = self.bytes.get(4 * n..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0.0, |bytes| f32::from_le_bytes(*bytes))
    }

    /// The weights of a feature.
    #[inline]
    fn row(&self, feature: u32) -> Option<&'a [u8; ROW]> {
        let (bucket, mark) = place(feature);
        let marks: &[u8; 2 * PER_BUCKET] = self.bytes.get(4 * NUMBERS + 2 * PER_BUCKET * bucket..)?.first_chunk()?;
        // Four marks in a machine word: the lowest that is the same is the lowest that differs in nothing.
        let sought = u64::from(mark) * 0x0001_0001_0001_0001;
        let mut at = bucket * PER_BUCKET;
        for four in marks.as_chunks::<8>().0 {
            let differs = u64::from_le_bytes(*four) ^ sought;
            let same = differs.wrapping_sub(0x0001_0001_0001_0001) & !differs & 0x8000_8000_8000_8000;
            if same != 0 {
                at += same.trailing_zeros() as usize / 16;
                return self.bytes.get(4 * NUMBERS + MARKS + ROW * at..)?.first_chunk();
            }
            at += 4;
        }
        None
    }
}

/// The bucket of a feature, and its mark there, which is never 0.
#[inline]
pub fn place(feature: u32) -> (usize, u16) {
    ((feature >> (32 - BUCKETS)) as usize, (feature as u16).max(1))
}

/// Lays out a model. Features come in the order of their worth: those that find no room are left out.
pub fn lay_out(numbers: &[f32; NUMBERS], rows: impl Iterator<Item = (u32, [u8; ROW])>) -> Vec<u8> {
    let mut bytes = vec![0; SIZE];
    for (number, to) in numbers.iter().zip(bytes.chunks_exact_mut(4)) {
        to.copy_from_slice(&number.to_le_bytes());
    }
    let (marks, table) = bytes.split_at_mut(4 * NUMBERS + MARKS);
    let marks = marks.get_mut(4 * NUMBERS..).unwrap_or_default();
    for (feature, row) in rows {
        let (bucket, mark) = place(feature);
        let own = marks.chunks_exact_mut(2).skip(bucket * PER_BUCKET).take(PER_BUCKET);
        for (n, to) in own.enumerate() {
            if *to == mark.to_le_bytes() {
                break;
            }
            if *to == [0, 0] {
                to.copy_from_slice(&mark.to_le_bytes());
                if let Some(to) = table.chunks_exact_mut(ROW).nth(bucket * PER_BUCKET + n) {
                    to.copy_from_slice(&row);
                }
                break;
            }
        }
    }
    bytes
}

/// Features that were met: a bit for each, by part of its number. A few are taken for others.
struct Seen([u64; 512]);

impl Default for Seen {
    fn default() -> Self {
        Seen([0; 512])
    }
}

impl Seen {
    #[inline]
    fn is_new(&mut self, feature: u32) -> bool {
        let bit = 1_u64 << (feature & 63);
        let word = &mut self.0[(feature >> 6 & 511) as usize];
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}
