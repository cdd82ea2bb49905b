//! Places: the mentions of each place together, tied to the official unit of the article's time where that is sure.
//!
//! The [`gazetteer`] says who bears a name; here it is decided who is meant, in sweeps from large to small: provinces
//! first, since they tell which district is meant, then districts, then communes ([`choice`]).

pub mod ask;
mod choice;
mod dating;
mod evidence;
pub mod gazetteer;
mod head;
mod name;
mod occurrence;
mod paper;

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;

use self::choice::{Choice, Choosing};
use self::evidence::Evidence;
use self::gazetteer::{Candidate, Edition, Level, UnitId, gazetteer};
use self::head::Head;
use super::names::Mention;

/// A place of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The longest name, as it was first written.
    pub name: String,
    /// The administrative unit of Vietnam, in the list of the article's time, or in the last one that has it.
    pub admin: Option<UnitId>,
    /// ISO 3166 or UN M49, with the code list's alias before it; of places abroad and of Việt Nam.
    pub code: Option<&'static str>,
    /// Where it is named, in bytes of the text. Nowhere, if only organisations' names hold it ("Huyện ủy Lục Nam"): these
    /// words are the organisation's.
    pub mentions: Vec<Range<usize>>,
}

/// What is known of an article beside its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// The day it was published.
    pub published: Option<Date>,
    /// The day it was fetched, the latest that it can be of.
    pub retrieved: Option<Date>,
    /// The paper's domain.
    pub domain: Option<&'a str>,
    /// The paper's name.
    pub publisher: Option<&'a str>,
    /// Place and agency of the dateline.
    pub dateline: Option<&'a str>,
}

/// The places that a text names, in the order of their first mention, each once.
pub fn places(text: &str, mentions: &[Mention], surroundings: &Surroundings<'_>) -> Vec<Place> {
    let gazetteer = gazetteer();
    let occurrences = occurrence::occurrences(gazetteer, text, mentions);
    if occurrences.is_empty() {
        return Vec::new();
    }
    let (names, of) = name::names(text, &occurrences);
    let latest = surroundings.retrieved.map_or(Edition::Of2025July, Edition::of);
    let edition = match surroundings.published {
        Some(day) => Edition::of(day),
        None => dating::edition(gazetteer, text, &names, latest),
    };
    let paper = paper::province(surroundings.domain, surroundings.publisher);
    let mut evidence = Evidence::of_paper(gazetteer, paper);
    if let Some(province) = surroundings.dateline.and_then(|line| of_dateline(line, edition)) {
        evidence.add(gazetteer, province, 1);
    }
    let mut chosen: Vec<Option<Choice>> = vec![None; names.len()];
    // Districts and communes twice: what the first sweep makes sure speaks for its neighbours in the second.
    for level in [
        Level::Province,
        Level::District,
        Level::District,
        Level::Commune,
        Level::Commune,
    ] {
        let choosing = Choosing {
            gazetteer,
            edition,
            evidence: &evidence,
            names: &names,
            chosen: &chosen,
        };
        let made: Vec<(usize, Choice)> = names
            .iter()
            .enumerate()
            .filter(|(number, _)| chosen[*number].is_none())
            .filter_map(|(number, name)| Some((number, choosing.choose(name, level)?)))
            .collect();
        for (number, choice) in made {
            chosen[number] = Some(choice);
            if let Choice::Unit(id) = choice {
                evidence.add(gazetteer, id, names[number].times);
            }
        }
    }
    agree(&names, &mut chosen);
    entries(text, &occurrences, &of, &names, &chosen)
}

/// The province that a dateline begins with: "Hà Nội (TTXVN 20/2)".
fn of_dateline(line: &str, edition: Edition) -> Option<UnitId> {
    let end = line.find(['(', ',', '-', '–', '/', '.']).unwrap_or(line.len());
    let (_, name) = head::inside(line.get(..end)?.trim());
    gazetteer().named(name).find_map(|candidate| match candidate {
        Candidate::Unit(id) => {
            let unit = gazetteer().unit(id);
            (unit.edition == edition && unit.level == Level::Province).then_some(id)
        }
        Candidate::World(_) => None,
    })
}

/// A name that stands alone means what it means with its head word elsewhere in the article.
fn agree(names: &[name::Name], chosen: &mut [Option<Choice>]) {
    let mut by_key: HashMap<u64, Choice> = HashMap::new();
    for (name, choice) in names.iter().zip(chosen.iter()) {
        if let (Some(Head::Unit(_)), Some(choice)) = (name.head, choice) {
            by_key.entry(name.key).or_insert(*choice);
        }
    }
    for (name, choice) in names.iter().zip(chosen.iter_mut()) {
        if name.head.is_none() && choice.is_none() {
            *choice = by_key.get(&name.key).copied();
        }
    }
}

/// What an entry is of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Who {
    Chosen(Choice),
    /// Not known: a name, and whether it is a street's or river's.
    Name(u64, bool),
}

fn entries(
    text: &str,
    occurrences: &[occurrence::Occurrence],
    of: &[usize],
    names: &[name::Name],
    chosen: &[Option<Choice>],
) -> Vec<Place> {
    let mut entries: Vec<Place> = Vec::new();
    let mut known: HashMap<Who, usize> = HashMap::new();
    for (occurrence, number) in occurrences.iter().zip(of) {
        let name = &names[*number];
        let is_unit = matches!(
            (name.head, chosen[*number]),
            (Some(Head::Unit(_)), Some(Choice::Unit(_)))
        );
        if occurrence.is_of_organisation && !is_unit {
            continue;
        }
        let who = chosen[*number].map_or(
            Who::Name(
                name.key,
                matches!(name.head, Some(Head::Other | Head::Street | Head::House)),
            ),
            Who::Chosen,
        );
        let entry = *known.entry(who).or_insert_with(|| {
            let (admin, code) = match chosen[*number] {
                Some(Choice::Unit(id)) => (Some(id), None),
                Some(Choice::World(id)) => (None, Some(gazetteer().world(id).code)),
                None => (None, None),
            };
            entries.push(Place {
                name: String::new(),
                admin,
                code,
                mentions: Vec::new(),
            });
            entries.len() - 1
        });
        let entry = &mut entries[entry];
        let written = text.get(occurrence.span.clone()).unwrap_or_default();
        if written.len() > entry.name.len() {
            entry.name.clear();
            entry.name.push_str(written);
        }
        if !occurrence.is_of_organisation {
            entry.mentions.push(occurrence.span.clone());
        }
    }
    entries
}

#[cfg(test)]
mod tests;
