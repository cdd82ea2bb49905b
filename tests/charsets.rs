//! Real pages, written out in old character sets: they come back letter by letter, with and without a declaration.
//! The pages lie in `../shared`; where that is absent the test says that it is skipped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader};
use std::path::Path;

use bantin::intake::{self, Content, Header, Intake, Message, Origin, Piece};
use bantin::pipeline::{Outcome, Outcomes, Pipeline};
use bantin::settings::{self, Settings};
use encoding_rs::{Encoding, GB18030, ISO_8859_2, WINDOWS_1252, WINDOWS_1257};
use flate2::read::MultiGzDecoder;

/// Every so-manieth page of a set is taken.
const SETS: &[(&str, usize)] = &[("trafilatura", 12), ("wcxb", 12), ("vietnamese", 2)];

fn pages() -> Option<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/html");
    let mut pages = Vec::new();
    for (set, every) in SETS {
        let file = std::fs::File::open(root.join(format!("{set}.jsonl.gz"))).ok()?;
        let lines = BufReader::new(MultiGzDecoder::new(file)).lines().step_by(*every);
        for line in lines {
            let page: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
            // A mark that the crawler left in would be taken for the page's own.
            pages.push(page["html"].as_str().unwrap().trim_start_matches('\u{feff}').to_owned());
        }
    }
    Some(pages)
}

/// The page that a value is read as.
fn read(value: &[u8], content_type: &str) -> String {
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
    match intake::read(&message, &settings::Intake::default()) {
        Intake::One(Piece::Article(raw)) => match raw.content {
            Content::Html(html) => html.into_owned(),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    }
}

/// Whether a character set has nearly all letters of a page; signs are written as character references.
fn fits(page: &str, encoding: &'static Encoding) -> bool {
    let letters: String = page.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).collect();
    let count = letters.chars().count();
    let lost = encoding.encode(&letters).0.iter().filter(|b| **b == b';').count();
    // What was read wrongly before anyone wrote it down would be mended here.
    !page.contains('\u{fffd}') && !page.contains('Ã') && count >= 5 && lost * 50 <= count
}

#[test]
fn real_pages_come_back_letter_by_letter() {
    let Some(pages) = pages() else {
        println!("skipped: no pages in ../shared");
        return;
    };
    for encoding in [WINDOWS_1252, ISO_8859_2, WINDOWS_1257, GB18030] {
        let (mut all, mut declared, mut guessed) = (0, 0, 0);
        for page in pages.iter().filter(|page| fits(page, encoding)) {
            let bytes = encoding.encode(page).0;
            let want = encoding.decode_without_bom_handling(&bytes).0;
            all += 1;
            declared += usize::from(read(&bytes, &format!("text/html; charset={}", encoding.name())) == want);
            // Nearly all pages say that they are UTF-8, which is now wrong.
            guessed += usize::from(read(&bytes, "text/html") == want);
        }
        println!(
            "{}: {all} pages, {declared} right where declared, {guessed} where guessed",
            encoding.name()
        );
        assert!(all > 20, "{}: {all} pages", encoding.name());
        assert!(declared * 100 >= all * 97, "{}: {declared} of {all}", encoding.name());
        // A Baltic or Polish name within a German page is not to be guessed.
        let share = if encoding == WINDOWS_1257 { 80 } else { 93 };
        assert!(guessed * 100 >= all * share, "{}: {guessed} of {all}", encoding.name());
    }
    let wide = |page: &str, mark: bool, write: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(page.encode_utf16()).flat_map(write).collect()
    };
    for page in &pages {
        for mark in [true, false] {
            for write in [u16::to_le_bytes, u16::to_be_bytes] {
                assert!(read(&wide(page, mark, write), "text/html; charset=utf-8") == *page);
            }
        }
        assert!(read(page.as_bytes(), "text/html; charset=iso-8859-1") == *page);
    }
}

/// The event names what was decoded, warns of what was guessed, and its letters are composed.
#[test]
fn the_event_says_what_was_decoded() {
    let page = "<!doctype html><html lang=vi><head><title>Cầu mới mở cửa</title></head><body><h1>Cầu mới mở cửa</h1>\
                <p>Cầu mới bắc qua sông sẽ mở cửa vào tháng Giêng, chủ tịch huyện cho biết hôm thứ Ba.</p></body></html>";
    // Windows-1258 has the letters and the tones apart from each other.
    let tones = [
        ('\u{1ea7}', "â\u{300}"),
        ('\u{1edb}', "ơ\u{301}"),
        ('\u{1edf}', "ơ\u{309}"),
        ('\u{1eed}', "ư\u{309}"),
        ('\u{1eaf}', "ă\u{301}"),
        ('\u{1ebd}', "e\u{303}"),
        ('\u{1ee7}', "u\u{309}"),
        ('\u{1ecb}', "i\u{323}"),
        ('\u{1ec7}', "ê\u{323}"),
        ('\u{1ebf}', "ê\u{301}"),
        ('\u{1ee9}', "ư\u{301}"),
    ];
    let written = tones
        .iter()
        .fold(page.to_owned(), |page, (letter, apart)| page.replace(*letter, apart));
    let bytes = encoding_rs::WINDOWS_1258.encode(&written).0;
    for (content_type, warned) in [("text/html; charset=windows-1258", false), ("text/html", true)] {
        let message = Message {
            origin: Origin::File { path: "-", line: 1 },
            timestamp: None,
            key: None,
            value: Some(&bytes),
            headers: vec![Header {
                name: "content-type",
                value: Some(content_type.as_bytes()),
            }],
        };
        let Outcomes::One(Outcome::Event(event)) = Pipeline::new(&Settings::default()).process(&message) else {
            panic!("no event");
        };
        assert_eq!(event.title.as_deref(), Some("Cầu mới mở cửa"));
        assert_eq!(event.format.charset, "windows-1258");
        assert_eq!(
            event.warnings.contains(&"charset_guessed"),
            warned,
            "{:?}",
            event.warnings
        );
    }
}
