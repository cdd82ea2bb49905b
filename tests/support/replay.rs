//! What tests of `bantin replay` share: inputs that can be told apart wherever they turn up, and the command itself.

use std::process::Output;

use super::articles::Article;
use super::client::{Found, Input};
use super::dice::Dice;
use super::kafka::Cluster;
use super::wait::PATIENCE;
use super::worker::{Settings, Topics, Worker, call};

/// The header that tells inputs apart; it goes on to their outcomes.
const SERIAL: &str = "serial";
/// The header that outcomes of a replay bear.
pub const MARK: &str = "bantin_replay";

/// Inputs that each have one outcome: mostly articles, now and then a tombstone or a dead letter. `first` is the serial
/// number of the first.
pub fn inputs(dice: &mut Dice, first: usize, count: usize, partitions: i32) -> Vec<Input> {
    let one = |serial: usize| {
        let key = format!("k{serial}");
        let value = match serial % 25 {
            7 => None,
            13 => Some(format!("{{\"title\": \"hỏng {key}")),
            _ => Some(Article::new(dice, "replay", serial as u64, 1).text()),
        };
        let input = Input {
            partition: serial as i32 % partitions,
            key: Some(key.into_bytes()),
            value: value.map(String::into_bytes),
            ..Input::default()
        };
        input.header(SERIAL, serial.to_string().as_bytes())
    };
    (first..first + count).map(one).collect()
}

/// The serial number of an input or of its outcome.
pub fn serial(found: &Found) -> usize {
    found.header(SERIAL).expect("a serial number").parse().unwrap()
}

/// All serial numbers, sorted, each as often as it is there.
pub fn serials<'f>(found: impl IntoIterator<Item = &'f Found>) -> Vec<usize> {
    let mut serials: Vec<_> = found.into_iter().map(serial).collect();
    serials.sort_unstable();
    serials
}

/// One command line of `bantin replay`.
#[derive(Clone)]
pub struct Replay {
    settings: Settings,
    /// The job's name.
    pub name: String,
    /// The job's group.
    pub group: String,
    arguments: Vec<String>,
}

impl Replay {
    /// `--name`, `--from` and `--to`.
    pub fn new(settings: &Settings, topics: &Topics, name: &str, from: &str, to: &str) -> Replay {
        let arguments = ["replay", "--name", name, "--from", from, "--to", to];
        Replay {
            settings: settings.clone(),
            name: name.to_owned(),
            group: format!("{}.replay.{name}", topics.group),
            arguments: arguments.map(str::to_owned).into(),
        }
    }

    /// More arguments.
    pub fn with(mut self, arguments: &[&str]) -> Replay {
        self.arguments
            .extend(arguments.iter().map(|&argument| argument.to_owned()));
        self
    }

    /// Starts it.
    pub fn spawn(&self) -> Worker {
        self.spawn_in(&[])
    }

    /// The same with variables in its environment.
    pub fn spawn_in(&self, variables: &[(&str, &str)]) -> Worker {
        let arguments: Vec<_> = self.arguments.iter().map(String::as_str).collect();
        Worker::spawn_as(&arguments, &self.settings, variables)
    }

    /// Runs it to its own end, panics unless that is 0, and gives its log.
    pub fn run(&self) -> String {
        self.run_to(0)
    }

    /// Runs it to its own end, panics unless that is this exit code, and gives its log.
    pub fn run_to(&self, code: i32) -> String {
        let mut job = self.spawn();
        let ended = job.wait_exit(PATIENCE * 2);
        assert_eq!(ended, code, "exit code of {:?}:\n{}", self.arguments, job.log_tail());
        job.log()
    }

    /// Runs it to its end and gives all that it printed.
    pub fn call(&self) -> Output {
        let arguments: Vec<_> = self.arguments.iter().map(String::as_str).collect();
        call(&arguments, &self.settings, &[])
    }

    /// What `--status` prints of the job, and its exit code.
    pub fn status(&self) -> (String, Option<i32>) {
        self.status_of(&[])
    }

    /// The same with more arguments.
    pub fn status_of(&self, more: &[&str]) -> (String, Option<i32>) {
        let arguments = [&["replay", "--status", &self.name], more].concat();
        let output = call(&arguments, &self.settings, &[]);
        (String::from_utf8(output.stdout).unwrap(), output.status.code())
    }

    /// How many offsets of `topic` the job's group has committed beyond 0.
    pub fn position(&self, cluster: &Cluster, topic: &str) -> i64 {
        cluster.committed(&self.group, topic).values().sum()
    }
}

/// The rows of a table that a command printed below a line that begins with `head`, as words; up to an empty line.
pub fn rows(text: &str, head: &str) -> Vec<Vec<String>> {
    let below = text.lines().skip_while(|line| !line.starts_with(head)).skip(1);
    let rows = below.take_while(|line| !line.trim().is_empty());
    rows.map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect()
}

/// The outcomes in the output and the dead-letter topic that bear the mark of this job.
pub fn replayed(cluster: &Cluster, output: &str, dead_letters: &str, job: &str) -> Vec<Found> {
    let mut found = cluster.read_all(output);
    found.extend(cluster.read_all(dead_letters));
    found.retain(|found| found.header(MARK).as_deref() == Some(job));
    found
}
