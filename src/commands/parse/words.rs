//! `bantin parse --words`: a line in, its words out.
//!
//! Syllables of one word are joined with `_`, words are parted by one space. Each line of the input has one line of the
//! answer; a line without words has an empty one.

use std::borrow::Cow;

use super::chunks::Chunk;
use crate::enrich::segment::Segmenter;

/// Appends the words of every line of a chunk. What is no UTF-8 is replaced by U+FFFD, and standard error names the first
/// such line of the chunk.
pub fn answer(chunk: &Chunk, out: &mut Vec<u8>) {
    let mut segmenter = Segmenter::default();
    let mut broken = None;
    for piece in chunk.messages() {
        let line = match simdutf8::basic::from_utf8(piece.bytes) {
            Ok(line) => Cow::Borrowed(line),
            Err(_) => {
                broken.get_or_insert(piece.line);
                String::from_utf8_lossy(piece.bytes)
            }
        };
        append(&mut segmenter, &line, out);
        out.push(b'\n');
    }
    if let Some(line) = broken {
        eprintln!(
            "bantin: {}: line {line} is not UTF-8: what is wrong in it became U+FFFD",
            chunk.path
        );
    }
}

/// Appends the words of a line.
fn append(segmenter: &mut Segmenter, line: &str, out: &mut Vec<u8>) {
    let words = segmenter.line(line);
    let joins = words.joins().iter().map(|join| if *join == 0 { b' ' } else { b'_' });
    for (unit, before) in words.units().iter().zip(std::iter::once(b'\0').chain(joins)) {
        if before != 0 {
            out.push(before);
        }
        out.extend_from_slice(line.get(unit.start..unit.end).unwrap_or_default().as_bytes());
    }
}
