//! Values with a unit, as people write them: `64 MiB`, `250 ms`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A number of bytes: `64 MiB`, `16 MB`, `1048576`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ByteSize(pub u64);

/// A length of time: `250 ms`, `10 s`, `2 m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Interval(pub std::time::Duration);
