//! Dead letters: a message that cannot become an event, byte for byte with its key and headers, and why.

use std::borrow::Cow;

use super::headers::push;
use super::instant::{self, Utc};
use super::record::{Headers, Record, Target};
use crate::intake::{Failure, Message, Origin};

/// Most bytes of `dlq.message`; a failure's text is one sentence.
const MESSAGE_BYTES: usize = 1024;
/// Most bytes of `dlq.index`. Where the list would be longer it is left out: a redrive then repeats the sound articles
/// of the message, too, under the ids that they have already.
const INDEX_BYTES: usize = 8 * 1024;
/// Most bytes of the value that a stub keeps, for a person to recognise it by.
const STUB_BYTES: usize = 1024;

/// The header that counts how often a message was redriven. It goes along with a message that is tried again, and from
/// there into its next dead letter if it dies again.
pub const REDRIVE_COUNT: &str = "dlq.redrive_count";

/// Whether a header of this name belongs to dead letters: it is none of the message's own. Those of an input that bears
/// such names are not kept when it dies.
pub fn is_dead_letter_header(name: &str) -> bool {
    name.starts_with("dlq.") || name.starts_with("__connect.errors.")
}

/// What a dead letter says beside the failure itself.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The consumer group.
    pub group: &'a str,
    /// Milliseconds since the Unix epoch at which it failed; the record's timestamp, since an old one would fall to
    /// retention at once.
    pub failed_at_ms: i64,
    /// Largest record that the dead-letter topic takes, in bytes; `None` is no limit.
    pub limit: Option<usize>,
}

/// Makes the dead letter of a message.
///
/// `indexes` are the positions of the articles that failed, where the message was an array or a feed; empty where the
/// whole message did. A record over the limit is cut to a stub with `dlq.truncated: true`, `dlq.original_size` and
/// `dlq.original_hash` (BLAKE3 of the value): first its value is cut, then its headers go, then its key.
pub fn dead_letter(message: &Message<'_>, failure: &Failure, indexes: &[u32], context: &Context<'_>) -> Record {
    let mut record = Record {
        target: Target::DeadLetter,
        partition: None,
        key: message.key.map(<[u8]>::to_vec),
        headers: original_headers(message),
        payload: None,
        timestamp: Some(context.failed_at_ms),
    };
    let own = own_headers(message, failure, indexes, context);
    let kept = record.headers.len();
    record.headers.extend(own);
    let value = message.value.unwrap_or_default();
    let bound = record.size_bound() + value.len();
    if context.limit.is_none_or(|limit| bound <= limit) {
        record.payload = message.value.map(<[u8]>::to_vec);
        return record;
    }

    push(&mut record.headers, "dlq.truncated", "true");
    push(&mut record.headers, "dlq.original_size", &value.len().to_string());
    push(
        &mut record.headers,
        "dlq.original_hash",
        blake3::hash(value).to_hex().as_str(),
    );
    let stub = |room: usize| {
        message
            .value
            .map(|v| v.get(..room.min(STUB_BYTES)).unwrap_or(v).to_vec())
    };
    if !record.fits(context.limit) {
        record.headers.drain(..kept);
    }
    if !record.fits(context.limit) {
        // A key that long is cut: it is kept for people then, no longer for a partitioner.
        record.key = record.key.map(|mut key| {
            key.truncate(STUB_BYTES / 4);
            key
        });
    }
    let room = context
        .limit
        .map_or(STUB_BYTES, |limit| limit.saturating_sub(record.size_bound()));
    record.payload = stub(room);
    record
}

/// The input's headers, byte for byte; those of an earlier life as a dead letter are replaced by the new ones.
fn original_headers(message: &Message<'_>) -> Headers {
    let mut headers = Headers::with_capacity(message.headers.len() + 22);
    for header in &message.headers {
        if !is_dead_letter_header(header.name) {
            headers.push((Cow::Owned(header.name.to_owned()), header.value.map(<[u8]>::to_vec)));
        }
    }
    headers
}

fn own_headers(message: &Message<'_>, failure: &Failure, indexes: &[u32], context: &Context<'_>) -> Headers {
    let mut headers = Headers::with_capacity(22);
    let stage = failure.stage.as_str();
    let reason = cut(&failure.message, MESSAGE_BYTES);
    let place = match message.origin {
        Origin::Kafka {
            topic,
            partition,
            offset,
        } => Some((topic, partition.to_string(), offset.to_string())),
        Origin::File { .. } => None,
    };
    if let Some((topic, partition, offset)) = &place {
        push(&mut headers, "dlq.topic", topic);
        push(&mut headers, "dlq.partition", partition);
        push(&mut headers, "dlq.offset", offset);
    }
    if let Some(list) = list(indexes) {
        push(&mut headers, "dlq.index", &list);
    }
    if let Some(timestamp) = message.timestamp {
        // As Kafka has it, in milliseconds: a redrive must be able to restore any value.
        push(&mut headers, "dlq.timestamp", &timestamp.to_string());
    }
    push(&mut headers, "dlq.group", context.group);
    push(&mut headers, "dlq.stage", stage);
    push(&mut headers, "dlq.code", failure.code);
    push(&mut headers, "dlq.message", reason);
    push(&mut headers, "dlq.version", env!("CARGO_PKG_VERSION"));
    if let Some(time) = instant::from_epoch_ms(context.failed_at_ms, Utc::Z) {
        push(&mut headers, "dlq.failed_at", &time);
    }
    push(&mut headers, REDRIVE_COUNT, &redrives(message).to_string());
    // Names that viewers for Kafka Connect already show.
    if let Some((topic, partition, offset)) = &place {
        push(&mut headers, "__connect.errors.topic", topic);
        push(&mut headers, "__connect.errors.partition", partition);
        push(&mut headers, "__connect.errors.offset", offset);
    }
    push(&mut headers, "__connect.errors.stage", stage);
    push(&mut headers, "__connect.errors.exception.class.name", failure.code);
    push(&mut headers, "__connect.errors.exception.message", reason);
    headers
}

/// How often the message was redriven before: its own header says it.
fn redrives(message: &Message<'_>) -> u32 {
    let header = message.headers.iter().rev().find(|h| h.name == REDRIVE_COUNT);
    let value = header.and_then(|h| std::str::from_utf8(h.value?).ok());
    value.and_then(|v| v.parse().ok()).unwrap_or(0)
}

/// `3,17`; `None` where there is nothing to list, or too much.
fn list(indexes: &[u32]) -> Option<String> {
    let mut list = String::new();
    for index in indexes {
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(&index.to_string());
        if list.len() > INDEX_BYTES {
            return None;
        }
    }
    (!list.is_empty()).then_some(list)
}

/// At most so many bytes of a text.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
