//! The published schema is the one that the types give, and events keep to it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/strict_schema.rs"]
mod strict_schema;

use bantin::event::*;
use serde_json::{Value, json};

#[test]
fn the_file_is_what_the_types_give() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/article-event.v1.json");
    let file = std::fs::read_to_string(path).unwrap_or_default();
    let generated = bantin::commands::schema::text().unwrap();
    assert!(
        file == generated,
        "schemas/article-event.v1.json is not what the types give: run `cargo run -- schema > schemas/article-event.v1.json`"
    );
}

#[test]
fn the_published_schema_is_open_and_named() {
    fn closed(value: &Value) -> bool {
        match value {
            Value::Object(o) => o.get("additionalProperties") == Some(&json!(false)) || o.values().any(closed),
            Value::Array(items) => items.iter().any(closed),
            _ => false,
        }
    }
    let schema = strict_schema::published();
    assert!(!closed(&schema));
    assert!(closed(&strict_schema::strict()));
    assert_eq!(schema["$id"], SCHEMA_ID);
    assert_eq!(schema["title"], EVENT_TYPE);
    assert!(jsonschema::meta::is_valid(&schema));
}

/// An event with every field, which no input gives at once.
fn full() -> ArticleEvent {
    let uuid = "fba1ca37-febd-50d8-8e39-912bb4a7a2ba".to_owned();
    let time = Some("2019-02-20T07:45:00+07:00".to_owned());
    let some = |text: &str| Some(text.to_owned());
    ArticleEvent {
        id: uuid.clone(),
        article_id: uuid,
        source: Source::Kafka {
            topic: "articles.raw".into(),
            partition: 3,
            offset: 42,
            index: Some(1),
            timestamp: some("2019-02-20T00:45:00+00:00"),
            key: some("k"),
            id: some("7"),
            revision: some("3"),
            producer: some("crawler"),
        },
        format: FormatInfo {
            kind: "text",
            charset: "utf-8",
        },
        url: some("https://a.vn/x?utm_source=b"),
        canonical_url: some("https://a.vn/x"),
        publisher: Some(Publisher {
            name: some("Báo A"),
            domain: some("a.vn"),
        }),
        language: Some(Language {
            code: "vi".into(),
            confidence: 1.0,
        }),
        title: some("Cầu"),
        subtitle: some("Phụ đề"),
        lead: some("Đã xong"),
        body: vec![Block {
            kind: BlockKind::ListItem,
            text: "Hôm nay".into(),
            start: 12,
            end: 19,
        }],
        text: "Cầu\nĐã xong\nHôm nay".into(),
        authors: vec![Author {
            name: "Minh An".into(),
            role: some("ảnh"),
        }],
        credits: vec!["TTXVN".into()],
        dateline: some("Hà Nội"),
        published_at: time.clone(),
        modified_at: time.clone(),
        retrieved_at: time,
        section: some("Xã hội"),
        tags: vec!["cầu".into()],
        images: vec![Image {
            url: "https://a.vn/1.jpg".into(),
            caption: some("Cầu mới"),
            credit: some("MA"),
        }],
        links: vec!["https://a.vn/y".into()],
        people: vec![Person {
            name: "Lê Thị B".into(),
            role: some("giám đốc"),
            code: some("p:1"),
            mentions: vec![[0, 3]],
        }],
        organisations: vec![Organisation {
            name: "Sở C".into(),
            kind: some("agency"),
            code: some("o:1"),
            mentions: vec![[0, 3]],
        }],
        places: vec![Place {
            name: "Huyện D".into(),
            admin: Some(AdminUnit {
                level: AdminLevel::District,
                code: "218",
                list: "2019",
                name: "Huyện D",
                parents: vec![AdminRef::default()],
                now: vec![AdminRef::default()],
            }),
            code: some("n2a:VN"),
            mentions: vec![[0, 3]],
        }],
        quantities: vec![Quantity {
            text: "5-7 ngày".into(),
            value: 5.0,
            to: Some(7.0),
            unit: some("ngày"),
            approx: Some(Approximation::About),
            start: 0,
            end: 3,
        }],
        dates: vec![DateMention {
            text: "năm 2018".into(),
            value: "2018".into(),
            start: 0,
            end: 3,
        }],
        quotes: vec![Quote {
            text: "Xong rồi".into(),
            speaker: some("Lê Thị B"),
            start: 0,
            end: 3,
        }],
        keywords: vec![Keyword {
            text: "cầu".into(),
            score: 0.5,
        }],
        topics: vec![Topic {
            id: "medtop:11000000".into(),
            label: "politics and government".into(),
            score: 0.9,
        }],
        subjects: vec![Subject {
            code: some("medtop:11000000"),
            name: some("politics"),
        }],
        rights: Some(Rights {
            holder: some("E"),
            notice: some("© 2019 E"),
            usage: some("free"),
        }),
        fingerprint: Some(Fingerprint {
            exact: "0".repeat(32),
            simhash: "f".repeat(16),
        }),
        stats: Some(Stats::default()),
        provenance: [("title", "envelope:title".into())].into(),
        warnings: vec!["timezone_assumed"],
        pipeline: PIPELINE,
    }
}

#[test]
fn the_fullest_and_the_barest_event_keep_to_the_strict_copy() {
    let validator = strict_schema::validator();
    let full = full();
    let bare = ArticleEvent {
        id: full.id.clone(),
        article_id: full.article_id.clone(),
        pipeline: PIPELINE,
        ..ArticleEvent::default()
    };
    let bare: Value = serde_json::from_slice(&to_json(&bare).unwrap()).unwrap();
    let keys: Vec<_> = bare.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["article_id", "format", "id", "pipeline", "source", "text"]);
    assert!(validator.is_valid(&bare));

    assert_eq!(to_json(&full).unwrap(), serde_json::to_vec(&full).unwrap());
    let mut full: Value = serde_json::from_slice(&to_json(&full).unwrap()).unwrap();
    assert!(validator.is_valid(&full), "{:?}", validator.iter_errors(&full).next());
    let fields = strict_schema::published()["properties"].as_object().unwrap().len();
    assert_eq!(full.as_object().unwrap().len(), fields, "the full event lacks a field");
    full["surprise"] = json!(1);
    assert!(!validator.is_valid(&full), "the strict copy lets an unknown key pass");
}
