//! What a word shows of being part of a name: [`Document`] looks over a whole text, [`Document::features`] says it of
//! one word as hashes.

use super::lexicon::{LONGEST, Lexicon, known};
use super::tokens::{Gap, Shape, Token, joined};

/// The features of one word, as hashes.
#[derive(Clone, Debug)]
pub struct Features {
    hashes: [u64; MOST],
    length: usize,
}

/// No word has more features.
const MOST: usize = 64;

impl Default for Features {
    fn default() -> Self {
        Features {
            hashes: [0; MOST],
            length: 0,
        }
    }
}

impl Features {
    /// Adds the feature of a template with this value.
    #[inline]
    pub fn add(&mut self, template: u64, value: u64) {
        if let Some(place) = self.hashes.get_mut(self.length) {
            *place = joined(template, value);
            self.length += 1;
        }
    }

    /// Forgets all.
    #[inline]
    pub fn clear(&mut self) {
        self.length = 0;
    }

    /// Their hashes.
    #[inline]
    pub fn hashes(&self) -> &[u64] {
        self.hashes.get(..self.length).unwrap_or_default()
    }
}

/// A text looked over.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its words.
    pub tokens: Vec<Token>,
    /// What was seen of each.
    pub seen: Vec<Seen>,
}

/// What was seen of a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// What the word alone is known as.
    pub known: u32,
    /// The name in the lexicon that covers it.
    pub listed: Listed,
    /// The word of several syllables that covers it.
    pub word: Listed,
    /// First and last word of the run of capitals that it is part of.
    pub run: [u32; 2],
    /// The head of an organisation's name before it or here, as its hash, and how many words ago it began.
    pub head: Option<(u32, u8)>,
    /// A head of a place's name, an honorific, a position ends right before this word.
    pub cue: u32,
}

/// A phrase of the lexicon, seen from one of its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Listed {
    /// What it is known as.
    pub flags: u32,
    /// Its length in words; 0 for none.
    pub length: u8,
    /// Which of its words this is, from 0.
    pub at: u8,
}

const CUES: u32 = known::HONORIFIC | known::POSITION | known::PLACE_HEAD;

impl Document {
    /// Looks over a text's words.
    pub fn new(tokens: Vec<Token>, lexicon: &Lexicon) -> Self {
        let mut seen = vec![Seen::default(); tokens.len()];
        phrases(&tokens, lexicon, &mut seen);
        runs(&tokens, &mut seen);
        heads(&tokens, &mut seen);
        Document { tokens, seen }
    }

    fn token(&self, at: usize, offset: isize) -> Option<&Token> {
        let mut token = self.tokens.get(at)?;
        // Nothing is seen beyond the line.
        if offset < 0 {
            for back in 0..offset.unsigned_abs() {
                if token.gap == Gap::Line {
                    return None;
                }
                token = self.tokens.get(at.checked_sub(back + 1)?)?;
            }
        } else {
            for ahead in 0..offset.unsigned_abs() {
                token = self.tokens.get(at + ahead + 1)?;
                if token.gap == Gap::Line {
                    return None;
                }
            }
        }
        Some(token)
    }

    /// The features of a word.
    ///
    /// Each template was kept because names are found worse without it, in cross-validation over the annotated articles;
    /// twice as many were tried.
    pub fn features(&self, at: usize, out: &mut Features) {
        let (Some(token), Some(seen)) = (self.tokens.get(at), self.seen.get(at)) else {
            return;
        };
        let near: [Option<&Token>; 3] = std::array::from_fn(|n| self.token(at, n as isize - 1));
        let word = |n: usize| near[n].map_or(1, |t| t.hash);
        let shape = |n: usize| near[n].map_or(31, |t| t.shape as u64);
        let gap = |n: usize| near[n].map_or(31, |t| t.gap as u64);
        let (last, this, next) = (word(0), word(1), word(2));
        let here = shape(1);

        // The words themselves, and how they are written.
        out.add(1, 0);
        out.add(2, joined(this, here));
        out.add(3, last);
        out.add(4, next);
        out.add(5, joined(last, this));
        out.add(6, joined(this, next));
        out.add(7, joined(last, here | gap(1) << 5));
        out.add(8, joined(next, here | gap(2) << 5));
        out.add(9, here | gap(1) << 5 | gap(2) << 10 | u64::from(token.opened) << 15);
        out.add(
            10,
            shape(0) | gap(0) << 5 | here << 10 | gap(1) << 15 | shape(2) << 20 | gap(2) << 25,
        );

        // The run of capitals: what stands around it, how it begins.
        let [first, end] = seen.run;
        let (first, end) = (first as usize, end as usize);
        if token.shape.is_capital() && end >= first {
            let place = (at - first).min(4) as u64;
            let left = (end - at).min(4) as u64;
            let before = self.token(first, -1).map_or(1, |t| t.hash);
            let before_that = self.token(first, -2).map_or(1, |t| t.hash);
            let after = self.token(end, 1).map_or(1, |t| t.hash);
            let opening = self.tokens.get(first).map_or(0, |t| t.gap as u64);
            let closing = self.tokens.get(end + 1).map_or(0, |t| t.gap as u64);
            let known = self.seen.get(first).map_or(0, |s| u64::from(s.known & 0xFFFF));
            let cue = self.seen.get(first).map_or(0, |s| u64::from(s.cue));
            out.add(20, place | left << 4);
            out.add(21, joined(before, place));
            out.add(22, joined(before, joined(before_that, u64::from(place == 0))));
            out.add(23, joined(after, left));
            out.add(24, joined(known, place | left << 4));
            out.add(25, joined(cue, place | left << 4));
            out.add(26, opening | closing << 5 | place << 10 | left << 14);
        }

        // The head of an organisation's name.
        if let Some((head, distance)) = seen.head {
            let distance = u64::from(distance.min(12));
            let head = u64::from(head);
            out.add(30, joined(head, distance));
            out.add(31, joined(head, here));
            out.add(32, distance | here << 5 | gap(1) << 10);
        } else {
            out.add(33, here);
        }

        // What the lexicon knows.
        let place = |l: Listed| u64::from(l.at.min(3)) | u64::from((l.length.saturating_sub(l.at + 1)).min(3)) << 4;
        let listed = |l: Listed| joined(u64::from(l.flags), place(l));
        out.add(40, u64::from(seen.known & 0xFF) | here << 20);
        out.add(41, u64::from(seen.cue) | here << 20);
        out.add(42, listed(seen.listed));
        out.add(
            43,
            joined(
                place(seen.word) | u64::from(seen.word.length != 0) << 9,
                here | gap(1) << 5,
            ),
        );
        out.add(44, self.seen.get(at + 1).map_or(0, |next| listed(next.listed)));
        out.add(
            45,
            at.checked_sub(1)
                .and_then(|n| self.seen.get(n))
                .map_or(0, |last| listed(last.listed)),
        );

        // Foreign words, by how they end.
        let is_foreign = |at: Option<usize>| {
            let seen = at.and_then(|at| self.seen.get(at));
            u64::from(seen.is_some_and(|s| s.known & known::SYLLABLE == 0))
        };
        let foreign = is_foreign(at.checked_sub(1)) | is_foreign(Some(at)) << 1 | is_foreign(Some(at + 1)) << 2;
        if foreign & 2 != 0 {
            out.add(50, joined(u64::from(token.tail & 0x3FFF_FFFF), here));
            out.add(51, joined(u64::from(token.tail & 0xF_FFFF), here));
        }
        out.add(52, foreign | here << 5 | shape(2) << 10 | shape(0) << 15);
    }
}

impl Document {
    /// Which words can be part of a name: those with capitals and their neighbours, what follows the head of an
    /// organisation's name or stands before one's capitals, numbers after the head of a place's name. The rest, three
    /// of five words, is not looked at.
    pub fn looked(&self) -> Vec<bool> {
        /// So far from a capital a small word can be part of an organisation's name.
        const REACH: u8 = 6;
        let n = self.tokens.len();
        let mut since = vec![u8::MAX; n];
        let (mut last, mut next) = (u8::MAX, u8::MAX);
        for (since, token) in since.iter_mut().zip(&self.tokens) {
            last = if token.shape.is_capital() {
                0
            } else {
                last.saturating_add(1)
            };
            *since = last;
        }
        let mut looked = vec![false; n];
        for (at, (token, seen)) in self.tokens.iter().zip(&self.seen).enumerate().rev() {
            next = if token.shape.is_capital() {
                0
            } else {
                next.saturating_add(1)
            };
            let near = next.min(since[at]);
            looked[at] |= near <= 1 || near <= REACH && seen.head.is_some();
            if token.shape == Shape::Digits && seen.cue & known::PLACE_HEAD != 0 {
                looked[at.saturating_sub(2)..=at].fill(true);
            }
        }
        looked
    }
}

/// The phrases of the lexicon in a text.
fn phrases(tokens: &[Token], lexicon: &Lexicon, seen: &mut [Seen]) {
    let (mut listed_until, mut word_until) = (0, 0);
    for at in 0..tokens.len() {
        // Too far from any capital to have been read.
        if tokens[at].hash == 0 {
            continue;
        }
        let mut hash = 0;
        for (n, token) in tokens.iter().skip(at).take(LONGEST).enumerate() {
            if n > 0 && !(token.gap.is_joint() || token.gap == Gap::Dash) {
                break;
            }
            hash = joined(hash, token.hash);
            let flags = lexicon.get(hash);
            let length = n + 1;
            if n == 0 {
                seen[at].known |= flags & !known::PREFIX;
            }
            if flags & known::NAME != 0 && at + length > listed_until && tokens[at].shape.is_capital() {
                cover(seen, at, length, flags & known::NAME, |s| &mut s.listed);
                listed_until = at + length;
            }
            if flags & known::WORD != 0 && length > 1 && at + length > word_until {
                cover(seen, at, length, 1, |s| &mut s.word);
                word_until = at + length;
            }
            if flags & CUES != 0
                && let Some(next) = seen.get_mut(at + length)
            {
                next.cue |= flags & CUES;
            }
            if flags & known::ORGANISATION_HEAD != 0 {
                seen[at].head = Some((hash as u32, length as u8));
            }
            if flags & known::PREFIX == 0 {
                break;
            }
        }
    }
}

fn cover(seen: &mut [Seen], at: usize, length: usize, flags: u32, part: impl Fn(&mut Seen) -> &mut Listed) {
    for (n, seen) in seen.iter_mut().skip(at).take(length).enumerate() {
        *part(seen) = Listed {
            flags,
            length: length as u8,
            at: n as u8,
        };
    }
}

/// The runs of words with capitals.
fn runs(tokens: &[Token], seen: &mut [Seen]) {
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].shape.is_capital() {
            seen[at].run = [1, 0];
            at += 1;
            continue;
        }
        let mut last = at;
        while let Some(next) = tokens.get(last + 1) {
            let joins = next.gap.is_joint()
                && (next.shape.is_capital() || next.shape == Shape::Digits && next.gap != Gap::Space);
            if !joins {
                break;
            }
            last += 1;
        }
        for seen in &mut seen[at..=last] {
            seen.run = [at as u32, last as u32];
        }
        at = last + 1;
    }
}

/// How far the head of an organisation's name reaches: to the end of its sentence, and not beyond a comma and what
/// opens something new.
fn heads(tokens: &[Token], seen: &mut [Seen]) {
    let mut head: Option<(u32, u8)> = None;
    for (token, seen) in tokens.iter().zip(seen.iter_mut()) {
        // "ban hành" is a verb, no "ban".
        if token.shape == Shape::Small && seen.head.is_some_and(|(_, length)| seen.word.length > length) {
            seen.head = None;
        }
        if token.gap >= Gap::Open || token.gap == Gap::Comma && head.is_some_and(|(_, d)| d > 6) {
            head = None;
        }
        head = match (seen.head, head) {
            (Some((hash, _)), before) if token.shape.is_capital() || before.is_none() => Some((hash, 0)),
            (_, Some((hash, distance))) if distance < 14 => Some((hash, distance + 1)),
            _ => None,
        };
        seen.head = head;
    }
}
