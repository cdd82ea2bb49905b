//! [`Lexicon`]: phrases and what they are known as, by hash.

use super::tokens::{joined, tokens};

/// What a phrase is known as: one bit each.
pub mod known {
    /// A word of the language, as dictionaries have it.
    pub const WORD: u32 = 1;
    /// A syllable of such a word.
    pub const SYLLABLE: u32 = 1 << 1;
    /// A family name.
    pub const SURNAME: u32 = 1 << 2;
    /// Stands between family and given name.
    pub const MIDDLE: u32 = 1 << 3;
    /// Stands before a person's name.
    pub const HONORIFIC: u32 = 1 << 4;
    /// A position.
    pub const POSITION: u32 = 1 << 5;
    /// An organisation's name begins with it.
    pub const ORGANISATION_HEAD: u32 = 1 << 6;
    /// Stands before a place's name.
    pub const PLACE_HEAD: u32 = 1 << 7;
    /// A province.
    pub const PROVINCE: u32 = 1 << 8;
    /// A district.
    pub const DISTRICT: u32 = 1 << 9;
    /// A commune.
    pub const COMMUNE: u32 = 1 << 10;
    /// A country, or a part of the world.
    pub const COUNTRY: u32 = 1 << 11;
    /// A foreign city.
    pub const CITY: u32 = 1 << 12;
    /// A well-known organisation.
    pub const ORGANISATION: u32 = 1 << 13;
    /// A well-known person.
    pub const PERSON: u32 = 1 << 14;
    /// Written with capitals, and none of these: an award, a product, a feast.
    pub const OTHER: u32 = 1 << 15;
    /// Longer phrases begin with it.
    pub const PREFIX: u32 = 1 << 31;

    /// Names of places.
    pub const PLACE: u32 = PROVINCE | DISTRICT | COMMUNE | COUNTRY | CITY;
    /// Names, of whatever kind.
    pub const NAME: u32 = PLACE | ORGANISATION | PERSON | OTHER;
}

/// The longest phrase that is looked for, in words.
pub const LONGEST: usize = 6;

/// Phrases by hash, with open addressing.
#[derive(Clone, Debug)]
pub struct Lexicon {
    slots: Vec<(u64, u32)>,
    filled: usize,
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon {
            slots: vec![(0, 0); 1 << 17],
            filled: 0,
        }
    }
}

impl Lexicon {
    /// Adds a phrase.
    pub fn add(&mut self, phrase: &str, flags: u32) {
        let words = tokens(phrase);
        if words.is_empty() || words.len() > LONGEST {
            return;
        }
        let mut hash = 0;
        for (n, word) in words.iter().enumerate() {
            hash = joined(hash, word.hash);
            let last = n + 1 == words.len();
            self.mark(hash, if last { flags } else { known::PREFIX });
        }
        if flags & known::WORD != 0 {
            for word in words {
                self.mark(joined(0, word.hash), known::SYLLABLE);
            }
        }
    }

    /// What the phrase of this hash is known as; 0 for an unknown one.
    #[inline]
    pub fn get(&self, hash: u64) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots.get(at) {
                Some((found, flags)) if *found == hash => return *flags,
                Some((0, _)) | None => return 0,
                _ => at = (at + 1) & mask,
            }
        }
    }

    fn mark(&mut self, hash: u64, flags: u32) {
        if 2 * self.filled >= self.slots.len() {
            let larger = vec![(0, 0); 2 * self.slots.len()];
            let old = std::mem::replace(&mut self.slots, larger);
            self.filled = 0;
            for (hash, flags) in old.into_iter().filter(|(hash, _)| *hash != 0) {
                self.mark(hash, flags);
            }
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != hash {
            at = (at + 1) & mask;
        }
        self.filled += usize::from(self.slots[at].0 == 0);
        self.slots[at].0 = hash;
        self.slots[at].1 |= flags;
    }
}
