//! The message as it comes in: a borrowed view of a Kafka record or of a piece of a file.

/// Where a message came from. It decides the event's `id` and `source`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'a> {
    /// A record of a Kafka topic.
    Kafka {
        /// Topic name.
        topic: &'a str,
        /// Partition number.
        partition: i32,
        /// Offset within the partition.
        offset: i64,
    },
    /// A message read from a file or from standard input.
    File {
        /// The path as the user gave it; `-` for standard input.
        path: &'a str,
        /// Line of the file, from 1; 1 where the whole file is one message.
        line: u64,
    },
}

/// One record header, name and value as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header<'a> {
    /// Header name. Kafka allows the same name several times.
    pub name: &'a str,
    /// Header value; `None` is Kafka's null value, which is not the empty one.
    pub value: Option<&'a [u8]>,
}

/// One input message. The pipeline sees nothing else of the outside world.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    /// Where it came from.
    pub origin: Origin<'a>,
    /// The record's timestamp in milliseconds since the Unix epoch; `None` where there is none (files).
    pub timestamp: Option<i64>,
    /// The record's key; `None` is Kafka's null key.
    pub key: Option<&'a [u8]>,
    /// The record's value; `None` is a tombstone.
    pub value: Option<&'a [u8]>,
    /// The record's headers, in order.
    pub headers: Vec<Header<'a>>,
}
