//! The head of a record (ISO 28500): a line with the version, then named fields up to an empty line.

use std::borrow::Cow;
use std::str;

/// Most bytes of a head. Those of crawlers have some 500.
pub const LONGEST: usize = 64 * 1024;

/// What a record holds, by its `WARC-Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a server answered, with the head of the answer.
    Response,
    /// What was fetched otherwise, without one.
    Resource,
    /// What something was made into: the text of a page (WET).
    Conversion,
    /// Everything that is no page: `warcinfo`, `request`, `metadata`, `revisit`, `continuation`.
    Other,
}

impl Kind {
    /// Whether it may hold a page: only such records are messages, and pieces of a message.
    pub fn may_hold_page(self) -> bool {
        self != Kind::Other
    }
}

/// The fields of a head that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head<'r> {
    /// `WARC-Type`.
    pub kind: Kind,
    /// `Content-Length`; `None` where it is missing or no number.
    pub length: Option<u64>,
    /// `WARC-Target-URI` without the angle brackets that early writers put around it.
    pub uri: Option<&'r str>,
    /// `WARC-Date`.
    pub date: Option<&'r str>,
    /// `WARC-Record-ID`, with its angle brackets.
    pub id: Option<&'r str>,
    /// `Content-Type` of the record's block.
    pub content_type: Option<&'r str>,
    /// `WARC-Identified-Payload-Type`.
    pub payload_type: Option<&'r str>,
    /// `WARC-Identified-Content-Language`.
    pub language: Option<&'r str>,
    /// `WARC-Truncated`: whoever wrote the archive did not write all of it.
    pub truncated: bool,
}

/// Whether bytes begin with a version line: `WARC/1.0`.
pub fn begins(bytes: &[u8]) -> bool {
    matches!(bytes, [b'W', b'A', b'R', b'C', b'/', a, b'.', rest @ ..]
        if a.is_ascii_digit() && rest.first().is_some_and(u8::is_ascii_digit))
}

/// Where the head ends, behind its empty line; `None` where there is none.
pub fn end(bytes: &[u8]) -> Option<usize> {
    let bytes = bytes.get(..LONGEST).unwrap_or(bytes);
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// Named fields, one a line. A line that begins with white space goes on with the one before it.
pub fn fields(head: &[u8]) -> impl Iterator<Item = (&[u8], Cow<'_, [u8]>)> {
    let mut rest = head;
    std::iter::from_fn(move || {
        loop {
            let mut end = line_end(rest, 0)?;
            let mut folds = false;
            while rest.get(end).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
                folds = true;
                end = line_end(rest, end)?;
            }
            let (line, after) = rest.split_at_checked(end)?;
            rest = after;
            let Some(colon) = memchr::memchr(b':', line) else {
                continue;
            };
            let (name, value) = (line.get(..colon)?.trim_ascii(), line.get(colon + 1..)?.trim_ascii());
            return Some((name, if folds { unfolded(value) } else { Cow::Borrowed(value) }));
        }
    })
}

/// Behind the line that goes on here; `None` behind the last one.
fn line_end(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..).filter(|rest| !rest.is_empty())?;
    Some(from + memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1))
}

fn unfolded(value: &[u8]) -> Cow<'_, [u8]> {
    let lines = value.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    Cow::Owned(lines.collect::<Vec<_>>().join(&b' '))
}

/// The fields of a head; `None` where it does not say what the record is.
pub fn read(head: &[u8]) -> Option<Head<'_>> {
    let mut found = Head {
        kind: Kind::Other,
        length: None,
        uri: None,
        date: None,
        id: None,
        content_type: None,
        payload_type: None,
        language: None,
        truncated: false,
    };
    let mut has_kind = false;
    for (name, value) in fields(head) {
        // No field that is looked at is long enough to be folded.
        let Cow::Borrowed(value) = value else { continue };
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        let text = || str::from_utf8(value).ok().filter(|value| !value.is_empty());
        if is("WARC-Type") {
            has_kind = true;
            found.kind = kind(value);
        } else if is("Content-Length") {
            found.length = text().and_then(|text| text.parse().ok());
        } else if is("WARC-Target-URI") {
            let bare = text().map(|uri| uri.trim_start_matches('<').trim_end_matches('>'));
            found.uri = bare.filter(|uri| !uri.is_empty());
        } else if is("WARC-Date") {
            found.date = text();
        } else if is("WARC-Record-ID") {
            found.id = text();
        } else if is("Content-Type") {
            found.content_type = text();
        } else if is("WARC-Identified-Payload-Type") {
            found.payload_type = text();
        } else if is("WARC-Identified-Content-Language") {
            found.language = text();
        } else if is("WARC-Truncated") {
            found.truncated = true;
        }
    }
    has_kind.then_some(found)
}

fn kind(name: &[u8]) -> Kind {
    let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
    if is("response") {
        Kind::Response
    } else if is("resource") {
        Kind::Resource
    } else if is("conversion") {
        Kind::Conversion
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_whatever_their_case() {
        let head = b"WARC/1.0\r\nwarc-type: Response\r\nCONTENT-LENGTH:  12 \r\nWARC-Target-URI: <https://bao.example/a>\r\n\
            WARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nX-Folded: a\r\n Content-Length: 99\r\n\tb\r\n\
            WARC-Truncated: length\r\n\r\nWARC-Type: x";
        let end = end(head).unwrap();
        assert!(head[end..].starts_with(b"WARC-Type: x"));
        let found = read(&head[..end]).unwrap();
        assert_eq!(
            (
                found.kind,
                found.length,
                found.uri,
                found.date,
                found.id,
                found.truncated
            ),
            (
                Kind::Response,
                Some(12),
                Some("https://bao.example/a"),
                Some("2026-01-02T03:04:05Z"),
                Some("<urn:uuid:1>"),
                true
            )
        );
    }

    #[test]
    fn a_head_must_say_what_the_record_is() {
        for (head, want) in [
            (&b"WARC/1.0\r\nContent-Length: 5\r\n\r\n"[..], None),
            (b"WARC/0.18\nWARC-Type: metadata\n\n", Some(Kind::Other)),
            (b"WARC/1.1\r\nWARC-Type: conversion\r\n\r\n", Some(Kind::Conversion)),
            (b"WARC/1.1\r\nWARC-Type: resource\r\n\r\n", Some(Kind::Resource)),
        ] {
            assert!(begins(head));
            assert_eq!(read(head).map(|head| head.kind), want);
        }
        for bytes in [&b"WARC/"[..], b"WARC/x", b"warc/1.0", b"WARC /1.0", b""] {
            assert!(!begins(bytes), "{bytes:?}");
        }
    }
}
