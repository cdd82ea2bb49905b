//! Topics that are deleted, and perhaps made again under the same name.
//!
//! While a topic is missing that is written to, nothing is written: what is in flight waits, and no transaction is opened
//! that could not be ended.
//!
//! What the group has committed for an input topic that was deleted belongs to a log that is gone. The broker forgets it with
//! the topic, but a commit that is late may come after that; and librdkafka goes on in the new log at its position in the
//! old one. So a topic is known by its identity. One that has vanished or has another identity is read from its beginning, unless the
//! group stands within its log, as it does where another worker has begun there already.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

use rdkafka::consumer::Consumer;

use super::Worker;
use crate::stream::error::StreamError;
use crate::stream::native::{self, Existence, TopicId};
use crate::stream::progress::Lease;
use crate::stream::start;

/// How often the brokers are asked whether a topic that is missing is there again.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// For how long a topic that was made anew is remembered as one: what was committed for the log before it may turn up as
/// long as a commit of then may be under way.
const ANEW: Duration = Duration::from_secs(600);

/// What is known of the topics.
#[derive(Default)]
pub(super) struct Topics {
    /// Which the input topics were when their partitions were taken on.
    ids: HashMap<String, TopicId>,
    /// Those that were seen to be gone, and have not been taken on again since.
    vanished: BTreeSet<String>,
    /// Those of them that are gone still.
    missing: BTreeSet<String>,
    /// Those that were taken on again with another log, and when.
    anew: HashMap<String, Instant>,
    /// Those that are written to and are gone.
    unwritable: BTreeSet<String>,
    look_at: Option<Instant>,
}

impl Topics {
    /// The topics that are missing, for people.
    pub(super) fn missing(&self) -> Option<String> {
        let missing: Vec<&str> = self.missing.union(&self.unwritable).map(String::as_str).collect();
        (!missing.is_empty()).then(|| missing.join(", "))
    }

    /// Whether all topics that are written to are there, as far as is known.
    pub(super) fn can_be_written(&self) -> bool {
        self.unwritable.is_empty()
    }

    /// Something says that a topic is gone: the brokers are to be asked which.
    pub(super) fn suspect(&mut self, now: Instant) {
        self.look_at.get_or_insert(now);
    }

    /// Whether a topic was made anew a while ago. An offset beyond its end then comes from the log before.
    pub(super) fn is_anew(&self, topic: &str) -> bool {
        self.anew.get(topic).is_some_and(|since| since.elapsed() < ANEW)
    }

    /// Whether the log that a topic has now is another than the one that was read before.
    fn is_another(&self, topic: &str, existence: Existence) -> bool {
        let id = match existence {
            Existence::There(id) => id,
            Existence::Missing => None,
        };
        let known = self.ids.get(topic).copied();
        self.vanished.contains(topic) || id.zip(known).is_some_and(|(id, known)| id != known)
    }
}

impl Worker<'_> {
    /// Which of these topics have another log than the one that was read before. They are taken on as they are now by
    /// [`Worker::topics_taken_on`].
    pub(super) fn other_logs(&self, topics: &[&str]) -> Vec<(String, Existence, bool)> {
        let answer = native::existence(self.consumer.client(), topics, start::ASK).unwrap_or_default();
        let another = |(name, existence): (String, Existence)| {
            let another = self.rebalance.topics.is_another(&name, existence);
            (name, existence, another)
        };
        answer.into_iter().map(another).collect()
    }

    /// Partitions of these topics are read from now on.
    pub(super) fn topics_taken_on(&mut self, seen: &[(String, Existence, bool)]) {
        let topics = &mut self.rebalance.topics;
        for (name, existence, another) in seen {
            if let Existence::There(id) = existence {
                if *another {
                    topics.anew.insert(name.clone(), Instant::now());
                }
                topics.vanished.remove(name);
                topics.missing.remove(name);
                match id {
                    Some(id) => topics.ids.insert(name.clone(), *id),
                    None => topics.ids.remove(name),
                };
            }
        }
    }

    /// Looks which topics are gone, if something says that one is, and drops what is in flight for them: there is nothing
    /// left to commit it to.
    pub(super) fn move_topics(&mut self, now: Instant) -> Result<(), StreamError> {
        if self.rebalance.topics.look_at.is_none_or(|at| now < at) {
            return Ok(());
        }
        self.rebalance.topics.look_at = None;
        let settings = self.settings;
        let written = [settings.output.topic.as_str(), settings.dead_letter.topic.as_str()];
        let names: Vec<&str> = settings
            .input
            .topics
            .iter()
            .map(String::as_str)
            .chain(written)
            .collect();
        let answer = native::existence(self.consumer.client(), &names, start::ASK);
        let Some(answer) = answer else {
            self.rebalance.topics.look_at = Some(now + LOOK_AGAIN);
            return Ok(());
        };
        let is_bounded = self.bounded.is_some();
        for (name, existence) in answer {
            let topics = &mut self.rebalance.topics;
            let is_written = written.contains(&name.as_str());
            if existence != Existence::Missing {
                let back = topics.missing.remove(&name);
                if topics.unwritable.remove(&name) {
                    tracing::info!(topic = name, "the topic is there again, records are written on");
                }
                // The group may not have noticed. Where the position happens to lie within the new log, librdkafka goes on
                // there and says nothing.
                if back {
                    self.position_lost(now);
                }
                continue;
            }
            if is_written {
                if topics.unwritable.insert(name.clone()) {
                    tracing::error!(
                        topic = name,
                        "a topic that is written to is gone; nothing is written until it is there again: create it"
                    );
                }
                continue;
            }
            // What a job was to read is gone for good, whatever may come under that name.
            if is_bounded {
                return Err(StreamError::TopicReplaced { topic: name });
            }
            topics.vanished.insert(name.clone());
            if !topics.missing.insert(name.clone()) {
                continue;
            }
            tracing::error!(
                topic = name,
                "an input topic is gone; what was in flight for it is dropped, and it is read from its beginning when it is \
                 there again"
            );
            self.drop_topic(&name, now)?;
        }
        if self.rebalance.topics.missing().is_some() {
            self.rebalance.topics.look_at = Some(now + LOOK_AGAIN);
        }
        Ok(())
    }

    /// Drops what is in flight for a topic. Its leases stay where the group stands until the group takes them away.
    fn drop_topic(&mut self, name: &str, now: Instant) -> Result<(), StreamError> {
        if self
            .leases_of_topic(name)
            .iter()
            .any(|lease| !self.progress.is_clean(*lease))
        {
            self.doom("it holds outcomes of a topic that is gone", now)?;
        }
        for lease in self.leases_of_topic(name) {
            self.stand_still(lease, now);
        }
        Ok(())
    }

    fn leases_of_topic(&self, name: &str) -> Vec<Lease> {
        let progress = &self.progress;
        let of_it = |lease: &Lease| progress.partition(*lease).is_some_and(|(topic, _)| &**topic == name);
        progress.leases().filter(of_it).collect()
    }
}
