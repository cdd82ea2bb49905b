//! A replay logs in as the worker does, and says which right it lacks.

use crate::support::dice::Dice;
use crate::support::login::Issuer;
use crate::support::replay::{Replay, inputs, replayed};
use crate::support::secure::{ANNA, BARE, CLERK, LOGIN, SERVICE, Secured};
use crate::support::worker::{Settings, Topics};

/// Dry run, the job itself, and its status.
fn passes(secured: &Secured, topics: &Topics, settings: &Settings, name: &str) {
    let job = Replay::new(settings, topics, name, "earliest", "latest");
    let dry = job.clone().with(&["--dry-run"]).call();
    let text = String::from_utf8_lossy(&dry.stdout).into_owned();
    assert!(
        text.contains("all: at most 30 messages") && text.contains("events"),
        "{text}"
    );
    job.run();
    let found = replayed(&secured.cluster, &topics.output, &topics.dead_letters, name);
    assert_eq!(found.len(), 30);
    let (status, code) = job.status();
    assert_eq!(code, Some(0));
    assert_eq!(status.lines().last(), Some("finished"), "{status}");
    let log = job.with(&["--restart"]).run();
    assert!(log.contains("begins anew"), "{log}");
}

#[test]
fn a_replay_logs_in_with_a_password_and_with_a_token() {
    let Some(secured) = Secured::shared("a_replay_logs_in_with_a_password_and_with_a_token") else {
        return;
    };
    let topics = Topics::create(&secured.cluster, 2);
    secured
        .cluster
        .produce(&topics.input, &inputs(&mut Dice::new(5), 0, 30, 2));
    passes(
        secured,
        &topics,
        &secured.login(&topics, LOGIN, "SCRAM-SHA-512", ANNA),
        "password",
    );
    let issuer: &Issuer = &secured.issuer;
    let token = secured
        .settings(&topics, BARE)
        .text("kafka.sasl.mechanism", "OAUTHBEARER")
        .text("kafka.sasl.token_file", &secured.keep(&issuer.token(SERVICE, 600)));
    passes(secured, &topics, &token, "token");
}

#[test]
fn a_topic_of_which_nobody_may_know_whether_it_is_compacted() {
    let Some(secured) = Secured::shared("a_topic_of_which_nobody_may_know_whether_it_is_compacted") else {
        return;
    };
    let cluster = &secured.cluster;
    let topics = Topics::create(cluster, 1);
    cluster.produce(&topics.input, &inputs(&mut Dice::new(6), 0, 30, 1));
    let user = format!("User:{}", CLERK.0);
    let acl = |who: &str, rights: &[&str], resource: &[&str]| {
        let begin = ["--bootstrap-server", cluster.brokers(), "--add", who, &user];
        let rights = rights.iter().flat_map(|right| ["--operation", *right]);
        let arguments: Vec<_> = begin
            .into_iter()
            .chain(rights)
            .chain(resource.iter().copied())
            .collect();
        cluster.tool("org.apache.kafka.tools.AclCommand", &arguments, None);
    };
    let written = ["--topic", &topics.output, "--topic", &topics.dead_letters];
    std::thread::scope(|scope| {
        scope.spawn(|| acl("--allow-principal", &["Read"], &["--topic", &topics.input]));
        scope.spawn(|| acl("--allow-principal", &["Write"], &written));
        scope.spawn(|| acl("--deny-principal", &["DescribeConfigs"], &written));
        let prefix = [
            "--group",
            &format!("{}.replay.", topics.group),
            "--resource-pattern-type",
            "prefixed",
        ];
        acl("--allow-principal", &["Read", "Delete"], &prefix);
    });
    let settings = secured
        .login(&topics, LOGIN, "PLAIN", CLERK)
        .text("delivery", "at_least_once");
    let job = Replay::new(&settings, &topics, "unknown", "earliest", "latest");
    let log = job.run_to(78);
    let last = log.lines().last().unwrap();
    for words in ["grant DescribeConfigs", topics.output.as_str(), "compacted", "--yes"] {
        assert!(last.contains(words), "no {words:?} in {last}");
    }
    passes_with_yes(secured, &topics, job);
}

fn passes_with_yes(secured: &Secured, topics: &Topics, job: Replay) {
    let log = job.with(&["--yes"]).run();
    assert!(log.contains("written all the same"), "{log}");
    let found = replayed(&secured.cluster, &topics.output, &topics.dead_letters, "unknown");
    assert_eq!(found.len(), 30);
}
