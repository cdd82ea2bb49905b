//! Bytes → text: which character set is this?
//!
//! Nearly every value is UTF-8, which one pass over it proves. For the others nothing is proof: headers name the
//! server's default, meta tags outlive a move to another system, detectors guess. So all of them only name candidates,
//! and each candidate's text is looked at: the one that reads most like a text is taken, what declared it counting
//! for it ([`plausibility`]). A candidate that nothing in `encoding_rs` decodes needs a [`Charset`] of its own, and
//! is weighed like the rest.

mod binary;
mod candidates;
mod condense;
mod declared;
mod detect;
mod label;
mod plausibility;
mod prescan;
mod utf8;
pub(in crate::intake) mod vietnamese;
mod wide;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1258};

use super::{Header, IntakeError};

pub use wide::is_wide;

/// A way from bytes to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Charset {
    /// One of the web's.
    Web(&'static Encoding),
    /// UTF-32 in this order of bytes, which the web does not know and JSON once allowed.
    Utf32(wide::Order),
    /// One of the old Vietnamese ones, which the web never knew.
    Vietnamese(vietnamese::Old),
}

impl Charset {
    /// Its name in lower case.
    fn name(self) -> &'static str {
        match self {
            Charset::Web(encoding) => label::name(encoding),
            Charset::Utf32(order) => order.utf32(),
            Charset::Vietnamese(old) => old.name(),
        }
    }

    /// The text of bytes that have no byte order mark, and whether U+FFFD had to be put in.
    fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Charset::Web(encoding) if encoding == WINDOWS_1258 => vietnamese::windows_1258(bytes),
            Charset::Web(encoding) => encoding.decode_without_bom_handling(bytes),
            Charset::Utf32(order) => wide::utf32(bytes, order),
            Charset::Vietnamese(old) => old.decode(bytes),
        }
    }
}

/// A value as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'m> {
    /// The text, borrowed where the value is UTF-8.
    pub text: Cow<'m, str>,
    /// What was decoded, by its WHATWG name in lower case.
    pub charset: &'static str,
    /// Nothing declared the character set: it was guessed.
    pub guessed: bool,
    /// There were bytes that the character set does not know; U+FFFD stands for them.
    pub has_errors: bool,
    /// Where the value stops being UTF-8, for values in none of Unicode's own encodings.
    pub not_unicode_at: Option<usize>,
}

impl<'m> Decoded<'m> {
    fn utf8(text: &'m str) -> Self {
        Decoded {
            text: Cow::Borrowed(text),
            charset: "utf-8",
            guessed: false,
            has_errors: false,
            not_unicode_at: None,
        }
    }

    fn of(charset: Charset, bytes: &'m [u8]) -> Self {
        let (text, has_errors) = charset.decode(bytes);
        Decoded {
            text,
            charset: charset.name(),
            guessed: false,
            has_errors,
            not_unicode_at: None,
        }
    }
}

/// An escape of ISO-2022-JP, the one character set in use whose bytes all are ASCII, comes this early if at all.
const ESCAPES_WITHIN: usize = 16 * 1024;
const ESCAPE: u8 = 0x1b;

/// Decodes a value.
///
/// # Errors
///
/// It is no text, or one in no character set that is known.
pub fn decode<'m>(value: &'m [u8], headers: &[Header<'_>]) -> Result<Decoded<'m>, IntakeError> {
    let head = value.get(..ESCAPES_WITHIN).unwrap_or(value);
    let escapes = memchr::memchr(ESCAPE, head).is_some();
    if !is_wide(value) {
        // Every message is checked whole, so that the check is a tenth of what an article costs; this one takes a
        // third of the time of the standard library's.
        match simdutf8::basic::from_utf8(value) {
            Ok(text) if escapes && detect::is_iso_2022_jp(value) => {
                let mut decoded = Decoded::of(Charset::Web(encoding_rs::ISO_2022_JP), value);
                decoded.guessed = !declared::of(value, headers).names(Charset::Web(encoding_rs::ISO_2022_JP));
                decoded.not_unicode_at = Some(0);
                return Ok(if decoded.has_errors {
                    Decoded::utf8(text)
                } else {
                    decoded
                });
            }
            Ok(text) => return Ok(viqr(text, headers).unwrap_or_else(|| Decoded::utf8(text))),
            Err(_) => {}
        }
    }
    if let Some((charset, length)) = wide::by_mark(value) {
        let text = value.get(length..).unwrap_or_default();
        if charset != Charset::Web(UTF_8) {
            return match wide::is_text(charset, text) {
                true => Ok(Decoded::of(charset, text)),
                false => Err(IntakeError::NotText(binary::kind(value))),
            };
        }
    }
    if let Some(charset) = wide::by_zeros(value) {
        return Ok(Decoded::of(charset, value));
    }
    by_evidence(value, headers)
}

/// A value of ASCII that is VIQR.
fn viqr<'m>(text: &'m str, headers: &[Header<'_>]) -> Option<Decoded<'m>> {
    const VIQR: Charset = Charset::Vietnamese(vietnamese::Old::Viqr);
    let declared = || declared::of(text.as_bytes(), headers).names(VIQR);
    let read = vietnamese::viqr::read(text, declared)?;
    Some(Decoded {
        text: Cow::Owned(read),
        charset: VIQR.name(),
        guessed: !declared(),
        has_errors: false,
        not_unicode_at: None,
    })
}

fn by_evidence<'m>(value: &'m [u8], headers: &[Header<'_>]) -> Result<Decoded<'m>, IntakeError> {
    if let Some(kind) = binary::of(value) {
        return Err(IntakeError::NotText(kind));
    }
    let found = utf8::census(value);
    let Some(at) = found.first_fault else {
        // Zeros, but not those of a wide encoding: UTF-8 all the same.
        return match std::str::from_utf8(value) {
            Ok(text) => Ok(Decoded::utf8(text)),
            Err(_) => Err(IntakeError::InvalidUtf8(0)),
        };
    };
    let declared = declared::of(value, headers);
    if found.outweighs_its_faults(declared.names(Charset::Web(UTF_8))) {
        let text = value.strip_prefix(b"\xef\xbb\xbf").unwrap_or(value);
        let mut decoded = Decoded::of(Charset::Web(UTF_8), text);
        decoded.not_unicode_at = Some(at);
        return Ok(decoded);
    }
    let Some(best) = candidates::best(value, &declared) else {
        return Err(IntakeError::NoCharset(at));
    };
    let mut decoded = Decoded::of(best, value);
    decoded.guessed = !declared.names(best);
    decoded.not_unicode_at = Some(at);
    Ok(decoded)
}

#[cfg(test)]
mod tests;
