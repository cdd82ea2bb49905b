//! [`Spelling`]: one way to name an organisation; [`joined`]: which ways name the same.
//!
//! Two names are one where that is sure: the same with abbreviations written out ("UBND", "Bộ GD-ĐT"); one given behind
//! the other in parentheses ("Liên đoàn Bóng đá Nam Hà (LBN)"), or made of its first letters; the same without a head that
//! adds nothing ("Tập đoàn Nam Á", "Nam Á"); or the beginning of one longer name and of no other ("Sở Y tế", "Sở Y tế Nam
//! Hà"). What is left are different organisations.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::names::{Mention, NameKind};
use super::super::people::syllable::{Token, keys, mix, tokens};
use super::kind::{bare, head, kind, written_out};

/// Heads of which each country has its own: a name without the country is not short for one with it.
static NATIONAL: LazyLock<Vec<u64>> = LazyLock::new(|| keys("bộ quốc chính hạ thượng").collect());

/// So many places are looked through.
const MOST: usize = 200;

/// One way to name an organisation.
#[derive(Clone, Debug, Default)]
pub struct Spelling {
    /// Where it first stands.
    pub span: Range<usize>,
    /// The kind that it tells.
    pub kind: Option<&'static str>,
    /// Its words, abbreviations written out.
    words: Vec<u64>,
    /// How many words it has in the text.
    length: usize,
}

impl Spelling {
    /// The name at a place.
    pub fn of(text: &str, span: &Range<usize>) -> Self {
        let own: Vec<u64> = tokens(text, span.clone())
            .filter(Token::is_word)
            .map(|token| token.key)
            .collect();
        let mut words = Vec::with_capacity(own.len() + 4);
        let mut at = 0;
        while let Some(rest) = own.get(at..).filter(|rest| !rest.is_empty()) {
            let (taken, long) = written_out(rest).unwrap_or((1, rest.get(..1).unwrap_or_default()));
            words.extend_from_slice(long);
            at += taken;
        }
        Self {
            span: span.clone(),
            kind: kind(&words),
            length: own.len(),
            words,
        }
    }

    /// What makes two spellings the same.
    pub fn hash(&self) -> u64 {
        if self.words.is_empty() {
            return self.span.start as u64;
        }
        self.words.iter().fold(1, |hash, word| mix(hash, *word))
    }

    /// The name as one line; with a capital letter if it begins with a common noun: "phòng Cảnh sát hình sự".
    pub fn name(&self, text: &str) -> String {
        let text = text.get(self.span.clone()).unwrap_or_default();
        let mut name = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
        }
        let mut characters = name.chars();
        match characters.next() {
            Some(first) if first.is_lowercase() && head(&self.words) > 0 => {
                first.to_uppercase().chain(characters).collect()
            }
            _ => name,
        }
    }

    /// Whether it looks like an abbreviation: one word, mostly capitals.
    fn is_short(&self, text: &str) -> bool {
        let name = text.get(self.span.clone()).unwrap_or_default();
        let capitals = name.chars().filter(|c| c.is_uppercase()).count();
        self.length == 1 && capitals >= 2 && name.chars().count() <= 10
    }

    /// The words without a head that adds nothing.
    fn core(&self) -> &[u64] {
        self.words.get(bare(&self.words)..).unwrap_or_default()
    }
}

/// The first letters of a name, "ĐHQGHN": "và" gives none, and an abbreviation in it all of its own.
fn initials(text: &str, span: &Range<usize>) -> String {
    let words = tokens(text, span.clone()).filter(|token| token.is_word() && token.key != *VA);
    let letters = words.flat_map(|token| {
        let word = text.get(token.start..token.end).unwrap_or_default();
        let is_short = word.chars().nth(1).is_some_and(char::is_uppercase) && word.len() <= 6;
        let letters = word.chars().filter(|c| c.is_alphanumeric());
        letters.take(if is_short { 6 } else { 1 }).flat_map(char::to_uppercase)
    });
    letters.collect()
}

static VA: LazyLock<u64> = LazyLock::new(|| keys("và").next().unwrap_or_default());

/// Of each name the number of the one that it is the same as, itself if it is alone.
pub fn joined(text: &str, mentions: &[Mention], all: &[Spelling]) -> Vec<usize> {
    let mut owners: Vec<usize> = (0..all.len()).collect();
    for (number, spelling) in all.iter().enumerate() {
        if let Some(longer) = longer(text, mentions, all, number, spelling) {
            owners[number] = longer;
        }
    }
    // A short form of a short form; a ring cannot be, since each step leads to a longer name.
    for number in 0..owners.len() {
        let mut owner = number;
        for _ in 0..4 {
            owner = owners.get(owner).copied().unwrap_or(owner);
        }
        owners[number] = owner;
    }
    owners
}

/// The longer name that a name is short for.
fn longer(text: &str, mentions: &[Mention], all: &[Spelling], number: usize, short: &Spelling) -> Option<usize> {
    let others = || {
        let others = all.iter().enumerate();
        others.filter(move |(other, long)| *other != number && (long.words.len(), *other) > (short.words.len(), number))
    };
    if short.is_short(text) {
        let name = text.get(short.span.clone()).unwrap_or_default();
        let letters: String = name
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect();
        let mut defined = others();
        if let Some((long, _)) = defined.find(|(_, long)| long.length > 1 && is_given(text, long, short)) {
            return Some(long);
        }
        let mut spelt = others();
        if letters.chars().count() >= 3
            && let Some((long, _)) = spelt.find(|(_, long)| long.length > 2 && initials(text, &long.span) == letters)
        {
            return Some(long);
        }
    }
    // "Nam Á" and "Tập đoàn Nam Á", "Trường Mầm non Sen" and "Cơ sở Sen".
    let core = short.core();
    let has_head = core.len() < short.words.len();
    let same_core = |long: &Spelling| {
        let (mine, its) = (heads(short), heads(long));
        // "trường tiểu học" and "trường mầm non" are two; "trường" says nothing against either.
        let agree = mine.len() <= 1 || its.len() <= 1 || its.ends_with(mine) || mine.ends_with(its);
        !core.is_empty() && long.core() == core && !its.is_empty() && agree && (!has_head || long.kind == short.kind)
    };
    if let Some((long, _)) = others().find(|(_, long)| same_core(long)) {
        return Some(long);
    }
    // The beginning of one longer name.
    if short.words.is_empty() {
        return None;
    }
    let mut begin =
        others().filter(|(_, long)| long.words.starts_with(&short.words) && is_more(text, mentions, short, long));
    let (first, its) = begin.next()?;
    // Others that go on from there are still the same.
    let is_one = begin.all(|(_, long)| long.words.starts_with(&its.words) || its.words.starts_with(&long.words));
    is_one.then_some(first)
}

/// The head that adds nothing.
fn heads(spelling: &Spelling) -> &[u64] {
    spelling.words.get(..bare(&spelling.words)).unwrap_or_default()
}

/// Whether the short name stands in parentheses behind the long one where that first stands.
fn is_given(text: &str, long: &Spelling, short: &Spelling) -> bool {
    let Some(open) = Token::after(text, long.span.end).filter(|token| token.sign == Some('(')) else {
        return false;
    };
    let name = text.get(short.span.clone()).unwrap_or_default();
    let rest = text.get(open.end..).unwrap_or_default();
    let rest = rest.strip_prefix(name);
    rest.is_some_and(|rest| rest.trim_start().starts_with([')', ',', ';', '-', '–']))
}

/// Whether a name that goes on where another ends is the same: "Sở Y tế Nam Hà" is the "Sở Y tế" of the text, and "Vạn Xuân
/// Group" is Vạn Xuân; but "Vạn Xuân Nam Hà" may be its branch, and a ministry of another country, named later, is no
/// longer name of ours.
fn is_more(text: &str, mentions: &[Mention], short: &Spelling, long: &Spelling) -> bool {
    let common = head(&short.words);
    if common > 0 {
        let is_national = NATIONAL.contains(short.words.first().unwrap_or(&0));
        return !is_national || short.words.len() == 1 || long.span.start < short.span.start;
    }
    let name = text.get(short.span.clone()).unwrap_or_default();
    // "U23" is any country's.
    if name.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut rest = tokens(text, long.span.clone())
        .filter(Token::is_word)
        .skip(short.length);
    let (Some(one), None) = (rest.next(), rest.next()) else {
        return false;
    };
    let places = mentions
        .iter()
        .filter(|mention| mention.kind == NameKind::Place)
        .take(MOST);
    let mut places = places.map(|place| tokens(text, place.span.clone()).map(|token| token.key));
    !places.any(|place| place.eq([one.key]))
}
