//! [`Renderer`]: outcomes → records. One article gives at most one record; so does a tombstone.

use super::dead_letter::{self, Context};
use super::record::{Headers, Record, Target};
use super::{ArticleEvent, Outcome, Outcomes, headers};
use crate::intake::{Failure, Message, SkipReason, Stage};
use crate::settings::{OutputTimestamp, Settings};

/// Largest records that the topics take, in bytes (`max.message.bytes`); `None` where that is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Of the output topic. An event above it becomes a dead letter, `publish/message_too_large`.
    pub output_bytes: Option<usize>,
    /// Of the dead-letter topic. A dead letter above it is cut to a stub.
    pub dead_letter_bytes: Option<usize>,
}

/// What one message comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// What is to be sent, in order: events in the order of their articles, then the dead letter if there is one.
    pub records: Vec<Record>,
    /// How many of the records are events.
    pub events: u32,
    /// How many of the records are tombstones.
    pub tombstones: u32,
    /// The articles that were passed over, in order.
    pub skips: Vec<SkipReason>,
    /// The articles that failed, in order, by stage and code. However many there are, they share one dead letter.
    pub failures: Vec<(Stage, &'static str)>,
}

/// Makes records of outcomes. Knows the settings that matter for it, and no clock.
#[derive(Clone, Debug)]
pub struct Renderer {
    group: String,
    timestamp: OutputTimestamp,
}

impl Renderer {
    /// A renderer with these settings.
    pub fn new(settings: &Settings) -> Self {
        Renderer {
            group: settings.input.group.clone(),
            timestamp: settings.output.timestamp,
        }
    }

    /// Makes the records of one message. `failed_at_ms` is the caller's clock, in milliseconds since the Unix epoch;
    /// it is used for dead letters alone, so that a replay gives the same events byte for byte.
    pub fn render(&self, message: &Message<'_>, outcomes: Outcomes, limits: &Limits, failed_at_ms: i64) -> Rendered {
        self.render_only(message, outcomes, &[], limits, failed_at_ms)
    }

    /// Like [`Renderer::render`], but of an array or a feed only the articles at these positions: the `dlq.index` of a
    /// dead letter that is tried again. With none, or where there are fewer articles now than it says, all of them.
    pub fn render_only(
        &self,
        message: &Message<'_>,
        outcomes: Outcomes,
        only: &[u32],
        limits: &Limits,
        failed_at_ms: i64,
    ) -> Rendered {
        let mut rendered = Rendered::default();
        let mut first: Option<Failure> = None;
        let mut indexes = Vec::new();
        let (outcomes, several) = match outcomes {
            Outcomes::One(outcome) => (vec![outcome], false),
            Outcomes::Several(outcomes) => (outcomes, true),
        };
        let fits = several && only.iter().all(|index| (*index as usize) < outcomes.len());
        let chosen = |index: &u32| !fits || only.is_empty() || only.contains(index);
        if outcomes.is_empty() {
            rendered.skips.push(SkipReason::Empty);
        }
        for (index, outcome) in (0u32..).zip(outcomes).filter(|(index, _)| chosen(index)) {
            let made = match outcome {
                Outcome::Event(event) => self.event(message, &event, several, limits).map(|r| (r, 1, 0)),
                Outcome::Tombstone => self.tombstone(message, limits).map(|r| (r, 0, 1)),
                Outcome::Skipped(reason) => {
                    rendered.skips.push(reason);
                    continue;
                }
                Outcome::DeadLetter(failure) => Err(failure),
            };
            match made {
                Ok((record, events, tombstones)) => {
                    rendered.records.push(record);
                    rendered.events += events;
                    rendered.tombstones += tombstones;
                }
                Err(failure) => {
                    rendered.failures.push((failure.stage, failure.code));
                    first.get_or_insert(failure);
                    match several {
                        true => indexes.push(index),
                        // It failed as a whole, and is still about these articles of it.
                        false => indexes.extend_from_slice(only),
                    }
                }
            }
        }
        if let Some(failure) = first {
            let context = self.context(limits, failed_at_ms);
            let record = dead_letter::dead_letter(message, &failure, &indexes, &context);
            rendered.records.push(record);
        }
        rendered
    }

    /// Makes the dead letter of a whole message: for a panic, and for a record that the broker refused.
    pub fn dead_letter(&self, message: &Message<'_>, failure: &Failure, limits: &Limits, failed_at_ms: i64) -> Record {
        self.dead_letter_of(message, failure, &[], limits, failed_at_ms)
    }

    /// Makes the dead letter of these articles of a message, by position; with none, of the whole message.
    pub fn dead_letter_of(
        &self,
        message: &Message<'_>,
        failure: &Failure,
        indexes: &[u32],
        limits: &Limits,
        failed_at_ms: i64,
    ) -> Record {
        dead_letter::dead_letter(message, failure, indexes, &self.context(limits, failed_at_ms))
    }

    fn context(&self, limits: &Limits, failed_at_ms: i64) -> Context<'_> {
        Context {
            group: &self.group,
            failed_at_ms,
            limit: limits.dead_letter_bytes,
        }
    }

    fn event(
        &self,
        message: &Message<'_>,
        event: &ArticleEvent,
        several: bool,
        limits: &Limits,
    ) -> Result<Record, Failure> {
        let payload = to_json(event)?;
        // The articles of an array share their message's key, which would make each replace the one before it in a
        // compacted topic.
        let key = match message.key {
            Some(key) if !several => key.to_vec(),
            _ => event.article_id.as_bytes().to_vec(),
        };
        let headers = headers::of_event(message, event);
        self.output(message, Some(key), headers, Some(payload), limits)
    }

    fn tombstone(&self, message: &Message<'_>, limits: &Limits) -> Result<Record, Failure> {
        let mut headers = Headers::new();
        headers::pass_on(&mut headers, message);
        self.output(message, message.key.map(<[u8]>::to_vec), headers, None, limits)
    }

    fn output(
        &self,
        message: &Message<'_>,
        key: Option<Vec<u8>>,
        headers: Headers,
        payload: Option<Vec<u8>>,
        limits: &Limits,
    ) -> Result<Record, Failure> {
        let timestamp = match self.timestamp {
            OutputTimestamp::Input => message.timestamp,
            OutputTimestamp::Now => None,
        };
        let record = Record {
            target: Target::Output,
            partition: None,
            key,
            headers,
            payload,
            timestamp,
        };
        if record.fits(limits.output_bytes) {
            return Ok(record);
        }
        let limit = limits.output_bytes.unwrap_or_default();
        let text = format!(
            "the event takes up to {} bytes, the output topic at most {limit}: raise its max.message.bytes",
            record.size_bound()
        );
        Err(Failure::new(Stage::Publish, "message_too_large", text))
    }
}

/// The event as one line of JSON.
///
/// # Errors
/// None that can happen with the events of this version; a failure of the stage `event` otherwise.
pub fn to_json(event: &ArticleEvent) -> Result<Vec<u8>, Failure> {
    let mut payload = Vec::new();
    append_json(&mut payload, event)?;
    Ok(payload)
}

/// Appends the event as one line of JSON, without a line break at its end.
///
/// # Errors
/// As [`to_json`]; `out` is as it was then.
pub fn append_json(out: &mut Vec<u8>, event: &ArticleEvent) -> Result<(), Failure> {
    let start = out.len();
    // The text stands there twice, whole and by blocks; the rest of a usual event takes about a kilobyte.
    out.reserve(2 * event.text.len() + event.text.len() / 8 + 1536);
    serde_json::to_writer(&mut *out, event).map_err(|_| {
        out.truncate(start);
        unserialisable()
    })
}

fn unserialisable() -> Failure {
    Failure::new(Stage::Event, "unserialisable", "the event cannot be written as json")
}
