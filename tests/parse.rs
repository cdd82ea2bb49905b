//! `bantin parse`: exactly one answer for every message, in order, at once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/strict_schema.rs"]
mod strict_schema;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const STORY: &str = "Sơn Hải khai trương cầu mới\nSáng nay, cầu Sơn Hải chính thức thông xe sau hai năm thi công, \
    người dân hai bên bờ vui mừng.\nCầu dài 420 m, rộng 12 m, nối hai phường của thành phố.";

fn bantin(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
    command
        .arg("parse")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = bantin(args).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn answers(output: &Output) -> Vec<Value> {
    assert!(output.stdout.is_empty() || output.stdout.ends_with(b"\n"));
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What an answer is, in one word.
fn kind(answer: &Value) -> String {
    match answer {
        Value::Array(items) => format!("[{}]", items.iter().map(kind).collect::<Vec<_>>().join(",")),
        Value::Object(o) if o.contains_key("error") => {
            for key in ["stage", "code", "message"] {
                assert!(o["error"][key].as_str().is_some_and(|t| !t.is_empty()), "{answer}");
            }
            "error".into()
        }
        Value::Object(o) if o.contains_key("skipped") => format!("skipped:{}", o["skipped"].as_str().unwrap()),
        Value::Object(o) if o.get("tombstone") == Some(&json!(true)) => "tombstone".into(),
        Value::Object(o) if o.contains_key("article_id") => "event".into(),
        _ => panic!("no answer at all: {answer}"),
    }
}

fn envelope(id: usize) -> String {
    json!({ "id": id.to_string(), "text": STORY }).to_string()
}

#[test]
fn every_line_has_one_answer_in_order() {
    let input = [
        envelope(1).as_str(),
        "",
        "  \r",
        "null",
        "  null ",
        envelope(6).as_str(),
    ]
    .join("\n");
    for ending in ["", "\n"] {
        for jobs in ["1", "3"] {
            let output = run(&["--lines", "--jobs", jobs], (input.clone() + ending).as_bytes());
            assert_eq!(output.status.code(), Some(0));
            let kinds: Vec<_> = answers(&output).iter().map(kind).collect();
            assert_eq!(
                kinds,
                [
                    "event",
                    "skipped:empty",
                    "skipped:empty",
                    "tombstone",
                    "tombstone",
                    "event"
                ]
            );
        }
    }
}

#[test]
fn an_answer_is_an_array_if_and_only_if_the_message_was_one() {
    let one = envelope(1);
    let input = format!("{one}\n[{one}]\n[{one},{one}]\n[]\n");
    let output = run(&["--lines"], input.as_bytes());
    let kinds: Vec<_> = answers(&output).iter().map(kind).collect();
    assert_eq!(kinds, ["event", "[event]", "[event,event]", "skipped:empty"]);
    let ids: Vec<_> = answers(&output)[2]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["source"]["index"].clone())
        .collect();
    assert_eq!(ids, [json!(0), json!(1)]);
}

#[test]
fn bad_messages_are_answered_and_do_no_harm() {
    let mut input = b"{\"text\": \"\n\xff\xfe\xfd \xc3\n".to_vec();
    input.extend_from_slice(b"\x00\x00\x00\n");
    input.extend_from_slice("[".repeat(50_000).as_bytes());
    input.push(b'\n');
    input.extend_from_slice(envelope(5).as_bytes());
    let output = run(&["--lines"], &input);
    assert_eq!(output.status.code(), Some(0));
    let kinds: Vec<_> = answers(&output).iter().map(kind).collect();
    assert_eq!(kinds.len(), 5, "{kinds:?}");
    assert_eq!(kinds[4], "event");
}

#[test]
fn events_keep_to_the_strict_schema_and_count_in_code_points() {
    let validator = strict_schema::validator();
    let input = format!(
        "{}\n{}\n",
        envelope(1),
        json!({"title": "A b", "description": "C 👍 d"})
    );
    for event in answers(&run(&["--lines"], input.as_bytes())) {
        assert_eq!(kind(&event), "event");
        strict_schema::check(&validator, &event);
        let text: Vec<char> = event["text"].as_str().unwrap().chars().collect();
        for block in event.get("body").and_then(Value::as_array).into_iter().flatten() {
            let at = |key: &str| block[key].as_u64().unwrap() as usize;
            let cut: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(cut, block["text"].as_str().unwrap());
        }
    }
}

#[test]
fn many_messages_on_many_threads_give_what_one_thread_gives() {
    let input: String = (0..3_000).map(|n| envelope(n) + "\n").collect();
    let one = run(&["--lines", "--jobs", "1"], input.as_bytes());
    let many = run(&["--lines", "--jobs", "5"], input.as_bytes());
    assert_eq!(one.stdout.iter().filter(|b| **b == b'\n').count(), 3_000);
    assert!(one.stdout == many.stdout);
}

#[test]
fn an_answer_does_not_wait_for_the_next_message() {
    for jobs in ["1", "2"] {
        let mut child = bantin(&["--lines", "--jobs", jobs]).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        for n in 1..=3 {
            writeln!(stdin, "{}", envelope(n)).unwrap();
            // Input stays open: were the answer held back, this would wait for ever.
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["source"]["line"], n);
        }
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn files_are_one_message_each_and_a_missing_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("a.txt"), STORY).unwrap();
    std::fs::write(path("b.txt"), "").unwrap();
    let (a, b, missing) = (path("a.txt"), path("b.txt"), path("missing.txt"));
    let output = run(&[&a, &missing, &b, &a], b"");
    assert_eq!(output.status.code(), Some(66));
    assert!(String::from_utf8_lossy(&output.stderr).contains(&missing));
    let found = answers(&output);
    assert_eq!(
        found.iter().map(kind).collect::<Vec<_>>(),
        ["event", "skipped:empty", "event"]
    );
    assert_eq!(found[0]["source"], json!({"file": a, "line": 1}));
    assert_eq!(found[0], found[2]);
}

#[test]
fn standard_input_is_one_message_without_lines() {
    for args in [&[][..], &["-"]] {
        let output = run(args, STORY.as_bytes());
        let found = answers(&output);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["source"], json!({"file": "-", "line": 1}));
    }
    let output = run(&["--indent"], STORY.as_bytes());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("{\n  \"id\""), "{text}");
    assert_eq!(kind(&serde_json::from_str(&text).unwrap()), "event");
}

#[test]
fn a_huge_line_is_answered_and_the_next_one_too() {
    let limit = 16 << 20;
    let inside = json!({ "text": "dài ".repeat(1 << 20) }).to_string();
    let above = format!("{{\"text\": \"{}\"}}", "x".repeat(limit + 1000));
    let input = format!("{inside}\n{above}\n{}\n", envelope(3));
    let output = run(&["--lines", "--jobs", "2"], input.as_bytes());
    let kinds: Vec<_> = answers(&output).iter().map(kind).collect();
    assert_eq!(kinds.len(), 3);
    assert_eq!((kinds[1].as_str(), kinds[2].as_str()), ("error", "event"), "{kinds:?}");
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    for jobs in ["1", "2"] {
        let mut child = bantin(&["--lines", "--jobs", jobs]).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Written until the other end is closed: this ends only because bantin does.
        let writer = std::thread::spawn(move || while writeln!(stdin, "{}", envelope(1)).is_ok() {});
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        drop(stdout);
        assert_eq!(child.wait().unwrap().code(), Some(0));
        writer.join().unwrap();
        let mut complaints = String::new();
        child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
        assert_eq!(complaints, "");
    }
}
