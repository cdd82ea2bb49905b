//! Bytes and a content type → what intake makes of them, in every format: always the same, UTF-8 as it is unless something
//! in it was repaired, nothing longer than the limits allow.

#![no_main]

use bantin::intake::{Content, Format, Header, Intake, Message, Origin, Piece, RawArticle, read};
use bantin::settings;
use libfuzzer_sys::fuzz_target;

/// Small, so that the fuzzer meets them.
const EXPANDED: u64 = 256 * 1024;
const ARTICLES: u32 = 50;

const CONTENT_TYPES: &[&str] = &[
    "text/html",
    "text/html; charset=utf-8",
    "text/html; charset=iso-8859-1",
    "text/html; charset=windows-1258",
    "text/html; charset=shift_jis",
    "text/html; charset=gb18030",
    "text/html; charset=big5",
    "text/html; charset=utf-16",
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, value)) = data.split_last() else {
        return;
    };
    let content_type = CONTENT_TYPES[usize::from(*choice) % CONTENT_TYPES.len()];
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(value),
        headers: vec![Header {
            name: "content-type",
            value: Some(content_type.as_bytes()),
        }],
    };
    let settings = settings::Intake {
        max_expanded_bytes: settings::ByteSize(EXPANDED),
        max_articles: ARTICLES,
        ..settings::Intake::default()
    };
    let intake = read(&message, &settings);
    assert_eq!(intake, read(&message, &settings), "two runs differ");
    match &intake {
        Intake::Tombstone => {}
        Intake::One(piece) => check(piece, value),
        Intake::Several(pieces) => {
            assert!(pieces.len() <= ARTICLES as usize + 1, "{} pieces", pieces.len());
            pieces.iter().for_each(|piece| check(piece, value));
        }
    }
});

fn check(piece: &Piece<'_>, value: &[u8]) {
    let raw: &RawArticle<'_> = match piece {
        Piece::Article(raw) => raw,
        Piece::Skipped(_) => return,
        Piece::Failed(failure) => {
            assert!(!failure.code.is_empty() && !failure.message.is_empty());
            return;
        }
    };
    let (Content::Text(text) | Content::Html(text)) = &raw.content else {
        return;
    };
    // Decoding makes three bytes of one, writing out as HTML at most six.
    let longest = 18 * (EXPANDED as usize).max(value.len()) + 64;
    assert!(text.len() <= longest, "{} bytes of {}", text.len(), value.len());
    assert_eq!(raw.charset, raw.charset.to_ascii_lowercase());
    // Bare text that is UTF-8 and has no zeros or escapes is passed on as it is.
    if raw.content_field.is_none()
        && matches!(raw.format, Format::Text | Format::Html)
        && raw.warnings.is_empty()
        && raw.charset == "utf-8"
        && !value.contains(&0)
        && !value.contains(&0x1b)
        && std::str::from_utf8(value).is_ok()
    {
        assert_eq!(text.as_bytes(), value);
    }
}
