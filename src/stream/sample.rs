//! [`sample`]: a look into parts of topics, spread over their whole length. It is read without a group: nothing is
//! joined, nothing is committed.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::{Message as _, Offset, TopicPartitionList};

use super::error::{StreamError, is_authorisation};
use super::login::Login;
use super::notices::{Listener, Notice};
use super::{client, crew};
use crate::intake::Message;
use crate::settings::Settings;

/// How long one wait for a message takes.
const WAIT: Duration = Duration::from_millis(100);
/// In at most so many places of a partition it is read, and at least so many messages in each.
const PLACES: u64 = 8;
const AT_A_PLACE: u64 = 10;
/// So many of the last offsets are looked through for the last record: the next size where the one before holds only
/// markers of transactions and holes.
const TAILS: [i64; 4] = [32, 1_024, 32_768, i64::MAX];

/// A part of a partition, `[start, end)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Topic name.
    pub topic: String,
    /// Partition number.
    pub partition: i32,
    /// Its first offset.
    pub start: i64,
    /// The offset after its last.
    pub end: i64,
}

impl Extent {
    /// How many offsets it has. There may be fewer records: markers of transactions and holes count in.
    pub fn len(&self) -> u64 {
        u64::try_from(self.end.saturating_sub(self.start)).unwrap_or(0)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The first and the last record of an extent, by their timestamps in ms since the Unix epoch. `None` where there is no
/// record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// Of the record with the lowest offset.
    pub first: Option<i64>,
    /// Of the record with the highest offset.
    pub last: Option<i64>,
}

/// Shows about `count` messages, spread over the extents by their lengths and over the length of each; all of them where
/// there are no more. Gives the ends of each extent.
///
/// # Errors
/// The brokers say nothing for `timeout`, or refuse a topic.
pub fn sample(
    settings: &Settings,
    extents: &[Extent],
    count: u64,
    timeout: Duration,
    look: &mut dyn FnMut(&Message<'_>),
) -> Result<Vec<Ends>, StreamError> {
    let mut ends = vec![Ends::default(); extents.len()];
    let all: u64 = extents.iter().map(Extent::len).sum();
    if all == 0 {
        return Ok(ends);
    }
    let reader = Reader::new(settings, timeout)?;
    let mut topics: Vec<&str> = extents.iter().map(|extent| extent.topic.as_str()).collect();
    topics.sort_unstable();
    topics.dedup();
    for topic in topics {
        let of_topic = || {
            let here = extents.iter().enumerate();
            here.filter(|(_, extent)| extent.topic == topic && !extent.is_empty())
        };
        for place in 0..PLACES {
            let sections = of_topic().filter_map(|(index, extent)| {
                let wanted = (u128::from(count) * u128::from(extent.len())).div_ceil(u128::from(all));
                section(extent, u64::try_from(wanted).unwrap_or(u64::MAX), place).map(|section| (index, section))
            });
            reader.read(topic, sections, &mut |index, message| {
                note(&mut ends, index, message);
                look(message);
            })?;
        }
        for tail in TAILS {
            let mut last = vec![Ends::default(); extents.len()];
            let sections = of_topic().filter_map(|(index, extent)| {
                let ends = ends.get(index)?;
                // An extent that was read whole knows its last already, one without a record has none.
                let start = extent.start.max(extent.end.saturating_sub(tail));
                let section = Section {
                    start,
                    end: extent.end,
                    most: u64::MAX,
                    partition: extent.partition,
                };
                ends.last.is_none().then_some((index, section))
            });
            let sections: Vec<_> = sections.collect();
            reader.read(topic, sections.into_iter(), &mut |index, message| {
                note(&mut last, index, message)
            })?;
            for (ends, last) in ends.iter_mut().zip(last) {
                ends.last = ends.last.or(last.last);
            }
        }
    }
    Ok(ends)
}

fn note(ends: &mut [Ends], index: usize, message: &Message<'_>) {
    if let Some(ends) = ends.get_mut(index) {
        ends.first = ends.first.or(message.timestamp);
        ends.last = message.timestamp.or(ends.last);
    }
}

/// A part of an extent that is read at once, up to so many messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Section {
    partition: i32,
    start: i64,
    end: i64,
    most: u64,
}

/// Where in an extent it is read for the `place`-th time, for `wanted` messages in all; `None` where that is nowhere.
/// The places touch each other, so that the first record that is met is the extent's first.
fn section(extent: &Extent, wanted: u64, place: u64) -> Option<Section> {
    let length = extent.len();
    let places = match wanted >= length {
        true => 1,
        false => (wanted / AT_A_PLACE).clamp(1, PLACES),
    };
    let at = |place: u64| {
        let passed = u128::from(length) * u128::from(place) / u128::from(places);
        extent.start.saturating_add(i64::try_from(passed).unwrap_or(i64::MAX))
    };
    (place < places).then(|| Section {
        partition: extent.partition,
        start: at(place),
        end: at(place + 1),
        most: wanted.div_ceil(places),
    })
}

struct Reader {
    consumer: BaseConsumer<Listener>,
    brokers: String,
    timeout: Duration,
}

impl Reader {
    fn new(settings: &Settings, timeout: Duration) -> Result<Self, StreamError> {
        let login = Login::new(settings)?;
        login.wait(timeout)?;
        Ok(Reader {
            consumer: client::make_asking_consumer(settings, &login, &[("enable.partition.eof", "true")])?,
            brokers: settings.kafka.brokers.clone(),
            timeout,
        })
    }

    /// Reads sections of a topic, one of a partition. An end of a partition as it is now ends its section, too: what lies
    /// before the section's own end then holds no record.
    fn read(
        &self,
        topic: &str,
        sections: impl Iterator<Item = (usize, Section)>,
        show: &mut dyn FnMut(usize, &Message<'_>),
    ) -> Result<(), StreamError> {
        let mut open: HashMap<i32, (usize, Section)> = HashMap::new();
        let mut list = TopicPartitionList::new();
        for (index, section) in sections {
            list.add_partition_offset(topic, section.partition, Offset::Offset(section.start))
                .map_err(StreamError::Configuration)?;
            open.insert(section.partition, (index, section));
        }
        if open.is_empty() {
            return Ok(());
        }
        self.consumer.assign(&list).map_err(StreamError::Configuration)?;
        let (mut moved, mut reason) = (Instant::now(), "no answer".to_owned());
        while !open.is_empty() {
            if moved.elapsed() >= self.timeout {
                return Err(StreamError::NoBroker {
                    brokers: self.brokers.clone(),
                    seconds: self.timeout.as_secs(),
                    reason,
                });
            }
            let polled = self.consumer.poll(WAIT);
            for notice in self.consumer.context().take() {
                if let Notice::Trouble(code, words) = notice {
                    refused(topic, code)?;
                    reason = words;
                }
            }
            let message = match polled {
                None => continue,
                Some(Ok(message)) => message,
                Some(Err(KafkaError::PartitionEOF(partition))) => {
                    open.remove(&partition);
                    moved = Instant::now();
                    continue;
                }
                Some(Err(error)) => {
                    if let Some(code) = error.rdkafka_error_code() {
                        refused(topic, code)?;
                    }
                    reason = error.to_string();
                    continue;
                }
            };
            moved = Instant::now();
            let partition = message.partition();
            let Some((index, section)) = open.get_mut(&partition) else {
                continue;
            };
            if message.offset() < section.end {
                show(*index, &crew::view(&message));
                section.most = section.most.saturating_sub(1);
            }
            if section.most == 0 || message.offset() + 1 >= section.end {
                open.remove(&partition);
                // What else was fetched of it is not wanted; where it stays assigned, that only costs time.
                let mut done = TopicPartitionList::new();
                done.add_partition(topic, partition);
                let _ = self.consumer.incremental_unassign(&done);
            }
        }
        Ok(())
    }
}

fn refused(topic: &str, code: RDKafkaErrorCode) -> Result<(), StreamError> {
    match code {
        code if is_authorisation(code) => Err(StreamError::Authorisation {
            what: format!("topic {topic} (right Read): {code}"),
        }),
        RDKafkaErrorCode::AutoOffsetReset | RDKafkaErrorCode::OffsetOutOfRange => Err(StreamError::Fatal {
            reason: format!("the log of topic {topic} was cut off while it was looked at: try again"),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(start: i64, end: i64) -> Extent {
        Extent {
            topic: "raw".to_owned(),
            partition: 3,
            start,
            end,
        }
    }

    #[test]
    fn places_cover_an_extent_without_a_gap() {
        for (start, end, wanted) in [(0, 10, 300), (0, 300, 300), (5, 100_000, 300), (7, 8, 1), (0, 1_000, 3)] {
            let extent = extent(start, end);
            let sections: Vec<_> = (0..PLACES)
                .filter_map(|place| section(&extent, wanted, place))
                .collect();
            assert_eq!(sections.first().map(|section| section.start), Some(start));
            assert_eq!(sections.last().map(|section| section.end), Some(end));
            for pair in sections.windows(2) {
                assert_eq!(pair[0].end, pair[1].start);
            }
            let most: u64 = sections.iter().map(|section| section.most).sum();
            assert!(
                most >= wanted.min(extent.len()) && most < wanted + PLACES,
                "{extent:?}: {most}"
            );
        }
    }

    #[test]
    fn what_ends_before_it_begins_is_empty() {
        assert_eq!((extent(5, 4).len(), extent(5, 4).is_empty()), (0, true));
    }
}
