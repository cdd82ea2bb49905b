//! The annotated articles: `DOC.txt`, its lines numbered from 1, and a line of `gold.jsonl` each, as `GUIDE.md` beside
//! them has it. An article is read as the worker reads it, and what is annotated in its lines is looked up in the text
//! that comes out.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use bantin::enrich::names::{Mention, NameKind};
use bantin::event::Outcome;
use bantin::intake::{Message, Origin};
use bantin::pipeline::{Outcomes, Pipeline};
use bantin::settings::Settings;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

/// An annotated article.
pub struct Doc {
    pub id: String,
    pub text: String,
    pub mentions: Vec<Mention>,
    /// Bytes of the text that nothing is known of.
    pub unknown: Vec<std::ops::Range<usize>>,
    /// The counts that the annotation gives, by kind and surface.
    pub truth: HashMap<(NameKind, String), usize>,
}

/// So many parts cross-validation has.
pub const FOLDS: u64 = 5;

impl Doc {
    /// Which of so many parts an article belongs to, by its name.
    pub fn part(&self, of: u64, salt: u64) -> u64 {
        part(&self.id, of, salt)
    }
}

/// Which of so many parts a name falls into.
pub fn part(id: &str, of: u64, salt: u64) -> u64 {
    let mixed = |hash: u64, byte: u64| (hash ^ byte).wrapping_mul(0x100_0000_01b3);
    let hash = id.bytes().fold(mixed(0xcbf2_9ce4_8422_2325, salt), |hash, byte| {
        mixed(hash, byte.into())
    });
    (hash >> 32) % of
}

pub fn read(folder: &Path) -> Vec<Doc> {
    let pipeline = Pipeline::new(&Settings::default());
    let gold = std::fs::read_to_string(folder.join("gold.jsonl")).expect("gold.jsonl");
    let mut rows: Vec<Value> = gold.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    rows.sort_by_key(|r| r["doc"].as_str().map(str::to_owned));
    rows.iter().filter_map(|row| one(folder, row, &pipeline)).collect()
}

pub fn message(id: &str, raw: &str, published: Option<&str>) -> Value {
    if id.starts_with("rss_") {
        let mut lines = raw.trim_end_matches('\n').splitn(2, '\n');
        json!({"id": id, "title": lines.next(), "description": lines.next(), "published_at": published})
    } else {
        json!({"id": id, "text": raw})
    }
}

pub fn event_text(pipeline: &Pipeline, message: &Value) -> Option<String> {
    let bytes = serde_json::to_vec(message).expect("JSON");
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(&bytes),
        headers: Vec::new(),
    };
    match pipeline.process(&message) {
        Outcomes::One(Outcome::Event(event)) => Some(event.text),
        _ => None,
    }
}

fn kind(name: &str) -> Option<NameKind> {
    match name {
        "PER" => Some(NameKind::Person),
        "ORG" => Some(NameKind::Organisation),
        "LOC" => Some(NameKind::Place),
        _ => None,
    }
}

fn numbers(spec: &Value) -> Vec<usize> {
    let mut out = Vec::new();
    for item in spec.as_array().into_iter().flatten() {
        if let Some(n) = item.as_u64() {
            out.push(n as usize);
        } else if let Some(text) = item.as_str() {
            let mut ends = text
                .split('-')
                .map(|n| n.trim().parse::<usize>().expect("a line number"));
            let first = ends.next().expect("a line number");
            out.extend(first..=ends.next().unwrap_or(first));
        }
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where the surfaces stand in a line: the longest at each place, as whole words.
pub fn find(line: &str, surfaces: &[(String, Option<NameKind>)]) -> Vec<(std::ops::Range<usize>, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = None;
    while at < line.len() {
        let rest = &line[at..];
        let c = rest.chars().next().expect("a character");
        if !before.is_some_and(is_word) {
            // Sorted by length: the first that fits is the longest.
            let hit = surfaces.iter().enumerate().find(|(_, (s, _))| {
                rest.starts_with(s.as_str()) && !rest[s.len()..].chars().next().is_some_and(is_word)
            });
            if let Some((n, (s, _))) = hit {
                found.push((at..at + s.len(), n));
                at += s.len();
                before = s.chars().next_back();
                continue;
            }
        }
        before = Some(c);
        at += c.len_utf8();
    }
    found
}

const HEADS: [&str; 31] = [
    "tỉnh",
    "thành phố",
    "tp.",
    "tp",
    "quận",
    "huyện",
    "thị xã",
    "tx.",
    "tx",
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
];
const MORE_HEADS: [&str; 5] = ["nước", "bang", "vùng", "miền", "châu"];

/// A surface as the score compares it.
pub fn surface(text: &str, kind: NameKind) -> String {
    let text: String = text
        .nfc()
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let text = if ["tp hcm", "tp.hcm", "tphcm", "tp. hcm"].contains(&text.as_str()) {
        "hcm".into()
    } else {
        text
    };
    if kind != NameKind::Place {
        return text;
    }
    let mut rest = text.as_str();
    loop {
        let next = HEADS
            .iter()
            .chain(&MORE_HEADS)
            .filter_map(|h| rest.strip_prefix(h)?.strip_prefix(' '))
            .min_by_key(|r| r.len());
        match next {
            Some(next) if !next.is_empty() => rest = next,
            _ => break,
        }
    }
    if rest.chars().all(|c| c.is_numeric()) {
        text
    } else {
        rest.to_owned()
    }
}

fn one(folder: &Path, row: &Value, pipeline: &Pipeline) -> Option<Doc> {
    let id = row["doc"].as_str()?;
    let raw = std::fs::read_to_string(folder.join(format!("{id}.txt"))).ok()?;
    let text = event_text(pipeline, &message(id, &raw, row["published"].as_str()))?;

    let mut surfaces: Vec<(String, Option<NameKind>)> = Vec::new();
    for entity in row["entities"].as_array().into_iter().flatten() {
        let (Some(s), k) = (entity[0].as_str(), entity[1].as_str().and_then(kind)) else {
            continue;
        };
        surfaces.push((s.to_owned(), k));
    }
    let mut special: HashMap<(usize, String, usize), Option<NameKind>> = HashMap::new();
    for e in row["exceptions"].as_array().into_iter().flatten() {
        let (Some(line), Some(s), Some(k)) = (e[0].as_u64(), e[1].as_str(), e[2].as_u64()) else {
            continue;
        };
        special.insert((line as usize, s.to_owned(), k as usize), e[3].as_str().and_then(kind));
        if !surfaces.iter().any(|(known, _)| known == s) {
            surfaces.push((s.to_owned(), None));
        }
    }
    // The last of equal ones wins, as in the score.
    let mut known = HashSet::new();
    surfaces.reverse();
    surfaces.retain(|(s, _)| !s.is_empty() && known.insert(s.clone()));
    surfaces.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then(a.0.cmp(&b.0)));

    let scope: HashSet<usize> = ["title", "lead", "body", "subhead", "caption"]
        .iter()
        .flat_map(|r| numbers(&row["lines"][*r]))
        .collect();
    let squeezed = |t: &str| {
        t.nfc()
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let flat: String = text.nfc().collect();
    let mut covered: Vec<std::ops::Range<usize>> = Vec::new();
    let mut mentions: Vec<Mention> = Vec::new();
    let mut truth: HashMap<(NameKind, String), usize> = HashMap::new();
    let mut cursor = 0;
    if flat != text {
        eprintln!("{id}: not NFC");
    }
    for (number, line) in (1..).zip(raw.split('\n')) {
        if !scope.contains(&number) {
            continue;
        }
        let mut nth: Vec<(NameKind, String)> = Vec::new();
        for (span, n) in find(line, &surfaces) {
            let (s, usual) = &surfaces[n];
            let k = line[..span.start].matches(s.as_str()).count() + 1;
            if let Some(kind) = *special.get(&(number, s.clone(), k)).unwrap_or(usual) {
                *truth.entry((kind, surface(s, kind))).or_default() += 1;
                nth.push((kind, squeezed(s)));
            }
        }
        let line = squeezed(line);
        if line.is_empty() {
            continue;
        }
        let place = text[cursor..]
            .find(&line)
            .map(|p| p + cursor)
            .or_else(|| text.find(&line));
        let Some(start) = place else { continue };
        let end = start + line.len();
        cursor = end;
        covered.push(start..end);
        let mut at = start;
        for (kind, s) in nth {
            // As a whole word, after the one before.
            let mut from = at;
            while let Some(p) = text[from..end].find(&s) {
                let (a, b) = (from + p, from + p + s.len());
                let whole = !text[..a].chars().next_back().is_some_and(is_word)
                    && !text[b..].chars().next().is_some_and(is_word);
                if whole {
                    mentions.push(Mention { span: a..b, kind });
                    at = b;
                    break;
                }
                from = b;
            }
        }
    }
    covered.sort_by_key(|r| r.start);
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    let mut last = 0;
    mentions.retain(|m| {
        let keep = m.span.start >= last;
        if keep {
            last = m.span.end;
        }
        keep
    });
    let mut unknown = Vec::new();
    let mut at = 0;
    for range in covered {
        if range.start > at && text[at..range.start].chars().any(char::is_alphanumeric) {
            unknown.push(at..range.start);
        }
        at = at.max(range.end);
    }
    if text[at..].chars().any(char::is_alphanumeric) {
        unknown.push(at..text.len());
    }
    Some(Doc {
        id: id.to_owned(),
        text,
        mentions,
        unknown,
        truth,
    })
}
