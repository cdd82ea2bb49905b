//! [`Lexicon`]: phrases and what they are known as, by hash.

use super::syllables::{Syllables, follower};
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
    /// Beside each, while phrases are added: which words follow it.
    next: Vec<u64>,
    /// Single words as they are written.
    syllables: Syllables,
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon {
            slots: vec![(0, 0); 1 << 12],
            filled: 0,
            next: vec![0; 1 << 12],
            syllables: Syllables::default(),
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
            let next = words.get(n + 1).map_or(0, |next| follower(next.hash));
            self.mark(half(hash), if last { flags } else { known::PREFIX }, next);
        }
        if flags & known::WORD != 0 {
            for word in words {
                self.mark(half(joined(0, word.hash)), known::SYLLABLE, 0);
            }
        }
    }

    /// Learns how words are written, small and with a capital. To be called when all phrases are added.
    pub fn write_down<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        for word in words {
            let mut letters = word.chars();
            let capital = letters.next().map(char::to_uppercase);
            let title: String = capital.into_iter().flatten().chain(letters).collect();
            for word in [word, &title] {
                if let [read] = tokens(word).as_slice()
                    && read.end as usize - read.start as usize == word.len()
                {
                    let slot = self.slot(half(joined(0, read.hash)));
                    let known = self.slots.get(slot).map_or(0, |(_, flags)| *flags);
                    let next = self.next.get(slot).copied().unwrap_or_default();
                    self.syllables.add(word, read, known, next);
                }
            }
        }
        self.next = Vec::new();
    }

    /// The single words as they are written.
    #[inline]
    pub(super) fn syllables(&self) -> &Syllables {
        &self.syllables
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

    fn mark(&mut self, hash: u32, flags: u32, next: u64) {
        // Three of four full: what is looked up again and again stays near the processor.
        if 4 * self.filled >= 3 * self.slots.len() {
            let length = 2 * self.slots.len();
            let old = std::mem::replace(&mut self.slots, vec![(0, 0); length]);
            let old_next = std::mem::replace(&mut self.next, vec![0; length]);
            self.filled = 0;
            for ((hash, flags), next) in old.into_iter().zip(old_next).filter(|((hash, _), _)| *hash != 0) {
                self.mark(hash, flags, next);
            }
        }
        let at = self.slot(hash);
        if let (Some((found, known)), Some(follows)) = (self.slots.get_mut(at), self.next.get_mut(at)) {
            self.filled += usize::from(*found == 0);
            *found = hash;
            *known |= flags;
            *follows |= next;
        }
    }
}
