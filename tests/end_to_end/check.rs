//! `bantin check --connect` against the real Kafka: what it finds, with which exit code, and that it leaves nothing.

use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::{Cluster, Extra};
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker, call};

const DAY: i64 = 86_400_000;

/// Exit code and report.
fn check_with(settings: &Settings, arguments: &[&str]) -> (i32, String) {
    let output = call(&[&["check", "--connect"], arguments].concat(), settings, &[]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors, "", "the report goes to standard output, and nothing elsewhere");
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

fn check(settings: &Settings) -> (i32, String) {
    check_with(settings, &[])
}

/// The report as one line: it breaks its lines wherever they are full.
fn flat(report: &str) -> String {
    report.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Holds what the report says, in this order.
fn assert_says(report: &str, words: &[&str]) {
    let flat = flat(report);
    let mut rest = flat.as_str();
    for word in words {
        let Some(place) = rest.find(word) else {
            panic!("no {word:?}, or not in its place, in\n{report}")
        };
        rest = &rest[place + word.len()..];
    }
}

fn articles(count: u64, timestamp: Option<i64>) -> Vec<Input> {
    let mut dice = Dice::new(11);
    (0..count)
        .map(|n| Input {
            timestamp,
            ..Input::of(Article::new(&mut dice, "check", n, 2).text())
        })
        .collect()
}

fn now() -> i64 {
    std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64
}

fn groups(cluster: &Cluster) -> String {
    let class = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
    cluster.tool(class, &["--bootstrap-server", cluster.brokers(), "--list"], None)
}

const TRANSACTIONS: &str = "org.apache.kafka.tools.TransactionsCommand";

/// The transactional ids of a group that the brokers know: each begins with the group's name and a dot.
fn transactional_ids(cluster: &Cluster, group: &str) -> Vec<String> {
    let listed = cluster.tool(TRANSACTIONS, &["--bootstrap-server", cluster.brokers(), "list"], None);
    let ids = listed.lines().filter_map(|line| line.split_whitespace().next());
    let begin = format!("{group}.");
    let mut ids: Vec<_> = ids.filter(|id| id.starts_with(&begin)).map(str::to_owned).collect();
    ids.sort();
    ids
}

/// Id and epoch of the producer that has a transactional id: whoever takes it over counts the epoch up.
fn producer_of(cluster: &Cluster, id: &str) -> (String, String) {
    let begin = [
        "--bootstrap-server",
        cluster.brokers(),
        "describe",
        "--transactional-id",
        id,
    ];
    let described = cluster.tool(TRANSACTIONS, &begin, None);
    let mut lines = described
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>());
    let (head, values) = (lines.next().unwrap(), lines.next().unwrap());
    let value = |name: &str| {
        let place = head.iter().position(|column| *column == name);
        values[place.unwrap_or_else(|| panic!("no {name} in\n{described}"))].to_owned()
    };
    (value("ProducerId"), value("ProducerEpoch"))
}

/// Topics of Kafka's own limits, but kept for ever.
fn plain_topics(cluster: &Cluster, output: &[(&str, &str)], dead_letters: &[(&str, &str)]) -> Topics {
    Topics {
        input: cluster.create_topic("raw", 2, &[]),
        output: cluster.create_topic("events", 2, output),
        dead_letters: cluster.create_topic("dead", 1, dead_letters),
        group: Cluster::unique("bantin"),
    }
}

#[test]
fn all_is_well_and_nothing_is_left_behind() {
    let cluster = Cluster::shared();
    let topics = plain_topics(cluster, &[], &[]);
    cluster.produce(&topics.input, &articles(5, None));
    let settings = Settings::new(cluster, &topics);
    let (code, report) = check(&settings);
    assert_eq!(code, 0, "{report}");
    let Topics {
        input,
        output,
        dead_letters,
        group,
    } = &topics;
    assert_says(
        &report,
        &[
            "settings ok",
            "brokers ok",
            &format!("topics ok {input}: input, 2 partitions, 1 replica"),
            &format!("ok {output}: output, 2 partitions"),
            &format!("ok {dead_letters}: dead letters, 1 partition"),
            &format!(
                "transactions ok transactional ids that begin with \"{group}.\": may be used, for transactions of 10 s"
            ),
            &format!("reading ok group {group}: may be joined"),
            &format!("ok {input}: group {group} is new and begins with the oldest message, 5 offsets before the end"),
            &format!("ok {input}: may be read"),
            &format!("writing ok {output}: may be written"),
            &format!("ok {dead_letters}: may be written"),
            &format!("ok {output}: takes records of 1,048,588 bytes"),
            &format!("ok {dead_letters}: takes records of 1,048,588 bytes"),
            "no problems, no notes",
        ],
    );
    assert!(!report.contains('\x1b'), "no colours but on a terminal");
    let long = report.lines().filter(|line| line.chars().count() > 80);
    // Only a name that is longer than the rest of its line may stand out.
    assert_eq!(long.filter(|line| line.trim().contains(' ')).count(), 0, "{report}");

    assert_eq!(cluster.end_offsets(input), [(0, 5), (1, 0)].into());
    assert_eq!(cluster.end_offsets(output), [(0, 0), (1, 0)].into());
    assert_eq!(cluster.end_offsets(dead_letters), [(0, 0)].into());
    assert_eq!(cluster.committed(group, input), [].into());
    let listed = groups(cluster);
    assert!(!listed.lines().any(|line| line.trim() == group), "{listed}");
    assert_eq!(transactional_ids(cluster, group), [""; 0]);

    let (code, report) = check(&settings.text("delivery", "at_least_once"));
    assert_eq!(code, 0, "{report}");
    assert!(!report.contains("transaction"), "{report}");
}

#[test]
fn a_group_that_runs_is_not_disturbed() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    cluster.produce(&topics.input, &articles(5, None));
    let settings = Settings::new(cluster, &topics).text("worker.name", "steady");
    let mut worker = Worker::start(&settings);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    let (code, report) = check(&settings);
    assert_eq!(code, 0, "{report}");
    assert_says(
        &report,
        &[
            "may be used, for transactions of 10 s",
            "goes on where it was, 0 offsets before the end",
        ],
    );
    assert_eq!(cluster.committed(&topics.group, &topics.input), [(0, 5)].into());

    // The worker goes on: the same process, the same place in the group, the same producer.
    let id = format!("{}.steady", topics.group);
    assert_eq!(transactional_ids(cluster, &topics.group), [id.as_str()]);
    let before = producer_of(cluster, &id);
    cluster.produce(&topics.input, &articles(5, None));
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    assert_eq!(producer_of(cluster, &id), before);
    assert_eq!(cluster.read_all(&topics.output).len(), 10);
    let metrics = worker.metrics();
    assert_eq!(metrics.sum("bantin_rebalances_total", &[("kind", "assign")]), Some(1.0));
    assert!(metrics.sum("bantin_commits_total", &[("result", "ok")]) >= Some(2.0));
    assert_eq!(
        metrics
            .sum("bantin_commits_total", &[("result", "failed")])
            .unwrap_or(0.0),
        0.0
    );
    let log = worker.drain_and_log();
    assert!(!log.contains("fenced"), "{log}");
}

#[test]
fn transactions_longer_than_the_brokers_allow_end_both_with_78() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    // Kafka's own limit is a quarter of an hour.
    let settings = Settings::new(cluster, &topics).text("transaction_timeout", "16 m");
    let (code, report) = check(&settings);
    assert_eq!(code, 78, "{report}");
    let words = [
        "problem the brokers allow no transaction of 960 s, only 900 s",
        "> lower transaction_timeout, or raise transaction.max.timeout.ms of the brokers",
        "1 problem",
    ];
    assert_says(&report, &words);
    let mut worker = Worker::spawn(&settings);
    assert_eq!(worker.wait_exit(PATIENCE), 78, "{}", worker.log());
    assert!(worker.log().contains("lower transaction_timeout"), "{}", worker.log());

    // A producer that librdkafka does not make; no question asks for one without the rest of the settings.
    let settings = Settings::new(cluster, &topics).text("kafka.properties.\"socket.timeout.ms\"", "60000");
    let (code, report) = check(&settings);
    assert_eq!(code, 78, "{report}");
    assert_says(
        &report,
        &["librdkafka refuses its configuration", "socket.timeout.ms", "1 problem"],
    );
    let mut worker = Worker::spawn(&settings);
    assert_eq!(worker.wait_exit(PATIENCE), 78, "{}", worker.log());
}

#[test]
fn all_missing_topics_are_named_at_once() {
    let cluster = Cluster::shared();
    let name = Cluster::unique;
    let topics = Topics {
        input: name("raw"),
        output: name("events"),
        dead_letters: name("dead"),
        group: name("bantin"),
    };
    let (code, report) = check(&Settings::new(cluster, &topics));
    assert_eq!(code, 78, "{report}");
    assert_says(
        &report,
        &[
            &format!(
                "problem {}: input, does not exist > create it (run waits for it), or correct input.topics",
                topics.input
            ),
            &format!(
                "problem {}: output, does not exist > create it (run waits for it), or correct output.topic",
                topics.output
            ),
            &format!(
                "problem {}: dead letters, does not exist > create it",
                topics.dead_letters
            ),
            "correct dead_letter.topic",
            "3 problems, no notes; exit code 78",
        ],
    );

    // What is there is looked at all the same.
    let output = cluster.create_topic("events", 1, &[("max.message.bytes", "2000")]);
    let (code, report) = check(&Settings::new(cluster, &Topics { output, ..topics }));
    assert_eq!(code, 78, "{report}");
    assert_says(
        &report,
        &[
            "does not exist",
            "does not exist",
            "takes records of 2,000 bytes",
            "3 problems",
        ],
    );
}

#[test]
fn limits_of_the_written_topics_are_held_against_the_input() {
    let cluster = Cluster::shared();
    let week = (7 * DAY).to_string();
    let output = [
        ("max.message.bytes", "500000"),
        ("retention.ms", week.as_str()),
        ("cleanup.policy", "compact,delete"),
    ];
    let topics = plain_topics(cluster, &output, &[("max.message.bytes", "600000")]);
    let old: Vec<_> = articles(1, Some(now() - 30 * DAY));
    let young = articles(1, None).into_iter().map(|input| input.partition(1));
    cluster.produce(&topics.input, &old.into_iter().chain(young).collect::<Vec<_>>());
    let settings = Settings::new(cluster, &topics);
    let (code, report) = check(&settings);
    assert_eq!(code, 78, "{report}");
    let Topics {
        input,
        output,
        dead_letters,
        ..
    } = &topics;
    assert_says(
        &report,
        &[
            &format!("note {output}: takes records of 500,000 bytes, and {input} of 1,048,588"),
            &format!("problem {output}: keeps records for 7 days, and the oldest unread message is 30 days old"),
            &format!("> raise retention.ms of {output}, or set output.timestamp = \"now\""),
            &format!("note {output}: compacted"),
            &format!("problem {dead_letters}: takes records of 600,000 bytes, and {input} of 1,048,588"),
            &format!("> raise max.message.bytes of {dead_letters} to 1,064,972"),
            "2 problems, 2 notes",
        ],
    );
    let (_, report) = check(&settings.text("output.timestamp", "now"));
    assert!(!flat(&report).contains("keeps records for 7 days, and"), "{report}");
}

#[test]
fn timestamps_that_the_output_topic_refuses_are_a_note() {
    let cluster = Cluster::shared();
    let week = (7 * DAY).to_string();
    let topics = plain_topics(cluster, &[("message.timestamp.before.max.ms", week.as_str())], &[]);
    // Transactions end in a record that no reader sees; the oldest message is found before and behind it.
    cluster.produce_transaction(&topics.input, &articles(1, Some(now() - 30 * DAY)), true);
    cluster.produce_transaction(&topics.input, &[Input::of("thôi").partition(1)], false);
    let (code, report) = check(&Settings::new(cluster, &topics));
    assert_eq!(code, 0, "{report}");
    assert_says(
        &report,
        &[
            "note",
            "refuses the timestamp of the oldest unread message (30 days old)",
            "no problems, 1 note",
        ],
    );
}

#[test]
fn more_replicas_in_sync_than_there_are_is_a_problem() {
    let cluster = Cluster::shared();
    let topics = plain_topics(
        cluster,
        &[("min.insync.replicas", "9")],
        &[("cleanup.policy", "compact")],
    );
    let (code, report) = check(&Settings::new(cluster, &topics));
    assert_eq!(code, 78, "{report}");
    assert_says(
        &report,
        &[
            &format!("problem {}: has 1 of the 9 replicas", topics.output),
            &format!("problem {}: compacted", topics.dead_letters),
        ],
    );
}

#[test]
fn a_committed_offset_that_is_gone_is_what_run_would_end_with() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    cluster.produce(&topics.input, &articles(5, None));
    let settings = Settings::new(cluster, &topics);
    let mut worker = Worker::start(&settings);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.drain();
    cluster.produce(&topics.input, &articles(5, None));
    cluster.delete_records(&topics.input, 0, 8);

    let (code, report) = check(&settings);
    assert_eq!(code, 74, "{report}");
    assert_says(
        &report,
        &[
            &format!("problem {}: committed offsets of group {}", topics.input, topics.group),
            "partition 0 has 5, outside its log [8, 10)",
            "input.lost_offset",
            "1 problem",
        ],
    );
    let (code, report) = check(&settings.clone().text("input.lost_offset", "earliest"));
    assert_eq!(code, 0, "{report}");
    assert_says(&report, &["note", "reading goes on with the oldest message"]);

    let new = settings
        .text("input.group", &Cluster::unique("new"))
        .text("input.start", "error");
    let (code, report) = check(&new);
    assert_eq!(code, 74, "{report}");
    assert_says(&report, &["has no offset in it, and input.start is \"error\""]);
}

#[test]
fn no_broker_is_waited_for_as_long_as_asked() {
    // Connections wait in the listener's queue: a broker that is there and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = silent.local_addr().unwrap().to_string();
    let gone = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let topics = Topics {
        input: "raw".to_owned(),
        output: "events".to_owned(),
        dead_letters: "dead".to_owned(),
        group: "bantin".to_owned(),
    };
    for address in [silent, gone] {
        let settings = Settings::new(Cluster::shared(), &topics).text("kafka.brokers", &address);
        let start = Instant::now();
        let (code, report) = check_with(&settings, &["--timeout", "1s"]);
        assert_eq!(code, 69, "{report}");
        assert_says(
            &report,
            &[
                &format!("problem no broker of {address} answers within 1 s: "),
                "kafka.brokers",
            ],
        );
        // It hangs nowhere: this is no measure of speed.
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    }
}

#[test]
fn brokers_that_cannot_have_transactions_are_told() {
    // Kafka's default where a single broker keeps it.
    let extra = Extra {
        properties: "transaction.state.log.replication.factor=3\n".to_owned(),
        ..Extra::default()
    };
    let Some(cluster) = Cluster::with(&extra, "brokers_that_cannot_have_transactions_are_told") else {
        return;
    };
    let topics = plain_topics(&cluster, &[], &[]);
    let settings = Settings::new(&cluster, &topics);
    let (code, report) = check_with(&settings, &["--timeout", "3s"]);
    assert_eq!(code, 69, "{report}");
    assert_says(
        &report,
        &[
            "no coordinator says whether this login may use them",
            "as many as their transaction.state.log.replication.factor",
            "1 problem",
        ],
    );
    // The worker waits for it, and its log says what for.
    let mut worker = Worker::spawn(&settings);
    wait_for("the worker to say what it waits for", || {
        worker.assert_alive();
        worker
            .log()
            .contains("transaction.state.log.replication.factor")
            .then_some(())
    });
    let (status, reason) = worker.get("/readyz").unwrap();
    assert_eq!(status, 503, "{reason}");
    worker.drain();
}

/// A cluster that asks for a login at one of its listeners and gives rights by its lists; the address of that listener.
fn guarded(test: &str) -> Option<(Cluster, String)> {
    let cluster = Cluster::own(1, test)?;
    let open = cluster.brokers().to_owned();
    let runs = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("runs")
        .join(std::process::id().to_string());
    let files = std::fs::read_dir(runs).unwrap().flatten();
    let (file, text) = files
        .filter_map(|folder| {
            let file = folder.path().join("node-1/server.properties");
            let text = std::fs::read_to_string(&file).ok()?;
            text.contains(&format!("listeners=PLAINTEXT://{open},"))
                .then_some((file, text))
        })
        .next()
        .expect("the settings of the node");
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let login = format!("127.0.0.1:{port}");
    let users: String = USERS
        .iter()
        .map(|name| format!(" user_{name}=\"hush-{name}\""))
        .collect();
    // The other listeners stay open, to the harness and to the broker itself.
    let text = text
        .replace(
            &format!("PLAINTEXT://{open}"),
            &format!("PLAINTEXT://{open},LOGIN://{login}"),
        )
        .replace("PLAINTEXT:PLAINTEXT", "PLAINTEXT:PLAINTEXT,LOGIN:SASL_PLAINTEXT")
        + &format!(
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
listener.name.login.sasl.enabled.mechanisms=PLAIN
listener.name.login.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required{users};
"
        );
    cluster.stop(0);
    std::fs::write(file, text).unwrap();
    cluster.restart(0);
    cluster.wait_until_whole();
    Some((cluster, login))
}

/// May do nothing; may look at all; may also join groups; may do all that the worker needs, but not look at settings; may
/// do the same under one transactional id; and may also look at the settings of brokers.
const USERS: [&str; 6] = ["stranger", "looker", "member", "worker", "single", "seer"];

#[test]
fn what_a_login_may_not_do_is_named_with_the_right_to_grant() {
    let Some((cluster, login)) = guarded("what_a_login_may_not_do_is_named_with_the_right_to_grant") else {
        return;
    };
    let acl = |users: &[&str], rights: &[&str], resource: &[&str]| {
        let mut arguments = vec!["--bootstrap-server", cluster.brokers(), "--add"];
        arguments.extend(resource);
        let users: Vec<_> = users.iter().map(|user| format!("User:{user}")).collect();
        arguments.extend(users.iter().flat_map(|user| ["--allow-principal", user.as_str()]));
        arguments.extend(rights.iter().flat_map(|right| ["--operation", *right]));
        cluster.tool("org.apache.kafka.tools.AclCommand", &arguments, None);
    };
    let topics = plain_topics(&cluster, &[], &[]);
    let (prefix, named) = (format!("{}.", topics.group), format!("{}.named-0", topics.group));
    let prefixed = ["--transactional-id", &prefix, "--resource-pattern-type", "prefixed"];
    std::thread::scope(|scope| {
        let give = |users: &'static [&str], rights: &'static [&str], resource: &'static [&str]| {
            scope.spawn(move || acl(users, rights, resource));
        };
        give(
            &["looker", "member"],
            &["Describe", "DescribeConfigs"],
            &["--topic", "*"],
        );
        give(&["looker"], &["Describe"], &["--group", "*"]);
        give(&["member", "worker", "single", "seer"], &["Read"], &["--group", "*"]);
        give(&["worker", "single", "seer"], &["Read", "Write"], &["--topic", "*"]);
        give(&["seer"], &["DescribeConfigs"], &["--cluster"]);
        scope.spawn(|| acl(&["worker"], &["Write", "Describe"], &prefixed));
        scope.spawn(|| {
            acl(
                &["single", "seer"],
                &["Write", "Describe"],
                &["--transactional-id", &named],
            )
        });
    });
    cluster.produce(&topics.input, &articles(5, None));
    let Topics {
        input,
        output,
        dead_letters,
        group,
    } = &topics;
    let settings_of = |name: &str, password: &str| {
        Settings::new(&cluster, &topics)
            .text("kafka.brokers", &login)
            .text("kafka.security", "sasl_plaintext")
            .text("kafka.sasl.mechanism", "PLAIN")
            .text("kafka.sasl.username", name)
            .text("kafka.sasl.password", password)
    };
    let checked = |settings: &Settings| {
        // The first question to this broker's coordinators makes their topics, which takes a while where much else runs.
        let (code, report) = check_with(settings, &["--timeout", "30s"]);
        assert!(!report.contains("hush"), "a secret is in\n{report}");
        (code, report)
    };
    let as_user = |name: &str, password: &str| checked(&settings_of(name, password));
    let user = |name: &str| as_user(name, &format!("hush-{name}"));
    let no_transactions = format!(
        "problem transactional ids that begin with \"{prefix}\": may not be used by this login > grant Write and Describe on \
         transactional ids that begin with \"{prefix}\", or set delivery to \"at_least_once\""
    );

    let (code, report) = as_user("worker", "hush-hush");
    assert_eq!(code, 77, "{report}");
    assert_says(&report, &["problem the login is refused: ", "kafka.sasl", "1 problem"]);

    let (code, report) = user("stranger");
    assert_eq!(code, 77, "{report}");
    assert_says(
        &report,
        &[
            "login as stranger accepted (PLAIN), no TLS",
            &format!("problem {input}: input, not to be seen by this login, or not there > grant Read on the topic"),
            &format!("problem {output}: output, not to be seen by this login, or not there > grant Write on the topic"),
            &format!("problem {dead_letters}: dead letters, not to be seen"),
            &no_transactions,
            "4 problems",
        ],
    );

    let (code, report) = user("looker");
    assert_eq!(code, 77, "{report}");
    assert_says(
        &report,
        &[
            &no_transactions,
            &format!("problem group {group}: this login may not join it > grant Read on the group"),
            &format!("ok {input}: group {group} is new"),
            &format!("problem {output}: may not be written by this login > grant Write on the topic"),
            &format!("problem {dead_letters}: may not be written by this login > grant Write on the topic"),
            "4 problems",
        ],
    );

    let (code, report) = user("member");
    assert_eq!(code, 77, "{report}");
    assert_says(
        &report,
        &[
            &no_transactions,
            &format!("ok group {group}: may be joined"),
            &format!("problem {input}: may not be read by this login > grant Read on the topic"),
            &format!("problem {output}: may not be written"),
            "4 problems",
        ],
    );

    let (code, report) = user("worker");
    assert_eq!(code, 0, "{report}");
    assert_says(
        &report,
        &[
            &format!("ok transactional ids that begin with \"{prefix}\": may be used, for transactions of 10 s"),
            &format!("ok group {group}: may be joined"),
            &format!("ok {input}: may be read"),
            &format!("note {input}: its configuration cannot be read (not granted)"),
            &format!("> grant DescribeConfigs on {input}"),
            &format!("ok {output}: may be written"),
            &format!("ok {dead_letters}: may be written"),
            "no problems, 3 notes",
        ],
    );
    // This login may not read the brokers' limit, so it was asked for: one id of nobody's is known now, however often.
    assert_eq!(user("worker").0, 0);
    let nobodys = format!("{prefix}#check");
    assert_eq!(transactional_ids(&cluster, group), [nobodys.as_str()]);

    // A right on the worker's own id alone.
    let (code, report) = user("single");
    assert_eq!(code, 77, "{report}");
    assert_says(&report, &[&no_transactions, "1 problem"]);
    let single = settings_of("single", "hush-single").text("worker.name", "named-0");
    let (code, report) = checked(&single);
    assert_eq!(code, 0, "{report}");
    let unknown = format!("note transactional id {named}: may be used; whether the brokers allow transactions of 10 s");
    assert_says(
        &report,
        &[
            &unknown,
            "> grant DescribeConfigs on the cluster",
            "no problems, 4 notes",
        ],
    );
    let (code, report) = checked(&single.clone().text("worker.name", "named-1"));
    assert_eq!(code, 77, "{report}");
    assert_says(&report, &[&no_transactions, "1 problem"]);
    let seer = settings_of("seer", "hush-seer").text("worker.name", "named-0");
    let (code, report) = checked(&seer);
    assert_eq!(code, 0, "{report}");
    let known = format!("ok transactional id {named}: may be used, for transactions of 10 s");
    assert_says(&report, &[&known, "no problems, 3 notes"]);
    assert_eq!(transactional_ids(&cluster, group), [nobodys.as_str()]);
    for topic in [output, dead_letters] {
        assert!(cluster.end_offsets(topic).values().all(|end| *end == 0), "{topic}");
    }

    // While a worker of this name is at work, it is asked only where the brokers are certain to refuse the timeout.
    let mut worker = Worker::start(&single);
    worker.wait_until_caught_up(&cluster, &topics, PATIENCE);
    let before = producer_of(&cluster, &named);
    let (code, report) = checked(&single);
    assert_eq!(code, 0, "{report}");
    let spared =
        format!("note transactional ids that begin with \"{prefix}\": not granted as a whole; {named} alone may be");
    assert_says(
        &report,
        &[&spared, "would be disturbed by the question", "no problems, 4 notes"],
    );
    let (code, report) = checked(&seer);
    assert_eq!(code, 0, "{report}");
    assert_says(&report, &[&known, "no problems, 3 notes"]);
    cluster.produce(input, &articles(5, None));
    worker.wait_until_caught_up(&cluster, &topics, PATIENCE);
    assert_eq!(producer_of(&cluster, &named), before);
    worker.drain();
}
