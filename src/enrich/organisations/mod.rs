//! Organisations: the mentions of each organisation together, and what kind of organisation it is.
//!
//! | kind | organisations |
//! |---|---|
//! | `government` | ministries, departments, people's committees, authorities, embassies |
//! | `legislature` | parliaments, people's councils |
//! | `party` | parties and their committees |
//! | `court` | courts and prosecutors |
//! | `police` | police, investigators, prisons |
//! | `military` | armed forces and their units |
//! | `education` | schools, universities and their faculties |
//! | `health` | hospitals, clinics, health authorities |
//! | `company` | companies, shops, factories |
//! | `bank` | banks |
//! | `media` | newspapers, broadcasters, agencies |
//! | `sport` | clubs, teams, sports federations |
//! | `association` | associations, unions, fronts, funds |
//! | `international` | bodies of several states |
//! | `religious` | churches, sanghas, parishes |
//! | `research` | institutes, observatories |
//!
//! An organisation whose name tells none of these has no kind.

mod held;
mod kind;
mod spelling;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use super::names::{Mention, NameKind};
use super::people::phrases::ByKey;
pub use held::held_by_titles;
use spelling::{Spelling, joined};

/// An organisation of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Its longest name, the first of several as long.
    pub name: String,
    /// Its kind, of the table above.
    pub kind: Option<&'static str>,
    /// Where it is named, in bytes of the text.
    pub mentions: Vec<Range<usize>>,
}

/// A name is compared with so many others at most, so that the work stays linear.
const MOST: usize = 200;

/// Every organisation that the mentions of a text name, in the order of their first mention. Mentions lie in the order of
/// the text.
pub fn organisations(text: &str, mentions: &[Mention]) -> Vec<Organisation> {
    let spans = mentions.iter().filter(|mention| mention.kind == NameKind::Organisation);
    let mut known = Spellings::default();
    let numbers: Vec<usize> = spans.clone().map(|mention| known.number(text, &mention.span)).collect();
    let owners = joined(
        text,
        mentions,
        known.all.get(..known.all.len().min(MOST)).unwrap_or_default(),
    );
    let mut entries: Vec<(usize, Organisation, usize)> = Vec::new();
    let mut of_owner: Vec<Option<usize>> = vec![None; known.all.len()];
    for (mention, number) in spans.zip(numbers) {
        let owner = owners.get(number).copied().unwrap_or(number);
        let entry = match of_owner.get(owner).copied().flatten() {
            Some(entry) => entry,
            None => {
                if let Some(slot) = of_owner.get_mut(owner) {
                    *slot = Some(entries.len());
                }
                entries.push((owner, Organisation::default(), 0));
                entries.len() - 1
            }
        };
        let (Some((_, organisation, length)), Some(spelling)) = (entries.get_mut(entry), known.all.get(number)) else {
            continue;
        };
        organisation.mentions.push(mention.span.clone());
        organisation.kind = organisation.kind.or(spelling.kind);
        if spelling.span.len() > *length {
            *length = spelling.span.len();
            organisation.name = spelling.name(text);
            organisation.kind = spelling.kind.or(organisation.kind);
        }
    }
    entries.into_iter().map(|(_, organisation, _)| organisation).collect()
}

/// The different names of a text.
#[derive(Default)]
struct Spellings<'a> {
    all: Vec<Spelling>,
    /// By the letters as they stand, for most names stand more than once.
    written: HashMap<&'a str, usize>,
    numbers: ByKey<usize>,
}

impl<'a> Spellings<'a> {
    /// The number of the name at a place.
    fn number(&mut self, text: &'a str, span: &Range<usize>) -> usize {
        let name = text.get(span.clone()).unwrap_or_default();
        if let Some(number) = self.written.get(name).filter(|_| !name.is_empty()) {
            return *number;
        }
        let spelling = Spelling::of(text, span);
        let next = self.all.len();
        let number = *self.numbers.entry(spelling.hash()).or_insert(next);
        self.written.insert(name, number);
        if number == next {
            self.all.push(spelling);
        } else if let Some(known) = self.all.get_mut(number)
            && spelling.span.len() > known.span.len()
        {
            // The same with fewer abbreviations.
            known.span = spelling.span;
        }
        number
    }
}
