//! Letters of old Vietnamese fonts that were taken for those of windows-1252 and saved as such: `ViÖt Nam` was TCVN3,
//! `Vieät Nam` VNI, `Vi®t Nam` VISCII. Every stretch between tags and ends of lines is judged alone by what its bytes
//! are in the old encodings; stretches too short to tell follow the others of their text.

use std::ops::Range;

use crate::intake::charset::vietnamese::{Evidence, Old, vni_pair};

use super::single_byte::windows_1252;

const ENCODINGS: [Old; 5] = [Old::Tcvn3, Old::Vni, Old::Tcvn1, Old::Viscii, Old::Vps];

/// The text in its own letters; `None` where nothing is certainly wrong.
pub fn undo(text: &str) -> Option<String> {
    let mut certain: Vec<(Range<usize>, Old)> = Vec::new();
    let mut open: Vec<Range<usize>> = Vec::new();
    // Characters beyond ASCII in stretches that are certain, and in all.
    let (mut weight, mut whole) = (0, 0);
    for range in stretches(text) {
        let stretch = text.get(range.clone()).unwrap_or_default();
        let Some(look) = look(stretch) else {
            whole += stretch.bytes().filter(|b| *b >= 0xc0).count();
            continue;
        };
        whole += look.beyond;
        if look.suspicious()
            && let Some(old) = judge(stretch, look)
        {
            weight += look.beyond;
            certain.push((range, old));
        } else if look.beyond > 0 {
            open.push(range);
        }
    }
    let (_, main) = certain.first()?;
    let votes = |old: Old| certain.iter().filter(|(_, o)| *o == old).count();
    let main = ENCODINGS
        .into_iter()
        .fold(*main, |best, old| if votes(old) > votes(best) { old } else { best });
    if weight * 10 >= whole * 9 {
        // All of it, attributes and scripts as well.
        return Some(decode_pieces(text, main));
    }
    let follows = open.into_iter().filter(|range| {
        let stretch = text.get(range.clone()).unwrap_or_default();
        let evidence = Evidence::of(&decode_pieces(stretch, main));
        evidence.share_is(100) && !Evidence::of(stretch).share_is(100)
    });
    let mut ranges: Vec<(Range<usize>, Old)> = follows.map(|range| (range, main)).collect();
    ranges.extend(certain);
    ranges.sort_unstable_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut done = 0;
    for (range, old) in ranges {
        out.push_str(text.get(done..range.start)?);
        out.push_str(&decode_pieces(text.get(range.clone())?, old));
        done = range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// What lies between tags, tags themselves, and lines.
fn stretches(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        if from >= text.len() {
            return None;
        }
        let rest = text.as_bytes().get(from..)?;
        let end = memchr::memchr3(b'\n', b'<', b'>', rest.get(1..)?).map_or(text.len(), |at| from + 1 + at);
        let range = from..end;
        from = end;
        Some(range)
    })
}

/// What a stretch looks like before it is decoded.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// Characters beyond ASCII.
    beyond: usize,
    /// Of these, signs beside letters, capitals after small letters, and VNI's pairs.
    odd: usize,
    /// Of these, those that no language has: not VNI's pairs.
    impossible: usize,
}

impl Shape {
    fn suspicious(self) -> bool {
        self.odd > 0 && self.odd * 5 >= self.beyond
    }
}

/// Looks at a stretch; `None` if it has letters that windows-1252 does not have.
fn look(stretch: &str) -> Option<Shape> {
    let mut shape = Shape::default();
    if stretch.is_ascii() {
        return Some(shape);
    }
    let mut before = ' ';
    let mut characters = stretch.chars().peekable();
    while let Some(c) = characters.next() {
        if !c.is_ascii() {
            windows_1252(c)?;
            shape.beyond += 1;
            let after = characters.peek().copied().unwrap_or(' ');
            let in_word = before.is_alphabetic() && after.is_alphabetic();
            let beside = before.is_lowercase() || after.is_lowercase() || (!after.is_ascii() && after.is_alphabetic());
            if c.is_uppercase() && before.is_lowercase() || (is_sign(c) && in_word) {
                shape.impossible += 1;
                shape.odd += 1;
            } else if (is_sign(c) && beside) || (c == '\u{ad}' && !after.is_ascii()) || vni_pair(before, c).is_some() {
                shape.odd += 1;
            }
        }
        before = c;
    }
    Some(shape)
}

/// A sign that does not belong beside letters.
fn is_sign(c: char) -> bool {
    !c.is_alphabetic() && !matches!(c, '\u{a0}' | '‘' | '’' | '“' | '”' | '…' | '–' | '—' | '\u{ad}')
        || matches!(c, 'ª' | 'º' | 'µ')
}

/// The encoding in which a stretch is certainly Vietnamese.
fn judge(stretch: &str, shape: Shape) -> Option<Old> {
    let own = Evidence::of(stretch);
    let (old, evidence) = ENCODINGS
        .into_iter()
        .map(|old| (old, Evidence::of(&decode_pieces(stretch, old))))
        .reduce(|best, next| {
            if next.1.balance() > best.1.balance() {
                next
            } else {
                best
            }
        })?;
    // Sound Vietnamese may do without the letters that Latin-1 does not have.
    if own.marked_valid * 2 > own.marked {
        return None;
    }
    let many = evidence.telling >= 3 && evidence.share_is(85) && evidence.valid * 10 >= evidence.words * 6;
    let all = evidence.words >= 2 && evidence.valid == evidence.words && evidence.share_is(100);
    let few =
        all && (evidence.telling >= 2 || (evidence.telling == 1 && (shape.impossible > 0 || evidence.doubly_marked)));
    (many || few).then_some(old)
}

/// Decodes what windows-1252 can write, and leaves the rest.
fn decode_pieces(text: &str, old: Old) -> String {
    let mut out = String::with_capacity(text.len());
    let mut bytes = Vec::with_capacity(text.len());
    let flush = |bytes: &mut Vec<u8>, out: &mut String| {
        if !bytes.is_empty() {
            out.push_str(&old.decode(bytes).0);
            bytes.clear();
        }
    };
    for c in text.chars() {
        match u8::try_from(c).ok().filter(u8::is_ascii).or_else(|| windows_1252(c)) {
            Some(byte) => bytes.push(byte),
            None => {
                flush(&mut bytes, &mut out);
                out.push(c);
            }
        }
    }
    flush(&mut bytes, &mut out);
    out
}
