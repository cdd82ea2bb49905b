//! The clients that ask. They log in as the worker does and bear its group's name, but never join the group.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rdkafka::admin::AdminClient;
use rdkafka::client::{Client, OAuthToken};
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};
use rdkafka::error::{KafkaError, KafkaResult, RDKafkaErrorCode};
use rdkafka::message::DeliveryResult;
use rdkafka::producer::{BaseProducer, Producer, ProducerContext};
use rdkafka::{ClientConfig, ClientContext, Message as _};

use super::{Cause, Finding, Section};
use crate::settings::Settings;
use crate::stream::client;
use crate::stream::crew::Limits;
use crate::stream::limits::TopicLimits;
use crate::stream::login::{Asking, Login};
use crate::stream::notices::log;

/// Hears what librdkafka's callbacks say.
pub(super) struct Ears {
    login: Login,
    troubles: Mutex<Vec<(RDKafkaErrorCode, String)>>,
    deliveries: Mutex<Vec<(String, Option<RDKafkaErrorCode>)>>,
}

fn take<T>(heard: &Mutex<Vec<T>>) -> Vec<T> {
    std::mem::take(&mut *heard.lock().unwrap_or_else(PoisonError::into_inner))
}

fn put<T>(heard: &Mutex<Vec<T>>, one: T) {
    heard.lock().unwrap_or_else(PoisonError::into_inner).push(one);
}

impl Ears {
    fn new(login: &Login) -> Self {
        Ears {
            login: login.clone(),
            troubles: Mutex::default(),
            deliveries: Mutex::default(),
        }
    }

    /// Errors of the client as a whole since the last call.
    pub(super) fn troubles(&self) -> Vec<(RDKafkaErrorCode, String)> {
        take(&self.troubles)
    }

    /// What became of records since the last call: topic and error.
    pub(super) fn deliveries(&self) -> Vec<(String, Option<RDKafkaErrorCode>)> {
        take(&self.deliveries)
    }
}

impl ClientContext for Ears {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn generate_oauth_token(&self, _: Option<&str>) -> Result<OAuthToken, Box<dyn std::error::Error>> {
        Ok(self.login.token()?)
    }

    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        if let Some(code) = error.rdkafka_error_code() {
            put(&self.troubles, (code, reason.to_owned()));
        }
    }
}

impl ConsumerContext for Ears {}

impl ProducerContext for Ears {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        let (message, error) = match result {
            Ok(message) => (message, None),
            Err((error, message)) => (message, error.rdkafka_error_code().or(Some(RDKafkaErrorCode::Fail))),
        };
        put(&self.deliveries, (message.topic().to_owned(), error));
    }
}

/// Makes them.
pub(super) struct Clients<'s> {
    settings: &'s Settings,
    login: Login,
    timeout: Duration,
}

impl<'s> Clients<'s> {
    pub(super) fn new(settings: &'s Settings, login: Login, timeout: Duration) -> Self {
        Clients {
            settings,
            login,
            timeout,
        }
    }

    /// Gives a new client its first token. That there is one has been seen before.
    fn enter<C: ClientContext>(&self, client: &Client<C>) -> KafkaResult<()> {
        let entered = self.login.enter(client);
        entered.map_err(|error| KafkaError::ClientCreation(error.to_string()))
    }

    fn milliseconds(&self, least: u128, most: u128) -> String {
        self.timeout.as_millis().clamp(least, most).to_string()
    }

    /// No request outlives the patience of whoever asks.
    fn bounded(&self, mut config: ClientConfig) -> ClientConfig {
        config
            .set("statistics.interval.ms", "0")
            .set("socket.timeout.ms", self.milliseconds(1_000, 60_000));
        config
    }

    /// One that reads what is assigned to it by hand. It has the group's name, which offsets are asked by.
    pub(super) fn consumer(&self) -> KafkaResult<BaseConsumer<Ears>> {
        let mut config = self.bounded(client::consumer(self.settings));
        // A name is for members, and this is none; nor has it a protocol, and the settings below go with the classic one.
        for membership in ["group.instance.id", "group.protocol", "group.remote.assignor"] {
            config.remove(membership);
        }
        config
            // How long a commit waits for a coordinator, and between its tries.
            .set("session.timeout.ms", self.milliseconds(1_000, 60_000))
            .set("heartbeat.interval.ms", "300")
            .set("retry.backoff.ms", "20")
            .set("enable.partition.eof", "true")
            // One message of each partition is enough.
            .set("queued.min.messages", "1")
            .set("queued.max.messages.kbytes", "1024")
            .set("fetch.message.max.bytes", "16384");
        let consumer: BaseConsumer<Ears> = config.create_with_context(Ears::new(&self.login))?;
        self.enter(consumer.client())?;
        Ok(consumer)
    }

    pub(super) fn admin(&self) -> KafkaResult<AdminClient<Asking>> {
        let config = self.bounded(client::admin(self.settings));
        let admin: AdminClient<Asking> = config.create_with_context(Asking(self.login.clone()))?;
        self.enter(admin.inner())?;
        Ok(admin)
    }

    /// One whose every record is refused: see [`super::rights::ask_writing`].
    pub(super) fn refused_producer(&self) -> KafkaResult<BaseProducer<Ears>> {
        let limits = Limits {
            output: TopicLimits::default(),
            dead_letter: TopicLimits::default(),
        };
        let mut config = self.bounded(client::producer(self.settings, &limits, None));
        // It may be had with idempotence alone.
        config.remove("enable.gapless.guarantee");
        config
            .set("enable.idempotence", "false")
            .set("acks", super::rights::IMPOSSIBLE_ACKS)
            .set("linger.ms", "0")
            .set("message.timeout.ms", self.milliseconds(1_000, 600_000));
        let producer: BaseProducer<Ears> = config.create_with_context(Ears::new(&self.login))?;
        self.enter(producer.client())?;
        Ok(producer)
    }
}

/// librdkafka does not make a client with these settings. Its words are shown, but for those about a secret: they may
/// repeat the value.
pub(super) fn refused(error: &KafkaError) -> Finding {
    const SECRET: [&str; 5] = ["password", "secret", "pem", "token", "config"];
    let words = match error {
        KafkaError::ClientConfig(_, _, key, _) if key.split('.').any(|part| SECRET.contains(&part)) => {
            format!("the value of {key} is not one that it takes")
        }
        KafkaError::ClientConfig(_, words, key, _) => format!("{key}: {words}"),
        KafkaError::ClientCreation(words) => words.clone(),
        other => other.to_string(),
    };
    Finding::problem(
        Section::Settings,
        Cause::Configuration,
        format!("librdkafka refuses its configuration: {}", words.trim_end_matches('.')),
        "correct kafka.properties, kafka.consumer, kafka.producer, kafka.tls or kafka.sasl",
    )
}

#[cfg(test)]
mod tests {
    use rdkafka::types::RDKafkaConfRes;

    use super::*;

    #[test]
    fn refused_properties_are_named_and_secrets_are_not_shown() {
        for (key, shown) in [
            ("linger.ms", true),
            ("ssl.key.password", false),
            ("sasl.oauthbearer.config", false),
        ] {
            let words = "Invalid value \"hush\"".to_owned();
            let error = KafkaError::ClientConfig(
                RDKafkaConfRes::RD_KAFKA_CONF_INVALID,
                words,
                key.to_owned(),
                "hush".to_owned(),
            );
            let finding = refused(&error);
            assert!(finding.what.contains(key), "{finding:?}");
            assert_eq!(finding.what.contains("hush"), shown, "{finding:?}");
        }
    }
}
