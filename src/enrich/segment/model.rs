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
    weights: &'a [u8],
}

static MODEL: &[u8] = include_bytes!("../../../lexicon/words.bin");

impl Model<'static> {
    /// The model that is compiled in.
    pub fn get() -> Self {
        // A test holds the file to be whole; without it every unit would be a word.
        Model::new(MODEL).unwrap_or(Model::new(&[]).unwrap_or(Model {
            lexicon: Lexicon(&[]),
            weights: &[],
        }))
    }
}

impl<'a> Model<'a> {
    /// The model that these bytes hold: the lexicon, then the weights. `None` if they are not so many.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let (lexicon, weights) = bytes.split_at_checked(LEXICON)?;
        (weights.len() == 1 << SLOTS).then_some(Model {
            lexicon: Lexicon(lexicon),
            weights,
        })
    }

    /// The sum of the weights of some answers.
    #[inline]
    pub fn sum(&self, answers: &[u32]) -> i32 {
        let weight = |hash: &u32| self.weights.get(slot(*hash)).map_or(0, |w| i32::from(*w as i8));
        answers.iter().map(weight).sum()
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
pub struct Lexicon<'a>(&'a [u8]);

impl<'a> Lexicon<'a> {
    /// The lexicon that these bytes hold.
    pub fn new(bytes: &'a [u8]) -> Self {
        Lexicon(bytes)
    }

    /// What is known of a word: 0 if it is not there.
    #[inline]
    pub fn get(&self, hash: u32) -> u8 {
        let at = (hash >> (32 - BUCKETS)) as usize * PLACES * 2;
        let Some(bucket) = self.0.get(at..).and_then(|b| b.first_chunk::<16>()) else {
            return 0;
        };
        let tag = (hash as u16) & 0xFFF0;
        let mut found = 0;
        for place in bucket.chunks_exact(2) {
            let place = u16::from_le_bytes([place[0], place[1]]);
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
            _ if Lexicon(&[]).get(hash) != 0 => {}
            Some(place) => place.copy_from_slice(&entry),
            None => lost += 1,
        }
    }
    (bytes, lost)
}
