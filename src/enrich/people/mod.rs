//! People: the mentions of each person together, with the position that the text gives them.
//!
//! Two questions, one file each: which mentions name the same person (`identity`), and what the text calls them, before
//! the name (`before`) or after it (`after`). Both look at a few words around the mentions only (`syllable`, `phrase`),
//! and know titles and honorifics from a lexicon (`titles`).

mod after;
mod before;
mod foreign;
mod identity;
mod phrase;
pub(super) mod phrases;
mod role;
pub(super) mod syllable;
#[cfg(test)]
pub(super) mod tests;
pub(super) mod titles;

use std::ops::Range;

use super::names::{Mention, NameKind};
use identity::Identity;
use phrase::Surroundings;

/// A person of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The longest name first seen, without honorifics.
    pub name: String,
    /// Position or occupation, as in the text.
    pub role: Option<String>,
    /// Where they are named, in bytes of the text.
    pub mentions: Vec<Range<usize>>,
}

/// Everyone whom the mentions of a text name, in the order of their first mention. Mentions lie in the order of the text.
pub fn people(text: &str, mentions: &[Mention]) -> Vec<Person> {
    let numbers: Vec<usize> = (0..mentions.len())
        .filter(|number| mentions.get(*number).is_some_and(|m| m.kind == NameKind::Person))
        .collect();
    let spans: Vec<Range<usize>> = numbers
        .iter()
        .filter_map(|number| mentions.get(*number))
        .map(|mention| mention.span.clone())
        .collect();
    let around = Surroundings::of(text, mentions);
    let roles = role::roles(&around, &numbers);
    identity::group(text, &spans)
        .into_iter()
        .map(|Identity { name, mentions }| Person {
            name: around.line(name),
            role: role::best(&around, mentions.iter().filter_map(|number| roles.get(*number))),
            mentions: mentions
                .iter()
                .filter_map(|number| spans.get(*number).cloned())
                .collect(),
        })
        .collect()
}
