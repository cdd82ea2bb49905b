//! `bantin run`: the worker.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;

use super::Exit;
use super::reading::Reading;
use crate::operate::{Health, Metrics, http};
use crate::settings::Settings;
use crate::stream::{self, StreamError};

/// Runs the worker until it is stopped.
///
/// # Errors
/// Whatever ended it, with its exit code.
pub fn run(settings: &Settings) -> anyhow::Result<Exit> {
    let metrics = Metrics::new()?;
    let health = Arc::new(Health::new());
    let _server = http::serve(
        &settings.operate.listen,
        metrics.clone(),
        health.clone(),
        settings.stall_timeout.0,
    )?;
    let stop = Arc::new(AtomicBool::new(false));
    listen_for_signals(stop.clone(), settings.shutdown_timeout.0)?;
    let reading = Reading::new(settings, &metrics);
    tracing::info!(version = env!("CARGO_PKG_VERSION"), topics = ?settings.input.topics, group = settings.input.group, "bantin starts");
    match stream::run(settings, &reading, &metrics, &health, &stop) {
        Ok(()) => {
            tracing::info!("stopped: everything that was taken is published and committed");
            Ok(Exit::Clean)
        }
        Err(error) => Err(ended_by(error)),
    }
}

/// An error of the stream with its exit code.
pub(super) fn ended_by(error: StreamError) -> anyhow::Error {
    let exit = match error {
        StreamError::NoBroker { .. } | StreamError::Untrusted { .. } | StreamError::NoAnswer { .. } => Exit::NoBroker,
        StreamError::Configuration(_) | StreamError::TransactionTimeout { .. } | StreamError::NoTopic { .. } => {
            Exit::Configuration
        }
        StreamError::Authorisation { .. } => Exit::Authorisation,
        StreamError::OffsetLost { .. }
        | StreamError::LogCut { .. }
        | StreamError::NoOffset { .. }
        | StreamError::TopicReplaced { .. } => Exit::OffsetLost,
        StreamError::JobDiffers { .. } | StreamError::JobRunning { .. } => Exit::Usage,
        StreamError::TooManyDeadLetters { .. } => Exit::TooManyDeadLetters,
        StreamError::NameTaken { .. } => Exit::NameTaken,
        StreamError::DeadLetterRefused { .. } | StreamError::Fatal { .. } => Exit::Internal,
    };
    anyhow::Error::new(error).context(exit)
}

/// The first SIGTERM or SIGINT sets `stop`; a second one ends the process at once, and so does the end of `timeout`
/// after the first. Nothing is lost by either: what is not committed is read again.
pub(super) fn listen_for_signals(stop: Arc<AtomicBool>, timeout: Duration) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no runtime for signals")?;
    let listen = async move {
        let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            tracing::error!("signals cannot be listened for: stop with SIGKILL, nothing is lost by it");
            return;
        };
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        stop.store(true, Ordering::Release);
        let exit = tokio::select! {
            _ = terminate.recv() => Exit::SecondSignal,
            _ = interrupt.recv() => Exit::SecondSignal,
            () = tokio::time::sleep(timeout) => Exit::ShutdownTimeout,
        };
        tracing::error!(
            code = exit.code(),
            "ended at once: {exit}; what is not committed is read again"
        );
        std::process::exit(i32::from(exit.code()));
    };
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || runtime.block_on(listen))
        .context("no thread for signals")?;
    Ok(())
}
