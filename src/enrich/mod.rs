//! [`Article`](crate::article::Article) → [`Annotations`]: what can be said about a text that it does not say itself.
//!
//! One file per enricher; each can be switched off (`enrich.NAME.enabled`).

use crate::article::Article;
use crate::event::{Fingerprint, Language, Stats};

/// What the enrichers found out. Made by `enrich`, published by `event`.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// The language of the text.
    pub language: Option<Language>,
    /// Fingerprints of title and body.
    pub fingerprint: Option<Fingerprint>,
    /// Counts.
    pub stats: Option<Stats>,
    /// Stable snake_case codes.
    pub warnings: Vec<&'static str>,
}

/// Runs the enrichers that are switched on.
pub fn annotate(_article: &Article<'_>, _text: &str, _settings: &crate::settings::Enrich) -> Annotations {
    Annotations::default()
}
