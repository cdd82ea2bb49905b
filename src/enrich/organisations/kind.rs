//! [`kind`]: what an organisation is, by its name; [`shorts`]: spellings of the same, `lexicon/organisations.txt`.

use std::ops::BitOr;
use std::sync::LazyLock;

use super::super::people::phrases::Phrases;
use super::super::people::syllable::keys;

/// The kinds, as they are published.
const KINDS: [&str; 16] = [
    "government",
    "legislature",
    "party",
    "court",
    "police",
    "military",
    "education",
    "health",
    "company",
    "bank",
    "media",
    "sport",
    "association",
    "international",
    "religious",
    "research",
];

/// One number: of a kind, or of a long form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Number(u16);

impl BitOr for Number {
    type Output = Self;

    /// The first counts.
    fn bitor(self, other: Self) -> Self {
        if self == Self::default() { other } else { self }
    }
}

/// What the lexicon holds.
struct Lexicon {
    first: Phrases<Number>,
    named: Phrases<Number>,
    anywhere: Phrases<Number>,
    bare: Phrases<Number>,
    shorts: Phrases<Number>,
    /// What the shorts stand for.
    long: Vec<Vec<u64>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| read(include_str!("../../../lexicon/organisations.txt")));

fn read(lines: &str) -> Lexicon {
    let nothing = Number::default;
    let kinds = |suffix: &'static str| {
        move |name: &str| {
            let kind = name.strip_suffix(suffix);
            let place = kind.and_then(|kind| KINDS.iter().position(|known| *known == kind));
            place.map_or(nothing(), |place| Number(place as u16 + 1))
        }
    };
    let mut lexicon = Lexicon {
        first: Phrases::read(lines, kinds("")),
        named: Phrases::read(lines, kinds(" named")),
        anywhere: Phrases::read(lines, kinds(" anywhere")),
        bare: Phrases::read(lines, |name| Number(u16::from(name == "bare"))),
        shorts: Phrases::default(),
        long: Vec::new(),
    };
    let pairs = lines.lines().filter_map(|line| line.strip_prefix("same:"));
    for (short, long) in pairs
        .flat_map(|pairs| pairs.split(';'))
        .filter_map(|pair| pair.split_once('='))
    {
        lexicon.long.push(keys(long).collect());
        lexicon.shorts.add(short, Number(lexicon.long.len() as u16));
    }
    lexicon
}

/// The kind of an organisation by the words of its name, abbreviations written out.
pub fn kind(words: &[u64]) -> Option<&'static str> {
    let lexicon = &*LEXICON;
    let begins = |phrases: &Phrases<Number>| phrases.longest(words.iter().copied());
    let within = |at: usize| lexicon.anywhere.longest(words.get(at..)?.iter().copied());
    // The longer phrase knows more: "Tổ chức Y tế thế giới" is no mere "tổ chức".
    let known = [begins(&lexicon.first), begins(&lexicon.named)].into_iter().flatten();
    let (_, number) = known
        .max_by_key(|(words, _)| *words)
        .or_else(|| (0..words.len()).rev().find_map(within))?;
    KINDS.get(usize::from(number.0).checked_sub(1)?).copied()
}

/// How many words at the beginning of a name are the common noun that tells its kind.
pub fn head(words: &[u64]) -> usize {
    LEXICON.first.longest(words.iter().copied()).map_or(0, |(n, _)| n)
}

/// How many words at the beginning of a name may be left out without changing what it means.
pub fn bare(words: &[u64]) -> usize {
    LEXICON.bare.longest(words.iter().copied()).map_or(0, |(n, _)| n)
}

/// What an abbreviation at the beginning of `words` stands for, and how many words it has itself.
pub fn written_out(words: &[u64]) -> Option<(usize, &'static [u64])> {
    let (n, number) = LEXICON.shorts.longest(words.iter().copied())?;
    Some((n, LEXICON.long.get(usize::from(number.0).checked_sub(1)?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lexicon_is_understood() {
        for line in include_str!("../../../lexicon/organisations.txt").lines() {
            let class = line.split(':').next().unwrap();
            let kind = class.trim_end_matches(" anywhere").trim_end_matches(" named");
            let is_known = KINDS.contains(&kind) || matches!(kind, "bare" | "same" | "");
            assert!(line.starts_with('#') || is_known, "{line}");
        }
    }

    #[test]
    fn the_head_tells_the_kind() {
        for (name, expected) in [
            ("Bộ Công Thương", Some("government")),
            ("Bộ Công an", Some("police")),
            ("Bệnh viện Đa khoa Nam Hà", Some("health")),
            ("Trường THPT Lê Văn Nam", Some("education")),
            ("University of Southport", Some("education")),
            ("Southport Times", Some("media")),
            ("Ngân hàng Nhà nước", Some("government")),
            ("Ngân hàng Nam Á", Some("bank")),
            ("Uỷ ban Nhân dân xã Nam Hà", Some("government")),
            ("Liên đoàn Bóng đá Nam Hà", Some("sport")),
            ("Vạn Xuân", None),
        ] {
            assert_eq!(kind(&keys(name).collect::<Vec<_>>()), expected, "{name}");
        }
    }
}
