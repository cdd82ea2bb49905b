//! [`Record`]: an outcome as the broker takes it. `stream` sends it and knows nothing of what is in it.

use std::borrow::Cow;

/// The topic that a record goes to, by its role; `stream` knows the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The output topic.
    Output,
    /// The dead-letter topic.
    DeadLetter,
}

/// One record, ready to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where it goes.
    pub target: Target,
    /// Its key; `None` is the null key.
    pub key: Option<Vec<u8>>,
    /// Its headers, in order.
    pub headers: Vec<(Cow<'static, str>, Option<Vec<u8>>)>,
    /// Its value; `None` is a tombstone.
    pub payload: Option<Vec<u8>>,
    /// Milliseconds since the Unix epoch; `None` leaves it to the producer's clock.
    pub timestamp: Option<i64>,
}
