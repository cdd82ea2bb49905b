//! [`Name`]: everything that an article calls by one name and one kind of head word, and the names beside it.
//!
//! Addresses go from small to large: "xã A, huyện B, tỉnh C", "A (B)", "A - B". What follows a name with nothing between
//! but such signs and head words may be the unit above it.

use std::collections::HashMap;

use super::head::Head;
use super::occurrence::Occurrence;

/// All occurrences of a name with one kind of head.
#[derive(Clone, Debug)]
pub struct Name {
    /// The number of the name.
    pub key: u64,
    /// What it is said to be.
    pub head: Option<Head>,
    /// The head of the first name of a list that it stands in without one of its own: "các xã A, B và C".
    pub inherited: Option<Head>,
    /// Whether it is said to be so no more.
    pub is_former: bool,
    /// How often it occurs.
    pub times: u32,
    /// Names that follow it as the unit above might.
    pub above: Vec<usize>,
    /// Names that stand before it as the unit below might.
    pub below: Vec<usize>,
    /// What follows right after with a head of its own: if that is higher, it should be the unit above.
    pub next: Option<usize>,
}

/// A list of names, and an address, is followed so far.
const CHAIN: usize = 12;
/// So many names that may stand above one are remembered.
const ABOVE: usize = 8;

/// The names of an article, and for each occurrence the number of its name.
pub fn names(text: &str, occurrences: &[Occurrence]) -> (Vec<Name>, Vec<usize>) {
    let mut names: Vec<Name> = Vec::new();
    let mut known: HashMap<(u64, Option<Head>, Option<Head>, bool), usize> = HashMap::new();
    let mut of: Vec<usize> = Vec::with_capacity(occurrences.len());
    let mut list: Option<Head> = None;
    for (at, occurrence) in occurrences.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| occurrences.get(at));
        let joint = before.map_or(Joint::None, |before| joint(text, before, occurrence));
        let inherited = list.filter(|_| matches!(joint, Joint::List | Joint::And) && occurrence.head.is_none());
        list = occurrence
            .head
            .or(inherited)
            .filter(|head| matches!(head, Head::Unit(_) | Head::Street));
        let who = (occurrence.key, occurrence.head, inherited, occurrence.is_former);
        let number = *known.entry(who).or_insert_with(|| {
            names.push(Name {
                key: occurrence.key,
                head: occurrence.head,
                inherited,
                is_former: occurrence.is_former,
                times: 0,
                above: Vec::new(),
                below: Vec::new(),
                next: None,
            });
            names.len() - 1
        });
        names[number].times += 1;
        of.push(number);
    }
    for (at, number) in of.iter().enumerate() {
        let mut last = at;
        for next in (at + 1..occurrences.len()).take(CHAIN) {
            let joint = joint(text, &occurrences[last], &occurrences[next]);
            if joint == Joint::None {
                break;
            }
            if of[next] != *number {
                remember(&mut names[*number].above, of[next]);
                remember(&mut names[of[next]].below, *number);
                if last == at && joint != Joint::And {
                    names[*number].next = Some(of[next]);
                }
            }
            last = next;
        }
    }
    (names, of)
}

fn remember(names: &mut Vec<usize>, number: usize) {
    if names.len() < ABOVE && !names.contains(&number) {
        names.push(number);
    }
}

/// How two names stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// Something else is between.
    None,
    /// "A, B": a list or an address.
    List,
    /// "A và B": a list.
    And,
    /// "A (B", "A - B", "A thuộc B", or a head word before the second.
    Address,
}

fn joint(text: &str, first: &Occurrence, second: &Occurrence) -> Joint {
    const MOST: usize = 40;
    let Some(between) = text
        .get(first.span.end..second.span.start)
        .filter(|between| between.len() <= MOST)
    else {
        return Joint::None;
    };
    if between.contains('\n') {
        return Joint::None;
    }
    let mut joint = Joint::List;
    for sign in between.chars() {
        match sign {
            '(' | '-' | '–' | '—' | '/' => joint = Joint::Address,
            ':' | ';' | '!' | '?' | '“' | '”' | '"' => return Joint::None,
            _ => {}
        }
    }
    let words = between.trim_matches(|sign: char| sign.is_whitespace() || "(),-–—/.".contains(sign));
    match words {
        "" => joint,
        "và" | "hay" | "hoặc" | "với" | "cùng" => Joint::And,
        "thuộc" | "của" | "ở" | "tại" | "cũ" | "nay thuộc" => Joint::Address,
        // "), huyện", "thuộc tỉnh", "và xã".
        words if words.split_whitespace().all(joins) => match words.split_once(' ') {
            Some(("và" | "với", _)) => Joint::And,
            _ => Joint::Address,
        },
        _ => Joint::None,
    }
}

/// Words that may stand within an address or a list: head words of units and what ties them.
fn joins(word: &str) -> bool {
    const WORDS: [&str; 26] = [
        "tỉnh",
        "thành",
        "phố",
        "tp",
        "tp.",
        "quận",
        "q",
        "q.",
        "huyện",
        "h",
        "h.",
        "thị",
        "xã",
        "tx",
        "tx.",
        "phường",
        "p",
        "p.",
        "trấn",
        "tt",
        "đặc",
        "khu",
        "thuộc",
        "và",
        "với",
        "nay",
    ];
    let word = word.trim_matches(|sign: char| "(),-–—/.".contains(sign));
    word.is_empty() || WORDS.iter().any(|known| word.to_lowercase() == *known)
}
