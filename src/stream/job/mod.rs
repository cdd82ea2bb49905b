//! Bounded jobs: the same loop as the live worker's, in a group of its own, with an end in each partition.
//!
//! The end is fixed once, by whoever owns the partition first, and kept beside the group's committed offset
//! ([`Mark`](crate::replay::Mark)); so any number of processes may work on a job, die, and go on elsewhere.

mod begin;
mod desk;
mod standing;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rdkafka::error::KafkaError;

pub(super) use begin::begin;
use desk::Desk;
pub(super) use standing::Standing;

use super::crew::Work;
use super::error::{StreamError, is_authorisation, refused};
use super::worker;
use crate::operate::{Health, Metrics};
use crate::replay::{Job, Mark, Progress, Rate, Seen};
use crate::settings::Settings;

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobEnd {
    /// Every partition is at its end, whoever read it.
    Finished,
    /// It was told to stop before; it goes on where it is when it is run again.
    Stopped,
}

/// What the loop knows of the job that it works on.
#[derive(Clone, Copy)]
pub(super) struct Bounded<'j> {
    pub job: &'j Job,
    /// How many messages a second this process takes at most.
    pub pace: Option<Rate>,
    /// Where the job stands as a whole.
    pub standing: &'j Standing,
}

/// Works on a job until every partition of it is at its end, `stop` is set (drained and committed), or it cannot go on.
///
/// `settings` are the job's ([`Job::settings`]). `watch` is told about once a second where the job stands as a whole, by
/// what its group has committed: also what other processes have done.
///
/// # Errors
/// As [`run`](super::run); and if the group's offsets are not this job's, or one of its topics was replaced.
#[allow(clippy::too_many_arguments, reason = "those of a worker, and the job's own three")]
pub fn run_job<W: Work>(
    settings: &Settings,
    job: &Job,
    pace: Option<Rate>,
    work: &W,
    metrics: &Metrics,
    health: &Health,
    stop: &AtomicBool,
    watch: &(dyn Fn(&Progress) + Sync),
) -> Result<JobEnd, StreamError> {
    let standing = Standing::default();
    let bounded = Bounded {
        job,
        pace,
        standing: &standing,
    };
    std::thread::scope(|scope| {
        let look = || standing::look(settings, &standing, watch);
        let looking = std::thread::Builder::new()
            .name("standing".to_owned())
            .spawn_scoped(scope, look);
        let looking = looking.map_err(|error| StreamError::Fatal {
            reason: format!("no thread to see where the job stands: {error}"),
        })?;
        let end = worker::run_bounded(settings, Some(bounded), work, metrics, health, stop);
        standing.over.store(true, Ordering::Release);
        looking.thread().unpark();
        end
    })
}

/// Where the group stands in all partitions of `settings.input.topics`, whoever works on them, and how many do.
///
/// # Errors
/// If the brokers do not answer within `timeout`, refuse, or a topic is missing.
pub fn progress(settings: &Settings, timeout: Duration) -> Result<(Progress, usize), StreamError> {
    let desk = Desk::open(settings, timeout)?;
    Ok((desk.progress()?, desk.members()?))
}

/// The ranges of a job as they would be fixed now, by topic. Nothing is committed.
///
/// # Errors
/// As [`progress`]; and if the group's offsets are not this job's.
pub fn survey(settings: &Settings, job: &Job, timeout: Duration) -> Result<Vec<(String, Seen, Mark)>, StreamError> {
    Desk::open(settings, timeout)?.survey(job)
}

/// Forgets the group: its offsets, and with them whatever job they were of. Where there is none, all is well.
///
/// # Errors
/// If the group has members; else as [`progress`].
pub fn forget(settings: &Settings, timeout: Duration) -> Result<(), StreamError> {
    Desk::open(settings, timeout)?.forget()
}

/// What keeps a question from being answered, as an error of the stream.
fn unanswered(error: KafkaError, settings: &Settings, timeout: Duration) -> StreamError {
    match error.rdkafka_error_code() {
        Some(code) if is_authorisation(code) => StreamError::Authorisation {
            what: refused(code, &error.to_string(), settings),
        },
        _ => StreamError::NoBroker {
            brokers: settings.kafka.brokers.clone(),
            seconds: timeout.as_secs(),
            reason: error.to_string(),
        },
    }
}
