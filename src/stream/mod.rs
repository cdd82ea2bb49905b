//! The only code that knows Kafka: it moves [`Message`](crate::intake::Message) in and
//! [`Record`](crate::event::Record) out, in order, and commits what was acknowledged.

mod aside;
mod budget;
mod certificate;
pub mod check;
mod client;
mod connect;
mod crew;
mod dead_letter_limit;
mod embedded;
mod error;
mod failpoint;
pub mod job;
mod limits;
mod load;
mod login;
mod native;
mod notices;
mod progress;
mod publisher;
mod sample;
mod sequence;
mod source;
mod start;
mod stretch;
mod tap;
mod topic_config;
mod transaction;
mod worker;

pub use aside::{Outlived, outlived, topics};
pub use budget::{Advice, Budget};
pub use crew::{TIMESTAMP_REPLACED, Work};
pub use dead_letter_limit::DeadLetterLimit;
pub use embedded::Embedded;
pub use error::{Class, StreamError};
pub use job::{JobEnd, run_job};
pub use limits::TopicLimits;
pub use load::{Loader, Offer, Receipt};
pub use progress::{Commit, Lease, Progress, Ticket};
pub use sample::{Ends, Extent, sample};
pub use sequence::{Sequence, Turn};
pub use source::{Fetched, Source};
pub use start::{Begin, Known, begin};
pub use stretch::{Stretch, Stretches};
pub use tap::Tap;
pub use topic_config::{ConfigUnknown, TopicConfig, topic_config};
pub use transaction::{Answer, Next, Order, Phase, Transaction};
pub use worker::run;

/// The version of the librdkafka that is linked in, such as `2.12.1`.
pub fn librdkafka_version() -> String {
    rdkafka::util::get_rdkafka_version().1
}
