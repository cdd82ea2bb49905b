//! [`Stats`]: counts over an event's text.

use schemars::JsonSchema;
use serde::Serialize;

use super::sentence::sentences;
use super::words;
use crate::article::{Article, BodyKind};

/// Words (Vietnamese: syllables) that a reader takes in per second: 240 a minute, what adults read of non-fiction
/// silently (Brysbaert 2019: 238).
const WORDS_PER_SECOND: u32 = 4;

/// Counts over `text`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stats {
    /// Unicode code points.
    pub characters: u32,
    /// Syllables (Vietnamese) or words: runs of letters and digits; an ideograph is one by itself.
    pub syllables: u32,
    /// Sentences; a title or a heading is one.
    pub sentences: u32,
    /// Paragraphs of the body.
    pub paragraphs: u32,
    /// Estimated reading time: 240 syllables or words a minute, rounded up.
    pub reading_seconds: u32,
}

impl Stats {
    /// Counts. `text` is the article's own, `characters` its length in code points, which the caller knows already.
    pub fn of(article: &Article<'_>, text: &str, characters: u32) -> Self {
        let syllables = words::count(text.as_bytes()) as u32;
        let paragraph = |kind| matches!(kind, BodyKind::Paragraph | BodyKind::Quote | BodyKind::ListItem);
        Stats {
            characters,
            syllables,
            sentences: sentences(text).count() as u32,
            paragraphs: article.body.iter().filter(|block| paragraph(block.kind)).count() as u32,
            reading_seconds: syllables.div_ceil(WORDS_PER_SECOND),
        }
    }
}
