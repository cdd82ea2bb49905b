//! The real worker: the program itself, as a process of its own.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::kafka::{Cluster, scratch};
use super::leash::Leashed;
use super::wait::{PATIENCE, wait_for, wait_within};

/// The settings of one run, as its file has them: key by key, each on a line of its own.
#[derive(Clone, Debug)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// What every run sets: where Kafka is, the topics, a group of its own, and a port that is free.
    pub fn new(cluster: &Cluster, topics: &Topics) -> Settings {
        Settings(BTreeMap::new())
            .text("kafka.brokers", cluster.brokers())
            .raw("input.topics", format!("[{:?}]", topics.input))
            .text("input.group", &topics.group)
            .text("output.topic", &topics.output)
            .text("dead_letter.topic", &topics.dead_letters)
            .text("operate.listen", "127.0.0.1:0")
            .text("log.format", "json")
    }

    /// Sets a key to a string.
    pub fn text(self, key: &str, value: &str) -> Settings {
        self.raw(key, format!("{value:?}"))
    }

    /// Sets a key to a number, a list, a table: whatever TOML has.
    pub fn raw(mut self, key: &str, value: impl Display) -> Settings {
        self.0.insert(key.to_owned(), value.to_string());
        self
    }

    /// Leaves a key out again.
    pub fn without(mut self, key: &str) -> Settings {
        self.0.remove(key);
        self
    }

    /// The file.
    pub fn toml(&self) -> String {
        self.0.iter().map(|(key, value)| format!("{key} = {value}\n")).collect()
    }
}

/// The topics of one test and the group that reads them.
#[derive(Clone, Debug)]
pub struct Topics {
    /// Where raw articles are.
    pub input: String,
    /// Where events go.
    pub output: String,
    /// Where dead letters go.
    pub dead_letters: String,
    /// The consumer group.
    pub group: String,
}

impl Topics {
    /// Creates the three topics, each with this many partitions.
    pub fn create(cluster: &Cluster, partitions: i32) -> Topics {
        // Inputs as large as the worker is promised to take, and what becomes of them.
        let large = [("max.message.bytes", "33554432")];
        Topics {
            input: cluster.create_topic("raw", partitions, &large),
            output: cluster.create_topic("events", partitions, &large),
            dead_letters: cluster.create_topic("dead", partitions, &large),
            group: Cluster::unique("bantin"),
        }
    }
}

/// Runs a subcommand that ends by itself, with these settings in its file and these variables in its environment.
pub fn call(arguments: &[&str], settings: &Settings, variables: &[(&str, &str)]) -> Output {
    let file = scratch(&Cluster::unique("call")).join("bantin.toml");
    std::fs::write(&file, settings.toml()).unwrap();
    Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(arguments)
        .arg("--config")
        .arg(&file)
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// A running worker.
pub struct Worker {
    process: Leashed,
    log: PathBuf,
    address: Option<String>,
}

impl Worker {
    /// Starts `bantin run` with these settings and returns at once.
    pub fn spawn(settings: &Settings) -> Worker {
        Worker::spawn_in(settings, &[])
    }

    /// The same with variables in its environment.
    pub fn spawn_in(settings: &Settings, variables: &[(&str, &str)]) -> Worker {
        Worker::spawn_as(&["run"], settings, variables)
    }

    /// Starts any subcommand with these settings, as [`Worker::spawn_in`] starts `run`.
    pub fn spawn_as(arguments: &[&str], settings: &Settings, variables: &[(&str, &str)]) -> Worker {
        let folder = scratch(&Cluster::unique("worker"));
        let file = folder.join("bantin.toml");
        std::fs::write(&file, settings.toml()).unwrap();
        let log = folder.join("log");
        let variables = variables.iter().map(|(name, value)| format!("{name}={value}"));
        let config = ["--config".to_owned(), file.display().to_string()];
        let arguments: Vec<_> = variables
            .chain([env!("CARGO_BIN_EXE_bantin").to_owned()])
            .chain(arguments.iter().map(|&argument| argument.to_owned()))
            .chain(config)
            .collect();
        let process = Leashed::start("env", &arguments, &log, None);
        Worker {
            process,
            log,
            address: None,
        }
    }

    /// Starts `bantin run` with these settings and waits until it is ready.
    pub fn start(settings: &Settings) -> Worker {
        let mut worker = Worker::spawn(settings);
        worker.wait_until_ready();
        worker
    }

    /// Waits until `/readyz` says so; panics with the log where the worker ends before.
    pub fn wait_until_ready(&mut self) {
        wait_for(&format!("a ready worker ({})", self.log.display()), || {
            self.assert_alive();
            let (status, _) = self.get("/readyz")?;
            (status == 200).then_some(())
        });
    }

    /// Panics with the end of its log where it has ended.
    pub fn assert_alive(&mut self) {
        if let Some(code) = self.process.exit_code() {
            panic!("the worker ended with {code}:\n{}", self.log_tail());
        }
    }

    /// Waits until its group has committed the very end of the input; panics with the log where it ends before.
    pub fn wait_until_caught_up(&mut self, cluster: &Cluster, topics: &Topics, patience: Duration) {
        let Topics { input, group, .. } = topics;
        let ends = cluster.end_offsets(input);
        let what = format!(
            "{group} to commit the end of {input}: {ends:?} ({})",
            self.log.display()
        );
        wait_within(patience, &what, || {
            self.assert_alive();
            let committed = cluster.committed(group, input);
            let behind = |(p, end): (&i32, &i64)| *end > 0 && committed.get(p).is_none_or(|c| c < end);
            (!ends.iter().any(behind)).then_some(())
        });
    }

    /// What it wrote to standard output and error so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap()).into_owned()
    }

    /// The last lines of that.
    pub fn log_tail(&self) -> String {
        let log = self.log();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Bytes of its resident memory, as the kernel counts them; 0 where it has ended or the system has no `/proc`.
    pub fn resident(&self) -> u64 {
        let pages = std::fs::read_to_string(format!("/proc/{}/statm", self.id())).ok();
        pages
            .and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok())
            .unwrap_or(0)
            * 4096
    }

    /// The most of these that it ever had; 0 where it has ended or the system has no `/proc`.
    pub fn most_resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kibibytes.unwrap_or(0) * 1024
    }

    /// Whether its log says that it came to this point of `TEST_BANTIN_FAIL`.
    pub fn has_reached(&self, point: &str) -> bool {
        let log = self.log();
        let mut lines = log.lines().filter(|line| line.contains("failpoint reached"));
        lines.any(|line| line.contains(&format!("\"{point}\"")))
    }

    /// Sends a signal: `TERM`, `STOP`, `CONT`.
    pub fn signal(&mut self, name: &str) {
        self.process.signal(name);
    }

    /// Kills it at once.
    pub fn kill9(&mut self) {
        self.process.kill();
    }

    /// Its exit code once it has ended.
    pub fn exit_code(&mut self) -> Option<i32> {
        self.process.exit_code()
    }

    /// Waits for its end and gives its exit code.
    pub fn wait_exit(&mut self, patience: Duration) -> i32 {
        let what = format!("the end of the worker ({})", self.log.display());
        wait_within(patience, &what, || self.process.exit_code())
    }

    /// Sends SIGTERM, and panics with the log unless it ends with 0.
    pub fn drain(self) {
        self.drain_and_log();
    }

    /// The same; gives all that it wrote.
    pub fn drain_and_log(mut self) -> String {
        self.signal("TERM");
        let code = self.wait_exit(PATIENCE);
        assert_eq!(code, 0, "exit code after SIGTERM:\n{}", self.log_tail());
        self.log()
    }

    /// Where it listens: the field `address` of a line of its log.
    pub fn address(&mut self) -> Option<String> {
        if self.address.is_none() {
            let address = |line: &str| {
                let line: serde_json::Value = serde_json::from_str(line).ok()?;
                let address = line.get("address").or_else(|| line.get("fields")?.get("address"))?;
                address.as_str().map(str::to_owned)
            };
            self.address = self.log().lines().find_map(address);
        }
        self.address.clone()
    }

    /// Status and body of `GET path`; None where it does not answer (yet).
    pub fn get(&mut self, path: &str) -> Option<(u16, String)> {
        let address = self.address()?;
        let mut stream = TcpStream::connect(&address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
        )
        .ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let status = head.split_whitespace().nth(1)?.parse().ok()?;
        Some((status, body.to_owned()))
    }

    /// Its metrics.
    pub fn metrics(&mut self) -> Metrics {
        let answer = wait_for("/metrics", || self.get("/metrics"));
        assert_eq!(answer.0, 200, "/metrics: {}", answer.1);
        Metrics::parse(&answer.1)
    }
}

/// Metrics in Prometheus' text format: each sample with its labels.
#[derive(Clone, Debug)]
pub struct Metrics(Vec<Sample>);

#[derive(Clone, Debug)]
struct Sample {
    name: String,
    labels: BTreeMap<String, String>,
    value: f64,
}

impl Metrics {
    fn parse(text: &str) -> Metrics {
        let samples = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        Metrics(
            samples
                .map(|line| sample(line).unwrap_or_else(|| panic!("no sample: {line}")))
                .collect(),
        )
    }

    /// The sum of all samples of `name` that bear these labels among theirs; None where there is none.
    pub fn sum(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let bears = |sample: &&Sample| {
            sample.name == name
                && labels
                    .iter()
                    .all(|(k, v)| sample.labels.get(*k).is_some_and(|have| have == v))
        };
        let mut found = self.0.iter().filter(bears).peekable();
        found.peek()?;
        Some(found.map(|sample| sample.value).sum())
    }
}

fn sample(line: &str) -> Option<Sample> {
    let (series, value) = line.rsplit_once(' ')?;
    let (name, inner) = series.split_once('{').unwrap_or((series, "}"));
    let mut labels = BTreeMap::new();
    let mut rest = inner.strip_suffix('}')?;
    // Label values of ours hold no quotes (topics, partitions, codes).
    while let Some((label, tail)) = rest.split_once("=\"") {
        let (text, tail) = tail.split_once('"')?;
        labels.insert(label.trim_start_matches(',').to_owned(), text.to_owned());
        rest = tail;
    }
    Some(Sample {
        name: name.to_owned(),
        labels,
        value: value.parse().ok()?,
    })
}
