//! [`named`]: the people, organisations and places of an article, from the names in its text.

use std::ops::Range;

use super::names::{Mention, NameKind, Tagger};
use super::places::gazetteer::UnitId;
use super::places::{Surroundings, places};
use super::{names, organisations, people};
use crate::intake::EntityKind;
use crate::settings::Enrich;

/// A person, an organisation, a place, with where the text names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// Its name.
    pub name: String,
    /// Its code, as the envelope has it; for places abroad ISO 3166 or UN M49.
    pub code: Option<String>,
    /// A person's position or occupation, as in the text.
    pub role: Option<String>,
    /// What kind of organisation ([`organisations`] has the list).
    pub organisation: Option<&'static str>,
    /// The official unit that a place is.
    pub unit: Option<UnitId>,
    /// Where it is named, as byte ranges of the text.
    pub mentions: Vec<Range<usize>>,
}

/// Who and what a text of a language names: people, organisations, places, each in the order of first mention.
pub fn named(
    text: &str,
    language: &str,
    tagger: &Tagger,
    surroundings: &Surroundings<'_>,
    settings: &Enrich,
) -> Vec<Named> {
    let mentions = names::mentions(text, language, tagger);
    let mut named = Vec::new();
    if settings.people.enabled {
        named.extend(people::people(text, &mentions).into_iter().map(|person| Named {
            kind: EntityKind::Person,
            name: person.name,
            role: person.role,
            mentions: person.mentions,
            ..Named::default()
        }));
    }
    if settings.organisations.enabled {
        let found = organisations::organisations(text, &held(text, &mentions));
        named.extend(found.into_iter().map(|organisation| Named {
            kind: EntityKind::Organisation,
            name: organisation.name,
            organisation: organisation.kind,
            mentions: organisation.mentions,
            ..Named::default()
        }));
    }
    if settings.places.enabled {
        named.extend(places(text, &mentions, surroundings).into_iter().map(|place| Named {
            kind: EntityKind::Place,
            name: place.name,
            code: place.code.map(str::to_owned),
            unit: place.admin,
            mentions: place.mentions,
            ..Named::default()
        }));
    }
    named
}

/// With the organisations that positions hold: "Trưởng ban Dân vận Tỉnh ủy Bắc Giang".
fn held(text: &str, mentions: &[Mention]) -> Vec<Mention> {
    if mentions.iter().any(|mention| mention.kind == NameKind::Organisation) {
        organisations::held_by_titles(text, mentions)
    } else {
        mentions.to_vec()
    }
}
