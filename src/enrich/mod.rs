//! [`Article`](crate::article::Article) → [`Annotations`]: what can be said about a text that it does not say itself.
//!
//! One file per enricher; each can be switched off (`enrich.NAME.enabled`).

mod coded;
mod fingerprint;
mod fold;
mod language;
mod media_topics;
pub mod names;
pub mod organisations;
pub mod people;
pub mod places;
pub mod segment;
mod sentence;
mod simhash;
mod stats;
mod words;

pub use coded::{Named, Topic};
pub use fingerprint::Fingerprint;
pub use language::Language;
pub use sentence::sentences;
pub use stats::Stats;
pub use words::words;

use crate::article::Article;

/// What the enrichers found out. Made by `enrich`, published by `event`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// The language of the text.
    pub language: Option<Language>,
    /// Fingerprints of title and body.
    pub fingerprint: Option<Fingerprint>,
    /// Counts.
    pub stats: Option<Stats>,
    /// People, organisations, places.
    pub named: Vec<Named>,
    /// What it is about, best first.
    pub topics: Vec<Topic>,
    /// Stable snake_case codes.
    pub warnings: Vec<&'static str>,
}

/// Runs the enrichers that are switched on. `text` is title, lead and body joined with newlines, `characters` its
/// length in code points.
pub fn annotate(article: &Article<'_>, text: &str, characters: u32, settings: &crate::settings::Enrich) -> Annotations {
    let declared = article.declared_language.as_deref();
    Annotations {
        language: settings
            .language
            .enabled
            .then(|| {
                let given = declared.filter(|_| article.is_language_given).and_then(Language::given);
                given.or_else(|| Language::of(text, declared))
            })
            .flatten(),
        fingerprint: settings.fingerprint.enabled.then(|| Fingerprint::of(article)),
        stats: settings.stats.enabled.then(|| Stats::of(article, text, characters)),
        named: coded::named(article, text),
        topics: coded::topics(article),
        warnings: Vec::new(),
    }
}
