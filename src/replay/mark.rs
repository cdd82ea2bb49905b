//! [`Mark`]: what a job keeps beside each committed offset, so that whoever comes next knows where it ends.

use serde::{Deserialize, Serialize};

use super::when::Point;

/// The metadata of a job's committed offset: the job's fixed points, in some two hundred bytes of JSON (brokers take
/// 4,096 by default, `offset.metadata.max.bytes`).
///
/// It is committed with the partition's start before anything of it is read, and repeated by every later commit. So it
/// needs no other place: whoever owns the partition next, on any machine, goes on to the same end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The hash of the job's arguments: [`Job::arguments`](super::Job::arguments).
    pub job: String,
    /// Where the job began in this partition.
    pub start: i64,
    /// Where it ends: the offset after its last one.
    pub end: i64,
    /// The job's own beginning, the same in all partitions.
    pub from: Point,
    /// The job's own end, the same in all partitions.
    pub to: Point,
    /// When the partition's range was fixed, in milliseconds since the Unix epoch.
    pub fixed: i64,
}

impl Mark {
    /// As it is committed.
    pub fn encode(&self) -> String {
        // Numbers and short names: nothing in it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From an offset's metadata; `None` where that is not a job's.
    pub fn decode(metadata: &str) -> Option<Mark> {
        serde_json::from_str(metadata).ok()
    }
}
