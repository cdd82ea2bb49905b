//! The worker's own HTTP address: `/livez`, `/readyz`, `/metrics`.
//!
//! It has a thread and a small runtime of its own, so that it answers however busy the worker is, and so that nothing
//! of it can hold the worker up.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::oneshot;

use super::{Health, Metrics};

/// Why the address is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be bound: a matter of configuration.
    #[error("cannot listen on {address}: set operate.listen to a free address of this machine, or to \"\" for none")]
    Bind {
        /// The address as it was given.
        address: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system gave no thread or no runtime.
    #[error("cannot start the thread that serves {address}")]
    Start {
        /// The address as it was given.
        address: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A running server. It stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// The address that was bound: with port 0, the port that the system chose.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The runtime ends with `block_on`, and takes connections that idle with it.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[derive(Clone)]
struct Shown {
    metrics: Metrics,
    health: Arc<Health>,
    stall_timeout: Duration,
}

/// Serves `listen` (`host:port`; port 0 takes a free one) until the server is dropped. An empty `listen` is no server.
///
/// # Errors
/// If the address cannot be bound, or no thread started.
pub fn serve(
    listen: &str,
    metrics: Metrics,
    health: Arc<Health>,
    stall_timeout: Duration,
) -> Result<Option<Server>, ServeError> {
    if listen.is_empty() {
        return Ok(None);
    }
    let bind = |source| ServeError::Bind {
        address: listen.to_owned(),
        source,
    };
    let start = |source| ServeError::Start {
        address: listen.to_owned(),
        source,
    };
    // Bound here and not on the thread, so that the caller learns of a failure before anything else begins.
    let listener = TcpListener::bind(listen).map_err(bind)?;
    listener.set_nonblocking(true).map_err(bind)?;
    let address = listener.local_addr().map_err(bind)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(start)?;
    let (stop, stopped) = oneshot::channel();
    let shown = Shown {
        metrics,
        health,
        stall_timeout,
    };
    let thread = std::thread::Builder::new()
        .name("operate-http".to_owned())
        .spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    result = answer(listener, shown) => if let Err(error) = result {
                        tracing::error!(%address, %error, "the address of probes and metrics is no longer served");
                    }
                }
            });
        })
        .map_err(start)?;
    tracing::info!(%address, "serving /livez, /readyz and /metrics");
    Ok(Some(Server {
        address,
        stop: Some(stop),
        thread: Some(thread),
    }))
}

async fn answer(listener: TcpListener, shown: Shown) -> std::io::Result<()> {
    let routes = Router::new()
        .route("/livez", get(livez))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(shown);
    axum::serve(tokio::net::TcpListener::from_std(listener)?, routes).await
}

async fn livez(State(shown): State<Shown>) -> Response {
    verdict(shown.health.live(Instant::now(), shown.stall_timeout))
}

async fn readyz(State(shown): State<Shown>) -> Response {
    // What is not alive is not ready, whatever it last said of itself.
    verdict(
        shown
            .health
            .live(Instant::now(), shown.stall_timeout)
            .and_then(|()| shown.health.readiness()),
    )
}

fn verdict(verdict: Result<(), String>) -> Response {
    match verdict {
        Ok(()) => "ok\n".into_response(),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response(),
    }
}

async fn metrics(State(shown): State<Shown>) -> Response {
    match shown.metrics.render() {
        Ok(text) => ([(header::CONTENT_TYPE, prometheus::TEXT_FORMAT)], text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}
