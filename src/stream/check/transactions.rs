//! May this login write in transactions, and in such as `transaction_timeout` allows? Found out without touching the
//! worker's own: whoever takes its transactional id over fences it.
//!
//! A coordinator looks at `Write` on the transactional id (`Describe` was needed to find it), then whether it allows such
//! a timeout, and only then at what it knows of the id (`KafkaApis` and `TransactionCoordinator`, since 0.11; tried with
//! 4.3). So an impossible timeout proves the right and leaves nothing, under whatever id.
//!
//! Ids are granted by prefix, `<group>.`, so it is asked under one that no worker can have, [`NOBODYS`]. Which timeout is
//! allowed is in the brokers' configuration. Where this login may not read that (`DescribeConfigs` on the cluster), the
//! worker's own timeout is asked for: a coordinator that allows it remembers the id for a week
//! (`transactional.id.expiration.ms`), one for each group and not for each check. No transaction is begun under it.
//! (A cluster that never had a transaction makes its own topic `__transaction_state` when it is first asked.)

use std::time::Duration;

use rdkafka::admin::ResourceSpecifier;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaResult, RDKafkaErrorCode};
use rdkafka::producer::Producer;

use super::clients::{Clients, Ears};
use super::{Cause, Finding, Section, Unanswered};
use crate::settings::{Interval, Settings};
use crate::stream::{client, limits};

/// Behind `<group>.` it makes an id that is no worker's: names may not hold this character.
const NOBODYS: &str = "#check";

/// What the coordinator says to one who wants to write under a transactional id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// So be it.
    Granted,
    /// The right is there; the timeout is not allowed.
    TooLong,
    /// There are no transactions here.
    Unsupported,
    /// The right is not there, or there is no answer.
    Unanswered(Unanswered),
}

impl Answer {
    fn of(result: KafkaResult<()>) -> Self {
        use RDKafkaErrorCode::{InvalidTransactionTimeout, UnsupportedFeature, UnsupportedVersion};
        let Err(error) = result else {
            return Answer::Granted;
        };
        match error.rdkafka_error_code() {
            Some(InvalidTransactionTimeout) => Answer::TooLong,
            Some(UnsupportedFeature | UnsupportedVersion) => Answer::Unsupported,
            _ => Answer::Unanswered((&error).into()),
        }
    }

    fn is_denied(&self) -> bool {
        *self == Answer::Unanswered(Unanswered::Denied)
    }
}

/// What is known of the worker's own id, where others of the group are denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// There is none: a nameless worker has another at each start.
    Nameless,
    /// This was the answer, to an impossible timeout.
    Asked(Answer),
    /// It was not asked: a worker of this name may be at work, and it is not certain that a timeout is impossible.
    Spared,
}

/// What was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Transactions {
    /// To an id that is nobody's.
    nobodys: Answer,
    own: Own,
    /// The least `transaction.max.timeout.ms` of all brokers, where all of them tell.
    longest: Option<Duration>,
}

/// What a question is asked with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Timeout {
    /// The setting.
    Own,
    /// The longest that can be written down.
    Impossible,
}

/// Asks the brokers for their limit, and the coordinators for the right.
///
/// # Errors
/// If librdkafka makes no such producer.
pub(super) fn ask(
    clients: &Clients<'_>,
    settings: &Settings,
    consumer: &BaseConsumer<Ears>,
    brokers: &[i32],
    timeout: Duration,
) -> KafkaResult<Transactions> {
    // What the worker would meet first: a producer that cannot be made. Nothing is asked with it.
    clients.transactional(&client::transactional_id(settings), Timeout::Own)?;
    let longest = longest(clients, brokers, timeout);
    let certain = is_certain(longest);
    let id = format!("{}.{NOBODYS}", settings.input.group);
    let with = if certain { Timeout::Impossible } else { Timeout::Own };
    let nobodys = init(clients, &id, with, timeout)?;
    let own = match &settings.worker.name {
        Some(name) if nobodys.is_denied() => match certain || is_away(consumer, &settings.input.group, name, timeout) {
            true => {
                let id = client::transactional_id(settings);
                Own::Asked(init(clients, &id, Timeout::Impossible, timeout)?)
            }
            false => Own::Spared,
        },
        _ => Own::Nameless,
    };
    Ok(Transactions { nobodys, own, longest })
}

/// [`Timeout::Impossible`]: the protocol has 31 bits for it, and Kafka's own limit is a quarter of an hour. librdkafka adds
/// 100 ms to it.
pub(super) const IMPOSSIBLE: Duration = Duration::from_millis(i32::MAX as u64 - 100);

/// Whether the brokers are certain to refuse an impossible timeout.
fn is_certain(longest: Option<Duration>) -> bool {
    longest.is_some_and(|longest| longest < IMPOSSIBLE)
}

fn init(clients: &Clients<'_>, id: &str, with: Timeout, timeout: Duration) -> KafkaResult<Answer> {
    let producer = clients.transactional(id, with)?;
    Ok(Answer::of(producer.init_transactions(timeout)))
}

/// The limit is each broker's own, and each may be the coordinator.
fn longest(clients: &Clients<'_>, brokers: &[i32], timeout: Duration) -> Option<Duration> {
    let admin = clients.admin().ok()?;
    let mut least = None;
    for broker in brokers {
        let answers = limits::describe(&admin, &[ResourceSpecifier::Broker(*broker)], timeout).ok()?;
        let config = answers.into_iter().next()?.ok()?;
        let value = config.get("transaction.max.timeout.ms")?.value.as_ref()?;
        let limit = Duration::from_millis(value.parse().ok()?);
        least = Some(least.map_or(limit, |least: Duration| least.min(limit)));
    }
    least
}

/// Whether no worker of this name is in the group. What is not told counts as one that is there.
fn is_away(consumer: &BaseConsumer<Ears>, group: &str, name: &str, timeout: Duration) -> bool {
    let Ok(groups) = consumer.fetch_group_list(Some(group), timeout) else {
        return false;
    };
    // The broker makes a static member's id of its name.
    let prefix = format!("{name}-");
    groups.groups().iter().all(|group| match group.state() {
        "Empty" => true,
        "Stable" | "PreparingRebalance" | "CompletingRebalance" => {
            let mut members = group.members().iter();
            members.all(|member| !member.id().starts_with(&prefix) && member.client_id() != name)
        }
        _ => false,
    })
}

pub(super) fn judge(found: &Transactions, settings: &Settings) -> Vec<Finding> {
    let (group, wanted) = (&settings.input.group, settings.transaction_timeout);
    let problem = |cause, what: String, remedy: String| Finding::problem(Section::Transactions, cause, what, remedy);
    let prefix = format!("transactional ids that begin with \"{group}.\"");
    let who = match (&found.nobodys, &found.own) {
        (Answer::Unanswered(Unanswered::Denied), Own::Asked(answer)) => answer,
        (answer, _) => answer,
    };
    let whose = match found.nobodys.is_denied() {
        true => format!("transactional id {}", client::transactional_id(settings)),
        false => prefix.clone(),
    };
    let mut findings = Vec::new();
    match who {
        Answer::Granted | Answer::TooLong => {}
        Answer::Unsupported => {
            return vec![problem(
                Cause::Configuration,
                "the brokers know no transactions".to_owned(),
                "set delivery to \"at_least_once\"".to_owned(),
            )];
        }
        Answer::Unanswered(Unanswered::Failed(reason)) => {
            return vec![problem(
                Cause::NoBroker,
                format!("{whose}: no coordinator says whether this login may use them: {reason}"),
                "look at the brokers (are there as many as their transaction.state.log.replication.factor?), or wait longer \
                 with --timeout"
                    .to_owned(),
            )];
        }
        Answer::Unanswered(Unanswered::Denied) if found.own == Own::Spared => findings.push(
            Finding::note(
                Section::Transactions,
                format!(
                    "{prefix}: not granted as a whole; {} alone may be, but a worker of this name may be at work and would \
                     be disturbed by the question",
                    client::transactional_id(settings)
                ),
            )
            .or(format!("grant Write and Describe on all {prefix}")),
        ),
        Answer::Unanswered(Unanswered::Denied) => findings.push(problem(
            Cause::Authorisation,
            format!("{prefix}: may not be used by this login"),
            format!("grant Write and Describe on {prefix}, or set delivery to \"at_least_once\""),
        )),
    }
    let over = match (found.longest, &found.nobodys) {
        (Some(longest), _) => (wanted.0 > longest).then(|| format!(", only {}", Interval(longest))),
        (None, Answer::TooLong) => Some(String::new()),
        (None, _) => None,
    };
    if let Some(only) = over {
        findings.push(problem(
            Cause::Configuration,
            format!("the brokers allow no transaction of {wanted}{only}"),
            "lower transaction_timeout, or raise transaction.max.timeout.ms of the brokers".to_owned(),
        ));
    }
    if findings.is_empty() {
        findings.push(match (found.longest, &found.nobodys) {
            (None, Answer::Unanswered(_)) => Finding::note(
                Section::Transactions,
                format!("{whose}: may be used; whether the brokers allow transactions of {wanted} is not known"),
            )
            .or("grant DescribeConfigs on the cluster to have it told"),
            _ => Finding::ok(
                Section::Transactions,
                format!("{whose}: may be used, for transactions of {wanted}"),
            ),
        });
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Sources;
    use crate::stream::check::Verdict;

    const DENIED: Answer = Answer::Unanswered(Unanswered::Denied);
    const RIGHT: Verdict = Verdict::Problem(Cause::Authorisation);
    const LIMIT: Verdict = Verdict::Problem(Cause::Configuration);

    fn found(nobodys: Answer, own: Own, longest: Option<u64>) -> Vec<(Verdict, String)> {
        let mut settings = Settings::default();
        settings.input.group = "news".to_owned();
        settings.worker.name = Some("bantin-0".to_owned());
        let longest = longest.map(Duration::from_secs);
        let findings = judge(&Transactions { nobodys, own, longest }, &settings).into_iter();
        findings
            .map(|one| {
                let remedy = one.remedy.unwrap_or_default();
                (one.verdict, format!("{} > {remedy}", one.what))
            })
            .collect()
    }

    #[test]
    fn each_answer_has_its_finding() {
        use Own::{Asked, Nameless, Spared};
        let away = Answer::Unanswered(Unanswered::Failed("timed out".to_owned()));
        let table = [
            // What an impossible timeout is answered with, and the setting's own.
            (
                Answer::TooLong,
                Nameless,
                Some(900),
                Verdict::Ok,
                "begin with \"news.\": may be used, for transactions of 10 s",
            ),
            (Answer::Granted, Nameless, None, Verdict::Ok, "for transactions of 10 s"),
            (
                Answer::TooLong,
                Nameless,
                None,
                LIMIT,
                "no transaction of 10 s > lower transaction_timeout",
            ),
            (
                Answer::TooLong,
                Nameless,
                Some(5),
                LIMIT,
                "no transaction of 10 s, only 5 s",
            ),
            (
                DENIED,
                Nameless,
                None,
                RIGHT,
                "may not be used by this login > grant Write and Describe on transactional ids that begin with \"news.\"",
            ),
            (DENIED, Asked(DENIED), Some(900), RIGHT, "may not be used"),
            (
                DENIED,
                Asked(Answer::TooLong),
                Some(900),
                Verdict::Ok,
                "transactional id news.bantin-0: may be used, for",
            ),
            (
                DENIED,
                Asked(Answer::TooLong),
                None,
                Verdict::Note,
                "news.bantin-0: may be used; whether the brokers allow",
            ),
            (
                DENIED,
                Asked(Answer::TooLong),
                Some(5),
                LIMIT,
                "no transaction of 10 s, only 5 s",
            ),
            (
                DENIED,
                Asked(away.clone()),
                Some(900),
                Verdict::Problem(Cause::NoBroker),
                "news.bantin-0: no coordinator says",
            ),
            (DENIED, Spared, None, Verdict::Note, "news.bantin-0 alone may be"),
            (
                away,
                Nameless,
                None,
                Verdict::Problem(Cause::NoBroker),
                "timed out > look at the brokers",
            ),
            (
                Answer::Unsupported,
                Nameless,
                None,
                LIMIT,
                "no transactions > set delivery",
            ),
        ];
        for (nobodys, own, longest, verdict, words) in table {
            let found = found(nobodys, own, longest);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].0, verdict, "{found:?}");
            assert!(found[0].1.contains(words), "no {words:?} in {found:?}");
        }
        // The worker would end with the first of them.
        let both = found(DENIED, Asked(DENIED), Some(5));
        assert_eq!(
            both.iter().map(|(verdict, _)| *verdict).collect::<Vec<_>>(),
            [RIGHT, LIMIT]
        );
    }

    #[test]
    fn the_impossible_is_so_only_where_all_brokers_tell() {
        let longest = |ms| Some(Duration::from_millis(ms));
        for (longest, certain) in [
            (longest(900_000), true),
            (longest(i32::MAX as u64 - 100), false),
            (longest(i32::MAX as u64), false),
            (None, false),
        ] {
            assert_eq!(is_certain(longest), certain, "{longest:?}");
        }
    }

    #[test]
    fn an_id_that_is_nobodys_is_no_workers() {
        let load = |name: &str| {
            Settings::load(&Sources {
                sets: vec![format!("worker.name={name}")],
                ..Sources::default()
            })
        };
        assert!(load("check").is_ok());
        assert!(load(NOBODYS).is_err());
    }
}
