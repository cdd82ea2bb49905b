//! The crew: the CPU threads that turn messages into records.
//!
//! Messages travel in chunks of one partition, so that a hand-over between threads is paid for once in many messages;
//! chunks of one partition are put back in order by `stream::sequence` whichever thread was faster. A chunk borrows its
//! messages from librdkafka's fetch buffers and copies nothing.

use crossbeam_channel::{Receiver, Sender};
use rdkafka::Message as _;
use rdkafka::message::BorrowedMessage;

use super::limits::TopicLimits;
use super::native;
use super::progress::Ticket;
use super::publisher::Prepared;
use super::sequence::Turn;
use crate::event::{Limits as RecordLimits, Record, Rendered, Target};
use crate::intake::{Failure, Message, Origin, Stage};

/// The name of the header that says that a record's timestamp is not its input's.
pub const TIMESTAMP_REPLACED: &str = "bantin_timestamp_replaced";

/// Largest dead letter where even the whole one was refused: any topic that takes records takes this.
const STUB_BYTES: usize = 8 * 1024;

/// What the stream asks of the way through the article. It knows nothing else of it.
///
/// Each CPU thread works with a clone of its own, which may so keep what is that thread's alone.
pub trait Work: Clone + Send {
    /// Turns a message into records within these limits. `now` is the wall clock in ms since the epoch, for what is
    /// dead. Must not panic: whoever implements it catches what it runs.
    fn answer(&mut self, message: &Message<'_>, limits: &RecordLimits, now: i64) -> Rendered;
    /// Makes the dead letter of a message whose record the broker refused.
    fn bury(&self, message: &Message<'_>, failure: &Failure, limits: &RecordLimits, now: i64) -> Record;
    /// A chunk of messages is done: time for what is not worth doing for each.
    fn rest(&mut self) {}
}

/// A message that the broker refused earlier: it is not processed again but buried.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The `dlq.code`.
    pub code: &'static str,
    /// What the broker said.
    pub reason: String,
    /// Its dead letter was refused, too: only a stub is left.
    pub stub: bool,
}

/// Messages of one partition, in order.
pub(super) struct Chunk<'c> {
    pub turn: Turn,
    /// The ticket of the first message; the others follow it.
    pub first: Ticket,
    pub messages: Vec<BorrowedMessage<'c>>,
    /// What the messages took from the byte budget.
    pub cost: u64,
    /// Refusals by position in the chunk; nearly always empty.
    pub refusals: Vec<(usize, Refusal)>,
}

/// What became of one message.
pub(super) struct Answer {
    /// How many of the chunk's records are its.
    pub records: u32,
    /// Whether it, or a part of it, is dead.
    pub dead: bool,
}

/// Counts of a chunk.
#[derive(Default)]
pub(super) struct Tally {
    /// Messages by their outcome. Of several articles the gravest counts: a dead letter before an event, an event
    /// before a skip.
    pub dead_letters: u64,
    pub events: u64,
    pub tombstones: u64,
    pub skipped: u64,
    /// Articles that were passed over, and those that failed.
    pub skips: Vec<crate::intake::SkipReason>,
    pub failures: Vec<(Stage, &'static str)>,
    /// Bytes of keys and values.
    pub output_bytes: u64,
}

impl Tally {
    fn add(&mut self, rendered: &Rendered) {
        let messages = match rendered {
            Rendered { failures, .. } if !failures.is_empty() => &mut self.dead_letters,
            Rendered { events: 1.., .. } => &mut self.events,
            Rendered { tombstones: 1.., .. } => &mut self.tombstones,
            _ => &mut self.skipped,
        };
        *messages += 1;
        self.skips.extend_from_slice(&rendered.skips);
        self.failures.extend_from_slice(&rendered.failures);
    }
}

/// What a chunk became.
pub(super) struct Finished {
    pub first: Ticket,
    pub records: Vec<Prepared>,
    /// One for each message.
    pub answers: Vec<Answer>,
    pub tally: Tally,
    /// What the messages took from the byte budget.
    pub cost_in: u64,
    /// What the records take from it.
    pub cost_out: u64,
}

/// What the topics take, by target.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub output: TopicLimits,
    pub dead_letter: TopicLimits,
}

/// The life of one CPU thread: until no more chunks come.
pub(super) fn work<W: Work>(
    mut work: W,
    limits: Limits,
    chunks: &Receiver<Chunk<'_>>,
    finished: &Sender<(Turn, Finished)>,
) {
    for chunk in chunks {
        let turn = chunk.turn;
        let done = process(&mut work, limits, chunk);
        work.rest();
        // The loop is gone: so is whoever would have published this.
        if finished.send((turn, done)).is_err() {
            return;
        }
    }
}

fn process<W: Work>(work: &mut W, limits: Limits, chunk: Chunk<'_>) -> Finished {
    let now = jiff::Timestamp::now().as_millisecond();
    let mut finished = Finished {
        first: chunk.first,
        records: Vec::with_capacity(chunk.messages.len()),
        answers: Vec::with_capacity(chunk.messages.len()),
        tally: Tally::default(),
        cost_in: chunk.cost,
        cost_out: 0,
    };
    let record_limits = RecordLimits {
        output_bytes: Some(limits.output.max_bytes),
        dead_letter_bytes: Some(limits.dead_letter.max_bytes),
    };
    let mut refusals = chunk.refusals.into_iter().peekable();
    for (index, borrowed) in chunk.messages.iter().enumerate() {
        let message = view(borrowed);
        let refusal = refusals.next_if(|(at, _)| *at == index).map(|(_, refusal)| refusal);
        let rendered = match refusal {
            Some(refusal) => bury(work, &message, refusal, record_limits, now),
            None => work.answer(&message, &record_limits, now),
        };
        finished.answers.push(Answer {
            records: rendered.records.len() as u32,
            dead: !rendered.failures.is_empty(),
        });
        finished.tally.add(&rendered);
        note(borrowed, &rendered);
        for record in rendered.records {
            let mut record = Prepared::from(record);
            keep_timestamp_acceptable(&mut record, limits, now);
            finished.cost_out += record.cost();
            finished.tally.output_bytes += record.bytes();
            finished.records.push(record);
        }
    }
    finished
}

/// What leaves no event leaves a line with its coordinates: a skip, of which nothing else remains, at DEBUG.
fn note(message: &BorrowedMessage<'_>, rendered: &Rendered) {
    let (topic, partition, offset) = (message.topic(), message.partition(), message.offset());
    for reason in &rendered.skips {
        tracing::debug!(topic, partition, offset, reason = reason.as_str(), "skipped");
    }
    for (stage, code) in &rendered.failures {
        tracing::warn!(topic, partition, offset, stage = stage.as_str(), code, "dead letter");
    }
}

/// A timestamp that the broker would refuse is replaced by now, and the record says so.
fn keep_timestamp_acceptable(record: &mut Prepared, limits: Limits, now: i64) {
    let limits = match record.target {
        Target::Output => limits.output,
        Target::DeadLetter => limits.dead_letter,
        // It has taken this very timestamp before.
        Target::Topic(_) => return,
    };
    if let Some(timestamp) = record.timestamp
        && !limits.takes_timestamp(timestamp, now)
    {
        record.timestamp = Some(now);
        let headers = std::mem::take(&mut record.headers);
        record.headers = headers.insert(rdkafka::message::Header {
            key: TIMESTAMP_REPLACED,
            value: Some(timestamp.to_string().as_bytes()),
        });
    }
}

/// A librdkafka message as the pipeline sees it.
pub(super) fn view<'m>(message: &'m BorrowedMessage<'_>) -> Message<'m> {
    Message {
        origin: Origin::Kafka {
            topic: message.topic(),
            partition: message.partition(),
            offset: message.offset(),
        },
        timestamp: message.timestamp().to_millis().filter(|ms| *ms >= 0),
        key: message.key(),
        value: message.payload(),
        headers: native::headers(message),
    }
}

/// The dead letter of a message whose record the broker refused.
fn bury<W: Work>(work: &W, message: &Message<'_>, refusal: Refusal, mut limits: RecordLimits, now: i64) -> Rendered {
    if refusal.stub {
        limits.dead_letter_bytes = Some(STUB_BYTES);
    }
    let failure = Failure::new(Stage::Publish, refusal.code, refusal.reason);
    Rendered {
        records: vec![work.bury(message, &failure, &limits, now)],
        failures: vec![(failure.stage, failure.code)],
        ..Rendered::default()
    }
}
