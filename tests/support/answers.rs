//! A message through the pipeline: what comes of each article, as outcomes or as `parse` would print them.

#![allow(dead_code, reason = "each test needs a part of it")]

use bantin::intake::{Message, Origin};
use bantin::pipeline::{Outcome, Outcomes, Pipeline};
use bantin::settings::Settings;
use serde_json::{Value, json};

/// What comes of each article of a message.
pub fn outcomes(value: &[u8], settings: &Settings) -> Vec<Outcome> {
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(value),
        headers: Vec::new(),
    };
    match Pipeline::new(settings).process(&message) {
        Outcomes::One(outcome) => vec![outcome],
        Outcomes::Several(outcomes) => outcomes,
    }
}

/// The same as JSON: the event, `{"skipped": reason}`, `{"error": code}`.
pub fn answers(value: &[u8], settings: &Settings) -> Vec<Value> {
    let answer = |outcome: Outcome| match outcome {
        Outcome::Event(event) => serde_json::to_value(&event).unwrap(),
        Outcome::Skipped(reason) => json!({ "skipped": reason.as_str() }),
        Outcome::DeadLetter(failure) => json!({ "error": failure.code }),
        Outcome::Tombstone => json!("tombstone"),
    };
    outcomes(value, settings).into_iter().map(answer).collect()
}
