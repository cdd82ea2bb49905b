//! People: the mentions of each person together, with the position that the text gives them.

use std::ops::Range;

use super::names::Mention;

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

/// Everyone whom the mentions of a text name, in the order of their first mention.
pub fn people(text: &str, mentions: &[Mention]) -> Vec<Person> {
    let _ = (text, mentions);
    Vec::new()
}
