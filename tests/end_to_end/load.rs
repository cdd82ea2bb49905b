//! `bantin load`: files become raw messages, byte for byte; nothing is missing whatever ends it, and nothing is passed
//! over in silence.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::client::Found;
use crate::support::dice::Dice;
use crate::support::kafka::{Cluster, scratch};
use crate::support::leash::Leashed;
use crate::support::say::say;
use crate::support::secure::{CLERK, LOGIN, READER, STRANGER, Secured};
use crate::support::wait::{PATIENCE, wait_for};
use crate::support::worker::{Settings, Topics, call};

/// A topic to load into, and settings that know the cluster.
fn topic(partitions: i32, configuration: &[(&str, &str)]) -> (String, Settings) {
    let cluster = Cluster::shared();
    let topic = cluster.create_topic("loaded", partitions, configuration);
    let topics = Topics {
        input: topic.clone(),
        output: "events".to_owned(),
        dead_letters: "dead".to_owned(),
        group: Cluster::unique("load"),
    };
    (topic, Settings::new(cluster, &topics))
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).display().to_string()
}

fn write(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> String {
    std::fs::write(folder.path().join(name), bytes).unwrap();
    path(folder, name)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Loads to the end; gives the exit code and what it wrote to standard output and error.
fn load(arguments: &[&str], settings: &Settings) -> (i32, String, String) {
    ended(&call(&[&["load"], arguments].concat(), settings, &[]))
}

fn ended(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn values(found: &[Found]) -> Vec<String> {
    let value = |found: &Found| String::from_utf8(found.value.clone().unwrap()).unwrap();
    let mut values: Vec<_> = found.iter().map(value).collect();
    values.sort();
    values
}

fn sorted(values: &[&str]) -> Vec<String> {
    let mut values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
    values.sort();
    values
}

#[test]
fn files_of_every_shape_arrive_byte_for_byte() {
    let (topic, settings) = topic(3, &[]);
    let folder = tempfile::tempdir().unwrap();
    let text = "Chợ nổi\r\n\r\nSáng nay, bà con họp chợ.\n";
    let html = "<!doctype html>\n<p>Cầu mới\n</p>\n";
    let object = "{\n  \"title\": \"Một\"\n}\n";
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    write(&folder, "a.txt", text);
    write(&folder, "b.html", html);
    write(&folder, "c.json", object);
    write(&folder, "d.jsonl", "{\"n\": 1}\n\n{\"n\": 2}\r\n  {\"n\": 3}");
    write(&folder, "sub/e.jsonl.gz", gzip(b"{\"n\": 4}\n{\"n\": 5}\n"));
    write(&folder, "sub/f.txt.gz", gzip("gói lại\n".as_bytes()));
    write(&folder, "g.ndjson", "null\n[{\"n\": 6}]\n \n");
    write(&folder, "h.txt", "");
    write(&folder, ".hidden", "hidden");
    let (code, out, err) = load(&[&path(&folder, "")], &settings);
    assert_eq!(code, 0, "{err}");
    let found = Cluster::shared().read_all(&topic);
    let expected = [
        text,
        html,
        object,
        "{\"n\": 1}",
        "{\"n\": 2}\r",
        "  {\"n\": 3}",
        "{\"n\": 4}",
        "{\"n\": 5}",
        "gói lại\n",
        "null",
        "[{\"n\": 6}]",
    ];
    assert_eq!(values(&found), sorted(&expected));
    assert!(
        found
            .iter()
            .all(|found| found.key.is_none() && found.headers.is_empty())
    );
    assert!(out.starts_with("loaded 11 messages, ") && out.contains(&topic), "{out}");
    assert!(
        out.contains("; 3 blank, passed over") && out.lines().count() == 1,
        "{out}"
    );
}

#[test]
fn standard_input_and_lines_of_any_file_are_taken_where_they_are_asked_for() {
    let (topic, settings) = topic(1, &[]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bantin.toml");
    std::fs::write(&file, settings.toml()).unwrap();
    let other = write(&folder, "a.txt", "ba\nbốn\n");
    let load = |arguments: &[&str], input: &[u8]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
            .arg("load")
            .args(arguments)
            .arg("--config")
            .arg(&file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let (code, _, err) = ended(&child.wait_with_output().unwrap());
        assert_eq!(code, 0, "{err}");
    };
    load(&["-"], "một\nthứ\n".as_bytes());
    load(&["--lines", "-", &other], &gzip("một\nhai\n".as_bytes()));
    // One partition: they stand in the order of the arguments.
    let values: Vec<_> = Cluster::shared()
        .read_all(&topic)
        .into_iter()
        .map(|f| f.value.unwrap())
        .collect();
    let expected = ["một\nthứ\n", "một", "hai", "ba", "bốn"];
    assert_eq!(values, expected.map(|value| value.as_bytes().to_vec()));
}

#[test]
fn keys_are_what_was_asked_for_and_the_null_key_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let lines = [
        json!({"url": "https://bao.example/1", "id": 7, "title": "a"}).to_string(),
        json!({"title": "b"}).to_string(),
    ];
    let jsonl = write(&folder, "a.jsonl", lines.join("\n"));
    let text = write(&folder, "b.txt", "Chợ nổi");
    let first = format!("{jsonl}:1");
    let second = format!("{jsonl}:2");
    for (kind, expected, without) in [
        ("url", [Some("https://bao.example/1"), None, None], "2 without a key"),
        ("id", [Some("7"), None, None], "2 without a key"),
        ("path", [Some(&*first), Some(&*second), Some(&*text)], "/s)\n"),
    ] {
        let (topic, settings) = topic(4, &[]);
        let (code, out, err) = load(&["--key", kind, &jsonl, &text], &settings);
        assert_eq!(code, 0, "{err}");
        assert!(out.contains(without), "{out}");
        let found = Cluster::shared().read_all(&topic);
        let values = [&*lines[0], &*lines[1], "Chợ nổi"];
        for (value, key) in values.into_iter().zip(expected) {
            let found = found
                .iter()
                .find(|f| f.value.as_deref() == Some(value.as_bytes()))
                .unwrap();
            assert_eq!(found.key.as_deref(), key.map(str::as_bytes), "{kind}: {value}");
        }
    }
}

#[test]
fn a_rate_is_kept() {
    let (topic, settings) = topic(2, &[]);
    let folder = tempfile::tempdir().unwrap();
    let lines: String = (0..30).map(|n| format!("{{\"n\": {n}}}\n")).collect();
    let file = write(&folder, "a.jsonl", lines);
    let (code, _, err) = load(&["--rate", "600/min", &file], &settings);
    assert_eq!(code, 0, "{err}");
    let times: Vec<_> = Cluster::shared()
        .read_all(&topic)
        .iter()
        .map(|f| f.timestamp.unwrap())
        .collect();
    assert_eq!(times.len(), 30);
    // 29 waits of a tenth of a second, but for what may be caught up. A slow machine only takes longer.
    let past = times.iter().max().unwrap() - times.iter().min().unwrap();
    assert!(past >= 2_700, "{past} ms");
    assert_eq!(load(&["--rate", "0/s", &file], &settings).0, 2);
}

/// A load that can be killed.
struct Loading {
    process: Leashed,
    log: PathBuf,
}

impl Loading {
    fn start(arguments: &[&str], settings: &Settings) -> Loading {
        let folder = scratch(&Cluster::unique("load"));
        let (file, log) = (folder.join("bantin.toml"), folder.join("log"));
        std::fs::write(&file, settings.toml()).unwrap();
        let file = file.display().to_string();
        let arguments: Vec<_> = [&["load"], arguments, &["--config", &file]]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let process = Leashed::start(env!("CARGO_BIN_EXE_bantin"), &arguments, &log, None);
        Loading { process, log }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until its log says that there is nobody to talk to.
    fn wait_until_stalled(&mut self) {
        wait_for("a load without brokers", || {
            assert_eq!(self.process.exit_code(), None, "{}", self.log());
            self.log().contains("Connection refused").then_some(())
        });
    }

    /// Waits until it has loaded `count` messages, by its position.
    fn wait_until(&mut self, position: &Path, count: u64) {
        wait_for(&format!("{count} messages in {}", position.display()), || {
            let code = self.process.exit_code();
            assert_eq!(code, None, "it ended before it could be killed:\n{}", self.log());
            (messages(position) >= count).then_some(())
        });
    }
}

fn position(file: &Path) -> Option<Value> {
    Some(serde_json::from_slice(&std::fs::read(file).ok()?).expect("a whole position at any time"))
}

fn messages(file: &Path) -> u64 {
    position(file).map_or(0, |position| position["messages"].as_u64().unwrap())
}

/// How many lines of all files a position passes, where each file has `lines` of them.
fn passed(file: &Path, lines: u64) -> u64 {
    let Some(position) = position(file) else { return 0 };
    match position["files"].as_array().unwrap().len() as u64 {
        0 => 0,
        files => (files - 1) * lines + position["line"].as_u64().unwrap(),
    }
}

/// How often each value stands in a topic.
fn counted(topic: &str) -> BTreeMap<Vec<u8>, u64> {
    let mut counts = BTreeMap::new();
    for found in Cluster::shared().read_all(topic) {
        *counts.entry(found.value.unwrap()).or_default() += 1;
    }
    counts
}

#[test]
fn killed_at_any_time_and_resumed_nothing_is_missing_and_the_position_is_never_ahead() {
    const LINES: u64 = 20_000;
    const KILLS: u64 = 4;
    let (topic, settings) = topic(3, &[]);
    let settings = settings.text("commit_interval", "20 ms");
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::seeded("load");
    let lines = |file: u64| -> Vec<String> {
        (0..LINES)
            .map(|n| {
                format!(
                    "{{\"n\": {}, \"text\": \"{}\"}}",
                    file * LINES + n,
                    "à".repeat((n % 97) as usize)
                )
            })
            .collect()
    };
    let all = [lines(0), lines(1)];
    write(&folder, "a.jsonl", all[0].join("\n"));
    write(&folder, "b.jsonl.gz", gzip((all[1].join("\n") + "\n").as_bytes()));
    let all = all.concat();
    let kept = tempfile::tempdir().unwrap();
    let file = kept.path().join("position");
    let (archive, resume) = (path(&folder, ""), file.display().to_string());
    // By the rate it takes ten seconds at least: it is killed long before its end.
    let arguments = ["--rate", "4000/s", "--key", "path", "--resume", &resume, &archive];
    let mut settled: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    for kill in 1..=KILLS {
        let mut loading = Loading::start(&arguments, &settings);
        let target = kill * LINES / 5 - dice.between(0, 3_000);
        if kill % 2 == 0 {
            loading.wait_until(&file, target);
        } else {
            // Not as the position is written, but as the topic grows: what is there is not in the position yet.
            wait_for(&format!("{target} records in {topic}"), || {
                let there: i64 = Cluster::shared().end_offsets(&topic).values().sum();
                let code = loading.process.exit_code();
                assert_eq!(code, None, "it ended before it could be killed:\n{}", loading.log());
                (there as u64 >= target).then_some(())
            });
        }
        loading.process.kill();
        let passed = passed(&file, LINES);
        let counts = counted(&topic);
        for line in all.iter().take(passed as usize) {
            let now = counts.get(line.as_bytes()).copied().unwrap_or(0);
            assert!(now > 0, "the position passes {passed} lines, and {line} is not there");
            // What was passed once is not sent again.
            let then = *settled.entry(line.clone().into_bytes()).or_insert(now);
            assert_eq!(now, then, "{line}");
        }
    }
    let (code, out, err) = load(&["--key", "path", "--resume", &resume, &archive], &settings);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("were there from before"), "{out}");
    let counts = counted(&topic);
    assert!(
        all.iter().all(|line| counts.contains_key(line.as_bytes())),
        "lines are missing"
    );
    assert_eq!(counts.len(), all.len());
    assert!(
        settled.iter().all(|(line, count)| counts[line] == *count),
        "sent again though passed"
    );
    let repeats = counts.values().sum::<u64>() - all.len() as u64;
    say(&format!("load: {KILLS} kills, {} lines, {repeats} repeated", all.len()));

    // Done is done.
    let (code, out, _) = load(&["--key", "path", "--resume", &resume, &archive], &settings);
    assert_eq!(code, 0);
    assert!(out.starts_with("loaded 0 messages"), "{out}");
    // What comes into the folder later comes with the next run.
    write(&folder, "c.txt", "mới");
    let (_, out, _) = load(&["--key", "path", "--resume", &resume, &archive], &settings);
    assert!(out.starts_with("loaded 1 message,"), "{out}");
}

#[test]
fn a_signal_ends_it_in_good_order_and_nothing_is_repeated() {
    let (topic, settings) = topic(2, &[]);
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = (0..30_000).map(|n| format!("{{\"n\": {n}}}")).collect();
    let archive = write(&folder, "a.jsonl", lines.join("\n"));
    let resume = path(&folder, "position");
    let file = folder.path().join("position");
    for (signal, target) in [("TERM", 1_000), ("INT", 3_000)] {
        let mut loading = Loading::start(&["--rate", "3000/s", "--resume", &resume, &archive], &settings);
        loading.wait_until(&file, target);
        loading.process.signal(signal);
        assert_eq!(loading.process.wait_exit(PATIENCE), 3, "{}", loading.log());
        assert!(
            loading.log().contains("the same command goes on from here"),
            "{}",
            loading.log()
        );
        let there = Cluster::shared().end_offsets(&topic).values().sum::<i64>();
        assert_eq!((messages(&file), passed(&file, 0)), (there as u64, there as u64));
    }
    let (code, _, err) = load(&["--resume", &resume, &archive], &settings);
    assert_eq!(code, 0, "{err}");
    let counts = counted(&topic);
    assert_eq!(counts.len(), lines.len());
    assert!(counts.values().all(|count| *count == 1), "nothing is there twice");
}

#[test]
fn what_the_topic_refuses_is_named_and_loaded_once_the_topic_takes_it() {
    let cluster = Cluster::shared();
    let (topic, settings) = topic(1, &[("max.message.bytes", "20000")]);
    let folder = tempfile::tempdir().unwrap();
    let large = format!("{{\"text\": \"{}\"}}", "dài ".repeat(8_000));
    let lines = write(&folder, "a.jsonl", format!("{{\"n\": 1}}\n{large}\n{{\"n\": 3}}\n"));
    let whole = write(&folder, "b.txt", &large);
    let small = write(&folder, "c.txt", "nhỏ");
    let kept = tempfile::tempdir().unwrap();
    let resume = path(&kept, "position");
    let arguments = ["--resume", &resume, &lines, &whole, &small];
    for again in [false, true] {
        let (code, out, err) = load(&arguments, &settings);
        assert_eq!(code, 65, "{err}");
        for words in [
            &format!("{lines}:2 was refused"),
            &format!("{whole}:1 was refused"),
            "max.message.bytes",
        ] {
            assert!(err.contains(words), "no {words} in {err}");
        }
        assert!(out.contains("; 2 refused: see the log"), "{out}");
        assert!(
            out.starts_with(if again {
                "loaded 0 messages"
            } else {
                "loaded 3 messages"
            }),
            "{out}"
        );
    }
    assert_eq!(
        values(&cluster.read_all(&topic)),
        sorted(&["{\"n\": 1}", "{\"n\": 3}", "nhỏ"])
    );

    cluster.limit_messages(&topic, 1_000_000);
    let (code, out, err) = load(&arguments, &settings);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("loaded 2 messages"), "{out}");
    let expected = ["{\"n\": 1}", "{\"n\": 3}", "nhỏ", &large, &large];
    assert_eq!(values(&cluster.read_all(&topic)), sorted(&expected));
    assert!(load(&arguments, &settings).1.starts_with("loaded 0 messages"));
}

#[test]
fn a_record_that_the_broker_refuses_takes_no_other_with_it() {
    let cluster = Cluster::shared();
    // A compacted topic takes no message without a key, and refuses the whole batch that holds one.
    let (topic, settings) = topic(1, &[("cleanup.policy", "compact")]);
    let folder = tempfile::tempdir().unwrap();
    let line = |n: u64| match n % 100 {
        7 => json!({"title": n}).to_string(),
        _ => json!({"title": n, "url": format!("https://bao.example/{n}")}).to_string(),
    };
    let lines: Vec<_> = (0..1_000).map(line).collect();
    let file = write(&folder, "a.jsonl", lines.join("\n"));
    let (code, out, err) = load(&["--key", "url", &file], &settings);
    assert_eq!(code, 65, "{err}");
    assert!(
        out.starts_with("loaded 990 messages") && out.contains("; 10 refused"),
        "{out}"
    );
    assert!(
        err.contains(&format!("{file}:8 was refused")) && err.contains("without a key"),
        "{err}"
    );
    let keyed: Vec<_> = lines
        .iter()
        .filter(|line| line.contains("url"))
        .map(String::as_str)
        .collect();
    assert_eq!(values(&cluster.read_all(&topic)), sorted(&keyed));
}

#[test]
fn what_does_not_fit_the_position_is_refused_and_nothing_is_loaded() {
    let cluster = Cluster::shared();
    let (topic, settings) = topic(1, &[]);
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "a.jsonl", "{\"n\": 1}\n{\"n\": 2}\n");
    let more = write(&folder, "b.txt", "b");
    let resume = path(&folder, "position");
    assert_eq!(load(&["--resume", &resume, &file], &settings).0, 0);
    let before = std::fs::read(&resume).unwrap();
    let refused = |arguments: &[&str], words: &str| {
        let (code, _, err) = load(&[&["--resume", &resume], arguments].concat(), &settings);
        assert_eq!(code, 65, "{err}");
        assert!(err.contains(words) && err.contains(&resume), "no {words} in {err}");
        assert!(
            std::fs::read(&resume).unwrap() == before,
            "the position was touched: {words}"
        );
    };
    let other = cluster.create_topic("loaded", 1, &[]);
    refused(&["--topic", &other, &file], "the topic");
    refused(&[&file, &more], "the paths");
    refused(&["--key", "url", &file], "--key");
    refused(&["--lines", &file], "--lines");
    write(&folder, "a.jsonl", "{\"n\": 1}\n{\"n\": 2}\n{\"n\": 3}\n");
    refused(&[&file], "18 bytes then, 27 now");
    write(&folder, "a.jsonl", "{\"n\": 1}\n{\"n\": 9}\n");
    refused(&[&file], "its beginning is another");
    write(&folder, "a.jsonl", "{\"n\": 1}\n{\"n\": 2}\n");
    assert_eq!(cluster.read_all(&topic).len(), 2);
    assert_eq!(cluster.read_all(&other), []);
    cluster.delete_topic(&topic);
    cluster.create_named_topic(&topic, 1, &[]);
    refused(&[&file], "made anew");
    // Somebody's notes are no position, and are left alone.
    let notes = write(&folder, "notes", "my notes");
    let (code, _, err) = load(&["--resume", &notes, &file], &settings);
    assert_eq!(code, 65, "{err}");
    assert_eq!(std::fs::read_to_string(notes).unwrap(), "my notes");
    assert_eq!(load(&["--resume", &resume, "-"], &settings).0, 2);
    let (code, _, err) = load(&["--resume", &path(&folder, "nowhere/position"), &file], &settings);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("cannot write the position"), "{err}");
}

#[test]
fn what_is_missing_or_cannot_be_read_is_named() {
    let cluster = Cluster::shared();
    let (topic, settings) = topic(1, &[]);
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "a.txt", "một");
    let nowhere = path(&folder, "nowhere.txt");
    let (code, _, err) = load(&[&file, &nowhere], &settings);
    assert_eq!(code, 66, "{err}");
    assert!(err.contains(&nowhere), "{err}");
    assert_eq!(cluster.read_all(&topic), [], "nothing is loaded by halves");

    // A file that was cut off: what could be read is there, and so are the other files.
    let lines: Vec<_> = (0..5_000).map(|n| format!("{{\"n\": {}}}", n * 7_919)).collect();
    let mut packed = gzip(lines.join("\n").as_bytes());
    packed.truncate(packed.len() / 2);
    let broken = write(&folder, "b.jsonl.gz", packed);
    let resume = path(&folder, "position");
    let (code, out, err) = load(&["--resume", &resume, &broken, &file], &settings);
    assert_eq!(code, 66, "{err}");
    assert!(err.contains(&format!("cannot read {broken} after line ")), "{err}");
    assert!(out.contains("1 file could not be read"), "{out}");
    let found: Vec<_> = cluster
        .read_all(&topic)
        .into_iter()
        .map(|f| String::from_utf8(f.value.unwrap()).unwrap())
        .collect();
    let (last, read) = found.split_last().unwrap();
    assert_eq!(last, "một");
    assert!(!read.is_empty() && read.len() < lines.len());
    assert_eq!(read, &lines[..read.len()]);

    let (code, _, err) = load(&["--topic", "nowhere", &file], &settings);
    assert_eq!(code, 78, "{err}");
    assert!(err.contains("topic nowhere does not exist"), "{err}");
    let settings = settings
        .text("kafka.brokers", "127.0.0.1:1")
        .text("startup_timeout", "1 s");
    assert_eq!(load(&[&file], &settings).0, 69);
}

#[test]
fn brokers_that_are_away_are_waited_for_and_nothing_is_repeated() {
    let Some(cluster) = Cluster::own(1, "brokers_that_are_away_are_waited_for_and_nothing_is_repeated") else {
        return;
    };
    let topic = cluster.create_topic("loaded", 2, &[]);
    let topics = Topics {
        input: topic.clone(),
        output: "events".to_owned(),
        dead_letters: "dead".to_owned(),
        group: Cluster::unique("load"),
    };
    let settings = Settings::new(&cluster, &topics).text("commit_interval", "20 ms");
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = (0..12_000).map(|n| format!("{{\"n\": {n}}}")).collect();
    let archive = write(&folder, "a.jsonl", lines.join("\n"));
    let (resume, file) = (path(&folder, "position"), folder.path().join("position"));
    // Eight seconds at least: the broker is gone long before its end.
    let mut loading = Loading::start(&["--rate", "1500/s", "--resume", &resume, &archive], &settings);
    loading.wait_until(&file, 500);
    cluster.kill(0);
    loading.wait_until_stalled();
    assert!(messages(&file) < lines.len() as u64);
    cluster.restart(0);
    assert_eq!(loading.process.wait_exit(2 * PATIENCE), 0, "{}", loading.log());
    let mut found: Vec<_> = cluster
        .read_all(&topic)
        .into_iter()
        .map(|found| found.value.unwrap())
        .collect();
    found.sort();
    let mut expected: Vec<_> = lines.into_iter().map(String::into_bytes).collect();
    expected.sort();
    assert!(
        found == expected,
        "{} records for {} lines",
        found.len(),
        expected.len()
    );
}

#[test]
fn logins_and_rights_are_those_of_every_command() {
    let Some(secured) = Secured::shared("logins_and_rights_are_those_of_every_command") else {
        return;
    };
    let topics = Topics::create(&secured.cluster, 2);
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "a.txt", "một");
    secured.allow(CLERK, &["Write", "Describe"], &topics.input);
    secured.allow(READER, &["Read", "Describe"], &topics.input);
    let (code, _, err) = load(&[&file], &secured.login(&topics, LOGIN, "PLAIN", CLERK));
    assert_eq!(code, 0, "{err}");
    assert_eq!(secured.cluster.read_all(&topics.input).len(), 1);
    for user in [READER, STRANGER] {
        let (code, _, err) = load(&[&file], &secured.login(&topics, LOGIN, "PLAIN", user));
        assert_eq!(code, 77, "{user:?}: {err}");
        assert!(err.contains(&topics.input) && err.contains("Write"), "{err}");
        assert!(!err.contains(user.1), "{err}");
    }
}

#[test]
fn memory_is_bounded_however_much_there_is_to_load() {
    let (topic, settings) = topic(2, &[]);
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::seeded("load memory");
    // Noise, so that the brokers have all of it to take.
    let line = |dice: &mut Dice| -> String { (0..1_000).map(|_| format!("{:04x}", dice.between(0, 65_535))).collect() };
    let lines: Vec<_> = (0..25).map(|_| line(&mut dice)).collect();
    let mut file = std::io::BufWriter::new(std::fs::File::create(folder.path().join("a.jsonl")).unwrap());
    for n in 0..30_000 {
        writeln!(file, "{{\"n\": {n}, \"text\": \"{}\"}}", lines[n % lines.len()]).unwrap();
    }
    drop(file);
    let settings = settings
        .text("worker.in_flight_bytes", "2 MiB")
        .text("intake.max_bytes", "1 MiB");
    let settings = settings.text("output.compression", "none");
    let mut loading = Loading::start(&[&path(&folder, "a.jsonl")], &settings);
    let id = loading.process.id();
    let mut most = 0;
    wait_for("the end of the load", || {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        most = most.max(now.unwrap_or(0));
        loading.process.exit_code()
    });
    assert!(
        loading.log().contains("loaded 30,000 messages, 12"),
        "{}",
        loading.log()
    );
    assert_eq!(Cluster::shared().end_offsets(&topic).values().sum::<i64>(), 30_000);
    say(&format!("load: 122 MB with {most} kB at most"));
    assert!(most < 64 * 1024, "{most} kB");
}

/// What a file of real messages holds, line by line; `None` with a line that says so where there is none.
fn corpus(test: &str, name: &str) -> Option<(String, Vec<Vec<u8>>)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpus/text")
        .join(name);
    let Ok(packed) = std::fs::File::open(&file) else {
        say(&format!("{test}: skipped, there is no ../shared/corpus/text/{name}"));
        return None;
    };
    let mut bytes = Vec::new();
    MultiGzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    Some((file.display().to_string(), lines.map(<[u8]>::to_vec).collect()))
}

#[test]
fn real_messages_are_loaded_killed_and_resumed_without_loss() {
    let test = "real_messages_are_loaded_killed_and_resumed_without_loss";
    let (Some(items), Some(messages)) = (
        corpus(test, "rss-items.jsonl.gz"),
        corpus(test, "newsplease-messages.jsonl.gz"),
    ) else {
        return;
    };
    let (topic, settings) = topic(4, &[]);
    let settings = settings.text("commit_interval", "20 ms");
    let folder = tempfile::tempdir().unwrap();
    let (resume, file) = (path(&folder, "position"), folder.path().join("position"));
    let arguments = ["--key", "url", "--resume", &resume, &messages.0, &items.0];
    let slowly = [&["--rate", "1000/s"][..], &arguments].concat();
    let mut dice = Dice::seeded("load corpus");
    for target in [50, 1_500, 3_000] {
        let mut loading = Loading::start(&slowly, &settings);
        loading.wait_until(&file, target + dice.between(0, 1_000));
        loading.process.kill();
    }
    let (code, _, err) = load(&arguments, &settings);
    assert_eq!(code, 0, "{err}");
    let counts = counted(&topic);
    let expected: std::collections::BTreeSet<_> = messages.1.iter().chain(&items.1).collect();
    assert!(counts.keys().eq(expected), "not what the files hold");
    let repeats = counts.values().sum::<u64>() - (messages.1.len() + items.1.len()) as u64;
    say(&format!(
        "load: {} real messages, 3 kills, {repeats} repeated",
        messages.1.len() + items.1.len()
    ));
}
