//! Why the stream stops, and what a caller should do about it.

use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use super::login::TokenError;
use crate::settings::Settings;

/// What to do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Try again, for ever, with backoff.
    Retry,
    /// This one record cannot be published: its message becomes a dead letter.
    DeadLetter,
    /// Another worker has taken this one's place.
    Fenced,
    /// Stop: it will not get better by itself.
    Fatal,
}

/// Why the stream stopped.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// No broker answered within `startup_timeout`.
    #[error(
        "no broker of {brokers} answered within {seconds} s ({reason}); check kafka.brokers, kafka.security and the network, or raise \
         startup_timeout"
    )]
    NoBroker {
        /// The setting `kafka.brokers`.
        brokers: String,
        /// How long it was tried.
        seconds: u64,
        /// What was heard last.
        reason: String,
    },
    /// No broker showed a certificate to trust within `startup_timeout`. What is wrong with it is mended at the brokers
    /// as often as here, so it is waited for like a broker that does not answer.
    #[error("no broker of {brokers} is to be trusted, tried for {seconds} s: {reason}")]
    Untrusted {
        /// The setting `kafka.brokers`.
        brokers: String,
        /// How long it was tried.
        seconds: u64,
        /// What is wrong with the certificate, and what to do about it.
        reason: String,
    },
    /// A client could not be made: a librdkafka property is wrong.
    #[error(
        "librdkafka refuses its configuration; check kafka.properties, kafka.consumer, kafka.producer and kafka.tls"
    )]
    Configuration(#[source] KafkaError),
    /// The brokers answer, and one question gets no answer.
    #[error("{what}: no answer within {seconds} s ({reason}); try again")]
    NoAnswer {
        /// What was asked for.
        what: String,
        /// How long it was waited for.
        seconds: u64,
        /// What was heard last.
        reason: String,
    },
    /// The brokers refuse these credentials or rights.
    #[error("{what}; grant the right or correct the credentials")]
    Authorisation {
        /// What was refused.
        what: String,
    },
    /// The group's offset of a partition is no longer in the log.
    #[error(
        "offset {offset} of {topic}/{partition} is outside the log [{low}, {high}): retention or truncation took it, messages may \
         be lost; to go on set input.lost_offset to earliest or latest"
    )]
    OffsetLost {
        /// Topic.
        topic: String,
        /// Partition.
        partition: i32,
        /// The offset that is gone.
        offset: i64,
        /// First offset of the log.
        low: i64,
        /// Offset after the last of the log.
        high: i64,
    },
    /// The log was cut off below the group's offset of a partition and has been written anew since.
    #[error(
        "the log of {topic}/{partition} was cut off below offset {offset} and written anew (a leader that was behind was \
         elected): what stands below it now was never read; to go on set input.lost_offset to earliest or latest"
    )]
    LogCut {
        /// Topic.
        topic: String,
        /// Partition.
        partition: i32,
        /// The offset where reading was to go on.
        offset: i64,
    },
    /// The group has no offset in a topic, and `input.start` is `error`.
    #[error(
        "group {group} has no offset in topic {topic}, and input.start is \"error\"; set it to earliest or latest to begin"
    )]
    NoOffset {
        /// Consumer group.
        group: String,
        /// Topic.
        topic: String,
    },
    /// A topic that a command is to read or write does not exist.
    #[error("topic {topic} does not exist; create it, or check --topic and the topics in the settings")]
    NoTopic {
        /// Topic.
        topic: String,
    },
    /// Too large a share of the last messages became dead letters.
    #[error(
        "{dead} of the last {window} messages became dead letters, more than dead_letter.max_ratio allows; nothing after the \
         committed offsets is lost: look at the dead letters, mend the cause, start again"
    )]
    TooManyDeadLetters {
        /// Dead letters in the window.
        dead: u32,
        /// Messages in the window.
        window: u32,
    },
    /// The brokers allow no transaction to stay open for so long.
    #[error(
        "the brokers allow no transaction of {seconds} s; lower transaction_timeout, or raise transaction.max.timeout.ms of \
         the brokers"
    )]
    TransactionTimeout {
        /// The setting `transaction_timeout`, in seconds.
        seconds: f64,
    },
    /// Another worker bears this one's name.
    #[error("another worker has taken the name {name:?}; worker.name must be this worker's alone")]
    NameTaken {
        /// The setting `worker.name`.
        name: String,
    },
    /// What the group has committed is another job's.
    #[error(
        "a job {job:?} with other arguments is known to group {group}; take another --name, repeat the first arguments to \
         go on with it, or begin anew with --restart"
    )]
    JobDiffers {
        /// The job's name.
        job: String,
        /// Its group.
        group: String,
    },
    /// A job cannot be forgotten while it is worked on.
    #[error("group {group} has {members} members, so the job is being run; stop them first")]
    JobRunning {
        /// The job's group.
        group: String,
        /// How many work on it.
        members: usize,
    },
    /// A topic was deleted, and perhaps made again, while a job read it.
    #[error(
        "topic {topic} was deleted, and perhaps made again: what the job was to read is gone; begin anew with --restart"
    )]
    TopicReplaced {
        /// Topic.
        topic: String,
    },
    /// The dead-letter topic refuses even a stub.
    #[error("topic {topic} refuses even a stub of the dead letter for {origin}: {reason}; check its limits")]
    DeadLetterRefused {
        /// The dead-letter topic.
        topic: String,
        /// Topic, partition and offset of the message.
        origin: String,
        /// What the broker said.
        reason: String,
    },
    /// librdkafka cannot go on.
    #[error("librdkafka cannot go on: {reason}")]
    Fatal {
        /// Its own words.
        reason: String,
    },
}

impl StreamError {
    /// What to do about it.
    pub fn class(&self) -> Class {
        match self {
            StreamError::NameTaken { .. } => Class::Fenced,
            _ => Class::Fatal,
        }
    }
}

impl From<TokenError> for StreamError {
    fn from(error: TokenError) -> Self {
        StreamError::Authorisation {
            what: error.to_string(),
        }
    }
}

/// What to do about a delivery that failed.
///
/// With an unlimited `message.timeout.ms` librdkafka itself retries whatever may pass; what it reports has failed for a
/// reason that is in the record (too large, timestamp), in the rights, or in the topic.
pub(super) fn delivery_class(code: RDKafkaErrorCode) -> Class {
    use RDKafkaErrorCode::*;
    match code {
        MessageSizeTooLarge | InvalidMessage | InvalidMessageSize | InvalidTimestamp | InvalidRecord
        | MessageBatchTooLarge => Class::DeadLetter,
        TopicAuthorizationFailed | ClusterAuthorizationFailed | Fatal => Class::Fatal,
        Fenced | ProducerFenced | InvalidProducerEpoch => Class::Fenced,
        _ => Class::Retry,
    }
}

/// Whether a delivery failed only because of what befell others: records of the same batch or transaction, or a purge.
pub(super) fn gives_no_reason(code: RDKafkaErrorCode) -> bool {
    use RDKafkaErrorCode::*;
    matches!(code, InvalidDifferentRecord | PurgeQueue | PurgeInflight | State)
}

/// What to do about an error of the transactional producer.
pub(super) enum Verdict {
    /// Ask again.
    Retry,
    /// The transaction cannot be committed any more.
    Abort,
    /// This producer can do nothing any more, a new one may.
    Broken {
        /// It was fenced: by another of the same transactional id, or because a transaction took too long, for which
        /// librdkafka has the same words.
        fenced: bool,
    },
    /// Nothing will make it better.
    Final(StreamError),
}

/// What to do about an error of the transactional producer.
pub(super) fn verdict(error: &KafkaError, settings: &Settings) -> Verdict {
    use RDKafkaErrorCode::*;
    let KafkaError::Transaction(native) = error else {
        return match error.rdkafka_error_code() {
            // rdkafka flushes before it commits.
            Some(OperationTimedOut) => Verdict::Retry,
            _ => Verdict::Broken { fenced: false },
        };
    };
    match native.code() {
        FencedInstanceId => Verdict::Final(StreamError::NameTaken {
            name: settings.worker.name.clone().unwrap_or_default(),
        }),
        TransactionalIdAuthorizationFailed => Verdict::Final(StreamError::Authorisation {
            what: format!(
                "transactional ids that begin with \"{}.\" (rights Write and Describe): {native}",
                settings.input.group
            ),
        }),
        // A topic that may not be written is refused when it is to be part of the transaction.
        TopicAuthorizationFailed if native.to_string().contains("add partition") => {
            Verdict::Final(StreamError::Authorisation {
                what: refused(ClusterAuthorizationFailed, &native.to_string(), settings),
            })
        }
        code @ (TopicAuthorizationFailed | GroupAuthorizationFailed | ClusterAuthorizationFailed) => {
            Verdict::Final(StreamError::Authorisation {
                what: refused(code, &native.to_string(), settings),
            })
        }
        InvalidTransactionTimeout => Verdict::Final(StreamError::TransactionTimeout {
            seconds: settings.transaction_timeout.0.as_secs_f64(),
        }),
        UnsupportedVersion | UnsupportedFeature => Verdict::Final(StreamError::Fatal {
            reason: format!("the brokers know no transactions ({native}); set delivery to at_least_once"),
        }),
        code if native.is_fatal() => Verdict::Broken {
            fenced: matches!(code, Fenced | ProducerFenced | InvalidProducerEpoch),
        },
        _ if native.txn_requires_abort() => Verdict::Abort,
        OperationTimedOut => Verdict::Retry,
        _ if native.is_retriable() => Verdict::Retry,
        _ => Verdict::Broken { fenced: false },
    }
}

/// The `dlq.code` of a record that the broker refused.
pub(super) fn refusal_code(code: RDKafkaErrorCode) -> &'static str {
    use RDKafkaErrorCode::*;
    match code {
        MessageSizeTooLarge | InvalidMessageSize | MessageBatchTooLarge => "message_too_large",
        InvalidTimestamp => "invalid_timestamp",
        _ => "invalid_record",
    }
}

/// Whether an error says that rights or credentials are missing.
pub(super) fn is_authorisation(code: RDKafkaErrorCode) -> bool {
    use RDKafkaErrorCode::*;
    matches!(
        code,
        TopicAuthorizationFailed
            | GroupAuthorizationFailed
            | ClusterAuthorizationFailed
            | TransactionalIdAuthorizationFailed
            | SaslAuthenticationFailed
            | Authentication
    )
}

/// Which right is missing where, or whose credentials are refused: librdkafka's words name neither.
pub(super) fn refused(code: RDKafkaErrorCode, words: &str, settings: &Settings) -> String {
    let Settings {
        input,
        kafka,
        output,
        dead_letter,
        ..
    } = settings;
    match code {
        RDKafkaErrorCode::GroupAuthorizationFailed => format!("group {} (right Read): {words}", input.group),
        RDKafkaErrorCode::TopicAuthorizationFailed => {
            format!("topics {} (rights Read and Describe): {words}", input.topics.join(", "))
        }
        // An idempotent producer must be allowed to write some topic, or has this for an answer.
        RDKafkaErrorCode::ClusterAuthorizationFailed => {
            format!("topics {}, {} (right Write): {words}", output.topic, dead_letter.topic)
        }
        RDKafkaErrorCode::TransactionalIdAuthorizationFailed => words.to_owned(),
        _ if !kafka.security.sasl() => format!("connecting to the brokers: {words}"),
        _ => {
            let mechanism = kafka.sasl.mechanism.as_str();
            let user = kafka.sasl.username.as_ref().or(kafka.sasl.client_id.as_ref());
            let user = user.map_or_else(String::new, |user| format!(" as {user}"));
            format!("logging in{user} by {mechanism}: {words}")
        }
    }
}

/// Whether the words of an error of TLS say that the broker wants another certificate than ours: TLS' own alerts
/// (RFC 8446, section 6.2) as OpenSSL spells them.
pub(super) fn refuses_our_certificate(code: RDKafkaErrorCode, words: &str) -> bool {
    const ALERTS: [&str; 8] = [
        "bad certificate",
        "unsupported certificate",
        "certificate revoked",
        "certificate expired",
        "certificate unknown",
        "certificate required",
        "unknown ca",
        "access denied",
    ];
    let tls = matches!(code, RDKafkaErrorCode::SSL | RDKafkaErrorCode::BrokerTransportFailure);
    tls && words
        .split_once(" alert ")
        .is_some_and(|(_, alert)| ALERTS.iter().any(|name| alert.starts_with(name)))
}

/// Whether an error of the connections tells less than what came before it: that all brokers are down follows the words of
/// each of them, and a connection that just ends may be the second try of one that said why.
pub(super) fn says_little(code: RDKafkaErrorCode, words: &str) -> bool {
    match code {
        RDKafkaErrorCode::AllBrokersDown => true,
        RDKafkaErrorCode::BrokerTransportFailure => words.contains(": Disconnected"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_without_a_reason_says_little() {
        use RDKafkaErrorCode::{AllBrokersDown, BrokerTransportFailure, SSL};
        let place = "ssl://127.0.0.1:9092/bootstrap";
        for (code, words, little) in [
            (AllBrokersDown, "1/1 brokers are down".to_owned(), true),
            (
                BrokerTransportFailure,
                format!("{place}: Disconnected: SSL connection closed by peer"),
                true,
            ),
            (
                BrokerTransportFailure,
                format!("{place}: Connect to ipv4#127.0.0.1:9092 failed: Connection refused"),
                false,
            ),
            (
                SSL,
                format!("{place}: SSL handshake failed: Disconnected: connecting to a PLAINTEXT broker listener?"),
                false,
            ),
        ] {
            assert_eq!(says_little(code, &words), little, "{code:?} {words}");
        }
    }
}
