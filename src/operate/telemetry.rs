//! Logs: to standard error, for people on a terminal, as JSON everywhere else; no place floods them ([`flood`]). A progress
//! bar may stand below them ([`below_the_logs`]): a line then goes above it.
//!
//! [`flood`]: super::flood

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;
use tracing::Subscriber;
use tracing_subscriber::filter::FilterExt;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

use super::flood::{Flood, Reporter};
use crate::settings::{Log, LogFormat};

/// Why there are no logs.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The setting `log.level` cannot be read.
    #[error("log.level: {0}")]
    Level(String),
    /// Something in this process already takes the logs.
    #[error("logs are already set up in this process")]
    Taken(#[source] tracing_subscriber::util::TryInitError),
    /// The system gives no thread.
    #[error("there is no thread for the log's limits: raise the limit on threads (ulimit -u, pids.max)")]
    NoThread(#[source] std::io::Error),
}

/// What is at the other end of the logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// A terminal: `log.format = "auto"` is then `pretty`.
    pub terminal: bool,
    /// Colours are wanted: a terminal, and no `NO_COLOR` in the environment.
    pub colours: bool,
}

impl Reader {
    /// Who reads standard error. `no_color` is the variable `NO_COLOR`, which counts only if not empty
    /// (<https://no-color.org>).
    pub fn of_stderr(no_color: Option<&std::ffi::OsStr>) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Reader {
            terminal,
            colours: terminal && no_color.is_none_or(|value| value.is_empty()),
        }
    }
}

/// Sends the logs of this process to standard error. What is returned is to be kept until the last line is written.
///
/// # Errors
/// If `log.level` cannot be read, logs are set up already, or there is no thread to be had.
pub fn start(log: &Log) -> Result<Reporter, TelemetryError> {
    let reader = Reader::of_stderr(std::env::var_os("NO_COLOR").as_deref());
    let flood = Flood::new();
    subscriber(log, reader, || AboveTheBar, flood.clone())?
        .try_init()
        .map_err(TelemetryError::Taken)?;
    Reporter::start(flood).map_err(TelemetryError::NoThread)
}

/// The subscriber that writes into `writer` what `log.level` and `flood` let through.
///
/// # Errors
/// If `log.level` cannot be read.
pub fn subscriber<W>(
    log: &Log,
    reader: Reader,
    writer: W,
    flood: Flood,
) -> Result<Box<dyn Subscriber + Send + Sync>, TelemetryError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = log.filter().map_err(TelemetryError::Level)?.and(flood);
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(reader.colours);
    let pretty = match log.format {
        LogFormat::Auto => reader.terminal,
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    };
    let layer: Box<dyn Layer<Registry> + Send + Sync> = if pretty {
        layer.with_filter(filter).boxed()
    } else {
        // Fields beside the message, not below it: that is where log collectors look for them.
        layer.json().flatten_event(true).with_filter(filter).boxed()
    };
    Ok(Box::new(tracing_subscriber::registry().with(layer)))
}

/// The bar that stands below the logs.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// A progress bar that stands below the logs as long as this lives.
pub struct BelowTheLogs(ProgressBar);

/// Puts a progress bar below the logs: whoever writes a line lifts it for that moment. There is one at a time.
pub fn below_the_logs(bar: ProgressBar) -> BelowTheLogs {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar.clone());
    BelowTheLogs(bar)
}

impl BelowTheLogs {
    /// The bar.
    pub fn bar(&self) -> &ProgressBar {
        &self.0
    }
}

impl Drop for BelowTheLogs {
    fn drop(&mut self) {
        BAR.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.0.finish_and_clear();
    }
}

/// Standard error, above the progress bar where there is one. A line of the log comes in one write.
struct AboveTheBar;

impl Write for AboveTheBar {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let bar = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match bar {
            Some(bar) => bar.suspend(|| io::stderr().write_all(bytes)),
            None => io::stderr().write_all(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}
