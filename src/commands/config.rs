//! `bantin config`: the settings in force, or the reference file.

use std::io::Write;

use super::Exit;
use crate::settings::{self, Loaded};

/// What to print.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print every key with its meaning and its default instead: the file
    /// config/bantin.toml
    #[arg(long)]
    pub default: bool,
}

/// Prints the reference file.
///
/// # Errors
/// If standard output cannot be written.
pub fn print_default() -> anyhow::Result<Exit> {
    print(&settings::reference())
}

/// Prints the settings in force, secrets masked.
///
/// # Errors
/// If standard output cannot be written.
pub fn print_in_force(loaded: &Loaded) -> anyhow::Result<Exit> {
    print(&settings::in_force(loaded))
}

fn print(text: &str) -> anyhow::Result<Exit> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}
