//! The linear chain: labels of neighbouring words depend on each other. [`best`] gives the likeliest labels of a
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
    let goes_on = to != OUTSIDE && to % 2 == 0;
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

/// The likeliest labels. The word before the sequence is outside.
pub fn best(emissions: &[Scores], transitions: &Transitions, labels: &mut Vec<u8>) {
    labels.clear();
    labels.resize(emissions.len(), OUTSIDE as u8);
    let mut back: Vec<[u8; LABELS]> = vec![[0; LABELS]; emissions.len()];
    let mut score = [NEVER; LABELS];
    score[OUTSIDE] = 0.0;
    for (emission, back) in emissions.iter().zip(&mut back) {
        let mut next = [f32::MIN; LABELS];
        for from in 0..LABELS {
            for to in 0..LABELS {
                let sum = score[from] + transitions[from][to];
                if sum > next[to] {
                    next[to] = sum;
                    back[to] = from as u8;
                }
            }
        }
        for to in 0..LABELS {
            next[to] += emission[to];
        }
        score = next;
    }
    let mut label = (0..LABELS).fold(0, |a, b| if score[b] > score[a] { b } else { a }) as u8;
    for (place, back) in labels.iter_mut().zip(&back).rev() {
        *place = label;
        label = back[label as usize];
    }
}

/// How likely each label of each word is; gives the logarithm of the sum over all sequences.
pub fn marginals(emissions: &[Scores], transitions: &Transitions, out: &mut Vec<Scores>, pairs: Option<&mut Transitions>) -> f32 {
    let n = emissions.len();
    out.clear();
    out.resize(n, [0.0; LABELS]);
    if n == 0 {
        return 0.0;
    }
    // Scaled products: every word's forward numbers add up to 1.
    let odds: Transitions = transitions.map(|row| row.map(f32::exp));
    let mut forward: Vec<Scores> = vec![[0.0; LABELS]; n];
    let mut weights: Vec<Scores> = vec![[0.0; LABELS]; n];
    let mut scales: Vec<f32> = vec![0.0; n];
    let mut log_sum = 0.0;
    let mut before = [0.0; LABELS];
    before[OUTSIDE] = 1.0;
    for k in 0..n {
        let top = emissions[k].iter().copied().fold(f32::MIN, f32::max);
        weights[k] = emissions[k].map(|e| (e - top).exp());
        let mut now = [0.0; LABELS];
        for from in 0..LABELS {
            for to in 0..LABELS {
                now[to] += before[from] * odds[from][to];
            }
        }
        for to in 0..LABELS {
            now[to] *= weights[k][to];
        }
        let sum: f32 = now.iter().sum::<f32>().max(1e-30);
        now = now.map(|x| x / sum);
        scales[k] = sum;
        log_sum += top + sum.ln();
        forward[k] = now;
        before = now;
    }
    let mut backward = [1.0; LABELS];
    let mut pairs = pairs;
    for k in (0..n).rev() {
        for label in 0..LABELS {
            out[k][label] = forward[k][label] * backward[label];
        }
        // What comes from the word before.
        let mut outside = [0.0; LABELS];
        outside[OUTSIDE] = 1.0;
        let previous = if k > 0 { forward[k - 1] } else { outside };
        let mut next = [0.0; LABELS];
        for from in 0..LABELS {
            for to in 0..LABELS {
                let step = odds[from][to] * weights[k][to] * backward[to] / scales[k];
                next[from] += step;
                if let Some(pairs) = pairs.as_deref_mut() {
                    pairs[from][to] += previous[from] * step;
                }
            }
        }
        backward = next;
    }
    log_sum
}
