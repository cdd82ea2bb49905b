//! Places are linked as annotators linked them: on the articles of `../shared/gold`, with the mentions that they marked.
//!
//! Counted as `score.py gold` counts "places linked", and beside it how many places are linked as Vietnamese units that
//! nobody listed: some of these are right. Articles are not part of the repository; where they are not, it says so.
//! `PLACES_GOLD=1` in the environment lists every difference, the name of a document its places.

// clippy.toml allows these within test functions, not in what test functions call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use bantin::enrich::names::{Mention, NameKind};
use bantin::enrich::places::gazetteer::{Level, fold, gazetteer};
use bantin::enrich::places::{Surroundings, places};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

const GOLD: &str = "../shared/gold";

fn lines(spec: &Value) -> Vec<usize> {
    let mut lines = Vec::new();
    for item in spec.as_array().into_iter().flatten() {
        match (item.as_u64(), item.as_str()) {
            (Some(line), _) => lines.push(line as usize),
            (_, Some(range)) => {
                let (first, last) = range.split_once('-').unwrap_or((range, range));
                lines.extend(first.parse::<usize>().unwrap()..=last.parse::<usize>().unwrap());
            }
            _ => {}
        }
    }
    lines
}

fn kind(name: &str) -> Option<NameKind> {
    match name {
        "PER" => Some(NameKind::Person),
        "ORG" => Some(NameKind::Organisation),
        "LOC" => Some(NameKind::Place),
        _ => None,
    }
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Title, lead and body, and what is named in them.
fn read(folder: &Path, doc: &Value) -> (String, Vec<Mention>) {
    let id = doc["doc"].as_str().unwrap();
    let raw = nfc(&std::fs::read_to_string(folder.join(format!("{id}.txt"))).unwrap());
    let raw: Vec<&str> = raw.split('\n').collect();
    let mut kinds: HashMap<String, Option<NameKind>> = HashMap::new();
    for entity in doc["entities"].as_array().unwrap() {
        kinds.insert(nfc(entity[0].as_str().unwrap()), kind(entity[1].as_str().unwrap()));
    }
    let mut special = HashMap::new();
    for exception in doc["exceptions"].as_array().into_iter().flatten() {
        let surface = nfc(exception[1].as_str().unwrap());
        let at = (
            exception[0].as_u64().unwrap() as usize,
            surface.clone(),
            exception[2].as_u64().unwrap() as usize,
        );
        special.insert(at, kind(exception[3].as_str().unwrap()));
        kinds.entry(surface).or_insert(None);
    }
    let mut surfaces: Vec<&String> = kinds.keys().collect();
    surfaces.sort_by_key(|surface| (std::cmp::Reverse(surface.chars().count()), *surface));
    let mut wanted = Vec::new();
    for role in ["title", "lead", "body", "subhead", "caption"] {
        wanted.push(lines(&doc["lines"][role]));
    }
    let first: Vec<usize> = wanted[..2].concat();
    let mut rest: Vec<usize> = wanted[2..].concat();
    rest.sort_unstable();
    let (mut text, mut mentions) = (String::new(), Vec::new());
    for number in first.into_iter().chain(rest) {
        let line = raw.get(number - 1).copied().unwrap_or_default();
        let (offset, mut at) = (text.len(), 0);
        while at < line.len() {
            let is_start = !line[..at]
                .chars()
                .next_back()
                .is_some_and(|c| c.is_alphanumeric() || c == '_');
            let hit = surfaces.iter().find(|surface| {
                is_start
                    && line[at..].starts_with(surface.as_str())
                    && !line[at + surface.len()..]
                        .chars()
                        .next()
                        .is_some_and(|c| c.is_alphanumeric() || c == '_')
            });
            let Some(surface) = hit else {
                at += line[at..].chars().next().map_or(1, char::len_utf8);
                continue;
            };
            let nth = line[..at].matches(surface.as_str()).count() + 1;
            let kind = special
                .get(&(number, (*surface).clone(), nth))
                .copied()
                .unwrap_or(kinds[*surface]);
            if let Some(kind) = kind {
                mentions.push(Mention {
                    span: offset + at..offset + at + surface.len(),
                    kind,
                });
            }
            at += surface.len();
        }
        text.push_str(line);
        text.push('\n');
    }
    (text, mentions)
}

/// As score.py's `surface`: without head words, but for numbers.
fn surface(text: &str) -> String {
    const HEADS: [&str; 34] = [
        "tỉnh",
        "thành phố",
        "tp",
        "tp.",
        "quận",
        "huyện",
        "thị xã",
        "tx",
        "tx.",
        "xã",
        "phường",
        "thị trấn",
        "thôn",
        "làng",
        "ấp",
        "bản",
        "khu phố",
        "đường",
        "phố",
        "sông",
        "núi",
        "hồ",
        "biển",
        "đảo",
        "quần đảo",
        "bán đảo",
        "đèo",
        "cầu",
        "sân bay",
        "cảng",
        "sân",
        "nước",
        "bang",
        "vùng",
    ];
    let text = nfc(text)
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if ["tphcm", "tp.hcm", "tp hcm", "tp. hcm"].contains(&text.as_str()) {
        return "hcm".to_owned();
    }
    let mut rest = text.as_str();
    while let Some(next) = HEADS.iter().find_map(|head| rest.strip_prefix(head)?.strip_prefix(' ')) {
        rest = next;
    }
    match rest.chars().all(|c| c.is_ascii_digit()) {
        true => text,
        false => rest.to_owned(),
    }
}

#[test]
fn places_are_linked_as_annotators_linked_them() {
    let folder = Path::new(GOLD);
    let Ok(gold) = std::fs::read_to_string(folder.join("gold.jsonl")) else {
        println!("skipped: no {GOLD}");
        return;
    };
    let show = std::env::var_os("PLACES_GOLD").is_some();
    let mut linked: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut extra, mut all) = (0, 0);
    for doc in gold.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let id = doc["doc"].as_str().unwrap();
        let (text, mentions) = read(folder, &doc);
        let published = doc["published"].as_str().and_then(|day| day.get(..10)?.parse().ok());
        let surroundings = Surroundings {
            published,
            ..Surroundings::default()
        };
        let found = places(&text, &mentions, &surroundings);
        if std::env::var("PLACES_GOLD").is_ok_and(|doc| doc == id) {
            for place in &found {
                let (from, to) = (place.mentions[0].start, place.mentions[0].end);
                println!(
                    "PLACE {} x{} {:?} {:?} at {}",
                    place.name,
                    place.mentions.len(),
                    place.admin.map(described),
                    place.code,
                    context(&text[from..], &text[from..to])
                );
            }
        }
        let mut by_surface = HashMap::new();
        for place in &found {
            for span in &place.mentions {
                by_surface.insert(surface(&text[span.clone()]), place);
            }
        }
        let mut listed = HashSet::new();
        for entry in doc["admin"].as_array().unwrap() {
            let [name, level, province] = [0, 1, 2].map(|n| entry[n].as_str().unwrap());
            let key = surface(name);
            let place = by_surface.get(&key);
            listed.insert(key.clone());
            let is_right = place.and_then(|place| place.admin).is_some_and(|admin| {
                let unit = gazetteer().unit(admin);
                let chain = std::iter::once(admin).chain(gazetteer().parents(admin));
                let mut chain = chain.map(|id| surface(gazetteer().unit(id).official));
                let is_level = match unit.level {
                    Level::Province => level == "province",
                    Level::District => level == "district",
                    Level::Commune => level == "commune",
                };
                is_level && chain.any(|name| name.contains(&surface(province)))
            });
            for group in [level, &id[..4], "all"] {
                let count = linked.entry(group.to_owned()).or_default();
                count.0 += usize::from(is_right);
                count.1 += 1;
            }
            if show && !is_right {
                let got = place.map(|place| match place.admin {
                    Some(admin) => described(admin),
                    None => format!("not linked {:?}", place.code),
                });
                println!(
                    "MISS {id}: {name} {level} {province}: {}; {}",
                    got.unwrap_or("no mention".to_owned()),
                    context(&text, name)
                );
            }
        }
        let mut counted: Vec<_> = by_surface.iter().filter(|(_, place)| place.admin.is_some()).collect();
        counted.sort_by_key(|(surface, _)| (*surface).clone());
        for (surface, place) in counted {
            all += 1;
            if !listed.contains(surface) {
                extra += 1;
                if show {
                    let span = &place.mentions[0];
                    println!(
                        "EXTRA {id}: {surface}: {}; {}",
                        described(place.admin.unwrap()),
                        context(&text, &text[span.clone()])
                    );
                }
            }
        }
    }
    for (group, (right, of)) in &linked {
        println!("{group:10} {right} of {of}: {:.3}", *right as f64 / *of as f64);
    }
    println!("linked {all}, of which not listed {extra}");
    let (right, of) = linked["all"];
    assert!(right as f64 / of as f64 >= 0.97, "{right} of {of}");
}

fn described(admin: bantin::enrich::places::gazetteer::UnitId) -> String {
    let chain = std::iter::once(admin).chain(gazetteer().parents(admin));
    let names: Vec<_> = chain.map(|id| gazetteer().unit(id).official).collect();
    format!("{} ({})", names.join(", "), gazetteer().unit(admin).edition.list())
}

fn context(text: &str, name: &str) -> String {
    let Some(at) = text
        .find(name)
        .or_else(|| fold(text).find(&fold(name)).filter(|at| text.is_char_boundary(*at)))
    else {
        return String::new();
    };
    let (before, after) = text.split_at(at);
    let before: Vec<char> = before.chars().rev().take(50).collect();
    let after: String = after.chars().take(70).collect();
    format!("…{}[{}…", before.into_iter().rev().collect::<String>(), after).replace('\n', "¶")
}
