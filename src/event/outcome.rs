//! [`Outcome`]: what became of an article, and of the message that held it.

use super::ArticleEvent;
use crate::intake::{Failure, SkipReason};

/// What became of one article.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// An event to publish.
    Event(Box<ArticleEvent>),
    /// A null value to pass on.
    Tombstone,
    /// Nothing to publish.
    Skipped(SkipReason),
    /// It cannot become an event.
    DeadLetter(Failure),
}

/// What became of a message: nearly always one outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcomes {
    /// The message was one article.
    One(Outcome),
    /// The message was an array or a feed: one outcome for each element, in order.
    Several(Vec<Outcome>),
}
