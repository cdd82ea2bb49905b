//! `bantin health`: asks the worker of this machine how it is; for the health check of a container.

use std::io::Write;
use std::time::Duration;

use super::Exit;
use crate::operate::probe::{self, ProbeError};
use crate::settings::Settings;

/// How long to wait for the answer. Health checks have a limit of their own (Docker's default is 30 s); the worker
/// answers within a millisecond however busy it is.
const PATIENCE: Duration = Duration::from_secs(5);

/// What to ask.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Ask whether messages flow (/readyz), not only whether a restart would
    /// help (/livez)
    #[arg(long)]
    pub ready: bool,
}

/// Asks, prints the answer, and ends with 0 if it is a good one, 1 if not.
///
/// # Errors
/// If no worker can be asked, or standard output cannot be written.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<Exit> {
    let path = if args.ready { "/readyz" } else { "/livez" };
    let verdict = probe::ask(&settings.operate.listen, path, PATIENCE).map_err(|error| {
        let exit = match error {
            ProbeError::NoAddress { .. } | ProbeError::Unresolved { .. } => Exit::Configuration,
            ProbeError::NoAnswer { .. } => Exit::Unhealthy,
        };
        anyhow::Error::new(error).context(exit)
    })?;
    writeln!(std::io::stdout(), "{}", verdict.words)?;
    Ok(if verdict.well { Exit::Clean } else { Exit::Unhealthy })
}
