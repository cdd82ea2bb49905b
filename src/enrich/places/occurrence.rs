//! Where a text names what may be a place: the places that were found, and those inside the names of organisations, which
//! are evidence ("Huyện ủy Lục Nam", "Công an tỉnh Bắc Giang").

use std::ops::Range;

use super::gazetteer::{Candidate, Gazetteer, Kind, Level, key};
use super::head::{self, Head};
use crate::enrich::names::{Mention, NameKind};

/// One place in the text.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// In bytes of the text, with its head word where the mention has it.
    pub span: Range<usize>,
    /// The number of the name, without its head.
    pub key: u64,
    /// What it is said to be.
    pub head: Option<Head>,
    /// Whether it is said to be so no more: "huyện Lục Nam cũ".
    pub is_former: bool,
    /// Inside an organisation's name: no entry of its own.
    pub is_of_organisation: bool,
}

/// All of them, in the order of the text.
pub fn occurrences(gazetteer: &Gazetteer, text: &str, mentions: &[Mention]) -> Vec<Occurrence> {
    let mut found: Vec<Occurrence> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let Some(name) = text.get(mention.span.clone()) else {
            continue;
        };
        match mention.kind {
            NameKind::Person => {}
            NameKind::Place => found.push(place(gazetteer, text, name, mention.span.clone())),
            NameKind::Organisation => within(gazetteer, name, mention.span.start, &mut found),
        }
    }
    found
}

fn place(gazetteer: &Gazetteer, text: &str, name: &str, span: Range<usize>) -> Occurrence {
    let (inner, bare) = head::inside(name);
    let whole = key(name);
    // "TP.HCM" is a name of its own; "Thị trấn Sa Pa" is not.
    let (head, key) = match inner {
        Some(_) if gazetteer.keyed(whole).len() == 0 => (inner, number(bare)),
        inner => (inner.or_else(|| head::before(line_before(text, span.start))), whole),
    };
    let after = text.get(span.end..).unwrap_or_default();
    let is_former = [" cũ", " (cũ)", " trước đây"]
        .iter()
        .any(|word| after.starts_with(word));
    Occurrence {
        span,
        key,
        head,
        is_former,
        is_of_organisation: false,
    }
}

/// "quận 01" is "quận 1".
fn number(name: &str) -> u64 {
    match name.bytes().all(|byte| byte.is_ascii_digit()) {
        true => key(name.trim_start_matches('0')),
        false => key(name),
    }
}

/// What stands before a place in the text, in its line; no more than a few words are asked for.
fn line_before(text: &str, at: usize) -> &str {
    const MOST: usize = 48;
    let mut from = at.saturating_sub(MOST);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..at).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

/// A province's or district's name has no more syllables than this ("Thành phố Phan Rang-Tháp Chàm", "Bà Rịa - Vũng Tàu").
const SYLLABLES: usize = 5;
/// So much of an organisation's name is looked at.
const MOST: usize = 240;

/// Provinces and districts inside an organisation's name: the longest that begins at each capital.
fn within(gazetteer: &Gazetteer, name: &str, offset: usize, found: &mut Vec<Occurrence>) {
    let mut next = 0;
    let starts = || name.match_indices(' ').map(|(at, _)| at + 1);
    for start in starts().take_while(|start| *start < MOST) {
        let is_capital = name[start..].chars().next().is_some_and(char::is_uppercase);
        if start < next || !is_capital {
            continue;
        }
        let ends = starts()
            .map(|at| at - 1)
            .chain([name.len()])
            .filter(|end| *end > start)
            .take(SYLLABLES);
        let mut best = None;
        for end in ends {
            let key = key(&name[start..end]);
            let is_unit = gazetteer.keyed(key).any(|candidate| match candidate {
                Candidate::Unit(id) => gazetteer.unit(id).level != Level::Commune,
                Candidate::World(_) => false,
            });
            if is_unit {
                best = Some((key, end));
            }
        }
        let head = head::before(&name[..start]);
        // A commune only where its head says so.
        let is_commune = matches!(
            head,
            Some(Head::Unit(
                Kind::Ward | Kind::Commune | Kind::Township | Kind::SpecialZone
            ))
        );
        let (key, end) = match best {
            Some(best) => best,
            None if is_commune => (key(&name[start..]), name.len()),
            None => continue,
        };
        next = end;
        let span = offset + start..offset + end;
        found.push(Occurrence {
            span,
            key,
            head,
            is_former: false,
            is_of_organisation: true,
        });
    }
}
