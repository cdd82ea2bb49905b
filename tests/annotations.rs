//! Quantities, dates, quotes, keywords and topics of the event, and each of them switched off.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/one_event.rs"]
mod one_event;

use bantin::settings::Settings;
use one_event::{event, event_with};
use proptest::prelude::*;
use serde_json::{Value, json};

/// An invented article, in the way of a sports page.
fn article() -> Value {
    json!({
        "title": "Đội tuyển bơi Sơn Hải giành 12 huy chương vàng tại giải vô địch quốc gia",
        "text": "Chiều 12/3, đội tuyển bơi tỉnh giành thêm hai huy chương vàng, nâng tổng số lên 12 huy chương vàng sau \
            hơn 5 ngày thi đấu.\n\"Các em đã tập luyện rất chăm chỉ suốt mùa đông và xứng đáng với kết quả này\", huấn luyện \
            viên Trần Văn Bảy nói sau trận chung kết.\nTheo ông Bảy, giải vô địch quốc gia năm 2018 có 300 vận động viên, \
            năm nay có 450 vận động viên. Đội tuyển sẽ dự giải Đông Nam Á vào tháng 8.",
        "published_at": "2019-03-12T19:00:00+07:00",
        "language": "vi",
    })
}

/// What stands under a key in each entry of a list.
fn all<'e>(event: &'e Value, field: &str, key: &str) -> Vec<&'e Value> {
    let entries = event[field].as_array().map_or(&[][..], Vec::as_slice);
    entries.iter().map(|entry| &entry[key]).collect()
}

#[test]
fn an_article_says_how_many_when_who_said_it_and_what_it_is_about() {
    let event = event(&article());
    assert_eq!(all(&event, "quantities", "value"), [12, 12, 5, 300, 450]);
    assert_eq!(event["quantities"][2]["approx"], "more_than");
    assert_eq!(event["quantities"][3]["unit"], "vận động viên");
    let dates = all(&event, "dates", "value");
    for date in ["2019-03-12", "2018", "2019", "2019-08"] {
        let is_there = |value: &&Value| value.as_str().is_some_and(|value| value.starts_with(date));
        assert!(dates.iter().any(is_there), "{date}: {dates:?}");
    }
    assert_eq!(all(&event, "quotes", "speaker"), ["Trần Văn Bảy"]);
    assert_eq!(event["topics"][0]["id"], "medtop:15000000");
    let score = event["topics"][0]["score"].as_f64().unwrap();
    assert!((0.5..=1.0).contains(&score), "{score}");
    let keywords = all(&event, "keywords", "text");
    assert!(keywords.iter().any(|it| *it == "huy chương"), "{keywords:?}");
}

#[test]
fn each_enricher_can_be_switched_off() {
    let fields = ["quantities", "dates", "quotes", "keywords", "topics"];
    for field in fields {
        let mut settings = Settings::default();
        let enricher = match field {
            "quantities" => &mut settings.enrich.quantities,
            "dates" => &mut settings.enrich.dates,
            "quotes" => &mut settings.enrich.quotes,
            "keywords" => &mut settings.enrich.keywords,
            _ => &mut settings.enrich.topics,
        };
        enricher.enabled = false;
        let event = event_with(&settings, &article()).unwrap();
        for other in fields {
            assert_eq!(event.get(other).is_none(), other == field, "{other} without {field}");
        }
    }
}

#[test]
fn a_speaker_is_named_without_the_names_enrichers_too() {
    let mut settings = Settings::default();
    for enricher in [
        &mut settings.enrich.people,
        &mut settings.enrich.organisations,
        &mut settings.enrich.places,
    ] {
        enricher.enabled = false;
    }
    let event = event_with(&settings, &article()).unwrap();
    let speakers = all(&event, "quotes", "speaker");
    assert!(
        matches!(speakers.as_slice(), [Value::String(name)] if name.contains("Trần Văn Bảy")),
        "{speakers:?}"
    );
}

#[test]
fn the_language_decides_what_a_dot_is() {
    let text = |language: &str, text: &str| json!({"title": "Bridge", "text": text, "language": language});
    let english = event(&text(
        "en",
        "The bridge cost $1.5bn and is 4.235 km long, said 2,000 people.",
    ));
    let values: Vec<_> = all(&english, "quantities", "value")
        .into_iter()
        .filter_map(Value::as_f64)
        .collect();
    assert_eq!(values, [1.5e9, 4.235, 2000.0]);
    let vietnamese = event(&text("vi", "Cầu có vốn 1,5 tỷ đồng, dài 4.235 m, phục vụ 2.000 người."));
    assert_eq!(all(&vietnamese, "quantities", "value"), [1_500_000_000, 4235, 2000]);
    assert_eq!(all(&vietnamese, "quantities", "unit"), ["VND", "m", "người"]);
}

#[test]
fn topics_of_the_producer_come_before_those_of_the_model() {
    let mut message = article();
    message["uri"] = json!("https://agency.example/1");
    message["type"] = json!("text");
    message["body_text"] = message["text"].take();
    message["headline"] = message["title"].take();
    message["subject"] = json!([{"code": "medtop:07000000", "name": "health"}]);
    let object = message.as_object_mut().unwrap();
    object.retain(|key, value| !value.is_null() && key != "published_at");
    let event = event(&message);
    assert_eq!(all(&event, "topics", "id"), ["medtop:07000000"], "{event}");
}

proptest! {
    #[test]
    fn every_span_is_what_its_entry_says(
        text in "(([A-ZĐÀ-Ỹ][a-zà-ỹ]{0,5}|ông|nói|rằng|hơn|từ|đến|ngày|tháng|năm|tỷ|đồng|km/h|%|[0-9]{1,4}|[0-9]{1,3}[.,/:-][0-9]{1,3}|“|”|\"|\\PC)[ .,:\\-\n]{0,2}){1,80}",
    ) {
        for language in ["vi", "en", "fr", "th"] {
            let message = json!({"text": text, "language": language, "published_at": "2019-03-12T19:00:00+07:00"});
            let Some(event) = event_with(&Settings::default(), &message) else { continue };
            let characters: Vec<char> = event["text"].as_str().unwrap_or_default().chars().collect();
            for field in ["quantities", "dates", "quotes"] {
                for entry in event[field].as_array().into_iter().flatten() {
                    let place = |name: &str| entry[name].as_u64().unwrap() as usize;
                    let said: String = characters[place("start")..place("end")].iter().collect();
                    prop_assert_eq!(entry["text"].as_str(), Some(said.as_str()));
                    prop_assert_eq!(said.trim(), &said);
                }
            }
        }
    }
}
