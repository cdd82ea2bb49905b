//! `bantin demo` as a new user calls it: the real program, with the broker in its own process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use unicode_width::UnicodeWidthStr;

fn demo(variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bantin"))
        .arg("demo")
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// The account on 80 columns without colours; made once for all tests.
fn account() -> &'static str {
    static ACCOUNT: OnceLock<String> = OnceLock::new();
    ACCOUNT.get_or_init(|| {
        let output = demo(&[("COLUMNS", "80")]);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), errors.as_str()), (Some(0), ""));
        String::from_utf8(output.stdout).unwrap()
    })
}

#[test]
fn every_sample_has_its_outcome() {
    let account = account();
    for (sample, words) in [
        (
            "01-library.txt",
            &[
                "Tủ sách thôn Bãi Giữa mở cửa cả buổi tối",
                "2026-03-11 07:30 +07:00 · Minh Thu · vi",
            ][..],
        ),
        (
            "02-bridge.html",
            &[
                "Cầu Vạn Thuận thông xe sau ba năm thi công",
                "2026-02-20 10:05 +07:00 · Lê Quốc Khải, Hoàng Yến · vi",
            ],
        ),
        (
            "03-rice.json",
            &[
                "Giá lúa tăng tuần thứ ba liên tiếp",
                "2026-02-27 08:15 +07:00 · Võ Thành Nam · vi",
            ],
        ),
        (
            "04-school.json",
            &[
                "Học sinh Hòa Lâm được ăn trưa tại trường",
                "2026-03-05 16:20 +07:00 · Bích Ngân · vi",
            ],
        ),
        (
            "05-ferry.json",
            &[
                "Night ferry returns to the islands after two years",
                "2026-02-21 07:00 +00:00 · Fiona Marsh · en",
            ],
        ),
        (
            "06-tram.html",
            &[
                "Linie 4 fährt wieder bis zum Hafen",
                "2026-03-02 06:15 +01:00 · Jutta Brandner · de",
            ],
        ),
        (
            "07-lanterns.json",
            &[
                "川辺町の灯籠まつり、四年ぶりに開催",
                "2026-03-01 21:30 +09:00 · 佐伯真理 · ja",
            ],
        ),
        (
            "08-market.json",
            &[
                "Le marché couvert rouvre avec quarante étals",
                "2026-02-28 11:40 +01:00 · Paul Lestrade · fr",
            ],
        ),
        (
            "09-two-at-once.json",
            &[
                "Phà đêm Cồn Én chạy thêm chuyến 23 giờ",
                "2026-03-08 18:00 +07:00 · Thanh Tùng · vi",
                "Una biblioteca sobre ruedas llega a los pueblos de la sierra",
                "2026-03-02 09:30 +01:00 · Marcos Vidal · es",
            ],
        ),
        (
            "10-harvest.txt",
            &[
                "Late rain saves the hill farmers' millet",
                "2026-03-02 00:00 +00:00 · Ruth Okello · en",
            ],
        ),
        ("11-section.txt", &["section_page"]),
        ("12-cut-off.json", &["intake/invalid_json", "line 1 column 161"]),
        // ISO-8859-1, and nothing says so.
        (
            "13-old-bytes.txt",
            &["La bibliothèque municipale ferme en février", "fr"],
        ),
        (
            "14-goats.json",
            &[
                "Koperasi lembah mulai menjual susu kambing ke kota",
                "2026-03-06 05:45 +07:00 · Arif Hidayat · id",
            ],
        ),
    ] {
        assert!(account.contains(&format!("samples/{sample}")), "{sample}\n{account}");
        for word in words {
            assert!(account.contains(word), "{sample}: no {word}\n{account}");
        }
    }
    for count in ["13 events", "1 skipped", "1 dead letter "] {
        assert!(account.contains(count), "no {count}\n{account}");
    }
    // The list above is the folder.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 14);
}

#[test]
fn it_says_that_this_broker_is_for_trying_out_and_what_to_do_next() {
    let account = account();
    let (head, _) = account.split_once("\n\n").unwrap();
    assert!(head.contains("for trying out only"), "{head}");
    let (_, last) = account.split_once("Go on with").unwrap();
    for command in [
        "parse --indent FILE",
        "docker compose up --build",
        "run --set kafka.brokers=HOST:9092",
    ] {
        assert!(last.contains(command), "no {command}\n{last}");
    }
    assert!(account.contains("messages/s"), "{account}");
}

#[test]
fn it_fits_80_columns_without_escapes_where_no_terminal_is() {
    let account = account();
    assert!(!account.contains('\x1b'), "{account}");
    let program = env!("CARGO_BIN_EXE_bantin");
    // Commands are to be copied, so they are not wrapped.
    for line in account.lines().filter(|line| !line.contains(program)) {
        assert!(line.width() <= 80, "{line}");
    }
}

#[test]
fn colours_are_there_when_forced_and_a_reader_that_has_enough_is_no_failure() {
    let output = demo(&[("CLICOLOR_FORCE", "1")]);
    assert!(String::from_utf8(output.stdout).unwrap().contains('\x1b'));

    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .arg("demo")
        .env_clear()
        .stdin(Stdio::null())
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(
        (output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()),
        (Some(0), "")
    );
}
