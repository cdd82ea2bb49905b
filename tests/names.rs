//! People, organisations and places of the event: those of the project's first message, and spans in any text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/one_event.rs"]
mod one_event;

use std::path::Path;

use bantin::settings::Settings;
use one_event::{event, event_with};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The entry of this name.
fn entry<'e>(event: &'e Value, field: &str, name: &str) -> &'e Value {
    let entries = event[field].as_array().map_or(&[][..], Vec::as_slice);
    let names: Vec<&Value> = entries.iter().map(|e| &e["name"]).collect();
    let found = entries.iter().find(|e| e["name"] == name);
    found.unwrap_or_else(|| panic!("{field} has no {name:?}: {names:?}"))
}

/// An invented article, in the way of a provincial paper.
fn article() -> Value {
    json!({
        "title": "Bắc Giang: Khánh thành nhà văn hóa xã Tân Dĩnh",
        "text": "Sáng 12/3, ông Trần Văn Bảy, Giám đốc Sở Văn hóa và Thể thao tỉnh Bắc Giang, dự lễ khánh thành nhà văn hóa \
            xã Tân Dĩnh, huyện Lạng Giang.\nÔng Bảy cho biết công trình do Công ty TNHH Xây dựng Hòa Phú thi công.\nTheo bà \
            Lò Thị Mây, Chủ tịch UBND xã Tân Dĩnh, người dân đã góp 200 ngày công.",
        "published_at": "2019-03-12T09:00:00+07:00",
        "language": "vi",
    })
}

#[test]
fn people_have_their_positions_organisations_their_kind_places_their_unit() {
    let event = event(&article());
    assert_eq!(
        entry(&event, "people", "Trần Văn Bảy")["role"],
        "Giám đốc Sở Văn hóa và Thể thao tỉnh Bắc Giang"
    );
    assert_eq!(
        entry(&event, "people", "Trần Văn Bảy")["mentions"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        entry(&event, "people", "Lò Thị Mây")["role"],
        "Chủ tịch UBND xã Tân Dĩnh"
    );
    let company = entry(&event, "organisations", "Công ty TNHH Xây dựng Hòa Phú");
    assert_eq!(company["kind"], "company");
    let admin = &entry(&event, "places", "Lạng Giang")["admin"];
    assert_eq!(
        [&admin["level"], &admin["code"], &admin["list"]],
        ["district", "217", "vn-gso-2021"]
    );
    assert_eq!(admin["parents"][0]["name"], "Tỉnh Bắc Giang");
    let commune = &entry(&event, "places", "Tân Dĩnh")["admin"];
    assert_eq!(commune["level"], "commune");
    assert_eq!(commune["parents"][0]["name"], "Huyện Lạng Giang");
    assert_eq!(commune["now"][0]["list"], "vn-gso-2025-07");
}

#[test]
fn each_enricher_can_be_switched_off() {
    for field in ["people", "organisations", "places"] {
        let mut settings = Settings::default();
        match field {
            "people" => settings.enrich.people.enabled = false,
            "organisations" => settings.enrich.organisations.enabled = false,
            _ => settings.enrich.places.enabled = false,
        }
        let event = event_with(&settings, &article()).unwrap();
        for other in ["people", "organisations", "places"] {
            assert_eq!(event.get(other).is_none(), other == field, "{other} without {field}");
        }
    }
}

#[test]
fn names_of_other_languages_are_found_by_rule_or_not_at_all() {
    let english = event(&json!({
        "title": "Mayor opens new bridge over the river",
        "text": "Mayor Helen Carter opened the bridge on Monday in Paris. \"We waited for years,\" Carter said.",
        "language": "en",
    }));
    assert_eq!(
        entry(&english, "people", "Helen Carter")["mentions"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        entry(&english, "places", "Paris")["code"].as_str().map(|c| &c[..8]),
        Some("iso3166-")
    );
    let japanese =
        event(&json!({"title": "新しい橋が開通", "text": "市長は月曜日に新しい橋を開通させた。住民は喜んでいる。"}));
    for field in ["people", "organisations", "places"] {
        assert_eq!(japanese.get(field), None, "{field}");
    }
}

/// The project's first message, as `event.md` requires it.
#[test]
fn the_seed_comes_out_as_required() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/seed/000_a4c7e6690dadddbc.txt");
    let Ok(seed) = std::fs::read_to_string(path) else {
        eprintln!("skipped: ../shared is not there");
        return;
    };
    let event = event(&json!({"text": seed}));
    assert_eq!(
        entry(&event, "people", "Nguyễn Thị Kim Dung")["role"],
        "Trưởng ban Dân vận Tỉnh ủy Bắc Giang"
    );
    for name in [
        "Tỉnh ủy Bắc Giang",
        "Ban Dân vận Tỉnh ủy Bắc Giang",
        "Mặt trận Tổ quốc",
        "Huyện ủy Lục Nam",
    ] {
        entry(&event, "organisations", name);
    }
    for (name, level, code) in [
        ("Bắc Giang", "province", "24"),
        ("Lục Nam", "district", "218"),
        ("Tân Yên", "district", "216"),
        ("Yên Thế", "district", "215"),
    ] {
        let admin = &entry(&event, "places", name)["admin"];
        assert_eq!([&admin["level"], &admin["code"]], [level, code], "{name}");
    }
    assert_eq!(
        entry(&event, "places", "Bắc Giang")["admin"]["now"][0]["name"],
        "Tỉnh Bắc Ninh"
    );
    assert_eq!(
        entry(&event, "places", "Lục Nam")["admin"]["now"]
            .as_array()
            .unwrap()
            .len(),
        8
    );
}

proptest! {
    #[test]
    fn every_span_is_what_its_entry_says(
        text in "(([A-ZĐÀ-Ỹ][a-zà-ỹ]{0,5}|ông|bà|xã|huyện|Sở|Bộ|TP|UBND|ở|Hà Nội|Lê|Nguyễn|U\\.S|20/2|\\PC)[ .,\\-(“\n]{0,2}){1,80}",
    ) {
        for language in ["vi", "en", "th"] {
            let Some(event) = event_with(&Settings::default(), &json!({"text": text, "language": language})) else { continue };
            let characters: Vec<char> = event["text"].as_str().unwrap_or_default().chars().collect();
            for field in ["people", "organisations", "places"] {
                for entry in event[field].as_array().into_iter().flatten() {
                    prop_assert!(!entry["name"].as_str().unwrap().is_empty());
                    for span in entry["mentions"].as_array().into_iter().flatten() {
                        let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
                        prop_assert!(start < end && end <= characters.len(), "{field} {entry}");
                        let said: String = characters[start..end].iter().collect();
                        prop_assert_eq!(said.trim(), &said);
                        prop_assert!(!said.contains('\n'), "{}", said);
                    }
                }
            }
        }
    }
}
