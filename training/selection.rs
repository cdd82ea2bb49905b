//! Trains `lexicon/selection.txt`, which tells the body of a page from the rest, and measures it by cross-validation over
//! publishers.
//!
//! ```text
//! cargo run --release --example train-selection -- [--measure] [--out lexicon/selection.txt] PAGES.jsonl[.gz] …
//! ```
//!
//! A line of the input is a page: `{"id", "url", "html", "truth": {"body"}}` with its whole body, or `{"truth": {"with":
//! […], "without": […]}}` with passages that belong to it and that do not; `truth.title` and `truth.lead` where known. The
//! result depends on the input alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

use bantin::article::selection::matrix::Matrix;
use bantin::article::selection::trees::{Forest, Tree};
use bantin::article::selection::{self, Model, context, features};
use bantin::page::dom::Dom;
use bantin::page::layout::{self, Layout};
use bantin::page::metadata;
use serde_json::Value;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut files, mut out, mut dump, mut measure) = (Vec::new(), None, None, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--measure" => measure = true,
            "--out" => out = arguments.next(),
            "--dump" => dump = arguments.next(),
            _ => files.push(argument),
        }
    }
    let pages: Vec<Page> = files.iter().flat_map(|file| read(file)).collect();
    eprintln!(
        "{} pages, {} blocks",
        pages.len(),
        pages.iter().map(|p| p.labels.len()).sum::<usize>()
    );
    if measure {
        let scores = cross_validate(&pages);
        report(&pages, &scores);
        if let Some(dump) = dump {
            std::fs::write(&dump, dumped(&pages, &scores)).expect("the dump can be written");
        }
    }
    if let Some(out) = out {
        let all: Vec<usize> = (0..pages.len()).collect();
        let model = train(&pages, &all);
        let names = selection::names();
        let text = format!(
            "{HEAD}{}--\n{}",
            model.first.to_text(&names),
            model.second.to_text(&names)
        );
        std::fs::write(&out, text).expect("the model can be written");
    }
}

const HEAD: &str = "\
# Which blocks of a page are its body: two forests of symmetric trees, see src/article/selection.
# Trained by training/selection.rs on pages with their bodies (numbers, no text). A tree a line: questions => leaves.
";

/// A page with its labels.
struct Page {
    id: String,
    publisher: String,
    layout: Layout,
    matrix: Matrix,
    /// Body or not, and how much it counts: 0 where nobody knows.
    labels: Vec<(bool, f32)>,
    truth: Option<HashMap<u64, i32>>,
    with: Vec<String>,
    without: Vec<String>,
}

fn read(file: &str) -> Vec<Page> {
    let open = std::fs::File::open(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let reader: Box<dyn Read> = if file.ends_with(".gz") {
        Box::new(flate2::read::GzDecoder::new(open))
    } else {
        Box::new(open)
    };
    let lines = BufReader::new(reader).lines().map(|l| l.expect("a line of text"));
    lines
        .filter(|l| !l.trim().is_empty())
        .filter_map(|line| page(&serde_json::from_str(&line).expect("a line of JSON")))
        .collect()
}

fn page(row: &Value) -> Option<Page> {
    let html = row["html"].as_str()?;
    let truth = &row["truth"];
    let id = row["id"].as_str().unwrap_or_default().to_owned();
    let dom = Dom::parse(html);
    let mut claims = bantin::page::Page::default();
    metadata::collect(&dom, &mut claims);
    let layout = layout::collect(&dom);
    let matrix = selection::matrix(&layout, &selection::titles(&claims));
    let texts = |key: &str| -> Vec<String> {
        truth[key]
            .as_array()
            .map(|a| {
                a.iter()
                    .filter_map(|v| v.as_str().map(flat))
                    .filter(|t| !t.is_empty())
                    .collect()
            })
            .unwrap_or_default()
    };
    let (with, without) = (texts("with"), texts("without"));
    let leads = texts("lead");
    let body = truth["body"].as_str().filter(|b| !b.trim().is_empty());
    let labels = match body {
        Some(body) => {
            let mut labels = labels_of_body(&layout, body);
            // The standfirst is told from the body by other evidence.
            for (piece, label) in layout.pieces.iter().zip(&mut labels) {
                if !label.0
                    && leads
                        .iter()
                        .any(|l| l.contains(layout.text_of(piece)) && piece.length > 20.0)
                {
                    label.1 = 0.0;
                }
            }
            labels
        }
        None if !with.is_empty() => labels_of_passages(&layout, &with, &without),
        None => return None,
    };
    let publisher = publisher(row["url"].as_str().unwrap_or_default(), &id);
    Some(Page {
        id,
        publisher,
        matrix,
        labels,
        truth: body.map(|b| shingles(&words(b))),
        layout,
        with,
        without,
    })
}

/// The registered domain, roughly: its longest label.
fn publisher(url: &str, id: &str) -> String {
    let host = url
        .split("://")
        .nth(1)
        .unwrap_or_default()
        .split(['/', ':'])
        .next()
        .unwrap_or_default();
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.pop();
    labels
        .into_iter()
        .max_by_key(|l| l.len())
        .filter(|l| !l.is_empty())
        .unwrap_or(id)
        .to_owned()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As `score.py` counts: runs of letters, digits and underscores in lower case.
fn words(text: &str) -> Vec<u64> {
    let mut out = Vec::new();
    let mut hash = 0_u64;
    let mut open = false;
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c) {
            for c in c.to_lowercase() {
                hash = (hash ^ u64::from(u32::from(c)))
                    .wrapping_mul(0x0000_0100_0000_01b3)
                    .rotate_left(5);
            }
            open = true;
        } else if open {
            out.push(hash);
            (hash, open) = (0, false);
        }
    }
    out
}

fn shingle(four: &[u64]) -> u64 {
    four.iter()
        .fold(7, |h, w| (h ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17))
}

fn shingles(words: &[u64]) -> HashMap<u64, i32> {
    let mut out = HashMap::new();
    if words.is_empty() {
        return out;
    }
    if words.len() < 4 {
        *out.entry(shingle(words)).or_default() += 1;
    }
    for four in words.windows(4) {
        *out.entry(shingle(four)).or_default() += 1;
    }
    out
}

/// Blocks whose words stand in the body, in its order: long ones by their four-word shingles, brief ones only where they
/// join a neighbour that stands there.
fn labels_of_body(layout: &Layout, body: &str) -> Vec<(bool, f32)> {
    let truth = words(body);
    let total = truth.len().max(1) as f32;
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, four) in truth.windows(4).enumerate() {
        places.entry(shingle(four)).or_default().push(at);
    }
    let blocks: Vec<Vec<u64>> = layout.pieces.iter().map(|p| words(layout.text_of(p))).collect();
    // Where in the body each long block lies: its first shingle that is found, and how much of it is.
    let mut spans: Vec<Option<(usize, usize)>> = vec![None; blocks.len()];
    let mut taken = vec![false; truth.len() + 1];
    let mut order: Vec<usize> = (0..blocks.len()).filter(|b| blocks[*b].len() >= 4).collect();
    order.sort_by_key(|b| std::cmp::Reverse(blocks[*b].len().min(40)));
    for b in order {
        let mut hits: HashMap<usize, usize> = HashMap::new();
        for (offset, four) in blocks[b].windows(4).enumerate() {
            for at in places.get(&shingle(four)).map(Vec::as_slice).unwrap_or_default() {
                if !taken[*at] {
                    // Blocks that lie in one piece agree on where they begin.
                    *hits.entry((at + truth.len() - offset) / 8).or_default() += 1;
                }
            }
        }
        let most: usize = hits.values().sum();
        let needed = (blocks[b].len() - 3).div_ceil(2);
        if most >= needed
            && let Some((bucket, _)) = hits.iter().max_by_key(|(bucket, n)| (**n, std::cmp::Reverse(**bucket)))
        {
            let begin = (bucket * 8).saturating_sub(truth.len());
            for (offset, four) in blocks[b].windows(4).enumerate() {
                for at in places.get(&shingle(four)).map(Vec::as_slice).unwrap_or_default() {
                    if at.abs_diff(begin + offset) < 16 {
                        taken[*at] = true;
                    }
                }
            }
            spans[b] = Some((begin, (begin + blocks[b].len()).min(truth.len())));
        }
    }
    // Brief blocks: their words stand right after or right before a block that is found.
    for _ in 0..2 {
        for b in 0..blocks.len() {
            let own = &blocks[b];
            if spans[b].is_some() || own.is_empty() || own.len() >= 4 {
                continue;
            }
            let previous = (0..b).rev().take(6).find_map(|i| spans[i]);
            let next = (b + 1..blocks.len()).take(6).find_map(|i| spans[i]);
            let near = |from: usize| {
                (from..(from + 10).min(truth.len()))
                    .find(|at| truth[*at..].starts_with(own))
                    .map(|at| (at, at + own.len()))
            };
            spans[b] = previous
                .and_then(|(_, end)| near(end.saturating_sub(8)))
                .or_else(|| next.and_then(|(begin, _)| near(begin.saturating_sub(own.len() + 8))));
        }
    }
    blocks
        .iter()
        .zip(&spans)
        .map(|(words, span)| (span.is_some(), (words.len() as f32).max(0.5) / total))
        .collect()
}

/// What a passage counts, against a whole body of 1.
const PASSAGE: f32 = 0.06;

fn labels_of_passages(layout: &Layout, with: &[String], without: &[String]) -> Vec<(bool, f32)> {
    layout
        .pieces
        .iter()
        .map(|piece| {
            let text = layout.text_of(piece);
            let yes = with.iter().any(|w| text.contains(w.as_str()));
            let no = without.iter().any(|w| text.contains(w.as_str()));
            (yes, if yes != no { PASSAGE } else { 0.0 })
        })
        .collect()
}

/// How many folds; all pages of a publisher lie in one.
const FOLDS: u64 = 5;

/// The folds in which the second forest's features are made.
const INNER: u64 = 3;

fn fold(page: &Page, salt: u64, folds: u64) -> u64 {
    (hash(&page.publisher, salt) >> 33) % folds
}

/// Every block with its label and score, a line each, to be looked at.
fn dumped(pages: &[Page], scores: &[Vec<f32>]) -> String {
    let mut out = String::new();
    for (page, scores) in pages.iter().zip(scores) {
        for ((piece, (label, weight)), score) in page.layout.pieces.iter().zip(&page.labels).zip(scores) {
            let text = page.layout.text_of(piece);
            out.push_str(&format!(
                "{}\t{}\t{weight:.4}\t{score:.2}\t{text}\n",
                page.id,
                u8::from(*label)
            ));
        }
    }
    out
}

fn cross_validate(pages: &[Page]) -> Vec<Vec<f32>> {
    let models: Vec<Model> = std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS)
            .map(|f| {
                scope.spawn(move || {
                    let rest: Vec<usize> = (0..pages.len()).filter(|i| fold(&pages[*i], 0, FOLDS) != f).collect();
                    train(pages, &rest)
                })
            })
            .collect();
        folds
            .into_iter()
            .map(|f| f.join().expect("a fold is trained"))
            .collect()
    });
    pages
        .iter()
        .map(|page| apply(&models[fold(page, 0, FOLDS) as usize], page))
        .collect()
}

fn apply(model: &Model, page: &Page) -> Vec<f32> {
    let mut matrix = page.matrix.clone();
    let first = model.first.score(&matrix);
    context::fill(&page.layout, &first, &mut matrix, features::names_len());
    model.second.score(&matrix)
}

/// Per page: share of true, false and missed shingles.
fn marks(page: &Page, chosen: impl Fn(usize) -> bool) -> Option<(f64, f64, f64)> {
    let truth = page.truth.as_ref()?;
    let mut found: Vec<u64> = Vec::new();
    for (at, piece) in page.layout.pieces.iter().enumerate() {
        if chosen(at) && page.labels[at].1 > 0.0 {
            found.extend(words(page.layout.text_of(piece)));
        }
    }
    let found = shingles(&found);
    let both: i32 = found.iter().map(|(k, n)| *n.min(truth.get(k).unwrap_or(&0))).sum();
    let (mine, theirs): (i32, i32) = (found.values().sum(), truth.values().sum());
    let total = f64::from(mine + theirs - both).max(1.0);
    Some((
        f64::from(both) / total,
        f64::from(mine - both) / total,
        f64::from(theirs - both) / total,
    ))
}

fn report(pages: &[Page], scores: &[Vec<f32>]) {
    let mut sets: Vec<&str> = pages
        .iter()
        .map(|p| p.id.split('/').next().unwrap_or_default())
        .collect();
    sets.dedup();
    for set in sets {
        for threshold in [-0.5, -0.2, 0.0, 0.5] {
            let (mut tp, mut fp, mut fn_) = (0.0, 0.0, 0.0);
            let (mut tp2, mut fp2, mut fn2) = (0.0, 0.0, 0.0);
            let mut ceiling = (0.0, 0.0, 0.0);
            let mut worst = Vec::new();
            for (page, scores) in pages.iter().zip(scores).filter(|(p, _)| p.id.starts_with(set)) {
                if let Some((a, b, c)) = marks(page, |at| scores[at] > threshold) {
                    (tp, fp, fn_) = (tp + a, fp + b, fn_ + c);
                    let (x, y, z) = marks(page, |at| page.labels[at].0).unwrap();
                    ceiling = (ceiling.0 + x, ceiling.1 + y, ceiling.2 + z);
                    worst.push((
                        2.0 * a / (2.0 * a + b + c).max(1e-9),
                        2.0 * x / (2.0 * x + y + z).max(1e-9),
                        b,
                        c,
                        page.id.as_str(),
                    ));
                } else {
                    let text = flat(
                        &(0..scores.len())
                            .filter(|at| scores[*at] > threshold)
                            .map(|at| page.layout.text_of(&page.layout.pieces[at]))
                            .collect::<Vec<_>>()
                            .join(" "),
                    );
                    let hit = page.with.iter().filter(|w| text.contains(w.as_str())).count() as f64;
                    tp2 += hit;
                    fn2 += page.with.len() as f64 - hit;
                    fp2 += page.without.iter().filter(|w| text.contains(w.as_str())).count() as f64;
                }
            }
            let f1 = |tp: f64, fp: f64, fn_: f64| 2.0 * tp / (2.0 * tp + fp + fn_).max(1e-9);
            if tp > 0.0 {
                println!(
                    "{set} at {threshold}: body F1 {:.4} P {:.4} R {:.4}  labels {:.4}",
                    f1(tp, fp, fn_),
                    tp / (tp + fp),
                    tp / (tp + fn_),
                    f1(ceiling.0, ceiling.1, ceiling.2)
                );
                if threshold == -0.2 {
                    worst.sort_by(|a, b| a.0.total_cmp(&b.0));
                    for (f, c, fp, fn_, id) in worst.iter().take(14) {
                        println!("    {id} {f:.3} (labels {c:.3}) fp {fp:.2} fn {fn_:.2}");
                    }
                }
            }
            if tp2 > 0.0 {
                println!(
                    "{set} at {threshold}: segments F1 {:.4} P {:.4} R {:.4}",
                    f1(tp2, fp2, fn2),
                    tp2 / (tp2 + fp2),
                    tp2 / (tp2 + fn2)
                );
            }
        }
    }
}

/// The same page on a site that calls its parts by words that nobody knows: half of what names say is hidden. Each page is
/// learnt from twice, so that the trees also look at what the names do not say.
fn nameless(page: &Page) -> Page {
    let mut matrix = page.matrix.clone();
    let mut lots = Lots(hash(&page.id, 1) | 1);
    for (column, name) in selection::names().iter().enumerate() {
        let lot = lots.draw();
        let kind = name.starts_with("to_") && !name.starts_with("to_body") && *name != "to_last";
        match *name {
            _ if kind && lot < 50 => matrix.column_mut(column).fill(9.0),
            "in_article" | "in_main" | "in_article_body" | "in_aside" if lot < 30 => {
                matrix.column_mut(column).fill(0.0)
            }
            "main_article" | "title_article" if lot < 30 => matrix.column_mut(column).fill(-1.0),
            _ => {}
        }
    }
    Page {
        id: page.id.clone(),
        publisher: page.publisher.clone(),
        layout: page.layout.clone(),
        matrix,
        labels: page.labels.clone(),
        truth: None,
        with: Vec::new(),
        without: Vec::new(),
    }
}

/// Numbers from 0 to 99 that look drawn: xorshift.
struct Lots(u64);

impl Lots {
    fn draw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % 100
    }
}

fn hash(text: &str, salt: u64) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325_u64 ^ salt, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn train(pages: &[Page], of: &[usize]) -> Model {
    let copies: Vec<Page> = of.iter().map(|i| nameless(&pages[*i])).collect();
    let all: Vec<&Page> = of.iter().map(|i| &pages[*i]).chain(&copies).collect();
    let pages = all.as_slice();
    let of: Vec<usize> = (0..pages.len()).collect();
    let names = selection::names();
    let base = features::names_len();
    // What the first forest says of pages that it was not trained on: else the second would believe it too much.
    let mut extended: Vec<Matrix> = of.iter().map(|i| pages[*i].matrix.clone()).collect();
    for f in 0..INNER {
        let rest: Vec<usize> = (0..of.len()).filter(|i| fold(pages[of[*i]], 1, INNER) != f).collect();
        let data = Data::of(
            rest.iter().map(|i| (&pages[of[*i]].matrix, &pages[of[*i]].labels)),
            base,
        );
        let forest = boost(&data, TREES);
        for (i, matrix) in extended.iter_mut().enumerate() {
            let page = pages[of[i]];
            if fold(page, 1, INNER) == f {
                let scores = forest.score(matrix);
                context::fill(&page.layout, &scores, matrix, base);
            }
        }
    }
    let first = boost(
        &Data::of(of.iter().map(|i| (&pages[*i].matrix, &pages[*i].labels)), base),
        TREES,
    );
    let second = boost(
        &Data::of(extended.iter().zip(pages).map(|(m, p)| (m, &p.labels)), names.len()),
        TREES,
    );
    Model { first, second }
}

/// Trees of a forest, levels of a tree, and how fast it learns.
const TREES: usize = 160;
const LEVELS: usize = 6;
const RATE: f32 = 0.12;
/// Thresholds that a feature has at most.
const BINS: usize = 32;
/// Rows that are drawn or left together.
const STRETCH: usize = 64;
/// What keeps leaves small that hold little.
const RIDGE: f64 = 0.6;

/// Rows with their labels, values by the number of thresholds that they exceed.
struct Data {
    rows: usize,
    columns: usize,
    bins: Vec<u8>,
    thresholds: Vec<Vec<f32>>,
    target: Vec<f32>,
    weight: Vec<f32>,
}

impl Data {
    fn of<'a>(pages: impl Iterator<Item = (&'a Matrix, &'a Vec<(bool, f32)>)>, columns: usize) -> Data {
        let pages: Vec<_> = pages.collect();
        // Of the many links and labels that are no body every third stands for three.
        let thinned =
            |i: usize, label: &(bool, f32), matrix: &Matrix| !label.0 && matrix.column(0)[i] < 40.0 && label.1 > 0.0;
        let keep: Vec<Vec<usize>> = pages
            .iter()
            .map(|(m, l)| {
                (0..l.len())
                    .filter(|i| l[*i].1 > 0.0 && (i % 3 == 0 || !thinned(*i, &l[*i], m)))
                    .collect()
            })
            .collect();
        let rows = keep.iter().map(Vec::len).sum();
        let (mut target, mut weight) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        for ((matrix, labels), keep) in pages.iter().zip(&keep) {
            for i in keep {
                let times = if thinned(*i, &labels[*i], matrix) { 3.0 } else { 1.0 };
                target.push(if labels[*i].0 { 1.0 } else { 0.0 });
                weight.push(times * labels[*i].1.min(0.3));
            }
        }
        let mean = weight.iter().sum::<f32>() / rows as f32;
        weight.iter_mut().for_each(|w| *w /= mean);
        let mut bins = vec![0_u8; rows * columns];
        let mut thresholds = Vec::with_capacity(columns);
        for column in 0..columns {
            let mut values = Vec::with_capacity(rows);
            for ((matrix, _), keep) in pages.iter().zip(&keep) {
                let all = matrix.column(column);
                values.extend(keep.iter().map(|i| all[*i]));
            }
            let mut sorted = values.clone();
            sorted.sort_by(f32::total_cmp);
            let mut cuts: Vec<f32> = Vec::new();
            let mut distinct = sorted.clone();
            distinct.dedup();
            if distinct.len() <= BINS {
                cuts.extend(distinct.windows(2).map(|w| (w[0] + w[1]) / 2.0));
            } else {
                for b in 1..BINS {
                    let at = b * rows / BINS;
                    let (low, high) = (sorted[at - 1], sorted[at]);
                    cuts.push(if low < high { (low + high) / 2.0 } else { high });
                }
                cuts.dedup();
            }
            // As the file will have them.
            cuts.iter_mut().for_each(|c| *c = format!("{c:.4}").parse().unwrap());
            cuts.dedup();
            for (slot, value) in bins[column * rows..].iter_mut().zip(&values) {
                *slot = u8::try_from(cuts.partition_point(|c| value > c)).unwrap();
            }
            thresholds.push(cuts);
        }
        Data {
            rows,
            columns,
            bins,
            thresholds,
            target,
            weight,
        }
    }
}

fn boost(data: &Data, trees: usize) -> Forest {
    let (yes, all) = (0..data.rows).fold((0.0, 0.0), |(y, a), i| {
        (
            y + f64::from(data.weight[i] * data.target[i]),
            a + f64::from(data.weight[i]),
        )
    });
    let bias = ((yes / (all - yes)).ln() as f32 * 1e4).round() / 1e4;
    let mut forest = Forest {
        bias,
        trees: Vec::new(),
    };
    let mut score = vec![bias; data.rows];
    let mut leaf = vec![0_u32; data.rows];
    let mut gradient = vec![(0.0_f32, 0.0_f32); data.rows];
    for round in 0..trees {
        for i in 0..data.rows {
            let p = 1.0 / (1.0 + (-score[i]).exp());
            gradient[i] = (
                data.weight[i] * (data.target[i] - p),
                data.weight[i] * (p * (1.0 - p)).max(1e-6),
            );
        }
        let tree = grow(data, &gradient, &mut leaf, round);
        for (s, l) in score.iter_mut().zip(&leaf) {
            *s += tree.leaves[*l as usize];
        }
        forest.trees.push(tree);
    }
    forest
}

fn grow(data: &Data, gradient: &[(f32, f32)], leaf: &mut [u32], round: usize) -> Tree {
    leaf.fill(0);
    let mut tree = Tree::default();
    // Half of the features a tree, so that trees differ.
    let mut draws = Lots(0x2545_f491_4f6c_dd1d_u64.wrapping_mul(round as u64 + 1) | 1);
    let lots: Vec<bool> = (0..data.columns).map(|_| draws.draw() < 50).collect();
    let random = draws.0;
    // And half of the rows, in stretches.
    let stretches: Vec<usize> = (0..data.rows.div_ceil(STRETCH))
        .filter(|s| (s.wrapping_mul(0x9e37_79b9) ^ (random as usize)) >> 7 & 1 == 0)
        .collect();
    for level in 0..LEVELS {
        let leaves = 1 << level;
        let mut best = (0.0_f64, 0, 0);
        let mut sums = vec![(0.0_f64, 0.0_f64); leaves * BINS];
        for (column, drawn) in lots.iter().enumerate() {
            let cuts = &data.thresholds[column];
            if cuts.is_empty() || !drawn {
                continue;
            }
            sums.fill((0.0, 0.0));
            let bins = &data.bins[column * data.rows..(column + 1) * data.rows];
            for stretch in &stretches {
                let rows = stretch * STRETCH..((stretch + 1) * STRETCH).min(data.rows);
                for ((bin, leaf), (g, h)) in bins[rows.clone()].iter().zip(&leaf[rows.clone()]).zip(&gradient[rows]) {
                    let sum = &mut sums[*leaf as usize * BINS + usize::from(*bin)];
                    sum.0 += f64::from(*g);
                    sum.1 += f64::from(*h);
                }
            }
            let mut gains = vec![0.0_f64; cuts.len()];
            for l in 0..leaves {
                let own = &sums[l * BINS..(l + 1) * BINS];
                let (g, h) = own.iter().fold((0.0, 0.0), |(g, h), s| (g + s.0, h + s.1));
                let whole = g * g / (h + RIDGE * 50.0);
                let (mut lg, mut lh) = (0.0, 0.0);
                for (cut, gain) in gains.iter_mut().enumerate() {
                    lg += own[cut].0;
                    lh += own[cut].1;
                    *gain += lg * lg / (lh + RIDGE * 50.0) + (g - lg) * (g - lg) / (h - lh + RIDGE * 50.0) - whole;
                }
            }
            for (cut, gain) in gains.iter().enumerate() {
                if *gain > best.0 {
                    best = (*gain, column, cut);
                }
            }
        }
        let (gain, column, cut) = best;
        if gain <= 0.0 {
            break;
        }
        tree.questions.push((column, data.thresholds[column][cut]));
        let bins = &data.bins[column * data.rows..(column + 1) * data.rows];
        for (leaf, bin) in leaf.iter_mut().zip(bins) {
            *leaf |= u32::from(usize::from(*bin) > cut) << level;
        }
    }
    let mut sums = vec![(0.0_f64, 0.0_f64); 1 << tree.questions.len()];
    for (l, (g, h)) in leaf.iter().zip(gradient) {
        sums[*l as usize].0 += f64::from(*g);
        sums[*l as usize].1 += f64::from(*h);
    }
    tree.leaves = sums
        .iter()
        .map(|(g, h)| ((f64::from(RATE) * g / (h + RIDGE * 50.0)) * 1e4).round() as f32 / 1e4)
        .collect();
    tree
}
