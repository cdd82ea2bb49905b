//! Logs: to standard error, for people on a terminal, as JSON everywhere else.

use std::io::IsTerminal;

use tracing::Subscriber;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

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

/// Sends the logs of this process to standard error.
///
/// # Errors
/// If `log.level` cannot be read, or logs are set up already.
pub fn start(log: &Log) -> Result<(), TelemetryError> {
    let reader = Reader::of_stderr(std::env::var_os("NO_COLOR").as_deref());
    subscriber(log, reader, std::io::stderr)?
        .try_init()
        .map_err(TelemetryError::Taken)
}

/// The subscriber that writes into `writer`.
///
/// # Errors
/// If `log.level` cannot be read.
pub fn subscriber<W>(log: &Log, reader: Reader, writer: W) -> Result<Box<dyn Subscriber + Send + Sync>, TelemetryError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = log.filter().map_err(TelemetryError::Level)?;
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
