//! Trains the names (experiment).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod crf;
mod gold;

use std::collections::HashMap;
use std::path::Path;

use bantin::enrich::names::NameKind;
use bantin::enrich::names::chain;
use bantin::enrich::names::features::Document;
use bantin::enrich::names::lexicon::{Lexicon, known};
use bantin::enrich::names::tokens::tokens;
use bantin::settings::Settings;
use crf::{Crf, Index, Sequence};
use gold::Doc;

fn lexicon() -> Lexicon {
    let mut lexicon = Lexicon::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lines = |path: &str| -> Vec<String> {
        std::fs::read_to_string(root.join(path)).expect(path).lines().filter(|l| !l.starts_with('#')).map(str::to_owned).collect()
    };
    for (file, flag) in [
        ("surnames", known::SURNAME),
        ("middle-names", known::MIDDLE),
        ("honorifics", known::HONORIFIC),
        ("positions", known::POSITION),
        ("organisation-heads", known::ORGANISATION_HEAD),
        ("place-heads", known::PLACE_HEAD),
    ] {
        for line in lines(&format!("lexicon/cues/{file}.txt")) {
            lexicon.add(&line, flag);
        }
    }
    for line in lines("../shared/lexicon/words/pyvi-words.txt") {
        if line.starts_with(char::is_lowercase) {
            lexicon.add(&line, known::WORD);
        }
    }
    for line in lines("/tmp/places.tsv") {
        let (name, level) = line.split_once('\t').unwrap();
        let flag = match level {
            "province" => known::PROVINCE,
            "district" => known::DISTRICT,
            _ => known::COMMUNE,
        };
        lexicon.add(name, flag);
    }
    lexicon
}

struct Prepared {
    fold: u64,
    features: Vec<Vec<u64>>,
    labels: Vec<u8>,
    unknown: Vec<bool>,
    document: Document,
    sequences: Vec<std::ops::Range<usize>>,
}

fn label_of(kind: NameKind) -> u8 {
    1 + 2 * kind as u8
}

fn prepare(doc: &Doc, lexicon: &Lexicon) -> Prepared {
    let document = Document::new(tokens(&doc.text), lexicon);
    let n = document.tokens.len();
    let mut labels = vec![0; n];
    let mut unknown = vec![false; n];
    for m in &doc.mentions {
        let mut first = true;
        for (t, l) in document.tokens.iter().zip(&mut labels) {
            if t.start as usize >= m.span.start && (t.end as usize) <= m.span.end {
                *l = label_of(m.kind) + u8::from(!first);
                first = false;
            }
        }
    }
    for (t, u) in document.tokens.iter().zip(&mut unknown) {
        *u = doc.unknown.iter().any(|r| r.contains(&(t.start as usize)));
    }
    let mut features = Vec::with_capacity(n);
    for at in 0..n {
        let mut out = Vec::new();
        document.features(at, &mut out);
        features.push(out);
    }
    // Sequences: words near capitals.
    let mut active = vec![false; n];
    for (at, t) in document.tokens.iter().enumerate() {
        if t.shape.is_capital() || t.shape == bantin::enrich::names::tokens::Shape::Digits {
            for a in &mut active[at.saturating_sub(6)..(at + 7).min(n)] {
                *a = true;
            }
        }
    }
    let mut sequences = Vec::new();
    let mut at = 0;
    while at < n {
        let start = at;
        while at < n && active[at] && (at == start || document.tokens[at].gap != bantin::enrich::names::tokens::Gap::Line) {
            at += 1;
        }
        if at > start {
            sequences.push(start..at);
        } else {
            at += 1;
        }
    }
    let fold = doc.id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)) >> 7;
    Prepared { fold, features, labels, unknown, document, sequences }
}

fn decode(prepared: &Prepared, crf: &Crf, index: &Index) -> Vec<u8> {
    let transitions = chain::constrained(crf.transitions);
    let mut labels = vec![0; prepared.labels.len()];
    let mut out = Vec::new();
    for range in &prepared.sequences {
        let emissions: Vec<_> = prepared.features[range.clone()].iter().map(|f| crf.emission(&index.map(f))).collect();
        chain::best(&emissions, &transitions, &mut out);
        labels[range.clone()].copy_from_slice(&out);
    }
    labels
}

fn spans(document: &Document, labels: &[u8]) -> Vec<(std::ops::Range<usize>, NameKind)> {
    let mut found: Vec<(std::ops::Range<usize>, NameKind)> = Vec::new();
    for (t, l) in document.tokens.iter().zip(labels) {
        let kind = match l {
            1 | 2 => NameKind::Person,
            3 | 4 => NameKind::Organisation,
            5 | 6 => NameKind::Place,
            _ => continue,
        };
        if l % 2 == 1 {
            found.push((t.start as usize..t.end as usize, kind));
        } else if let Some(last) = found.last_mut() {
            last.0.end = t.end as usize;
        }
    }
    found
}

#[derive(Default, Clone)]
struct Tally {
    marks: HashMap<NameKind, [usize; 3]>,
}

impl Tally {
    fn add(&mut self, doc: &Doc, found: &[(std::ops::Range<usize>, NameKind)]) -> usize {
        let mut mine: HashMap<(NameKind, String), usize> = HashMap::new();
        for (span, kind) in found {
            *mine.entry((*kind, gold::surface(&doc.text[span.clone()], *kind))).or_default() += 1;
        }
        let mut wrong = 0;
        for (key, n) in &mine {
            let truth = doc.truth.get(key).copied().unwrap_or(0);
            let marks = self.marks.entry(key.0).or_default();
            marks[0] += truth.min(*n);
            marks[1] += n.saturating_sub(truth);
            wrong += n.saturating_sub(truth);
        }
        for (key, n) in &doc.truth {
            let found = mine.get(key).copied().unwrap_or(0);
            self.marks.entry(key.0).or_default()[2] += n.saturating_sub(found);
            wrong += n.saturating_sub(found);
        }
        wrong
    }

    fn report(&self) -> String {
        let f = |[tp, fp, fn_]: [usize; 3]| {
            format!("{:.4} (P {:.3} R {:.3})", 2.0 * tp as f64 / (2 * tp + fp + fn_).max(1) as f64, tp as f64 / (tp + fp).max(1) as f64, tp as f64 / (tp + fn_).max(1) as f64)
        };
        let mut all = [0; 3];
        let mut out = String::new();
        for kind in [NameKind::Person, NameKind::Organisation, NameKind::Place] {
            let marks = self.marks.get(&kind).copied().unwrap_or_default();
            for (a, m) in all.iter_mut().zip(marks) {
                *a += m;
            }
            out += &format!("{kind:?} {}  ", f(marks));
        }
        out + &format!("all {}", f(all))
    }
}

fn sequences(prepared: &Prepared, index: &Index) -> Vec<Sequence> {
    prepared
        .sequences
        .iter()
        .filter(|r| !prepared.unknown[(*r).clone()].iter().any(|u| *u))
        .map(|r| Sequence {
            features: prepared.features[r.clone()].iter().map(|f| index.map(f)).collect(),
            labels: prepared.labels[r.clone()].to_vec(),
        })
        .collect()
}

fn main() {
    let argument = |name: &str, default: f32| -> f32 {
        std::env::args().skip_while(|a| a != name).nth(1).map_or(default, |v| v.parse().unwrap())
    };
    let folds = argument("--folds", 5.0) as u64;
    let only = argument("--only", folds as f32) as u64;
    let epochs = argument("--epochs", 20.0) as usize;
    let lambda = argument("--lambda", 1.0);
    let cut = argument("--cut", 2.0) as u32;
    let start = std::time::Instant::now();
    let docs = gold::read(Path::new("../shared/gold"), &Settings::default());
    eprintln!("{} docs read {:?}", docs.len(), start.elapsed());
    if std::env::args().any(|a| a == "--dump") { gold::dump(&docs, "/tmp/exp/docs.jsonl"); return; }
    let mut ceiling = Tally::default();
    let lexicon = lexicon();
    let prepared: Vec<Prepared> = docs.iter().map(|d| prepare(d, &lexicon)).collect();
    for (d, p) in docs.iter().zip(&prepared) {
        ceiling.add(d, &spans(&p.document, &p.labels));
    }
    eprintln!("ceiling {}", ceiling.report());
    if std::env::args().any(|a| a == "--ceiling") { for (d, p) in docs.iter().zip(&prepared) { let mut t = Tally::default(); if t.add(d, &spans(&p.document, &p.labels)) > 0 { let mine: std::collections::HashSet<String> = spans(&p.document, &p.labels).iter().map(|(s, k)| gold::surface(&d.text[s.clone()], *k)).collect(); println!("{} {:?}", d.id, d.truth.iter().filter(|((_, s), _)| !mine.contains(s)).collect::<Vec<_>>()); } } }
    let total: usize = prepared.iter().map(|p| p.labels.len()).sum();
    let active: usize = prepared.iter().flat_map(|p| &p.sequences).map(|r| r.len()).sum();
    let lost: usize = prepared.iter().map(|p| {
        let mut inside = vec![false; p.labels.len()];
        for r in &p.sequences { inside[r.clone()].fill(true); }
        p.labels.iter().zip(inside).filter(|(l, i)| **l != 0 && !*i).count()
    }).sum();
    eprintln!("{total} words, {active} active, {lost} labels outside {:?}", start.elapsed());
    let mut tally = Tally::default();
    let mut worst: Vec<(usize, String)> = Vec::new();
    let mut errors: HashMap<String, usize> = HashMap::new();
    for fold in 0..only {
        let train: Vec<&Prepared> = prepared.iter().filter(|p| p.fold % folds != fold).collect();
        let index = Index::of(train.iter().flat_map(|p| p.sequences.iter().flat_map(|r| p.features[r.clone()].iter().map(Vec::as_slice))), cut);
        let data: Vec<Sequence> = train.iter().flat_map(|p| sequences(p, &index)).collect();
        let crf = Crf::train(&data, index.numbers.len(), epochs, lambda);
        eprintln!("fold {fold}: {} features {:?}", index.numbers.len(), start.elapsed());
        let mut own = Tally::default();
        for (d, p) in docs.iter().zip(&prepared).filter(|(_, p)| p.fold % folds == fold) {
            let found = spans(&p.document, &decode(p, &crf, &index));
            own.add(d, &found);
            worst.push((tally.add(d, &found), d.id.clone()));
            let truth = spans(&p.document, &p.labels);
            for f in &found {
                if !truth.contains(f) { *errors.entry(format!("+ {:?} {}", f.1, &d.text[f.0.clone()])).or_default() += 1; }
            }
            for f in &truth {
                if !found.contains(f) { *errors.entry(format!("- {:?} {}", f.1, &d.text[f.0.clone()])).or_default() += 1; }
            }
        }
        eprintln!("  {}", own.report());
    }
    println!("{}", tally.report());
    if std::env::args().any(|a| a == "--errors") {
        worst.sort_unstable_by(|a, b| b.cmp(a));
        println!("{:?}", &worst[..30]);
        let mut errors: Vec<_> = errors.into_iter().collect();
        errors.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        for (e, n) in &errors { println!("{n} {e}"); }
    }
}
