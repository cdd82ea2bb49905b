//! [`json_text`]: a long text as JSON, eight bytes at a time.
//!
//! The text of an article stands in its event twice, and asking of each byte whether it must be escaped was most of what
//! writing an event cost. Bytes that must are few: quotation marks, and the ends of lines.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Serialises a text as `serialize_str` does.
///
/// # Errors
/// The serialiser's.
pub fn json_text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match RawValue::from_string(quoted(text)) {
        Ok(raw) => raw.serialize(serializer),
        // A string in quotation marks is always JSON.
        Err(_) => serializer.serialize_str(text),
    }
}

/// A text as a JSON string, as serde_json writes it.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32 + 16);
    out.push('"');
    let mut done = 0;
    while let Some(at) = next_escaped(text.as_bytes(), done) {
        out.push_str(text.get(done..at).unwrap_or_default());
        match text.as_bytes().get(at) {
            Some(b'"') => out.push_str("\\\""),
            Some(b'\\') => out.push_str("\\\\"),
            Some(b'\n') => out.push_str("\\n"),
            Some(b'\r') => out.push_str("\\r"),
            Some(b'\t') => out.push_str("\\t"),
            Some(0x08) => out.push_str("\\b"),
            Some(0x0C) => out.push_str("\\f"),
            Some(control) => {
                const DIGITS: [char; 16] = [
                    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
                ];
                out.push_str("\\u00");
                out.push(DIGITS[usize::from(control >> 4)]);
                out.push(DIGITS[usize::from(control & 15)]);
            }
            None => {}
        }
        done = at + 1;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out.push('"');
    out
}

/// Where the next control character, quotation mark or backslash is.
fn next_escaped(bytes: &[u8], from: usize) -> Option<usize> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const EACH: u64 = 0x0101_0101_0101_0101;
    let rest = bytes.get(from..)?;
    let mut at = from;
    for eight in rest.chunks_exact(8) {
        let eight = u64::from_le_bytes(eight.try_into().unwrap_or_default());
        let low = eight & !HIGH;
        // The high bit of a byte stays clear where it is less than a space; where all bits are those of the sign.
        let printed = low + 0x60 * EACH;
        let no_quote = (low ^ (0x22 * EACH)) + 0x7F * EACH;
        let no_backslash = (low ^ (0x5C * EACH)) + 0x7F * EACH;
        let escaped = !((printed & no_quote & no_backslash) | eight) & HIGH;
        if escaped != 0 {
            return Some(at + escaped.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let tail = rest.chunks_exact(8).remainder().iter();
    let mut tail = tail.zip(at..);
    tail.find(|(byte, _)| **byte < 0x20 || matches!(byte, b'"' | b'\\'))
        .map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Serialize)]
    struct Long<'a>(#[serde(serialize_with = "json_text")] &'a str);

    proptest! {
        #[test]
        fn texts_are_written_as_ever(text in "(\\PC|[a-zà-ỹ ]{1,12}|[\"\\\\\n\r\t\u{0}-\u{1f}\u{7f}\u{2028}]){0,40}") {
            let expected = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(serde_json::to_string(&Long(&text)).unwrap(), expected);
            prop_assert_eq!(serde_json::to_value(Long(&text)).unwrap(), serde_json::Value::String(text));
        }
    }
}
