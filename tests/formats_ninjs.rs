//! ninjs, by the examples and the validation suite of the IPTC in `../shared`: every item that the suite calls valid
//! becomes an event whose fields are the source's, or is passed over for a reason that its type announces. Where
//! `../shared` is absent the test says that it is skipped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/answers.rs"]
mod answers;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bantin::settings::Settings;
use jiff::Timestamp;
use scraper::{Html, Node};
use serde_json::{Value, json};

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/formats/ninjs");
    let mut found = Vec::new();
    let mut open = vec![root.join("validation/test_suite"), root.join("examples")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                // What the suite calls invalid is none of ours; NewsML is read elsewhere.
                if name != "should_fail" && name != "NewsML" {
                    open.push(path);
                }
            } else if name.ends_with(".json") && !name.ends_with("-schema.json") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The value of the first of these names that is there.
fn first<'v>(item: &'v Value, names: &[&str]) -> &'v Value {
    names
        .iter()
        .map(|name| &item[name])
        .find(|v| !v.is_null())
        .unwrap_or(&Value::Null)
}

/// The values of properties whose names begin so, and of a list of objects with values.
fn texts(item: &Value, begin: &str, list: &str) -> Vec<String> {
    let listed = item[list].as_array().into_iter().flatten().map(|entry| &entry["value"]);
    let named = item
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| name.starts_with(begin));
    let all = listed.chain(named.map(|(_, value)| value));
    all.filter_map(Value::as_str)
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

/// The letters and digits of what a browser would show of a text with markup.
fn letters(text: &str) -> String {
    // NITF keeps headline and byline apart from the text.
    let content = text
        .split_once("<body.content")
        .and_then(|(_, rest)| rest.split_once('>'));
    let text = content
        .and_then(|(_, rest)| rest.split_once("</body.content>"))
        .map_or(text, |(inner, _)| inner);
    let shown: String = if text.contains('<') || text.contains('&') {
        let page = Html::parse_document(text);
        let hidden = |node: &ego_tree::NodeRef<'_, Node>| {
            node.ancestors().any(|above| {
                above
                    .value()
                    .as_element()
                    .is_some_and(|e| matches!(e.name(), "script" | "style" | "title" | "noscript" | "video" | "audio"))
            })
        };
        let nodes = page.tree.root().descendants();
        nodes
            .filter(|n| !hidden(n))
            .filter_map(|n| n.value().as_text().map(|t| t.to_string()))
            .collect()
    } else {
        text.to_owned()
    };
    shown
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn of_event(event: &Value, field: &str) -> String {
    letters(event[field].as_str().unwrap_or_default())
}

fn body_of(event: &Value) -> String {
    let blocks = event["body"].as_array().into_iter().flatten();
    blocks
        .map(|block| letters(&block["text"].as_str().unwrap().replace(['<', '&'], " ")))
        .collect()
}

#[test]
fn every_valid_item_becomes_an_event_or_an_announced_skip() {
    let files = files();
    if files.is_empty() {
        println!("skipped: no ninjs in ../shared");
        return;
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in &files {
        let bytes = std::fs::read(path).unwrap();
        let source: Value = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)).unwrap();
        let items = match &source {
            Value::Array(items) => items.clone(),
            item => vec![item.clone()],
        };
        let answers = answers::answers(&bytes, &Settings::default());
        assert_eq!(answers.len(), items.len(), "{}", path.display());
        for (item, answer) in items.iter().zip(&answers) {
            let kind = match (&answer["skipped"], &answer["error"]) {
                (Value::String(reason), _) => reason.clone(),
                (_, Value::String(code)) => format!("dead letter {code}"),
                _ => "event".to_owned(),
            };
            *counts.entry(kind.clone()).or_default() += 1;
            let mut complain = |what: &str| wrong.push(format!("{}: {what}", path.display()));
            if kind == "event" {
                compare(item, answer, &mut complain);
            } else if !is_announced(item, &kind) {
                complain(&kind);
            }
        }
    }
    println!("{} files: {counts:?}", files.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counts["event"] >= 75, "{counts:?}");
}

/// Whether an item is one that may be passed over for this reason.
fn is_announced(item: &Value, reason: &str) -> bool {
    let kind = item["type"].as_str().unwrap_or_default();
    let status = first(item, &["pubstatus", "pubStatus"]).as_str().unwrap_or_default();
    let body = texts(item, "body_", "bodies");
    let nothing = body.is_empty()
        && texts(item, "headline_", "headlines").is_empty()
        && texts(item, "description_", "descriptions").is_empty()
        && ["headline", "title", "name"].iter().all(|name| item[name].is_null());
    match reason {
        "withheld" => status == "withheld",
        "withdrawn" => status == "canceled",
        "media_item" => body.is_empty() && matches!(kind, "picture" | "graphic" | "video" | "audio"),
        "package_item" => body.is_empty() && kind == "composite",
        "planning_item" => {
            body.is_empty()
                && (matches!(kind, "event" | "planning")
                    || !item["eventDetails"].is_null()
                    || !item["plannedCoverage"].is_null())
        }
        "concept_item" => body.is_empty() && matches!(kind, "component" | "object"),
        "empty" => nothing,
        _ => false,
    }
}

/// Compares an event's fields with what the item says.
fn compare(item: &Value, event: &Value, complain: &mut impl FnMut(&str)) {
    let mut same = |field: &str, got: &str, want: &str| {
        if got != want {
            complain(&format!("{field}: {got:?}, not {want:?}"));
        }
    };
    same("format", event["format"]["kind"].as_str().unwrap(), "ninjs");
    same(
        "source.id",
        event["source"]["id"].as_str().unwrap_or_default(),
        item["uri"].as_str().unwrap_or_default(),
    );

    let listed = item["headlines"].as_array().into_iter().flatten();
    let listed: Vec<&Value> = listed.collect();
    let main = listed
        .iter()
        .find(|h| h["role"] == "main")
        .or(listed.first())
        .map(|h| &h["value"]);
    let named = texts(item, "headline_", "");
    let headline = main
        .or(item.get("headline"))
        .and_then(Value::as_str)
        .or(named.first().map(String::as_str))
        .or(first(item, &["title", "name"]).as_str());
    same(
        "title",
        &of_event(event, "title"),
        &letters(headline.unwrap_or_default()),
    );

    let byline = first(item, &["by", "byline"]).as_str().unwrap_or_default();
    let mut signed: Vec<String> = Vec::new();
    for name in event["authors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|a| &a["name"])
        .chain(event["credits"].as_array().into_iter().flatten())
    {
        signed.extend(name.as_str().unwrap().split_whitespace().map(letters));
    }
    let left: Vec<String> = byline
        .split_whitespace()
        .map(letters)
        .filter(|word| !word.is_empty() && !signed.contains(word))
        .collect();
    // What is no name: "By", "and", a function ("Staff Reporter").
    let few = left
        .iter()
        .all(|word| matches!(word.as_str(), "by" | "and" | "von" | "av" | "und"));
    same("byline", if few { "" } else { byline }, "");

    let when = |text: &Value| text.as_str().and_then(|t| t.parse::<Timestamp>().ok());
    if let Some(created) = when(first(item, &["versioncreated", "versionCreated"])) {
        same(
            "published_at",
            &format!("{:?}", when(&event["published_at"])),
            &format!("{:?}", Some(created)),
        );
    }
    if let Some(language) = item["language"].as_str() {
        let got = event["language"]["code"].as_str().unwrap_or_default();
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        same("language", got, if primary == "no" { "nb" } else { primary });
    }

    // All of the body, and nothing else: it is one of the bodies, perhaps without the headline and the description that it
    // begins with.
    // One of them was decoded wrongly by whoever made the example: there the letters of ASCII alone are compared.
    let repaired = event["warnings"]
        .as_array()
        .is_some_and(|all| all.contains(&json!("mojibake_repaired")));
    let letters = |text: &str| {
        let all = letters(text);
        all.chars().filter(|c| !repaired || c.is_ascii()).collect::<String>()
    };
    let body = letters(&body_of(event));
    let sources: Vec<String> = texts(item, "body_", "bodies")
        .iter()
        .map(|text| letters(text))
        .collect();
    let (title, lead) = (letters(&of_event(event, "title")), letters(&of_event(event, "lead")));
    let whole = [
        body.clone(),
        format!("{title}{body}"),
        format!("{lead}{body}"),
        format!("{title}{lead}{body}"),
    ];
    let found = sources.is_empty() && body.is_empty() || sources.iter().any(|source| whole.contains(source));
    if !found {
        let longest = sources.iter().max_by_key(|s| s.len()).cloned().unwrap_or_default();
        let at = longest.bytes().zip(body.bytes()).take_while(|(a, b)| a == b).count();
        let part = |text: &str| text.chars().skip(at.saturating_sub(20)).take(80).collect::<String>();
        same(
            "body",
            &format!("{} …{}", body.len(), part(&body)),
            &format!("{} …{}", longest.len(), part(&longest)),
        );
    }
    let holder = first(item, &["copyrightholder", "copyrightHolder"])
        .as_str()
        .map(str::trim)
        .unwrap_or_default();
    same(
        "rights.holder",
        event["rights"]["holder"].as_str().unwrap_or_default(),
        holder,
    );
    let count = |names: &[&str]| {
        first(item, names).as_array().map_or(0, |list| {
            list.iter()
                .filter(|thing| {
                    ["name", "uri", "code", "literal"]
                        .iter()
                        .any(|name| thing[name].as_str().is_some_and(|text| !text.is_empty()))
                })
                .count()
        })
    };
    let got = event["subjects"].as_array().map_or(0, Vec::len);
    same(
        "subjects",
        &got.to_string(),
        &count(&["subjects", "subject"]).to_string(),
    );
}
