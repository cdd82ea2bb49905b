//! Trains `lexicon/words.bin`, which joins the syllables of Vietnamese words, and measures it.
//!
//! ```text
//! cargo run --release --no-default-features --example train-words -- --words LIST.txt [--text TEXT.jsonl.gz] …
//!     [--measure] [--test FILE.conllu] [--out lexicon/words.bin] TREEBANK.conllu …
//! ```
//!
//! A treebank is in the format of Universal Dependencies (CoNLL-U), of which only the forms are read; the list has one word
//! a line; of the texts, how often syllables stand side by side is counted (all strings of each line's object). What is
//! learnt is a conditional random field over the gaps of a sentence. `--measure` is cross-validation, `--test` measures on
//! a treebank of its own. The result depends on the input alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{HashMap, HashSet};
use std::io::Read;

use bantin::enrich::segment::features::{self, Answers};
use bantin::enrich::segment::model::{self, Lexicon, Model, SLOTS, slot};
use bantin::enrich::segment::units::{self, Unit};
use bantin::enrich::segment::{Segmenter, gaps};

/// Times that all sentences are gone through; more of them, or larger steps, learn the sentences by heart.
const EPOCHS: usize = 8;
/// How large steps are.
const RATE: f32 = 0.1;
/// How much large weights are drawn to zero.
const DECAY: f32 = 1e-3;
/// Steps of a weight of 1.
const SCALE: f32 = 48.0;
/// Added to the evidence for joining: two words found for one cost more than one found for two.
const TO_JOIN: f32 = 0.3;
/// Pairs that are rarer in the texts are not looked at.
const LEAST: u32 = 4;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut files, mut texts, mut out, mut list, mut test, mut measure) =
        (Vec::new(), Vec::new(), None, None, None, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--measure" => measure = true,
            "--out" => out = arguments.next(),
            "--words" => list = arguments.next(),
            "--text" => texts.extend(arguments.next()),
            "--test" => test = arguments.next(),
            _ => files.push(argument),
        }
    }
    let list = std::fs::read_to_string(list.expect("--words LIST.txt")).expect("the list of words can be read");
    let words = words(&list);
    let pairs = Statistics::of(&texts).known(&words);
    eprintln!("{} words, {} with pairs of the texts", words.len(), pairs.len());
    let (lexicon, lost) = model::lay_out(pairs.into_iter());
    eprintln!("{lost} of them found no room");
    let sentences: Vec<Sentence> = files.iter().flat_map(|file| read(file)).collect();
    eprintln!("{} sentences", sentences.len());
    if measure {
        println!(
            "parts that stand together: {}",
            cross_validate(&lexicon, &sentences, false)
        );
        println!("parts of every tenth: {}", cross_validate(&lexicon, &sentences, true));
    }
    if let Some(test) = test {
        let truth = read(&test);
        let bytes = train(&lexicon, &sentences.iter().collect::<Vec<_>>());
        let truth: Vec<_> = truth.iter().collect();
        let mut counts = Counts::default();
        counts.add(&bytes, &truth);
        println!("{test}: {counts}");
    }
    if let Some(out) = out {
        let bytes = train(&lexicon, &sentences.iter().collect::<Vec<_>>());
        std::fs::write(&out, bytes).expect("the model can be written");
    }
}

/// A sentence as its tokens with spaces between, and for each gap between its units whether the treebank joins it.
struct Sentence {
    line: String,
    units: Vec<Unit>,
    joins: Vec<bool>,
    /// The words as ranges of what is not white space.
    spans: Vec<(usize, usize)>,
}

fn read(file: &str) -> Vec<Sentence> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let blocks = text.split("\n\n").filter(|b| !b.trim().is_empty());
    blocks
        .map(|block| {
            let rows = block.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_digit()));
            let fields = rows.map(|row| row.split('\t').collect::<Vec<_>>());
            let tokens: Vec<String> = fields
                .filter(|f| !f[0].contains('-'))
                .map(|f| f[1].to_owned())
                .collect();
            sentence(&tokens)
        })
        .collect()
}

fn sentence(tokens: &[String]) -> Sentence {
    let line = tokens.join(" ");
    let mut ends = HashSet::new();
    let mut at = 0;
    for token in tokens {
        at += token.len();
        ends.insert(at);
        at += 1;
    }
    let mut found = Vec::new();
    units::units(&line, &mut found);
    let joins = found
        .windows(2)
        .map(|w| !ends.contains(&w[0].end) && !w[1].glued)
        .collect();
    Sentence {
        units: found,
        joins,
        spans: spans(tokens.iter().map(|t| &**t)),
        line,
    }
}

fn spans<'a>(tokens: impl Iterator<Item = &'a str>) -> Vec<(usize, usize)> {
    let mut at = 0;
    let size = |t: &str| t.chars().filter(|c| !c.is_whitespace() && *c != '_').count();
    tokens
        .map(|t| {
            let start = at;
            at += size(t);
            (start, at)
        })
        .collect()
}

/// The words of the list that have two to four units, with what is known of them.
fn words(list: &str) -> Vec<(u32, u8)> {
    let mut all: Vec<(u32, u8)> = Vec::new();
    for word in list.lines().map(str::trim).filter(|w| !w.is_empty()) {
        let mut found = Vec::new();
        units::units(word, &mut found);
        if (2..=4).contains(&found.len()) {
            let hash = found[1..].iter().fold(found[0].hash, |h, u| features::pair(h, u.hash));
            all.push((hash, 1));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// How often units and pairs of them stand in texts.
#[derive(Default)]
struct Statistics {
    units: HashMap<u32, u32>,
    pairs: HashMap<u32, (u32, u32, u32)>,
    total: u32,
}

impl Statistics {
    /// Counts each line of the texts once.
    fn of(files: &[String]) -> Self {
        let mut all = Statistics::default();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for file in files {
            let mut text = String::new();
            let open = std::fs::File::open(file).unwrap_or_else(|e| panic!("{file}: {e}"));
            flate2::read::GzDecoder::new(open)
                .read_to_string(&mut text)
                .expect("packed text");
            for row in text.lines() {
                let row: serde_json::Value = serde_json::from_str(row).expect("a line of JSON");
                let values = row.as_object().into_iter().flatten();
                let values = values.filter_map(|(_, v)| v.as_str().filter(|v| v.matches(' ').count() > 3));
                for line in values.flat_map(str::lines) {
                    if seen.insert(line.to_owned()) {
                        found.clear();
                        units::units(line, &mut found);
                        all.count(&found);
                    }
                }
            }
        }
        all
    }

    fn count(&mut self, units: &[Unit]) {
        for unit in units.iter().filter(|u| u.shape as u8 <= units::Shape::Mixed as u8) {
            *self.units.entry(unit.hash).or_default() += 1;
            self.total += 1;
        }
        for pair in units.windows(2) {
            if !pair[1].glued && pair.iter().all(|u| u.shape as u8 <= units::Shape::Mixed as u8) {
                let (a, b) = (pair[0].hash, pair[1].hash);
                self.pairs.entry(features::pair(a, b)).or_insert((a, b, 0)).2 += 1;
            }
        }
    }

    /// What is known of words and pairs, the list first: bit 3 for those of the list, below it how closely a pair is tied.
    fn known(&self, words: &[(u32, u8)]) -> Vec<(u32, u8)> {
        let mut ties: HashMap<u32, u8> = HashMap::new();
        for (&hash, &(a, b, n)) in &self.pairs {
            let of = |unit: u32| f64::from(self.units[&unit]);
            let tie = (f64::from(n) * f64::from(self.total) / (of(a) * of(b))).log2();
            let level = ((tie - 1.0) / 1.5).floor() + 1.0;
            if n >= LEAST && level >= 1.0 {
                ties.insert(hash, level.min(7.0) as u8);
            }
        }
        let mut all: Vec<(u32, u8)> = words
            .iter()
            .map(|(hash, _)| (*hash, 8 | ties.remove(hash).unwrap_or(0)))
            .collect();
        let mut rest: Vec<(u32, u8)> = ties.into_iter().collect();
        rest.sort_unstable_by_key(|(hash, level)| (std::cmp::Reverse(*level), *hash));
        all.extend(rest);
        all
    }
}

/// Learns from sentences: the bytes of a model.
fn train(lexicon: &[u8], sentences: &[&Sentence]) -> Vec<u8> {
    let known = Lexicon::new(lexicon).expect("a lexicon of the right size");
    let all: Vec<Vec<(bool, Answers)>> = sentences
        .iter()
        .map(|s| {
            let mut answers = Vec::new();
            gaps(&s.units, &known, |may, a| answers.push((may, *a)));
            answers
        })
        .collect();
    let mut means = vec![0f64; 1 << SLOTS];
    let mut rounds = 0;
    let mut random = 1u64;
    let mut weights = vec![0f32; 1 << SLOTS];
    let mut squares = vec![1e-6f32; 1 << SLOTS];
    let mut order: Vec<usize> = (0..all.len()).collect();
    for epoch in 0..EPOCHS {
        for n in (1..order.len()).rev() {
            random = random
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            order.swap(n, (random >> 33) as usize % (n + 1));
        }
        for (done, &n) in order.iter().enumerate() {
            step(&all[n], &sentences[n].joins, &mut weights, &mut squares);
            if epoch > 0 && done % 128 == 0 {
                rounds += 1;
                means.iter_mut().zip(&weights).for_each(|(m, w)| *m += f64::from(*w));
            }
        }
    }
    let mut weights: Vec<f32> = means.iter().map(|m| (m / f64::from(rounds)) as f32).collect();
    let most = weights.iter().fold(0f32, |m, w| m.max(w.abs()));
    weights[slot(features::BIAS)] += TO_JOIN;
    let scale = (127.0 / most).min(SCALE);
    eprintln!(
        "largest weight {most}, {} weights",
        weights.iter().filter(|w| (**w * scale).round() != 0.0).count()
    );
    let mut bytes = lexicon.to_vec();
    bytes.extend(
        weights
            .iter()
            .map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8 as u8),
    );
    bytes
}

/// One step along the gradient of a sentence's likelihood (AdaGrad).
fn step(gaps: &[(bool, Answers)], joins: &[bool], weights: &mut [f32], squares: &mut [f32]) {
    let sum = |hashes: &[u32], w: &[f32]| hashes.iter().map(|h| w[slot(*h)]).sum::<f32>();
    let potentials: Vec<(f32, f32)> = gaps
        .iter()
        .map(|(may, a)| match may {
            true => (sum(&a.plain, weights), sum(&a.chained, weights)),
            false => (-1e9, 0.0),
        })
        .collect();
    let add = |a: f32, b: f32| a.max(b) + (-(a - b).abs()).exp().ln_1p();
    // Logarithms of the sums over all ways up to a gap, and from it on, with the gap parted and joined.
    let mut before = vec![(0f32, -1e9f32)];
    for (plain, chained) in &potentials {
        let (p, j) = before[before.len() - 1];
        before.push((add(p, j), add(p + plain, j + plain + chained)));
    }
    let mut after = vec![(0f32, 0f32); gaps.len() + 1];
    for n in (0..gaps.len()).rev() {
        let ((plain, chained), (p, j)) = (potentials[n], after[n + 1]);
        after[n] = (add(p, j + plain), add(p, j + plain + chained));
    }
    let all = add(before[gaps.len()].0, before[gaps.len()].1);
    for (n, (may, answers)) in gaps.iter().enumerate() {
        if !may {
            continue;
        }
        let joined = (before[n + 1].1 + after[n + 1].1 - all).exp();
        let both = (before[n].1 + potentials[n].0 + potentials[n].1 + after[n + 1].1 - all).exp();
        let is_both = joins[n] && n > 0 && joins[n - 1];
        let plain = joined - f32::from(u8::from(joins[n]));
        let chained = both - f32::from(u8::from(is_both));
        let hashes = answers.plain.iter().map(|h| (h, plain));
        for (hash, error) in hashes.chain(answers.chained.iter().map(|h| (h, chained))) {
            if error.abs() < 1e-4 {
                continue;
            }
            let at = slot(*hash);
            let gradient = error + DECAY * weights[at];
            squares[at] += gradient * gradient;
            weights[at] -= RATE * gradient / squares[at].sqrt();
        }
    }
}

/// Found, and right, and true words.
#[derive(Default)]
struct Counts {
    right: usize,
    found: usize,
    truth: usize,
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (p, r) = (
            self.right as f64 / self.found as f64,
            self.right as f64 / self.truth as f64,
        );
        write!(f, "P {p:.4} R {r:.4} F1 {:.4}", 2.0 * p * r / (p + r))
    }
}

impl Counts {
    fn add(&mut self, bytes: &[u8], sentences: &[&Sentence]) {
        let model = Model::new(bytes).expect("a model of the right size");
        let mut segmenter = Segmenter::default();
        for sentence in sentences {
            let words = segmenter.line_by(&model, &sentence.line);
            let mine: Vec<&str> = words
                .words()
                .map(|w| &sentence.line[w[0].start..w[w.len() - 1].end])
                .collect();
            let mine = spans(mine.into_iter());
            let truth: HashSet<_> = sentence.spans.iter().collect();
            let right = mine.iter().filter(|s| truth.contains(s)).count();
            self.right += right;
            self.found += mine.len();
            self.truth += sentence.spans.len();
        }
    }
}

/// Ten parts, each measured by what was learnt from the others: sentences that stand together, so that no article is in
/// two of them, or `scattered`.
fn cross_validate(lexicon: &[u8], sentences: &[Sentence], scattered: bool) -> Counts {
    const PARTS: usize = 10;
    let part = |n: usize| match scattered {
        true => n % PARTS,
        false => n * PARTS / sentences.len(),
    };
    let mut counts = Counts::default();
    for held in 0..PARTS {
        let of = |inside: bool| -> Vec<&Sentence> {
            let pick = sentences
                .iter()
                .enumerate()
                .filter(|(n, _)| (part(*n) == held) == inside);
            pick.map(|(_, s)| s).collect()
        };
        let bytes = train(lexicon, &of(false));
        counts.add(&bytes, &of(true));
    }
    counts
}
