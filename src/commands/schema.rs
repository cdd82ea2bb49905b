//! `bantin schema`: prints the JSON Schema of the event.

use std::io::Write;

use anyhow::Context;

use super::Exit;
use crate::event;

/// Prints the schema to standard output.
///
/// # Errors
/// Standard output cannot be written.
pub fn run() -> anyhow::Result<Exit> {
    let text = text()?;
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("cannot write to standard output")?;
    Ok(Exit::Clean)
}

/// The schema as the file holds it: indented, with a newline at its end.
pub fn text() -> anyhow::Result<String> {
    let mut text = serde_json::to_string_pretty(&event::schema()).context("cannot write the schema as json")?;
    text.push('\n');
    Ok(text)
}
