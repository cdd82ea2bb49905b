//! [`Redrive`]: dead letters tried again.
//!
//! It reads the dead-letter topic, and of each letter makes what takes its place: an event, a tombstone, nothing; the
//! original, back in its topic; the letter once more with a new reason; or, if it is not to be tried, the letter itself
//! again. The loop publishes that and moves the offset in one transaction. So the letters that are living are those
//! behind the offset that the redrive's group has committed, and nothing else needs to be remembered.
//!
//! A letter is appended to the partition that it lay in: there the job's end is fixed already, so it is not met twice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::account::{Account, Fate};
use super::filter::{Filter, is_of_group};
use super::letter::{Letter, counted};
use super::places::{Home, give_back, stay, unchanged};
use crate::event::{Limits, Record, Rendered, Renderer};
use crate::intake::{Failure, Message, Origin, Stage};
use crate::operate::{Metrics, Stopwatch};
use crate::pipeline::Pipeline;
use crate::settings::Settings;
use crate::stream::{Fetched, Source, Work};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{REDRIVE_COUNT, Target};
    use crate::intake::Header;
    use crate::stream::TopicLimits;

    const BYTES: usize = 100;

    fn redrive(plan: Plan) -> Redrive {
        let settings = Settings::default();
        let source = Source::new(&settings, "bantin.redrive");
        Redrive::new(&settings, plan, source, &Metrics::new().unwrap())
    }

    fn plan() -> Plan {
        Plan {
            filter: Filter::default(),
            max_attempts: 5,
            to_source: None,
        }
    }

    fn home(partitions: i32) -> BTreeMap<String, Home> {
        let limits = TopicLimits {
            max_bytes: 1_000,
            before_ms: 3_600_000,
            ..TopicLimits::default()
        };
        BTreeMap::from([("raw".to_owned(), Home { partitions, limits })])
    }

    /// A letter about a message of `raw/1/5` with this value, with these headers more.
    fn with_letter<T>(value: &[u8], more: &[(&str, &str)], look: impl FnOnce(&Message<'_>) -> T) -> T {
        let place = [
            ("own", "x"),
            ("dlq.topic", "raw"),
            ("dlq.partition", "1"),
            ("dlq.offset", "5"),
        ];
        let reason = [("dlq.stage", "intake"), ("dlq.code", "too_large"), (REDRIVE_COUNT, "2")];
        let headers = place.iter().chain(&reason).chain(more);
        look(&Message {
            origin: Origin::Kafka {
                topic: "dead",
                partition: 3,
                offset: 17,
            },
            timestamp: Some(7_200_000),
            key: Some(b"k"),
            value: Some(value),
            headers: headers
                .map(|(name, value)| Header {
                    name,
                    value: Some(value.as_bytes()),
                })
                .collect(),
        })
    }

    fn fates(redrive: &Redrive) -> Vec<(Fate, u64)> {
        let lines = redrive.account().lines();
        lines.values().flatten().map(|(fate, count)| (*fate, *count)).collect()
    }

    fn header(record: &Record, name: &str) -> Option<String> {
        let (_, value) = record.headers.iter().rev().find(|(own, _)| own == name)?;
        Some(String::from_utf8(value.clone()?).unwrap())
    }

    #[test]
    fn what_the_broker_refuses_is_dead_again_and_still_about_the_same_articles() {
        let redrive = redrive(plan());
        let failure = Failure::new(Stage::Publish, "refused", "it does not take it");
        with_letter(b"value", &[("dlq.index", "3,17")], |record| {
            let dead = redrive.bury(record, &failure, &Limits::default(), 9);
            assert_eq!((&dead.target, dead.partition), (&Target::DeadLetter, Some(3)));
            assert_eq!(dead.payload.as_deref(), Some(&b"value"[..]));
            let headers = ["dlq.code", "dlq.index", REDRIVE_COUNT, "dlq.offset", "own"].map(|name| header(&dead, name));
            assert_eq!(
                headers,
                ["refused", "3,17", "3", "5", "x"].map(|text| Some(text.to_owned()))
            );
        });
        assert_eq!(fates(&redrive), [(Fate::Again, 1)]);
    }

    #[test]
    fn a_letter_that_is_not_meant_is_never_cut() {
        let redrive = redrive(Plan {
            max_attempts: 2,
            ..plan()
        });
        let narrow = Limits {
            output_bytes: Some(BYTES),
            dead_letter_bytes: Some(BYTES),
        };
        let failure = Failure::new(Stage::Publish, "refused", "it does not take it");
        with_letter(&[b'x'; 5_000], &[], |record| {
            let same = Record {
                partition: Some(3),
                ..unchanged(record)
            };
            assert_eq!(
                redrive.clone().answer(record, &narrow, 9).records,
                std::slice::from_ref(&same)
            );
            assert_eq!(redrive.bury(record, &failure, &narrow, 9), same);
        });
        assert_eq!(fates(&redrive), [(Fate::Capped, 1)]);
    }

    #[test]
    fn a_message_goes_back_only_where_it_is_taken() {
        let hour = 3_600_000;
        for (homes, value, now, fate) in [
            (home(2), &[b'x'; 10][..], 2 * hour, Fate::Returned),
            (home(1), &[b'x'; 10], 2 * hour, Fate::Homeless),
            (BTreeMap::new(), &[b'x'; 10], 2 * hour, Fate::Homeless),
            (home(2), &[b'x'; 1_000], 2 * hour, Fate::Homeless),
            (home(2), &[b'x'; 10], 4 * hour, Fate::Homeless),
        ] {
            let redrive = redrive(Plan {
                to_source: Some(homes),
                ..plan()
            });
            with_letter(value, &[("dlq.timestamp", "7200000")], |record| {
                let records = redrive.clone().answer(record, &Limits::default(), now).records;
                assert_eq!(records.len(), 1);
                match fate {
                    Fate::Returned => {
                        assert_eq!(records[0].target, Target::Topic("raw".into()));
                        assert_eq!((records[0].partition, records[0].timestamp), (Some(1), Some(7_200_000)));
                        let names: Vec<_> = records[0].headers.iter().map(|(name, _)| &**name).collect();
                        assert_eq!(names, ["own", REDRIVE_COUNT]);
                    }
                    _ => assert_eq!(records[0].headers, unchanged(record).headers),
                }
            });
            assert_eq!(fates(&redrive), [(fate, 1)]);
        }
    }

    #[test]
    fn a_letter_of_another_group_is_passed_over() {
        let redrive = redrive(plan());
        with_letter(b"value", &[("dlq.group", "sport")], |record| {
            assert_eq!(
                redrive.clone().answer(record, &Limits::default(), 9),
                Rendered::default()
            );
        });
        assert_eq!(fates(&redrive), [(Fate::Others, 1)]);
    }
}
