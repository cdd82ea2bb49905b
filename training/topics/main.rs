//! Trains `lexicon/topics.bin`, which tells what an article is about, and measures it by cross-validation over stories.
//!
//! ```text
//! cargo run --release --no-default-features --example train-topics -- [--measure] [--out lexicon/topics.bin]
//!     [--text TEXT.jsonl.gz] … GOLD
//! ```
//!
//! `GOLD` is a folder with annotated articles and `gold.jsonl`, as `GUIDE.md` beside them describes it. In texts how
//! many articles each syllable and pair stands in is counted; those in a section that is about one topic are learnt
//! from, too, with little weight. `--measure` prints how often the first topic is right, as `score.py` counts it,
//! and how far probabilities can be trusted. The result depends on the input alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod corpus;
mod learn;
mod report;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use bantin::enrich::syllables::syllables;
use bantin::enrich::topics::model::{Model, TOPICS};
use bantin::enrich::topics::places;
use corpus::{Article, FOLDS};
use learn::{Example, Settings};

/// What a section counts against an annotation.
const SECTION: f32 = 0.05;
/// How much of an article is about the second of two topics.
const SECOND: f32 = 0.45;

const SETTINGS: Settings = Settings {
    lambda: 0.03,
    rate: 6.0,
    least: 3,
    most: 40_000,
    power: 0.5,
};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut folder, mut texts, mut out, mut measure) = (None, Vec::new(), None, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--measure" => measure = true,
            "--out" => out = arguments.next(),
            "--text" => texts.extend(arguments.next()),
            _ => folder = Some(argument),
        }
    }
    let folder = folder.expect("the folder of annotated articles");
    let mut articles = corpus::annotated(Path::new(&folder));
    let annotated = articles.len();
    articles.extend(texts.iter().flat_map(|file| corpus::corpus(file)));
    corpus::find_stories(&mut articles);
    eprintln!("{annotated} annotated articles, {} in all", articles.len());
    let training = Training {
        frequencies: learn::frequencies(articles.iter().map(|a| &a.counted)),
        annotated,
        articles,
    };
    // The curve is fitted on what the weights had not seen, for the final weights, too.
    let answers = training.cross_validate();
    if measure {
        report::report(&training.articles[..annotated], &answers);
    }
    if let Some(out) = out {
        let (vocabulary, weights) = training.learn(None);
        let bytes = learn::laid_out(&vocabulary, &weights, report::curve(answers.iter(), |_| true));
        std::fs::write(out, bytes).expect("the weights can be written");
    }
}

struct Training {
    /// The annotated ones first.
    articles: Vec<Article>,
    annotated: usize,
    frequencies: (HashMap<u32, u32>, usize),
}

impl Training {
    /// Learns from all stories but those of a fold.
    fn learn(&self, without: Option<u64>) -> (learn::Vocabulary, learn::Weights) {
        let (annotated, corpus) = self.articles.split_at(self.annotated);
        let learnt = annotated.iter().filter(|a| Some(a.fold) != without);
        let mut examples: Vec<Example> = learnt
            .map(|article| Example {
                counted: &article.counted,
                target: target(&article.topics),
                weight: 1.0,
            })
            .collect();
        // The story of an annotated article is learnt from its annotation, or tested.
        let stories: HashSet<usize> = annotated.iter().map(|a| a.story).collect();
        examples.extend(
            corpus
                .iter()
                .filter(|a| !stories.contains(&a.story))
                .filter_map(|article| {
                    Some(Example {
                        counted: &article.counted,
                        target: target(&[article.section?]),
                        weight: SECTION,
                    })
                }),
        );
        let (frequencies, all) = &self.frequencies;
        learn::learn(frequencies, *all, &examples, &SETTINGS)
    }

    /// For each annotated article, what weights that were learnt without its story say.
    fn cross_validate(&self) -> Vec<report::Answer<'_>> {
        // Two at a time; each fold is a matter of its own, so the result is the same.
        let fold = |n: u64| {
            let (vocabulary, weights) = self.learn(Some(n));
            (n, learn::laid_out(&vocabulary, &weights, (1.0, 0.0)))
        };
        let models: HashMap<u64, Vec<u8>> = std::thread::scope(|scope| {
            let fold = &fold;
            let half = |from: u64| scope.spawn(move || (from..FOLDS).step_by(2).map(fold).collect::<Vec<_>>());
            let halves = [half(0), half(1)];
            halves
                .into_iter()
                .flat_map(|half| half.join().expect("no panic"))
                .collect()
        });
        let annotated = self.articles[..self.annotated].iter();
        annotated
            .map(|article| {
                let model = Model::new(&models[&article.fold]).expect("a model of the right size");
                let syllables = syllables(&article.text);
                report::Answer {
                    article,
                    shares: model.probabilities(&places(&syllables, article.title, article.lead)),
                }
            })
            .collect()
    }
}

fn target(topics: &[usize]) -> [f32; TOPICS] {
    let mut target = [0.0; TOPICS];
    match topics {
        [first, second, ..] => {
            target[*first] += 1.0 - SECOND;
            target[*second] += SECOND;
        }
        [only] => target[*only] = 1.0,
        [] => {}
    }
    target
}
