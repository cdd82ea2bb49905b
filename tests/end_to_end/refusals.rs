//! What the worker refuses to do, with the exit code and the line that says why.

use std::process::Command;

use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::wait::PATIENCE;
use crate::support::worker::{Settings, Topics, Worker};

/// Topics for runs that never get as far as to look for them.
fn nowhere() -> Topics {
    let name = |role: &str| format!("nowhere-{role}");
    Topics {
        input: name("raw"),
        output: name("events"),
        dead_letters: name("dead"),
        group: name("group"),
    }
}

/// Runs to the end; gives the exit code and what it wrote.
fn run(settings: &Settings) -> (i32, String) {
    let mut worker = Worker::spawn(settings);
    let code = worker.wait_exit(PATIENCE);
    (code, worker.log())
}

#[test]
fn wrong_settings_are_refused_all_at_once_with_their_keys() {
    let settings = Settings::new(Cluster::shared(), &nowhere())
        .raw("worker.treads", 4)
        .text("commit_interval", "soon")
        .text("kafka.consumer.\"group.id\"", "other")
        .raw("dead_letter.max_ratio", "1.5");
    let (code, log) = run(&settings);
    assert_eq!(code, 78, "{log}");
    for word in [
        "worker.treads",
        "worker.threads",
        "commit_interval",
        "group.id",
        "dead_letter.max_ratio",
    ] {
        assert!(log.contains(word), "no {word} in\n{log}");
    }
}

#[test]
fn no_broker_within_the_startup_timeout() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    // Connections wait in the listener's queue: a broker that is there and says nothing.
    let settings = Settings::new(Cluster::shared(), &nowhere())
        .text("kafka.brokers", &address)
        .text("startup_timeout", "1 s");
    let (code, log) = run(&settings);
    assert_eq!(code, 69, "{log}");
    let last = log.lines().last().unwrap_or_default();
    assert!(last.contains(&address), "{log}");
}

#[test]
fn an_unknown_subcommand_is_wrong_usage() {
    let output = Command::new(env!("CARGO_BIN_EXE_bantin")).arg("chạy").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_second_worker_of_the_same_name_takes_over_and_the_first_says_so() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 2);
    let settings = Settings::new(cluster, &topics).text("worker.name", "alone");
    let mut first = Worker::start(&settings);
    let mut second = Worker::spawn(&settings);
    assert_eq!(first.wait_exit(PATIENCE), 76, "{}", first.log());
    assert!(first.log().contains("alone"), "{}", first.log());

    second.wait_until_ready();
    let article = Article::new(&mut Dice::new(1), "second", 1, 2);
    cluster.produce(&topics.input, &[Input::of(article.text())]);
    second.wait_until_caught_up(cluster, &topics, PATIENCE);
    second.drain();
    assert_eq!(cluster.read_all(&topics.output).len(), 1);
}

#[test]
fn a_committed_offset_that_retention_took_stops_the_worker_unless_told_otherwise() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let mut dice = Dice::new(5);
    let mut articles = |from: u64, to: u64| -> Vec<Input> {
        (from..to)
            .map(|n| Input::of(Article::new(&mut dice, "lost", n, 2).text()))
            .collect()
    };
    let settings = Settings::new(cluster, &topics);
    cluster.produce(&topics.input, &articles(0, 5));
    let mut worker = Worker::start(&settings);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.drain();

    cluster.produce(&topics.input, &articles(5, 10));
    cluster.delete_records(&topics.input, 0, 8);
    let (code, log) = run(&settings);
    assert_eq!(code, 74, "{log}");
    assert!(
        log.contains(&topics.input) && log.contains("input.lost_offset"),
        "{log}"
    );

    let mut worker = Worker::start(&settings.text("input.lost_offset", "earliest"));
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.drain();
    // 0 to 4 before, 8 and 9 after.
    assert_eq!(cluster.read_all(&topics.output).len(), 7);
}

#[test]
fn a_dead_letter_topic_that_refuses_even_a_stub_stops_the_worker() {
    let cluster = Cluster::shared();
    let mut topics = Topics::create(cluster, 1);
    topics.dead_letters = cluster.create_topic("tiny", 1, &[("max.message.bytes", "100")]);
    cluster.produce(&topics.input, &[Input::of(*b"{\"title\": ").key("broken")]);
    let (code, log) = run(&Settings::new(cluster, &topics));
    assert_eq!(code, 70, "{log}");
    let last = log.lines().last().unwrap_or_default();
    let origin = format!("{}/0/0", topics.input);
    assert!(last.contains(&topics.dead_letters) && last.contains(&origin), "{log}");
    assert!(!log.contains("panicked"), "{log}");
    // It is neither published nor passed.
    let committed = cluster.committed(&topics.group, &topics.input);
    assert!(committed.get(&0).is_none_or(|offset| *offset == 0), "{committed:?}");
    assert_eq!(cluster.read_all(&topics.dead_letters), []);
}
