//! Is anybody there, and are we let in?

use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::RDKafkaErrorCode;

use super::clients::Ears;
use super::finding::count;
use super::{Cause, Finding, Section};
use crate::settings::{Security, Settings};
use crate::stream::certificate;
use crate::stream::error::{StreamError, is_authorisation, refuses_our_certificate, says_little};
use crate::stream::login::Login;

/// How long one try may take before what was heard of connections is looked at.
const TRY: Duration = Duration::from_millis(500);

/// How long to wait for another event. A look that does not wait serves one, and a line of the log is one, too.
const HEAR: Duration = Duration::from_millis(1);

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Contact {
    /// These brokers form the cluster.
    Answers {
        /// Their numbers.
        brokers: Vec<i32>,
    },
    /// The login is refused.
    Refused {
        /// The broker's words.
        reason: String,
    },
    /// No broker answers.
    Silence {
        /// What was heard last of the connections.
        reason: String,
    },
}

/// With `OAUTHBEARER`: is there a token to log in with?
pub(super) fn log_in(settings: &Settings, timeout: Duration) -> Result<Login, Finding> {
    let login = Login::new(settings).and_then(|login| match login.wait(timeout) {
        Ok(()) => Ok(login),
        Err(error) => Err(StreamError::from(error)),
    });
    login.map_err(|error| {
        let what = match error {
            StreamError::Authorisation { what } => what,
            other => other.to_string(),
        };
        Finding::problem(
            Section::Brokers,
            Cause::Authorisation,
            format!("there is no token to log in with: {what}"),
            "mend what gives the token, or correct kafka.sasl",
        )
    })
}

/// Asks for metadata, again and again. The rights have no part in it: the answer names the brokers whatever it says of
/// the topic.
pub(super) fn ask(consumer: &BaseConsumer<Ears>, settings: &Settings, timeout: Duration) -> Contact {
    let until = Instant::now() + timeout;
    let topic = settings.input.topics.first().map(String::as_str);
    let mut heard: Option<String> = None;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let answer = consumer.fetch_metadata(topic, TRY.min(left).max(Duration::from_millis(1)));
        let error = match answer {
            Ok(metadata) => {
                return Contact::Answers {
                    brokers: metadata.brokers().iter().map(|broker| broker.id()).collect(),
                };
            }
            Err(error) => error,
        };
        // Errors of connections come as events, and say more than the time-out does.
        while consumer.poll(HEAR).is_some() {}
        for (code, words) in consumer.context().troubles() {
            if is_authorisation(code) || refuses_our_certificate(code, &words) {
                return Contact::Refused { reason: words };
            }
            // librdkafka says but that it could not be verified.
            let words = match code {
                RDKafkaErrorCode::SSL => certificate::fault(&words, &settings.kafka).unwrap_or(words),
                _ => words,
            };
            if heard.is_none() || !says_little(code, &words) {
                heard = Some(words);
            }
        }
        if Instant::now() >= until {
            return Contact::Silence {
                reason: heard.unwrap_or_else(|| error.to_string()),
            };
        }
        // A refused connection comes back at once.
        std::thread::sleep(Duration::from_millis(50).min(until.saturating_duration_since(Instant::now())));
    }
}

pub(super) fn judge(contact: &Contact, settings: &Settings, timeout: Duration) -> Finding {
    let kafka = &settings.kafka;
    match contact {
        Contact::Answers { brokers } => {
            let login = match (kafka.security.sasl(), &kafka.sasl.username) {
                (true, Some(name)) => format!(", login as {name} accepted ({})", kafka.sasl.mechanism.as_str()),
                (true, None) => format!(", login accepted ({})", kafka.sasl.mechanism.as_str()),
                (false, _) => String::new(),
            };
            let open = match kafka.security {
                Security::Plaintext => ", neither TLS nor login",
                Security::SaslPlaintext => ", no TLS",
                Security::Ssl | Security::SaslSsl => ", by TLS",
            };
            let verb = if brokers.len() == 1 { "answers" } else { "answer" };
            Finding::ok(
                Section::Brokers,
                format!("{} {verb}{login}{open}", count(brokers.len(), "broker")),
            )
        }
        Contact::Refused { reason } => Finding::problem(
            Section::Brokers,
            Cause::Authorisation,
            format!("the login is refused: {reason}"),
            "correct kafka.sasl, kafka.tls or kafka.security, or give the login to the brokers",
        ),
        Contact::Silence { reason } => Finding::problem(
            Section::Brokers,
            Cause::NoBroker,
            format!(
                "no broker of {} answers within {} s: {reason}",
                kafka.brokers,
                timeout.as_secs_f64()
            ),
            "check kafka.brokers, kafka.security and the network, or wait longer with --timeout",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::check::Verdict;

    #[test]
    fn each_answer_has_its_finding() {
        let mut settings = Settings::default();
        let second = Duration::from_secs(1);
        let reason = "it says so".to_owned();
        let table = [
            (
                Contact::Answers { brokers: vec![1, 2, 3] },
                Verdict::Ok,
                "3 brokers answer, neither",
            ),
            (
                Contact::Answers { brokers: vec![1] },
                Verdict::Ok,
                "1 broker answers, neither",
            ),
            (
                Contact::Refused { reason: reason.clone() },
                Verdict::Problem(Cause::Authorisation),
                "it says so",
            ),
            (
                Contact::Silence { reason },
                Verdict::Problem(Cause::NoBroker),
                "no broker of localhost:9092 answers within 1 s: it says so",
            ),
        ];
        for (contact, verdict, words) in table {
            let finding = judge(&contact, &settings, second);
            assert_eq!(finding.verdict, verdict, "{finding:?}");
            assert!(finding.what.contains(words), "{finding:?}");
        }
        settings.kafka.security = Security::SaslPlaintext;
        settings.kafka.sasl.username = Some("anna".to_owned());
        let finding = judge(&Contact::Answers { brokers: vec![1] }, &settings, second);
        assert!(
            finding.what.contains("login as anna accepted (SCRAM-SHA-512), no TLS"),
            "{finding:?}"
        );
    }
}
