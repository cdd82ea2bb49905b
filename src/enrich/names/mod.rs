//! Names: where a text names people, organisations, places.
//!
//! In Vietnamese a linear chain ([`chain`]) labels the words of a text ([`tokens`]) by what they show ([`features`]) and
//! what is known of them ([`lexicon`], filled by [`cues`]), with weights that were learnt from annotated articles
//! ([`model`], `training/names`). It looks twice ([`tagger`]): the second time it also sees what the first found of the
//! same words elsewhere in the article ([`consistency`]). Where a name begins and ends to the letter is settled last
//! (`edges`). In other languages of Latin script names are found by rule ([`latin`]).

use std::ops::Range;

pub mod chain;
pub mod consistency;
pub mod cues;
mod edges;
pub mod features;
pub mod latin;
mod letters;
pub mod lexicon;
pub mod model;
mod syllables;
pub mod tagger;
pub mod tokens;

pub use tagger::{Tagger, tagger};

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

/// The names in a text of a language (BCP 47), in its order; none in languages that nothing is known of.
pub fn mentions(text: &str, language: &str, tagger: &Tagger) -> Vec<Mention> {
    if language == "vi" || language.starts_with("vi-") {
        tagger.mentions(text)
    } else if latin::is_spoken(language) {
        latin::mentions(text, tagger.lexicon())
    } else {
        Vec::new()
    }
}
