//! `bantin run`: the worker.

use std::sync::Arc;

use anyhow::bail;

use super::Exit;
use crate::operate::{Health, Metrics, http};
use crate::settings::Settings;

/// Runs the worker until it is stopped.
///
/// # Errors
/// Whatever ended it.
pub fn run(settings: &Settings) -> anyhow::Result<Exit> {
    let metrics = Metrics::new()?;
    let health = Arc::new(Health::new());
    let _server = http::serve(&settings.operate.listen, metrics, health, settings.stall_timeout.0)?;
    bail!("the stream is not there yet")
}
