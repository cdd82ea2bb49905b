//! The part of a value that tells character sets apart: words that have bytes beyond ASCII. A page is nine tenths
//! markup and script, of which nothing can be learnt and which a detector would read byte by byte.

/// So much tells enough.
const ENOUGH: usize = 16 * 1024;

/// The words with bytes beyond ASCII, each with the byte that ends it, from the beginning of the value on.
pub fn condense(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(ENOUGH.min(value.len()));
    let mut from = 0;
    while let Some(found) = value
        .get(from..)
        .and_then(|rest| rest.iter().position(|b| !b.is_ascii()))
    {
        let at = from + found;
        let head = value.get(from..at).unwrap_or_default();
        let start = head.iter().rposition(|b| cuts(*b)).map_or(from, |cut| from + cut);
        let rest = value.get(at..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|b| cuts(*b))
            .map_or(value.len(), |cut| at + cut + 1);
        let end = end.min(start + ENOUGH);
        out.extend_from_slice(value.get(start..end).unwrap_or_default());
        if out.len() >= ENOUGH {
            break;
        }
        from = end;
    }
    out
}

/// White space and marks that are never the second byte of a letter: those of Shift_JIS, Big5 and GB18030 are digits
/// or beyond `@`.
fn cuts(byte: u8) -> bool {
    matches!(byte, 0..0x30 | 0x3a..0x40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beyond_ascii_are_kept() {
        let case = |value: &[u8], want: &[u8]| assert_eq!(condense(value), want, "{value:?}");
        case(b"<p class=x>un caf\xe9 noir, l'\xe9t\xe9.</p>", b" caf\xe9 '\xe9t\xe9.");
        case(b"\xe9", b"\xe9");
        case(b"plain", b"");
        case(b"", b"");
        // 表 of Shift_JIS ends in a backslash, which is kept.
        case(b"<b>\x95\x5c\x8e\xa6</b>", b">\x95\x5c\x8e\xa6<");
        assert_eq!(condense(&[0xe9; 100_000]).len(), ENOUGH);
    }
}
