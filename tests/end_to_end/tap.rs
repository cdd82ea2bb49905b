//! `bantin tap`: what goes through a topic, seen without leaving a trace.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::articles::Article;
use crate::support::client::{Found, Input};
use crate::support::dice::Dice;
use crate::support::kafka::{Cluster, scratch};
use crate::support::leash::Leashed;
use crate::support::secure::{LOGIN, LONER, STRANGER, Secured};
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, Worker, call};

/// Runs to its end, at a limit or an error; gives the exit code and what it wrote to standard output and error.
fn tap(arguments: &[&str], settings: &Settings) -> (i32, String, String) {
    let output = call(&[&["tap"], arguments].concat(), settings, &[("COLUMNS", "100")]);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// A tap that runs on.
struct Tapping {
    process: Leashed,
    log: std::path::PathBuf,
}

impl Tapping {
    /// Starts it and waits until it follows.
    fn start(arguments: &[&str], settings: &Settings) -> Tapping {
        let folder = scratch(&Cluster::unique("tap"));
        let (file, log) = (folder.join("bantin.toml"), folder.join("log"));
        std::fs::write(&file, settings.toml()).unwrap();
        let file = file.display().to_string();
        let arguments: Vec<_> = [&["tap"], arguments, &["--config", &file]]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let process = Leashed::start(env!("CARGO_BIN_EXE_bantin"), &arguments, &log, None);
        let mut tapping = Tapping { process, log };
        wait_for("a tap that follows", || {
            assert_eq!(tapping.process.exit_code(), None, "{}", tapping.log());
            tapping.log().contains("\"message\":\"following\"").then_some(())
        });
        tapping
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// The lines that are no log's.
    fn shown(&self) -> Vec<String> {
        let log = self.log();
        let whole = log.rfind('\n').map_or("", |end| &log[..end]);
        let shown = whole.lines().filter(|line| !line.contains("\"level\":\""));
        shown.map(str::to_owned).collect()
    }

    fn wait_until_shown(&self, count: usize) -> Vec<String> {
        wait_for(&format!("{count} records ({})", self.log.display()), || {
            let shown = self.shown();
            (shown.len() >= count).then_some(shown)
        })
    }

    /// Ends it by a signal.
    fn end(mut self, signal: &str) {
        self.process.signal(signal);
        assert_eq!(self.process.wait_exit(PATIENCE), 0, "{}", self.log());
    }
}

/// The groups that the cluster knows, as Kafka's own tool lists them.
fn groups(cluster: &Cluster) -> BTreeSet<String> {
    let class = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";
    let text = cluster.tool(class, &["--bootstrap-server", cluster.brokers(), "--list"], None);
    text.lines().map(|line| line.trim().to_owned()).collect()
}

fn value(found: &Found) -> String {
    String::from_utf8(found.value.clone().unwrap()).unwrap()
}

#[test]
fn events_are_followed_from_now_on_and_no_group_is_left_behind() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 3);
    let mut dice = Dice::new(11);
    let mut articles = |kind: &str, numbers: std::ops::Range<u64>| -> Vec<Input> {
        let input = |n: u64| {
            let article = Article::new(&mut dice, kind, n, 2);
            let value = if kind == "text" {
                article.text()
            } else {
                article.envelope().to_string()
            };
            Input::of(value).key(format!("{kind}-{n}")).partition(n as i32 % 3)
        };
        numbers.map(input).collect()
    };
    let settings = Settings::new(cluster, &topics);
    let mut worker = Worker::start(&settings);
    cluster.produce(&topics.input, &articles("envelope", 0..10));
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);

    let group = Cluster::unique("tap");
    let settings = settings.text("input.group", &group);
    let filter = "language=vi,publisher.domain=bao-thu.example,key!=envelope-13";
    let tapping = Tapping::start(&["--filter", filter], &settings);
    cluster.produce(&topics.input, &articles("text", 0..5));
    cluster.produce(&topics.input, &articles("envelope", 10..20));
    let shown: BTreeSet<_> = tapping.wait_until_shown(9).into_iter().collect();
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    let known = groups(cluster);
    assert!(known.contains(&topics.group) && !known.contains(&group), "{known:?}");
    assert_eq!(tapping.shown().len(), 9);
    tapping.end("TERM");
    worker.drain();
    assert!(!groups(cluster).contains(&group));

    let all = cluster.read_all(&topics.output);
    assert_eq!(all.len(), 25);
    let later = |found: &&Found| {
        let key = String::from_utf8(found.key.clone().unwrap()).unwrap();
        key.starts_with("envelope-1") && !["envelope-1", "envelope-13"].contains(&key.as_str())
    };
    let expected: BTreeSet<_> = all.iter().filter(later).map(value).collect();
    assert_eq!(shown, expected, "byte for byte, and no other");

    let arguments = ["--since", "earliest", "--limit", "25"];
    let (code, out, err) = tap(&arguments, &settings);
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        out.lines().map(str::to_owned).collect::<BTreeSet<_>>(),
        all.iter().map(value).collect()
    );

    let (code, out, err) = tap(&[&arguments[..], &["--pretty"]].concat(), &settings);
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains('\u{1b}'), "no colours where there is no terminal");
    for found in &all {
        let event = found.json();
        let place = format!("{}/{}/{}", topics.output, found.partition, found.offset);
        let id = format!("id {}", event["id"].as_str().unwrap());
        // Long lines are wrapped.
        let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [event["title"].as_str().unwrap(), &place, &id] {
            assert!(words.contains(part), "no {part} in\n{out}");
        }
    }
}

#[test]
fn dead_letters_are_shown_with_their_reasons() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let settings = Settings::new(cluster, &topics).raw("dead_letter.max_ratio", "1.0");
    let mut worker = Worker::start(&settings);
    let broken = "{\"title\": \"gãy";
    cluster.produce(
        &topics.input,
        &[
            Input::of(b"\x89PNG\r\n\x1a\n\0".to_vec()).key("a"),
            Input::of(broken).key("b"),
            Input::of("{}").key("c"),
        ],
    );
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.drain();
    let since = ["--dead-letters", "--since", "earliest"];
    let arguments = [
        &since[..],
        &["--limit", "1", "--filter", "dlq.stage=intake,dlq.code=invalid_json"],
    ]
    .concat();
    let (code, out, err) = tap(&arguments, &settings);
    assert_eq!(code, 0, "{err}");
    let line: Value = serde_json::from_str(&out).unwrap();
    let found = cluster.read_all(&topics.dead_letters);
    let dead = found
        .iter()
        .find(|found| found.value.as_deref() == Some(broken.as_bytes()))
        .unwrap();
    assert_eq!(line["payload"], broken);
    assert_eq!(line["key"], "b");
    assert_eq!(
        (&line["topic"], &line["offset"]),
        (&topics.dead_letters.as_str().into(), &dead.offset.into())
    );
    for (name, _) in &dead.headers {
        assert_eq!(line["headers"][name], dead.header(name).unwrap(), "{name}");
    }
    let (code, out, err) = tap(&[&arguments[..], &["--pretty"]].concat(), &settings);
    assert_eq!(code, 0, "{err}");
    for words in [
        "intake/invalid_json",
        "line 1 column",
        &format!("from {}/0/1", topics.input),
        broken,
    ] {
        assert!(out.contains(words), "no {words} in\n{out}");
    }
    let (_, out, _) = tap(&[&since[..], &["--limit", "3"]].concat(), &settings);
    assert_eq!(out.lines().count(), 3);
}

#[test]
fn any_topic_is_read_from_any_point_and_only_what_is_committed() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let settings = Settings::new(cluster, &topics);
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
    let hour = 3_600_000;
    let input = |value: &str, timestamp| Input::of(value).timestamp(timestamp);
    cluster.produce(&topics.input, &[input("a", now - 9 * hour), input("b", now - 3 * hour)]);
    cluster.produce_transaction(&topics.input, &[input("never", now - hour)], false);
    cluster.produce_transaction(&topics.input, &[input("c", now - hour)], true);
    let payloads = |since: &str, limit: usize| -> Vec<String> {
        let limit = limit.to_string();
        let (code, out, err) = tap(
            &["--topic", &topics.input, "--since", since, "--limit", &limit],
            &settings,
        );
        assert_eq!(code, 0, "{err}");
        let payload = |line: &str| {
            serde_json::from_str::<Value>(line).unwrap()["payload"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        out.lines().map(payload).collect()
    };
    assert_eq!(payloads("earliest", 3), ["a", "b", "c"]);
    assert_eq!(payloads("offset:1", 2), ["b", "c"]);
    assert_eq!(payloads("4h", 2), ["b", "c"]);
    let time = jiff::Timestamp::from_millisecond(now - 2 * hour).unwrap().to_string();
    assert_eq!(payloads(&time, 1), ["c"]);
    // What is not there yet is waited for, and so is a transaction that is open.
    let tapping = Tapping::start(&["--topic", &topics.input, "--since", "0s", "--limit", "2"], &settings);
    cluster.produce_transaction(&topics.input, &[Input::of("never")], false);
    cluster.produce_transaction(&topics.input, &[Input::of("d")], true);
    cluster.produce(
        &topics.input,
        &[Input {
            value: None,
            ..Input::of("").key("e")
        }],
    );
    let shown = tapping.wait_until_shown(2);
    assert!(
        shown[0].contains("\"payload\":\"d\"") && shown[1].contains("\"payload\":null"),
        "{shown:?}"
    );
    let mut process = tapping.process;
    assert_eq!(process.wait_exit(PATIENCE), 0);
}

#[test]
fn partitions_that_are_added_are_followed_too() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let settings = Settings::new(cluster, &topics);
    let tapping = Tapping::start(&["--topic", &topics.input], &settings);
    cluster.add_partitions(&topics.input, 3);
    let inputs: Vec<_> = (0..3).map(|p| Input::of(format!("p{p}")).partition(p)).collect();
    cluster.produce(&topics.input, &inputs);
    let shown = tapping.wait_until_shown(3).join("\n");
    for p in 0..3 {
        assert!(shown.contains(&format!("\"payload\":\"p{p}\"")), "{shown}");
    }
    tapping.end("INT");
}

#[test]
fn the_right_to_read_the_topic_is_enough() {
    let Some(secured) = Secured::shared("the_right_to_read_the_topic_is_enough") else {
        return;
    };
    let topics = Topics::create(&secured.cluster, 2);
    secured
        .cluster
        .produce(&topics.input, &[Input::of("a"), Input::of("b").partition(1)]);
    let arguments = ["--topic", &topics.input, "--since", "earliest", "--limit", "2"];
    secured.allow(LONER, &["Read", "Describe"], &topics.input);
    // In no group may it read.
    let (code, out, err) = tap(&arguments, &secured.login(&topics, LOGIN, "PLAIN", LONER));
    assert_eq!((code, out.lines().count()), (0, 2), "{err}");
    let (code, _, err) = tap(&arguments, &secured.login(&topics, LOGIN, "PLAIN", STRANGER));
    assert_eq!(code, 77, "{err}");
    assert!(err.contains(&topics.input) && err.contains("Read"), "{err}");
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    cluster.produce(&topics.input, &[Input::of("a"), Input::of("b")]);
    let file = scratch(&Cluster::unique("tap")).join("bantin.toml");
    let settings = Settings::new(cluster, &topics).text("log.level", "warn");
    std::fs::write(&file, settings.toml()).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["tap", "--since", "earliest", "--topic", &topics.input, "--config"])
        .arg(&file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.contains("\"payload\":\"a\""), "{line}");
    let status = wait_for("the end of the tap", || {
        cluster.produce(&topics.input, &[Input::of("more")]);
        child.try_wait().unwrap()
    });
    let mut words = String::new();
    child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
    assert_eq!((status.code(), words.as_str()), (Some(0), ""));
}

#[test]
fn what_cannot_be_is_refused_with_the_remedy() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let settings = Settings::new(cluster, &topics);
    for (arguments, code, words) in [
        (&["--filter", "langage=vi"][..], 2, "did you mean language?"),
        (&["--dead-letters", "--filter", "code=x"], 2, "did you mean dlq.code?"),
        (&["--filter", "language"], 2, "FIELD=VALUE"),
        (&["--since", "yesterday"], 2, "earliest"),
        (&["--dead-letters", "--topic", "x"], 2, "cannot be used with"),
        (&["--topic", "nowhere"], 78, "topic nowhere does not exist"),
    ] {
        let (found, out, err) = tap(arguments, &settings);
        assert_eq!((found, out.as_str()), (code, ""), "{arguments:?}: {err}");
        assert!(err.contains(words), "no {words} in {err}");
    }
}
