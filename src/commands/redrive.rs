//! `bantin redrive`: dead letters tried again.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use serde_json::{Value, json};

use super::Exit;
use super::letters::Chosen;
use super::replay::serve;
use super::replay::show::Shown;
use super::run::{ended_by, listen_for_signals};
use super::table::Table;
use crate::event::Limits;
use crate::operate::{Health, Metrics, telemetry};
use crate::replay::account::{Fate, Lines};
use crate::replay::redrive::{Plan, Redrive};
use crate::replay::{Home, Job, Progress};
use crate::settings::{LostOffset, Settings};
use crate::stream::{self, JobEnd, Outlived, Source, Stretches, TopicLimits, Work as _};

/// How long one question about a topic may take.
const ASK: Duration = Duration::from_secs(20);

/// Which letters to try, and how.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    chosen: Chosen,
    /// Letters that were redriven this often stay as they are
    #[arg(long, value_name = "N", default_value_t = 5)]
    max_attempts: u32,
    /// Send the messages back to where they came from, for the worker to read anew,
    /// instead of reading them here
    #[arg(long)]
    to_source: bool,
    /// Try the letters and say what would become of them; publish, commit and
    /// change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the account as a JSON document
    #[arg(long)]
    json: bool,
}

/// Tries the living dead letters again, and says what became of them.
///
/// # Errors
/// Whatever ended it, with its exit code.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<Exit> {
    let now = jiff::Timestamp::now().as_millisecond();
    let filter = args.chosen.filter(now)?;
    // What was said, not what it means now: the same command goes on with what it began.
    let since = args.chosen.since.map(|since| since.to_string());
    let said = (&filter.codes, &filter.stages, since, args.max_attempts, args.to_source);
    let job = Job::redrive(&said, now);
    let group = job.group(&settings.input.group);
    let _reporter = match args.dry_run {
        true => None,
        false => Some(telemetry::start(&settings.log)?),
    };
    let topics = Topics::ask(args, settings, &group)?;
    let plan = Plan {
        filter,
        max_attempts: args.max_attempts,
        to_source: args.to_source.then(|| topics.homes(settings)),
    };
    let metrics = Metrics::new()?;
    let redrive = Redrive::new(settings, plan, Source::new(settings, &group), &metrics);
    if !args.to_source && is_compacted(settings) {
        tracing::warn!(
            topic = settings.output.topic,
            "the topic is compacted: where a newer revision of an article is there already, its letter takes the place of that"
        );
    }
    let ended = match args.dry_run {
        true => try_all(settings, &group, &redrive, topics.limits(settings)),
        false => carry_out(settings, &job, &redrive, &metrics),
    };
    let account = redrive.account().lines();
    // Whatever ended it: what was done is done.
    if ended.is_ok() || !account.is_empty() {
        let head = Head {
            topic: &settings.dead_letter.topic,
            group: &group,
            dry_run: args.dry_run,
        };
        let mut out = anstream::stdout().lock();
        match args.json {
            true => writeln!(out, "{}", head.document(&account))?,
            false => write!(out, "{}", head.page(&account))?,
        }
        out.flush()?;
    }
    ended
}

/// Whether events replace each other by their keys, as far as that is told.
fn is_compacted(settings: &Settings) -> bool {
    stream::topic_config(settings, &settings.output.topic, ASK).is_ok_and(|config| config.compacted)
}

/// What is known of the topics that are written, where it matters beforehand.
struct Topics(BTreeMap<String, (i32, TopicLimits)>);

impl Topics {
    fn ask(args: &Args, settings: &Settings, group: &str) -> anyhow::Result<Self> {
        let written = [settings.output.topic.as_str(), settings.dead_letter.topic.as_str()];
        let inputs = settings.input.topics.iter().map(String::as_str);
        let names: Vec<&str> = inputs.filter(|_| args.to_source).chain(written).collect();
        stream::topics(settings, group, &names).map(Topics).map_err(ended_by)
    }

    fn bytes(&self, topic: &str) -> Option<usize> {
        self.0.get(topic).map(|(_, limits)| limits.max_bytes)
    }

    fn limits(&self, settings: &Settings) -> Limits {
        Limits {
            output_bytes: self.bytes(&settings.output.topic),
            dead_letter_bytes: self.bytes(&settings.dead_letter.topic),
        }
    }

    /// The inputs: no message goes back anywhere else.
    fn homes(&self, settings: &Settings) -> BTreeMap<String, Home> {
        let inputs = settings.input.topics.iter();
        let homes = inputs.filter_map(|topic| {
            let (partitions, limits) = *self.0.get(topic)?;
            Some((topic.clone(), Home { partitions, limits }))
        });
        homes.collect()
    }
}

/// The settings of the job: the dead letters are what it reads, and it stays when all of them die again.
fn job_settings(settings: &Settings, job: &Job) -> Settings {
    let mut own = job.settings(settings);
    own.input.topics = vec![settings.dead_letter.topic.clone()];
    // Letters that retention took are nobody's any more.
    own.input.lost_offset = LostOffset::Earliest;
    own.dead_letter.max_ratio = 1.0;
    // Records are held against the topics' limits where they are made. A letter that is appended as it is fitted once, in
    // a batch that was compressed perhaps: whether it does now is the broker's to say.
    if !own.kafka.producer.contains_key("message.max.bytes") {
        let kept = own
            .kafka
            .producer
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()));
        let bound = ("message.max.bytes".to_owned(), "1000000000".to_owned());
        own.kafka.producer = kept.chain([bound]).collect();
    }
    own
}

fn carry_out(settings: &Settings, job: &Job, redrive: &Redrive, metrics: &Metrics) -> anyhow::Result<Exit> {
    let own = job_settings(settings, job);
    let health = Arc::new(Health::new());
    let _server = serve(&own, metrics, &health)?;
    let stop = Arc::new(AtomicBool::new(false));
    listen_for_signals(stop.clone(), own.shutdown_timeout.0)?;
    if let Some(Outlived { letters, offsets }) = stream::outlived(settings, &own.input.group) {
        let days = |time: Duration| format!("{:.1} days", time.as_secs_f64() / 86_400.0);
        tracing::warn!(
            topic = settings.dead_letter.topic,
            "letters are kept {}, the offsets of a group that nobody is in for {}: redrive at least that often, or lower \
             retention.ms of the topic, else letters that were resolved are taken for living again",
            letters.map_or_else(|| "for ever".to_owned(), |letters| format!("for {}", days(letters))),
            days(offsets),
        );
    }
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        topic = settings.dead_letter.topic,
        group = own.input.group,
        "redrive starts"
    );
    metrics.show_job()?;
    let shown = Shown::new("redriving", metrics);
    let watch = |progress: &Progress| shown.show(progress);
    let end = stream::run_job(&own, job, None, redrive, metrics, &health, &stop, &watch);
    drop(shown);
    match end.map_err(ended_by)? {
        JobEnd::Finished => {
            tracing::info!("done: every letter is published or appended again");
            Ok(Exit::Clean)
        }
        JobEnd::Stopped => {
            tracing::info!("stopped: run the same command again to go on with what is left");
            Ok(Exit::Unfinished)
        }
    }
}

/// Tries every letter and publishes nothing.
fn try_all(settings: &Settings, group: &str, redrive: &Redrive, limits: Limits) -> anyhow::Result<Exit> {
    let stretches = Stretches::open(settings, &settings.dead_letter.topic, group).map_err(ended_by)?;
    let mut redrive = redrive.clone();
    let read = stretches.read(|record| -> ControlFlow<()> {
        let now = jiff::Timestamp::now().as_millisecond();
        redrive.answer(record, &limits, now);
        ControlFlow::Continue(())
    });
    let _: ControlFlow<()> = read.map_err(ended_by)?;
    Ok(Exit::Clean)
}

/// What an account is of.
struct Head<'a> {
    topic: &'a str,
    group: &'a str,
    dry_run: bool,
}

impl Head<'_> {
    /// The account for people.
    fn page(&self, lines: &Lines) -> String {
        let total = total(lines);
        let sum = |mean: fn(Fate) -> bool| {
            total
                .iter()
                .filter(|(fate, _)| mean(**fate))
                .map(|(_, count)| *count)
                .sum::<u64>()
        };
        let (tried, kept) = (sum(Fate::is_tried), sum(Fate::is_kept));
        let Head { topic, group, dry_run } = self;
        let others = total.get(&Fate::Others).copied().unwrap_or(0);
        let mut text = match (tried, kept, dry_run) {
            (0, 0, _) => format!("nothing to redrive: no living dead letters in {topic} (group {group})\n"),
            (_, _, true) => {
                format!("a redrive of {topic} (group {group}) would try {tried} and leave {kept} as they are\n")
            }
            (_, _, false) => format!("redrive of {topic} (group {group}): {tried} tried, {kept} left as they were\n"),
        };
        if others > 0 {
            text.push_str(&format!("{others} of other groups are theirs to redrive (dlq.group)\n"));
        }
        if tried + kept == 0 {
            return text;
        }
        let fates: Vec<Fate> = Fate::ALL
            .into_iter()
            .filter(|fate| *fate != Fate::Others && total.contains_key(fate))
            .collect();
        let mut headings = vec!["stage", "code", "letters"];
        let names: Vec<String> = fates.iter().map(|fate| fate.as_str().replace('_', " ")).collect();
        headings.extend(names.iter().map(String::as_str));
        let mut table = Table::new(&headings);
        let row = |stage: &str, code: &str, counts: &BTreeMap<Fate, u64>| {
            let count = |fate: &Fate| counts.get(fate).copied().unwrap_or(0);
            let letters: u64 = fates.iter().map(count).sum();
            let none = |text: &str| match text.is_empty() {
                true => "-".to_owned(),
                false => text.to_owned(),
            };
            let cells = [none(stage), none(code), letters.to_string()];
            let counts = fates.iter().map(|fate| count(fate).to_string());
            (letters > 0).then(|| cells.into_iter().chain(counts).collect())
        };
        let rows = lines
            .iter()
            .filter_map(|((stage, code), counts)| row(stage, code, counts));
        let rows: Vec<Vec<String>> = rows.collect();
        let several = rows.len() > 1;
        rows.into_iter().for_each(|cells| table.row(cells));
        if several && let Some(cells) = row("all", "", &total) {
            table.row(cells);
        }
        text.push('\n');
        text.push_str(&table.text());
        text
    }

    /// The account for programs.
    fn document(&self, lines: &Lines) -> Value {
        let counts = |counts: &BTreeMap<Fate, u64>| -> serde_json::Map<String, Value> {
            let count = |fate: &Fate| counts.get(fate).copied().unwrap_or(0);
            let all = Fate::ALL
                .iter()
                .map(|fate| (fate.as_str().to_owned(), count(fate).into()));
            all.collect()
        };
        let causes = lines.iter().map(|((stage, code), line)| {
            let mut cause = serde_json::Map::new();
            cause.insert("stage".to_owned(), stage.as_str().into());
            cause.insert("code".to_owned(), code.as_str().into());
            cause.append(&mut counts(line));
            Value::Object(cause)
        });
        json!({
            "topic": self.topic,
            "group": self.group,
            "dry_run": self.dry_run,
            "letters": counts(&total(lines)),
            "causes": causes.collect::<Vec<_>>(),
        })
    }
}

fn total(lines: &Lines) -> BTreeMap<Fate, u64> {
    let mut total = BTreeMap::new();
    for (fate, count) in lines.values().flatten() {
        *total.entry(*fate).or_default() += count;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::account::Account;

    const HEAD: Head<'_> = Head {
        topic: "dead",
        group: "news.redrive",
        dry_run: false,
    };

    #[test]
    fn an_account_says_what_became_of_the_letters() {
        let mut account = Account::default();
        for (offset, code, fate) in [
            (0, "too_large", Fate::Event),
            (1, "too_large", Fate::Event),
            (2, "too_large", Fate::Again),
            (3, "panic", Fate::Capped),
            (4, "", Fate::Foreign),
            (5, "too_large", Fate::Others),
        ] {
            let stage = if code.is_empty() { "" } else { "intake" };
            account.enter((0, offset), stage, code, fate);
        }
        let lines = account.lines();
        let expected = "\
            redrive of dead (group news.redrive): 3 tried, 2 left as they were\n\
            1 of other groups are theirs to redrive (dlq.group)\n\
            \n\
            STAGE   CODE       LETTERS  EVENTS  DEAD AGAIN  OVER THE CAP  FOREIGN\n\
            -       -                1       0           0             0        1\n\
            intake  panic            1       0           0             1        0\n\
            intake  too_large        3       2           1             0        0\n\
            all     -                5       2           1             1        1\n";
        assert_eq!(HEAD.page(&lines), expected);
        let document = HEAD.document(&lines);
        assert_eq!(document["letters"]["events"], 2);
        assert_eq!(document["letters"]["tombstones"], 0);
        assert_eq!(document["causes"][2]["dead_again"], 1);
    }

    #[test]
    fn nothing_to_do_is_said() {
        let expected = "nothing to redrive: no living dead letters in dead (group news.redrive)\n";
        assert_eq!(HEAD.page(&Lines::new()), expected);
    }
}
