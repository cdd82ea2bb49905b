//! What operators see: [`metrics`], [`health`], the [`http`] address that shows both, and logs ([`telemetry`]).
//!
//! The stream writes into [`Metrics`] and [`Health`]; nothing here reaches back into the stream.

pub mod health;
pub mod http;
pub mod metrics;
pub mod probe;
pub mod telemetry;

pub use health::Health;
pub use metrics::{Metrics, PartitionMetrics};
