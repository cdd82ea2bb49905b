//! Trains `lexicon/names.bin`, which tells the names in a text, and measures it by cross-validation over articles.
//!
//! ```text
//! cargo run --release --no-default-features --example train-names -- [--measure] [--folds DIR] [--out lexicon/names.bin] GOLD
//! ```
//!
//! `GOLD` is a folder with annotated articles, `DOC.txt`, and `gold.jsonl`, a line each, as `GUIDE.md` beside them
//! describes it. `--measure` counts names as `score.py` does, each article read with weights that were trained without
//! it; `--folds` writes these weights, for the example `crossed`. The result depends on the input alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod crf;
mod gold;
mod learn;
mod tally;

use std::collections::HashMap;
use std::path::Path;

use bantin::enrich::names::cues;
use bantin::enrich::names::tagger::Tagger;
use gold::{Doc, FOLDS};
use learn::{Prepared, Settings};
use tally::Tally;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut folder, mut out, mut folds, mut measure, mut show) = (None, None, None, false, false);
    let mut settings = Settings {
        epochs: 10,
        lambda: 1.5,
        least: 2,
        smallest: 0.0,
    };
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|n| n.parse::<f32>().ok()).expect("a number");
        match argument.as_str() {
            "--measure" => measure = true,
            "--show" => show = true,
            "--epochs" => settings.epochs = number() as usize,
            "--lambda" => settings.lambda = number(),
            "--least" => settings.least = number() as u32,
            "--smallest" => settings.smallest = number(),
            "--out" => out = arguments.next(),
            "--folds" => folds = arguments.next(),
            _ => folder = Some(argument),
        }
    }
    let folder = folder.expect("the folder of annotated articles");
    let docs = gold::read(Path::new(&folder));
    let lexicon = cues::lexicon();
    let prepared: Vec<Prepared> = docs.iter().map(|d| learn::prepare(d, &lexicon)).collect();
    eprintln!("{} articles", docs.len());
    let pick = |wanted: &dyn Fn(&Doc) -> bool| -> Vec<&Prepared> {
        docs.iter()
            .zip(&prepared)
            .filter(|(d, _)| wanted(d))
            .map(|(_, p)| p)
            .collect()
    };
    if measure || folds.is_some() {
        // Two at a time; each fold is a matter of its own, so the result is the same.
        let fold = |n: u64| learn::learn(&pick(&|d: &Doc| d.part(FOLDS, 7) != n), settings, "cross-validation");
        let weights: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let fold = &fold;
            let half = |from: u64| scope.spawn(move || (from..FOLDS).step_by(2).map(fold).collect::<Vec<_>>());
            let (even, odd) = (half(0), half(1));
            let (even, odd) = (even.join().expect("no panic"), odd.join().expect("no panic"));
            (0..FOLDS as usize)
                .map(|n| {
                    if n % 2 == 0 {
                        even[n / 2].clone()
                    } else {
                        odd[n / 2].clone()
                    }
                })
                .collect()
        });
        report(&docs, &weights, show);
        if let Some(folds) = folds {
            std::fs::create_dir_all(&folds).expect("the folder can be made");
            for (n, weights) in weights.iter().enumerate() {
                std::fs::write(Path::new(&folds).join(format!("{n}.bin")), weights)
                    .expect("the weights can be written");
            }
        }
    }
    if let Some(out) = out {
        let origin = format!("training/names, {} annotated articles", docs.len());
        std::fs::write(out, learn::learn(&pick(&|_| true), settings, &origin)).expect("the weights can be written");
    }
}

fn report(docs: &[Doc], weights: &[Vec<u8>], show: bool) {
    let mut tagger: Option<Tagger> = None;
    let (mut tally, mut sources): (Tally, HashMap<&str, Tally>) = Default::default();
    let mut errors: HashMap<String, (usize, String)> = HashMap::new();
    let mut worst = Vec::new();
    for (n, weights) in (0..).zip(weights) {
        let own = match &tagger {
            None => Tagger::new(weights),
            Some(tagger) => tagger.with_weights(weights),
        };
        let own = tagger.insert(own.expect("the weights can be read"));
        eprintln!("fold {n}: {:?} rows and bytes", own.model().size());
        for doc in docs.iter().filter(|d| d.part(FOLDS, 7) == n) {
            let found = own.mentions(&doc.text);
            sources
                .entry(doc.id.split('_').next().unwrap_or_default())
                .or_default()
                .add(doc, &found);
            worst.push((tally.add(doc, &found), doc.id.as_str()));
            let differ = [("+", &found, &doc.mentions), ("-", &doc.mentions, &found)];
            for (sign, some, others) in differ {
                for m in some.iter().filter(|m| !others.contains(m)) {
                    let before: String = doc.text[..m.span.start].chars().rev().take(30).collect();
                    let after: String = doc.text[m.span.end..].chars().take(30).collect();
                    let before: String = before.chars().rev().collect();
                    let name = &doc.text[m.span.clone()];
                    let error = errors.entry(format!("{sign} {:?} {name}", m.kind)).or_default();
                    *error = (
                        error.0 + 1,
                        format!("{}: {before}[{name}]{after}", doc.id).replace('\n', "⏎"),
                    );
                }
            }
        }
    }
    for (source, tally) in &sources {
        println!("{source:5} {}", tally.report());
    }
    println!("all   {}", tally.report());
    if show {
        worst.sort_unstable_by(|a, b| b.cmp(a));
        println!("worst {:?}", &worst[..20.min(worst.len())]);
        let mut errors: Vec<_> = errors.into_iter().collect();
        errors.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(&b.0)));
        for (error, (times, place)) in errors {
            println!("{times} {error}    {place}");
        }
    }
}
