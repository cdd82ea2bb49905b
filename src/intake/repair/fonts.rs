//! Letters of old Vietnamese fonts that were taken for those of windows-1252 and saved as such: `ViÖt Nam` was TCVN3,
//! `Vieät Nam` VNI, `Vi®t Nam` VISCII. Every stretch between tags and ends of lines is judged alone by what its bytes
//! are in the old encodings; stretches too short to tell follow the others of their text.

use std::ops::Range;

use crate::intake::charset::vietnamese::{Evidence, Old, vni_pair};

use super::look::next_beyond;
use super::single_byte::windows_1252;

const ENCODINGS: [Old; 5] = [Old::Tcvn3, Old::Vni, Old::Tcvn1, Old::Viscii, Old::Vps];

/// The text in its own letters; `None` where nothing is certainly wrong.
pub fn undo(text: &str) -> Option<String> {
    // Stretches with characters beyond ASCII that windows-1252 has, and what each is certain to be.
    let mut found: Vec<(Range<usize>, Shape, Option<Old>)> = Vec::new();
    // Characters beyond ASCII in all of the text.
    let mut whole = 0;
    for range in stretches(text) {
        let stretch = text.get(range.clone()).unwrap_or_default();
        let Some(shape) = look(stretch) else {
            whole += stretch.bytes().filter(|b| *b >= 0xc0).count();
            continue;
        };
        whole += shape.beyond;
        if shape.beyond > 0 {
            let old = shape.is_suspicious().then(|| judge(stretch, shape)).flatten();
            found.push((range, shape, old));
        }
    }
    let votes = |old: Old| found.iter().filter(|(_, _, o)| *o == Some(old)).count();
    let (main, most) = ENCODINGS
        .into_iter()
        .map(|old| (old, votes(old)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    if most == 0 {
        return None;
    }
    // A few words may be valid in several encodings: they are in the one that most of the text is in.
    let mut weight = 0;
    for (range, shape, old) in &mut found {
        if *old != Some(main) {
            let stretch = text.get(range.clone()).unwrap_or_default();
            if Evidence::of(&decode_pieces(stretch, main)).share_is(100) && !Evidence::of(stretch).share_is(100) {
                *old = Some(main);
            }
        }
        weight += if *old == Some(main) { shape.beyond } else { 0 };
    }
    if weight * 10 >= whole * 8 {
        // All of it: foreign names, attributes and scripts as well.
        return Some(decode_pieces(text, main));
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut done = 0;
    for (range, _, old) in found {
        let Some(old) = old else { continue };
        out.push_str(text.get(done..range.start)?);
        out.push_str(&decode_pieces(text.get(range.clone())?, old));
        done = range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// What lies between tags, tags themselves, and lines, as far as there is anything beyond ASCII in them.
fn stretches(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        let beyond = next_beyond(bytes, from)?;
        let start = memchr::memrchr3(b'\n', b'<', b'>', bytes.get(from..beyond)?).map_or(from, |at| from + at);
        let end = memchr::memchr3(b'\n', b'<', b'>', bytes.get(beyond..)?).map_or(text.len(), |at| beyond + at);
        from = end;
        Some(start..end)
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
    fn is_suspicious(self) -> bool {
        self.odd > 0 && self.odd * 5 >= self.beyond
    }
}

/// Looks at a stretch; `None` if it has letters that windows-1252 does not have.
fn look(stretch: &str) -> Option<Shape> {
    let mut shape = Shape::default();
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
    let mostly = evidence.valid * 10 >= evidence.words * 6;
    // What no language has beside it makes up for some foreign names.
    let odd = shape.impossible >= 2 || evidence.doubly_marked;
    let many = evidence.telling >= 3 && mostly && evidence.share_is(if odd { 70 } else { 85 });
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
