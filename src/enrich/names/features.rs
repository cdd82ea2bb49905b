//! What a word shows of being part of a name: [`Document`] looks over a whole text, [`Document::features`] says it of
//! one word as hashes.

use super::lexicon::{LONGEST, Lexicon, known};
use super::tokens::{Gap, Shape, Token, joined};

/// The features of one word, as hashes.
#[derive(Clone, Debug, Default)]
pub struct Features(Vec<u64>);

impl Features {
    /// Adds the feature of a template with this value.
    #[inline]
    pub fn add(&mut self, template: u64, value: u64) {
        self.0.push(joined(template, value));
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Their hashes.
    pub fn hashes(&self) -> &[u64] {
        &self.0
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
    pub head: Option<(u64, u8)>,
    /// A head of a place's name, an honorific, a position ends right before this word.
    pub cue: u32,
    /// How often the text has the word in small letters, and with a capital where it need not have one.
    pub cases: [u8; 2],
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
        cases(&tokens, &mut seen);
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
    pub fn features(&self, at: usize, out: &mut Features) {
        let (Some(token), Some(seen)) = (self.tokens.get(at), self.seen.get(at)) else {
            return;
        };
        let mut add = |template: u64, value: u64| out.add(template, value);
        let near: [Option<&Token>; 7] = std::array::from_fn(|n| self.token(at, n as isize - 3));
        let word = |n: isize| near[(n + 3) as usize].map_or(1, |t| t.hash);
        let shape = |n: isize| near[(n + 3) as usize].map_or(31, |t| t.shape as u64);
        let gap = |n: isize| near[(n + 3) as usize].map_or(31, |t| t.gap as u64);
        let here = shape(0);
        let written = |n: isize| shape(n) | gap(n) << 5;

        add(1, 0);
        add(2, joined(word(0), here));
        add(3, word(-1));
        add(4, word(1));
        add(5, word(-2));
        add(6, word(2));
        add(7, joined(word(-1), word(0)));
        add(8, joined(word(0), word(1)));
        add(9, joined(word(-2), word(-1)));
        add(10, joined(word(1), word(2)));
        add(11, joined(word(-1), word(1)) ^ here);
        add(12, joined(word(-1), joined(word(0), word(1))));
        add(13, joined(word(-3), joined(word(-2), word(-1))));
        add(14, here | gap(0) << 5 | gap(1) << 10 | u64::from(token.opened) << 15);
        add(15, written(-1) | written(0) << 10 | shape(1) << 20 | gap(1) << 25);
        add(16, joined(written(-2) | written(-1) << 10 | written(0) << 20, written(1) | written(2) << 10));
        add(17, joined(word(-1), here | gap(0) << 5));
        add(18, joined(word(1), here | gap(1) << 5));

        let [first, last] = seen.run;
        let (first, last) = (first as usize, last as usize);
        if token.shape.is_capital() && last >= first {
            let place = (at - first).min(4) as u64;
            let left = (last - at).min(4) as u64;
            let before = self.token(first, -1).map_or(1, |t| t.hash);
            let before2 = self.token(first, -2).map_or(1, |t| t.hash);
            let after = self.token(last, 1).map_or(1, |t| t.hash);
            let opening = self.tokens.get(first).map_or(0, |t| t.gap as u64);
            let closing = self.tokens.get(last + 1).map_or(0, |t| t.gap as u64);
            let head = self.tokens.get(first).map_or(0, |t| t.hash);
            let tail = self.tokens.get(last).map_or(0, |t| t.hash);
            let head_known = self.seen.get(first).map_or(0, |s| u64::from(s.known));
            let cue = self.seen.get(first).map_or(0, |s| u64::from(s.cue));
            add(20, place | left << 4);
            add(21, joined(before, place));
            add(22, joined(before, joined(before2, u64::from(place == 0))));
            add(23, joined(after, left));
            add(24, joined(head, place));
            add(25, joined(tail, left));
            add(26, joined(head_known & 0xFFFF, place | left << 4));
            add(27, joined(cue, place | left << 4));
            add(28, opening | closing << 5 | place << 10 | left << 14);
            add(29, joined(before, after) ^ place);
            add(30, cue | opening << 40);
        }
        if let Some((head, distance)) = seen.head {
            let distance = u64::from(distance);
            add(31, joined(head, distance.min(12)));
            add(32, joined(head, here));
            add(33, distance.min(12) | here << 5 | gap(0) << 10);
            add(34, joined(word(0), 1));
            add(35, joined(head, word(0)));
        } else {
            add(36, here);
        }
        add(40, u64::from(seen.known & 0xFF) | here << 20);
        let known = |n: isize| {
            let there = at.checked_add_signed(n).and_then(|k| self.seen.get(k));
            there.map_or(0, |s| u64::from(s.known & 0xFFFF))
        };
        add(41, joined(known(-1), known(0)));
        add(42, joined(known(0), known(1)));
        add(43, u64::from(seen.cue) | here << 20);
        let listed = seen.listed;
        let place = |l: Listed| u64::from(l.at.min(3)) | u64::from((l.length.saturating_sub(l.at + 1)).min(3)) << 4;
        add(44, joined(u64::from(listed.flags), place(listed)));
        add(45, joined(u64::from(listed.flags), place(listed)) ^ joined(here, u64::from(seen.cue)));
        add(46, joined(place(seen.word) | u64::from(seen.word.length != 0) << 9, here | gap(0) << 5));
        if let Some(next) = self.seen.get(at + 1) {
            add(47, joined(u64::from(next.listed.flags), place(next.listed)));
        }
        if let Some(last) = at.checked_sub(1).and_then(|n| self.seen.get(n)) {
            add(48, joined(u64::from(last.listed.flags), place(last.listed)));
        }
        let bucket = |n: u8| u64::from(n.min(3));
        add(50, bucket(seen.cases[0]) | bucket(seen.cases[1]) << 2 | here << 5 | gap(0) << 10);
        if seen.known & known::SYLLABLE == 0 {
            add(51, joined(u64::from(token.tail & 0xFF_FFFF), here));
            add(52, joined(u64::from(token.tail & 0xF_FFFF), here));
            add(53, u64::from(token.length) | here << 10);
        }
        // The line: titles and leads are written in a way of their own.
        let foreign = |n: isize| u64::from(near[(n + 3) as usize].is_some() && known(n) & u64::from(known::SYLLABLE) == 0);
        add(54, foreign(-1) | foreign(0) << 1 | foreign(1) << 2 | here << 5 | shape(1) << 10 | shape(-1) << 15);
    }
}

impl Document {
    /// Which words can be part of a name: those with capitals and their neighbours, what follows the head of an
    /// organisation's name or stands before one's capitals, numbers after the head of a place's name. The rest, three
    /// of five words, is not looked at.
    pub fn looked(&self) -> Vec<bool> {
        /// So far from a capital a small word can be part of an organisation's name.
        const REACH: usize = 6;
        let n = self.tokens.len();
        let mut since = vec![REACH + 1; n];
        let (mut last, mut next) = (REACH + 1, REACH + 1);
        for (at, token) in self.tokens.iter().enumerate() {
            last = if token.shape.is_capital() { 0 } else { last.saturating_add(1) };
            since[at] = last;
        }
        let mut looked = vec![false; n];
        for at in (0..n).rev() {
            next = if self.tokens[at].shape.is_capital() { 0 } else { next.saturating_add(1) };
            let near = next.min(since[at]);
            looked[at] |= near <= 1 || near <= REACH && self.seen[at].head.is_some();
            if self.tokens[at].shape == Shape::Digits && self.seen[at].cue & known::PLACE_HEAD != 0 {
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
        let mut hash = 0;
        for (n, token) in tokens.iter().skip(at).take(LONGEST).enumerate() {
            if n > 0 && !(token.gap.is_joint() || token.gap == Gap::Dash) {
                break;
            }
            hash = joined(hash, token.hash);
            let flags = lexicon.get(hash);
            let length = n + 1;
            if n == 0 {
                seen[at].known |= flags & 0x7FFF_FFFF;
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
                seen[at].head = Some((hash, 0));
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
            let joins = next.gap.is_joint() && (next.shape.is_capital() || next.shape == Shape::Digits && next.gap != Gap::Space);
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
    let mut head: Option<(u64, u8)> = None;
    for (token, seen) in tokens.iter().zip(seen.iter_mut()) {
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

/// In what case a text has its words.
fn cases(tokens: &[Token], seen: &mut [Seen]) {
    let size = (2 * tokens.len()).next_power_of_two();
    let mut slots: Vec<(u64, [u8; 2])> = vec![(0, [0; 2]); size];
    let slot = |slots: &mut Vec<(u64, [u8; 2])>, hash: u64| {
        let mut at = hash as usize & (size - 1);
        while slots[at].0 != 0 && slots[at].0 != hash {
            at = (at + 1) & (size - 1);
        }
        at
    };
    for token in tokens {
        let at = slot(&mut slots, token.hash);
        slots[at].0 = token.hash;
        let [small, capital] = &mut slots[at].1;
        if token.shape == Shape::Small {
            *small = small.saturating_add(1);
        } else if token.shape.is_capital() && !token.gap.is_start() && !token.opened {
            *capital = capital.saturating_add(1);
        }
    }
    for (token, seen) in tokens.iter().zip(seen) {
        let at = slot(&mut slots, token.hash);
        seen.cases = slots[at].1;
    }
}
