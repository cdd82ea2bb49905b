//! `bantin places`: what it prints, and how it ends.

// clippy.toml allows these within test functions, not in what test functions call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::process::{Command, Output, Stdio};

use bantin::commands::Exit;
use serde_json::Value;

fn places(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
    command.arg("places").args(arguments).env_clear().stdin(Stdio::null());
    command.output().unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = places(arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_district_is_told_with_what_it_became() {
    assert_eq!(
        stdout(&["huyện Lục Nam", "--date", "2019-02-20"]),
        "vn-gso-2021, in force on 2019-02-20:\n\
         Huyện Lục Nam  district  218    Tỉnh Bắc Giang\n    \
             now Xã Lục Nam 07444, Xã Đông Phú 07450, Xã Bảo Đài 07462,\n        \
                 Xã Nghĩa Phương 07486, Xã Trường Sơn 07489, Xã Lục Sơn 07492,\n        \
                 Xã Bắc Lũng 07498, Xã Cẩm Lý 07519\n"
    );
}

#[test]
fn the_day_decides_which_list_is_asked() {
    let then = stdout(&["Bắc", "Ninh", "--date", "2020-01-01"]);
    assert!(then.contains("Tỉnh Bắc Ninh") && then.contains("27"), "{then}");
    let later = stdout(&["tỉnh Bắc Ninh", "--date", "2025-07-01"]);
    assert!(later.contains("vn-gso-2025-07") && later.contains("24"), "{later}");
    let gone = stdout(&["tỉnh Bắc Giang", "--date", "2026-01-01"]);
    assert!(
        gone.starts_with("none in vn-gso-2025-07, in force on 2026-01-01; in vn-gso-2025-01:\n"),
        "{gone}"
    );
    assert!(gone.contains("now Tỉnh Bắc Ninh 24"), "{gone}");
}

#[test]
fn parents_narrow_the_answer() {
    let all = stdout(&["xã Tân Thành", "--date", "2024-01-01"]);
    let one = stdout(&["xã Tân Thành, Hữu Lũng", "--date", "2024-01-01"]);
    assert!(all.matches("Xã Tân Thành  ").count() > 5, "{all}");
    assert_eq!(one.matches("Xã Tân Thành  ").count(), 1, "{one}");
}

#[test]
fn the_world_answers_too() {
    assert_eq!(stdout(&["Hoa Kỳ"]), "Mỹ  country   iso3166-1a2:US\n");
    assert_eq!(stdout(&["Tokyo"]), "Tokyo  city      iso3166-2:JP-13\n");
}

#[test]
fn json_has_units_as_events_have_them() {
    let answer: Value = serde_json::from_str(&stdout(&["--json", "--date", "2019-02-20", "Lục Nam"])).unwrap();
    assert_eq!(answer["list"], "vn-gso-2021");
    let unit = &answer["units"][0];
    assert_eq!(
        (&unit["level"], &unit["code"], &unit["name"]),
        (&"district".into(), &"218".into(), &"Huyện Lục Nam".into())
    );
    assert_eq!(unit["parents"][0]["name"], "Tỉnh Bắc Giang");
    assert_eq!(unit["now"].as_array().unwrap().len(), 8);
}

#[test]
fn an_unknown_name_ends_with_near_ones() {
    let output = places(&["Luc", "Nam"]);
    assert_eq!(output.status.code(), Some(i32::from(Exit::Usage.code())));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.starts_with("bantin: ") && error.contains("there is no place called Luc Nam; near it: Lục Nam"),
        "{error}"
    );
    let output = places(&["Lục Nam", "--date", "20/2/2019"]);
    assert_eq!(output.status.code(), Some(i32::from(Exit::Usage.code())));
}

#[test]
fn no_line_is_longer_than_a_terminal_is_wide() {
    for name in [
        "1",
        "Tân Thành",
        "Hà Nội",
        "Văn Miếu - Quốc Tử Giám",
        "Phan Rang-Tháp Chàm",
        "Long Châu",
        "Hòa Bình",
        "Anh",
    ] {
        for date in ["2019-01-01", "2025-03-01", "2026-01-01"] {
            let output = places(&[name, "--date", date]);
            let text = String::from_utf8(output.stdout).unwrap();
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }
}
