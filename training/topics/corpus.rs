//! The articles that are learnt from: annotated ones with their topics, and those of the corpus whose section tells
//! one. What is one story belongs together, so that none is tested on what was learnt from another telling of it.

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

use bantin::enrich::syllables::syllables;
use bantin::event::Outcome;
use bantin::intake::{Message, Origin};
use bantin::pipeline::{Outcomes, Pipeline};
use bantin::settings::Settings;
use serde_json::{Value, json};

use crate::learn::{Counted, counted};

/// So many parts cross-validation has.
pub const FOLDS: u64 = 5;

/// The topics in the order of their codes, as the annotation names them.
const TOPICS: [&str; 17] = [
    "arts, culture, entertainment and media",
    "crime, law and justice",
    "disaster, accident and emergency incident",
    "economy, business and finance",
    "education",
    "environment",
    "health",
    "human interest",
    "labour",
    "lifestyle and leisure",
    "politics and government",
    "religion",
    "science and technology",
    "society",
    "sport",
    "conflict, war and peace",
    "weather",
];

/// Sections that are about one topic nearly always.
const SECTIONS: [(&str, usize); 9] = [
    ("Sức khỏe", 6),
    ("Pháp luật", 1),
    ("Giáo dục", 4),
    ("Khoa học", 12),
    ("Công nghệ", 12),
    ("Nhà đất", 3),
    ("Kinh doanh", 3),
    ("Thể thao", 14),
    ("Xe", 3),
];

/// An article.
pub struct Article {
    pub id: String,
    pub text: String,
    /// Bytes at which the title and the lead end.
    pub title: usize,
    pub lead: usize,
    pub counted: Counted,
    /// Annotated topics, the first one first; none in the corpus.
    pub topics: Vec<usize>,
    /// The topic of its section.
    pub section: Option<usize>,
    /// The part of cross-validation in which its story is tested.
    pub fold: u64,
    /// The number of the first article of its story.
    pub story: usize,
}

impl Article {
    fn new(id: String, text: String, title: usize, lead: usize) -> Self {
        Article {
            counted: counted(&text, title, lead),
            id,
            text,
            title,
            lead,
            topics: Vec::new(),
            section: None,
            fold: 0,
            story: 0,
        }
    }

    fn of_parts(id: String, title: &str, lead: &str, body: &str) -> Self {
        let mut text = format!("{}\n", title.trim());
        let title = text.len();
        text.push_str(lead.trim());
        text.push('\n');
        let lead = text.len();
        text.push_str(body.trim());
        Article::new(id, text, title, lead)
    }
}

/// The annotated articles, as the worker reads them.
pub fn annotated(folder: &Path) -> Vec<Article> {
    let pipeline = Pipeline::new(&Settings::default());
    let rows = std::fs::read_to_string(folder.join("gold.jsonl")).expect("gold.jsonl");
    let mut rows: Vec<Value> = rows.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    rows.sort_by_key(|row| row["doc"].as_str().map(str::to_owned));
    let articles = rows.iter().filter_map(|row| {
        let id = row["doc"].as_str()?;
        let raw = std::fs::read_to_string(folder.join(format!("{id}.txt"))).ok()?;
        let message = if id.starts_with("rss_") {
            let (title, description) = raw.trim_end().split_once('\n').unwrap_or((&raw, ""));
            json!({"id": id, "title": title, "description": description, "published_at": row["published"]})
        } else {
            json!({"id": id, "text": raw})
        };
        let bytes = serde_json::to_vec(&message).ok()?;
        let message = Message {
            origin: Origin::File { path: "-", line: 1 },
            timestamp: None,
            key: None,
            value: Some(&bytes),
            headers: Vec::new(),
        };
        let Outcomes::One(Outcome::Event(event)) = pipeline.process(&message) else {
            return None;
        };
        let past = |part: &Option<String>| part.as_ref().map_or(0, |part| part.len() + 1);
        let title = past(&event.title);
        let mut article = Article::new(id.to_owned(), event.text, title, title + past(&event.lead));
        let topics = row["topics"].as_array()?.iter();
        let number = |topic: &Value| TOPICS.iter().position(|known| Some(*known) == topic.as_str());
        article.topics = topics
            .map(|topic| number(topic).expect("a topic of the guide"))
            .collect();
        Some(article)
    });
    articles.collect()
}

/// The articles of a corpus of any of the shapes there are, without revisions.
pub fn corpus(file: &str) -> Vec<Article> {
    let mut text = String::new();
    let bytes = std::fs::File::open(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    flate2::read::GzDecoder::new(bytes)
        .read_to_string(&mut text)
        .expect("gzip");
    let rows = text.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    rows.filter(|row: &Value| row["_rev"].as_u64().is_none_or(|revision| revision == 0))
        .map(|row| {
            let field = |names: &[&str]| names.iter().find_map(|name| row[*name].as_str()).unwrap_or_default();
            let id = field(&["postId", "id"]).to_owned();
            let (title, body) = match row["text"].as_str() {
                Some(text) => text.trim().split_once('\n').unwrap_or((text.trim(), "")),
                None => (field(&["title"]), field(&["content"])),
            };
            let mut article = Article::of_parts(id, title, field(&["description", "summary"]), body);
            let own = field(&["category"]);
            article.section = SECTIONS.iter().find(|(name, _)| *name == own).map(|(_, topic)| *topic);
            article
        })
        .collect()
}

/// Finds the stories of these articles: those that share a fifth of their runs of seven syllables, or 25 of them.
pub fn find_stories(articles: &mut [Article]) {
    let mut parents: Vec<usize> = (0..articles.len()).collect();
    let mut owners: HashMap<u64, usize> = HashMap::new();
    for (n, article) in articles.iter().enumerate() {
        let hashes: Vec<u32> = syllables(&article.text).iter().map(|s| s.hash).collect();
        let runs: Vec<u64> = hashes
            .windows(7.min(hashes.len().max(1)))
            .map(|run| {
                run.iter().fold(7, |sum: u64, hash| {
                    (sum ^ u64::from(*hash))
                        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                        .rotate_left(23)
                })
            })
            .collect();
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for owner in runs.iter().filter_map(|run| owners.get(run)) {
            *shared.entry(*owner).or_default() += 1;
        }
        for (owner, times) in shared {
            if times * 5 >= runs.len() || times >= 25 {
                let (one, other) = (root(&parents, owner), root(&parents, n));
                parents[one.max(other)] = one.min(other);
            }
        }
        for run in runs {
            owners.entry(run).or_insert(n);
        }
    }
    for n in 0..articles.len() {
        let story = root(&parents, n);
        articles[n].story = story;
        articles[n].fold = part(&articles[story].id, FOLDS);
    }
}

fn root(parents: &[usize], mut n: usize) -> usize {
    while parents[n] != n {
        n = parents[n];
    }
    n
}

/// Which of so many parts a name falls into.
pub fn part(id: &str, of: u64) -> u64 {
    let mixed = |hash: u64, byte: u64| (hash ^ byte).wrapping_mul(0x100_0000_01b3);
    let hash = id
        .bytes()
        .fold(mixed(0xcbf2_9ce4_8422_2325, 7), |hash, byte| mixed(hash, byte.into()));
    (hash >> 32) % of
}
