//! Values as they come: what is in them, whatever they are wrapped in.

use std::io::Write;

use proptest::prelude::*;

use crate::intake::{Content, Header, Intake, Message, Origin, Piece, read};
use crate::settings;

/// `<p>one</p>` three times.
const BROTLI: &[u8] =
    b"\x1b\x1d\x00\xf8\x8d\xd4\x46\xf3\x59\x32\xf5\x0b\xcf\x1b\x9c\xf4\x29\x73\x8b\xa1\x42\x01\x74\x9d\x0c";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://bao.example/a\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n\
         WARC-Record-ID: <urn:x:1>\r\n{fields}Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(headers: &str, body: &[u8]) -> Vec<u8> {
    let block = [b"HTTP/1.1 200 OK\r\n", headers.as_bytes(), b"\r\n", body].concat();
    record(
        "response",
        "Content-Type: application/http; msgtype=response\r\n",
        &block,
    )
}

fn html(body: &[u8]) -> Vec<u8> {
    response("Content-Type: text/html\r\n", body)
}

fn piece(piece: &Piece<'_>) -> String {
    match piece {
        Piece::Skipped(reason) => format!("skipped {}", reason.as_str()),
        Piece::Failed(failure) => format!("failed {}", failure.code),
        Piece::Article(raw) => {
            let content = match &raw.content {
                Content::Text(text) => format!("text={text}"),
                Content::Html(html) => format!("html={html}"),
                Content::None => "none".to_owned(),
            };
            let warnings: String = raw.warnings.iter().map(|code| format!(" !{code}")).collect();
            format!("{} {content}{warnings}", raw.format.as_str())
        }
    }
}

fn shown_with(value: &[u8], headers: Vec<Header<'_>>, settings: &settings::Intake) -> String {
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(value),
        headers,
    };
    match read(&message, settings) {
        Intake::Tombstone => "tombstone".to_owned(),
        Intake::One(one) => piece(&one),
        Intake::Several(several) => format!("[{}]", several.iter().map(piece).collect::<Vec<_>>().join("; ")),
    }
}

fn shown(value: &[u8]) -> String {
    shown_with(value, Vec::new(), &settings::Intake::default())
}

#[test]
fn what_is_packed_is_unpacked_first() {
    let case = |value: &[u8], want: &str| assert_eq!(shown(value), want);
    let page = b"<p>one</p>";
    case(&gzip(page), "html html=<p>one</p>");
    case(&zstd(page), "html html=<p>one</p>");
    case(&zlib(page), "html html=<p>one</p>");
    case(&gzip(b"{\"text\": \"x\"}"), "text text=x");
    case(&gzip(b"null"), "tombstone");
    case(&gzip(b""), "skipped empty");
    case(&gzip(&gzip(&gzip(&zstd(page)))), "html html=<p>one</p>");
    case(&gzip(&gzip(&gzip(&gzip(&gzip(page))))), "failed not_text");
    case(&[gzip(b"<p>on"), gzip(b"e</p>")].concat(), "html html=<p>one</p>");
    // Bytes behind the end are nobody's.
    case(&[gzip(page), vec![0; 9]].concat(), "html html=<p>one</p>");
    // The half of an article is none.
    for packed in [gzip(&page.repeat(50)), zstd(&page.repeat(50))] {
        for cut in 5..packed.len() {
            case(&packed[..cut], "failed broken_compression");
        }
        let mut bad = packed.clone();
        let last = bad.len() - 6;
        bad[last] ^= 0x55;
        if packed[0] == 0x1f {
            case(&bad, "failed broken_compression");
        }
    }
    // What begins like zlib and is none is a text as before.
    case(b"x\x9cvre", "text text=x\u{153}vre !charset_guessed");
    case(b"x^2 + y^2", "text text=x^2 + y^2");
    case(b"x\x01y", "text text=x\u{1}y");
}

#[test]
fn a_header_names_what_has_no_mark() {
    let case = |name: &str, coding: &str, value: &[u8], want: &str| {
        let header = Header {
            name,
            value: Some(coding.as_bytes()),
        };
        assert_eq!(
            shown_with(value, vec![header], &settings::Intake::default()),
            want,
            "{coding}"
        );
    };
    let three = "html html=<p>one</p><p>one</p><p>one</p>";
    case("content-encoding", "br", BROTLI, three);
    case("http.Content_Encoding", "BR", BROTLI, three);
    case("content-encoding", "gzip, br", BROTLI, three);
    case(
        "content-encoding",
        "deflate",
        &deflate(b"<p>one</p>"),
        "html html=<p>one</p>",
    );
    case(
        "content-encoding",
        "deflate",
        &zlib(b"<p>one</p>"),
        "html html=<p>one</p>",
    );
    case("content-encoding", "gzip", &gzip(b"<p>one</p>"), "html html=<p>one</p>");
    // The crawler has unpacked it and passes the header on.
    case("content-encoding", "br", b"<p>one</p>", "html html=<p>one</p>");
    case("content-encoding", "br", "Chợ nổi".as_bytes(), "text text=Chợ nổi");
    case("content-encoding", "deflate", b"<p>one</p>", "html html=<p>one</p>");
    case("content-encoding", "gzip", b"<p>one</p>", "html html=<p>one</p>");
    case("content-encoding", "utf-8", b"<p>one</p>", "html html=<p>one</p>");
    case(
        "content-encoding",
        "br",
        &BROTLI[..BROTLI.len() - 2],
        "failed broken_compression",
    );
}

#[test]
fn a_bomb_costs_no_more_than_the_limit() {
    let settings = settings::Intake {
        max_expanded_bytes: settings::ByteSize(1 << 20),
        ..Default::default()
    };
    let mut large = vec![b'x'; 200 << 20];
    let bombs = [gzip(&large), zstd(&large), zlib(&large)];
    large.clear();
    for bomb in &bombs {
        assert_eq!(shown_with(bomb, Vec::new(), &settings), "failed too_large_expanded");
    }
    // A bomb on every page: they share the limit.
    let page = html(b"<p>one</p>");
    let bomb = response("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &bombs[0]);
    let archive = [page.clone(), bomb.repeat(20), page].concat();
    let want = format!(
        "[warc html=<p>one</p>; {}warc html=<p>one</p>]",
        "failed too_large_expanded; ".repeat(20)
    );
    assert_eq!(shown_with(&archive, Vec::new(), &settings), want);
    // Nothing, a million times.
    let nothing = gzip(b"").repeat(500_000);
    assert_eq!(shown_with(&nothing, Vec::new(), &settings), "failed too_large_expanded");
    let marks = b"\x1f\x8b\x08".repeat(1_000_000);
    assert_eq!(shown_with(&marks, Vec::new(), &settings), "failed broken_compression");
}

#[test]
fn answers_are_read_as_the_server_sent_them() {
    let page = b"<p>one</p>";
    let one = "warc html=<p>one</p>";
    let case = |headers: &str, body: &[u8], want: &str| assert_eq!(shown(&response(headers, body)), want, "{headers}");
    case("", page, one);
    case("content-TYPE: Text/HTML\r\n", page, one);
    case(
        "Content-Type:\r\n text/html;\r\n\tcharset=windows-1252\r\n",
        b"<p>\x93</p>",
        "warc html=<p>\u{201c}</p>",
    );
    case("Content-Type: text/plain\r\n", b"one", "warc text=one");
    case("Content-Encoding: gzip\r\n", &gzip(page), one);
    case("Content-Encoding: x-gzip\r\n", &gzip(page), one);
    case("Content-Encoding: deflate\r\n", &zlib(page), one);
    case("Content-Encoding: deflate\r\n", &deflate(page), one);
    case("Content-Encoding: zstd\r\n", &zstd(page), one);
    case(
        "Content-Encoding: br\r\n",
        BROTLI,
        "warc html=<p>one</p><p>one</p><p>one</p>",
    );
    case("Content-Encoding: gzip, zstd\r\n", &zstd(&gzip(page)), one);
    case(
        "Content-Encoding: gzip\r\nContent-Encoding: zstd\r\n",
        &zstd(&gzip(page)),
        one,
    );
    case(
        "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n",
        page,
        "failed invalid_archive",
    );
    case(
        "Transfer-Encoding: chunked\r\n",
        b"3\r\n<p>\r\n7\r\none</p>\r\n0\r\n\r\n",
        one,
    );
    case("Transfer-Encoding: gzip, chunked\r\n", &chunk(&gzip(page)), one);
    case(
        "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
        &chunk(&gzip(page)),
        one,
    );
    // The archive undid it, and kept the headers, or dropped them and did not.
    case("Transfer-Encoding: chunked\r\n", page, one);
    case("Content-Encoding: gzip\r\n", page, one);
    case("Content-Encoding: br\r\n", page, one);
    case("Content-Encoding: deflate\r\n", page, one);
    case("", &gzip(page), one);
    // What is missing is told, what is there is read.
    case(
        "Transfer-Encoding: chunked\r\n",
        b"3\r\n<p>\r\n9\r\none",
        "warc html=<p>one !truncated",
    );
    let packed = gzip(page);
    case(
        "Content-Encoding: gzip\r\n",
        &packed[..packed.len() - 8],
        "warc html=<p>one</p> !truncated",
    );
    // No page.
    case(
        "Content-Type: image/png\r\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "skipped no_page",
    );
    case(
        "Content-Type: text/html\r\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "skipped no_page",
    );
    case(
        "Content-Type: application/pdf\r\n",
        b"%PDF-1.7\n%\xe2\xe3",
        "skipped no_page",
    );
    case(
        "Content-Type: application/json\r\n",
        b"{\"ok\": true}",
        "skipped no_page",
    );
    case("Content-Type: application/json\r\n", b"null", "skipped no_page");
    case("Content-Type: text/html\r\n", b"", "skipped empty");
    // A bare value of another format.
    case(
        "Content-Type: application/json\r\n",
        b"{\"text\": \"x\"}",
        "text text=x",
    );
    case(
        "Content-Type: application/json\r\n",
        b"[{\"text\": \"x\"}]",
        "[text text=x]",
    );
    case(
        "Content-Type: application/json\r\n",
        b"{\"text\": ",
        "failed invalid_json",
    );
}

fn chunk(body: &[u8]) -> Vec<u8> {
    [format!("{:X}\r\n", body.len()).as_bytes(), body, b"\r\n0\r\n\r\n"].concat()
}

#[test]
fn records_say_what_their_pages_are() {
    let case = |record: &[u8], want: &str| assert_eq!(shown(record), want, "{}", String::from_utf8_lossy(record));
    let conversion = record(
        "conversion",
        "Content-Type: text/plain\r\nWARC-Identified-Content-Language: vie,eng\r\n",
        "Chợ\nnổi".as_bytes(),
    );
    case(&conversion, "wet text=Chợ\nnổi");
    case(
        &record("resource", "Content-Type: text/html\r\n", b"<p>one</p>"),
        "warc html=<p>one</p>",
    );
    case(
        &record("resource", "Content-Type: image/gif\r\n", b"GIF89a\x01\0"),
        "skipped no_page",
    );
    case(
        &record("resource", "Content-Type: application/http\r\n", b"x"),
        "skipped no_page",
    );
    case(
        &record(
            "response",
            "Content-Type: text/dns\r\n",
            b"20260101\nbao.example. 300 IN A 192.0.2.1",
        ),
        "skipped no_page",
    );
    for kind in [
        "warcinfo",
        "request",
        "metadata",
        "revisit",
        "continuation",
        "unheard-of",
    ] {
        case(&record(kind, "", b"x: y"), "skipped no_page");
    }
    for status in ["301 Moved", "404 Not Found", "500 Error", "204 No Content", "x", ""] {
        let block = format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n<p>one</p>");
        case(&record("response", "", block.as_bytes()), "skipped no_page");
    }
    let robots = record("resource", "Content-Type: text/plain\r\n", b"User-agent: *");
    let robots = String::from_utf8(robots).unwrap().replace("/a\r\n", "/robots.txt\r\n");
    case(robots.as_bytes(), "skipped no_page");
    case(
        &record("response", "WARC-Truncated: length\r\n", b"HTTP/2 200\r\n\r\n<p>one"),
        "warc html=<p>one !truncated",
    );
    let old = String::from_utf8(html(b"<p>one</p>"))
        .unwrap()
        .replace("WARC/1.0", "WARC/0.18");
    case(old.as_bytes(), "warc html=<p>one</p>");
    case(old.replace("\r\n", "\n").as_bytes(), "warc html=<p>one</p> !truncated");
}

#[test]
fn the_record_describes_its_article() {
    let conversion = record(
        "conversion",
        "Content-Type: text/plain\r\nWARC-Identified-Content-Language: vie,eng\r\n",
        "Chợ\nnổi".as_bytes(),
    );
    let message = Message {
        origin: Origin::File { path: "-", line: 1 },
        timestamp: None,
        key: None,
        value: Some(&conversion),
        headers: Vec::new(),
    };
    let Intake::One(Piece::Article(raw)) = read(&message, &settings::Intake::default()) else {
        panic!()
    };
    let shown: Vec<_> = [raw.url, raw.retrieved, raw.id, raw.language]
        .into_iter()
        .map(|claim| claim.map(|claim| format!("{}={}", claim.provenance(), claim.value)))
        .collect();
    assert_eq!(
        shown,
        [
            Some("envelope:WARC-Target-URI=https://bao.example/a".to_owned()),
            Some("envelope:WARC-Date=2026-01-02T03:04:05Z".to_owned()),
            Some("envelope:WARC-Record-ID=<urn:x:1>".to_owned()),
            Some("envelope:WARC-Identified-Content-Language=vi".to_owned()),
        ]
    );
}

#[test]
fn records_with_pages_are_the_pieces_of_a_message() {
    let (info, request) = (
        record("warcinfo", "", b"a: b"),
        record("request", "", b"GET / HTTP/1.1\r\n\r\n"),
    );
    let (one, two) = (html(b"<p>one</p>"), html(b"<p>two</p>"));
    let gone = record("response", "", b"HTTP/1.1 404 Not Found\r\n\r\n");
    let feed = response(
        "Content-Type: application/json\r\n",
        b"[{\"text\": \"x\"}, {\"text\": \"y\"}]",
    );
    let case = |parts: &[&[u8]], want: &str| {
        let plain = parts.concat();
        let members: Vec<u8> = parts.iter().flat_map(|part| gzip(part)).collect();
        let frames: Vec<u8> = parts.iter().flat_map(|part| zstd(part)).collect();
        for value in [&plain, &gzip(&plain), &zstd(&plain), &members, &frames] {
            assert_eq!(shown(value), want);
        }
    };
    case(&[&one], "warc html=<p>one</p>");
    case(&[b"\r\n", &one], "warc html=<p>one</p>");
    case(&[&info, &request, &one, &request], "warc html=<p>one</p>");
    case(
        &[&info, &one, &request, &two],
        "[warc html=<p>one</p>; warc html=<p>two</p>]",
    );
    case(&[&one, &gone], "[warc html=<p>one</p>; skipped no_page]");
    case(&[&info, &request], "skipped no_page");
    case(&[&gone], "skipped no_page");
    case(&[&feed], "[text text=x; text text=y]");
    case(
        &[&one, &feed, &two],
        "[warc html=<p>one</p>; text text=x; text text=y; warc html=<p>two</p>]",
    );
    // What is no record fails by itself.
    case(
        &[&one, b"junk\r\n", &two],
        "[warc html=<p>one</p>; failed invalid_archive; warc html=<p>two</p>]",
    );
    case(
        &[&one, b"WARC/1.0\r\nx: y\r\n\r\nz\r\n\r\n", &two],
        "[warc html=<p>one</p>; failed invalid_archive; warc html=<p>two</p>]",
    );
    case(&[b"WARC/1.0\r\n"], "failed invalid_archive");
    case(
        &[&one, b"WARC/1.0\r\nWARC-Ty"],
        "[warc html=<p>one</p>; failed invalid_archive]",
    );
}

#[test]
fn a_wrong_length_costs_no_other_record() {
    let (one, two) = (html(b"<p>one</p>"), html(b"<p>two</p>"));
    let text = String::from_utf8(one.clone()).unwrap();
    let length = text
        .split("Content-Length: ")
        .nth(1)
        .unwrap()
        .split('\r')
        .next()
        .unwrap();
    let said = |length_said: &str| {
        text.replace(&format!("Content-Length: {length}"), length_said)
            .into_bytes()
    };
    let exact: usize = length.parse().unwrap();
    for (length, mark) in [
        (format!("Content-Length: {}", exact + 40), " !truncated"),
        ("Content-Length: 99999999".to_owned(), " !truncated"),
        (format!("Content-Length: {}", exact - 5), ""),
        ("Content-Length: 3".to_owned(), ""),
        ("Content-Length: x".to_owned(), ""),
        ("Content-Length: 99999999999999999999999".to_owned(), ""),
        ("X: y".to_owned(), ""),
    ] {
        let bad = said(&length);
        let want = format!("[warc html=<p>one</p>{mark}; warc html=<p>two</p>]");
        assert_eq!(shown(&[&bad[..], &two].concat()), want, "{length}");
        // The last one ends where the archive does.
        let want = format!("[warc html=<p>two</p>; warc html=<p>one</p>{mark}]");
        assert_eq!(shown(&[&two[..], &bad].concat()), want, "{length}");
    }
}

#[test]
fn a_tail_that_is_cut_off_is_read_as_far_as_it_goes() {
    let (one, two) = (html(b"<p>one</p>"), html(&b"<p>two</p>".repeat(20)));
    let begins = |text: &str| {
        assert!(
            text == "warc html=<p>one</p>" || text.starts_with("[warc html=<p>one</p>; "),
            "{text}"
        );
    };
    let plain = [&one[..], &two].concat();
    for cut in one.len()..plain.len() {
        let text = shown(&plain[..cut]);
        begins(&text);
        assert!(
            !text.contains("<p>t") || text.contains("!truncated") || cut >= plain.len() - 4,
            "{cut}: {text}"
        );
    }
    let members = [gzip(&one), gzip(&two)].concat();
    for cut in gzip(&one).len()..members.len() {
        begins(&shown(&members[..cut]));
    }
    // As one stream.
    let stream = gzip(&plain);
    for cut in 40..stream.len() {
        let text = shown(&stream[..cut]);
        assert!(
            ["warc ", "failed ", "skipped no_page", "skipped empty"]
                .iter()
                .any(|words| text.contains(words)),
            "{text}"
        );
    }
}

#[test]
fn a_member_that_does_not_unpack_is_one_failure() {
    let (one, two) = (gzip(&html(b"<p>one</p>")), gzip(&html(b"<p>two</p>")));
    let mut bad = two.clone();
    bad[12] ^= 0xff;
    let text = shown(&[&one[..], &bad, &two].concat());
    assert!(text.starts_with("[warc html=<p>one</p>; "), "{text}");
    assert!(text.ends_with("; warc html=<p>two</p>]"), "{text}");
    assert!(
        text.contains("failed invalid_archive") || text.contains("!truncated"),
        "{text}"
    );
}

#[test]
fn limits_are_kept() {
    let settings = settings::Intake {
        max_articles: 3,
        ..Default::default()
    };
    let page = html(b"<p>one</p>");
    assert!(shown_with(&page.repeat(3), Vec::new(), &settings).starts_with("[warc"));
    assert_eq!(
        shown_with(&page.repeat(4), Vec::new(), &settings),
        "failed too_many_articles"
    );
    let gaps = b"WARC/1.0\r\nx: y\r\n\r\n".repeat(4);
    assert_eq!(shown_with(&gaps, Vec::new(), &settings), "failed too_many_articles");
    let fixed = |format| settings::Intake {
        format,
        ..Default::default()
    };
    assert_eq!(
        shown_with(b"<p>x</p>", Vec::new(), &fixed(settings::InputFormat::Warc)),
        "failed invalid_archive"
    );
    assert_eq!(
        shown_with(&page, Vec::new(), &fixed(settings::InputFormat::Warc)),
        "warc html=<p>one</p>"
    );
    assert!(shown_with(&page, Vec::new(), &fixed(settings::InputFormat::Text)).starts_with("text text=WARC/1.0"));
}

#[test]
fn hostile_archives_take_linear_time() {
    let head = "WARC/1.0\r\nWARC-Type: response\r\n";
    for value in [
        "WARC/1.0\n".repeat(500_000),
        format!("{head}\r\n").repeat(100_000),
        format!("{head}Content-Length: 1\r\n\r\nxyz\r\n").repeat(100_000),
        format!("{head}Content-Length: 99999999\r\n\r\nxyz\r\n").repeat(100_000),
        format!("{head}{}", "a:b\n".repeat(1_000_000)),
        format!("{head}{}\r\n\r\n", "a:b\n c\n".repeat(1_000)).repeat(1_000),
        format!(
            "{head}Content-Length: 4000017\r\n\r\nHTTP/1.1 200 OK\r\n{}",
            "a:\n ".repeat(1_000_000)
        ),
        format!(
            "{head}\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            "1\r\nx\r\n".repeat(1_000_000)
        ),
        format!(
            "{head}\r\nHTTP/1.1 200 OK\r\n{}\r\n",
            "Content-Encoding: gzip,gzip,br\r\n".repeat(200_000)
        ),
        "junk\nWARC/1.".repeat(500_000),
    ] {
        let settings = settings::Intake {
            max_articles: u32::MAX,
            ..Default::default()
        };
        assert!(
            !shown_with(
                format!("{head}Content-Length: 0\r\n\r\n{value}").as_bytes(),
                Vec::new(),
                &settings
            )
            .is_empty()
        );
    }
}

proptest! {
    #[test]
    fn never_panics_on_soups_of_records(
        parts in proptest::collection::vec(prop_oneof![
            Just(b"WARC/1.0\r\n".to_vec()),
            Just(b"WARC-Type: response\r\n".to_vec()),
            Just(b"Content-Type: text/html\r\nContent-Encoding: br, gzip, deflate\r\n".to_vec()),
            Just(b"Transfer-Encoding: chunked\r\n".to_vec()),
            Just(b"HTTP/1.1 200 OK\r\n".to_vec()),
            Just(b"\r\n\r\n".to_vec()),
            Just(html(b"<p>one</p>")),
            Just(gzip(&html(b"<p>two</p>"))),
            Just(response("Content-Encoding: gzip\r\n", &gzip(b"<p>x</p>"))),
            (0u64..200).prop_map(|length| format!("Content-Length: {length}\r\n").into_bytes()),
            proptest::collection::vec(any::<u8>(), 0..30),
        ], 0..20),
        packed in 0usize..4,
    ) {
        let value = parts.concat();
        let value = match packed {
            0 => value,
            1 => gzip(&value),
            2 => zstd(&value),
            _ => parts.iter().flat_map(|part| gzip(part)).collect(),
        };
        shown(&value);
    }

    /// A bit that flips anywhere costs no more than the records that it may belong to.
    #[test]
    fn a_flipped_bit_costs_few_records(at in 0usize..10_000, bit in 0u8..8) {
        let records: Vec<Vec<u8>> = (0..6).map(|n| gzip(&html(format!("<p>{n}{n}{n}</p>").as_bytes()))).collect();
        let mut value = records.concat();
        let at = at % value.len();
        value[at] ^= 1 << bit;
        let text = shown(&value);
        let lost = (0..6).filter(|n| !text.contains(&format!("<p>{n}{n}{n}</p>"))).count();
        // The very first bytes say that it is packed at all.
        prop_assert!(lost <= 2 || at < 3, "{} {}", at, text);
    }
}
