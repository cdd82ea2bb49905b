//! [`IntakeError`]: why an envelope cannot be taken apart.

use super::{Failure, Stage};

/// Why a message, or one element of it, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// Larger than `intake.max_bytes`.
    #[error("the value has {size} bytes, more than intake.max_bytes ({limit}): send less or raise the limit")]
    TooLarge {
        /// Its size.
        size: usize,
        /// The limit.
        limit: u64,
    },
    /// JSON in something else than Unicode's own encodings.
    #[error("the JSON value is not UTF-8 at byte {0}: JSON is sent as UTF-8")]
    InvalidUtf8(usize),
    /// Not UTF-8, and nonsense in every other character set.
    #[error(
        "the value is not UTF-8 at byte {0} and reads like a text in no other character set: send UTF-8, or name the \
         character set in the header content-type"
    )]
    NoCharset(usize),
    /// An image, an archive, something compressed, …
    #[error("the value is {0}, not text: send the article itself, decompressed, as text, HTML or JSON")]
    NotText(&'static str),
    /// Begins like JSON and is none.
    #[error("the value is not valid JSON at line {line} column {column}: send one whole JSON document a message")]
    InvalidJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1; in bytes.
        column: usize,
    },
    /// Confluent's magic byte without a schema id after it.
    #[error("the value begins with Confluent's magic byte but has only {0} bytes: a schema id of 4 bytes must follow")]
    InvalidFraming(usize),
    /// JSON, but no object.
    #[error("the JSON value is {0}, not an object: send an object with html, text, or title and description")]
    NotAnObject(&'static str),
    /// An array within an array.
    #[error("an element of the array is an array itself: send the articles as one flat array")]
    NestedArray,
    /// `payload` within `payload` within …
    #[error("more than {0} wrappers named payload lie within each other: unwrap them before sending")]
    TooDeep(usize),
    /// An object without anything to read.
    #[error(
        "the object has no content: none of html, text, title, description or their other names is there and not empty"
    )]
    NoContent,
    /// XML in no format that is known.
    #[error("the value is XML with the root element {0}, which is no format of articles: see `bantin formats`")]
    Unsupported(String),
    /// XML in a format that is read, and in another than the one that is set.
    #[error("the value is XML with the root element {root}, and intake.format is {wanted}: send that, or set auto")]
    OtherFormat {
        /// The format that is set.
        wanted: &'static str,
        /// The root element.
        root: String,
    },
    /// Begins like XML and is none.
    #[error("the value is not well-formed XML at line {line} column {column}: {reason}")]
    InvalidXml {
        /// Line, from 1.
        line: usize,
        /// Column, from 1; in bytes.
        column: usize,
        /// What is wrong there.
        reason: &'static str,
    },
    /// Elements of XML within each other without end.
    #[error("elements lie more than {0} deep within each other: no format of articles needs that")]
    XmlTooDeep(usize),
    /// A small message that becomes a huge one: compressed, or by entities that hold each other.
    #[error("{what} it is larger than intake.max_expanded_bytes ({limit}): send less or raise the limit")]
    Expanded {
        /// "decompressed", "with its entities replaced".
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// More articles in one message than are taken.
    #[error("the message holds more articles than intake.max_articles ({0}): send fewer at a time or raise the limit")]
    TooManyArticles(u32),
    /// An object with more values than an article can have.
    #[error(
        "the object has more than {0} values: an article needs some hundreds; send articles as the elements of an array"
    )]
    TooManyValues(u32),
    /// Compressed data that is broken.
    #[error("the {0} data is broken: send it whole")]
    BrokenCompression(&'static str),
    /// A record of an archive that is none.
    #[error("the archive is broken at byte {at}: {reason}")]
    InvalidArchive {
        /// Where.
        at: usize,
        /// What is wrong there.
        reason: &'static str,
    },
}

impl IntakeError {
    /// The stable code: `dlq.code`.
    pub fn code(&self) -> &'static str {
        match self {
            IntakeError::TooLarge { .. } => "too_large",
            IntakeError::InvalidUtf8(_) | IntakeError::NoCharset(_) => "invalid_utf8",
            IntakeError::NotText(_) => "not_text",
            IntakeError::InvalidJson { .. } => "invalid_json",
            IntakeError::InvalidFraming(_) => "invalid_framing",
            IntakeError::NotAnObject(_) => "not_an_object",
            IntakeError::NestedArray => "nested_array",
            IntakeError::TooDeep(_) => "too_deep",
            IntakeError::NoContent => "no_content",
            IntakeError::Unsupported(_) => "unsupported_format",
            IntakeError::OtherFormat { .. } => "other_format",
            IntakeError::InvalidXml { .. } => "invalid_xml",
            IntakeError::XmlTooDeep(_) => "too_deep",
            IntakeError::Expanded { .. } => "too_large_expanded",
            IntakeError::TooManyArticles(_) => "too_many_articles",
            IntakeError::TooManyValues(_) => "too_many_values",
            IntakeError::BrokenCompression(_) => "broken_compression",
            IntakeError::InvalidArchive { .. } => "invalid_archive",
        }
    }
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        Failure::new(Stage::Intake, error.code(), error.to_string())
    }
}

impl From<&serde_json::Error> for IntakeError {
    fn from(error: &serde_json::Error) -> Self {
        IntakeError::InvalidJson {
            line: error.line(),
            column: error.column(),
        }
    }
}
