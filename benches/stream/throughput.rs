//! One pass over the whole backlog: how fast, with how much CPU time, in how much memory.

use std::fmt;
use std::time::{Duration, Instant};

use super::process::{cores, cpu_seconds, machine_seconds, peak_resident};
use super::subject::{Configuration, Running, last_mark, role};
use super::support::kafka::Cluster;
use super::support::worker::Topics;

/// How often a process is looked at.
const EVERY: Duration = Duration::from_millis(50);

/// Bytes of a mebibyte.
pub const MIB: f64 = 1_048_576.0;

/// What one pass came to. Rate and CPU time are those between a twentieth of the messages and nineteen: start-up, joining
/// the group and the last commit are not what a backlog costs.
#[derive(Clone, Copy, Debug)]
pub struct Pass {
    /// Messages per second.
    pub rate: f64,
    /// CPU seconds of the process per million messages.
    pub cpu: f64,
    /// CPU seconds of the broker per million messages.
    pub broker: f64,
    /// Share of all cores that process and broker used together.
    pub busy: f64,
    /// Share of all cores that was used by what is none of process, broker and bench: other work on the machine.
    pub others: f64,
    /// Most bytes resident.
    pub resident: u64,
    /// How many commits, and how many seconds one took, where that is known.
    pub commits: Option<(u64, f64)>,
}

impl fmt::Display for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.0} events/s, {:.1} CPU s a million, broker {:.1}, {:.0} MiB; of the cores {:.0} %, others {:.0} %",
            self.rate,
            self.cpu,
            self.broker,
            self.resident as f64 / MIB,
            self.busy * 100.0,
            self.others * 100.0,
        )?;
        if let Some((count, seconds)) = self.commits {
            write!(f, ", {count} commits of {:.1} ms", seconds * 1000.0)?;
        }
        Ok(())
    }
}

/// One look at the processes.
#[derive(Clone, Copy)]
struct Look {
    at: Instant,
    done: u64,
    cpu: f64,
    broker: f64,
    /// What is used by all others, the machine's cores together.
    others: f64,
}

/// What is seen of a pass.
struct Watch {
    process: u32,
    broker: Option<u32>,
    messages: u64,
    /// A look at each change of the count, which at some commits jumps by thousands.
    looks: Vec<Look>,
    resident: u64,
}

impl Watch {
    fn of(process: u32, broker: Option<u32>, messages: u64) -> Watch {
        Watch {
            process,
            broker,
            messages,
            looks: Vec::new(),
            resident: 0,
        }
    }

    fn look(&mut self, done: u64) {
        let broker = self.broker.and_then(cpu_seconds).unwrap_or(0.0);
        self.resident = self.resident.max(peak_resident(self.process).unwrap_or(0));
        let (Some(cpu), true) = (
            cpu_seconds(self.process),
            done > self.looks.last().map_or(0, |look| look.done),
        ) else {
            return;
        };
        self.looks.push(Look {
            at: Instant::now(),
            done,
            cpu,
            broker,
            others: machine_seconds() - cpu - broker - cpu_seconds(std::process::id()).unwrap_or(0.0),
        });
    }

    fn pass(&self) -> Pass {
        let within = |look: &&Look| (self.messages / 20..=self.messages * 19 / 20).contains(&look.done);
        let mut looks = self.looks.iter().filter(within);
        let (first, last) = (
            looks.next().unwrap(),
            looks.next_back().expect("a longer backlog: --messages"),
        );
        let wall = (last.at - first.at).as_secs_f64();
        let done = (last.done - first.done) as f64;
        let (cpu, broker) = (last.cpu - first.cpu, last.broker - first.broker);
        Pass {
            rate: done / wall,
            cpu: cpu / done * 1e6,
            broker: broker / done * 1e6,
            busy: (cpu + broker) / wall / cores() as f64,
            others: ((last.others - first.others) / wall / cores() as f64).max(0.0),
            resident: self.resident,
            commits: None,
        }
    }
}

/// One pass of a configuration over the backlog.
pub fn pass(
    cluster: &Cluster,
    topics: &Topics,
    configuration: &Configuration,
    messages: u64,
    set: Option<(&str, &str)>,
) -> Pass {
    let mut running = Running::start(cluster, topics, configuration, messages, set);
    let mut watch = Watch::of(running.id(), cluster.process_id(0), messages);
    loop {
        let done = running.done();
        watch.look(done);
        if done >= messages {
            break;
        }
        std::thread::sleep(EVERY);
    }
    running.wait_until_committed(cluster);
    watch.look(messages);
    let commits = running.commits();
    running.stop();
    Pass {
        commits,
        ..watch.pass()
    }
}

/// The pipeline alone.
pub fn pipeline_alone(messages: u64) -> Pass {
    let (mut process, log) = role("pipeline", &[("--messages", &messages.to_string())]);
    let mut watch = Watch::of(process.id(), None, messages);
    loop {
        watch.look(last_mark(&log));
        if let Some(code) = process.exit_code() {
            assert_eq!(code, 0, "the pipeline alone failed, see {}", log.display());
            return watch.pass();
        }
        std::thread::sleep(EVERY);
    }
}
