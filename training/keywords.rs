//! Makes `lexicon/document_frequencies.bin`, which says what words are worth as keywords, and measures it.
//!
//! ```text
//! cargo run --release --no-default-features --example train-keywords -- --words LIST.txt [--measure]
//!     [--out lexicon/document_frequencies.bin] TEXT.jsonl.gz …
//! ```
//!
//! The list has one word a line. In the texts is counted in how many of them each word of several syllables stands, and
//! each name, and in how many of the titles of these. `--measure` tells how many of the words and names of a title are
//! among the keywords of the text without it, by a table counted on other texts; and how many keywords a revision of a
//! text shares with it. The result depends on the input alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::ops::Range;

use bantin::enrich::keywords::table::{self, Entry, Table};
use bantin::enrich::keywords::{Source, keywords_by, run_hash, taken, words};
use bantin::enrich::names;
use bantin::enrich::syllables::{Syllable, joined, syllables, word_hash};
use bantin::enrich::words as split;
use serde_json::Value;

/// Worth of a word for each step of the logarithm of how rare it is.
const STEPS: f32 = 4.0;
/// So many imagined texts in which a word stands as often in the title as others do.
const PRIOR: f32 = 8.0;
/// How much the share of titles counts.
const TITLES: f32 = 0.8;
/// Words that come into titles less than this share of the usual are stop words.
const STOP: f32 = 0.3;
/// Names of fewer texts are not in the table.
const LEAST: u32 = 3;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut files, mut out, mut list, mut measure) = (Vec::new(), None, None, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--measure" => measure = true,
            "--out" => out = arguments.next(),
            "--words" => list = arguments.next(),
            _ => files.push(argument),
        }
    }
    let list = std::fs::read_to_string(list.expect("--words LIST.txt")).expect("the list of words can be read");
    let list = List::of(&list);
    let texts: Vec<Text> = files.iter().flat_map(|file| read(file)).collect();
    eprintln!("{} texts", texts.len());
    if measure {
        let half = |n: u64| list.table(texts.iter().filter(|t| t.revision == 0 && t.part() != n));
        let tables = [half(0), half(1)];
        let table = |text: &Text| Table::new(&tables[text.part() as usize]).expect("a table of the right size");
        measure_titles(&texts, table);
        measure_revisions(&texts, table);
    }
    if let Some(out) = out {
        let bytes = list.table(texts.iter().filter(|text| text.revision == 0));
        std::fs::write(out, bytes).expect("the table can be written");
    }
}

/// A text with its names.
struct Text {
    id: String,
    revision: u64,
    text: String,
    title: usize,
    lead: usize,
    syllables: Vec<Syllable>,
    names: Vec<(String, Vec<Range<usize>>)>,
}

impl Text {
    fn new(id: String, revision: u64, title: &str, lead: &str, body: &str) -> Self {
        let mut text = format!("{}\n", title.trim());
        let title = text.len();
        text.push_str(lead.trim());
        text.push('\n');
        let lead = text.len();
        text.push_str(body.trim());
        let tagger = names::tagger().expect("the compiled-in weights can be read");
        let mut found: Vec<(String, Vec<Range<usize>>)> = Vec::new();
        for mention in names::mentions(&text, "vi", tagger) {
            let name = &text[mention.span.clone()];
            match found.iter_mut().find(|(known, _)| known == name) {
                Some((_, spans)) => spans.push(mention.span),
                None => found.push((name.to_owned(), vec![mention.span])),
            }
        }
        Text {
            id,
            revision,
            syllables: syllables(&text),
            title,
            lead,
            names: found,
            text,
        }
    }

    /// Which half of the texts it belongs to.
    fn part(&self) -> u64 {
        u64::from(word_hash(&self.id) & 1)
    }

    fn names(&self) -> Vec<(&str, &[Range<usize>])> {
        self.names
            .iter()
            .map(|(name, spans)| (name.as_str(), spans.as_slice()))
            .collect()
    }

    fn keywords(&self, table: &Table) -> Vec<String> {
        let source = Source {
            text: &self.text,
            syllables: &self.syllables,
            title: self.title,
            lead: self.lead,
            language: "vi",
        };
        keywords_by(table, &source, &self.names())
            .into_iter()
            .map(|k| k.text)
            .collect()
    }
}

fn read(file: &str) -> Vec<Text> {
    let mut text = String::new();
    let bytes = std::fs::File::open(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    flate2::read::GzDecoder::new(bytes)
        .read_to_string(&mut text)
        .expect("gzip");
    let rows = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    rows.map(|row| {
        let field = |names: &[&str]| names.iter().find_map(|name| row[*name].as_str()).unwrap_or_default();
        let (title, body) = match row["text"].as_str() {
            Some(text) => text.trim().split_once('\n').unwrap_or((text.trim(), "")),
            None => (field(&["title"]), field(&["content"])),
        };
        // Revisions of a story have its address.
        let id = field(&["link", "postId", "id"]).to_owned();
        let revision = row["_rev"].as_u64().unwrap_or_default();
        Text::new(id, revision, title, field(&["description", "summary"]), body)
    })
    .collect()
}

/// The words of several syllables.
struct List {
    words: HashSet<u32>,
    beginnings: HashSet<u32>,
}

impl List {
    fn of(list: &str) -> Self {
        let (mut words, mut beginnings) = (HashSet::new(), HashSet::new());
        for word in list.lines() {
            let mut run: Option<u32> = None;
            let parts: Vec<u32> = split(word.as_bytes()).map(|span| word_hash(&word[span])).collect();
            // "i-ốt" and the like stand apart in the text.
            if parts.len() < 2 || word.contains(|c: char| c != ' ' && !c.is_alphanumeric()) {
                continue;
            }
            for (n, part) in parts.iter().enumerate() {
                run = Some(run.map_or(*part, |run| joined(run, *part)));
                match run {
                    Some(run) if n + 1 == parts.len() => words.insert(run),
                    Some(run) if n > 0 => beginnings.insert(run),
                    _ => false,
                };
            }
        }
        List { words, beginnings }
    }

    fn table<'a>(&self, texts: impl Iterator<Item = &'a Text>) -> Vec<u8> {
        // First all words are found, whatever they are worth.
        let plain = self.entries(|_| 1);
        let (plain, _) = table::lay_out(plain.into_iter());
        let plain = Table::new(&plain).expect("a table of the right size");
        let mut words_of: HashMap<u32, [u32; 2]> = HashMap::new();
        let mut names_of: HashMap<u32, [u32; 2]> = HashMap::new();
        let mut all = 0;
        for text in texts {
            all += 1;
            let (mut own, mut in_title) = (HashSet::new(), HashSet::new());
            words(&plain, &text.syllables, &taken(&text.names()), |found| {
                own.insert(found.hash);
                if found.span.start < text.title {
                    in_title.insert(found.hash);
                }
            });
            count(&mut words_of, &own, &in_title);
            let (mut own, mut in_title) = (HashSet::new(), HashSet::new());
            for (_, spans) in &text.names {
                let Some(hash) = run_hash(&text.syllables, &spans[0]) else {
                    continue;
                };
                own.insert(hash);
                if spans[0].start < text.title {
                    in_title.insert(hash);
                }
            }
            count(&mut names_of, &own, &in_title);
        }
        let worth_of_words = worths(&words_of, all, STOP);
        let worth_of_names = worths(&names_of, all, 0.0);
        let rarest = (STEPS * (all as f32).ln()).round() as u8;
        let mut entries = self.entries(|hash| worth_of_words.get(&hash).copied().unwrap_or(rarest));
        let mut more: Vec<(u32, Entry)> = worth_of_names
            .iter()
            .filter(|(hash, _)| names_of[hash][0] >= LEAST && !self.words.contains(hash))
            .map(|(hash, worth)| (*hash, Entry::new(Some(*worth), self.beginnings.contains(hash))))
            .collect();
        let named: HashSet<u32> = more.iter().map(|(hash, _)| *hash).collect();
        entries.retain(|(hash, _)| !named.contains(hash));
        more.sort_unstable_by_key(|(hash, _)| *hash);
        eprintln!("{} words, {} names", entries.len(), more.len());
        entries.extend(more);
        let (bytes, lost) = table::lay_out(entries.into_iter());
        eprintln!("{lost} found no room");
        bytes
    }

    fn entries(&self, worth: impl Fn(u32) -> u8) -> Vec<(u32, Entry)> {
        let mut all: Vec<u32> = self.words.union(&self.beginnings).copied().collect();
        all.sort_unstable();
        let entry = |hash: u32| {
            let own = self.words.contains(&hash).then(|| worth(hash));
            (hash, Entry::new(own, self.beginnings.contains(&hash)))
        };
        all.into_iter().map(entry).collect()
    }
}

fn count(counts: &mut HashMap<u32, [u32; 2]>, own: &HashSet<u32>, in_title: &HashSet<u32>) {
    for hash in own {
        let count = counts.entry(*hash).or_default();
        count[0] += 1;
        count[1] += u32::from(in_title.contains(hash));
    }
}

/// What they are worth: how rare they are, and how often they stand in titles as against the others.
fn worths(counts: &HashMap<u32, [u32; 2]>, all: usize, stop: f32) -> HashMap<u32, u8> {
    let (texts, titles) = counts
        .values()
        .fold((0.0, 0.0), |sum, own| (sum.0 + own[0] as f32, sum.1 + own[1] as f32));
    let usual = titles / texts;
    let worth = |own: &[u32; 2]| {
        let rare = (all as f32 / own[0] as f32).ln();
        let share = (own[1] as f32 + PRIOR * usual) / (own[0] as f32 + PRIOR) / usual;
        if share < stop {
            return 0;
        }
        (STEPS * rare * share.min(4.0).powf(TITLES))
            .round()
            .clamp(0.0, f32::from(table::MOST_WORTH)) as u8
    };
    counts.iter().map(|(hash, own)| (*hash, worth(own))).collect()
}

/// How many of the words and names of a title are among the keywords of the text below it.
fn measure_titles<'t>(texts: &[Text], table: impl Fn(&Text) -> Table<'t>) {
    for (kind, least, most) in [("items of a feed", 0, 120), ("articles", 250, 4000)] {
        let (mut wanted, mut found, mut given, mut count) = (0, 0, 0, 0);
        for text in texts
            .iter()
            .filter(|t| t.revision == 0 && (least..most).contains(&t.syllables.len()))
        {
            let table = table(text);
            let below = text.text[text.title..].to_lowercase();
            let mut truth: HashSet<String> = HashSet::new();
            words(&table, &text.syllables, &taken(&text.names()), |found| {
                if found.span.start < text.title && found.entry.worth() > 0 {
                    truth.insert(text.text[found.span].to_lowercase());
                }
            });
            let in_title = text.names.iter().filter(|(_, spans)| spans[0].start < text.title);
            truth.extend(in_title.map(|(name, _)| name.to_lowercase()));
            truth.retain(|word| below.contains(word.as_str()));
            let without = Text::new(text.id.clone(), 0, "", "", &text.text[text.title..]);
            let keywords = without.keywords(&table);
            wanted += truth.len();
            given += keywords.len();
            count += 1;
            found += keywords.iter().filter(|k| truth.contains(&k.to_lowercase())).count();
        }
        println!(
            "{kind}: of {wanted} words and names of titles {:.3} are keywords of the text below, which has {:.1}; {count} texts",
            found as f32 / wanted as f32,
            given as f32 / count as f32
        );
    }
}

/// How many keywords of a text and its revision are the same.
fn measure_revisions<'t>(texts: &[Text], table: impl Fn(&Text) -> Table<'t>) {
    let originals: HashMap<&str, &Text> = texts
        .iter()
        .filter(|t| t.revision == 0)
        .map(|t| (t.id.as_str(), t))
        .collect();
    let (mut sum, mut pairs, mut changed, mut sum_changed) = (0.0, 0, 0, 0.0);
    for revision in texts.iter().filter(|text| text.revision > 0) {
        let Some(original) = originals.get(revision.id.as_str()) else {
            continue;
        };
        let table = table(revision);
        let (one, other): (HashSet<String>, HashSet<String>) = (
            original.keywords(&table).into_iter().collect(),
            revision.keywords(&table).into_iter().collect(),
        );
        let both = one.union(&other).count().max(1);
        let same = one.intersection(&other).count() as f32 / both as f32;
        sum += same;
        pairs += 1;
        if original.text != revision.text {
            changed += 1;
            sum_changed += same;
        }
    }
    println!(
        "{pairs} revisions: {:.3} of the keywords of both are the same; {:.3} in the {changed} that changed a letter",
        sum / pairs as f32,
        sum_changed / changed as f32
    );
}
