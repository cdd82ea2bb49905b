//! Reading again: bounded jobs over topics that were read before, and what is brought back from the dead letters.
//!
//! What is decided here is pure; `stream` asks the brokers, and its worker's loop carries a [`Job`] out.

pub mod account;
pub mod census;
pub mod filter;
mod job;
pub mod letter;
mod mark;
mod marked;
mod partitions;
mod places;
mod progress;
mod rate;
pub mod redrive;
mod when;

pub use job::{Job, JobError, Kind, Range, Seen, Verdict, replay_group};
pub use mark::Mark;
pub use marked::{HEADER, Marked};
pub use partitions::{Partitions, PartitionsError};
pub use places::Home;
pub use progress::{Place, Progress};
pub use rate::{Bucket, Rate, RateError};
pub use when::{Point, When, WhenError};
