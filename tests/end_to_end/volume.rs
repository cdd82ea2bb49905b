//! Real pages by the thousand pass through: none is lost, and none is a dead letter.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::support::client::Input;
use crate::support::contract::check_event;
use crate::support::passage::{Passage, pass};
use crate::support::say::say;

/// The lines of a compressed file of `../shared`; None, saying so, where it is not there.
fn lines(test: &str, file: &str) -> Option<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpus/text")
        .join(file);
    if !path.exists() {
        say(&format!("{test}: skipped, there is no ../shared/corpus/text/{file}"));
        return None;
    }
    let output = Command::new("gzip").arg("-dc").arg(path).output().unwrap();
    assert!(output.status.success(), "gzip -dc {file}");
    Some(
        String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect(),
    )
}

/// Every message became an event or was passed over; says how many of which.
fn check(test: &str, sent: usize, passage: &Passage) {
    let codes = passage.dead_letters.iter().map(|dead| {
        format!(
            "{:?}/{:?} at {:?}",
            dead.header("dlq.stage"),
            dead.header("dlq.code"),
            dead.header("dlq.offset")
        )
    });
    let codes: Vec<_> = codes.collect();
    assert!(codes.is_empty(), "dead letters: {codes:#?}");
    for found in &passage.output {
        check_event(found, &passage.topics.input, 4);
    }
    let mut skips = BTreeMap::new();
    for reason in ["empty", "section_page", "error_page", "no_article"] {
        let count = passage
            .metrics
            .sum("bantin_skips_total", &[("reason", reason)])
            .unwrap_or(0.0);
        skips.insert(reason, count as usize);
    }
    let skipped = passage
        .metrics
        .sum("bantin_messages_total", &[("outcome", "skip")])
        .unwrap() as usize;
    let events = passage.output.len();
    say(&format!(
        "{test}: {sent} messages, {events} events, {skipped} passed over: {skips:?}"
    ));
    assert_eq!(passage.output.len() + skipped, sent);
    assert!(skipped * 20 < sent, "more than a twentieth was passed over");
}

#[test]
fn all_pages_of_the_dumps_pass() {
    let test = "all_pages_of_the_dumps_pass";
    let Some(lines) = lines(test, "vietnamese-dumps.jsonl.gz") else {
        return;
    };
    assert_eq!(lines.len(), 3_756);
    let input = |(n, line): (usize, &String)| {
        let page: serde_json::Value = serde_json::from_str(line).unwrap();
        let input = Input::of(page["text"].as_str().unwrap()).key(page["id"].as_str().unwrap());
        input.partition(n as i32 % 4)
    };
    let inputs: Vec<_> = lines.iter().enumerate().map(input).collect();
    let passage = pass(4, &inputs, |settings| settings);
    check(test, inputs.len(), &passage);
}

#[test]
fn all_messages_of_a_crawler_pass() {
    let test = "all_messages_of_a_crawler_pass";
    let Some(lines) = lines(test, "newsplease-messages.jsonl.gz") else {
        return;
    };
    assert_eq!(lines.len(), 118);
    let inputs: Vec<_> = (0..)
        .zip(&lines)
        .map(|(n, line)| Input::of(line.as_str()).partition(n % 4))
        .collect();
    let passage = pass(4, &inputs, |settings| settings);
    check(test, inputs.len(), &passage);
}
