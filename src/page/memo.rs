//! [`Memo`]: what was found out about a text, kept while a page is read. Pages give the same classes to hundreds of
//! elements.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Answers by text. Two texts of the same 64-bit hash would share one, which costs a page a class at worst.
#[derive(Debug)]
pub struct Memo<T> {
    answers: HashMap<u64, T, BuildHasherDefault<AsItIs>>,
}

impl<T> Default for Memo<T> {
    /// Nothing known yet.
    fn default() -> Self {
        Memo {
            answers: HashMap::default(),
        }
    }
}

impl<T: Copy> Memo<T> {
    /// What is known of a text, or what is found out now.
    pub fn get(&mut self, text: &str, find: impl FnOnce(&str) -> T) -> T {
        *self.answers.entry(hash(text.as_bytes())).or_insert_with(|| find(text))
    }
}

/// Eight bytes at a time.
pub fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = FACTOR ^ bytes.len() as u64;
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        hash = (hash ^ u64::from_le_bytes(*eight)).wrapping_mul(FACTOR).rotate_left(29);
    }
    let mut last = 0;
    for byte in rest {
        last = last << 8 | u64::from(*byte);
    }
    hash = (hash ^ last).wrapping_mul(FACTOR);
    hash ^ hash >> 32
}

/// The keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_at_once() {
        let mut memo = Memo::default();
        let mut looks = 0;
        for text in [
            "a",
            "b",
            "a",
            "",
            "",
            "a long class of many words",
            "a long class of many wordz",
        ] {
            let found = memo.get(text, |t| {
                looks += 1;
                t.len()
            });
            assert_eq!(found, text.len());
        }
        assert_eq!(looks, 5);
    }
}
