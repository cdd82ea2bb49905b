//! What English numbers count: a plural, with no more than two words before it.
//!
//! `75,000 people`, `200 police officers`: the noun is the first plural of the phrase behind the number, so no lexicon is
//! needed to tell it from a verb. Where the phrase has no plural the number counts nothing (`Route 66 was`).

use std::borrow::Cow;

use super::super::people::syllable::Token;
use super::measures::{Sense, Tongue};
use super::power::Amount;
use super::unit::Unit;

/// Plurals without s.
const IRREGULAR: [&str; 22] = [
    "people",
    "men",
    "women",
    "children",
    "police",
    "staff",
    "troops",
    "cattle",
    "sheep",
    "fish",
    "aircraft",
    "feet",
    "teeth",
    "mice",
    "personnel",
    "lives",
    "media",
    "species",
    "series",
    "crew",
    "data",
    "deer",
];

/// What ends the phrase, and so has no plural behind it.
#[rustfmt::skip]
const ENDS: [&str; 74] = [
    "a", "about", "after", "against", "all", "an", "and", "are", "as", "at", "be", "because", "before", "between", "but", "by", "can",
    "could", "during", "each", "for", "from", "had", "has", "have", "he", "her", "his", "if", "in", "including", "into", "is", "it",
    "its", "last", "may", "more", "next", "of", "off", "on", "or", "our", "out", "over", "per", "said", "says", "she", "since", "so", "than",
    "that", "the", "their", "them", "they", "this", "through", "to", "under", "until", "up", "was", "we", "were", "when", "which", "while",
    "who", "will", "with", "would",
];

/// Words with an s that are no plurals.
const SINGULAR: [&str; 15] = [
    "news",
    "previous",
    "various",
    "serious",
    "famous",
    "dangerous",
    "religious",
    "less",
    "business",
    "across",
    "yes",
    "plus",
    "always",
    "perhaps",
    "towards",
];

/// The noun that is counted by the number that ends at `at`.
pub fn noun(text: &str, at: usize, is_one: bool) -> Option<Unit<'_>> {
    let mut from = at;
    for _ in 0..3 {
        let token = Token::after(text, from).filter(|token| token.is_word() && token.start > from)?;
        let word = text.get(token.start..token.end)?;
        if token.is_capital || !word.is_ascii() || ENDS.binary_search(&word).is_ok() {
            return None;
        }
        if is_plural(word) || is_one {
            // `police officers`, `staff members`
            let next = Token::after(text, token.end).filter(|next| next.is_word() && !next.is_capital && !is_one);
            let next = next.filter(|next| text.get(next.start..next.end).is_some_and(is_plural));
            let head = next.unwrap_or(token);
            return Some(Unit {
                end: head.end,
                sense: Sense::Noun,
                name: Cow::Borrowed(text.get(head.start..head.end)?),
            });
        }
        from = token.end;
    }
    None
}

/// Millions in a letter or behind a hyphen: `$20m`, `2.5m people`, `$1-billion`. `20m` alone are metres.
pub fn in_a_letter(text: &str, amount: &Amount, is_money: bool) -> Option<Amount> {
    let glued = super::barred::end_of_glued(text, amount.end);
    let behind = text.get(amount.end..)?;
    let (power, end) = match text.get(amount.end..glued)? {
        "m" | "M" => (6, glued),
        "b" | "B" => (9, glued),
        "k" | "K" => (3, glued),
        "" if behind.starts_with("-million") => (6, amount.end + "-million".len()),
        "" if behind.starts_with("-billion") => (9, amount.end + "-billion".len()),
        _ => return None,
    };
    let is_more = amount.power == 0 && (is_money || end > glued || noun(text, glued, false).is_some());
    is_more.then(|| Amount {
        value: amount.value.times_ten_to(power),
        end,
        power,
        ..*amount
    })
}

/// `20-year-old`, `100-metre`
pub fn joined_unit<'a>(text: &'a str, amount: &Amount) -> Option<Unit<'a>> {
    text.get(amount.end..)?.strip_prefix('-')?;
    let start = amount.end + 1;
    let letters = text.get(start..)?.bytes().take_while(u8::is_ascii_alphabetic).count();
    let end = start + letters;
    let unit = Unit::alone(text.get(..end)?, start, Tongue::English)?;
    (unit.end == end && !matches!(unit.sense, Sense::Noun | Sense::Hour)).then_some(unit)
}

fn is_plural(word: &str) -> bool {
    let has_s = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("ous");
    (has_s && !SINGULAR.contains(&word) && !word.ends_with("'s")) || IRREGULAR.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_counted() {
        for (text, is_one, expected) in [
            (" people in", false, Some("people")),
            (" young police officers", false, Some("officers")),
            (" local shops", false, Some("shops")),
            (" dangerous roads", false, Some("roads")),
            (" was the year of cats", false, Some("cats").filter(|_| false)),
            (" and others", false, None),
            (" Britons", false, None),
            (" person", true, Some("person")),
            (", shops", false, None),
        ] {
            let found = noun(text, 0, is_one).map(|unit| unit.name);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn words_are_sorted() {
        assert!(ENDS.is_sorted());
    }
}
