//! Names: where a text names people, organisations, places.

use std::ops::Range;

pub mod chain;
pub mod consistency;
pub mod cues;
mod edges;
pub mod features;
mod letters;
pub mod lexicon;
pub mod model;
pub mod tagger;
pub mod tokens;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A person: by full name, given name, surname, nickname; without honorifics and positions.
    Person,
    /// An organisation: its whole name, with head word and the place in it.
    Organisation,
    /// A place: without the head word ("tỉnh", "sông"), unless the rest is a number only ("quận 1").
    Place,
}

/// One place in a text where something is named. Mentions do not overlap, and lie in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mention {
    /// Where, in bytes of the text.
    pub span: Range<usize>,
    /// What kind of thing it names.
    pub kind: NameKind,
}
