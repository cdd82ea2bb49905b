//! [`Model`]: the weights of the two looks.
//!
//! A file of weights holds a line of ASCII that says where it comes from, then, little-endian: the scale of each look's
//! weights (`f32`), the transitions of each look (7 × 7 `f32`, from–to), the number of rows (`u32`), and the rows, by
//! hash: 32 bits of the feature's hash, and for each look the weights of the seven labels (`i8`, times the scale).

use super::chain::{LABELS, Lanes, Scores, Steps, Transitions, constrained};
use super::features::{FEW, Sink};
use super::tokens::joined;

/// How a file begins.
pub const MAGIC: &[u8] = b"bantin names 1: ";

/// Two looks, of eight numbers each, one of them unused: what a processor adds at once.
const WIDTH: usize = 16;

/// The weights of a feature: for each label the first look's in the low byte, the second's in the high one, so that one
/// operation parts them, and 128 more than they are, so that none is negative.
#[derive(Clone, Copy, Debug)]
struct Row {
    hash: u32,
    weights: [u16; WIDTH / 2],
}

const BIAS: u16 = 128;

impl Default for Row {
    fn default() -> Self {
        Row {
            hash: 0,
            weights: [BIAS << 8 | BIAS; WIDTH / 2],
        }
    }
}

/// What both looks make of a word.
pub type Sums = [i16; WIDTH];

/// Weights, by feature.
#[derive(Clone, Debug)]
pub struct Model {
    rows: Vec<Row>,
    /// Their number, a power of two, less one.
    mask: usize,
    /// The rows of the templates of few values, one after the other; the last row of all, which is empty, for what has
    /// none.
    few: Vec<u32>,
    /// Where the rows of a template of few values begin.
    begin: [u32; 128],
    /// A bit for each feature that there is: most that are asked for are not, and this is small enough to stay near.
    known: Box<[u64; KNOWN]>,
    scales: [f32; 2],
    steps: [Steps; 2],
}

/// What is wrong with a file of weights.
#[derive(Debug, thiserror::Error)]
#[error("these are no weights of names (version 1), or they are cut off")]
pub struct NoModel;

const KNOWN_BITS: u32 = 19;
const KNOWN: usize = 1 << (KNOWN_BITS - 6);

fn short(hash: u64) -> u32 {
    (hash ^ hash >> 32) as u32
}

impl Model {
    /// Reads a file of weights.
    ///
    /// # Errors
    /// It is none.
    pub fn read(bytes: &[u8]) -> Result<Self, NoModel> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(NoModel)?;
        let line = rest.iter().position(|b| *b == b'\n').ok_or(NoModel)?;
        let mut rest = rest.get(line + 1..).ok_or(NoModel)?;
        let mut four = || -> Result<[u8; 4], NoModel> {
            let (head, tail) = rest.split_first_chunk::<4>().ok_or(NoModel)?;
            rest = tail;
            Ok(*head)
        };
        let mut scales = [0.0; 2];
        for scale in &mut scales {
            *scale = f32::from_le_bytes(four()?);
        }
        let mut transitions = [[[0.0; LABELS]; LABELS]; 2];
        for number in transitions.iter_mut().flatten().flatten() {
            *number = f32::from_le_bytes(four()?);
        }
        let count = u32::from_le_bytes(four()?) as usize;
        // Three of four full at most.
        let slots = (count + count / 3 + 1).next_power_of_two();
        let mut model = Model {
            rows: vec![Row::default(); slots],
            mask: slots - 1,
            known: Box::new([0; KNOWN]),
            few: Vec::new(),
            begin: [0; 128],
            scales,
            steps: transitions.map(|transitions| Steps::of(&constrained(transitions))),
        };
        const LENGTH: usize = 4 + 2 * LABELS;
        if rest.len() != count * LENGTH {
            return Err(NoModel);
        }
        for row in rest.chunks_exact(LENGTH) {
            let (hash, weights) = row.split_first_chunk::<4>().ok_or(NoModel)?;
            let hash = u32::from_le_bytes(*hash);
            let slot = model.slot(hash);
            let row = &mut model.rows[slot];
            row.hash = hash;
            for (n, weight) in weights.iter().enumerate() {
                let place = 8 * (n / LABELS) as u32;
                row.weights[n % LABELS] &= !(0xFF << place);
                row.weights[n % LABELS] |= (u16::from(*weight) ^ BIAS) << place;
            }
            model.known[(hash >> (32 - KNOWN_BITS + 6)) as usize] |= 1 << (hash >> (32 - KNOWN_BITS) & 63);
        }
        model.find_few();
        Ok(model)
    }

    /// Finds the rows of all templates of few values.
    fn find_few(&mut self) {
        let empty = self.rows.len() as u32;
        self.rows.push(Row::default());
        let mut few = Vec::with_capacity(FEW.iter().map(|(_, values)| values).sum());
        for (template, values) in FEW {
            self.begin[template as usize] = few.len() as u32;
            few.extend((0..values).map(|value| self.row(short(joined(template, value as u64))).unwrap_or(empty)));
        }
        self.few = few;
    }

    /// Writes a file of weights: those of each feature by its hash, and the transitions, as they were learnt.
    pub fn write(origin: &str, rows: &[(u64, [Scores; 2])], transitions: &[Transitions; 2]) -> Vec<u8> {
        // Few weights are larger: cutting these keeps the step between all others small.
        const LARGEST: f32 = 2.5;
        let largest = |look: usize| {
            rows.iter()
                .flat_map(|(_, w)| w[look])
                .fold(1e-6_f32, |a, b| a.max(b.abs()))
                .min(LARGEST)
        };
        let scales = [largest(0) / 127.0, largest(1) / 127.0];
        let mut packed: Vec<(u32, [i8; 2 * LABELS])> = rows
            .iter()
            .map(|(hash, weights)| {
                let small = |n: usize| (weights[n / LABELS][n % LABELS] / scales[n / LABELS]).round() as i8;
                (short(*hash), std::array::from_fn(small))
            })
            .filter(|(hash, weights)| *hash != 0 && weights.iter().any(|w| *w != 0))
            .collect();
        packed.sort_unstable();
        packed.dedup_by_key(|(hash, _)| *hash);
        let mut out = [MAGIC, origin.as_bytes(), b"\n"].concat();
        for number in scales.iter().chain(transitions.iter().flatten().flatten()) {
            out.extend(number.to_le_bytes());
        }
        out.extend((packed.len() as u32).to_le_bytes());
        for (hash, weights) in packed {
            out.extend(hash.to_le_bytes());
            out.extend(weights.map(|w| w as u8));
        }
        out
    }

    #[inline]
    fn slot(&self, hash: u32) -> usize {
        let mask = self.mask;
        let mut at = hash as usize & mask;
        while self.rows[at].hash != hash && self.rows[at].hash != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    /// Whether a feature may have weights; if not, it surely has none.
    #[inline]
    fn may_know(&self, hash: u32) -> bool {
        let word = self.known[(hash >> (32 - KNOWN_BITS + 6)) as usize];
        word >> (hash >> (32 - KNOWN_BITS) & 63) & 1 != 0
    }

    /// The row of a feature.
    fn row(&self, hash: u32) -> Option<u32> {
        self.may_know(hash).then(|| self.slot(hash) as u32)
    }

    /// Adds up what the features of a word weigh.
    pub fn adder(&self) -> Adder<'_> {
        Adder {
            model: self,
            found: [0; MOST],
            length: 0,
            asked: [0; MOST],
            questions: 0,
        }
    }

    /// The sums of a look (0 or 1) as scores.
    #[inline]
    pub fn scores(&self, look: usize, sums: &Sums) -> Lanes {
        let scale = self.scales[look];
        let sums: &[i16; 8] = match look {
            0 => sums.first_chunk(),
            _ => sums.last_chunk(),
        }
        .unwrap_or(&[0; 8]);
        let [a, b, c, d, e, f, g, h] = sums.map(f32::from);
        [
            [a * scale, b * scale, c * scale, d * scale],
            [e * scale, f * scale, g * scale, h * scale],
        ]
    }

    /// The transitions of a look.
    pub fn steps(&self, look: usize) -> &Steps {
        &self.steps[look]
    }

    /// Number of features that have weights, and bytes that they take.
    pub fn size(&self) -> (usize, usize) {
        let used = self.rows.iter().filter(|row| row.hash != 0).count();
        (used, std::mem::size_of_val(self.rows.as_slice()) + 8 * self.known.len())
    }
}

/// No word has more features.
const MOST: usize = 64;

/// Adds up what the features of a word weigh.
#[derive(Clone, Debug)]
pub struct Adder<'m> {
    model: &'m Model,
    /// The rows that were found: they are added when all are known, so that none waits for the sum of those before it.
    found: [u32; MOST],
    length: usize,
    /// The features that may have weights: which of them is anyone's guess, so that is asked without branches.
    asked: [u32; MOST],
    questions: usize,
}

impl Adder<'_> {
    /// Adds the features that came since the last time.
    #[inline]
    pub fn add_to(&mut self, sums: &mut Sums) {
        let (mut first, mut second) = ([0_u16; 8], [0_u16; 8]);
        let mut weigh = |row: &Row| {
            for ((first, second), weights) in first.iter_mut().zip(&mut second).zip(&row.weights) {
                *first += weights & 0xFF;
                *second += weights >> 8;
            }
        };
        let (length, questions) = (std::mem::take(&mut self.length), std::mem::take(&mut self.questions));
        for row in self.found.iter().take(length) {
            weigh(&self.model.rows[*row as usize]);
        }
        for hash in self.asked.iter().take(questions) {
            weigh(&self.model.rows[self.model.slot(*hash)]);
        }
        let bias = BIAS * (length + questions) as u16;
        for (sum, own) in sums.iter_mut().zip(first.iter().chain(&second)) {
            *sum += own.wrapping_sub(bias) as i16;
        }
    }
}

impl Sink for Adder<'_> {
    #[inline]
    fn add(&mut self, template: u64, value: u64) {
        let hash = short(joined(template, value));
        self.asked[self.questions % MOST] = hash;
        self.questions += usize::from(self.model.may_know(hash));
    }

    #[inline]
    fn few(&mut self, template: u64, value: usize) {
        let begin = self.model.begin[template as usize] as usize;
        self.found[self.length % MOST] = self.model.few[begin + value];
        self.length += 1;
    }
}
