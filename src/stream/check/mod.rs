//! `bantin check --connect`: what `run` would meet in this cluster, found out beforehand and without leaving anything.
//!
//! A file asks one question. It holds what the brokers answer as plain values, and a pure function that makes
//! [`Finding`]s of them. The findings stand in the order in which `run` meets what they tell, so that the first problem is
//! the one that it would end with, or wait for.

mod clients;
mod configs;
mod contact;
mod finding;
mod oldest;
mod reading;
mod rights;
mod topics;
mod writing;

use std::time::{Duration, Instant};

use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};

use super::client;
use super::crew::Limits;
use super::error::is_authorisation;
use super::limits::TopicLimits;
use crate::settings::Settings;
use clients::Clients;
use contact::Contact;
pub use finding::{Cause, Finding, Section, Verdict};
use topics::Topic;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unanswered {
    /// The brokers refuse it.
    Denied,
    /// They do not answer in time, or with something else.
    Failed(String),
}

impl From<&KafkaError> for Unanswered {
    fn from(error: &KafkaError) -> Self {
        match error.rdkafka_error_code() {
            Some(code) => code.into(),
            None => Unanswered::Failed(error.to_string()),
        }
    }
}

impl From<RDKafkaErrorCode> for Unanswered {
    fn from(code: RDKafkaErrorCode) -> Self {
        match code {
            code if is_authorisation(code) => Unanswered::Denied,
            code => Unanswered::Failed(code.to_string()),
        }
    }
}

/// How long to wait before a coordinator that is not there yet is asked again.
const AGAIN: Duration = Duration::from_millis(200);

/// Asks again while the group's coordinator is only just coming to be: a cluster that has never had a group makes
/// `__consumer_offsets` at the first question for it, and answers with these codes meanwhile.
fn once_coordinated<T>(timeout: Duration, ask: impl Fn() -> KafkaResult<T>) -> KafkaResult<T> {
    use RDKafkaErrorCode::{CoordinatorLoadInProgress, CoordinatorNotAvailable, NotCoordinator};
    let until = Instant::now() + timeout;
    loop {
        match ask() {
            Err(error)
                if matches!(
                    error.rdkafka_error_code(),
                    Some(NotCoordinator | CoordinatorNotAvailable | CoordinatorLoadInProgress)
                ) && Instant::now() < until =>
            {
                std::thread::sleep(AGAIN);
            }
            answer => return answer,
        }
    }
}

/// What can be said of the settings without a cluster, beyond their own rules: whether librdkafka knows the properties
/// and takes their values.
pub fn properties(settings: &Settings) -> Vec<Finding> {
    let limits = Limits {
        output: TopicLimits::default(),
        dead_letter: TopicLimits::default(),
    };
    let configs = [client::consumer(settings), client::producer(settings, &limits, None)];
    let mut findings = Vec::new();
    for error in configs.iter().filter_map(|config| config.create_native_config().err()) {
        let finding = clients::refused(&error);
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    findings
}

/// Asks the cluster. Each question waits for its answer as long as `timeout`, and the first one, whether any broker is
/// there, decides whether there are others.
///
/// Nothing is written, no group is joined or made, no offset committed. (A cluster in which no group ever was makes its
/// own topic `__consumer_offsets` when it is first asked for a group's coordinator.)
pub fn check(settings: &Settings, timeout: Duration) -> Vec<Finding> {
    let login = match contact::log_in(settings, timeout) {
        Ok(login) => login,
        Err(finding) => return vec![finding],
    };
    let clients = Clients::new(settings, login, timeout);
    let consumer = match clients.consumer() {
        Ok(consumer) => consumer,
        Err(error) => return vec![clients::refused(&error)],
    };
    let contact = contact::ask(&consumer, settings, timeout);
    let mut findings = vec![contact::judge(&contact, settings, timeout)];
    if !matches!(contact, Contact::Answers { .. }) {
        return findings;
    }
    let found = topics::ask(&consumer, settings, timeout);
    findings.extend(found.iter().map(topics::judge));

    // What is not there has been said; the rest goes on about what is.
    let (inputs, written): (Vec<&Topic>, Vec<&Topic>) = found
        .iter()
        .filter(|topic| topic.partitions().is_some())
        .partition(|topic| topic.role == topics::Role::Input);
    let group = rights::ask_reading(&consumer, &inputs, timeout);
    findings.extend(rights::judge_group(&group, &settings.input.group));
    let places = match group.coordinator {
        true => reading::ask(&consumer, &inputs, timeout),
        false => Vec::new(),
    };
    findings.extend(reading::judge(&places, &settings.input));
    findings.extend(rights::judge_topics(&group));
    let oldest = oldest::ask(&consumer, &settings.input, &places, timeout);

    findings.extend(rights::judge_writing(&rights::ask_writing(&clients, &written, timeout)));
    let configs = configs::ask(&clients, inputs.iter().chain(&written).copied(), timeout);
    let now = jiff::Timestamp::now().as_millisecond();
    findings.extend(writing::judge(settings, &configs, &oldest, now));
    // Questions stand in the order in which they can be asked; sections in that of `run`.
    findings.sort_by_key(|finding| finding.section);
    findings
}
