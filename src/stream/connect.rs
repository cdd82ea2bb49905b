//! The first words with the brokers: are they there, do the topics exist, what do they take?
//!
//! Brokers that do not answer, or are not to be trusted, are waited for as long as `startup_timeout`; a topic that is
//! missing is waited for without end, said in the log and by `/readyz`: whoever makes it need not restart anything.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;

use super::crew::Limits;
use super::error::{StreamError, is_authorisation, refused, refuses_our_certificate, says_little};
use super::limits::{self, TopicLimits};
use super::login::{Login, TokenError};
use super::notices::{Listener, Notice};
use super::{certificate, client};
use crate::operate::Health;
use crate::settings::Settings;

/// How long one question may take.
const ASK: Duration = Duration::from_secs(2);
/// How long the question for the topics' limits may take, at most.
const LIMITS: Duration = Duration::from_secs(10);
/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(250);
/// How long to listen for what else is to be heard.
const HEAR: Duration = Duration::from_millis(10);
/// How long a topic that is not there may have been made only just, and not be known everywhere.
const JUST_MADE: Duration = Duration::from_secs(2);
/// How often the log repeats what is missing.
const REMIND: Duration = Duration::from_secs(10);

/// What is there once the brokers have answered.
pub(super) struct Connected {
    pub consumer: BaseConsumer<Listener>,
    pub limits: Limits,
    pub login: Login,
}

/// What a look at the topics has shown.
enum Look {
    /// There is no token to log in with.
    NoToken(TokenError),
    /// No broker answers.
    Silence(String),
    /// No broker's certificate is to be trusted.
    Untrusted(String),
    /// These topics do not exist.
    Missing(BTreeSet<String>),
    /// All is there.
    Ready,
}

/// Waits for a token, brokers and topics. `None` if `stop` was set meanwhile.
pub(super) fn connect(
    settings: &Settings,
    health: &Health,
    stop: &AtomicBool,
) -> Result<Option<Connected>, StreamError> {
    let login = Login::new(settings)?;
    let inputs = settings.input.topics.iter().map(|topic| (topic.as_str(), READ));
    let written = [&settings.output.topic, &settings.dead_letter.topic];
    let written = written.into_iter().map(|topic| (topic.as_str(), WRITE));
    let mut door = Door::new(settings, &login, inputs.chain(written).collect());
    let start = Instant::now();
    let patience = settings.startup_timeout.0;
    let mut answered = false;
    let mut reminded: Option<(Instant, String)> = None;
    loop {
        if stop.load(Ordering::Acquire) {
            return Ok(None);
        }
        health.beat(Instant::now());
        let look = door.look()?;
        if !answered && !patience.is_zero() && start.elapsed() >= patience {
            look.give_up(settings)?;
        }
        let reason = match look {
            Look::Ready => break,
            Look::NoToken(error) => format!("there is no token to log in with: {error}"),
            Look::Silence(reason) => format!("no broker answers: {reason}"),
            Look::Untrusted(reason) => format!("no broker is to be trusted: {reason}"),
            Look::Missing(topics) => {
                answered = true;
                let topics = topics.into_iter().collect::<Vec<_>>().join(", ");
                format!("these topics do not exist (create them, or check their names in the settings): {topics}")
            }
        };
        health.broker_up(answered, Instant::now());
        if reminded
            .as_ref()
            .is_none_or(|(at, said)| at.elapsed() >= REMIND || *said != reason)
        {
            reminded = Some((Instant::now(), reason.clone()));
            tracing::warn!("waiting: {reason}");
        }
        health.ready(Err(reason));
        std::thread::sleep(PAUSE);
    }
    health.broker_up(true, Instant::now());
    health.ready(Err("joining the group".to_owned()));
    let Some(consumer) = door.consumer.take() else {
        return Ok(None);
    };
    let limits = topic_limits(settings, &login);
    tracing::debug!(?limits.output, ?limits.dead_letter, "limits of the topics");
    Ok(Some(Connected {
        consumer,
        limits,
        login,
    }))
}

impl Look {
    /// The error that this is once `startup_timeout` is over; none where a broker answers.
    fn give_up(&self, settings: &Settings) -> Result<(), StreamError> {
        let (brokers, seconds) = (settings.kafka.brokers.clone(), settings.startup_timeout.0.as_secs());
        match self {
            Look::NoToken(error) => Err(error.clone().into()),
            Look::Silence(reason) => Err(StreamError::NoBroker {
                brokers,
                seconds,
                reason: reason.clone(),
            }),
            Look::Untrusted(reason) => Err(StreamError::Untrusted {
                brokers,
                seconds,
                reason: reason.clone(),
            }),
            Look::Missing(_) | Look::Ready => Ok(()),
        }
    }
}

/// Rights on a topic that is read, and on one that is written.
pub(super) const READ: &str = "rights Read and Describe";
pub(super) const WRITE: &str = "rights Write and Describe";

/// Whether anything is done in the name of the group. librdkafka looks for its coordinator in any case, and where nothing is,
/// it does not matter whether that is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Needed,
    Unused,
}

/// For a command that does one thing to one topic: waits for brokers as [`connect`] does, but a topic that is missing is
/// an error. Gives the consumer that it asked with. `None` if `stop` was set meanwhile.
pub(super) fn reach(
    settings: &Settings,
    topic: &str,
    rights: &'static str,
    group: Group,
    stop: &AtomicBool,
) -> Result<Option<(BaseConsumer<Listener>, Login)>, StreamError> {
    let login = Login::new(settings)?;
    let mut door = Door::new(settings, &login, vec![(topic, rights)]);
    door.group = group;
    let (start, patience) = (Instant::now(), settings.startup_timeout.0);
    let mut missing: Option<Instant> = None;
    let mut reminded: Option<Instant> = None;
    while !stop.load(Ordering::Acquire) {
        let look = door.look()?;
        if !patience.is_zero() && start.elapsed() >= patience {
            look.give_up(settings)?;
        }
        let reason = match look {
            Look::Ready => return Ok(door.consumer.take().map(|consumer| (consumer, login))),
            Look::NoToken(error) => format!("there is no token to log in with: {error}"),
            Look::Silence(reason) => format!("no broker answers: {reason}"),
            Look::Untrusted(reason) => format!("no broker is to be trusted: {reason}"),
            Look::Missing(_) if missing.get_or_insert_with(Instant::now).elapsed() < JUST_MADE => {
                std::thread::sleep(PAUSE);
                continue;
            }
            Look::Missing(_) => {
                return Err(StreamError::NoTopic {
                    topic: topic.to_owned(),
                });
            }
        };
        if reminded.is_none_or(|at| at.elapsed() >= REMIND) {
            reminded = Some(Instant::now());
            tracing::warn!("waiting: {reason}");
        }
        std::thread::sleep(PAUSE);
    }
    Ok(None)
}

/// One who asks to be let in.
struct Door<'s> {
    settings: &'s Settings,
    login: Login,
    /// The topics that are needed, each with the rights on it.
    topics: Vec<(&'s str, &'static str)>,
    group: Group,
    /// Made when there is a token to make it with.
    consumer: Option<BaseConsumer<Listener>>,
    /// What librdkafka said last of a connection. It does not say the same again for half a minute.
    heard: Option<Look>,
}

impl Drop for Door<'_> {
    fn drop(&mut self) {
        if let Some(consumer) = &self.consumer {
            consumer.context().close();
        }
    }
}

impl<'s> Door<'s> {
    fn new(settings: &'s Settings, login: &Login, topics: Vec<(&'s str, &'static str)>) -> Self {
        Door {
            settings,
            login: login.clone(),
            topics,
            group: Group::Needed,
            consumer: None,
            heard: None,
        }
    }

    /// Looks at every topic that is needed.
    fn look(&mut self) -> Result<Look, StreamError> {
        let consumer = match self.consumer.take() {
            Some(consumer) => consumer,
            None => match self.login.wait(ASK) {
                Ok(()) => client::make_consumer(self.settings, &self.login)?,
                Err(error) if error.is_final() => return Err(error.into()),
                Err(error) => return Ok(Look::NoToken(error)),
            },
        };
        let consumer = self.consumer.insert(consumer);
        let mut missing = BTreeSet::new();
        for &(topic, rights) in &self.topics {
            let metadata = consumer.fetch_metadata(Some(topic), ASK);
            // What is heard of connections comes as events, and says more than a time-out does; tokens are renewed here.
            // One that does not wait serves a single event, and a line of librdkafka's log is one, too.
            while consumer.poll(HEAR).is_some() {}
            for notice in consumer.context().take() {
                if let Notice::Trouble(code, words) = notice
                    && (self.group == Group::Needed || code != RDKafkaErrorCode::GroupAuthorizationFailed)
                {
                    self.heard = Some(hear(code, words, self.settings, self.heard.take())?);
                }
            }
            let metadata = match (metadata, &self.heard) {
                (Ok(metadata), _) => metadata,
                (Err(_), Some(Look::Untrusted(reason))) => return Ok(Look::Untrusted(reason.clone())),
                (Err(_), Some(Look::Silence(reason))) => return Ok(Look::Silence(reason.clone())),
                (Err(error), _) => return Ok(Look::Silence(error.to_string())),
            };
            let known = metadata.topics().iter().find(|known| known.name() == topic);
            match known.and_then(|known| known.error()).map(RDKafkaErrorCode::from) {
                Some(code) if is_authorisation(code) => {
                    return Err(StreamError::Authorisation {
                        what: format!("topic {topic} ({rights}): {code}"),
                    });
                }
                Some(RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic) => {
                    missing.insert(topic.to_owned());
                }
                Some(code) => return Ok(Look::Silence(format!("topic {topic}: {code}"))),
                None if known.is_none_or(|known| known.partitions().is_empty()) => {
                    missing.insert(topic.to_owned());
                }
                None => {}
            }
        }
        Ok(if missing.is_empty() {
            Look::Ready
        } else {
            Look::Missing(missing)
        })
    }
}

/// What an error of the connections means for the start, after what was heard before. Credentials that a broker refuses
/// end it: another try would have the same answer, and brokers lock out whoever tries too often.
fn hear(code: RDKafkaErrorCode, words: String, settings: &Settings, before: Option<Look>) -> Result<Look, StreamError> {
    if is_authorisation(code) {
        return Err(StreamError::Authorisation {
            what: refused(code, &words, settings),
        });
    }
    if refuses_our_certificate(code, &words) {
        let tls = &settings.kafka.tls;
        let shown = tls.certificate_file.as_ref().map_or_else(
            || "none was shown, set kafka.tls.certificate_file and kafka.tls.key_file".to_owned(),
            |file| {
                format!(
                    "{} was shown, check who signed it and until when it is valid",
                    file.display()
                )
            },
        );
        return Err(StreamError::Authorisation {
            what: format!("the broker wants another certificate of this worker ({shown}): {words}"),
        });
    }
    Ok(match (code, before) {
        (code, Some(before)) if says_little(code, &words) => before,
        (RDKafkaErrorCode::SSL, _) => {
            let fault = certificate::fault(&words, &settings.kafka);
            fault.map_or(Look::Silence(words), Look::Untrusted)
        }
        (_, Some(Look::Untrusted(fault))) => Look::Untrusted(fault),
        _ => Look::Silence(words),
    })
}

/// The limits of the topics that are written; Kafka's defaults where the brokers will not say.
fn topic_limits(settings: &Settings, login: &Login) -> Limits {
    let topics = [settings.output.topic.as_str(), settings.dead_letter.topic.as_str()];
    let defaults = |error: &dyn std::error::Error| {
        tracing::warn!(%error, "the topics' limits cannot be read, Kafka's defaults are assumed");
        Vec::new()
    };
    // As long as the start may take, where that is not for ever.
    let startup = settings.startup_timeout.0;
    let patience = if startup.is_zero() { LIMITS } else { startup.min(LIMITS) };
    let limits = match client::make_admin(settings, login) {
        Ok(admin) => limits::ask(&admin, &topics, patience).unwrap_or_else(|error| defaults(&error)),
        Err(error) => defaults(&error),
    };
    let limit = |index: usize| limits.get(index).copied().unwrap_or_else(TopicLimits::default);
    Limits {
        output: limit(0),
        dead_letter: limit(1),
    }
}
