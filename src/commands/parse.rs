//! `bantin parse`: the same pipeline on files or standard input.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use super::Exit;
use crate::intake::{Message, Origin};
use crate::pipeline::{Outcome, Outcomes, Pipeline};
use crate::settings::Settings;

/// What to parse, and how to print it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files to read; standard input if there are none, or for `-`
    pub files: Vec<PathBuf>,
    /// Each line is a message, and is answered by one line
    #[arg(long)]
    pub lines: bool,
    /// Threads to work with; 0 takes one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
    /// Indent the JSON
    #[arg(long)]
    pub indent: bool,
}

/// Reads messages and prints what became of them.
///
/// # Errors
/// If input cannot be read or output cannot be written.
pub fn run(_args: &Args, settings: &Settings) -> anyhow::Result<Exit> {
    // First sketch of `parse --lines`.
    let pipeline = Pipeline::new(settings);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line?;
        let message = Message {
            origin: Origin::File {
                path: "-",
                line: number as u64 + 1,
            },
            timestamp: None,
            key: None,
            value: Some(&line),
            headers: Vec::new(),
        };
        let Outcomes::One(outcome) = pipeline.process(&message) else {
            continue;
        };
        match outcome {
            Outcome::Event(event) => serde_json::to_writer(&mut out, &event)?,
            other => write!(out, "{{\"skipped\":\"{}\"}}", matches!(other, Outcome::Tombstone))?,
        }
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}
