//! [`Phrases`]: a lexicon of phrases with their classes.
//!
//! A phrase is looked up by the keys of its words, so nothing is folded or copied: the longest phrase that begins at a
//! word is found in as many steps as it has words.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::BitOr;

use super::syllable::{keys, mix};

/// Phrases, and a class of each. A phrase may be of several classes, joined with `|`.
#[derive(Debug, Default)]
pub struct Phrases<C> {
    /// By the keys of all words so far: the classes of the phrase that ends here, and whether longer ones exist.
    phrases: ByKey<(C, bool)>,
}

/// A table by keys.
pub type ByKey<V> = HashMap<u64, V, BuildHasherDefault<Already>>;

impl<C: Copy + Default + PartialEq + BitOr<Output = C>> Phrases<C> {
    /// Reads lines `class: phrase, phrase, ...`; `#` begins a comment.
    pub fn read(lines: &str, class: impl Fn(&str) -> C) -> Self {
        let mut all = Self::default();
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, phrases)) = line.split_once(':') else {
                continue;
            };
            let class = class(name.trim());
            for phrase in phrases.split(',') {
                all.add(phrase, class);
            }
        }
        all
    }

    /// Adds a phrase.
    pub fn add(&mut self, phrase: &str, class: C) {
        let mut so_far = 0;
        let mut words = keys(phrase).peekable();
        while let Some(word) = words.next() {
            so_far = mix(so_far, word);
            let (classes, goes_on) = self.phrases.entry(so_far).or_default();
            if words.peek().is_some() {
                *goes_on = true;
            } else {
                *classes = *classes | class;
            }
        }
    }

    /// The longest phrase at the beginning of `words`: how many words it has, and its classes.
    pub fn longest(&self, words: impl IntoIterator<Item = u64>) -> Option<(usize, C)> {
        let (mut so_far, mut longest) = (0, None);
        for (n, word) in words.into_iter().enumerate() {
            so_far = mix(so_far, word);
            let Some((class, goes_on)) = self.phrases.get(&so_far) else {
                break;
            };
            if *class != C::default() {
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
pub struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}
