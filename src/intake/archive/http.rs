//! An HTTP answer as an archive keeps it: status line, headers, body.
//!
//! The head is what the server sent. The body may be that as well, or what the crawler made of it: many take the chunks out
//! and unpack it, and leave the headers that say otherwise. So the headers name what may be undone, and the body is looked
//! at: where it is in no chunks, there are none to take out, and what does not unpack was not packed.

use std::borrow::Cow;

use super::super::IntakeError;
use super::super::compression::{Budget, Coding, LAYERS, codings, decode};
use super::{chunked, head};

/// The head of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer<'r> {
    /// The status code; 0 where there is none.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: Option<Cow<'r, [u8]>>,
    /// The codings of `Content-Encoding`, in the order in which they were applied.
    pub codings: Vec<Coding>,
    /// `Transfer-Encoding` names chunks.
    pub is_chunked: bool,
}

/// Whether a block begins with a status line.
pub fn begins(block: &[u8]) -> bool {
    block.starts_with(b"HTTP/")
}

/// Head and body of an answer. A head without an end has no body.
pub fn split(block: &[u8]) -> (Answer<'_>, &[u8]) {
    let end = head_end(block).unwrap_or(block.len());
    let (head, body) = block.split_at_checked(end).unwrap_or((block, &[]));
    (read(head), body)
}

/// Unlike a record's, this head may be as long as the block.
fn head_end(block: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', block).find_map(|at| match block.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

fn read(head: &[u8]) -> Answer<'_> {
    let status = head.split(|byte| byte.is_ascii_whitespace()).nth(1);
    let mut answer = Answer {
        status: status
            .and_then(|status| std::str::from_utf8(status).ok()?.parse().ok())
            .unwrap_or(0),
        ..Answer::default()
    };
    for (name, value) in head::fields(head) {
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        if is("Content-Type") {
            if answer.content_type.is_none() {
                answer.content_type = Some(value).filter(|value| !value.is_empty());
            }
        } else if is("Content-Encoding") {
            // One more than is undone shows that there are too many.
            let room = (LAYERS + 1).saturating_sub(answer.codings.len());
            answer.codings.extend(codings(&value).take(room));
        } else if is("Transfer-Encoding") {
            for name in value.split(|byte| *byte == b',') {
                answer.is_chunked |= name.trim_ascii().eq_ignore_ascii_case(b"chunked");
            }
            // `gzip, chunked`: packed for this one transfer.
            let room = (LAYERS + 1).saturating_sub(answer.codings.len());
            answer.codings.extend(codings(&value).take(room));
        }
    }
    answer
}

/// The body without chunks and codings. The second value says that something of it is missing.
///
/// # Errors
///
/// It becomes too large, or more codings lie within each other than are undone.
pub fn body<'r>(
    answer: &Answer<'_>,
    body: &'r [u8],
    budget: &mut Budget,
) -> Result<(Cow<'r, [u8]>, bool), IntakeError> {
    if answer.codings.len() > LAYERS {
        return Err(IntakeError::InvalidArchive {
            at: 0,
            reason: "more content encodings lie within each other than are undone (4)",
        });
    }
    let (mut bytes, mut is_cut) = match answer.is_chunked {
        true => chunked::join(body).map_or((Cow::Borrowed(body), false), |(body, cut)| (Cow::Owned(body), cut)),
        false => (Cow::Borrowed(body), false),
    };
    for coding in answer.codings.iter().rev() {
        if let Some((inner, cut)) = decode(*coding, &bytes, budget)? {
            bytes = Cow::Owned(inner);
            is_cut |= cut;
        }
    }
    Ok((bytes, is_cut))
}
