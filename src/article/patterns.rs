//! [`Patterns`]: fixed phrases looked for in a line, all at once.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// An automaton over fixed phrases; of those that begin at the same place the first of the list wins.
pub struct Patterns(Option<AhoCorasick>);

impl Patterns {
    /// Builds the automaton. Phrases too many for one, which no list here has, are never found.
    pub fn of<'a>(phrases: impl Iterator<Item = &'a &'a str>) -> Self {
        let builder = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::LeftmostFirst)
            .build(phrases);
        Patterns(builder.ok())
    }

    /// Whether a text holds one of the phrases.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|automaton| automaton.is_match(text))
    }

    /// The first phrase in a text, by its place in the list, and where it ends.
    pub fn find(&self, text: &str) -> Option<(usize, usize)> {
        let found = self.0.as_ref()?.find(text)?;
        Some((found.pattern().as_usize(), found.end()))
    }
}
