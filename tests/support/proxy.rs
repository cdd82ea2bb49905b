//! A TCP proxy between a worker and a broker: lines that are slow, half-open, or reset.
//!
//! A broker tells its clients where it is, so its listener must be advertised at the proxy's port:
//! [`Extra::proxied`](super::kafka::Extra::proxied).

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a thread may be without a look at what was asked of the proxy.
const LOOK: Duration = Duration::from_millis(20);
/// Most bytes that travel at once.
const PIECE: usize = 16 * 1024;

/// Which way bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From the worker to the broker: requests.
    ToBroker,
    /// From the broker to the worker: answers.
    ToWorker,
}

/// What becomes of bytes that go one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// They arrive.
    Open,
    /// They arrive late: each piece after `latency`, all of them at this rate per connection.
    Slow {
        /// Bytes a second.
        rate: u64,
        /// How long each piece of up to 16 KiB is under way.
        latency: Duration,
    },
    /// They are taken and never arrive, and the connection stays: half-open. A connection that has lost bytes so never
    /// comes back, as after a firewall forgot it; one that is made later may.
    Silent,
}

/// A proxy to one address. It ends when it is dropped, and its connections are reset.
pub struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
    door: Option<JoinHandle<()>>,
}

struct State {
    upstream: SocketAddr,
    lines: Mutex<[Line; 2]>,
    /// Connections of an earlier one are to be reset.
    generation: AtomicU64,
    refusing: AtomicBool,
    closed: AtomicBool,
    made: AtomicU64,
    resets: AtomicU64,
    bytes: [AtomicU64; 2],
    swallowed: [AtomicU64; 2],
}

/// Two sockets with the same fate: both are closed when both directions have let go of them.
struct Pair {
    worker: TcpStream,
    broker: TcpStream,
    generation: u64,
    ended: AtomicBool,
    /// It has lost bytes.
    broken: AtomicBool,
}

impl Proxy {
    /// Listens on one port of this machine and leads to another: [`Cluster::behind`](super::kafka::Cluster::behind).
    pub fn start((port, upstream): (u16, u16)) -> Proxy {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let address = listener.local_addr().unwrap();
        let zero = || [AtomicU64::new(0), AtomicU64::new(0)];
        let state = Arc::new(State {
            upstream: ([127, 0, 0, 1], upstream).into(),
            lines: Mutex::new([Line::Open; 2]),
            generation: AtomicU64::new(0),
            refusing: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            made: AtomicU64::new(0),
            resets: AtomicU64::new(0),
            bytes: zero(),
            swallowed: zero(),
        });
        let own = state.clone();
        let door = std::thread::spawn(move || {
            for connection in listener.incoming() {
                if own.closed.load(Ordering::Acquire) {
                    return;
                }
                if let Ok(worker) = connection {
                    own.admit(worker);
                }
            }
        });
        Proxy {
            address,
            state,
            door: Some(door),
        }
    }

    /// The address at which it listens.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// What becomes of bytes that go this way from now on, also on connections that are there.
    pub fn set(&self, way: Way, line: Line) {
        self.state.lines.lock().unwrap()[way as usize] = line;
    }

    /// The same for both ways.
    pub fn set_both(&self, line: Line) {
        *self.state.lines.lock().unwrap() = [line; 2];
    }

    /// Resets every connection that is there: both ends get an RST. Gives how many there were.
    pub fn reset(&self) -> u64 {
        let before = self.resets();
        let made = self.connections();
        self.state.generation.fetch_add(1, Ordering::AcqRel);
        // Each direction notices within a look.
        let start = Instant::now();
        while start.elapsed() < LOOK * 5 && self.resets() - before < made {
            std::thread::sleep(LOOK / 4);
        }
        self.resets() - before
    }

    /// Whether new connections are reset at once.
    pub fn refuse(&self, refusing: bool) {
        self.state.refusing.store(refusing, Ordering::Release);
    }

    /// How many connections were made through it.
    pub fn connections(&self) -> u64 {
        self.state.made.load(Ordering::Acquire)
    }

    /// How many connections it has reset, those that it refused among them.
    pub fn resets(&self) -> u64 {
        self.state.resets.load(Ordering::Acquire)
    }

    /// How many bytes arrived this way.
    pub fn bytes(&self, way: Way) -> u64 {
        self.state.bytes[way as usize].load(Ordering::Acquire)
    }

    /// How many bytes were swallowed on this way.
    pub fn swallowed(&self, way: Way) -> u64 {
        self.state.swallowed[way as usize].load(Ordering::Acquire)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.state.closed.store(true, Ordering::Release);
        // The door waits for somebody to come.
        let _ = TcpStream::connect(self.address);
        if let Some(door) = self.door.take() {
            let _ = door.join();
        }
    }
}

/// A socket so set is reset, and not ended in good order, when it is closed.
fn reset_when_closed(socket: &TcpStream) {
    let _ = socket2::SockRef::from(socket).set_linger(Some(Duration::ZERO));
}

impl State {
    fn admit(self: &Arc<Self>, worker: TcpStream) {
        let generation = self.generation.load(Ordering::Acquire);
        let refusing = self.refusing.load(Ordering::Acquire);
        let broker = TcpStream::connect(self.upstream).ok().filter(|_| !refusing);
        let Some(broker) = broker else {
            reset_when_closed(&worker);
            self.resets.fetch_add(1, Ordering::AcqRel);
            return;
        };
        for socket in [&worker, &broker] {
            socket.set_nodelay(true).unwrap();
            socket.set_read_timeout(Some(LOOK)).unwrap();
            socket.set_write_timeout(Some(LOOK)).unwrap();
        }
        self.made.fetch_add(1, Ordering::AcqRel);
        let pair = Arc::new(Pair {
            worker,
            broker,
            generation,
            ended: AtomicBool::new(false),
            broken: AtomicBool::new(false),
        });
        for way in [Way::ToBroker, Way::ToWorker] {
            let (state, pair) = (self.clone(), pair.clone());
            std::thread::spawn(move || {
                state.carry(way, &pair);
                pair.ended.store(true, Ordering::Release);
            });
        }
    }

    /// Carries bytes one way until either end is closed or the connection is to be reset.
    fn carry(&self, way: Way, pair: &Pair) {
        let (mut from, mut to) = match way {
            Way::ToBroker => (&pair.worker, &pair.broker),
            Way::ToWorker => (&pair.broker, &pair.worker),
        };
        let mut piece = vec![0; PIECE];
        while !self.is_over(way, pair) {
            let read = match from.read(&mut piece) {
                Ok(0) => return,
                Ok(read) => read,
                Err(error) if is_nothing_yet(&error) => continue,
                Err(_) => return,
            };
            let line = self.lines.lock().unwrap()[way as usize];
            if line == Line::Silent || pair.broken.load(Ordering::Acquire) {
                pair.broken.store(true, Ordering::Release);
                self.swallowed[way as usize].fetch_add(read as u64, Ordering::AcqRel);
                continue;
            }
            if let Line::Slow { rate, latency } = line {
                let due = Instant::now() + latency + Duration::from_secs_f64(read as f64 / rate as f64);
                while Instant::now() < due && !self.is_over(way, pair) {
                    std::thread::sleep(LOOK.min(due.saturating_duration_since(Instant::now())));
                }
            }
            let mut rest = piece.get(..read).unwrap();
            while !rest.is_empty() && !self.is_over(way, pair) {
                match to.write(rest) {
                    Ok(written) => rest = &rest[written..],
                    Err(error) if is_nothing_yet(&error) => {}
                    Err(_) => return,
                }
            }
            self.bytes[way as usize].fetch_add(read as u64, Ordering::AcqRel);
        }
    }

    /// Whether a connection has ended or must. One that is to be reset is so marked by the direction to the broker.
    fn is_over(&self, way: Way, pair: &Pair) -> bool {
        if pair.ended.load(Ordering::Acquire) {
            return true;
        }
        let reset = pair.generation != self.generation.load(Ordering::Acquire) || self.closed.load(Ordering::Acquire);
        if reset && way == Way::ToBroker {
            reset_when_closed(&pair.worker);
            reset_when_closed(&pair.broker);
            self.resets.fetch_add(1, Ordering::AcqRel);
            pair.ended.store(true, Ordering::Release);
        }
        reset && way == Way::ToBroker
    }
}

fn is_nothing_yet(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}
