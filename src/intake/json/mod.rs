//! JSON: what crawlers, agencies, publishers and services send as objects.

mod containers;
mod crawler;
mod document;
mod formats;
mod fundus;
pub mod json_feed;
pub mod json_ld;
mod language_names;
pub mod ninjs;
mod node;
mod pictures;
mod surrogates;

use std::borrow::Cow;

use super::{Intake, IntakeError, Piece, SkipReason, sniff};
use crate::settings;
use document::Document;

/// Takes a document apart; borrows from the message where the message is UTF-8.
///
/// # Errors
///
/// It is not JSON.
pub fn read<'m>(text: &Cow<'m, str>, settings: &settings::Intake) -> Result<Intake<'m>, IntakeError> {
    match text {
        Cow::Borrowed(text) => read_text(sniff::trim(text), settings),
        Cow::Owned(text) => Ok(read_text(sniff::trim(text), settings)?.into_owned()),
    }
}

fn read_text<'m>(text: &'m str, settings: &settings::Intake) -> Result<Intake<'m>, IntakeError> {
    let document = match document::parse(text, settings) {
        Ok(document) => document,
        Err(error) => {
            // Only a message that fails is looked at for lone surrogates: they are rare.
            let mended = surrogates::mend(text).ok_or(IntakeError::from(&error))?;
            document::parse(&mended, settings)
                .map_err(|e| IntakeError::from(&e))?
                .into_owned()
        }
    };
    Ok(match document {
        Document::One(piece) => Intake::One(piece),
        Document::Several(pieces) if pieces.is_empty() => Intake::One(Piece::Skipped(SkipReason::Empty)),
        Document::Several(pieces) => Intake::Several(pieces),
        Document::Null => Intake::Tombstone,
    })
}
