//! `bantin parse --words`: one line of words for every line, and nothing is lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["parse", "--words"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn text(output: &Output) -> &str {
    assert_eq!(output.status.code(), Some(0));
    std::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn every_line_has_one_line_of_words() {
    for (input, expected) in [
        ("", ""),
        ("\n", "\n"),
        ("học sinh", "học_sinh\n"),
        ("\n\nHọc sinh  đi học.\r\n \t\n", "\n\nHọc_sinh đi học .\n\n"),
        (
            "Ông Nguyễn Văn B., 20/2, ở TP.HCM\nSở GD-ĐT có 4.235 lớp",
            "Ông Nguyễn_Văn_B. , 20/2 , ở TP.HCM\nSở GD-ĐT có 4.235 lớp\n",
        ),
        ("chính phủ Việt Nam", "chính_phủ Việt_Nam\n"),
    ] {
        for jobs in ["1", "3"] {
            assert_eq!(text(&run(&["--jobs", jobs], input.as_bytes())), expected, "{input:?}");
        }
    }
}

#[test]
fn files_and_standard_input_are_read_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    std::fs::write(&file, "bệnh viện\nmột").unwrap();
    let path = file.to_str().unwrap();
    assert_eq!(
        text(&run(&[path, "-", path], "hai\n".as_bytes())),
        "bệnh_viện\nmột\nhai\nbệnh_viện\nmột\n"
    );

    let missing = run(&["/nonexistent/a", path], b"");
    assert_eq!(missing.status.code(), Some(66));
    assert_eq!(missing.stdout, "bệnh_viện\nmột\n".as_bytes());
    assert!(String::from_utf8_lossy(&missing.stderr).contains("/nonexistent/a"));
}

#[test]
fn what_is_no_utf_8_is_replaced_and_named() {
    let output = run(&["--jobs", "1"], b"m\xe1\xbb\x99t\nhai \xff ba\nb\xe1\xbb\x91n");
    assert_eq!(text(&output), "một\nhai \u{fffd} ba\nbốn\n");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("line 2") && said.contains("UTF-8"), "{said}");
}

#[test]
fn a_long_line_is_not_cut() {
    let input = "nhân dân ".repeat(400_000);
    let output = run(&[], input.as_bytes());
    let found = text(&output);
    assert_eq!(found.lines().count(), 1);
    assert_eq!(found.replace(['_', ' ', '\n'], ""), input.replace(' ', ""));
}

#[test]
fn words_are_no_events() {
    for other in ["--lines", "--indent"] {
        let output = run(&[other], b"");
        assert_eq!(output.status.code(), Some(2), "{other}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be used with"));
    }
}
