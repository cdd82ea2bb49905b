//! Weights from examples: multinomial logistic regression by stochastic gradient descent, and the curve that makes its
//! scores probabilities.

use std::collections::HashMap;

use bantin::enrich::syllables::syllables;
use bantin::enrich::topics::model::{self, NUMBERS, ROW, TOPICS};
use bantin::enrich::topics::{PLACES, features, places};

/// Times that all examples are gone through.
const EPOCHS: usize = 25;

/// What can be turned.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How much large weights are drawn to zero.
    pub lambda: f32,
    /// How large steps are at first.
    pub rate: f32,
    /// Features of fewer articles are not looked at.
    pub least: u32,
    /// So many features are kept.
    pub most: usize,
    /// How much it counts that a feature is rare: the exponent of its logarithm.
    pub power: f32,
}

/// An article as it is counted: its features, each with the factor of the place where it stands first.
pub type Counted = Vec<(u32, f32)>;

/// Counts the features of a text, of which title and lead end there.
pub fn counted(text: &str, title: usize, lead: usize) -> Counted {
    let syllables = syllables(text);
    let mut factors: HashMap<u32, f32> = HashMap::new();
    let mut order = Vec::new();
    for (syllables, factor) in places(&syllables, title, lead).iter().zip(PLACES) {
        features(syllables, |feature| {
            factors.entry(feature).or_insert_with(|| {
                order.push(feature);
                factor as f32
            });
        });
    }
    order.into_iter().map(|feature| (feature, factors[&feature])).collect()
}

/// In how many articles each feature stands.
pub fn frequencies<'a>(articles: impl Iterator<Item = &'a Counted>) -> (HashMap<u32, u32>, usize) {
    let (mut frequencies, mut all) = (HashMap::new(), 0);
    for article in articles {
        all += 1;
        for (feature, _) in article {
            *frequencies.entry(*feature).or_default() += 1;
        }
    }
    (frequencies, all)
}

/// An article to learn from.
pub struct Example<'a> {
    pub counted: &'a Counted,
    /// How much of it is about each topic: together 1.
    pub target: [f32; TOPICS],
    /// How much it counts.
    pub weight: f32,
}

/// The features that are known, with their numbers and how rare they are.
pub struct Vocabulary {
    numbers: HashMap<u32, usize>,
    features: Vec<u32>,
    rarity: Vec<f32>,
}

impl Vocabulary {
    pub fn of(frequencies: &HashMap<u32, u32>, articles: usize, settings: &Settings) -> Self {
        let mut features: Vec<u32> = frequencies
            .iter()
            .filter(|(_, n)| **n >= settings.least)
            .map(|(f, _)| *f)
            .collect();
        features.sort_unstable();
        let rarity = features
            .iter()
            .map(|f| {
                (articles as f32 / frequencies[f] as f32)
                    .ln()
                    .max(0.1)
                    .powf(settings.power)
            })
            .collect();
        Vocabulary::with(features, rarity)
    }

    fn with(features: Vec<u32>, rarity: Vec<f32>) -> Self {
        let numbers = features.iter().enumerate().map(|(n, f)| (*f, n)).collect();
        Vocabulary {
            numbers,
            features,
            rarity,
        }
    }

    /// The features of an article that are known, the whole of length 1.
    pub fn vector(&self, counted: &Counted) -> Vec<(u32, f32)> {
        let known = counted
            .iter()
            .filter_map(|(f, factor)| Some((*self.numbers.get(f)?, factor)));
        let mut vector: Vec<_> = known.map(|(n, factor)| (n as u32, factor * self.rarity[n])).collect();
        let length = vector.iter().map(|(_, x)| x * x).sum::<f32>().sqrt().max(1e-6);
        for (_, x) in &mut vector {
            *x /= length;
        }
        vector
    }
}

/// Weights before they are made small.
pub struct Weights {
    pub rows: Vec<[f32; TOPICS]>,
    pub offsets: [f32; TOPICS],
}

fn softmax(scores: [f32; TOPICS]) -> [f32; TOPICS] {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let shares = scores.map(|s| (s - most).exp());
    let all: f32 = shares.iter().sum();
    shares.map(|s| s / all)
}

/// Learns from these examples, in an order that is always the same.
pub fn weights(vocabulary: &Vocabulary, examples: &[Example], settings: &Settings) -> Weights {
    let vectors: Vec<_> = examples.iter().map(|e| vocabulary.vector(e.counted)).collect();
    let mut weights = Weights {
        rows: vec![[0.0; TOPICS]; vocabulary.features.len()],
        offsets: [0.0; TOPICS],
    };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = 1_u64;
    let mut scale = 1.0_f32;
    let all = (EPOCHS * examples.len()) as f32;
    let lambda = settings.lambda / examples.len() as f32;
    let mut step = 0.0;
    for _ in 0..EPOCHS {
        for n in (1..order.len()).rev() {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(n, (random >> 33) as usize % (n + 1));
        }
        for &n in &order {
            let (vector, example) = (&vectors[n], &examples[n]);
            let rate = settings.rate * (1.0 - step / all).max(0.001);
            step += 1.0;
            let mut scores = [0.0; TOPICS];
            for (n, x) in vector {
                for (score, w) in scores.iter_mut().zip(&weights.rows[*n as usize]) {
                    *score += w * x;
                }
            }
            for (score, offset) in scores.iter_mut().zip(weights.offsets) {
                *score = *score * scale + offset;
            }
            let shares = softmax(scores);
            scale *= 1.0 - rate * lambda;
            let mut gradient = [0.0; TOPICS];
            for (k, g) in gradient.iter_mut().enumerate() {
                *g = (example.target[k] - shares[k]) * example.weight * rate;
                weights.offsets[k] += 0.02 * *g;
            }
            for (n, x) in vector {
                for (w, g) in weights.rows[*n as usize].iter_mut().zip(&gradient) {
                    *w += g * x / scale;
                }
            }
        }
    }
    for w in weights.rows.iter_mut().flatten() {
        *w *= scale;
    }
    weights
}

/// Learns twice: from all features, and from those that told most the first time.
pub fn learn(
    frequencies: &HashMap<u32, u32>,
    articles: usize,
    examples: &[Example],
    settings: &Settings,
) -> (Vocabulary, Weights) {
    let all = Vocabulary::of(frequencies, articles, settings);
    let first = weights(&all, examples, settings);
    let mut worth: Vec<(f32, usize)> = first
        .rows
        .iter()
        .enumerate()
        .map(|(n, row)| {
            let most = row.iter().copied().fold(f32::MIN, f32::max) - row.iter().copied().fold(f32::MAX, f32::min);
            (most * all.rarity[n], n)
        })
        .collect();
    worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    worth.truncate(settings.most);
    let kept = worth.iter().map(|(_, n)| *n);
    let (features, rarity) = kept.map(|n| (all.features[n], all.rarity[n])).unzip();
    let kept = Vocabulary::with(features, rarity);
    let weights = weights(&kept, examples, settings);
    (kept, weights)
}

/// Steps of a rarity's square of 1 in the file.
const STEPS: f32 = 3.0;

/// The weights as the program reads them.
pub fn laid_out(vocabulary: &Vocabulary, weights: &Weights, curve: (f32, f32)) -> Vec<u8> {
    let row = |n: usize| weights.rows[n].map(|w| w * vocabulary.rarity[n]);
    let mut sizes: Vec<f32> = (0..weights.rows.len()).flat_map(row).map(f32::abs).collect();
    sizes.sort_by(f32::total_cmp);
    // A few very large ones are cut, so that the others have finer steps.
    let largest = sizes
        .get(sizes.len().saturating_sub(1 + sizes.len() / 20_000))
        .copied()
        .unwrap_or(1.0);
    let scale = largest / 127.0;
    let mut numbers = [0.0; NUMBERS];
    numbers[0] = scale * STEPS.sqrt();
    (numbers[1], numbers[2]) = curve;
    numbers[3..].copy_from_slice(&weights.offsets);
    let rows = (0..weights.rows.len()).map(|n| {
        let mut bytes = [0; ROW];
        for (byte, w) in bytes.iter_mut().zip(row(n)) {
            *byte = (w / scale).round().clamp(-127.0, 127.0) as i8 as u8;
        }
        let rarity = vocabulary.rarity[n];
        bytes[TOPICS] = (rarity * rarity * STEPS).round().clamp(1.0, 255.0) as u8;
        (vocabulary.features[n], bytes)
    });
    model::lay_out(&numbers, rows)
}

/// Slope and offset of the curve by which what speaks for a topic against the others becomes the probability that it
/// is right, from pairs of the logarithm of the one and whether it was right.
pub fn curve(pairs: &[(f32, bool)]) -> (f32, f32) {
    let (mut slope, mut offset) = (1.0_f64, 0.0_f64);
    for _ in 0..50 {
        // Newton's method.
        let (mut g, mut h) = ([0.0; 2], [1e-6, 0.0, 1e-6]);
        for (x, right) in pairs {
            let x = f64::from(*x);
            let p = 1.0 / (1.0 + (-(slope * x + offset)).exp());
            let miss = f64::from(u8::from(*right)) - p;
            let spread = p * (1.0 - p);
            g = [g[0] + miss * x, g[1] + miss];
            h = [h[0] + spread * x * x, h[1] + spread * x, h[2] + spread];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        slope += (g[0] * h[2] - g[1] * h[1]) / determinant;
        offset += (g[1] * h[0] - g[0] * h[1]) / determinant;
    }
    (slope as f32, offset as f32)
}
