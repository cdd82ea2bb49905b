//! [`Marked`]: the same work, whose records bear the name of the job that made them once more.

use std::borrow::Cow;

use crate::event::{Limits, Record, Rendered};
use crate::intake::{Failure, Message};
use crate::stream::Work;

/// The header that every record of a replay bears; its value is the job's name.
pub const HEADER: &str = "bantin_replay";

/// Room for the header's framing in a record: lengths of its name and value.
const FRAMING: usize = 10;

/// Adds [`HEADER`] to whatever the work makes.
#[derive(Clone, Debug)]
pub struct Marked<W> {
    work: W,
    name: String,
}

impl<W: Work> Marked<W> {
    /// `work`, in a job of this name.
    pub fn new(work: W, name: &str) -> Self {
        Marked {
            work,
            name: name.to_owned(),
        }
    }

    fn mark(&self, record: &mut Record) {
        let value = Some(self.name.clone().into_bytes());
        record.headers.push((Cow::Borrowed(HEADER), value));
    }

    /// The limits, less the room that the header needs.
    fn within(&self, limits: &Limits) -> Limits {
        let header = HEADER.len() + self.name.len() + FRAMING;
        let less = |limit: Option<usize>| limit.map(|limit| limit.saturating_sub(header));
        Limits {
            output_bytes: less(limits.output_bytes),
            dead_letter_bytes: less(limits.dead_letter_bytes),
        }
    }
}

impl<W: Work> Work for Marked<W> {
    fn answer(&mut self, message: &Message<'_>, limits: &Limits, now: i64) -> Rendered {
        let limits = self.within(limits);
        let mut rendered = self.work.answer(message, &limits, now);
        for record in &mut rendered.records {
            self.mark(record);
        }
        rendered
    }

    fn bury(&self, message: &Message<'_>, failure: &Failure, limits: &Limits, now: i64) -> Record {
        let mut record = self.work.bury(message, failure, &self.within(limits), now);
        self.mark(&mut record);
        record
    }

    fn rest(&mut self) {
        self.work.rest();
    }
}
