//! Asking the gazetteer by hand: "Lục Nam", "huyện Lục Nam", "Lục Nam, Bắc Giang".

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::gazetteer::{Candidate, Edition, UnitId, WorldId, fold, gazetteer, key};
use super::head::{self, Head};

/// Who bears a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Administrative units: of the list that was asked for, else of the last one before that has any, else of the next;
    /// the highest first, then by code.
    pub units: Vec<UnitId>,
    /// Countries, regions, cities.
    pub world: Vec<WorldId>,
}

/// Who bears a name in a list: a head word before it and units above after it, set off by commas, make the answer narrower.
pub fn ask(question: &str, edition: Edition) -> Answer {
    let gazetteer = gazetteer();
    let mut parts = question
        .split([',', '(', ')'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let Some((head, name)) = parts.next().map(asked) else {
        return Answer::default();
    };
    let above: Vec<_> = parts.map(asked).collect();
    let is_within = |id: UnitId| {
        above.iter().all(|(head, name)| {
            gazetteer.parents(id).any(|parent| {
                is_of(*head, parent)
                    && gazetteer
                        .keyed(*name)
                        .any(|candidate| candidate == Candidate::Unit(parent))
            })
        })
    };
    let mut answer = Answer::default();
    for candidate in gazetteer.keyed(name) {
        match candidate {
            Candidate::Unit(id) if is_of(head, id) && is_within(id) => answer.units.push(id),
            Candidate::World(id) if above.is_empty() && !matches!(head, Some(Head::Unit(_))) => answer.world.push(id),
            _ => {}
        }
    }
    let edition_of = |id: &UnitId| gazetteer.unit(*id).edition;
    let before = answer
        .units
        .iter()
        .map(edition_of)
        .filter(|known| *known <= edition)
        .max();
    let list = before.or_else(|| answer.units.iter().map(edition_of).min());
    answer.units.retain(|id| Some(edition_of(id)) == list);
    answer
        .units
        .sort_by_key(|id| (gazetteer.unit(*id).level, gazetteer.unit(*id).code));
    answer
}

/// A part of a question: its head word and the number of the name.
fn asked(part: &str) -> (Option<Head>, u64) {
    let gazetteer = gazetteer();
    match head::inside(part) {
        (Some(_), _) if gazetteer.named(part).len() > 0 => (None, key(part)),
        (head, name) => {
            let name = match name.bytes().all(|byte| byte.is_ascii_digit()) {
                true => name.trim_start_matches('0'),
                false => name,
            };
            (head, key(name))
        }
    }
}

fn is_of(head: Option<Head>, id: UnitId) -> bool {
    match head {
        Some(Head::Unit(kind)) => kind == gazetteer().unit(id).kind,
        _ => true,
    }
}

/// Names that are nearly as one that nobody bears, the nearest first.
pub fn near(question: &str, most: usize) -> Vec<&'static str> {
    let first = question.split([',', '(']).next().unwrap_or_default().trim();
    let (_, name) = head::inside(first);
    let (folded, plain) = (fold(name), plain(name));
    let mut seen = HashSet::new();
    let mut found: Vec<(f64, &'static str)> = gazetteer()
        .names()
        .filter(|(name, _)| seen.insert(*name))
        // With its marks a name is nearer than without.
        .map(|(name, _)| {
            (
                strsim::jaro_winkler(&plain, &self::plain(name)) + strsim::jaro_winkler(&folded, &fold(name)),
                name,
            )
        })
        .filter(|(likeness, _)| *likeness > 1.7)
        .collect();
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    found.truncate(most);
    found.into_iter().map(|(_, name)| name).collect()
}

/// Without marks: what a keyboard without Vietnamese gives.
fn plain(name: &str) -> String {
    let letters = fold(name);
    let bare = letters.nfd().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter));
    bare.map(|letter| if letter == 'đ' { 'd' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn units(question: &str, edition: Edition) -> Vec<&'static str> {
        ask(question, edition)
            .units
            .iter()
            .map(|id| gazetteer().unit(*id).official)
            .collect()
    }

    #[test]
    fn heads_and_parents_narrow_the_answer() {
        for (question, edition, expected) in [
            ("Lục Nam", Edition::Of2021, &["Huyện Lục Nam"][..]),
            ("Lục Nam", Edition::Of2025July, &["Xã Lục Nam"]),
            ("huyện Lục Nam", Edition::Of2025July, &["Huyện Lục Nam"]),
            ("xã Lục Nam", Edition::Of2021, &["Xã Lục Nam"]),
            (
                "Thanh Hóa",
                Edition::Of2025January,
                &["Tỉnh Thanh Hóa", "Thành phố Thanh Hóa", "Xã Thanh Hóa"],
            ),
            ("xã Tân Thành, Hữu Lũng, Lạng Sơn", Edition::Of2021, &["Xã Tân Thành"]),
            ("xã Tân Thành, Sơn La", Edition::Of2021, &[]),
            ("TP.HCM", Edition::Of2025July, &["Thành phố Hồ Chí Minh"]),
            ("quận 9", Edition::Of2021, &["Quận 9"]),
            ("phường 05, quận 8", Edition::Of2021, &["Phường 05"]),
            ("", Edition::Of2021, &[]),
        ] {
            assert_eq!(units(question, edition), expected, "{question}");
        }
        let [country] = ask("Hoa Kỳ", Edition::Of2021).world[..] else {
            panic!("no country");
        };
        assert_eq!(gazetteer().world(country).code, "iso3166-1a2:US");
    }

    #[test]
    fn near_names_are_offered() {
        assert_eq!(near("Luc Nam", 5).first(), Some(&"Lục Nam"));
        assert_eq!(near("tỉnh Bắc Gaing", 5).first(), Some(&"Bắc Giang"));
        assert!(near("zzzzqqqq", 5).is_empty());
    }

    proptest! {
        #[test]
        fn any_question_is_answered(question in "(\\PC|xã |, |\\(|Hà Nội|[À-ỹ]){0,12}") {
            let answer = ask(&question, Edition::Of2021);
            prop_assert!(answer.units.windows(2).all(|two| gazetteer().unit(two[0]).edition == gazetteer().unit(two[1]).edition));
        }
    }
}
