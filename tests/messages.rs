//! What crawlers really send: the messages of `../shared/corpus/text`, against what their envelopes say. Where `../shared`
//! is absent the tests say that they are skipped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use bantin::intake::{Message, Origin};
use bantin::pipeline::{Outcome, Outcomes, Pipeline};
use bantin::settings::Settings;
use flate2::read::GzDecoder;
use serde_json::Value;

/// The lines of a corpus; `None` with a word where there is none.
fn lines(name: &str) -> Option<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpus/text")
        .join(name);
    let Ok(file) = std::fs::File::open(&path) else {
        println!("skipped: no {name} in ../shared");
        return None;
    };
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}

/// Every message as its envelope and its event.
fn events(lines: &[String]) -> Vec<(Value, Value)> {
    let pipeline = Pipeline::new(&Settings::default());
    let read = |(number, line): (u64, &String)| {
        let message = Message {
            origin: Origin::File {
                path: "-",
                line: number,
            },
            timestamp: None,
            key: None,
            value: Some(line.as_bytes()),
            headers: Vec::new(),
        };
        match pipeline.process(&message) {
            Outcomes::One(Outcome::Event(event)) => (
                serde_json::from_str(line).unwrap(),
                serde_json::to_value(&event).unwrap(),
            ),
            other => panic!("line {number}: {other:?}"),
        }
    };
    (1..).zip(lines).map(read).collect()
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn items_of_feeds_keep_ids_and_revisions() {
    let Some(lines) = lines("rss-items.jsonl.gz") else {
        return;
    };
    let mut articles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut revised = 0;
    for (envelope, event) in events(&lines) {
        assert_eq!(event["source"]["id"], envelope["id"]);
        assert_eq!(event["source"]["revision"], envelope["_rev"].to_string());
        revised += usize::from(envelope["_rev"] != 0);
        let title = collapsed(envelope["title"].as_str().unwrap());
        let got = event["title"].as_str().unwrap();
        assert_eq!(got.split(' ').count(), title.split(' ').count(), "{title}: {got}");
        assert_eq!(event["url"], envelope["link"]);
        assert!(
            event["published_at"].is_string() && event["retrieved_at"].is_string(),
            "{event}"
        );
        let article = event["article_id"].as_str().unwrap().to_owned();
        articles
            .entry(envelope["link"].as_str().unwrap().to_owned())
            .or_default()
            .insert(article);
    }
    // Every revision of a story is the same article.
    assert!(articles.values().all(|ids| ids.len() == 1));
    println!(
        "{} items, {revised} of them revisions, {} articles",
        lines.len(),
        articles.len()
    );
}

/// Letters that stand for Latin ones in titles that want to be found by no filter, and accents put right, change a title;
/// its words stay.
#[test]
fn news_please_is_read_as_well_as_it_says_or_better() {
    let Some(lines) = lines("newsplease-messages.jsonl.gz") else {
        return;
    };
    let (mut titles, mut named, mut found, mut dropped) = (0, 0, 0, BTreeSet::new());
    for (envelope, event) in events(&lines) {
        let title = collapsed(envelope["title"].as_str().unwrap());
        let got = event["title"].as_str().unwrap();
        titles += usize::from(title != got);
        assert_eq!(got.split(' ').count(), title.split(' ').count(), "{title}: {got}");
        // The day and the minute are the envelope's.
        if let Some(published) = envelope["date_publish"].as_str().map(|day| day.replace(' ', "T")) {
            let got = event["published_at"].as_str().unwrap_or_default();
            assert_eq!(got.get(..16), published.get(..16), "{event}");
        }

        let claimed: Vec<&str> = envelope["authors"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let list = |field: &str| event[field].as_array().cloned().unwrap_or_default();
        let authors: Vec<Value> = list("authors").iter().map(|author| author["name"].clone()).collect();
        named += usize::from(!claimed.is_empty());
        found += usize::from(claimed.is_empty() && !authors.is_empty());
        for name in claimed {
            let bare = name.trim_matches([' ', '-']);
            let kept = authors
                .iter()
                .chain(&list("credits"))
                .any(|a| bare.ends_with(a.as_str().unwrap()));
            if !kept {
                dropped.insert(bare.to_owned());
            }
        }
    }
    println!(
        "{} messages: {titles} titles with letters put right; {named} name authors, {found} more were found in the text; \
         no authors: {dropped:?}",
        lines.len()
    );
    assert!(titles <= 6, "{titles} titles differ");
    assert!(found >= 25, "{found}");
    // What is no author: a form's placeholder, a section, a domain, a webmaster, a calendar.
    assert!(dropped.len() <= 6, "{dropped:?}");
}
