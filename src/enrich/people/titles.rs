//! [`Titles`]: positions, occupations, ranks and honorifics, `lexicon/titles.txt`.
//!
//! A phrase is looked up by the keys of its words, so nothing is folded or copied: the longest phrase that begins at a
//! word is found in as many steps as it has words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::BitOr;
use std::sync::LazyLock;

use super::syllable::{keys, mix};

/// The classes that a phrase belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u16);

impl Class {
    /// Begins a role: "giám đốc".
    pub const HEAD: Self = Self(1);
    /// A degree or rank, a role where no position is given: "TS", "đại tá".
    pub const RANK: Self = Self(1 << 1);
    /// Begins a role after a name: "chủ một".
    pub const WEAK: Self = Self(1 << 2);
    /// Stands before a head and belongs to the role: "nguyên".
    pub const MODIFIER: Self = Self(1 << 3);
    /// An honorific of men: "ông".
    pub const MAN: Self = Self(1 << 4);
    /// An honorific of women: "bà".
    pub const WOMAN: Self = Self(1 << 5);
    /// Kinship and honorifics of anyone: "em".
    pub const PERSON: Self = Self(1 << 6);
    /// Announces several: "hai".
    pub const PLURAL: Self = Self(1 << 7);
    /// Between a name and its role: "hiện là".
    pub const OPENING: Self = Self(1 << 8);
    /// Ends a noun phrase: "cho biết".
    pub const STOP: Self = Self(1 << 9);
    /// Belongs to a noun phrase, whatever its words do elsewhere: "ban chỉ đạo".
    pub const PART: Self = Self(1 << 10);
    /// A title before a name in another language: "President".
    pub const BEFORE: Self = Self(1 << 11);
    /// The heart of an apposition in another language: "chief executive".
    pub const AFTER: Self = Self(1 << 12);
    /// What addresses people.
    pub const HONORIFIC: Self = Self(Self::MAN.0 | Self::WOMAN.0 | Self::PERSON.0);

    /// Whether it is in any class of `other`.
    pub fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn of(name: &str) -> Self {
        match name {
            "head" => Self::HEAD,
            "rank" => Self::RANK,
            "weak" => Self::WEAK,
            "modifier" => Self::MODIFIER,
            "man" => Self::MAN,
            "woman" => Self::WOMAN,
            "person" => Self::PERSON,
            "plural" => Self::PLURAL,
            "opening" => Self::OPENING,
            "stop" => Self::STOP,
            "part" => Self::PART,
            "before" => Self::BEFORE,
            "after" => Self::AFTER,
            _ => Self(0),
        }
    }
}

impl BitOr for Class {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The lexicon.
#[derive(Debug, Default)]
pub struct Titles {
    /// By the keys of all words so far: the classes of the phrase that ends here, and whether longer ones exist.
    phrases: HashMap<u64, (Class, bool), BuildHasherDefault<Already>>,
}

static TITLES: LazyLock<Titles> = LazyLock::new(|| Titles::read(include_str!("../../../lexicon/titles.txt")));

impl Titles {
    /// The lexicon that is compiled in.
    pub fn get() -> &'static Self {
        &TITLES
    }

    fn read(lines: &str) -> Self {
        let mut titles = Self::default();
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let Some((class, phrases)) = line.split_once(':') else {
                continue;
            };
            let class = Class::of(class.trim());
            for phrase in phrases.split(',') {
                let mut so_far = 0;
                let mut words = keys(phrase).peekable();
                while let Some(word) = words.next() {
                    so_far = mix(so_far, word);
                    let (classes, goes_on) = titles.phrases.entry(so_far).or_default();
                    if words.peek().is_some() {
                        *goes_on = true;
                    } else {
                        *classes = *classes | class;
                    }
                }
            }
        }
        titles
    }

    /// The longest phrase at the beginning of `words`: how many words it has, and its classes.
    pub fn longest(&self, words: impl IntoIterator<Item = u64>) -> Option<(usize, Class)> {
        let (mut so_far, mut longest) = (0, None);
        for (n, word) in words.into_iter().enumerate() {
            so_far = mix(so_far, word);
            let Some((class, goes_on)) = self.phrases.get(&so_far) else {
                break;
            };
            if *class != Class::default() {
                longest = Some((n + 1, *class));
            }
            if !goes_on {
                break;
            }
        }
        longest
    }
}

/// Keys are hashes already.
#[derive(Default)]
struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_class_that_is_known() {
        for line in include_str!("../../../lexicon/titles.txt").lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let class = line.split(':').next().unwrap();
            assert_ne!(Class::of(class), Class::default(), "{line}");
        }
    }

    #[test]
    fn the_longest_phrase_counts() {
        for (text, words, class) in [
            ("tổng giám đốc công ty", 3, Class::HEAD),
            ("Uỷ viên", 2, Class::HEAD),
            ("bác sỹ", 2, Class::RANK),
            ("BÁC SĨ", 2, Class::RANK),
            ("ông chủ", 2, Class::HEAD),
            ("ông Nam", 1, Class::MAN),
            ("PGS.TS Lê", 1, Class::RANK),
        ] {
            let (n, found) = Titles::get().longest(keys(text)).unwrap();
            assert!(n == words && found.is(class), "{text}: {n} {found:?}");
        }
        assert_eq!(Titles::get().longest(keys("cây cau")), None);
    }
}
