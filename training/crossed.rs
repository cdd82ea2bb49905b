//! Answers as `bantin parse --lines` does, each annotated article with weights that were trained without it, so that
//! `score.py` measures what was not trained on:
//!
//! ```text
//! cargo run --release --no-default-features --example train-names -- --folds /tmp/folds ../shared/gold
//! cargo build --release --no-default-features --example crossed
//! BANTIN_FOLDS=/tmp/folds ../shared/eval/score.py gold ../shared/gold --bin target/release/examples/crossed
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "names/gold.rs"]
#[allow(dead_code)]
mod gold;

use std::io::{BufRead, Write};
use std::sync::Arc;

use bantin::enrich::names::tagger;
use bantin::event::{Outcome, to_json};
use bantin::intake::{Message, Origin};
use bantin::pipeline::{Outcomes, Pipeline};
use bantin::settings::Settings;

fn main() {
    let folder = std::env::var("BANTIN_FOLDS").expect("BANTIN_FOLDS: the folder with the weights of each fold");
    let own = tagger().expect("the compiled-in weights can be read");
    let pipelines: Vec<Pipeline> = (0..gold::FOLDS)
        .map(|fold| {
            let weights = std::fs::read(format!("{folder}/{fold}.bin")).expect("the weights of the fold can be read");
            let tagger = own.with_weights(&weights).expect("these are weights");
            Pipeline::new(&Settings::default()).with_names(Arc::new(tagger))
        })
        .collect();
    let mut out = std::io::stdout().lock();
    for (line, text) in (1..).zip(std::io::stdin().lock().lines()) {
        let text = text.expect("a line can be read");
        let message: serde_json::Value = serde_json::from_str(&text).expect("a line is JSON");
        let fold = gold::part(message["id"].as_str().expect("a message has an id"), gold::FOLDS, 7);
        let message = Message {
            origin: Origin::File { path: "-", line },
            timestamp: None,
            key: None,
            value: Some(text.as_bytes()),
            headers: Vec::new(),
        };
        let answer = match pipelines[fold as usize].process(&message) {
            Outcomes::One(Outcome::Event(event)) => to_json(&event).expect("an event can be written"),
            other => format!("{{\"skipped\": \"{:?}\"}}", std::mem::discriminant(&other)).into_bytes(),
        };
        out.write_all(&answer)
            .and_then(|()| out.write_all(b"\n"))
            .expect("standard output can be written");
    }
}
