//! Web archives from bytes to events: as an independent tool writes them, whole and cut off, and as the crawlers do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/answers.rs"]
mod answers;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use bantin::event::{ArticleEvent, Outcome};
use bantin::settings::Settings;
use serde_json::Value;

const THOUSAND: &[u8] = include_bytes!("fixtures/archive/thousand.warc.gz");
const SAID: &[u8] = include_bytes!("fixtures/archive/thousand.jsonl.gz");

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut all).unwrap();
    all
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What each record with a page says, as the script that wrote them wrote it down.
fn said() -> Vec<Value> {
    let text = String::from_utf8(unpacked(SAID)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn outcomes(value: &[u8]) -> Vec<Outcome> {
    answers::outcomes(value, &Settings::default())
}

/// Whether an event is what the record says.
fn assert_said(event: &Value, said: &Value) {
    let how = &said["how"];
    for (name, event, said) in [
        ("url", &event["url"], &said["uri"]),
        ("id", &event["source"]["id"], &said["id"]),
        ("title", &event["title"], &said["title"]),
    ] {
        assert_eq!(event, said, "{name} of a page that is {how}");
    }
    let format = if how == "conversion" { "wet" } else { "warc" };
    assert_eq!(event["format"]["kind"], format, "{said}");
    let retrieved: jiff::Timestamp = event["retrieved_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(retrieved, said["date"].as_str().unwrap().parse().unwrap(), "{said}");
    let (title, text) = (said["title"].as_str().unwrap(), said["text"].as_str().unwrap());
    assert_eq!(event["text"], format!("{title}\n{text}"), "{how}");
}

fn as_json(event: &ArticleEvent) -> Value {
    serde_json::to_value(event).unwrap()
}

fn assert_outcome(outcome: &Outcome, said: &Value) {
    match outcome {
        Outcome::Event(event) => assert_said(&as_json(event), said),
        Outcome::Skipped(reason) => assert_eq!(reason.as_str(), said["skipped"], "{said}"),
        other => panic!("{other:?} of {said}"),
    }
}

#[test]
fn a_thousand_records_are_read_whole() {
    let said = said();
    let plain = unpacked(THOUSAND);
    let stream = gzip(&plain);
    let frame = zstd::encode_all(&plain[..], 1).unwrap();
    for value in [THOUSAND, &plain, &stream, &frame] {
        let outcomes = outcomes(value);
        assert_eq!(outcomes.len(), said.len());
        for (outcome, said) in outcomes.iter().zip(&said) {
            assert_outcome(outcome, said);
        }
    }
}

/// Wherever the tail is cut off, all records before it are read, and of the last one what is there.
#[test]
fn nothing_before_a_cut_is_lost() {
    let said = said();
    let plain = unpacked(THOUSAND);
    let stream = gzip(&plain);
    // A part of it is enough, and soon read.
    for (name, bytes) in [("members", THOUSAND), ("plain", &plain), ("one stream", &stream)] {
        let part = bytes.len() / 20;
        for cut in (part - 2_000..part).step_by(97) {
            let outcomes = outcomes(&bytes[..cut]);
            let (last, whole) = outcomes.split_last().unwrap();
            assert!(whole.len() > 15, "{name} {cut}: {}", whole.len());
            for (outcome, said) in whole.iter().zip(&said) {
                assert_outcome(outcome, said);
            }
            match last {
                Outcome::Event(event) => {
                    let (event, said) = (as_json(event), &said[whole.len()]);
                    let is_cut = event["warnings"]
                        .as_array()
                        .is_some_and(|list| list.contains(&"truncated".into()));
                    if !is_cut {
                        assert_said(&event, said);
                    }
                }
                Outcome::Skipped(_) => {}
                Outcome::DeadLetter(failure) => {
                    assert!(
                        ["invalid_archive", "broken_compression"].contains(&failure.code),
                        "{failure}"
                    );
                }
                Outcome::Tombstone => panic!(),
            }
        }
    }
}

fn parse(args: &[&str], input: &[u8]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .arg("parse")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn parse_answers_each_record_with_a_line() {
    let said = said();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("any-name");
    let plain = unpacked(THOUSAND);
    for (bytes, jobs) in [(THOUSAND, "1"), (&plain, "2"), (&gzip(&plain), "2")] {
        std::fs::write(&path, bytes).unwrap();
        let name = path.display().to_string();
        let answers = parse(&["--jobs", jobs, &name], b"");
        assert_eq!(answers.len(), said.len());
        for (answer, said) in answers.iter().zip(&said) {
            match said.get("skipped") {
                Some(reason) => assert_eq!(&answer["skipped"], reason),
                None => {
                    assert_said(answer, said);
                    assert_eq!(answer["source"]["line"], said["number"]);
                    assert!(answer["source"].get("index").is_none());
                }
            }
        }
    }
    // From a pipe as well, and what is packed but no archive is one message, or lines.
    assert_eq!(parse(&[], THOUSAND).len(), said.len());
    let object = b"{\"text\": \"x\"}\n{\"text\": \"y\"}\n";
    assert_eq!(parse(&["--lines"], &gzip(object)).len(), 2);
    let page = "<h1>Cầu mới</h1><p>Sáng nay, cầu Sơn Hải chính thức thông xe sau hai năm thi công.</p>";
    assert_eq!(parse(&[], &gzip(page.as_bytes()))[0]["title"], "Cầu mới");
}

#[test]
fn an_archive_without_a_page_says_so() {
    let record = "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 1\r\n\r\nx\r\n\r\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.wat");
    std::fs::write(&path, record.repeat(3)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .arg("parse")
        .arg(&path)
        .output()
        .unwrap();
    assert!(output.status.success() && output.stdout.is_empty());
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("an archive without a page")
    );
}

#[test]
fn a_record_that_is_too_large_is_told_and_the_next_one_is_read() {
    let record = |text: &str| {
        let size = text.len();
        format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {size}\r\n\r\n{text}\r\n\r\n"
        )
    };
    let page = "<h1>Cầu mới</h1><p>Sáng nay, cầu Sơn Hải chính thức thông xe sau hai năm thi công.</p>";
    let archive = [record(page), record(&page.repeat(400_000)), record(page)].concat();
    let answers = parse(&[], &gzip(archive.as_bytes()));
    assert_eq!(answers[1]["error"]["code"], "too_large");
    for (answer, line) in [(&answers[0], 1), (&answers[2], 3)] {
        assert_eq!(
            (&answer["title"], &answer["source"]["line"]),
            (&"Cầu mới".into(), &line.into())
        );
    }
    assert_eq!(answers.len(), 3);
}

/// One page of Common Crawl as WARC, WET and WAT.
#[test]
fn a_page_of_common_crawl_is_read_in_all_its_archives() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/formats/cc_whirlwind");
    if !folder.exists() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    for (name, format) in [("warc", "warc"), ("warc.wet", "wet"), ("warc.wat", "")] {
        for end in ["", ".gz"] {
            let bytes = std::fs::read(folder.join(format!("whirlwind.{name}{end}"))).unwrap();
            let outcomes = outcomes(&bytes);
            let [outcome] = &outcomes[..] else {
                panic!("{name}{end}: {outcomes:?}")
            };
            match outcome {
                Outcome::Event(event) => {
                    let event = as_json(event);
                    assert_eq!(event["format"]["kind"], format);
                    assert_eq!(event["url"], "https://an.wikipedia.org/wiki/Escopete");
                    assert!(
                        event["retrieved_at"]
                            .as_str()
                            .unwrap()
                            .starts_with("2024-05-18T01:58:10")
                    );
                    assert!(event["text"].as_str().unwrap().contains("Escopete"));
                }
                Outcome::Skipped(reason) => assert_eq!((reason.as_str(), format), ("no_page", "")),
                other => panic!("{name}{end}: {other:?}"),
            }
        }
    }
}
