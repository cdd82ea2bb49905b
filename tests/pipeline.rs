//! The pipeline and its records from outside: any input, the same bytes out each time, and what each record carries.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/strict_schema.rs"]
mod strict_schema;

use std::collections::BTreeMap;

use bantin::event::{Limits, Outcome, Outcomes, Record, Rendered, Renderer, Target};
use bantin::intake::{Failure, Header, Message, Origin, Stage};
use bantin::pipeline::Pipeline;
use bantin::settings::{OnNonArticle, OutputTimestamp, Settings};
use proptest::prelude::*;
use serde_json::{Value, json};

/// 2019-09-16T07:03:00Z
const TIME: i64 = 1_568_617_380_000;
const FAILED_AT: i64 = 1_600_000_000_123;
const STORY: &str = "Sơn Hải khai trương cầu mới\nSáng nay, cầu Sơn Hải chính thức thông xe sau hai năm thi công, \
    người dân hai bên bờ vui mừng.\nCầu dài 420 m, rộng 12 m, nối hai phường của thành phố.";
const SOUND: &str = r#"{"id": "a", "title": "Cầu mới", "text": "Sáng nay cầu đã thông xe, người dân vui mừng."}"#;
const BROKEN: &str = "[1]";

fn message(value: Option<&[u8]>) -> Message<'_> {
    Message {
        origin: Origin::Kafka {
            topic: "articles.raw",
            partition: 3,
            offset: 42,
        },
        timestamp: Some(TIME),
        key: Some(b"k1"),
        value,
        headers: Vec::new(),
    }
}

fn header<'a>(name: &'a str, value: &'a str) -> Header<'a> {
    Header {
        name,
        value: Some(value.as_bytes()),
    }
}

fn render_with(settings: &Settings, message: &Message<'_>, limits: &Limits) -> Rendered {
    let outcomes = Pipeline::new(settings).process(message);
    Renderer::new(settings).render(message, outcomes, limits, FAILED_AT)
}

fn render(message: &Message<'_>) -> Rendered {
    render_with(&Settings::default(), message, &Limits::default())
}

fn headers(record: &Record) -> BTreeMap<&str, &str> {
    let pairs = record.headers.iter();
    pairs
        .map(|(name, value)| (name.as_ref(), std::str::from_utf8(value.as_deref().unwrap()).unwrap()))
        .collect()
}

fn event(record: &Record) -> Value {
    serde_json::from_slice(record.payload.as_deref().unwrap()).unwrap()
}

#[test]
fn an_article_becomes_an_event_with_all_its_headers() {
    let mut message = message(Some(STORY.as_bytes()));
    message.headers = vec![
        header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        header("tracestate", "a=b"),
        header("content-type", "text/plain"),
        header("ce_id", "p-7"),
        header("ce_source", "crawler/1"),
        header("dlq.code", "old"),
        header("__connect.errors.topic", "old"),
        header("x", "1"),
        header("x", "2"),
    ];
    let rendered = render(&message);
    let [record] = rendered.records.as_slice() else {
        panic!("{rendered:?}")
    };
    assert_eq!(
        (rendered.events, rendered.failures.len(), rendered.skips.len()),
        (1, 0, 0)
    );
    assert_eq!(record.target, Target::Output);
    assert_eq!(record.key.as_deref(), Some(&b"k1"[..]));
    assert_eq!(record.timestamp, Some(TIME));

    let event = event(record);
    strict_schema::check(&strict_schema::validator(), &event);
    assert_eq!(
        event["source"],
        json!({
            "topic": "articles.raw", "partition": 3, "offset": 42, "timestamp": "2019-09-16T07:03:00+00:00",
            "key": "k1", "id": "p-7", "producer": "crawler/1"
        })
    );
    assert_eq!(event["retrieved_at"], "2019-09-16T07:03:00+00:00");
    let expected = [
        ("ce_specversion", "1.0"),
        ("ce_id", event["id"].as_str().unwrap()),
        ("ce_source", "/kafka/articles.raw"),
        ("ce_type", "bantin.article.v1"),
        ("ce_time", "2019-09-16T07:03:00Z"),
        ("ce_subject", event["article_id"].as_str().unwrap()),
        ("ce_dataschema", "urn:bantin:article-event:v1"),
        ("content-type", "application/json"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ("tracestate", "a=b"),
        ("x", "1"),
        ("x", "2"),
    ];
    let found: Vec<_> = record
        .headers
        .iter()
        .map(|(n, v)| (n.as_ref(), v.clone().unwrap()))
        .collect();
    assert_eq!(found, expected.map(|(n, v)| (n, v.as_bytes().to_vec())));
}

#[test]
fn a_record_is_keyed_by_its_input_or_else_by_its_article() {
    let array = format!("[{SOUND},{SOUND}]");
    for (value, key, input_key_stays) in [
        (SOUND, Some(&b"k"[..]), true),
        (SOUND, Some(b""), true),
        (SOUND, None, false),
        (&array, Some(b"k"), false),
        (&array, None, false),
    ] {
        let mut message = message(Some(value.as_bytes()));
        message.key = key;
        for record in render(&message).records {
            let article = event(&record)["article_id"].as_str().unwrap().as_bytes().to_vec();
            assert_eq!(
                record.key.as_deref(),
                if input_key_stays { key } else { Some(article.as_slice()) }
            );
        }
    }
}

#[test]
fn a_key_that_is_no_text_is_readable_all_the_same() {
    let mut message = message(Some(SOUND.as_bytes()));
    message.key = Some(&[0, 0xFF, 0x1A]);
    assert_eq!(event(&render(&message).records[0])["source"]["key"], "0x00ff1a");
}

#[test]
fn the_timestamp_is_the_inputs_unless_it_shall_be_now() {
    let mut settings = Settings::default();
    settings.output.timestamp = OutputTimestamp::Now;
    let record = &render_with(&settings, &message(Some(STORY.as_bytes())), &Limits::default()).records[0];
    assert_eq!(record.timestamp, None);
    // An instant that RFC 3339 cannot write is passed on as it is, and left out where it would have to be written.
    let mut message = message(Some(STORY.as_bytes()));
    message.timestamp = Some(i64::MAX);
    let record = &render(&message).records[0];
    assert_eq!(record.timestamp, Some(i64::MAX));
    assert!(!headers(record).contains_key("ce_time"));
    assert!(event(record)["source"].get("timestamp").is_none());
}

#[test]
fn a_tombstone_stays_one() {
    let mut message = message(None);
    message.headers = vec![header("x", "1"), header("ce_id", "7")];
    let rendered = render(&message);
    assert_eq!((rendered.tombstones, rendered.events), (1, 0));
    let [record] = rendered.records.as_slice() else {
        panic!("{rendered:?}")
    };
    assert_eq!(
        (record.payload.as_ref(), record.key.as_deref()),
        (None, Some(&b"k1"[..]))
    );
    assert_eq!(headers(record), [("x", "1")].into());
}

#[test]
fn a_dead_letter_is_the_message_byte_for_byte_with_the_reason() {
    let value = b"\xff\xfe broken \x00";
    let mut message = message(Some(value));
    message.key = Some(b"\xff");
    message.headers = vec![
        Header { name: "n", value: None },
        Header {
            name: "b",
            value: Some(b"\xff"),
        },
        header("ce_id", "7"),
        header("content-type", "text/plain"),
        header("dlq.redrive_count", "2"),
        header("dlq.code", "old"),
        header("__connect.errors.stage", "old"),
    ];
    let rendered = render(&message);
    let [record] = rendered.records.as_slice() else {
        panic!("{rendered:?}")
    };
    let [(stage, code)] = rendered.failures.as_slice() else {
        panic!("{rendered:?}")
    };
    assert_eq!(record.target, Target::DeadLetter);
    assert_eq!(record.timestamp, Some(FAILED_AT));
    assert_eq!(record.key.as_deref(), Some(&b"\xff"[..]));
    assert_eq!(record.payload.as_deref(), Some(&value[..]));
    let own: Vec<_> = record.headers.iter().skip(4).map(|(n, _)| n.as_ref()).collect();
    assert_eq!(
        record.headers[..4],
        [
            ("n".into(), None),
            ("b".into(), Some(b"\xff".to_vec())),
            ("ce_id".into(), Some(b"7".to_vec())),
            ("content-type".into(), Some(b"text/plain".to_vec()))
        ]
    );
    let mut unique = own.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(own.len(), unique.len(), "{own:?}");
    let record = Record {
        headers: record.headers[4..].to_vec(),
        ..record.clone()
    };
    let found = headers(&record);
    for (name, value) in [
        ("dlq.topic", "articles.raw"),
        ("dlq.partition", "3"),
        ("dlq.offset", "42"),
        ("dlq.timestamp", "1568617380000"),
        ("dlq.group", "bantin"),
        ("dlq.stage", stage.as_str()),
        ("dlq.code", code),
        ("dlq.version", env!("CARGO_PKG_VERSION")),
        ("dlq.failed_at", "2020-09-13T12:26:40.123Z"),
        ("dlq.redrive_count", "2"),
        ("__connect.errors.topic", "articles.raw"),
        ("__connect.errors.partition", "3"),
        ("__connect.errors.offset", "42"),
        ("__connect.errors.stage", stage.as_str()),
        ("__connect.errors.exception.class.name", code),
        ("__connect.errors.exception.message", found["dlq.message"]),
    ] {
        assert_eq!(found.get(name), Some(&value), "{name}");
    }
    assert_eq!(found.len(), 17);
}

#[test]
fn the_sound_articles_of_an_array_become_events_and_the_others_share_a_dead_letter() {
    let array = format!("[{BROKEN},{SOUND},{BROKEN},{SOUND}]");
    let rendered = render(&message(Some(array.as_bytes())));
    assert_eq!((rendered.events, rendered.failures.len()), (2, 2));
    let [first, second, dead] = rendered.records.as_slice() else {
        panic!("{rendered:?}")
    };
    assert_eq!(
        (&event(first)["source"]["index"], &event(second)["source"]["index"]),
        (&json!(1), &json!(3))
    );
    assert_ne!(event(first)["id"], event(second)["id"]);
    assert_eq!(dead.payload.as_deref(), Some(array.as_bytes()));
    assert_eq!(headers(dead)["dlq.index"], "0,2");

    let one = render(&message(Some(format!("[{BROKEN}]").as_bytes())));
    assert_eq!(headers(&one.records[0])["dlq.index"], "0");
}

#[test]
fn nothing_in_an_array_is_skipped() {
    let rendered = render(&message(Some(b"[]")));
    assert_eq!((rendered.records.len(), rendered.skips.len()), (0, 1));
    let outcomes = Outcomes::Several(Vec::new());
    let message = message(Some(b"[]"));
    let rendered = Renderer::new(&Settings::default()).render(&message, outcomes, &Limits::default(), 0);
    assert_eq!((rendered.records.len(), rendered.skips.len()), (0, 1));
}

#[test]
fn what_is_no_article_is_skipped_or_dead_as_the_settings_say() {
    let page = "404 - Không tìm thấy trang\nTrang bạn tìm không tồn tại.";
    let message = message(Some(page.as_bytes()));
    let skipped = render(&message);
    assert_eq!((skipped.records.len(), skipped.skips.len()), (0, 1));
    let mut settings = Settings::default();
    settings.article.on_non_article = OnNonArticle::DeadLetter;
    let dead = render_with(&settings, &message, &Limits::default());
    assert_eq!(dead.failures, [(Stage::Article, skipped.skips[0].as_str())]);
    assert_eq!(dead.records[0].target, Target::DeadLetter);
}

#[test]
fn an_event_that_is_too_large_becomes_a_dead_letter() {
    let message = message(Some(STORY.as_bytes()));
    let whole = &render(&message).records[0];
    for (limit, target) in [
        (whole.size_bound(), Target::Output),
        (whole.size_bound() - 1, Target::DeadLetter),
    ] {
        let limits = Limits {
            output_bytes: Some(limit),
            dead_letter_bytes: None,
        };
        let rendered = render_with(&Settings::default(), &message, &limits);
        assert_eq!(rendered.records[0].target, target);
        if target == Target::DeadLetter {
            assert_eq!(rendered.failures, [(Stage::Publish, "message_too_large")]);
            assert_eq!(rendered.records[0].payload.as_deref(), Some(STORY.as_bytes()));
        }
    }
}

#[test]
fn a_dead_letter_that_is_too_large_is_cut_to_a_stub() {
    let big = vec![b'x'; 100_000];
    let renderer = Renderer::new(&Settings::default());
    let failure = Failure::new(Stage::Publish, "message_too_large", "too large");
    for (value, header_value, key, headers_stay) in [
        (&big[..], &b"1"[..], &b"k"[..], true),
        (b"small", &big[..], b"k", false),
        (b"small", b"1", &big[..], false),
        (&big[..], &big[..], &big[..], false),
    ] {
        let mut message = message(Some(value));
        message.key = Some(key);
        message.headers = vec![Header {
            name: "h",
            value: Some(header_value),
        }];
        let limits = Limits {
            output_bytes: None,
            dead_letter_bytes: Some(10_000),
        };
        let record = renderer.dead_letter(&message, &failure, &limits, FAILED_AT);
        assert!(record.fits(Some(10_000)), "{}", record.size_bound());
        let found = headers(&record);
        assert_eq!(found["dlq.truncated"], "true");
        assert_eq!(found["dlq.original_size"], value.len().to_string());
        assert_eq!(found["dlq.original_hash"], blake3::hash(value).to_hex().as_str());
        assert_eq!(found.contains_key("h"), headers_stay);
        assert!(value.starts_with(record.payload.as_deref().unwrap()));
        assert!(key.starts_with(record.key.as_deref().unwrap()));

        let whole = renderer.dead_letter(&message, &failure, &Limits::default(), FAILED_AT);
        assert_eq!(whole.payload.as_deref(), Some(value));
        assert!(!headers(&whole).contains_key("dlq.truncated"));
    }
}

#[test]
fn the_list_of_failed_articles_is_bounded() {
    let message = message(Some(b"[]"));
    let failure = || Outcome::DeadLetter(Failure::new(Stage::Intake, "c", "m"));
    let outcomes = Outcomes::Several((0..100_000).map(|_| failure()).collect());
    let rendered = Renderer::new(&Settings::default()).render(&message, outcomes, &Limits::default(), 0);
    assert_eq!(rendered.records.len(), 1);
    assert!(!headers(&rendered.records[0]).contains_key("dlq.index"));
}

#[test]
fn a_url_decides_which_article_it_is() {
    let with = |url: &str| {
        let value = json!({ "url": url, "title": "Cầu mới", "text": STORY }).to_string();
        event(&render(&message(Some(value.as_bytes()))).records[0])
    };
    let one = with("https://www.A.vn/x?utm_source=zalo#top");
    let other = with("https://www.a.vn/x");
    assert_eq!(one["article_id"], other["article_id"]);
    assert_eq!(one["canonical_url"], "https://www.a.vn/x");
    assert_eq!(one["url"], "https://www.A.vn/x?utm_source=zalo#top");
    assert_eq!(one["publisher"]["domain"], "a.vn");
    assert_ne!(one["article_id"], with("https://www.a.vn/y")["article_id"]);
}

#[test]
fn times_without_a_zone_are_read_in_the_papers_own() {
    let value = json!({ "title": "Cầu mới", "text": STORY, "published_at": "2019-02-20 07:45:00" }).to_string();
    for (zone, expected) in [
        (None, "2019-02-20T07:45:00+07:00"),
        (Some("-03:30"), "2019-02-20T07:45:00-03:30"),
    ] {
        let mut settings = Settings::default();
        settings.article.timezone = zone.map(str::to_owned);
        let rendered = render_with(&settings, &message(Some(value.as_bytes())), &Limits::default());
        let event = event(&rendered.records[0]);
        assert_eq!(event["published_at"], expected);
        assert!(
            event["warnings"]
                .as_array()
                .unwrap()
                .contains(&json!("timezone_assumed"))
        );
    }
}

#[test]
fn enrichers_can_be_switched_off_and_the_article_is_known_all_the_same() {
    let message = message(Some(STORY.as_bytes()));
    let mut settings = Settings::default();
    settings.enrich.language.enabled = false;
    settings.enrich.stats.enabled = false;
    settings.enrich.fingerprint.enabled = false;
    let bare = event(&render_with(&settings, &message, &Limits::default()).records[0]);
    let full = event(&render(&message).records[0]);
    for field in ["language", "stats", "fingerprint"] {
        assert!(bare.get(field).is_none() && full.get(field).is_some(), "{field}");
    }
    assert_eq!(bare["article_id"], full["article_id"]);
}

#[test]
fn whoever_watches_is_told_of_each_stage_as_it_ends() {
    use Stage::*;
    const WHOLE: &[Stage] = &[Intake, Page, Article, Enrich, Event];
    let array = format!("[{SOUND}, 7, {SOUND}]");
    let cases: [(&str, Option<&str>, &[Stage]); 6] = [
        ("an article", Some(STORY), WHOLE),
        ("a tombstone", None, &[Intake]),
        ("nothing", Some(" "), &[Intake]),
        (
            "no article",
            Some("<html><body></body></html>"),
            &[Intake, Page, Article],
        ),
        ("what cannot be read", Some("{"), &[Intake]),
        (
            "an array",
            Some(&array),
            &[Intake, Page, Article, Enrich, Event, Page, Article, Enrich, Event],
        ),
    ];
    let pipeline = Pipeline::new(&Settings::default());
    for (name, value, stages) in cases {
        let message = message(value.map(str::as_bytes));
        let mut told = Vec::new();
        let outcomes = pipeline.process_watched(&message, &mut |stage| told.push(stage));
        assert_eq!(told, stages, "{name}: {outcomes:?}");
        assert_eq!(outcomes, pipeline.process(&message), "{name}");
    }
}

fn any_value() -> impl Strategy<Value = Vec<u8>> {
    let line = "(\\PC{0,60}|[A-ZĐ][a-zà-ỹ ]{5,80}\\.|[0-9:/, ]{5,20}|\\s)";
    let text = prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"));
    prop_oneof![
        text.clone().prop_map(String::into_bytes),
        (text.clone(), text.clone(), text.clone()).prop_map(|(a, b, c)| {
            json!({"title": a, "description": b, "text": c})
                .to_string()
                .into_bytes()
        }),
        (text.clone(), text).prop_map(|(a, b)| json!([{"text": a, "url": b}, {"title": b}]).to_string().into_bytes()),
        prop::collection::vec(any::<u8>(), 0..200),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_input_has_an_outcome_and_the_same_one_each_time(value in any_value()) {
        let message = message(Some(&value));
        let rendered = render(&message);
        prop_assert_eq!(&rendered, &render(&message));
        let validator = strict_schema::validator_once();
        let counted = rendered.events as usize + rendered.tombstones as usize;
        let dead = usize::from(!rendered.failures.is_empty());
        prop_assert_eq!(rendered.records.len(), counted + dead);
        prop_assert!(counted + rendered.failures.len() + rendered.skips.len() > 0);
        for record in rendered.records.iter().filter(|r| r.target == Target::Output) {
            let event = event(record);
            strict_schema::check(validator, &event);
            let text: Vec<char> = event["text"].as_str().unwrap().chars().collect();
            for block in event.get("body").and_then(Value::as_array).into_iter().flatten() {
                let at = |key: &str| block[key].as_u64().unwrap() as usize;
                let cut: String = text[at("start")..at("end")].iter().collect();
                prop_assert_eq!(cut.as_str(), block["text"].as_str().unwrap());
            }
            if let Some(title) = event.get("title") {
                prop_assert!(event["text"].as_str().unwrap().starts_with(title.as_str().unwrap()));
            }
        }
    }
}
