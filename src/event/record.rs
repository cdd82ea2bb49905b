//! [`Record`]: an outcome as the broker takes it. `stream` sends it and knows nothing of what is in it.

use std::borrow::Cow;
use std::sync::Arc;

/// The topic that a record goes to, by its role; `stream` knows the names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The output topic.
    Output,
    /// The dead-letter topic.
    DeadLetter,
    /// This topic: where a message goes back to that came from there.
    Topic(Arc<str>),
}

/// A record's headers, name and value, in order. A value may be null.
pub type Headers = Vec<(Cow<'static, str>, Option<Vec<u8>>)>;

/// One record, ready to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where it goes.
    pub target: Target,
    /// In which partition; `None` leaves it to the key, and without one to chance.
    pub partition: Option<i32>,
    /// Its key; `None` is the null key.
    pub key: Option<Vec<u8>>,
    /// Its headers, in order.
    pub headers: Headers,
    /// Its value; `None` is a tombstone.
    pub payload: Option<Vec<u8>>,
    /// Milliseconds since the Unix epoch; `None` leaves it to the producer's clock.
    pub timestamp: Option<i64>,
}

/// Bytes of a record batch's own header in Kafka's message format v2: a record is never sent without a batch around
/// it, and `max.message.bytes` limits the batch.
const BATCH_OVERHEAD: usize = 61;
/// Upper bound of a record's own fields: length (5), attributes (1), timestamp delta (10), offset delta (5), key
/// length (5), value length (5), number of headers (5).
const RECORD_OVERHEAD: usize = 36;
/// Upper bound of a header's own fields: length of the name (5), length of the value (5).
const HEADER_OVERHEAD: usize = 10;

impl Record {
    /// Upper bound of what this record takes alone in a batch, in bytes, uncompressed: what a topic's
    /// `max.message.bytes` is held against. Compression makes it smaller, but nobody knows by how much beforehand, and
    /// librdkafka checks the uncompressed size, too.
    pub fn size_bound(&self) -> usize {
        size_bound(self.key.as_deref(), self.payload.as_deref()) + headers_bound(&self.headers)
    }

    /// Whether it keeps within a limit; `None` is no limit.
    pub fn fits(&self, limit: Option<usize>) -> bool {
        limit.is_none_or(|limit| self.size_bound() <= limit)
    }
}

/// The same of a record that has no headers.
pub fn size_bound(key: Option<&[u8]>, payload: Option<&[u8]>) -> usize {
    let length = |part: Option<&[u8]>| part.map_or(0, <[u8]>::len);
    BATCH_OVERHEAD + RECORD_OVERHEAD + length(key) + length(payload)
}

fn headers_bound(headers: &Headers) -> usize {
    headers
        .iter()
        .map(|(name, value)| HEADER_OVERHEAD + name.len() + value.as_ref().map_or(0, Vec::len))
        .sum()
}
