//! Bytes that are no text in any character set: what they are, so that the dead letter can say what to send instead.

/// What a file of a known kind begins with, and its name. Asked only of what is not UTF-8.
const KINDS: &[(usize, &[u8], &str)] = &[
    (0, b"\x1f\x8b", "gzip data"),
    (0, b"\x28\xb5\x2f\xfd", "zstd data"),
    (0, b"\x04\x22\x4d\x18", "lz4 data"),
    (0, b"BZh", "bzip2 data"),
    (0, b"\xfd7zXZ\0", "xz data"),
    (0, b"PK\x03\x04", "a zip archive or an office document"),
    (0, b"Rar!\x1a", "a rar archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"%PDF-", "a PDF"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (0, b"\x89PNG\r\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF8", "a GIF image"),
    (0, b"RIFF", "a WebP image, a sound or a video"),
    (4, b"ftyp", "an image or a video"),
    (0, b"\x1a\x45\xdf\xa3", "a video"),
    (0, b"ID3", "a sound"),
    (0, b"OggS", "a sound or a video"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"Obj\x01", "an Avro file"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ", "a program"),
    (0, b"SQLite format 3\0", "a database"),
];

const UNKNOWN: &str = "binary data";

/// So much is looked at.
const SAMPLE: usize = 16 * 1024;
/// No text has more control characters than one in so many bytes. A few stand in texts that are sound apart from them,
/// and the old Vietnamese encodings have rare capital letters there.
const TEXT_PER_CONTROL: usize = 40;

/// What the bytes are, if they are no text.
pub fn of(value: &[u8]) -> Option<&'static str> {
    if let Some(kind) = known(value) {
        return Some(kind);
    }
    let sample = value.get(..SAMPLE).unwrap_or(value);
    let is_control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let controls = sample.iter().filter(is_control).count();
    (controls * TEXT_PER_CONTROL > sample.len()).then_some(UNKNOWN)
}

/// What the bytes are, if they are known to be no text.
pub fn kind(value: &[u8]) -> &'static str {
    known(value).unwrap_or(UNKNOWN)
}

fn known(value: &[u8]) -> Option<&'static str> {
    let begins = |(at, mark, _): &&(usize, &[u8], &str)| value.get(*at..).is_some_and(|v| v.starts_with(mark));
    let (_, mark, kind) = KINDS.iter().find(begins)?;
    // Letters alone may begin a text as well; then no control character follows soon.
    let is_word = mark.iter().all(u8::is_ascii_graphic);
    let head = value.get(..256).unwrap_or(value);
    let has_controls = head.iter().any(|b| *b < 0x09 || *b == 0x7f);
    (!is_word || has_controls || *mark == b"%PDF-").then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named() {
        let case = |value: &[u8], want: Option<&str>| assert_eq!(of(value), want, "{value:?}");
        case(b"\x1f\x8b\x08\0\0\0\0\0\0\x03", Some("gzip data"));
        case(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some("a PNG image"));
        case(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", Some("a PDF"));
        case(b"\0\0\0\x20ftypavif", Some("an image or a video"));
        case(b"MZ\x90\0\x03", Some("a program"));
        case(b"MZ-Ausgabe f\xfcr Mittwoch", None);
        case(b"GIF8 ist kein Ausdruck f\xfcr Bilder", None);
        case(b"\x93\x01\x02\x9a\xc0\x07\xff\x13", Some("binary data"));
        case(
            b"caf\xe9 \0 und noch viel mehr Text, der danach kommt, und kein Ende",
            None,
        );
        case(b"caf\xe9", None);
        case(b"", None);
    }
}
