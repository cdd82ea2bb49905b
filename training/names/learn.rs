//! Learning both looks from annotated articles.
//!
//! The second look must learn how far the first can be trusted, so the first looks that it learns from were trained
//! without the article they look at (in quarters).

use std::collections::HashMap;

use bantin::enrich::names::chain::{self, LABELS, OUTSIDE, Scores};
use bantin::enrich::names::consistency::Votes;
use bantin::enrich::names::features::{Document, Features};
use bantin::enrich::names::lexicon::Lexicon;
use bantin::enrich::names::model::Model;
use bantin::enrich::names::tagger::{label_of, ranges};
use bantin::enrich::names::tokens::tokens_of_names;

use crate::crf::{Crf, Index, Sequence};
use crate::gold::Doc;

/// How to learn.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Turns through the data.
    pub epochs: usize,
    /// How strongly weights shrink.
    pub lambda: f32,
    /// A feature seen less often is left out.
    pub least: u32,
    /// Weights smaller than this, of both looks, are left out of the file.
    pub smallest: f32,
}

/// An article, looked over.
pub struct Prepared {
    document: Document,
    looked: Vec<bool>,
    ranges: Vec<std::ops::Range<usize>>,
    features: Vec<Vec<u64>>,
    labels: Vec<u8>,
    unknown: Vec<bool>,
    quarter: u64,
}

pub fn prepare(doc: &Doc, lexicon: &Lexicon) -> Prepared {
    let document = Document::new(tokens_of_names(&doc.text, lexicon), lexicon);
    let n = document.tokens.len();
    let mut labels = vec![OUTSIDE as u8; n];
    for m in &doc.mentions {
        let from = document.tokens.partition_point(|t| (t.start as usize) < m.span.start);
        let mut first = true;
        for (t, label) in document.tokens.iter().zip(&mut labels).skip(from) {
            if t.end as usize > m.span.end {
                break;
            }
            *label = label_of(m.kind) + u8::from(!first);
            first = false;
        }
    }
    let is_unknown = |at: u32| doc.unknown.iter().any(|r| r.contains(&(at as usize)));
    let unknown = document.tokens.iter().map(|t| is_unknown(t.start)).collect();
    let looked = document.looked();
    let mut features = vec![Vec::new(); n];
    let mut out = Features::default();
    for at in (0..n).filter(|at| looked[*at]) {
        out.clear();
        document.features(at, &mut out);
        features[at] = out.hashes().to_vec();
    }
    let ranges = ranges(&document, &looked);
    Prepared {
        document,
        looked,
        ranges,
        features,
        labels,
        unknown,
        quarter: doc.part(4, 17),
    }
}

impl Prepared {
    /// What the rest of the article says of each word after a first look.
    fn votes(&self, first: &[u8]) -> Vec<Vec<u64>> {
        let votes = Votes::new(&self.document, &self.looked, first);
        let mut out = Features::default();
        (0..first.len())
            .map(|at| {
                out.clear();
                if self.looked[at] {
                    votes.features(first, at, &mut out);
                }
                out.hashes().to_vec()
            })
            .collect()
    }
}

/// Weights by feature, and transitions.
struct Look {
    crf: Crf,
    index: Index,
}

impl Look {
    fn learn(train: &[&Prepared], votes: Option<&[Vec<Vec<u64>>]>, settings: Settings) -> Look {
        let all = |n: usize, at: usize| {
            let mut features = train[n].features[at].clone();
            features.extend(votes.into_iter().flat_map(|v| &v[n][at]));
            features
        };
        let mut sets: Vec<(Vec<Vec<u64>>, Vec<u8>)> = Vec::new();
        for (n, p) in train.iter().enumerate() {
            for range in &p.ranges {
                if !p.unknown[range.clone()].iter().any(|u| *u) {
                    sets.push((
                        range.clone().map(|at| all(n, at)).collect(),
                        p.labels[range.clone()].to_vec(),
                    ));
                }
            }
        }
        let index = Index::of(
            sets.iter().flat_map(|(f, _)| f.iter().map(Vec::as_slice)),
            settings.least,
        );
        let data: Vec<Sequence> = sets
            .into_iter()
            .map(|(f, labels)| Sequence {
                features: f.iter().map(|f| index.map(f)).collect(),
                labels,
            })
            .collect();
        Look {
            crf: Crf::train(&data, index.numbers.len(), settings.epochs, settings.lambda),
            index,
        }
    }

    fn labels(&self, p: &Prepared) -> Vec<u8> {
        let steps = chain::Steps::of(&chain::constrained(self.crf.transitions));
        let mut labels = Vec::new();
        let mut best = chain::Best::default();
        for range in &p.ranges {
            labels.resize(range.start, OUTSIDE as u8);
            let emissions = p.features[range.clone()]
                .iter()
                .map(|f| chain::lanes(&self.crf.emission(&self.index.map(f))));
            best.labels(emissions, &steps, &mut labels);
        }
        labels.resize(p.labels.len(), OUTSIDE as u8);
        labels
    }
}

/// Weights learnt from articles, as a file.
pub fn learn(train: &[&Prepared], settings: Settings, origin: &str) -> Vec<u8> {
    let first = Look::learn(train, None, settings);
    let mut votes: Vec<Vec<Vec<u64>>> = train.iter().map(|_| Vec::new()).collect();
    for quarter in 0..4 {
        let rest: Vec<&Prepared> = train.iter().copied().filter(|p| p.quarter != quarter).collect();
        let look = Look::learn(&rest, None, settings);
        for (p, votes) in train.iter().zip(&mut votes).filter(|(p, _)| p.quarter == quarter) {
            *votes = p.votes(&look.labels(p));
        }
    }
    let second = Look::learn(train, Some(&votes), settings);
    let mut rows: HashMap<u64, [Scores; 2]> = HashMap::new();
    for (n, look) in [&first, &second].into_iter().enumerate() {
        for (hash, number) in &look.index.numbers {
            let weights = look.crf.weights[*number as usize];
            if weights.iter().any(|w| w.abs() >= settings.smallest) {
                rows.entry(*hash).or_insert([[0.0; LABELS]; 2])[n] = weights;
            }
        }
    }
    let mut rows: Vec<(u64, [Scores; 2])> = rows.into_iter().collect();
    rows.sort_unstable_by_key(|(hash, _)| *hash);
    Model::write(origin, &rows, &[first.crf.transitions, second.crf.transitions])
}
