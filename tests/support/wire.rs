//! A proxy that reads Kafka's framing and loses answers: the broker has done what it was asked for, and whoever asked
//! does not learn of it.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// `Produce` as requests number it.
pub const PRODUCE: i16 = 0;
/// `OffsetCommit`.
pub const OFFSET_COMMIT: i16 = 8;
/// `AddPartitionsToTxn`.
pub const ADD_PARTITIONS: i16 = 24;
/// `AddOffsetsToTxn`.
pub const ADD_OFFSETS: i16 = 25;
/// `EndTxn`.
pub const END_TXN: i16 = 26;
/// `TxnOffsetCommit`.
pub const TXN_OFFSET_COMMIT: i16 = 28;

/// The proxy. It ends when it is dropped, and its connections with it.
pub struct Wire {
    port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    done: AtomicBool,
    /// The kind of request whose next answer is to be lost.
    armed: Mutex<Option<i16>>,
    /// The kinds of request whose answers were lost, in this order.
    lost: Mutex<Vec<i16>>,
    /// Both ends of every connection that there was.
    streams: Mutex<Vec<TcpStream>>,
}

impl Wire {
    /// Listens on one port of this machine and passes all on to another.
    pub fn start(listen: u16, to: u16) -> Wire {
        let listener = TcpListener::bind(("127.0.0.1", listen)).unwrap();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if shared.done.load(Ordering::Acquire) {
                    return;
                }
                // Where the broker is not there, the client finds its connection closed.
                let Ok(broker) = TcpStream::connect(("127.0.0.1", to)) else {
                    continue;
                };
                shared.join(client, broker);
            }
        });
        Wire { port: listen, state }
    }

    /// The answer to the next request of this kind is lost, and the connection with it.
    pub fn lose_answer(&self, kind: i16) {
        *self.state.armed.lock().unwrap() = Some(kind);
    }

    /// The kinds of request whose answers were lost so far.
    pub fn lost(&self) -> Vec<i16> {
        self.state.lost.lock().unwrap().clone()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.state.done.store(true, Ordering::Release);
        // Wakes whoever waits for a connection.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        for stream in self.state.streams.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl State {
    /// Two threads, one for each direction, that share which answers of this connection are to be lost.
    fn join(self: &Arc<Self>, client: TcpStream, broker: TcpStream) {
        for stream in [&client, &broker] {
            let _ = stream.set_nodelay(true);
            self.streams.lock().unwrap().push(stream.try_clone().unwrap());
        }
        let doomed = Arc::new(Mutex::new(HashSet::new()));
        let (from, to) = (client.try_clone().unwrap(), broker.try_clone().unwrap());
        let (state, marks) = (Arc::clone(self), Arc::clone(&doomed));
        std::thread::spawn(move || {
            pass(from, to, |request| {
                // What follows the length: api_key, api_version, correlation_id.
                let (Some(kind), Some(correlation)) = (number(request, 0), number(request, 4)) else {
                    return true;
                };
                let kind = i16::from_be_bytes(kind);
                if state.armed.lock().unwrap().take_if(|armed| *armed == kind).is_some() {
                    marks.lock().unwrap().insert((i32::from_be_bytes(correlation), kind));
                }
                true
            });
        });
        let state = Arc::clone(self);
        std::thread::spawn(move || {
            pass(broker, client, |answer| {
                let Some(correlation) = number(answer, 0).map(i32::from_be_bytes) else {
                    return true;
                };
                let doomed = doomed.lock().unwrap();
                let Some((_, kind)) = doomed.iter().find(|(of, _)| *of == correlation) else {
                    return true;
                };
                state.lost.lock().unwrap().push(*kind);
                false
            });
        });
    }
}

/// The bytes of a number that begins at `at`.
fn number<const N: usize>(frame: &[u8], at: usize) -> Option<[u8; N]> {
    frame.get(at..at + N)?.try_into().ok()
}

/// Passes frames on until one is refused or an end is closed; closes both then.
fn pass(mut from: TcpStream, mut to: TcpStream, mut look: impl FnMut(&[u8]) -> bool) {
    let mut next = || -> std::io::Result<bool> {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let mut frame = vec![0; u32::from_be_bytes(length) as usize];
        from.read_exact(&mut frame)?;
        if !look(&frame) {
            return Ok(false);
        }
        to.write_all(&length)?;
        to.write_all(&frame)?;
        Ok(true)
    };
    while next().unwrap_or(false) {}
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
