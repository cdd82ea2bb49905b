//! [`titles`]: positions, occupations, ranks and honorifics, `lexicon/titles.txt`.

use std::ops::BitOr;
use std::sync::LazyLock;

use super::phrases::Phrases;

/// The classes that a phrase belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u32);

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
    /// Stands before a title in another language: "former".
    pub const FOREIGN_MODIFIER: Self = Self(1 << 13);
    /// Ends an apposition in another language: "who".
    pub const FOREIGN_STOP: Self = Self(1 << 14);
    /// Articles and possessives, no part of a role.
    pub const ARTICLE: Self = Self(1 << 15);
    /// An office that one person holds: "thủ tướng".
    pub const SINGLE: Self = Self(1 << 16);
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
            "foreign modifier" => Self::FOREIGN_MODIFIER,
            "foreign stop" => Self::FOREIGN_STOP,
            "article" => Self::ARTICLE,
            "single" => Self::SINGLE,
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

static TITLES: LazyLock<Phrases<Class>> =
    LazyLock::new(|| Phrases::read(include_str!("../../../lexicon/titles.txt"), Class::of));

/// The lexicon that is compiled in.
pub fn titles() -> &'static Phrases<Class> {
    &TITLES
}

#[cfg(test)]
mod tests {
    use super::super::syllable::keys;
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
            let (n, found) = titles().longest(keys(text)).unwrap();
            assert!(n == words && found.is(class), "{text}: {n} {found:?}");
        }
        assert_eq!(titles().longest(keys("cây cau")), None);
    }
}
