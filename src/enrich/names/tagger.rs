//! [`Tagger`]: the two looks at a text.
//!
//! The first look labels each word by what it and its neighbours show. The second sees the same, and besides what the
//! first found of the same words elsewhere in the text ([`super::consistency`]).

use std::ops::Range;
use std::sync::LazyLock;

use super::chain::{Best, LABELS, OUTSIDE};
use super::consistency::Votes;
use super::features::Document;
use super::lexicon::Lexicon;
use super::model::{Model, NoModel, Sums};
use super::tokens::{Gap, tokens_of_names};
use super::{Mention, NameKind, cues, edges};

/// Finds names.
#[derive(Clone, Debug)]
pub struct Tagger {
    lexicon: Lexicon,
    model: Model,
}

/// The weights that are compiled in: see `lexicon/SOURCES.md`.
static WEIGHTS: &[u8] = include_bytes!("../../../lexicon/names.bin");

static TAGGER: LazyLock<Option<Tagger>> = LazyLock::new(|| Tagger::new(WEIGHTS).ok());

/// The tagger that is compiled in; `None` only if its weights were broken, which a test rules out.
pub fn tagger() -> Option<&'static Tagger> {
    TAGGER.as_ref()
}

impl Tagger {
    /// A tagger with weights.
    ///
    /// # Errors
    /// The bytes are no weights of names.
    pub fn new(weights: &[u8]) -> Result<Self, NoModel> {
        Ok(Tagger {
            lexicon: cues::lexicon(),
            model: Model::read(weights)?,
        })
    }

    /// The same with other weights.
    ///
    /// # Errors
    /// The bytes are no weights of names.
    pub fn with_weights(&self, weights: &[u8]) -> Result<Self, NoModel> {
        Ok(Tagger {
            lexicon: self.lexicon.clone(),
            model: Model::read(weights)?,
        })
    }

    /// The names in a text, in its order.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let document = Document::new(tokens_of_names(text, &self.lexicon), &self.lexicon);
        let looked = document.looked();
        let labels = self.labels(&document, &looked);
        mentions(text, &document, &labels)
    }

    fn labels(&self, document: &Document, looked: &[bool]) -> Vec<u8> {
        let ranges = ranges(document, looked);
        let mut sums: Vec<Sums> = Vec::with_capacity(looked.iter().filter(|looked| **looked).count());
        let mut adder = self.model.adder();
        for at in ranges.iter().cloned().flatten() {
            document.features(at, &mut adder);
            let mut sum = Sums::default();
            adder.add_to(&mut sum);
            sums.push(sum);
        }
        let mut best = Best::for_words(ranges.iter().map(Range::len).max().unwrap_or_default());
        let first = self.best(&mut best, 0, document.tokens.len(), &ranges, &sums);
        if first.iter().all(|label| *label == OUTSIDE as u8) {
            return first;
        }
        let votes = Votes::new(document, looked, &first);
        for (at, sum) in ranges.iter().cloned().flatten().zip(&mut sums) {
            votes.features(&first, at, &mut adder);
            adder.add_to(sum);
        }
        self.best(&mut best, 1, document.tokens.len(), &ranges, &sums)
    }

    /// The likeliest labels at a look.
    fn best(&self, best: &mut Best, look: usize, length: usize, ranges: &[Range<usize>], sums: &[Sums]) -> Vec<u8> {
        let mut labels = Vec::with_capacity(length);
        let mut sums = sums.iter().map(|sum| self.model.scores(look, sum));
        for range in ranges {
            labels.resize(range.start, OUTSIDE as u8);
            best.labels(sums.by_ref().take(range.len()), self.model.steps(look), &mut labels);
        }
        labels.resize(length, OUTSIDE as u8);
        labels
    }

    /// What names are looked for with.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The weights.
    pub fn model(&self) -> &Model {
        &self.model
    }
}

/// The stretches of words that are looked at, none longer than its line.
pub fn ranges(document: &Document, looked: &[bool]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = None;
    for (at, (token, looked)) in document.tokens.iter().zip(looked).enumerate() {
        if token.gap == Gap::Line || !looked {
            ranges.extend(start.take().map(|start| start..at));
        }
        if *looked && start.is_none() {
            start = Some(at);
        }
    }
    ranges.extend(start.map(|start| start..looked.len()));
    ranges
}

/// The label of a name's first word.
pub fn label_of(kind: NameKind) -> u8 {
    1 + 2 * kind as u8
}

/// The names that labels stand for.
pub fn mentions(text: &str, document: &Document, labels: &[u8]) -> Vec<Mention> {
    const _: () = assert!(LABELS == 7);
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < labels.len() {
        let kind = match labels[at] {
            1 => NameKind::Person,
            3 => NameKind::Organisation,
            5 => NameKind::Place,
            _ => {
                at += 1;
                continue;
            }
        };
        let start = at;
        at += 1;
        while labels.get(at) == Some(&(label_of(kind) + 1)) {
            at += 1;
        }
        if let Some(words) = document.tokens.get(start..at)
            && let Some(span) = edges::settle(text, words, kind)
        {
            found.push(Mention { span, kind });
        }
    }
    found
}
