//! [`lexicon`]: everything that is known of words and phrases before a text is read.
//!
//! The lists lie in `lexicon/cues/` (a phrase a line); the names of places come from the
//! [gazetteer](crate::enrich::places::gazetteer).

use super::lexicon::{Lexicon, known};
use crate::enrich::places::gazetteer::{Candidate, Level, WorldKind, gazetteer};

/// The lists, and what their phrases are known as.
const LISTS: [(&str, u32); 11] = [
    (include_str!("../../../lexicon/cues/surnames.txt"), known::SURNAME),
    (include_str!("../../../lexicon/cues/middle-names.txt"), known::MIDDLE),
    (include_str!("../../../lexicon/cues/honorifics.txt"), known::HONORIFIC),
    (include_str!("../../../lexicon/cues/positions.txt"), known::POSITION),
    (
        include_str!("../../../lexicon/cues/organisation-heads.txt"),
        known::ORGANISATION_HEAD,
    ),
    (include_str!("../../../lexicon/cues/place-heads.txt"), known::PLACE_HEAD),
    (
        include_str!("../../../lexicon/cues/organisations.txt"),
        known::ORGANISATION,
    ),
    (include_str!("../../../lexicon/cues/people.txt"), known::PERSON),
    (include_str!("../../../lexicon/cues/others.txt"), known::OTHER),
    (include_str!("../../../lexicon/cues/words.txt"), known::WORD),
    (include_str!("../../../lexicon/cues/syllables.txt"), known::SYLLABLE),
];

/// The lists whose words are also known as they are written.
const WRITTEN: u32 = known::SURNAME | known::MIDDLE | known::HONORIFIC | known::SYLLABLE;

/// The lexicon that names are looked for with.
pub fn lexicon() -> Lexicon {
    let mut lexicon = Lexicon::default();
    for (list, flag) in LISTS {
        for phrase in list.lines().filter(|line| !line.starts_with('#')) {
            lexicon.add(phrase, flag);
        }
    }
    let gazetteer = gazetteer();
    for (name, candidate) in gazetteer.names() {
        let flag = match candidate {
            Candidate::Unit(id) => match gazetteer.unit(id).level {
                Level::Province => known::PROVINCE,
                Level::District => known::DISTRICT,
                Level::Commune => known::COMMUNE,
            },
            Candidate::World(id) => match gazetteer.world(id).kind {
                WorldKind::Country | WorldKind::Region => known::COUNTRY,
                _ => known::CITY,
            },
        };
        lexicon.add(name, flag);
    }
    let words = LISTS.iter().filter(|(_, flag)| WRITTEN & flag != 0);
    let phrases = words.flat_map(|(list, _)| list.lines().filter(|line| !line.starts_with('#')));
    lexicon.write_down(phrases.flat_map(|phrase| phrase.split(' ')));
    lexicon
}
