//! Settings → librdkafka's configuration: what a promise rests on is set here and cannot be overridden. And the clients
//! themselves: whoever makes one in another way calls [`Login::enter`] on it.

use std::path::Path;
use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::admin::AdminClient;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer};

use super::crew::Limits;
use super::error::StreamError;
use super::login::{Asking, Login};
use super::notices::Listener;
use crate::settings::{Compression, Settings};

/// `max.poll.interval.ms`: how long the group waits for a member that has stopped polling. The loop turns many times a
/// second whatever the pipeline does, so this is reached only by a loop that hangs; a drain must end well before it.
pub(super) const MAX_POLL_INTERVAL: Duration = Duration::from_secs(300);

/// How often librdkafka reports its statistics, from which lag and the brokers' state are read.
const STATISTICS_INTERVAL: Duration = Duration::from_secs(2);

/// How often the brokers are asked which partitions the topics have. librdkafka's default is five minutes, and for so
/// long nobody would read a partition that was added.
const TOPICS_INTERVAL: Duration = Duration::from_secs(10);

/// How long a topic may be unknown to the brokers before it counts as deleted. What librdkafka's default of half a minute
/// is for, a topic that was just made and is not known everywhere, `stream::connect` waits for.
const TOPIC_MISSING: Duration = Duration::from_secs(5);

/// Least and most that the consumer prefetches, in bytes: a message of the usual size at least; as much as librdkafka's
/// counters hold.
const PREFETCH_LEAST: u64 = 1 << 20;
const PREFETCH_MOST: u64 = 1 << 30;

/// Most bytes of one answer to a fetch, which has room for a megabyte of each of fifty partitions. It is librdkafka's own
/// default, which it lowers to the size of its queue unless it is set: then a partition with a backlog takes all the room,
/// each time anew, and those behind it are not read before it is at its end.
const FETCH_BYTES: u32 = 50 << 20;

/// What a consumer that only asks and looks prefetches at most, in KiB.
const ASIDE_KBYTES: &str = "4096";

/// What both clients share.
fn base(settings: &Settings) -> ClientConfig {
    let mut config = ClientConfig::new();
    config
        .set(
            "bootstrap.servers",
            settings.kafka.brokers.split_whitespace().collect::<String>(),
        )
        .set("client.id", settings.worker.name.as_deref().unwrap_or("bantin"))
        // Topics are the operator's: one that is missing is an error to see, not a topic to make.
        .set("allow.auto.create.topics", "false")
        .set("statistics.interval.ms", STATISTICS_INTERVAL.as_millis().to_string())
        .set(
            "topic.metadata.refresh.interval.ms",
            TOPICS_INTERVAL.as_millis().to_string(),
        )
        // A broker that was down for an hour is found again within seconds.
        .set("reconnect.backoff.max.ms", "5000")
        .set("log_level", "6");
    config.set_log_level(RDKafkaLogLevel::Info);
    secure(&mut config, settings);
    for (name, value) in &settings.kafka.properties {
        config.set(name, value);
    }
    config
}

/// TLS and login.
fn secure(config: &mut ClientConfig, settings: &Settings) {
    let kafka = &settings.kafka;
    config.set("security.protocol", kafka.security.as_str());
    if kafka.security.tls() {
        let path = |path: &Path| path.to_string_lossy().into_owned();
        // OpenSSL is linked in and does not know where this system keeps its certificates: librdkafka looks for them.
        config.set(
            "ssl.ca.location",
            kafka.tls.ca_file.as_deref().map_or_else(|| "probe".to_owned(), path),
        );
        for (name, file) in [
            ("ssl.certificate.location", &kafka.tls.certificate_file),
            ("ssl.key.location", &kafka.tls.key_file),
        ] {
            if let Some(file) = file {
                config.set(name, path(file));
            }
        }
        if let Some(password) = &kafka.tls.key_password {
            config.set("ssl.key.password", password.reveal());
        }
    }
    if kafka.security.sasl() {
        config.set("sasl.mechanism", kafka.sasl.mechanism.as_str());
        if let Some(username) = &kafka.sasl.username {
            config.set("sasl.username", username);
        }
        if let Some(password) = &kafka.sasl.password {
            config.set("sasl.password", password.reveal());
        }
    }
}

/// A client that only asks. It is made for the questions of a moment: rdkafka renews no token of an admin client.
pub(super) fn make_admin(settings: &Settings, login: &Login) -> Result<AdminClient<Asking>, StreamError> {
    let admin: AdminClient<Asking> = admin(settings)
        .create_with_context(Asking(login.clone()))
        .map_err(StreamError::Configuration)?;
    login.enter(admin.inner())?;
    Ok(admin)
}

/// A consumer, which may ask for metadata at once.
pub(super) fn make_consumer(settings: &Settings, login: &Login) -> Result<BaseConsumer<Listener>, StreamError> {
    let consumer: BaseConsumer<Listener> = consumer(settings)
        .create_with_context(Listener::new(login.clone()))
        .map_err(StreamError::Configuration)?;
    login.enter(consumer.client())?;
    Ok(consumer)
}

/// A consumer that never joins its group: it asks about the group, and reads what is assigned to it by hand. With these
/// librdkafka properties more.
pub(super) fn make_asking_consumer(
    settings: &Settings,
    login: &Login,
    more: &[(&str, &str)],
) -> Result<BaseConsumer<Listener>, StreamError> {
    let mut config = consumer(settings);
    // A name is for members, and so is a protocol, whose settings go with it.
    for membership in ["group.instance.id", "group.protocol", "group.remote.assignor"] {
        config.remove(membership);
    }
    config
        .set("statistics.interval.ms", "0")
        // It reads for a look, or for people: a little is enough.
        .set("queued.max.messages.kbytes", ASIDE_KBYTES);
    for (name, value) in more {
        config.set(*name, *value);
    }
    let consumer: BaseConsumer<Listener> = config
        .create_with_context(Listener::new(login.clone()))
        .map_err(StreamError::Configuration)?;
    login.enter(consumer.client())?;
    Ok(consumer)
}

/// The configuration of a client that only asks.
pub(super) fn admin(settings: &Settings) -> ClientConfig {
    let mut config = base(settings);
    config.set("statistics.interval.ms", "0");
    config
}

/// The consumer's configuration.
pub(super) fn consumer(settings: &Settings) -> ClientConfig {
    let mut config = base(settings);
    let session = settings.input.session_timeout.0.as_millis();
    // What librdkafka prefetches is memory, too, beside what is in flight. A quarter of that keeps it busy at full speed.
    let prefetch = (settings.worker.in_flight_bytes.0 / 4).clamp(PREFETCH_LEAST, PREFETCH_MOST);
    config
        .set("queued.max.messages.kbytes", (prefetch / 1024).to_string())
        .set("fetch.max.bytes", FETCH_BYTES.to_string())
        // The default of a second leaves the queue empty at full speed; see benches/README.md.
        .set("fetch.queue.backoff.ms", "20")
        .set(
            "topic.metadata.propagation.max.ms",
            TOPIC_MISSING.as_millis().to_string(),
        )
        .set("max.poll.interval.ms", MAX_POLL_INTERVAL.as_millis().to_string());
    for (name, value) in &settings.kafka.consumer {
        config.set(name, value);
    }
    // KIP-848's protocol leaves sessions and the assignment to the broker and refuses the client's own settings.
    if config.get("group.protocol") != Some("consumer") {
        if config.get("partition.assignment.strategy").is_none() {
            config.set("partition.assignment.strategy", "cooperative-sticky");
        }
        config
            .set("session.timeout.ms", session.to_string())
            .set("heartbeat.interval.ms", (session / 3).clamp(1, 3000).to_string());
    }
    if let Some(name) = &settings.worker.name {
        config.set("group.instance.id", name);
    }
    config
        .set("group.id", &settings.input.group)
        // `stream::progress` decides what is committed, `stream::start` where reading begins.
        .set("enable.auto.commit", "false")
        .set("enable.auto.offset.store", "false")
        .set("auto.offset.reset", "error")
        .set("isolation.level", "read_committed");
    config
}

/// librdkafka's own default of `batch.size`.
const BATCH_BYTES: usize = 1_000_000;

/// The producer's configuration, within what its topics take. With a `transactional_id` it writes in transactions.
pub(super) fn producer(settings: &Settings, limits: &Limits, transactional_id: Option<&str>) -> ClientConfig {
    let (output, dead_letter) = (limits.output.max_bytes, limits.dead_letter.max_bytes);
    let mut config = base(settings);
    config
        .set("statistics.interval.ms", "0")
        // A record waits this long for company: at 5 ms, librdkafka's default, a batch held six records at full speed, and
        // worker and broker together spent a third more on each (benches/README.md). Commits come four times a second.
        .set("linger.ms", "50")
        // The byte budget bounds what is queued; a second bound here would only make the loop wait.
        .set("queue.buffering.max.messages", "0")
        .set("queue.buffering.max.kbytes", "2147483647")
        .set(
            "message.max.bytes",
            output.max(dead_letter).clamp(1_000, 1_000_000_000).to_string(),
        )
        // The broker's limit is on the batch: one that is too large would be refused with all that is in it.
        .set("batch.size", output.min(dead_letter).clamp(1, BATCH_BYTES).to_string())
        .set(
            "compression.codec",
            match settings.output.compression {
                Compression::None => "none",
                Compression::Gzip => "gzip",
                Compression::Snappy => "snappy",
                Compression::Lz4 => "lz4",
                Compression::Zstd => "zstd",
            },
        );
    for (name, value) in &settings.kafka.producer {
        config.set(name, value);
    }
    config
        // Order within a partition through retries, and no repeat by a retry.
        .set("enable.idempotence", "true")
        .set("acks", "all")
        // A Java producer picks the same partition for the same key.
        .set("partitioner", "murmur2_random")
        // An outage is waited for, for ever: an outcome is either acknowledged or refused for a reason of its own.
        .set("message.timeout.ms", "0");
    if let Some(id) = transactional_id {
        let timeout = settings.transaction_timeout.0.as_millis();
        config
            .set("transactional.id", id)
            .set("transaction.timeout.ms", timeout.to_string());
    }
    config
}

/// The transactional id: of a named worker its own for ever, so that a restarted one ends at once what it left open; of
/// a nameless one a new one at each start. All of a group's begin with its name, for the sake of prefixed rights.
pub(super) fn transactional_id(settings: &Settings) -> String {
    let group = &settings.input.group;
    match &settings.worker.name {
        Some(name) => format!("{group}.{name}"),
        None => format!("{group}.{}", nobody_elses()),
    }
}

/// A name that nobody else has: 128 bits of the randomness that the standard library keys its hash tables with.
pub(super) fn nobody_elses() -> String {
    use std::hash::{BuildHasher, RandomState};
    let word = || RandomState::new().hash_one(std::process::id());
    format!("{:016x}{:016x}", word(), word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Mechanism, Secret, Security};
    use crate::stream::limits::TopicLimits;

    #[test]
    fn a_promise_is_not_overridden_and_the_rest_is() {
        let mut settings = Settings::default();
        settings.kafka.properties = [("acks", "0"), ("socket.keepalive.enable", "true")]
            .into_iter()
            .collect();
        settings.kafka.consumer = [("enable.auto.commit", "true"), ("fetch.min.bytes", "7")]
            .into_iter()
            .collect();
        settings.kafka.producer = [("linger.ms", "70")].into_iter().collect();
        let limits = Limits {
            output: TopicLimits {
                max_bytes: 2_000_000,
                ..TopicLimits::default()
            },
            dead_letter: TopicLimits {
                max_bytes: 20_000,
                ..TopicLimits::default()
            },
        };
        let (consumer, producer) = (consumer(&settings), producer(&settings, &limits, None));
        for (config, key, value) in [
            (&producer, "acks", "all"),
            (&producer, "linger.ms", "70"),
            (&producer, "socket.keepalive.enable", "true"),
            (&producer, "message.max.bytes", "2000000"),
            (&producer, "batch.size", "20000"),
            (&producer, "security.protocol", "plaintext"),
            (&consumer, "enable.auto.commit", "false"),
            (&consumer, "fetch.min.bytes", "7"),
            (&consumer, "partition.assignment.strategy", "cooperative-sticky"),
            (&consumer, "session.timeout.ms", "10000"),
        ] {
            assert_eq!(config.get(key), Some(value), "{key}");
        }
        assert_eq!(consumer.get("group.instance.id"), None);
        assert_eq!(producer.get("transactional.id"), None);
    }

    #[test]
    fn a_name_is_the_worker_s_for_ever_and_none_is_nobody_elses() {
        let mut settings = Settings::default();
        settings.input.group = "news".to_owned();
        let (first, second) = (transactional_id(&settings), transactional_id(&settings));
        assert!(first.starts_with("news.") && first.len() == 37, "{first}");
        assert_ne!(first, second);
        settings.worker.name = Some("bantin-0".to_owned());
        assert_eq!(transactional_id(&settings), "news.bantin-0");
        assert_eq!(consumer(&settings).get("group.instance.id"), Some("bantin-0"));
    }

    #[test]
    fn the_new_group_protocol_gets_no_session_of_the_clients() {
        let mut settings = Settings::default();
        settings.kafka.consumer = [("group.protocol", "consumer")].into_iter().collect();
        let config = consumer(&settings);
        assert_eq!(
            (
                config.get("session.timeout.ms"),
                config.get("partition.assignment.strategy")
            ),
            (None, None)
        );
    }

    #[test]
    fn a_login_over_tls_reaches_librdkafka() {
        let mut settings = Settings::default();
        settings.kafka.security = Security::SaslSsl;
        settings.kafka.tls.ca_file = Some("ca.pem".into());
        settings.kafka.sasl.mechanism = Mechanism::ScramSha256;
        settings.kafka.sasl.username = Some("anna".to_owned());
        settings.kafka.sasl.password = Some(Secret::new("geheim"));
        let config = admin(&settings);
        for (key, value) in [
            ("security.protocol", "sasl_ssl"),
            ("ssl.ca.location", "ca.pem"),
            ("sasl.mechanism", "SCRAM-SHA-256"),
            ("sasl.username", "anna"),
            ("sasl.password", "geheim"),
        ] {
            assert_eq!(config.get(key), Some(value), "{key}");
        }
    }
}
