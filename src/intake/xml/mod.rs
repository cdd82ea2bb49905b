//! XML: feeds, agencies' items, texts of extractors. The root element says which.

use super::{Intake, IntakeError};
use crate::settings;

/// Whether a text begins with the root element of a format that is read; `head` is its beginning in lower case.
pub fn is_known(head: &str) -> bool {
    [
        "<rss",
        "<feed",
        "<rdf:rdf",
        "<newsitem",
        "<newsmessage",
        "<nitf",
        "<tei",
    ]
    .iter()
    .any(|root| head.contains(root))
}

/// Takes a document apart.
///
/// # Errors
///
/// It is not well-formed, or in no format that is read.
pub fn read<'m>(text: &'m str, settings: &settings::Intake) -> Result<Intake<'m>, IntakeError> {
    let _ = settings;
    let root = text
        .trim_start_matches('<')
        .split([' ', '>', '\n'])
        .next()
        .unwrap_or_default();
    Err(IntakeError::Unsupported(root.to_owned()))
}

/// The body of a NITF document as HTML; `None` where it is none.
pub fn nitf_body(text: &str) -> Option<String> {
    let _ = text;
    None
}
