//! The other side of [`http`](super::http): asking a worker of this machine how it is, for health checks of containers
//! that hold no shell and no curl.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::time::Duration;

use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Longest answer that is read, in bytes; a verdict is one line.
const ANSWER_BYTES: usize = 64 * 1024;

/// Why a worker was not asked, or did not answer.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// The settings name no address that can be asked.
    #[error("there is no address to ask: operate.listen is {listen:?}; give the worker one with a port of its own")]
    NoAddress {
        /// The setting `operate.listen`.
        listen: String,
    },
    /// The address is no address of this machine, or its name is unknown.
    #[error("operate.listen is {listen:?}, which cannot be resolved; write an address such as 127.0.0.1:8080")]
    Unresolved {
        /// The setting `operate.listen`.
        listen: String,
        /// What the system said, if anything.
        source: std::io::Error,
    },
    /// Nothing answers, or what answers does not speak HTTP.
    #[error(
        "no worker answers at {address} ({reason}); is it running, and with the same operate.listen as this command?"
    )]
    NoAnswer {
        /// The address that was asked.
        address: SocketAddr,
        /// What went wrong.
        reason: String,
    },
}

/// What a worker says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it says that all is well.
    pub well: bool,
    /// Its words: `ok`, or the reason why not; without a line end.
    pub words: String,
}

/// Asks the worker that listens on `listen` (the setting `operate.listen`) for `path` (`/livez`, `/readyz`), and waits
/// no longer than `patience`. A worker that listens on all addresses (`0.0.0.0`, `[::]`) is asked on the loopback one.
///
/// # Errors
/// If there is nothing to ask, or no answer.
pub fn ask(listen: &str, path: &str, patience: Duration) -> Result<Verdict, ProbeError> {
    let address = address(listen)?;
    let no_answer = |reason: String| ProbeError::NoAnswer { address, reason };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| no_answer(error.to_string()))?;
    let answer = runtime.block_on(async { tokio::time::timeout(patience, get(address, path)).await });
    match answer {
        Ok(Ok(verdict)) => Ok(verdict),
        Ok(Err(reason)) => Err(no_answer(reason)),
        Err(_) => Err(no_answer(format!("nothing within {} s", patience.as_secs()))),
    }
}

fn address(listen: &str) -> Result<SocketAddr, ProbeError> {
    if listen.is_empty() {
        return Err(ProbeError::NoAddress { listen: String::new() });
    }
    let unresolved = |source| ProbeError::Unresolved {
        listen: listen.to_owned(),
        source,
    };
    let mut address = listen
        .to_socket_addrs()
        .map_err(unresolved)?
        .next()
        .ok_or_else(|| unresolved(std::io::ErrorKind::NotFound.into()))?;
    // The system chose the port, and only the worker itself knows it.
    if address.port() == 0 {
        return Err(ProbeError::NoAddress {
            listen: listen.to_owned(),
        });
    }
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    Ok(address)
}

async fn get(address: SocketAddr, path: &str) -> Result<Verdict, String> {
    let words = |error: &dyn std::error::Error| error.to_string();
    let stream = TcpStream::connect(address).await.map_err(|error| words(&error))?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| words(&error))?;
    let request = Request::get(path)
        .header(header::HOST, address.to_string())
        .body(Empty::<Bytes>::new())
        .map_err(|error| words(&error))?;
    let exchange = async {
        let answer = sender.send_request(request).await.map_err(|error| words(&error))?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), ANSWER_BYTES)
            .collect()
            .await
            .map_err(|error| words(error.as_ref()))?;
        let text = String::from_utf8_lossy(&body.to_bytes()).trim_end().to_owned();
        match status {
            StatusCode::OK => Ok(Verdict {
                well: true,
                words: text,
            }),
            StatusCode::SERVICE_UNAVAILABLE => Ok(Verdict {
                well: false,
                words: text,
            }),
            // Something else has this port.
            other => Err(format!("the answer is {other}, which is not bantin's")),
        }
    };
    tokio::select! {
        verdict = exchange => verdict,
        Err(error) = connection => Err(words(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_on_all_addresses_is_asked_on_the_loopback_one() {
        for (listen, asked) in [
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:9000", "[::1]:9000"),
            ("10.1.2.3:80", "10.1.2.3:80"),
        ] {
            assert_eq!(address(listen).unwrap().to_string(), asked, "{listen}");
        }
    }

    #[test]
    fn what_cannot_be_asked_is_told_by_the_setting() {
        for listen in ["", "127.0.0.1:0"] {
            let error = ask(listen, "/livez", Duration::from_secs(1)).unwrap_err().to_string();
            assert!(error.contains(&format!("operate.listen is {listen:?}")), "{error}");
        }
    }
}
