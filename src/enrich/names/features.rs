//! What a word shows of being part of a name: [`Document`] looks over a whole text, [`Document::features`] says it of
//! one word as hashes.

use super::lexicon::{LONGEST, Lexicon, known};
use super::tokens::{Gap, Shape, Token, joined};

/// Takes the features of a word.
pub trait Sink {
    /// A feature of a template with this value.
    fn add(&mut self, template: u64, value: u64);

    /// The same, of a template that has few values: less than [`few`] says.
    fn few(&mut self, template: u64, value: usize);
}

/// The templates of few values, and how many values each can have; their weights are found without a search.
pub const FEW: [(u64, usize); 22] = [
    (1, 1),
    (9, 1 << 13),
    (20, 1 << 6),
    (25, 1 << 9),
    (26, 1 << 14),
    (32, 1 << 12),
    (33, 1 << 4),
    (40, 1 << 12),
    (41, 1 << 7),
    (42, 1),
    (43, 1 << 13),
    (44, 1),
    (45, 1),
    (52, 1 << 15),
    (101, 1 << 11),
    (103, 1 << 11),
    (104, 1 << 11),
    (106, 1 << 10),
    (107, 1 << 11),
    (108, 1 << 10),
    (109, 1 << 10),
    (110, 1 << 3),
];

/// The features of one word, as hashes.
#[derive(Clone, Debug, Default)]
pub struct Features {
    hashes: Vec<u64>,
}

impl Features {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.hashes.clear();
    }

    /// Their hashes.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }
}

impl Sink for Features {
    fn add(&mut self, template: u64, value: u64) {
        self.hashes.push(joined(template, value));
    }

    fn few(&mut self, template: u64, value: usize) {
        debug_assert!(FEW.iter().any(|(own, values)| *own == template && value < *values));
        self.add(template, value as u64);
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
    /// First and last word of the run of capitals that it is part of, if it has one.
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
    #[inline]
    pub fn features(&self, at: usize, out: &mut impl Sink) {
        let (Some(token), Some(seen)) = (self.tokens.get(at), self.seen.get(at)) else {
            return;
        };
        let near: [Option<&Token>; 3] = std::array::from_fn(|n| self.token(at, n as isize - 1));
        let word = |n: usize| near[n].map_or(1, |t| t.hash);
        let shape = |n: usize| near[n].map_or(NONE, |t| t.shape as usize);
        let gap = |n: usize| near[n].map_or(NONE, |t| t.gap as usize);
        let (last, this, next) = (word(0), word(1), word(2));
        let (here, gap_before, gap_after) = (shape(1), gap(1), gap(2));
        let written = here as u64;

        // The words themselves, and how they are written.
        out.few(1, 0);
        out.add(2, joined(this, written));
        out.add(3, last);
        out.add(4, next);
        out.add(5, joined(last, this));
        out.add(6, joined(this, next));
        out.add(7, joined(last, (here | gap_before << 5) as u64));
        out.add(8, joined(next, (here | gap_after << 5) as u64));
        out.few(
            9,
            here | gap_before << 4 | gap_after << 8 | usize::from(token.opened) << 12,
        );
        out.add(
            10,
            (shape(0) | gap(0) << 5 | here << 10 | gap_before << 15 | shape(2) << 20 | gap_after << 25) as u64,
        );

        // The run of capitals: what stands around it, how it begins.
        let [first, end] = seen.run;
        let (first, end) = (first as usize, end as usize);
        if token.shape.is_capital() && end >= first {
            let place = (at - first).min(4);
            let left = (end - at).min(4);
            let within = (place | left << 3) as u64;
            let before = self.token(first, -1).map_or(1, |t| t.hash);
            let before_that = self.token(first, -2).map_or(1, |t| t.hash);
            let after = self.token(end, 1).map_or(1, |t| t.hash);
            let opening = self.tokens.get(first).map_or(0, |t| t.gap as usize);
            let closing = self.tokens.get(end + 1).map_or(0, |t| t.gap as usize);
            let known = self.seen.get(first).map_or(0, |s| u64::from(s.known & 0xFFFF));
            let cue = self.seen.get(first).map_or(0, |s| cue(s.cue));
            out.few(20, place | left << 3);
            out.add(21, joined(before, place as u64));
            out.add(22, joined(before, joined(before_that, u64::from(place == 0))));
            out.add(23, joined(after, left as u64));
            out.add(24, joined(known, within));
            out.few(25, cue | place << 3 | left << 6);
            out.few(26, opening | closing << 4 | place << 8 | left << 11);
        }

        // The head of an organisation's name.
        if let Some((head, distance)) = seen.head {
            let distance = distance.min(12);
            let head = u64::from(head);
            out.add(30, joined(head, u64::from(distance)));
            out.add(31, joined(head, written));
            out.few(32, usize::from(distance) | here << 4 | gap_before << 8);
        } else {
            out.few(33, here);
        }

        // What the lexicon knows.
        let place = |l: Listed| usize::from(l.at.min(3)) | usize::from((l.length.saturating_sub(l.at + 1)).min(3)) << 2;
        let mut listed = |template: u64, l: Option<&Listed>| match l {
            Some(l) if l.flags != 0 => out.add(template, joined(u64::from(l.flags), place(*l) as u64)),
            _ => out.few(template, 0),
        };
        listed(42, Some(&seen.listed));
        listed(44, self.seen.get(at + 1).map(|next| &next.listed));
        let last = at.checked_sub(1).and_then(|last| self.seen.get(last));
        listed(45, last.map(|last| &last.listed));
        out.few(40, (seen.known & 0xFF) as usize | here << 8);
        out.few(41, cue(seen.cue) | here << 3);
        let covered = usize::from(seen.word.length != 0);
        out.few(43, place(seen.word) | covered << 4 | here << 5 | gap_before << 9);

        // Foreign words, by how they end.
        let is_foreign = |seen: Option<&Seen>| usize::from(seen.is_some_and(|s| s.known & known::SYLLABLE == 0));
        let foreign = is_foreign(last) | is_foreign(Some(seen)) << 1 | is_foreign(self.seen.get(at + 1)) << 2;
        if foreign & 2 != 0 {
            out.add(50, joined(u64::from(token.tail & 0x3FFF_FFFF), written));
            out.add(51, joined(u64::from(token.tail & 0xF_FFFF), written));
        }
        out.few(52, foreign | here << 3 | shape(2) << 7 | shape(0) << 11);
    }
}

/// Shape and gap of a word beyond the line: what is no shape, and stands before no word of it.
const NONE: usize = 15;

/// The three kinds of cues, as the lowest bits.
fn cue(cues: u32) -> usize {
    const _: () = assert!(CUES == (known::HONORIFIC | known::HONORIFIC << 1 | known::PLACE_HEAD));
    let (pair, place) = ((cues / known::HONORIFIC) & 3, (cues / known::PLACE_HEAD) & 1);
    (pair | place << 2) as usize
}

impl Document {
    /// Which words can be part of a name: those with capitals and their neighbours, what follows the head of an
    /// organisation's name or stands before one's capitals, numbers after the head of a place's name. The rest, three
    /// of five words, is not looked at.
    pub fn looked(&self) -> Vec<bool> {
        /// So far from a capital a small word can be part of an organisation's name.
        const REACH: usize = 6;
        let mut looked = vec![false; self.tokens.len()];
        // Up to where words were asked for the head of an organisation's name.
        let mut asked = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            if token.shape.is_capital() {
                mark(&mut looked, at.saturating_sub(1), at + 2);
                let from = asked.max(at.saturating_sub(REACH));
                asked = at + REACH + 1;
                for (looked, seen) in looked.iter_mut().zip(&self.seen).take(asked).skip(from) {
                    *looked |= seen.head.is_some();
                }
            } else if token.shape == Shape::Digits && self.seen[at].cue & known::PLACE_HEAD != 0 {
                mark(&mut looked, at.saturating_sub(2), at + 1);
            }
        }
        looked
    }
}

fn mark(looked: &mut [bool], from: usize, to: usize) {
    for looked in looked.iter_mut().take(to).skip(from) {
        *looked = true;
    }
}

/// The phrases of the lexicon in a text.
fn phrases(tokens: &[Token], lexicon: &Lexicon, seen: &mut [Seen]) {
    let (mut listed_until, mut word_until) = (0, 0);
    for (at, token) in tokens.iter().enumerate() {
        // Too far from any capital to have been read.
        if token.hash == 0 {
            continue;
        }
        let written = lexicon.syllables().get(token.word);
        let mut hash = joined(0, token.hash);
        let mut flags = written.map_or_else(|| lexicon.get(hash), |word| word.known);
        seen[at].known = flags & !known::PREFIX;
        let mut length = 1;
        loop {
            if flags & known::NAME != 0 && at + length > listed_until && token.shape.is_capital() {
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
            if flags & known::PREFIX == 0 || length == LONGEST {
                break;
            }
            let Some(next) = tokens.get(at + length) else { break };
            let goes_on = next.gap.is_joint() || next.gap == Gap::Dash;
            if !goes_on || length == 1 && written.is_some_and(|word| !word.may_go_on(next.hash)) {
                break;
            }
            hash = joined(hash, next.hash);
            flags = lexicon.get(hash);
            length += 1;
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
