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
    /// Half of a phrase's hash, never zero, and what it is known as.
    slots: Vec<(u32, u32)>,
    filled: usize,
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon {
            slots: vec![(0, 0); 1 << 12],
            filled: 0,
        }
    }
}

#[inline]
fn half(hash: u64) -> u32 {
    ((hash ^ hash >> 32) as u32).max(1)
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
            self.mark(half(hash), if last { flags } else { known::PREFIX });
        }
        if flags & known::WORD != 0 {
            for word in words {
                self.mark(half(joined(0, word.hash)), known::SYLLABLE);
            }
        }
    }

    /// What the phrase of this hash is known as; 0 for an unknown one.
    #[inline]
    pub fn get(&self, hash: u64) -> u32 {
        self.slots.get(self.slot(half(hash))).map_or(0, |(_, flags)| *flags)
    }

    /// Where a hash is, or could be.
    #[inline]
    fn slot(&self, hash: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self
            .slots
            .get(at)
            .is_some_and(|(found, _)| *found != hash && *found != 0)
        {
            at = (at + 1) & mask;
        }
        at
    }

    fn mark(&mut self, hash: u32, flags: u32) {
        // Three of four full: what is looked up again and again stays near the processor.
        if 4 * self.filled >= 3 * self.slots.len() {
            let larger = vec![(0, 0); 2 * self.slots.len()];
            let old = std::mem::replace(&mut self.slots, larger);
            self.filled = 0;
            for (hash, flags) in old.into_iter().filter(|(hash, _)| *hash != 0) {
                self.mark(hash, flags);
            }
        }
        let at = self.slot(hash);
        if let Some((found, known)) = self.slots.get_mut(at) {
            self.filled += usize::from(*found == 0);
            *found = hash;
            *known |= flags;
        }
    }
}
