//! [`WordTable`]: a fixed list of words with what each says, looked up by hash.

use super::memo::hash;

/// Words and what they say; a word that stands in the list several times says all of it. No word says 0.
#[derive(Debug)]
pub struct WordTable {
    /// By the lowest bits of the hash, or the next place that was free.
    places: Vec<(u64, u32)>,
}

impl WordTable {
    /// The table of a list.
    pub fn of<'a>(words: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let words: Vec<_> = words.collect();
        // Two of three places stay free, so that what is no word of the list is mostly told at the first look.
        let mut table = WordTable {
            places: vec![(0, 0); (3 * words.len().max(1)).next_power_of_two()],
        };
        for (word, says) in words {
            let hash = hash(word.as_bytes());
            let at = table.place(hash);
            if let Some(place) = table.places.get_mut(at) {
                *place = (hash, place.1 | says);
            }
        }
        table
    }

    /// What a word says; 0 where it is not in the list.
    pub fn get(&self, word: &[u8]) -> u32 {
        self.places.get(self.place(hash(word))).map_or(0, |(_, says)| *says)
    }

    /// The place of a hash, or the free one where it would be.
    fn place(&self, hash: u64) -> usize {
        let last = self.places.len() - 1;
        let mut at = hash as usize & last;
        while self.places[at].1 != 0 && self.places[at].0 != hash {
            at = (at + 1) & last;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found() {
        let words: Vec<String> = (0..500).map(|n| format!("word{n}")).collect();
        let table = WordTable::of(words.iter().zip(1..).map(|(w, n)| (w.as_str(), n)));
        for (word, n) in words.iter().zip(1..) {
            assert_eq!(table.get(word.as_bytes()), n, "{word}");
        }
        assert_eq!(table.get(b"word500"), 0);
        assert_eq!(table.get(b""), 0);
        assert_eq!(WordTable::of(std::iter::empty()).get(b"a"), 0);
        assert_eq!(WordTable::of([("a", 1), ("a", 2)].into_iter()).get(b"a"), 3);
    }
}
