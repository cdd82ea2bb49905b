//! How well `fingerprint.simhash` tells revisions of one story from unrelated articles: for each distance the share of
//! revisions that lie within it, and of unrelated pairs. Stories are those of feed items that came in several revisions
//! (`id`, `_rev`); unrelated are all pairs of different stories, and all pairs of articles of the other files.
//!
//! ```text
//! cargo run --release --no-default-features --example near-duplicates -- ../shared/corpus/text/rss-items.jsonl.gz \
//!     ../shared/corpus/text/tuoitre2024.jsonl.gz ../shared/corpus/text/vietnamese-dumps.jsonl.gz
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, HashSet};
use std::io::Read;

use bantin::event::Outcome;
use bantin::intake::{Message, Origin};
use bantin::pipeline::{Outcomes, Pipeline};
use bantin::settings::Settings;

/// Pairs by their distance, 0 to 64.
type Distances = [u64; 65];

fn main() {
    let mut settings = Settings::default();
    for enricher in [
        &mut settings.enrich.people,
        &mut settings.enrich.organisations,
        &mut settings.enrich.places,
        &mut settings.enrich.quantities,
        &mut settings.enrich.dates,
        &mut settings.enrich.quotes,
        &mut settings.enrich.keywords,
        &mut settings.enrich.topics,
    ] {
        enricher.enabled = false;
    }
    let pipeline = Pipeline::new(&settings);
    let mut files = std::env::args().skip(1);
    let feed = files.next().expect("a file of feed items with revisions");

    let mut stories: BTreeMap<String, BTreeMap<u64, u64>> = BTreeMap::new();
    for line in lines(&feed) {
        let item: serde_json::Value = serde_json::from_str(&line).expect("a line is JSON");
        let (Some(id), Some(revision)) = (item["id"].as_str(), item["_rev"].as_u64()) else {
            continue;
        };
        if let Some((simhash, _)) = simhash(&pipeline, &line) {
            stories.entry(id.to_owned()).or_default().insert(revision, simhash);
        }
    }
    let mut revised: Distances = [0; 65];
    for revisions in stories.values() {
        let hashes: Vec<_> = revisions.values().collect();
        hashes.windows(2).for_each(|pair| add(&mut revised, *pair[0], *pair[1]));
    }
    let firsts: Vec<_> = stories.values().filter_map(|it| it.values().next().copied()).collect();
    let items = pairs(&firsts);

    let mut articles = Vec::new();
    let mut known = HashSet::new();
    for file in files {
        for line in lines(&file) {
            // A page that was dumped twice is no unrelated pair.
            articles.extend(simhash(&pipeline, &line).filter(|(_, title)| known.insert(title.clone())));
        }
    }
    let articles = pairs(&articles.iter().map(|(simhash, _)| *simhash).collect::<Vec<_>>());

    println!("distance | revisions within, % | unrelated items, % | unrelated articles, %");
    println!("---|---|---|---");
    for distance in 0..=32 {
        let within = |pairs: &Distances| {
            let all: u64 = pairs.iter().sum();
            100.0 * pairs.iter().take(distance + 1).sum::<u64>() as f64 / all.max(1) as f64
        };
        println!(
            "{distance} | {:.1} | {:.4} | {:.4}",
            within(&revised),
            within(&items),
            within(&articles)
        );
    }
}

fn add(distances: &mut Distances, a: u64, b: u64) {
    distances[(a ^ b).count_ones() as usize] += 1;
}

fn pairs(hashes: &[u64]) -> Distances {
    let mut distances = [0; 65];
    for (n, a) in hashes.iter().enumerate() {
        hashes.iter().take(n).for_each(|b| add(&mut distances, *a, *b));
    }
    distances
}

/// The simhash and the title (or the beginning) of an article.
fn simhash(pipeline: &Pipeline, line: &str) -> Option<(u64, String)> {
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(line.as_bytes()),
        headers: Vec::new(),
    };
    let Outcomes::One(Outcome::Event(event)) = pipeline.process(&message) else {
        return None;
    };
    let simhash = u64::from_str_radix(&event.fingerprint?.simhash, 16).expect("16 hexadecimal digits");
    Some((simhash, event.text.chars().take(60).collect()))
}

fn lines(path: &str) -> Vec<String> {
    let file = std::fs::File::open(path).expect("the file can be opened");
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("the file is gzipped UTF-8");
    text.lines().map(str::to_owned).collect()
}
