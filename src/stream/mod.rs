//! The only code that knows Kafka: it moves [`Message`](crate::intake::Message) in and
//! [`Record`](crate::event::Record) out, in order, and commits what was acknowledged.

mod progress;
mod sequence;

pub use progress::{Commit, Lease, Progress, Ticket};
pub use sequence::{Sequence, Turn};
