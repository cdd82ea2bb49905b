//! [`Desk`]: where questions about a group are asked, by one who is no member of it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use rdkafka::admin::AdminOptions;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::{Offset, TopicPartitionList};

use super::unanswered;
use crate::replay::{Job, Mark, Place, Point, Progress, Seen, Verdict};
use crate::settings::{LostOffset, Settings};
use crate::stream::client;
use crate::stream::error::{StreamError, is_authorisation};
use crate::stream::login::Login;
use crate::stream::native;
use crate::stream::notices::Listener;
use crate::stream::start::{log_bounds, offset_of};

/// How long one question may take before it is asked again.
const TRY: Duration = Duration::from_secs(5);
/// How long to wait before that.
const AGAIN: Duration = Duration::from_millis(100);

/// Asks about the group of some settings.
pub(super) struct Desk<'s> {
    settings: &'s Settings,
    login: Login,
    consumer: BaseConsumer<Listener>,
    timeout: Duration,
}

impl<'s> Desk<'s> {
    /// A desk for the group of these settings. Each question may take as long as `timeout`.
    pub(super) fn open(settings: &'s Settings, timeout: Duration) -> Result<Self, StreamError> {
        let login = Login::new(settings)?;
        login.wait(timeout)?;
        Ok(Desk {
            settings,
            consumer: client::make_asking_consumer(settings, &login, &[])?,
            login,
            timeout,
        })
    }

    /// Asks until there is an answer or the time is over. Coordinators move, and have to load what they are asked for.
    fn insist<T>(&self, ask: impl Fn(Duration) -> KafkaResult<T>) -> Result<T, StreamError> {
        let until = Instant::now() + self.timeout;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let error = match ask(left.min(TRY).max(AGAIN)) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            // Events of the connection, a token among them, are served here.
            while self.consumer.poll(Duration::ZERO).is_some() {}
            drop(self.consumer.context().take());
            let is_final = error.rdkafka_error_code().is_some_and(|code| {
                is_authorisation(code)
                    || matches!(
                        code,
                        RDKafkaErrorCode::NonEmptyGroup | RDKafkaErrorCode::GroupIdNotFound
                    )
            });
            if is_final || Instant::now() + AGAIN >= until {
                return Err(unanswered(error, self.settings, self.timeout));
            }
            std::thread::sleep(AGAIN);
        }
    }

    /// All partitions of the topics.
    fn partitions(&self) -> Result<TopicPartitionList, StreamError> {
        let mut list = TopicPartitionList::new();
        for topic in &self.settings.input.topics {
            let ids = self.insist(|patience| partition_ids(&self.consumer, topic, patience))?;
            if ids.is_empty() {
                return Err(StreamError::NoTopic { topic: topic.clone() });
            }
            for id in ids {
                list.add_partition(topic, id);
            }
        }
        Ok(list)
    }

    /// What the group has committed, in all partitions.
    pub(super) fn progress(&self) -> Result<Progress, StreamError> {
        let partitions = self.partitions()?;
        let committed = self.insist(|patience| committed(&self.consumer, &partitions, patience))?;
        Ok(progress_of(&committed))
    }

    /// How many members the group has.
    pub(super) fn members(&self) -> Result<usize, StreamError> {
        let group = &self.settings.input.group;
        self.insist(|patience| native::members(self.consumer.client(), group, patience).map_err(KafkaError::AdminOp))
    }

    /// The ranges as they would be fixed now.
    pub(super) fn survey(&self, job: &Job) -> Result<Vec<(String, Seen, Mark)>, StreamError> {
        let partitions = self.partitions()?;
        let known = self.insist(|patience| committed(&self.consumer, &partitions, patience))?;
        let mut job = job.clone();
        for place in &progress_of(&known).places {
            if let Some((offset, Some(mark))) = &place.committed {
                job.agree_with(mark, *offset);
            }
        }
        let seen = self.insist(|patience| see(&self.consumer, &job, &known, patience))?;
        let now = jiff::Timestamp::now().as_millisecond();
        let mut ranges = Vec::with_capacity(seen.len());
        for (topic, seen) in seen {
            let mark = match job.stands(&seen, LostOffset::Earliest, now) {
                Verdict::GoOn { mark, .. } | Verdict::Begin(mark) => mark,
                Verdict::Lost(_) => continue,
                Verdict::Differs => {
                    return Err(StreamError::JobDiffers {
                        job: job.name,
                        group: self.settings.input.group.clone(),
                    });
                }
            };
            ranges.push((topic, seen, mark));
        }
        Ok(ranges)
    }

    /// Deletes the group, if nobody is in it.
    pub(super) fn forget(&self) -> Result<(), StreamError> {
        let group = self.settings.input.group.as_str();
        let running = |members| StreamError::JobRunning {
            group: group.to_owned(),
            members,
        };
        let members = self.members()?;
        if members > 0 {
            return Err(running(members));
        }
        let admin = client::make_admin(self.settings, &self.login)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .map_err(|error| StreamError::Fatal {
                reason: format!("no runtime to ask with: {error}"),
            })?;
        let code = self.insist(|patience| {
            let options = AdminOptions::new().request_timeout(Some(patience));
            let answers = runtime.block_on(admin.delete_groups(&[group], &options))?;
            match answers.into_iter().next() {
                Some(Err((_, code)))
                    if code == RDKafkaErrorCode::NonEmptyGroup || code == RDKafkaErrorCode::GroupIdNotFound =>
                {
                    Ok(Some(code))
                }
                Some(Err((_, code))) => Err(KafkaError::AdminOp(code)),
                _ => Ok(None),
            }
        })?;
        match code {
            Some(RDKafkaErrorCode::NonEmptyGroup) => Err(running(1)),
            _ => Ok(()),
        }
    }
}

/// The numbers of a topic's partitions; none where it is missing.
pub(super) fn partition_ids(
    consumer: &BaseConsumer<Listener>,
    topic: &str,
    patience: Duration,
) -> KafkaResult<Vec<i32>> {
    let metadata = consumer.fetch_metadata(Some(topic), patience)?;
    let Some(known) = metadata.topics().iter().find(|known| known.name() == topic) else {
        return Ok(Vec::new());
    };
    match known.error().map(RDKafkaErrorCode::from) {
        None => Ok(known.partitions().iter().map(|partition| partition.id()).collect()),
        Some(RDKafkaErrorCode::UnknownTopic | RDKafkaErrorCode::UnknownTopicOrPartition) => Ok(Vec::new()),
        Some(code) => Err(KafkaError::MetadataFetch(code)),
    }
}

/// What the group has committed for partitions, with its metadata.
pub(super) fn committed(
    consumer: &BaseConsumer<Listener>,
    partitions: &TopicPartitionList,
    patience: Duration,
) -> KafkaResult<TopicPartitionList> {
    let list = consumer.committed_offsets(partitions.clone(), patience)?;
    list.elements().iter().try_for_each(|element| element.error())?;
    Ok(list)
}

/// Committed offsets as a job's progress.
pub(super) fn progress_of(committed: &TopicPartitionList) -> Progress {
    let elements = committed.elements();
    let places = elements.iter().map(|element| Place {
        topic: element.topic().to_owned(),
        partition: element.partition(),
        committed: offset_of(element.offset()).map(|offset| (offset, Mark::decode(element.metadata()))),
    });
    let mut places: Vec<Place> = places.collect();
    places.sort_by(|a, b| (&a.topic, a.partition).cmp(&(&b.topic, b.partition)));
    Progress { places }
}

/// What a job must know of partitions, of which `known` says what its group has committed. It takes a question for each end
/// of the logs, and one for each of the job's two times.
pub(super) fn see(
    consumer: &BaseConsumer<Listener>,
    job: &Job,
    known: &TopicPartitionList,
    patience: Duration,
) -> KafkaResult<Vec<(String, Seen)>> {
    let bounds = log_bounds(consumer, known, patience)?;
    let ask = |point: Point, later: i64| match point {
        Point::Time(ms) => at_time(consumer, known, ms.saturating_add(later), patience),
        _ => Ok(HashMap::new()),
    };
    let (at_from, at_to) = (ask(job.from, 0)?, ask(job.to, job.lateness)?);
    let mut all = Vec::with_capacity(known.count());
    for element in known.elements() {
        let (topic, partition) = (element.topic().to_owned(), element.partition());
        let place = (topic, partition);
        let Some((low, high)) = bounds.get(&place).copied() else {
            return Err(KafkaError::OffsetFetch(RDKafkaErrorCode::UnknownPartition));
        };
        let seen = Seen {
            partition,
            low,
            high,
            at_from: at_from.get(&place).copied(),
            at_to: at_to.get(&place).copied(),
            committed: offset_of(element.offset()).map(|offset| (offset, element.metadata().to_owned())),
        };
        all.push((place.0, seen));
    }
    Ok(all)
}

/// The first record of each partition with this timestamp or a later one, in milliseconds since the epoch, where there is
/// one.
fn at_time(
    consumer: &BaseConsumer<Listener>,
    partitions: &TopicPartitionList,
    ms: i64,
    patience: Duration,
) -> KafkaResult<HashMap<(String, i32), i64>> {
    let mut question = TopicPartitionList::with_capacity(partitions.count());
    for element in partitions.elements() {
        // Negative numbers are names for the ends of the log.
        question.add_partition_offset(element.topic(), element.partition(), Offset::Offset(ms.max(0)))?;
    }
    let answer = consumer.offsets_for_times(question, patience)?;
    let mut found = HashMap::with_capacity(answer.count());
    for element in answer.elements() {
        element.error()?;
        if let Some(offset) = offset_of(element.offset()) {
            found.insert((element.topic().to_owned(), element.partition()), offset);
        }
    }
    Ok(found)
}
