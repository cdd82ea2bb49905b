//! `bantin health` as a container's health check calls it, against the worker's own HTTP address.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bantin::operate::http::{self, Server};
use bantin::operate::{Health, Metrics};

const STALL: Duration = Duration::from_secs(60);

fn serve() -> (Server, Arc<Health>) {
    let health = Arc::new(Health::new());
    let server = http::serve("127.0.0.1:0", Metrics::new().unwrap(), Arc::clone(&health), STALL)
        .unwrap()
        .unwrap();
    (server, health)
}

/// Asks; gives the exit code, standard output, standard error.
fn health(listen: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .arg("health")
        .args(arguments)
        .env_clear()
        .env("BANTIN_OPERATE__LISTEN", listen)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_worker_that_is_well_ends_it_with_0() {
    let (server, health_) = serve();
    health_.broker_up(true, Instant::now());
    health_.ready(Ok(()));
    let ok = (Some(0), "ok\n".to_owned(), String::new());
    let port = server.address().port();
    for listen in [
        format!("127.0.0.1:{port}"),
        format!("0.0.0.0:{port}"),
        format!("localhost:{port}"),
    ] {
        for arguments in [&[][..], &["--ready"]] {
            assert_eq!(health(&listen, arguments), ok, "{listen} {arguments:?}");
        }
    }
}

#[test]
fn a_worker_that_waits_is_alive_and_not_ready() {
    let (server, health_) = serve();
    health_.broker_up(true, Instant::now());
    health_.ready(Err("joining the group".to_owned()));
    let address = server.address().to_string();
    assert_eq!(health(&address, &[]).0, Some(0));
    let (code, words, _) = health(&address, &["--ready"]);
    assert_eq!((code, words.as_str()), (Some(1), "joining the group\n"));
}

#[test]
fn no_worker_ends_it_with_1_and_says_where_it_asked() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string();
    let (code, words, error) = health(&address, &[]);
    assert_eq!((code, words.as_str()), (Some(1), ""), "{error}");
    assert!(error.contains(&address) && error.contains("operate.listen"), "{error}");
}

#[test]
fn another_server_on_the_port_is_no_healthy_worker() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let answers = std::thread::spawn(move || {
        for answer in ["HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", "SSH-2.0-x\r\n"] {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 1024]).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    for word in ["404", "HTTP"] {
        let (code, _, error) = health(&address, &[]);
        assert_eq!(code, Some(1), "{error}");
        assert!(error.contains(word), "{word}: {error}");
    }
    answers.join().unwrap();
}

#[test]
fn an_address_that_cannot_be_asked_ends_it_with_78() {
    for listen in ["", "127.0.0.1:0"] {
        let (code, _, error) = health(listen, &[]);
        assert_eq!(code, Some(78), "{listen:?}: {error}");
        assert!(error.contains("operate.listen"), "{error}");
    }
}
