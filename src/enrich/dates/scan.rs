//! Where dates may begin: at digits, and at the letters of a few words.

use std::sync::LazyLock;

use aho_corasick::packed::Searcher;
use aho_corasick::{AhoCorasick, packed};

use super::{english, relative};

/// How many bytes are asked at once whether a digit is among them.
const CHUNK: usize = 16;

/// Calls `read` with the place of each first digit of a number; it gives the place to go on from.
pub(super) fn digits(text: &str, read: &mut dyn FnMut(usize) -> usize) {
    let bytes = text.as_bytes();
    let mut next = 0;
    for (i, chunk) in bytes.chunks(CHUNK).enumerate() {
        let from = i * CHUNK;
        if from + chunk.len() <= next || !chunk.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
            continue;
        }
        for (j, byte) in chunk.iter().enumerate() {
            let at = from + j;
            if byte.is_ascii_digit() && at >= next {
                next = read(at).max(at + 1);
            }
        }
    }
}

/// The search for all cues at once: by vectors of bytes where the processor has them.
enum Cues {
    Packed(Searcher),
    Automaton(AhoCorasick),
    None,
}

impl Cues {
    fn new(cues: &[&str]) -> Self {
        match packed::Config::new().builder().extend(cues).build() {
            Some(searcher) => Cues::Packed(searcher),
            None => AhoCorasick::new(cues).map_or(Cues::None, Cues::Automaton),
        }
    }
}

static VIETNAMESE: LazyLock<Cues> = LazyLock::new(|| Cues::new(&relative::CUES));
static ENGLISH: LazyLock<Cues> = LazyLock::new(|| Cues::new(&english::CUES));

/// Calls `read` with the place of each cue of a language.
pub(super) fn cues(text: &str, vietnamese: bool, read: &mut dyn FnMut(usize)) {
    match if vietnamese { &*VIETNAMESE } else { &*ENGLISH } {
        Cues::Packed(searcher) => searcher.find_iter(text).for_each(|cue| read(cue.start())),
        Cues::Automaton(searcher) => searcher.find_iter(text).for_each(|cue| read(cue.start())),
        Cues::None => {}
    }
}
