//! What values must keep to beyond their type, and what they forbid each other.

use std::collections::BTreeMap;
use std::time::Duration;

use super::problems::{Origin, Problem};
use super::properties::refusal;
use super::{ByteSize, Delivery, Interval, Settings, security};

/// Below this not even one article with its event fits.
const SMALLEST_BUDGET: ByteSize = ByteSize(1 << 20);

/// librdkafka takes no longer session.
const LONGEST_SESSION: Duration = Duration::from_secs(3_600);

/// A rule: the keys it judges, the first being the one to change, and what is wrong with them.
pub(super) type Rule = (&'static [&'static str], fn(&Settings) -> Option<String>);

const RULES: &[Rule] = &[
    (&["kafka.brokers"], |s| brokers(&s.kafka.brokers)),
    (&["worker.name"], |s| s.worker.name.as_deref().and_then(name)),
    (&["worker.threads"], |s| {
        (s.worker.threads > 1024).then(|| "is more than 1024; write 0 for one thread a core".to_owned())
    }),
    (&["worker.in_flight_bytes"], |s| {
        (s.worker.in_flight_bytes < SMALLEST_BUDGET).then(|| {
            format!(
                "{} is too little to work with; set at least {SMALLEST_BUDGET}",
                s.worker.in_flight_bytes
            )
        })
    }),
    (&["worker.in_flight_bytes", "intake.max_bytes"], |s| {
        let (budget, largest) = (s.worker.in_flight_bytes, s.intake.max_bytes);
        (budget < largest).then(|| {
            format!(
                "{budget} does not hold one message of intake.max_bytes ({largest}); \
                 set at least {largest}, or lower intake.max_bytes"
            )
        })
    }),
    (&["input.topics"], |s| match s.input.topics.as_slice() {
        [] => Some("is empty; name at least one topic".to_owned()),
        topics => topics.iter().find_map(|topic| name(topic)),
    }),
    (&["input.topics"], |s| {
        let topics = &s.input.topics;
        let twice = topics
            .iter()
            .enumerate()
            .find(|(at, topic)| topics.iter().take(*at).any(|before| before == *topic));
        twice.map(|(_, topic)| format!("{topic:?} is there twice; name it once"))
    }),
    (&["input.group"], |s| {
        s.input
            .group
            .trim()
            .is_empty()
            .then(|| "is empty; name the consumer group".to_owned())
    }),
    (&["input.session_timeout"], |s| {
        let Interval(session) = s.input.session_timeout;
        (session < Duration::from_secs(1) || session > LONGEST_SESSION).then(|| {
            format!(
                "{} is not between 1 s and 1 h; brokers mostly allow 6 s to 30 m",
                s.input.session_timeout
            )
        })
    }),
    (&["intake.max_bytes"], |s| {
        (s.intake.max_bytes == ByteSize(0)).then(|| "is 0, and no message would be read; set at least 1".to_owned())
    }),
    (&["intake.max_articles"], |s| {
        (s.intake.max_articles == 0).then(|| "is 0, and every list would be a dead letter; set at least 1".to_owned())
    }),
    (&["intake.max_expanded_bytes", "intake.max_bytes"], |s| {
        let (expanded, largest) = (s.intake.max_expanded_bytes, s.intake.max_bytes);
        (expanded < largest).then(|| {
            format!(
                "{expanded} is less than a message may have as it comes (intake.max_bytes, {largest}); set at least \
                 {largest}, or lower intake.max_bytes"
            )
        })
    }),
    (&["article.timezone"], |s| {
        let zone = s.article.timezone.as_deref()?;
        s.article
            .offset()
            .is_none()
            .then(|| format!("{zone:?} is no offset; write one such as \"+07:00\", or \"Z\""))
    }),
    (&["output.topic"], |s| name(&s.output.topic)),
    (&["output.topic", "input.topics"], |s| {
        s.input.topics.contains(&s.output.topic).then(|| {
            format!(
                "{:?} is one of input.topics, and events would be read again; choose another",
                s.output.topic
            )
        })
    }),
    (&["event.namespace"], |s| {
        s.event
            .namespace
            .as_deref()
            .is_some_and(str::is_empty)
            .then(|| "is empty; give it a value or leave it out".to_owned())
    }),
    (&["dead_letter.topic"], |s| name(&s.dead_letter.topic)),
    (&["dead_letter.topic", "input.topics"], |s| {
        s.input.topics.contains(&s.dead_letter.topic).then(|| {
            format!(
                "{:?} is one of input.topics, and would feed itself; choose another",
                s.dead_letter.topic
            )
        })
    }),
    (&["dead_letter.topic", "output.topic"], |s| {
        (s.dead_letter.topic == s.output.topic)
            .then(|| "is output.topic, too, and its readers expect events alone; choose another".to_owned())
    }),
    (&["dead_letter.max_ratio"], |s| {
        (!(0.0..=1.0).contains(&s.dead_letter.max_ratio)).then(|| {
            format!(
                "{} is not between 0 and 1; 0.5 is half of them, 1 no limit",
                s.dead_letter.max_ratio
            )
        })
    }),
    (&["dead_letter.window"], |s| {
        (s.dead_letter.window == 0).then(|| "is 0, and a ratio needs messages; set at least 1".to_owned())
    }),
    (&["commit_interval"], |s| positive(s.commit_interval)),
    (&["commit_records"], |s| {
        (s.commit_records == 0).then(|| "is 0; set at least 1".to_owned())
    }),
    (&["transaction_timeout"], |s| {
        (s.transaction_timeout.0 < SHORTEST_TRANSACTION)
            .then(|| format!("{} is less than librdkafka's least, 1 s", s.transaction_timeout))
    }),
    (&["commit_interval", "transaction_timeout"], |s| {
        (s.delivery == Delivery::ExactlyOnce && s.commit_interval.0 * 2 > s.transaction_timeout.0).then(|| {
            format!(
                "{} is more than half of transaction_timeout ({}), within which a transaction must be committed; lower the \
                 one or raise the other",
                s.commit_interval, s.transaction_timeout
            )
        })
    }),
    (&["shutdown_timeout"], |s| positive(s.shutdown_timeout)),
    (&["stall_timeout"], |s| positive(s.stall_timeout)),
    (&["operate.listen"], |s| {
        let listen = &s.operate.listen;
        (!listen.is_empty() && !host_and_port(listen, 0))
            .then(|| format!("{listen:?} is no address; write host:port such as \"127.0.0.1:8080\", or \"\" for none"))
    }),
    (&["log.level"], |s| s.log.filter().err()),
];

/// All rules that these settings break. One whose keys already have a problem is not asked.
pub(super) fn check(settings: &Settings, origins: &BTreeMap<String, Origin>, before: &[Problem]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    let at = |key: &str| origins.get(key).cloned().unwrap_or(Origin::Default);
    for (keys, rule) in RULES.iter().chain(security::RULES) {
        let judged = before
            .iter()
            .chain(&problems)
            .any(|problem| keys.contains(&problem.key.as_str()));
        let (Some(key), false) = (keys.first(), judged) else {
            continue;
        };
        if let Some(what) = rule(settings) {
            // Where the key itself was not set, the other one that was is where to look.
            let origin = keys.iter().map(|key| at(key)).find(|origin| *origin != Origin::Default);
            problems.push(Problem {
                origin: origin.unwrap_or(Origin::Default),
                key: (*key).to_owned(),
                what,
            });
        }
    }
    let kafka = &settings.kafka;
    let tables = [
        ("kafka.properties", &kafka.properties),
        ("kafka.consumer", &kafka.consumer),
        ("kafka.producer", &kafka.producer),
    ];
    for (table, properties) in tables {
        for (property, _) in properties {
            if let Some(what) = refusal(property) {
                let key = format!("{table}.{property}");
                problems.push(Problem {
                    origin: at(&key),
                    key,
                    what: format!("may not be set: {what}"),
                });
            }
        }
    }
    problems
}

/// librdkafka's least `transaction.timeout.ms`.
const SHORTEST_TRANSACTION: Duration = Duration::from_secs(1);

fn positive(interval: Interval) -> Option<String> {
    interval
        .0
        .is_zero()
        .then(|| "is 0; set a time such as \"10 s\"".to_owned())
}

/// Kafka's own rule for names of topics, which the Java client keeps for static members, too.
fn name(name: &str) -> Option<String> {
    let legal = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    let sound = (1..=249).contains(&name.len()) && name.bytes().all(legal) && name != "." && name != "..";
    (!sound).then(|| format!("{name:?} is no name that Kafka allows; use 1 to 249 of the characters a-z A-Z 0-9 . _ -"))
}

fn brokers(brokers: &str) -> Option<String> {
    brokers
        .split(',')
        .map(str::trim)
        .find(|broker| !host_and_port(broker, 1))
        .map(|broker| format!("{broker:?} is no broker's address; write host:port, several with commas between them"))
}

/// `host:port` or `[IPv6]:port`.
fn host_and_port(address: &str, lowest_port: u16) -> bool {
    let Some((host, port)) = address.rsplit_once(':') else {
        return false;
    };
    let bracketed = host.starts_with('[') && host.ends_with(']');
    let sound =
        !host.is_empty() && (bracketed || !host.contains([':', '/', '[', ']'])) && !host.contains(char::is_whitespace);
    sound && port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port >= lowest_port)
}
