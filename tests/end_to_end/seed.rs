//! The raw message that the project started from, through Kafka.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::client::Input;
use crate::support::contract::check_event;
use crate::support::passage::pass;
use crate::support::say::say;

#[test]
fn the_seed_comes_out_as_the_contract_requires() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/seed");
    let Ok(mut files) = std::fs::read_dir(&folder) else {
        say("the_seed_comes_out_as_the_contract_requires: skipped, there is no ../shared/corpus/seed");
        return;
    };
    let seed = std::fs::read_to_string(files.next().expect("a file").unwrap().path()).unwrap();
    // The page belongs to its publisher: what is expected is named by its line.
    let line = |number: usize| seed.lines().nth(number - 1).unwrap().trim();
    let passage = pass(1, &[Input::of(seed.clone())], |settings| settings);
    assert_eq!(passage.output.len(), 1);
    let event = check_event(&passage.output[0], &passage.topics.input, 1);

    assert_eq!(event["title"], line(2));
    assert_eq!(event["lead"], line(4));
    let body = event["body"].as_array().unwrap();
    let begins: Vec<_> = body
        .iter()
        .map(|b| (b["kind"].as_str().unwrap(), b["text"].as_str().unwrap()))
        .collect();
    for ((kind, text), begin) in begins.iter().zip(["Theo đó, ", "Bên cạnh đó, ", "Đến nay, "]) {
        assert_eq!(*kind, "paragraph");
        assert!(text.starts_with(begin), "{text}");
    }
    assert_eq!(begins.len(), 3);
    let authors: Vec<_> = event["authors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["name"].as_str().unwrap())
        .collect();
    assert_eq!(authors, ["Việt Hùng"]);
    let whole = event.to_string();
    assert!(
        !whole.contains("Ý kiến bạn đọc") && !whole.contains("Bình luận"),
        "{whole}"
    );
    assert_eq!(event["published_at"], "2019-02-20T07:45:00+07:00");
    assert_eq!(event["retrieved_at"], "2019-09-16T14:03:00+07:00");
    assert_eq!(event["language"]["code"], "vi");

    let entry = |field: &str, name: &str| {
        let entries = event[field].as_array().map_or(&[][..], Vec::as_slice);
        let found = entries.iter().find(|entry| entry["name"] == name);
        found
            .unwrap_or_else(|| panic!("{field} has no {name:?}: {entries:?}"))
            .clone()
    };
    assert_eq!(
        entry("people", "Nguyễn Thị Kim Dung")["role"],
        "Trưởng ban Dân vận Tỉnh ủy Bắc Giang"
    );
    for name in [
        "Tỉnh ủy Bắc Giang",
        "Ban Dân vận Tỉnh ủy Bắc Giang",
        "Mặt trận Tổ quốc",
        "Huyện ủy Lục Nam",
    ] {
        entry("organisations", name);
    }
    for (name, level, code, now) in [
        ("Bắc Giang", "province", "24", 1),
        ("Lục Nam", "district", "218", 8),
        ("Tân Yên", "district", "216", 6),
        ("Yên Thế", "district", "215", 5),
    ] {
        let admin = &entry("places", name)["admin"];
        assert_eq!([&admin["level"], &admin["code"]], [level, code], "{name}");
        assert_eq!(admin["now"].as_array().map(Vec::len), Some(now), "{name}");
    }
    let now = &entry("places", "Bắc Giang")["admin"]["now"][0];
    assert_eq!([&now["name"], &now["code"]], ["Tỉnh Bắc Ninh", "24"]);

    let quantities: Vec<_> = event["quantities"].as_array().unwrap().iter().collect();
    let quantities: Vec<_> = quantities
        .iter()
        .map(|it| (it["value"].as_i64(), it["unit"].as_str(), it["approx"].as_str()))
        .collect();
    let models = |count| (Some(count), Some("mô hình"), None);
    assert_eq!(
        quantities,
        [
            models(4235),
            models(1372),
            models(1659),
            models(541),
            models(663),
            (Some(75_000), Some("m2"), Some("more_than")),
            (Some(3600), Some("ngày công"), Some("more_than")),
            (Some(294), Some("lớp tập huấn"), None),
        ]
    );
    let dates: BTreeSet<_> = event["dates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["value"].as_str().unwrap())
        .collect();
    assert_eq!(dates, ["2018", "2019"].into());
    assert_eq!(event.get("quotes"), None);
    assert_eq!(event["topics"][0]["id"], "medtop:11000000");
    assert_eq!(event["topics"][0]["label"], "politics and government");
    assert!(event["keywords"].as_array().is_some_and(|words| !words.is_empty()));
}
