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
pub mod quantities;
pub mod quotes;
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
pub use keywords::Keyword;
pub use language::Language;
pub use named::Named;
pub use quantities::{Approximation, Quantity};
pub use quotes::Quote;
pub use sentence::sentences;
pub use stats::Stats;
pub use words::words;

use self::names::Tagger;
use self::places::Surroundings;
use crate::article::{Article, Moment};
use crate::intake::EntityKind;
use crate::settings::Enricher;

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
    /// Quantities, in the order of the text.
    pub quantities: Vec<Quantity>,
    /// Dates, in the order of the text.
    pub dates: Vec<DateMention>,
    /// Direct speech, in the order of the text.
    pub quotes: Vec<Quote>,
    /// Keywords, best first.
    pub keywords: Vec<Keyword>,
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
    // What is read depends on the language, so that it is told even where the event does not name it.
    let reads = [
        &settings.quantities,
        &settings.dates,
        &settings.quotes,
        &settings.keywords,
        &settings.topics,
    ];
    let language = (settings.language.enabled || names || reads.iter().any(|enricher| enricher.enabled))
        .then(|| language(article, text))
        .flatten();
    let code = language.as_ref().map_or("und", |language| language.code.as_ref());

    let mut named = match tagger.filter(|_| names && language.is_some()) {
        Some(tagger) => named::named(text, code, tagger, &surroundings(article), settings),
        None => Vec::new(),
    };
    coded::add(article, text, &mut named);
    // How a language is written is the same in all of its regions, or near enough.
    let primary = code.split('-').next().unwrap_or_default();
    let published = article.published.as_ref().map(|moment| moment.civil);
    let mut annotations = Annotations {
        quantities: run(&settings.quantities, || quantities::quantities(text, primary)),
        dates: run(&settings.dates, || dates::dates(text, primary, published)),
        quotes: run(&settings.quotes, || quotes::quotes(text, primary, &speakers(&named))),
        topics: coded::topics(article),
        fingerprint: settings.fingerprint.enabled.then(|| Fingerprint::of(article)),
        stats: settings.stats.enabled.then(|| Stats::of(article, text, characters)),
        ..Annotations::default()
    };
    // An editor knows better than any model.
    let guesses = settings.topics.enabled && annotations.topics.is_empty();
    if guesses || settings.keywords.enabled {
        // The tables of both are Vietnamese.
        let syllables = match primary {
            "vi" => syllables::syllables(text),
            _ => Vec::new(),
        };
        let [title, lead] = ends(article);
        if guesses {
            let likely = topics::topics(&syllables, title, lead, primary);
            annotations.topics = likely.into_iter().map(Topic::from).collect();
        }
        annotations.keywords = run(&settings.keywords, || {
            let names: Vec<_> = named
                .iter()
                .map(|it| (it.name.as_str(), it.mentions.as_slice()))
                .collect();
            let source = keywords::Source {
                text,
                syllables: &syllables,
                title,
                lead,
                language: primary,
            };
            keywords::keywords(&source, &names)
        });
    }
    annotations.named = named;
    annotations.language = language.filter(|_| settings.language.enabled);
    annotations
}

fn run<T>(enricher: &Enricher, work: impl FnOnce() -> Vec<T>) -> Vec<T> {
    match enricher.enabled {
        true => work(),
        false => Vec::new(),
    }
}

/// The people and organisations that may say something.
fn speakers(named: &[Named]) -> Vec<quotes::Named<'_>> {
    let who = named.iter().filter(|it| it.kind != EntityKind::Place);
    who.map(|it| quotes::Named {
        name: &it.name,
        is_person: it.kind == EntityKind::Person,
        mentions: &it.mentions,
    })
    .collect()
}

/// Where what follows the title and the lead begins in the text, in bytes: 0 without a title; without a lead, where the title
/// ends.
fn ends(article: &Article<'_>) -> [usize; 2] {
    let length = |part: Option<&str>| part.filter(|part| !part.is_empty()).map_or(0, |part| part.len() + 1);
    let title = length(article.title.as_deref());
    [title, title + length(article.lead.as_deref())]
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
