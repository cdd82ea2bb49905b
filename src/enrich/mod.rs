//! [`Article`](crate::article::Article) → [`Annotations`]: what can be said about a text that it does not say itself.
//!
//! One file per enricher; each can be switched off (`enrich.NAME.enabled`).

mod code_points;
mod coded;
pub mod dates;
mod fingerprint;
mod fold;
pub mod keywords;
mod language;
mod media_topics;
mod named;
pub mod names;
pub mod organisations;
pub mod people;
pub mod places;
pub mod quotes;
pub mod quantities;
pub mod segment;
mod sentence;
mod simhash;
mod stats;
pub mod syllables;
pub mod topics;
mod words;

pub use code_points::CodePoints;
pub use coded::Topic;
pub use dates::DateMention;
pub use fingerprint::Fingerprint;
pub use language::Language;
pub use named::Named;
pub use sentence::sentences;
pub use stats::Stats;
pub use words::words;

use self::names::Tagger;
use self::places::Surroundings;
use crate::article::{Article, Moment};

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
    /// Dates, in the order of the text.
    pub dates: Vec<DateMention>,
    /// What it is about, best first.
    pub topics: Vec<Topic>,
    /// Stable snake_case codes.
    pub warnings: Vec<&'static str>,
}

/// Runs the enrichers that are switched on. `text` is title, lead and body joined with newlines, `characters` its
/// length in code points. Names are found by `tagger`.
pub fn annotate(
    article: &Article<'_>,
    text: &str,
    characters: u32,
    tagger: Option<&Tagger>,
    settings: &crate::settings::Enrich,
) -> Annotations {
    let names = settings.people.enabled || settings.organisations.enabled || settings.places.enabled;
    // Who reads names must know in what language.
    let language = (settings.language.enabled || names)
        .then(|| language(article, text))
        .flatten();
    let mut named = Vec::new();
    if let (true, Some(language), Some(tagger)) = (names, &language, tagger) {
        let surroundings = surroundings(article);
        named = named::named(text, &language.code, tagger, &surroundings, settings);
    }
    coded::add(article, text, &mut named);
    let code = language.as_ref().map_or("und", |language| language.code.as_ref());
    let published = article.published.as_ref().map(|moment| moment.civil);
    let dates = settings.dates.enabled.then(|| dates::dates(text, code, published));
    Annotations {
        language: language.filter(|_| settings.language.enabled),
        fingerprint: settings.fingerprint.enabled.then(|| Fingerprint::of(article)),
        stats: settings.stats.enabled.then(|| Stats::of(article, text, characters)),
        named,
        dates: dates.unwrap_or_default(),
        topics: coded::topics(article),
        warnings: Vec::new(),
    }
}

fn language(article: &Article<'_>, text: &str) -> Option<Language> {
    let declared = article.declared_language.as_deref();
    let given = declared.filter(|_| article.is_language_given).and_then(Language::given);
    given.or_else(|| Language::of(text, declared))
}

/// What places are told by beside the text.
fn surroundings<'a>(article: &'a Article<'_>) -> Surroundings<'a> {
    let day = |moment: Option<&Moment>| moment.map(|moment| moment.civil.date());
    Surroundings {
        published: day(article.published.as_ref()),
        retrieved: day(article.retrieved.as_ref()),
        domain: article.publisher_domain.as_deref(),
        publisher: article.publisher_name.as_deref(),
        dateline: article.dateline.as_deref(),
    }
}
