//! How the process ends: every exit code in one place, with its name. Scripts and orchestrators rely on them.

use std::fmt;

use crate::operate::http::ServeError;
use crate::operate::telemetry::TelemetryError;
use crate::settings::Problems;

/// How the process ended. The numbers from 64 to 78 are those of BSD's `sysexits.h` where it has one that fits.
///
/// As an error's context (`error.context(Exit::NoBroker)`) it decides the exit code of that error; see [`Exit::of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Exit {
    /// All was done.
    Clean = 0,
    /// `health`: the worker does not answer, or says that it is not well. The number that health checks know.
    /// `replay --status`: nothing is known of the job.
    Unhealthy = 1,
    /// The command line is wrong.
    Usage = 2,
    /// A job was stopped before its end. Whoever gives the same command goes on there: so no orchestrator takes it for done.
    Unfinished = 3,
    /// `load`: the topic refused messages, the others are loaded; or the position of `--resume` does not fit.
    Data = 65,
    /// A file that `parse` or `load` was to read could not be read; the others were. `dead-letters`: there is no such letter.
    NoInput = 66,
    /// No broker answered within `startup_timeout`.
    NoBroker = 69,
    /// An error of the program or of its surroundings that has no code of its own.
    Internal = 70,
    /// The committed offset is gone, and `input.lost_offset = "error"`.
    OffsetLost = 74,
    /// More than `dead_letter.max_ratio` of the last messages died. A restart with backoff tries again.
    TooManyDeadLetters = 75,
    /// Another worker bears the same `worker.name`.
    NameTaken = 76,
    /// The brokers refuse the login or the access to a topic or group.
    Authorisation = 77,
    /// The settings are wrong.
    Configuration = 78,
    /// `shutdown_timeout` passed with messages still in flight. They are read again by whoever comes next.
    ShutdownTimeout = 124,
    /// A second SIGTERM ended the process at once; nothing is lost by it.
    SecondSignal = 143,
}

impl Exit {
    /// All of them, in the order of their codes.
    pub const ALL: [Exit; 15] = [
        Exit::Clean,
        Exit::Unhealthy,
        Exit::Usage,
        Exit::Unfinished,
        Exit::Data,
        Exit::NoInput,
        Exit::NoBroker,
        Exit::Internal,
        Exit::OffsetLost,
        Exit::TooManyDeadLetters,
        Exit::NameTaken,
        Exit::Authorisation,
        Exit::Configuration,
        Exit::ShutdownTimeout,
        Exit::SecondSignal,
    ];

    /// The process's exit code.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The exit of an error that reached `main`: what its context says, else what its cause is.
    pub fn of(error: &anyhow::Error) -> Exit {
        if let Some(exit) = error.downcast_ref::<Exit>() {
            return *exit;
        }
        let configuration = error.chain().any(|cause| {
            cause.is::<Problems>()
                || matches!(cause.downcast_ref(), Some(ServeError::Bind { .. }))
                || matches!(cause.downcast_ref(), Some(TelemetryError::Level(_)))
        });
        if configuration {
            Exit::Configuration
        } else {
            Exit::Internal
        }
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Exit::Clean => "clean",
            Exit::Unhealthy => "unhealthy",
            Exit::Usage => "wrong usage",
            Exit::Unfinished => "stopped before its end",
            Exit::Data => "data refused",
            Exit::NoInput => "no input",
            Exit::NoBroker => "no broker",
            Exit::Internal => "internal error",
            Exit::OffsetLost => "committed offset lost",
            Exit::TooManyDeadLetters => "too many dead letters",
            Exit::NameTaken => "name taken",
            Exit::Authorisation => "not authorised",
            Exit::Configuration => "wrong configuration",
            Exit::ShutdownTimeout => "shutdown timed out",
            Exit::SecondSignal => "second SIGTERM",
        })
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}
