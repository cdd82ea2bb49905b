//! Web archives (ISO 28500): WARC, and the texts made of it, WET.
//!
//! An archive is records one after another. Those with a page (`response`, `resource`, `conversion`) are pieces of the
//! message, in their order and whatever comes of each: an article, several where a feed was archived, or a skip where it
//! was a picture or a redirect. So is what stands between records and is none. All other records say something about
//! these; they are no pieces, and change nobody's index. A message of one piece is one article; a message of none is
//! passed over.
//!
//! Archives are cut off, spliced and repaired by hand: what is there is read. See [`scan`] for where records end, and
//! [`super::compression`] for the packed ones.

mod chunked;
pub mod head;
mod http;
mod languages;
mod media;
mod page;
pub mod scan;

use super::compression::{Budget, Fault};
use super::{Failure, Intake, IntakeError, Piece, SkipReason};
use crate::settings;
use scan::Step;

/// The names that each field has; everything else is the page's own.
pub const FIELDS: &[(&str, &str)] = &[
    ("url", "WARC-Target-URI"),
    ("retrieved_at", "WARC-Date"),
    ("source.id", "WARC-Record-ID"),
    ("character set", "charset of Content-Type, the server's or the record's"),
];

/// The same for texts.
pub const FIELDS_OF_TEXTS: &[(&str, &str)] = &[
    ("url", "WARC-Target-URI"),
    ("retrieved_at", "WARC-Date"),
    ("source.id", "WARC-Record-ID"),
    ("language", "WARC-Identified-Content-Language"),
];

/// Whether a value is an archive.
pub fn begins(value: &[u8]) -> bool {
    let start = value.iter().position(|byte| !matches!(byte, b'\r' | b'\n'));
    head::begins(start.and_then(|start| value.get(start..)).unwrap_or_default())
}

/// The same of a value that did not unpack whole: its beginning may be what is missing.
pub fn is_damaged(value: &[u8]) -> bool {
    scan::holds_record(value)
}

/// Takes an archive apart; `faults` is where it could not be unpacked.
///
/// # Errors
///
/// It holds too many articles.
pub fn read<'m>(
    value: &'m [u8],
    faults: &[Fault],
    settings: &settings::Intake,
    budget: &mut Budget,
) -> Result<Intake<'m>, IntakeError> {
    let mut pieces = Pieces {
        list: Vec::new(),
        is_several: false,
        most: settings.max_articles,
    };
    let place = |fault: &Fault| (usize::try_from(fault.at).unwrap_or(usize::MAX), fault.gave);
    let mut faults = faults.iter().map(place).peekable();
    let mut at = 0;
    while let Some(rest) = value.get(at..) {
        match scan::step(rest, true, u64::MAX) {
            Step::Record(span) => {
                while let Some((fault, gave)) = faults.next_if(|(fault, _)| *fault <= at + span.begin) {
                    // What came out of it was seen.
                    if !gave {
                        pieces.broken(fault, "what stood here does not unpack")?;
                    }
                }
                let (block_end, end) = (at + span.block_end, at + span.end);
                let mut is_cut = span.is_cut;
                while let Some((..)) = faults.next_if(|(fault, gave)| *fault < block_end || (*gave && *fault <= end)) {
                    is_cut = true;
                }
                let head = rest.get(span.begin..span.block).and_then(head::read);
                let block = rest.get(span.block..span.block_end).unwrap_or_default();
                if let Some(head) = head.filter(|head| head.kind.may_hold_page()) {
                    pieces.add(page::read(&head, block, is_cut, settings, budget))?;
                }
                at += span.end;
            }
            Step::Gap { begin, end, reason } => {
                pieces.broken(at + begin, reason)?;
                at += end;
            }
            Step::End | Step::More(_) | Step::Long { .. } => break,
        }
    }
    for (fault, _) in faults.filter(|(_, gave)| !gave) {
        pieces.broken(fault, "what stood here does not unpack")?;
    }
    Ok(pieces.whole())
}

/// What was found so far.
struct Pieces<'m> {
    list: Vec<Piece<'m>>,
    is_several: bool,
    most: u32,
}

impl<'m> Pieces<'m> {
    fn add(&mut self, found: Intake<'m>) -> Result<(), IntakeError> {
        match found {
            Intake::Tombstone => {}
            Intake::One(piece) => self.list.push(piece),
            Intake::Several(pieces) => {
                self.is_several = true;
                self.list.extend(pieces);
            }
        }
        match self.list.len() > self.most as usize {
            true => Err(IntakeError::TooManyArticles(self.most)),
            false => Ok(()),
        }
    }

    fn broken(&mut self, at: usize, reason: &'static str) -> Result<(), IntakeError> {
        let failure = Failure::from(IntakeError::InvalidArchive { at, reason });
        self.add(Intake::One(Piece::Failed(failure)))
    }

    fn whole(mut self) -> Intake<'m> {
        match (self.is_several, self.list.len()) {
            (false, 0) => Intake::One(Piece::Skipped(SkipReason::NoPage)),
            (false, 1) => self.list.pop().map_or(Intake::Several(Vec::new()), Intake::One),
            _ => Intake::Several(self.list),
        }
    }
}

#[cfg(test)]
mod tests;
