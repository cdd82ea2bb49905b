//! [`Redrive`]: dead letters tried again.
//!
//! It reads the dead-letter topic, and of each letter makes what takes its place: an event, a tombstone, nothing; the
//! original, back in its topic; the letter once more with a new reason; or, if it is not to be tried, the letter itself
//! again. The loop publishes that and moves the offset in one transaction. So the letters that are living are those
//! behind the offset that the redrive's group has committed, and nothing else needs to be remembered.
//!
//! A letter is appended to the partition that it lay in: there the job's end is fixed already, so it is not met twice.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::account::{Account, Fate};
use super::filter::{Filter, is_of_group};
use super::letter::{Letter, counted};
use crate::event::{Limits, Record, Rendered, Renderer, Target};
use crate::intake::{Failure, Message, Origin, Stage};
use crate::operate::{Metrics, Stopwatch};
use crate::pipeline::Pipeline;
use crate::settings::Settings;
use crate::stream::{Fetched, Source, TopicLimits, Work};

/// What is to be done with which letters.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Which letters are tried; the others stay.
    pub filter: Filter,
    /// Letters that were redriven as often as this stay.
    pub max_attempts: u32,
    /// What is tried goes back to its topic instead of through the pipeline. These are the topics that may be gone back
    /// to.
    pub to_source: Option<BTreeMap<String, Home>>,
}

/// A topic that messages may go back to.
#[derive(Clone, Debug)]
pub struct Home {
    /// How many partitions it has.
    pub partitions: i32,
    /// What it takes.
    pub limits: TopicLimits,
}

/// Dead letters tried again, for one CPU thread. Clones share the account.
#[derive(Clone)]
pub struct Redrive {
    plan: Arc<Plan>,
    group: Arc<str>,
    source: Source,
    pipeline: Pipeline,
    renderer: Renderer,
    stopwatch: Stopwatch,
    account: Arc<Mutex<Account>>,
}

/// A letter that is to be tried: the whole message, or why there is none.
enum Whole<'m> {
    Here(Message<'m>),
    Fetched(Fetched),
    Nowhere,
}

impl Redrive {
    /// With the live worker's settings; stubs are fetched again from `source`.
    pub fn new(settings: &Settings, plan: Plan, source: Source, metrics: &Metrics) -> Self {
        Redrive {
            plan: Arc::new(plan),
            group: settings.input.group.as_str().into(),
            source,
            pipeline: Pipeline::new(settings),
            renderer: Renderer::new(settings),
            stopwatch: Stopwatch::new(metrics),
            account: Arc::default(),
        }
    }

    /// What became of the letters so far.
    pub fn account(&self) -> Account {
        self.account.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn enter(&self, record: &Message<'_>, letter: Option<&Letter<'_>>, fate: Fate) {
        let Origin::Kafka { partition, offset, .. } = record.origin else {
            return;
        };
        let (stage, code) = letter.map_or(("", ""), |letter| (letter.stage, letter.code));
        let mut account = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        account.enter((partition, offset), stage, code, fate);
    }

    /// Why a letter is not to be tried, if so.
    fn spared(&self, letter: &Letter<'_>) -> Option<Fate> {
        if !is_of_group(letter, &self.group) {
            Some(Fate::Others)
        } else if !self.plan.filter.takes(letter) {
            Some(Fate::Filtered)
        } else if letter.redrive_count >= self.plan.max_attempts {
            Some(Fate::Capped)
        } else {
            None
        }
    }

    /// The message that died, fetched again where the letter is but a stub of it.
    fn whole<'m>(&self, letter: &Letter<'m>) -> Whole<'m> {
        let Some(stub) = letter.stub else {
            return Whole::Here(letter.original());
        };
        let Letter {
            topic,
            partition,
            offset,
            ..
        } = *letter;
        match self.source.fetch(topic, partition, offset) {
            Ok(Some(fetched)) if stub.is_of(fetched.message().value) => Whole::Fetched(fetched),
            Ok(Some(_)) => {
                tracing::warn!(
                    topic,
                    partition,
                    offset,
                    "another message lies there now: the stub of a dead letter stays"
                );
                Whole::Nowhere
            }
            Ok(None) => {
                tracing::warn!(
                    topic,
                    partition,
                    offset,
                    "the message is gone: the stub of a dead letter stays"
                );
                Whole::Nowhere
            }
            Err(error) => {
                tracing::warn!(topic, partition, offset, %error, "the message cannot be fetched: the stub of a dead letter stays");
                Whole::Nowhere
            }
        }
    }

    /// Tries a letter.
    fn attempt(&mut self, letter: &Letter<'_>, limits: &Limits, now: i64) -> Result<(Rendered, Fate), Fate> {
        let fetched;
        let original = match self.whole(letter) {
            Whole::Here(message) => message,
            Whole::Fetched(message) => {
                fetched = message;
                fetched.message()
            }
            Whole::Nowhere => return Err(Fate::Stub),
        };
        let count = letter.next_count();
        let message = counted(original, &count);
        if let Some(homes) = &self.plan.to_source {
            let record = give_back(&message, letter, homes, now).ok_or(Fate::Homeless)?;
            let records = vec![record];
            let rendered = Rendered {
                records,
                ..Rendered::default()
            };
            return Ok((rendered, Fate::Returned));
        }
        let Redrive {
            pipeline,
            renderer,
            stopwatch,
            ..
        } = self;
        stopwatch.start(Instant::now());
        let outcomes = pipeline.process_watched(&message, &mut |stage| stopwatch.ended(stage, Instant::now()));
        let rendered = renderer.render_only(&message, outcomes, &letter.indexes, limits, now);
        stopwatch.ended(Stage::Event, Instant::now());
        stopwatch.stop();
        let fate = match &rendered {
            Rendered { failures, .. } if !failures.is_empty() => Fate::Again,
            Rendered { events: 1.., .. } => Fate::Event,
            Rendered { tombstones: 1.., .. } => Fate::Tombstone,
            _ => Fate::Skipped,
        };
        Ok((rendered, fate))
    }
}

impl Redrive {
    /// A letter was tried, and the broker has refused what became of it.
    fn bury_again(
        &self,
        message: Message<'_>,
        letter: &Letter<'_>,
        failure: &Failure,
        limits: &Limits,
        now: i64,
    ) -> Record {
        let count = letter.next_count();
        let message = counted(message, &count);
        self.renderer
            .dead_letter_of(&message, failure, &letter.indexes, limits, now)
    }
}

impl Work for Redrive {
    fn answer(&mut self, record: &Message<'_>, limits: &Limits, now: i64) -> Rendered {
        let letter = Letter::read(record);
        let tried = match &letter {
            None => Err(Fate::Foreign),
            Some(letter) => match self.spared(letter) {
                Some(fate) => Err(fate),
                None => self.attempt(letter, limits, now),
            },
        };
        let (mut rendered, fate) = match tried {
            Ok(tried) => tried,
            Err(fate) => {
                let records = match fate.is_kept() {
                    true => vec![unchanged(record)],
                    false => Vec::new(),
                };
                let kept = Rendered {
                    records,
                    ..Rendered::default()
                };
                (kept, fate)
            }
        };
        for made in &mut rendered.records {
            stay(made, record);
        }
        self.enter(record, letter.as_ref(), fate);
        rendered
    }

    fn bury(&self, record: &Message<'_>, failure: &Failure, limits: &Limits, now: i64) -> Record {
        let letter = Letter::read(record);
        let meant = letter.as_ref().filter(|letter| self.spared(letter).is_none());
        let mut made = match meant.map(|letter| (letter, self.whole(letter))) {
            Some((letter, Whole::Here(message))) => self.bury_again(message, letter, failure, limits, now),
            Some((letter, Whole::Fetched(fetched))) => self.bury_again(fetched.message(), letter, failure, limits, now),
            // It is the letter itself that its topic refuses to take once more. Rather than cut it to a stub, the job ends
            // when it is refused again.
            None | Some((_, Whole::Nowhere)) => unchanged(record),
        };
        if meant.is_some() {
            self.enter(record, letter.as_ref(), Fate::Again);
        }
        stay(&mut made, record);
        made
    }

    fn rest(&mut self) {
        self.stopwatch.tell();
    }
}

/// A record of the dead-letter topic as it is.
fn unchanged(record: &Message<'_>) -> Record {
    Record {
        target: Target::DeadLetter,
        partition: None,
        key: record.key.map(<[u8]>::to_vec),
        headers: headers(record),
        payload: record.value.map(<[u8]>::to_vec),
        timestamp: record.timestamp,
    }
}

/// A dead letter goes to the partition that its predecessor lay in.
fn stay(made: &mut Record, record: &Message<'_>) {
    if let (Target::DeadLetter, Origin::Kafka { partition, .. }) = (&made.target, record.origin) {
        made.partition = Some(partition);
    }
}

/// The message, for the place that it came from; `None` if that is no place to go back to.
fn give_back(message: &Message<'_>, letter: &Letter<'_>, homes: &BTreeMap<String, Home>, now: i64) -> Option<Record> {
    let Letter {
        topic,
        partition,
        offset,
        ..
    } = *letter;
    let homeless = |why: &str| {
        tracing::warn!(topic, partition, offset, "a dead letter stays: {why}");
        None
    };
    let Some(home) = homes.get(topic) else {
        return homeless("its topic is gone, or none of input.topics");
    };
    if partition >= home.partitions {
        return homeless("its topic has no such partition any more");
    }
    let record = Record {
        target: Target::Topic(topic.into()),
        partition: Some(partition),
        key: message.key.map(<[u8]>::to_vec),
        headers: headers(message),
        payload: message.value.map(<[u8]>::to_vec),
        timestamp: message.timestamp,
    };
    if !record.fits(Some(home.limits.max_bytes)) {
        return homeless("it is too large for its topic: raise max.message.bytes of that");
    }
    if message
        .timestamp
        .is_some_and(|timestamp| !home.limits.takes_timestamp(timestamp, now))
    {
        return homeless(
            "its topic does not take its timestamp: see message.timestamp.before.max.ms and .after.max.ms",
        );
    }
    Some(record)
}

fn headers(message: &Message<'_>) -> crate::event::Headers {
    let own = message.headers.iter();
    own.map(|header| (Cow::Owned(header.name.to_owned()), header.value.map(<[u8]>::to_vec)))
        .collect()
}
