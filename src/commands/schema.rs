//! `bantin schema`: the JSON Schema of the events.

use anyhow::bail;

use super::Exit;

/// Prints the schema.
///
/// # Errors
/// If standard output cannot be written.
pub fn run() -> anyhow::Result<Exit> {
    bail!("the schema is not there yet")
}
