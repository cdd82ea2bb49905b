//! People and their roles against annotated articles, where those are at hand: skipped, and said so, without `../shared`.
//!
//! Mentions are the annotators' own, so this measures the grouping and the roles alone. The rules were made with every
//! other article in view (an odd hash of its name); the rest is reported apart, and both must reach the floor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;

use bantin::enrich::names::{Mention, NameKind};
use bantin::enrich::organisations::held_by_titles;
use bantin::enrich::people::people;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// An annotated article: its text, mentions in order, and who has which role.
struct Article {
    name: String,
    text: String,
    mentions: Vec<Mention>,
    people: Vec<(String, String)>,
}

const GOLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/gold");

fn articles() -> Option<Vec<Article>> {
    let lines = std::fs::read_to_string(format!("{GOLD}/gold.jsonl")).ok()?;
    Some(
        lines
            .lines()
            .map(|line| article(&serde_json::from_str(line).unwrap()))
            .collect(),
    )
}

fn article(gold: &Value) -> Article {
    let name = gold["doc"].as_str().unwrap().to_owned();
    let raw = std::fs::read_to_string(format!("{GOLD}/{name}.txt")).unwrap();
    let mut scope: Vec<usize> = ["title", "lead", "body", "subhead", "caption"]
        .iter()
        .flat_map(|role| numbers(&gold["lines"][role]))
        .collect();
    scope.sort_unstable();
    scope.dedup();
    let mut kinds: HashMap<String, Option<NameKind>> = HashMap::new();
    for entity in gold["entities"].as_array().into_iter().flatten() {
        kinds.insert(nfc(&entity[0]), kind(&entity[1]));
    }
    let mut special: HashMap<(usize, String, usize), Option<NameKind>> = HashMap::new();
    for exception in gold["exceptions"].as_array().into_iter().flatten() {
        let nth = exception[2].as_u64().unwrap() as usize;
        let line = exception[0].as_u64().unwrap() as usize;
        special.insert((line, nfc(&exception[1]), nth), kind(&exception[3]));
        kinds.entry(nfc(&exception[1])).or_insert(None);
    }
    let mut surfaces: Vec<&String> = kinds.keys().collect();
    surfaces.sort_by_key(|surface| (std::cmp::Reverse(surface.len()), *surface));
    let (mut text, mut mentions) = (String::new(), Vec::new());
    for (number, line) in (1..).zip(raw.split('\n')) {
        if !scope.contains(&number) {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let line: String = line.nfc().collect();
        let mut at = 0;
        while at < line.len() {
            let here = surfaces.iter().find(|surface| is_word(&line, at, surface));
            let Some(surface) = here else {
                at += line[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            };
            let nth = line[..at].matches(surface.as_str()).count() + 1;
            let kind = special.get(&(number, (*surface).clone(), nth)).copied();
            if let Some(kind) = kind.unwrap_or(kinds[*surface]) {
                let start = text.len() + at;
                mentions.push(Mention {
                    span: start..start + surface.len(),
                    kind,
                });
            }
            at += surface.len();
        }
        text.push_str(&line);
    }
    let people = gold["people"].as_array().into_iter().flatten();
    let people = people
        .map(|person| (nfc(&person["name"]), nfc(&person["role"])))
        .filter(|(_, role)| !role.is_empty())
        .collect();
    Article {
        name,
        text,
        mentions,
        people,
    }
}

fn numbers(ranges: &Value) -> Vec<usize> {
    let ranges = ranges.as_array().into_iter().flatten();
    ranges
        .flat_map(|range| match range {
            Value::Number(one) => {
                let one = one.as_u64().unwrap() as usize;
                one..=one
            }
            range => {
                let range = range.as_str().unwrap();
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                first.parse().unwrap()..=last.parse().unwrap()
            }
        })
        .collect()
}

fn nfc(value: &Value) -> String {
    value.as_str().unwrap_or_default().nfc().collect()
}

fn kind(value: &Value) -> Option<NameKind> {
    match value.as_str()? {
        "PER" => Some(NameKind::Person),
        "ORG" => Some(NameKind::Organisation),
        "LOC" => Some(NameKind::Place),
        _ => None,
    }
}

/// Whether a surface stands at `at` as a word.
fn is_word(line: &str, at: usize, surface: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line[at..].starts_with(surface)
        && !letter(line[..at].chars().next_back())
        && !letter(line[at + surface.len()..].chars().next())
}

/// As the measure compares: words in small letters.
fn words(text: &str) -> Vec<String> {
    let letters = text.to_lowercase().nfc().collect::<String>();
    let words = letters.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn token_f1(a: &str, b: &str) -> f64 {
    let (a, mut b) = (words(a), words(b));
    let all = a.len() + b.len();
    let mut both = 0;
    for word in a {
        if let Some(at) = b.iter().position(|other| *other == word) {
            b.swap_remove(at);
            both += 1;
        }
    }
    2.0 * f64::from(both) / (all as f64).max(1.0)
}

/// FNV-1a, which halves the articles and drops mentions the same way everywhere.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Right roles, people found by their full name, all who have a role.
#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    all: usize,
}

impl Score {
    fn add(&mut self, article: &Article, mentions: &[Mention], show: bool) {
        let known: HashMap<String, String> = people(&article.text, mentions)
            .into_iter()
            .map(|person| (words(&person.name).join(" "), person.role.unwrap_or_default()))
            .collect();
        for (name, role) in &article.people {
            let mine = known.get(&words(name).join(" "));
            let is_right = mine.is_some_and(|mine| token_f1(mine, role) > 0.75);
            self.all += 1;
            self.found += usize::from(mine.is_some());
            self.right += usize::from(is_right);
            if show && !is_right {
                println!("{} {name}: wanted {role:?}, got {mine:?}", article.name);
            }
        }
    }

    fn rate(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}

#[test]
fn roles_reach_what_was_reached() {
    let Some(articles) = articles() else {
        println!("skipped: no annotated articles at {GOLD}");
        return;
    };
    let show = std::env::var_os("SHOW").is_some();
    let (mut seen, mut unseen, mut fewer) = (Score::default(), Score::default(), Score::default());
    for article in &articles {
        let is_seen = hash(&article.name) % 2 == 1;
        let score = if is_seen { &mut seen } else { &mut unseen };
        score.add(article, &article.mentions, show && is_seen);
        let mut kept = article.mentions.clone();
        kept.retain(|mention| !hash(&format!("{} {}", article.name, mention.span.start)).is_multiple_of(10));
        fewer.add(article, &kept, false);
    }
    for (name, score) in [
        ("in view", &seen),
        ("others", &unseen),
        ("a tenth of the mentions gone", &fewer),
    ] {
        println!(
            "roles {:.3} of {} ({} found), {name}",
            score.rate(),
            score.all,
            score.found
        );
    }
    assert!(seen.rate() >= 0.86, "{}", seen.rate());
    assert!(unseen.rate() >= 0.80, "{}", unseen.rate());
    assert!(fewer.rate() >= 0.75, "{}", fewer.rate());
}

/// How much the organisations that positions hold add to what is known without them: those of the annotators that begin
/// there are taken away first.
#[test]
fn organisations_within_positions_are_mostly_those_that_annotators_name() {
    let Some(articles) = articles() else {
        println!("skipped: no annotated articles at {GOLD}");
        return;
    };
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for article in &articles {
        let is_held = |mention: &Mention| {
            let before = words(&article.text[..mention.span.start]);
            let first = words(&article.text[mention.span.clone()]);
            before
                .last()
                .is_some_and(|word| ["trưởng", "phó", "chánh"].contains(&word.as_str()))
                && first
                    .first()
                    .is_some_and(|word| ["ban", "phòng", "khoa", "văn"].contains(&word.as_str()))
                && mention.kind == NameKind::Organisation
        };
        let (held, others): (Vec<Mention>, Vec<Mention>) = article.mentions.iter().cloned().partition(is_held);
        let found = held_by_titles(&article.text, &others);
        let new = found.iter().filter(|mention| !others.contains(mention));
        for mention in new {
            if held.contains(mention) {
                right += 1;
            } else {
                wrong += 1;
                if std::env::var_os("SHOW").is_some() {
                    println!("held: {} {:?}", article.name, &article.text[mention.span.clone()]);
                }
            }
        }
        for mention in held.iter().filter(|mention| !found.contains(mention)) {
            missed += 1;
            if std::env::var_os("SHOW").is_some() {
                println!("not held: {} {:?}", article.name, &article.text[mention.span.clone()]);
            }
        }
    }
    println!("organisations within positions: {right} right, {wrong} wrong, {missed} missed");
    assert!(right >= 30 && wrong <= 6, "{right} right, {wrong} wrong");
}
