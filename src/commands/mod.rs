//! The command line: one file per subcommand, each one call that ends in an [`Exit`].

use std::path::PathBuf;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::operate::telemetry;
use crate::settings::{Loaded, Problems, Sources};

pub mod check;
pub mod config;
pub mod dead_letters;
pub mod demo;
pub mod documents;
pub mod exit;
pub mod formats;
pub mod health;
mod letters;
pub mod load;
pub mod parse;
pub mod places;
mod progress;
mod reading;
pub mod redrive;
pub mod replay;
pub mod run;
pub mod schema;
mod table;
pub mod tap;
mod terminal;

pub use exit::Exit;

const EXITS: &str = "\
Exit codes:
    0  clean
    1  health: the worker is not well, or does not answer;
       replay --status: nothing is known of the job
    2  wrong usage
    3  replay, redrive, load: stopped before their end
   65  load: messages were refused, or the position does not fit
   66  parse, load: a file cannot be read;
       dead-letters: there is no such letter
   69  no broker within startup_timeout
   70  internal
   74  committed offset lost
   75  too many dead letters
   76  name taken
   77  not authorised
   78  wrong configuration
  124  shutdown_timeout passed
  143  second SIGTERM";

/// bantin's version and librdkafka's: half of all questions about a stream are about the latter.
fn version() -> String {
    format!(
        "{} (librdkafka {})",
        env!("CARGO_PKG_VERSION"),
        crate::stream::librdkafka_version()
    )
}

/// Reads raw news articles from Kafka and publishes structured events.
#[derive(Debug, Parser)]
#[command(name = "bantin", version = version(), after_help = EXITS, max_term_width = 80, propagate_version = false)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct CommandLine {
    #[command(flatten)]
    sources: SourceArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Consume the input topics and publish events until stopped
    Run(SourceArgs),
    /// Read a part of the input once more, beside the live worker
    Replay(With<replay::Args>),
    /// Try dead letters again, or send them back to their topics
    Redrive(With<redrive::Args>),
    /// List the living dead letters, or show one
    DeadLetters(With<dead_letters::Args>),
    /// Turn files into raw messages of a topic
    #[command(long_about = load::ABOUT)]
    Load(With<load::Args>),
    /// Follow the events or the dead letters, without joining a group
    #[command(long_about = tap::ABOUT)]
    Tap(With<tap::Args>),
    /// Turn files or standard input into events, without Kafka
    Parse(With<parse::Args>),
    /// Check the settings and, with --connect, the cluster
    Check(With<check::Args>),
    /// See it work, with sample articles and a broker in this process
    Demo(SourceArgs),
    /// List the formats that are read, and what their fields are called
    Formats(formats::Args),
    /// Say what places bear a name, and what they became
    #[command(long_about = places::ABOUT)]
    Places(places::Args),
    /// Print the JSON Schema of the events
    Schema,
    /// Print the settings in force and where each comes from
    Config(With<config::Args>),
    /// Ask the worker of this machine how it is, for health checks
    Health(With<health::Args>),
    /// Print the completion script of a shell
    Completions(documents::CompletionsArgs),
    /// Print the man page
    Man(documents::ManArgs),
}

/// A subcommand's own arguments, and where its settings come from.
#[derive(Debug, clap::Args)]
struct With<A: clap::Args> {
    #[command(flatten)]
    sources: SourceArgs,
    #[command(flatten)]
    args: A,
}

/// Where settings come from, besides the environment. Given before the subcommand or after it or both: clap's own
/// global arguments would let the latter silently replace the former.
#[derive(Debug, Default, clap::Args)]
struct SourceArgs {
    /// Read settings from this TOML file; may be repeated, later files go over
    /// earlier ones
    #[arg(long, value_name = "FILE")]
    config: Vec<PathBuf>,
    /// Set any key, over files and environment: --set input.group=test; may be
    /// repeated
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

impl SourceArgs {
    fn load(self, after: SourceArgs) -> anyhow::Result<Loaded> {
        self.read(after).context("the settings are wrong")
    }

    fn read(self, after: SourceArgs) -> Result<Loaded, Problems> {
        let sources = Sources {
            files: self.config.into_iter().chain(after.config).collect(),
            environment: std::env::vars_os().collect(),
            sets: self.set.into_iter().chain(after.set).collect(),
        };
        crate::settings::load(&sources)
    }
}

/// Does what the command line says.
///
/// # Errors
/// Whatever kept it from being done; [`Exit::of`] tells the exit code.
pub fn execute(line: CommandLine) -> anyhow::Result<Exit> {
    let before = line.sources;
    match line.command {
        Command::Run(after) => {
            let Loaded { settings, .. } = before.load(after)?;
            let _reporter = telemetry::start(&settings.log)?;
            run::run(&settings)
        }
        Command::Replay(mut after) => {
            let args = after.args;
            after.sources.set.extend(args.sets());
            let Loaded { mut settings, .. } = before.load(after.sources)?;
            // What it says is on standard output; whoever wants to see more says so.
            if args.only_asks() && settings.log.level == "info" {
                settings.log.level = "warn".to_owned();
            }
            let _reporter = telemetry::start(&settings.log)?;
            quiet_pipe(replay::run(&args, &settings))
        }
        Command::Parse(after) => {
            let Loaded { settings, .. } = before.load(after.sources)?;
            quiet_pipe(parse::run(after.args, &settings))
        }
        Command::Load(after) => {
            let Loaded { settings, .. } = before.load(after.sources)?;
            let _reporter = telemetry::start(&settings.log)?;
            quiet_pipe(load::run(&after.args, &settings))
        }
        Command::Tap(after) => {
            let Loaded { settings, .. } = before.load(after.sources)?;
            let _reporter = telemetry::start(&settings.log)?;
            quiet_pipe(tap::run(&after.args, &settings))
        }
        Command::DeadLetters(after) => {
            let Loaded { settings, .. } = before.load(after.sources)?;
            quiet_pipe(dead_letters::run(&after.args, &settings))
        }
        Command::Redrive(after) => {
            let Loaded { settings, .. } = before.load(after.sources)?;
            quiet_pipe(redrive::run(&after.args, &settings))
        }
        Command::Check(after) => quiet_pipe(check::run(&after.args, before.read(after.sources))),
        Command::Demo(after) => quiet_pipe(demo::run(before.load(after)?)),
        Command::Formats(args) => quiet_pipe(formats::run(&args)),
        Command::Places(args) => quiet_pipe(places::run(&args)),
        Command::Schema => quiet_pipe(schema::run()),
        Command::Health(after) => {
            let Loaded { settings, .. } = before.load(after.sources)?;
            quiet_pipe(health::run(&after.args, &settings))
        }
        Command::Completions(args) => quiet_pipe(documents::completions(&args)),
        Command::Man(args) => quiet_pipe(documents::man(&args)),
        Command::Config(after) if after.args.default => quiet_pipe(config::print_default()),
        Command::Config(after) => quiet_pipe(config::print_in_force(&before.load(after.sources)?)),
    }
}

/// Whoever reads our output may stop when it has enough (`bantin parse … | head`); that is no failure.
fn quiet_pipe(result: anyhow::Result<Exit>) -> anyhow::Result<Exit> {
    match result {
        Err(error) if error.chain().any(is_broken_pipe) => Ok(Exit::Clean),
        other => other,
    }
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    let json = cause
        .downcast_ref::<serde_json::Error>()
        .and_then(serde_json::Error::io_error_kind);
    io.or(json) == Some(std::io::ErrorKind::BrokenPipe)
}
