//! Which of the character sets that come into question reads most like a text.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1252};

use super::condense::condense;
use super::declared::{Declared, Source};
use super::plausibility::plausibility;
use super::vietnamese::Evidence;
use super::{Charset, detect, vietnamese};

/// What a declaration counts, in units of [`plausibility`]. A server's default is often nobody's decision.
const HEADER: f32 = 0.25;
const HEADER_DEFAULT: f32 = 0.1;
const PAGE: f32 = 0.3;
/// What the detector's guess counts: it knows which letters follow each other in which language.
const GUESS: f32 = 0.2;
/// What reads no better than this is no text, if at least one byte in so many is beyond ASCII: with fewer it is a text
/// with some odd signs.
const FLOOR: f32 = -0.5;
const BYTES_PER_ODD_SIGN: usize = 8;

/// A detector that meets one broken letter drops the character set; where nothing else reads like a text, these are
/// tried all the same.
const OF_SEVERAL_BYTES: [Charset; 5] = [
    Charset::Web(GB18030),
    Charset::Web(EUC_KR),
    Charset::Web(SHIFT_JIS),
    Charset::Web(EUC_JP),
    Charset::Web(BIG5),
];
const DOUBTFUL: f32 = 0.7;

/// The best character set for a value that is not UTF-8; `None` where each makes nonsense of it.
pub fn best(value: &[u8], declared: &Declared<'_>) -> Option<Charset> {
    let words = condense(value);
    let mut weights = vec![(detect::guess(&words, declared.language), GUESS)];
    for (source, charset) in &declared.charsets {
        match weights.iter_mut().find(|(known, _)| known == charset) {
            Some((_, known)) => *known += weight(*source, *charset),
            None if *charset == Charset::Web(UTF_8) => {}
            None => weights.push((*charset, weight(*source, *charset))),
        }
    }
    let mut best = weights
        .iter()
        .map(|(charset, weight)| Candidate::of(*charset, *weight, &words))
        .reduce(Candidate::better)?;
    if best.plausibility < DOUBTFUL {
        let others = OF_SEVERAL_BYTES
            .iter()
            .filter(|charset| weights.iter().all(|(known, _)| known != *charset));
        best = others
            .map(|charset| Candidate::of(*charset, 0.0, &words))
            .fold(best, Candidate::better);
    }
    if let Some((charset, evidence)) = vietnamese::best(&words)
        && is_vietnamese(&evidence, declared, charset, best.plausibility)
    {
        return Some(charset);
    }
    let odd = words.iter().filter(|b| !b.is_ascii()).count();
    (best.plausibility > FLOOR || odd * BYTES_PER_ODD_SIGN < value.len()).then_some(best.charset)
}

/// Whether words read as Vietnamese in an old encoding so well that nothing else counts. Words alone, without the
/// syllables of ASCII between them, are few in a title: then all of them have to be valid, and the best of the others
/// has to make little of them.
fn is_vietnamese(evidence: &Evidence, declared: &Declared<'_>, charset: Charset, plausibility: f32) -> bool {
    if evidence.telling >= 3 && evidence.share_is(80) {
        return true;
    }
    let named = declared.names(charset);
    let expected = named
        || declared
            .language
            .is_some_and(|l| l.get(..2).is_some_and(|l| l.eq_ignore_ascii_case(b"vi")));
    evidence.telling >= 1
        && ((expected && evidence.share_is(60)) || (evidence.share_is(100) && plausibility < DOUBTFUL))
}

struct Candidate {
    charset: Charset,
    /// What speaks for it beside its text.
    weight: f32,
    plausibility: f32,
}

impl Candidate {
    fn of(charset: Charset, weight: f32, words: &[u8]) -> Self {
        Candidate {
            charset,
            weight,
            plausibility: plausibility(&charset.decode(words).0).unwrap_or(0.0),
        }
    }

    /// The first of equals: the guess, then what is declared.
    fn better(self, other: Self) -> Self {
        if other.weight + other.plausibility > self.weight + self.plausibility {
            other
        } else {
            self
        }
    }
}

fn weight(source: Source, charset: Charset) -> f32 {
    match source {
        Source::Header if charset == Charset::Web(WINDOWS_1252) => HEADER_DEFAULT,
        Source::Header => HEADER,
        Source::Meta | Source::Xml => PAGE,
    }
}
