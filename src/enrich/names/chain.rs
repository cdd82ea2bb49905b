//! The linear chain: labels of neighbouring words depend on each other. [`Best`] gives the likeliest labels of a
//! sequence, [`marginals`] how likely each label of each word is.

/// Number of labels.
pub const LABELS: usize = 7;
/// Label of a word outside of names. The others are two for each kind: the name's first word, and those that follow.
pub const OUTSIDE: usize = 0;

/// A number for each label.
pub type Scores = [f32; LABELS];

/// What each label adds before each other: `[from][to]`.
pub type Transitions = [Scores; LABELS];

/// Worse than anything that weights add up to.
const NEVER: f32 = -1e4;

/// Whether a label may follow another: a name goes on only as what it began as.
pub fn may_follow(from: usize, to: usize) -> bool {
    let goes_on = to != OUTSIDE && to.is_multiple_of(2);
    !goes_on || from == to || from + 1 == to
}

/// Transitions of which those that may not be are impossible.
pub fn constrained(mut transitions: Transitions) -> Transitions {
    for (from, row) in transitions.iter_mut().enumerate() {
        for (to, score) in row.iter_mut().enumerate() {
            if !may_follow(from, to) {
                *score = NEVER;
            }
        }
    }
    transitions
}

/// Transitions as they are added: to all labels from one, and from all labels to one.
#[derive(Clone, Debug)]
pub struct Steps {
    from: [Lanes; LABELS],
    to: [Lanes; LABELS],
}

impl Steps {
    /// Of transitions, those that may not be [being impossible](constrained).
    pub fn of(transitions: &Transitions) -> Self {
        Steps {
            from: transitions.map(|row| lanes(&row)),
            to: std::array::from_fn(|to| lanes(&transitions.map(|row| row[to]))),
        }
    }
}

/// Finds the likeliest labels; kept from sequence to sequence, it asks for no memory again.
#[derive(Clone, Debug, Default)]
pub struct Best {
    /// For each word the score of the best way to each label of the word before it.
    ways: Vec<Lanes>,
}

/// A number for each label, and one that never counts: twice as many as a processor takes at once.
pub type Lanes = [[f32; 4]; 2];

/// Scores as lanes.
pub fn lanes(scores: &Scores) -> Lanes {
    let score = |label: usize| scores.get(label).copied().unwrap_or(NEVER);
    std::array::from_fn(|half| std::array::from_fn(|lane| score(4 * half + lane)))
}

impl Best {
    /// For sequences of so many words, or more.
    pub fn for_words(words: usize) -> Self {
        Best {
            ways: Vec::with_capacity(words),
        }
    }

    /// Appends the likeliest labels of a sequence. The word before it is outside.
    pub fn labels(&mut self, emissions: impl Iterator<Item = Lanes>, steps: &Steps, labels: &mut Vec<u8>) {
        self.ways.clear();
        let mut score = lanes(&[NEVER; LABELS]);
        score[0][OUTSIDE] = 0.0;
        // Forwards only the best score is kept, which goes for all labels at once; where it came from is asked on the way
        // back, of one label for each word.
        for emission in emissions {
            self.ways.push(score);
            // The best of seven in three steps, not in six: each waits for the one before it.
            let from = |label: usize| plus(&[[score[label / 4][label % 4]; 4]; 2], &steps.from[label]);
            let (a, b, c, d, e, f, g) = (from(0), from(1), from(2), from(3), from(4), from(5), from(6));
            let best = larger(&larger(&larger(&a, &b), &larger(&c, &d)), &larger(&larger(&e, &f), &g));
            score = plus(&best, &emission);
        }
        let mut label = top(&score);
        let start = labels.len();
        labels.resize(start + self.ways.len(), OUTSIDE as u8);
        for (place, before) in labels.iter_mut().skip(start).zip(&self.ways).rev() {
            *place = label as u8;
            label = top(&plus(before, &steps.to[label]));
        }
    }
}

#[inline(always)]
fn plus(a: &Lanes, b: &Lanes) -> Lanes {
    let half = |a: [f32; 4], b: [f32; 4]| [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
    [half(a[0], b[0]), half(a[1], b[1])]
}

#[inline(always)]
fn larger(a: &Lanes, b: &Lanes) -> Lanes {
    let one = |a: f32, b: f32| if b > a { b } else { a };
    let half = |a: [f32; 4], b: [f32; 4]| [one(a[0], b[0]), one(a[1], b[1]), one(a[2], b[2]), one(a[3], b[3])];
    [half(a[0], b[0]), half(a[1], b[1])]
}

/// The best of the labels, the first of equal ones.
#[inline(always)]
fn top(scores: &Lanes) -> usize {
    type Own = (f32, usize);
    let better = |a: Own, b: Own| if b.0 > a.0 { b } else { a };
    let [a, b, c, d, e, f, g]: [Own; LABELS] = std::array::from_fn(|label| (scores[label / 4][label % 4], label));
    better(better(better(a, b), better(c, d)), better(better(e, f), g)).1
}

/// How likely each label of each word is; adds to `pairs` how likely each label is before each other. Training alone
/// needs it.
pub fn marginals(emissions: &[Scores], transitions: &Transitions, out: &mut Vec<Scores>, pairs: &mut Transitions) {
    type Wide = [f64; LABELS];
    out.clear();
    out.resize(emissions.len(), [0.0; LABELS]);
    let odds = transitions.map(|row| row.map(|score| f64::from(score).exp()));
    let mut outside: Wide = [0.0; LABELS];
    outside[OUTSIDE] = 1.0;
    // Scaled products: every word's forward numbers add up to 1.
    let mut forward: Vec<Wide> = Vec::with_capacity(emissions.len());
    let mut weights: Vec<(Wide, f64)> = Vec::with_capacity(emissions.len());
    let mut before = outside;
    for emission in emissions {
        let top = emission.iter().copied().fold(f32::MIN, f32::max);
        let weight = emission.map(|score| f64::from(score - top).exp());
        let mut now: Wide = [0.0; LABELS];
        for (before, odds) in before.iter().zip(&odds) {
            for (now, odds) in now.iter_mut().zip(odds) {
                *now += before * odds;
            }
        }
        for (now, weight) in now.iter_mut().zip(&weight) {
            *now *= weight;
        }
        let sum = now.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        now = now.map(|number| number / sum);
        weights.push((weight, sum));
        forward.push(now);
        before = now;
    }
    let mut backward: Wide = [1.0; LABELS];
    for (at, (weight, sum)) in weights.iter().enumerate().rev() {
        let (Some(own), Some(out)) = (forward.get(at), out.get_mut(at)) else {
            return;
        };
        for ((out, forward), backward) in out.iter_mut().zip(own).zip(&backward) {
            *out = (forward * backward) as f32;
        }
        let previous = at
            .checked_sub(1)
            .and_then(|before| forward.get(before))
            .unwrap_or(&outside);
        let mut next: Wide = [0.0; LABELS];
        for (((next, odds), pairs), previous) in next.iter_mut().zip(&odds).zip(pairs.iter_mut()).zip(previous) {
            for (((odds, weight), backward), pair) in odds.iter().zip(weight).zip(&backward).zip(pairs) {
                let step = odds * weight * backward / sum;
                *next += step;
                *pair += (previous * step) as f32;
            }
        }
        backward = next;
    }
}
