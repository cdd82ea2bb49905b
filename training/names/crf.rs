//! Training a linear-chain conditional random field by stochastic gradient descent, weights shrinking (L2), after
//! Bottou's crfsgd. One thread, a fixed order: the same data gives the same weights.

use std::collections::HashMap;

use bantin::enrich::names::chain::{self, LABELS, Scores, Transitions};

/// A sequence: for each word its features, and its label.
pub struct Sequence {
    pub features: Vec<Vec<u32>>,
    pub labels: Vec<u8>,
}

#[derive(Default, Clone)]
pub struct Same(u64);
impl std::hash::Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}
pub type Build = std::hash::BuildHasherDefault<Same>;

/// Features by hash, those seen often enough numbered.
#[derive(Default)]
pub struct Index {
    pub numbers: HashMap<u64, u32, Build>,
}

impl Index {
    pub fn of<'a>(all: impl Iterator<Item = &'a [u64]>, at_least: u32) -> Self {
        let mut counts: HashMap<u64, u32, Build> = HashMap::default();
        for features in all {
            for f in features {
                *counts.entry(*f).or_default() += 1;
            }
        }
        let mut kept: Vec<u64> = counts
            .into_iter()
            .filter(|(_, n)| *n >= at_least)
            .map(|(f, _)| f)
            .collect();
        kept.sort_unstable();
        Index {
            numbers: kept.into_iter().zip(0..).collect(),
        }
    }

    pub fn map(&self, features: &[u64]) -> Vec<u32> {
        features.iter().filter_map(|f| self.numbers.get(f).copied()).collect()
    }
}

/// What was learnt.
pub struct Crf {
    pub weights: Vec<Scores>,
    pub transitions: Transitions,
}

impl Crf {
    pub fn emission(&self, features: &[u32]) -> Scores {
        let mut sum = [0.0; LABELS];
        for f in features {
            for (s, w) in sum.iter_mut().zip(&self.weights[*f as usize]) {
                *s += w;
            }
        }
        sum
    }

    pub fn train(sequences: &[Sequence], features: usize, epochs: usize, lambda: f32) -> Crf {
        let mut crf = Crf {
            weights: vec![[0.0; LABELS]; features],
            transitions: [[0.0; LABELS]; LABELS],
        };
        let mut order: Vec<usize> = (0..sequences.len()).collect();
        let mut random = 0x2545_F491_4F6C_DD1D_u64;
        let mut scale = 1.0_f32;
        let n = sequences.len() as f32;
        let lambda = lambda / n;
        const RATE: f32 = 0.06;
        let mut t = 0.0_f32;
        let (mut emissions, mut probabilities) = (Vec::new(), Vec::new());
        for _ in 0..epochs {
            for k in (1..order.len()).rev() {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                order.swap(k, (random % (k as u64 + 1)) as usize);
            }
            for &s in &order {
                let sequence = &sequences[s];
                let eta = RATE * (1.0 - t / (n * epochs as f32)).max(0.0);
                t += 1.0;
                emissions.clear();
                emissions.extend(sequence.features.iter().map(|f| crf.emission(f).map(|x| x * scale)));
                let transitions = chain::constrained(crf.transitions.map(|r| r.map(|x| x * scale)));
                let mut pairs = [[0.0; LABELS]; LABELS];
                chain::marginals(&emissions, &transitions, &mut probabilities, &mut pairs);
                scale *= 1.0 - eta * lambda;
                let step = eta / scale;
                let mut before = chain::OUTSIDE;
                for ((features, label), p) in sequence.features.iter().zip(&sequence.labels).zip(&probabilities) {
                    let mut gradient: Scores = p.map(|p| -p);
                    gradient[*label as usize] += 1.0;
                    for f in features {
                        for (w, g) in crf.weights[*f as usize].iter_mut().zip(&gradient) {
                            *w += step * g;
                        }
                    }
                    crf.transitions[before][*label as usize] += step;
                    before = *label as usize;
                }
                for (row, p) in crf.transitions.iter_mut().zip(&pairs) {
                    for (w, p) in row.iter_mut().zip(p) {
                        *w -= step * p;
                    }
                }
                if scale < 1e-4 {
                    crf.rescale(scale);
                    scale = 1.0;
                }
            }
        }
        crf.rescale(scale);
        crf
    }

    fn rescale(&mut self, scale: f32) {
        for row in self.weights.iter_mut().chain(self.transitions.iter_mut()) {
            for w in row {
                *w *= scale;
            }
        }
    }
}
