//! [`Syllables`]: the words of the lexicon as they are written, so that the usual word of a text is read with one look
//! instead of letter by letter.

use super::tokens::{Shape, Token};

/// A word as it is written, and what reading it letter by letter would give.
#[derive(Clone, Copy, Debug, Default)]
pub struct Syllable {
    key: [u64; 2],
    /// What the word alone is known as.
    pub known: u32,
    tail: u32,
    hash: u64,
    /// Which words may follow it in a longer phrase: of each the bit of its hash.
    next: u64,
    length: u8,
    shape: Shape,
}

impl Syllable {
    /// Whether a word of this hash may follow it in a phrase of the lexicon; if not, it surely does not.
    #[inline]
    pub fn may_go_on(&self, hash: u64) -> bool {
        self.next & follower(hash) != 0
    }
}

/// The bit of a word that follows another.
#[inline]
pub fn follower(hash: u64) -> u64 {
    1 << (hash >> 58)
}

/// Longer words are read letter by letter.
const LONGEST: usize = 16;

/// Words by their bytes, with open addressing; place 0 is never taken.
#[derive(Clone, Debug, Default)]
pub struct Syllables {
    slots: Vec<Syllable>,
    filled: usize,
}

impl Syllables {
    /// The word at this number, if it is one.
    #[inline]
    pub fn get(&self, number: u32) -> Option<&Syllable> {
        match number {
            0 => None,
            number => self.slots.get(number as usize),
        }
    }

    /// Adds a word that was read, with what it is known as and which words may follow it.
    pub fn add(&mut self, word: &str, read: &Token, known: u32, next: u64) {
        let Some(key) = key(word.as_bytes(), 0, word.len()) else {
            return;
        };
        // Half full at most.
        if 2 * self.filled >= self.slots.len() {
            let larger = vec![Syllable::default(); (2 * self.slots.len()).max(1 << 12)];
            for old in std::mem::replace(&mut self.slots, larger) {
                if old.length != 0 {
                    self.put(old);
                }
            }
        }
        let before = self.filled;
        self.filled += usize::from(self.put(Syllable {
            key,
            known,
            tail: read.tail,
            hash: read.hash,
            next,
            length: read.length,
            shape: read.shape,
        }));
        debug_assert!(self.filled - before <= 1);
    }

    /// Whether it was not there.
    fn put(&mut self, word: Syllable) -> bool {
        let at = self.slot(word.key);
        match self.slots.get_mut(at) {
            Some(slot) => std::mem::replace(slot, word).length == 0,
            None => false,
        }
    }

    /// Where a word is, or could be.
    #[inline]
    fn slot(&self, key: [u64; 2]) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let hash = (key[0] ^ key[1].wrapping_mul(0xA076_1D64_78BD_642F)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut at = ((hash >> 40) as usize & mask).max(1);
        while self
            .slots
            .get(at)
            .is_some_and(|slot| slot.length != 0 && slot.key != key)
        {
            at = ((at + 1) & mask).max(1);
        }
        at
    }

    /// Reads a word of a text: everything but where it stands and what stands before it. `None` if it is not among
    /// these.
    #[inline]
    pub fn read(&self, text: &[u8], start: usize, end: usize) -> Option<Token> {
        let key = key(text, start, end)?;
        let at = self.slot(key);
        let word = self.slots.get(at).filter(|word| word.length != 0)?;
        Some(Token {
            hash: word.hash,
            tail: word.tail,
            length: word.length,
            shape: word.shape,
            word: at as u32,
            ..Token::default()
        })
    }
}

/// The bytes of a word, if they are not too many.
#[inline]
fn key(text: &[u8], start: usize, end: usize) -> Option<[u64; 2]> {
    let length = end - start;
    if length == 0 || length > LONGEST {
        return None;
    }
    let bytes = match text.get(start..).and_then(<[u8]>::first_chunk) {
        Some(bytes) => u128::from_le_bytes(*bytes),
        // The last word of a text.
        None => {
            let mut bytes = [0; LONGEST];
            bytes.get_mut(..length)?.copy_from_slice(text.get(start..end)?);
            u128::from_le_bytes(bytes)
        }
    };
    let bytes = bytes & (u128::MAX >> (8 * (LONGEST - length)));
    Some([bytes as u64, (bytes >> 64) as u64])
}
