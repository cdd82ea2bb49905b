//! [`Model`]: the lexicon and the weights, as they lie in `lexicon/words.bin`.
//!
//! Nothing is read or copied when the program starts: both are looked up in the bytes that are compiled in, and small
//! enough to stay in a core's own cache.

/// Buckets of the lexicon, as a power of two.
const BUCKETS: u32 = 14;
/// Places of a bucket.
const PLACES: usize = 8;
/// Bytes of the lexicon.
pub const LEXICON: usize = (1 << BUCKETS) * PLACES * 2;
/// Slots of the weights, as a power of two.
pub const SLOTS: u32 = 19;

/// Lexicon and weights.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    /// The words that are known.
    pub lexicon: Lexicon<'a>,
    weights: &'a [u8; 1 << SLOTS],
}

static MODEL: &[u8; LEXICON + (1 << SLOTS)] = include_bytes!("../../../lexicon/words.bin");

impl Model<'static> {
    /// The model that is compiled in.
    pub fn get() -> Self {
        // A file of another size does not compile, so both are there.
        Model::new(MODEL).unwrap_or(Model {
            lexicon: Lexicon(&[[0; 2 * PLACES]; 1 << BUCKETS]),
            weights: &[0; 1 << SLOTS],
        })
    }
}

impl<'a> Model<'a> {
    /// The model that these bytes hold: the lexicon, then the weights. `None` if they are not so many.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let (lexicon, weights) = bytes.split_at_checked(LEXICON)?;
        Some(Model {
            lexicon: Lexicon::new(lexicon)?,
            weights: weights.try_into().ok()?,
        })
    }

    /// The sum of the weights of some answers.
    #[inline(always)]
    pub fn sum<const N: usize>(&self, answers: &[u32; N]) -> i32 {
        let mut sum = 0;
        for hash in answers {
            sum += i32::from(self.weights[slot(*hash)] as i8);
        }
        sum
    }
}

/// The slot of an answer.
#[inline]
pub fn slot(hash: u32) -> usize {
    (hash >> (32 - SLOTS)) as usize
}

/// A set of words, by their hashes: buckets of eight places of 16 bits, of which twelve tell words apart and four say what
/// is known of the word. A word that is not there is taken for one once in some thousand times.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'a>(&'a [[u8; 2 * PLACES]; 1 << BUCKETS]);

impl<'a> Lexicon<'a> {
    /// The lexicon that these bytes hold; `None` if they are not so many.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let (buckets, rest) = bytes.as_chunks();
        rest.is_empty().then_some(Lexicon(buckets.try_into().ok()?))
    }

    /// What is known of a word: 0 if it is not there.
    #[inline(always)]
    pub fn get(&self, hash: u32) -> u8 {
        let tag = (hash as u16) & 0xFFF0;
        let mut found = 0;
        for place in self.0[(hash >> (32 - BUCKETS)) as usize].as_chunks().0 {
            let place = u16::from_le_bytes(*place);
            found |= if place & 0xFFF0 == tag { place & 15 } else { 0 };
        }
        found as u8
    }
}

/// Lays out a lexicon, the words that matter most first: where a bucket is full, the rest is left out. Says how many were.
pub fn lay_out(words: impl Iterator<Item = (u32, u8)>) -> (Vec<u8>, usize) {
    let mut bytes = vec![0u8; LEXICON];
    let mut lost = 0;
    for (hash, known) in words {
        let at = (hash >> (32 - BUCKETS)) as usize * PLACES * 2;
        let entry = ((hash as u16) & 0xFFF0 | u16::from(known & 15)).to_le_bytes();
        let bucket = &mut bytes[at..at + PLACES * 2];
        match bucket.chunks_exact_mut(2).find(|p| p[0] & 15 == 0) {
            Some(place) => place.copy_from_slice(&entry),
            None => lost += 1,
        }
    }
    (bytes, lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_that_is_compiled_in_is_no_blank() {
        let model = Model::get();
        assert!(model.weights.iter().filter(|w| **w != 0).count() > 100_000);
        let empty = model.lexicon.0.iter().filter(|bucket| **bucket == [0; 16]).count();
        assert!(empty < 1000, "{empty}");
        assert!(Model::new(&MODEL[1..]).is_none());
    }

    #[test]
    fn words_are_found_where_they_were_laid() {
        let words: Vec<(u32, u8)> = (1..2000u32)
            .map(|n| (n.wrapping_mul(0x9E37_79B1), 1 + (n % 15) as u8))
            .collect();
        let (bytes, lost) = lay_out(words.iter().copied());
        let lexicon = Lexicon::new(&bytes).unwrap();
        assert_eq!(lost, 0);
        for (hash, known) in words {
            assert_eq!(lexicon.get(hash), known);
        }
    }

    #[test]
    fn a_full_bucket_keeps_what_came_first() {
        let (bytes, lost) = lay_out((1..=10u32).map(|n| (n << 4, n as u8)));
        let lexicon = Lexicon::new(&bytes).unwrap();
        assert_eq!(lost, 2);
        assert_eq!(
            (lexicon.get(1 << 4), lexicon.get(8 << 4), lexicon.get(9 << 4)),
            (1, 8, 0)
        );
    }
}
