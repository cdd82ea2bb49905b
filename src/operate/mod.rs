//! What operators see: [`metrics`], [`health`], the [`http`] address that shows both, and logs
//! ([`telemetry`], kept from overflowing by [`flood`]).
//!
//! The stream writes into [`Metrics`] and [`Health`]; nothing here reaches back into the stream.

pub mod flood;
pub mod health;
pub mod http;
pub mod metrics;
pub mod probe;
pub mod stopwatch;
pub mod telemetry;

pub use health::Health;
pub use metrics::{Metrics, PartitionMetrics};
pub use stopwatch::Stopwatch;
