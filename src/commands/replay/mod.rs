//! `bantin replay`: a part of the input once more, as a job of its own beside the live group.
//!
//! Any number of processes may run the same command and share the partitions; each ends when the whole job is finished.

mod dry_run;
mod output;
pub(super) mod show;
mod status;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::Exit;
use super::reading::Reading;
use super::run::{ended_by, listen_for_signals};
use crate::operate::http::{self, ServeError, Server};
use crate::operate::{Health, Metrics};
use crate::replay::{Job, Marked, Partitions, Rate, When};
use crate::settings::{Interval, Settings};
use crate::stream::{self, JobEnd};

/// How long to wait for each of the brokers' answers.
const ASK: Duration = Duration::from_secs(20);

/// What to read again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The job's name. Its offsets lie in the group GROUP.replay.NAME, apart from
    /// the live ones; the same command goes on where it was stopped, on any
    /// machine, and several of them share the partitions
    #[arg(long, value_name = "NAME", required_unless_present = "status")]
    name: Option<String>,
    /// Where to begin: a date or time (2026-10-01, 2026-10-01T06:00:00+07:00), a
    /// time ago (36h, 7d), earliest, latest or offset:N
    #[arg(long, value_name = "WHEN", required_unless_present = "status")]
    from: Option<When>,
    /// Where to end, not included; fixed when the job begins
    #[arg(long, value_name = "WHEN", required_unless_present = "status")]
    to: Option<When>,
    /// Read this topic; may be repeated [default: all of input.topics]
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// Read these partitions only, such as 0-5 or 0-5,8
    #[arg(long, value_name = "PARTITIONS")]
    partitions: Option<Partitions>,
    /// Write events into this topic in place of output.topic
    #[arg(long, value_name = "TOPIC")]
    into: Option<String>,
    /// Read no more than this, in each process: 500/s, 3000/min
    #[arg(long, value_name = "RATE")]
    rate: Option<Rate>,
    /// How much later than records of their time some may have been written; a
    /// range of time is looked for so far behind its end
    #[arg(long, value_name = "TIME", default_value = "1h")]
    lateness: Interval,
    /// Only say what would be read, and what would become of a sample of it
    #[arg(long, conflicts_with = "restart")]
    dry_run: bool,
    /// Forget how far the job is and begin anew; nobody may be running it
    #[arg(long)]
    restart: bool,
    /// Write into a compacted topic, too
    #[arg(long)]
    yes: bool,
    /// Only say where the job of this name stands
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with_all = ["name", "from", "to", "partitions", "into", "rate", "lateness", "dry_run", "restart", "yes"]
    )]
    status: Option<String>,
}

impl Args {
    /// What of it is settings, as `--set` has them: so every rule for these holds.
    pub(super) fn sets(&self) -> Vec<String> {
        let topics = (!self.topic.is_empty()).then(|| format!("input.topics={}", self.topic.join(",")));
        let into = self.into.as_ref().map(|topic| format!("output.topic={topic}"));
        topics.into_iter().chain(into).collect()
    }

    /// Whether it only asks and prints, and writes no logs but for what goes wrong.
    pub(super) fn only_asks(&self) -> bool {
        self.dry_run || self.status.is_some()
    }

    /// The job that is asked for. Without a status the command line has its name, its beginning and its end.
    fn job(&self, settings: &Settings) -> anyhow::Result<Job> {
        let (Some(name), Some(from), Some(to)) = (&self.name, self.from, self.to) else {
            return Err(anyhow::anyhow!("--name, --from and --to are missing").context(Exit::Usage));
        };
        let lateness = i64::try_from(self.lateness.0.as_millis()).unwrap_or(i64::MAX);
        let job = Job::replay(
            name,
            (from, to),
            &settings.input.topics,
            self.partitions.clone(),
            lateness,
            self.into.as_deref(),
            Timestamp::now().as_millisecond(),
        );
        job.map_err(|error| anyhow::Error::new(error).context(Exit::Usage))
    }
}

/// Carries the job out, or says what there is to say of it.
///
/// # Errors
/// Whatever ended it, with its exit code.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<Exit> {
    if let Some(name) = &args.status {
        return status::run(name, settings);
    }
    let job = args.job(settings)?;
    let own = job.settings(settings);
    match args.dry_run {
        true => dry_run::run(args, &job, &own),
        false => carry_out(args, &job, &own),
    }
}

fn carry_out(args: &Args, job: &Job, own: &Settings) -> anyhow::Result<Exit> {
    let metrics = Metrics::new()?;
    metrics.show_job()?;
    let health = Arc::new(Health::new());
    let _server = serve(own, &metrics, &health)?;
    let stop = Arc::new(AtomicBool::new(false));
    listen_for_signals(stop.clone(), own.shutdown_timeout.0)?;
    let (name, group) = (job.name.as_str(), own.input.group.as_str());

    let (before, _) = stream::job::progress(own, patience(own)).map_err(ended_by)?;
    if !args.restart && before.is_finished_by(job) {
        tracing::info!(
            job = name,
            group,
            "the job is finished already: nothing to do (another --name or --restart reads it once more)"
        );
        return Ok(Exit::Clean);
    }
    output::check(own, job, args.yes)?;
    if args.restart && before.is_known() {
        stream::job::forget(own, ASK).map_err(ended_by)?;
        tracing::info!(
            job = name,
            group,
            "what was known of the job is forgotten, it begins anew"
        );
    }

    let (from, to) = (job.from.to_string(), job.to.to_string());
    tracing::info!(job = name, from, to, topics = ?own.input.topics, into = own.output.topic, group, "the replay begins");
    let began = Instant::now();
    let work = Marked::new(Reading::new(own, &metrics), name);
    let shown = show::Shown::new("replaying", &metrics);
    let watch = |progress: &crate::replay::Progress| shown.show(progress);
    let ended = stream::run_job(own, job, args.rate, &work, &metrics, &health, &stop, &watch);
    drop(shown);
    let ended = ended.map_err(ended_by)?;

    let seconds = began.elapsed().as_secs_f64();
    let [events, tombstones, skips, dead_letters] = [
        &metrics.messages_event,
        &metrics.messages_tombstone,
        &metrics.messages_skip,
        &metrics.messages_dead_letter,
    ]
    .map(|counter| counter.get());
    let messages = events + tombstones + skips + dead_letters;
    let messages_per_second = (messages as f64 / seconds).round() as u64;
    let seconds = (seconds * 10.0).round() / 10.0;
    let (words, exit) = match ended {
        JobEnd::Finished => ("the job is finished", Exit::Clean),
        JobEnd::Stopped => (
            "stopped before the job's end: all that was taken is published and committed, run the same command again to go on",
            Exit::Unfinished,
        ),
    };
    tracing::info!(
        job = name,
        messages,
        events,
        tombstones,
        skips,
        dead_letters,
        seconds,
        messages_per_second,
        "{words}"
    );
    Ok(exit)
}

/// The address of probes and metrics. A live worker on the same machine may have it: the job does without then.
pub(super) fn serve(own: &Settings, metrics: &Metrics, health: &Arc<Health>) -> anyhow::Result<Option<Server>> {
    let listen = &own.operate.listen;
    match http::serve(listen, metrics.clone(), health.clone(), own.stall_timeout.0) {
        Err(ServeError::Bind { source, .. }) if source.kind() == std::io::ErrorKind::AddrInUse => {
            tracing::warn!(
                listen,
                "the address is taken, by a worker on this machine perhaps: no metrics are served \
                 (--set operate.listen=127.0.0.1:0 takes any other)"
            );
            Ok(None)
        }
        other => Ok(other?),
    }
}

/// How long the first question may wait for brokers.
fn patience(own: &Settings) -> Duration {
    match own.startup_timeout.0 {
        Duration::ZERO => ASK,
        startup => startup,
    }
}
