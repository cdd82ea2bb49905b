//! What is asked at a gap between two units: each answer is a number that stands for one slot of the table of weights.
//!
//! The units around a gap are called `z a b | c d e`: the gap is between `b` and `c`. Answers of the first kind speak for
//! joining or parting whatever was done before; those of the second kind speak only where `a` and `b` were joined.

use super::model::Lexicon;
use super::units::{Shape, Unit};

/// How many answers of the first kind a gap has.
pub const PLAIN: usize = 27;
/// How many of the second kind.
pub const CHAINED: usize = 10;

/// The answers at one gap, as hashes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answers {
    /// Of the first kind.
    pub plain: [u32; PLAIN],
    /// Of the second kind.
    pub chained: [u32; CHAINED],
}

/// What the lexicon says of the words that begin at a unit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Starts {
    /// The hash of this unit and the next.
    pub pair: u32,
    /// What the lexicon holds for two units from here: 8 if it is a word, and how closely they are tied.
    pub two: u8,
    /// For three.
    pub three: u8,
    /// For four.
    pub four: u8,
}

/// Combines two hashes, in order.
#[inline(always)]
pub fn pair(a: u32, b: u32) -> u32 {
    let h = (a.rotate_left(11) ^ b.wrapping_mul(0x85EB_CA6B)).wrapping_mul(0x9E37_79B1);
    h ^ (h >> 15)
}

/// Whether a word is one of the list.
fn listed(known: u8) -> u32 {
    u32::from(known >> 3)
}

/// How closely a pair is tied, from 0 to 7.
fn tie(known: u8) -> u32 {
    u32::from(known & 7)
}

/// Looks up the words that begin at the first of four units.
#[inline(always)]
pub fn starts(lexicon: &Lexicon<'_>, units: [&Unit; 4]) -> Starts {
    let two = pair(units[0].hash, units[1].hash);
    let three = pair(two, units[2].hash);
    let four = pair(three, units[3].hash);
    Starts {
        pair: two,
        two: lexicon.get(two),
        three: lexicon.get(three),
        four: lexicon.get(four),
    }
}

/// What stands around a gap. `units` are `z a b c d e`, `starts` those of the first five.
#[inline(always)]
pub fn answers(units: [&Unit; 6], starts: [Starts; 5]) -> Answers {
    let [_, a, b, c, d, _] = units;
    let [z2, a2, b2, c2, d2] = starts;
    let shape = |u: &Unit| u.shape as u32;
    let shapes = shape(b) << 4 | shape(c);
    let around = shape(a) << 12 | shapes << 4 | shape(d);
    let bit = |n: u8, at: u32| u32::from(n != 0) << at;

    // Words of the lexicon that cover the gap, and those that would have to be broken for it.
    let two = listed(b2.two);
    let rivals = listed(a2.two) << 1 | listed(c2.two) << 2;
    let longer = bit(a2.three, 0) | bit(b2.three, 1) | bit(z2.four, 2) | bit(a2.four, 3) | bit(b2.four, 4);
    let beside = listed(z2.two) | listed(d2.two) << 1 | bit(z2.three, 2) | bit(c2.three, 3);
    let known = two | rivals;
    let all = known << 16 | longer << 8 | beside;
    // How closely the pairs are tied.
    let (left, here, right) = (tie(a2.two), tie(b2.two), tie(c2.two));
    let order = |x: u32, y: u32| 1 + u32::from(x > y) - u32::from(x < y);
    let ties = left << 6 | here << 3 | right;

    let bc = b2.pair;
    let ab = a2.pair;
    let cd = c2.pair;
    let plain = [
        b.hash,
        c.hash,
        a.hash,
        d.hash,
        bc,
        ab,
        cd,
        pair(a.hash, c.hash),
        shapes,
        around,
        two,
        known,
        all,
        pair(known, shapes),
        pair(b.hash, known),
        pair(c.hash, known),
        pair(b.hash, shape(c)),
        pair(c.hash, shape(b)),
        longer << 4 | two,
        pair(bc, shapes),
        here << 3 | known,
        pair(ties, known),
        pair(here << 4 | order(here, left) << 2 | order(here, right), all),
        pair(here, around),
        pair(here << 3 | known, b.hash),
        pair(here << 3 | known, c.hash),
        0,
    ];
    let chained = [
        1,
        shapes << 4 | shape(a),
        known,
        all,
        longer << 4 | two,
        pair(ab, c.hash),
        c.hash,
        b.hash,
        pair(ties, known),
        pair(ties, longer),
    ];
    let mut answers = Answers { plain, chained };
    // Each question has slots of its own. Loops of known length, so that several answers are mixed at once.
    for n in 0..PLAIN {
        answers.plain[n] = mixed(answers.plain[n], n);
    }
    for n in 0..CHAINED {
        answers.chained[n] = mixed(answers.chained[n], PLAIN + n);
    }
    answers.plain[PLAIN - 1] = BIAS;
    answers
}

/// The slots of an answer to a question.
#[inline(always)]
fn mixed(hash: u32, question: usize) -> u32 {
    (hash ^ (question as u32 + 1).wrapping_mul(0x632B_E5AB)).wrapping_mul(0x9E37_79B1)
}

/// The answer that is always given.
pub const BIAS: u32 = 0x1357_9BDF;

/// A unit beyond the line.
pub const BEYOND: Unit = Unit {
    start: 0,
    end: 0,
    hash: 0x5bd1_e995,
    shape: Shape::None,
    glued: true,
};
