//! `bantin schema`: prints the JSON Schema of the event.

use std::io::Write;

use anyhow::Context;

use crate::event;
use crate::settings::Settings;

/// Print the JSON Schema of the event (schemas/article-event.v1.json).
#[derive(Clone, Debug, clap::Args)]
pub struct Args {}

/// Prints the schema to standard output. Gives the exit code.
pub fn run(_args: Args, _settings: &Settings) -> anyhow::Result<i32> {
    let text = text()?;
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("cannot write to standard output")?;
    Ok(0)
}

/// The schema as the file holds it: indented, with a newline at its end.
pub fn text() -> anyhow::Result<String> {
    let mut text = serde_json::to_string_pretty(&event::schema()).context("cannot write the schema as json")?;
    text.push('\n');
    Ok(text)
}
