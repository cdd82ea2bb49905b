//! Confluent's wire format: a zero byte and a schema id of four bytes before the value.

use super::IntakeError;

/// Magic byte and schema id.
const HEADER: usize = 5;

/// The value without its frame, or as it is where it has none. No text begins with a zero byte.
pub fn strip(value: &[u8]) -> Result<&[u8], IntakeError> {
    if value.first() != Some(&0) {
        return Ok(value);
    }
    // Nothing but zero bytes is an empty value, as some file systems leave it.
    if value.iter().take(1024).all(|b| *b == 0) {
        return Ok(&[]);
    }
    value.get(HEADER..).ok_or(IntakeError::InvalidFraming(value.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_stripped() {
        let case = |value: &[u8], want: Result<&[u8], IntakeError>| assert_eq!(strip(value), want, "{value:?}");
        case(b"\0\0\0\0\x07{}", Ok(b"{}"));
        case(b"\0\0\0\x01\x07", Ok(b""));
        case(b"\0\x01", Err(IntakeError::InvalidFraming(2)));
        case(b"\0\0", Ok(b""));
        case(b"text", Ok(b"text"));
        case(b"", Ok(b""));
    }
}
