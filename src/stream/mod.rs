//! The only code that knows Kafka: it moves [`Message`](crate::intake::Message) in and
//! [`Record`](crate::event::Record) out, in order, and commits what was acknowledged.
