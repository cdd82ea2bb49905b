//! What operators see: metrics by name, health by rule, both over HTTP, and logs.

// clippy.toml allows these within test functions, not in what test functions call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[allow(dead_code)]
#[path = "support/exposition.rs"]
mod exposition;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bantin::operate::flood::{BURST, Flood, INTERVAL};
use bantin::operate::http::{self, ServeError, Server};
use bantin::operate::telemetry::{self, Reader};
use bantin::operate::{Health, Metrics};
use bantin::settings::{Log, LogFormat};

const STALL: Duration = Duration::from_secs(60);

/// Something of everything that has labels; what has none is served from the start.
fn touch(metrics: &Metrics) {
    metrics.skips.with_label_values(&["empty"]).inc();
    metrics
        .dead_letters
        .with_label_values(&["intake", "invalid_utf8"])
        .inc();
    metrics.partition("articles.raw", 3).committed_offset.set(17);
}

#[test]
fn metrics_are_those_that_the_documentation_lists() {
    let metrics = Metrics::new().unwrap();
    touch(&metrics);
    // What is read is held against Prometheus' rules, too.
    let served = exposition::read(&metrics.render().unwrap()).into_iter();
    let ours: BTreeSet<_> = served
        .map(|family| family.metric)
        .filter(|metric| !metric.name.starts_with("process_"))
        .collect();
    assert_eq!(ours, exposition::documented());
}

/// Every source file below a folder.
fn sources(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => vec![std::fs::read_to_string(&path).unwrap()],
        })
        .collect()
}

/// A failure's code is a word in the source, wherever one is made: each of them is documented, and no other.
#[test]
fn the_codes_of_dead_letters_are_those_that_the_documentation_lists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut codes = BTreeSet::from(["section_page", "error_page", "no_article"].map(str::to_owned));
    let word = |text: &str| text.split('"').nth(1).unwrap().to_owned();
    for text in sources(&root) {
        // `Failure::new(stage, "code", …)`, but for those of tests, and those whose code comes from elsewhere.
        let text = text.split("#[cfg(test)]").next().unwrap();
        for call in text.split("Failure::new(").skip(1) {
            let code = call.split(',').nth(1).unwrap().trim();
            codes.extend(code.starts_with('"').then(|| word(code)));
        }
        // Functions that choose a code: `A => "code"`.
        for name in ["fn code(&self) -> &'static str {", "fn refusal_code("] {
            let body = text
                .split(name)
                .nth(1)
                .map_or("", |rest| rest.split("\n}\n").next().unwrap());
            codes.extend(body.lines().filter(|line| line.contains("=> \"")).map(word));
        }
    }
    assert!(codes.contains("invalid_utf8") && codes.contains("panic"), "{codes:?}");
    assert_eq!(codes, exposition::documented_values()["code"]);
}

#[test]
fn counts_arrive_under_their_labels() {
    let metrics = Metrics::new().unwrap();
    metrics.messages_event.inc_by(5);
    metrics.clone().messages_event.inc();
    metrics.messages_tombstone.inc_by(2);
    metrics.messages_skip.inc_by(3);
    metrics.messages_dead_letter.inc_by(4);
    metrics.message_seconds.observe(0.2);
    touch(&metrics);
    let text = metrics.render().unwrap();
    for sample in [
        "bantin_messages_total{outcome=\"event\"} 6",
        "bantin_messages_total{outcome=\"tombstone\"} 2",
        "bantin_messages_total{outcome=\"skip\"} 3",
        "bantin_messages_total{outcome=\"dead_letter\"} 4",
        "bantin_skips_total{reason=\"empty\"} 1",
        "bantin_dead_letters_total{code=\"invalid_utf8\",stage=\"intake\"} 1",
        "bantin_committed_offset{partition=\"3\",topic=\"articles.raw\"} 17",
        "bantin_message_seconds_bucket{le=\"0.25\"} 1",
        "bantin_message_seconds_count 1",
        // There from the start, so that the first failure is a step from 0 to 1.
        "bantin_commits_total{result=\"failed\"} 0",
        "bantin_rebalances_total{kind=\"lose\"} 0",
        concat!("bantin_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
    ] {
        assert!(text.lines().any(|line| line == sample), "no {sample} in\n{text}");
    }
    let other = Metrics::new().unwrap().render().unwrap();
    assert!(
        other.contains("bantin_messages_total{outcome=\"event\"} 0\n"),
        "two workers share their counts"
    );
}

#[test]
fn a_partition_that_is_forgotten_is_no_longer_served() {
    let metrics = Metrics::new().unwrap();
    let series = |partition: i32| {
        let label = format!("partition=\"{partition}\",topic=\"a\"");
        metrics
            .render()
            .unwrap()
            .lines()
            .filter(|line| line.contains(&label))
            .count()
    };
    let handles = metrics.partition("a", 1);
    handles.lag_messages.set(7);
    metrics.partition("a", 2);
    assert_eq!((series(1), series(2)), (3, 3));
    metrics.forget_partition("a", 1);
    metrics.forget_partition("never", 9);
    handles.lag_messages.set(8);
    assert_eq!((series(1), series(2)), (0, 3));
    metrics.partition("a", 1);
    assert_eq!(series(1), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn the_process_itself_is_measured() {
    let text = Metrics::new().unwrap().render().unwrap();
    let sample = |name: &str| {
        let value = text.lines().find_map(|line| line.strip_prefix(&format!("{name} ")));
        value
            .unwrap_or_else(|| panic!("no {name} in\n{text}"))
            .parse::<f64>()
            .unwrap()
    };
    assert!(sample("process_resident_memory_bytes") > 1_000_000.0);
    assert!(sample("process_open_fds") >= 3.0);
    assert!(sample("process_cpu_seconds_total") >= 0.0);
}

/// One life a line: what the stream reported at which second, and whether it is alive at which second.
#[test]
fn a_worker_is_dead_only_if_it_stands_still_while_a_broker_answers() {
    enum Report {
        Beat,
        Taken,
        Done,
        Up,
        Down,
    }
    use Report::*;
    const LOOP: &str = "the polling loop has not turned for 60 s";
    const MESSAGE: &str = "a message has been in work for 60 s";
    type Life<'l> = (&'l str, &'l [(u64, Report)], u64, Option<&'l str>);
    let lives: &[Life<'_>] = &[
        ("new", &[], 1_000, None),
        ("not yet polling", &[(0, Up)], 1_000, None),
        ("polling", &[(0, Up), (100, Beat)], 159, None),
        ("stuck loop", &[(0, Up), (100, Beat)], 160, Some(LOOP)),
        (
            "stuck loop, before the broker",
            &[(100, Beat), (100, Up)],
            160,
            Some(LOOP),
        ),
        ("stuck loop, freed", &[(0, Up), (100, Beat), (160, Beat)], 161, None),
        (
            "stuck loop in an outage",
            &[(0, Up), (100, Beat), (110, Down)],
            1_000,
            None,
        ),
        (
            "loop that has not turned since the outage",
            &[(0, Up), (100, Beat), (110, Down), (500, Up)],
            559,
            None,
        ),
        (
            "loop that never turns again",
            &[(0, Up), (100, Beat), (110, Down), (500, Up)],
            560,
            Some(LOOP),
        ),
        ("message in work", &[(0, Up), (100, Taken), (150, Beat)], 159, None),
        (
            "stuck message",
            &[(0, Up), (100, Taken), (150, Beat)],
            160,
            Some(MESSAGE),
        ),
        (
            "stuck message, done",
            &[(0, Up), (100, Taken), (150, Beat), (155, Done)],
            160,
            None,
        ),
        (
            "message that waited out an outage",
            &[(0, Up), (100, Taken), (101, Down), (500, Up), (500, Beat)],
            559,
            None,
        ),
        ("no broker ever", &[(0, Beat), (0, Taken)], 1_000, None),
        (
            "a broker that is up stays up since then",
            &[(0, Up), (100, Beat), (159, Up)],
            160,
            Some(LOOP),
        ),
    ];
    let start = Instant::now();
    let at = |second: u64| start + Duration::from_secs(second);
    for (name, reports, second, dead) in lives {
        let health = Health::new();
        for (second, report) in *reports {
            match report {
                Beat => health.beat(at(*second)),
                Taken => health.oldest_in_work(Some(at(*second))),
                Done => health.oldest_in_work(None),
                Up => health.broker_up(true, at(*second)),
                Down => health.broker_up(false, at(*second)),
            }
        }
        assert_eq!(health.live(at(*second), STALL).err().as_deref(), *dead, "{name}");
    }
}

#[test]
fn a_worker_is_ready_when_it_says_so_and_a_broker_answers() {
    let health = Health::new();
    let now = Instant::now();
    assert_eq!(health.readiness(), Err("starting".to_owned()));
    health.broker_up(true, now);
    assert_eq!(health.readiness(), Err("starting".to_owned()));
    health.ready(Ok(()));
    assert_eq!(health.readiness(), Ok(()));
    health.broker_up(false, now);
    assert_eq!(health.readiness(), Err("no broker answers".to_owned()));
    health.broker_up(true, now);
    health.ready(Err("over budget".to_owned()));
    assert_eq!(health.readiness(), Err("over budget".to_owned()));
}

fn start() -> (Server, Metrics, Arc<Health>) {
    let (metrics, health) = (Metrics::new().unwrap(), Arc::new(Health::new()));
    let server = http::serve("127.0.0.1:0", metrics.clone(), Arc::clone(&health), STALL)
        .unwrap()
        .unwrap();
    (server, metrics, health)
}

/// The whole answer to a request, as (status, head, body).
fn ask(address: SocketAddr, request: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: bantin\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_lowercase(), body.to_owned())
}

#[test]
fn probes_answer_over_http() {
    let (server, _, health) = start();
    let get = |path: &str| {
        let (status, _, body) = ask(server.address(), &format!("GET {path}"));
        (status, body)
    };
    assert_eq!(get("/livez"), (200, "ok\n".to_owned()));
    assert_eq!(get("/readyz"), (503, "starting\n".to_owned()));
    let now = Instant::now();
    health.broker_up(true, now);
    health.beat(now);
    health.ready(Ok(()));
    assert_eq!(get("/readyz"), (200, "ok\n".to_owned()));
    assert_eq!(get("/nothing").0, 404);
    assert_eq!(ask(server.address(), "POST /livez").0, 405);
    assert_eq!(ask(server.address(), "HEAD /livez").0, 200);
}

#[test]
fn a_stalled_worker_is_neither_alive_nor_ready() {
    let (metrics, health) = (Metrics::new().unwrap(), Arc::new(Health::new()));
    let server = http::serve("127.0.0.1:0", metrics, Arc::clone(&health), Duration::ZERO)
        .unwrap()
        .unwrap();
    let now = Instant::now();
    health.broker_up(true, now);
    health.ready(Ok(()));
    health.oldest_in_work(Some(now));
    let stalled = (503, "a message has been in work for 0 s\n".to_owned());
    for path in ["/livez", "/readyz"] {
        let (status, _, body) = ask(server.address(), &format!("GET {path}"));
        assert_eq!((status, body), stalled, "{path}");
    }
}

#[test]
fn metrics_are_served_in_the_text_format() {
    let (server, metrics, _) = start();
    metrics.input_bytes.inc_by(4_711);
    let (status, head, body) = ask(server.address(), "GET /metrics");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
    assert!(body.contains("\nbantin_input_bytes_total 4711\n"), "{body}");
}

#[test]
fn a_server_that_is_dropped_lets_go_of_its_port_whoever_is_connected() {
    let (server, ..) = start();
    let address = server.address();
    // One that says nothing, one that stops in the middle, one that stays after its answer.
    let _silent = TcpStream::connect(address).unwrap();
    let mut halfway = TcpStream::connect(address).unwrap();
    halfway.write_all(b"GET /livez HT").unwrap();
    let mut staying = TcpStream::connect(address).unwrap();
    staying
        .write_all(b"GET /livez HTTP/1.1\r\nHost: bantin\r\n\r\n")
        .unwrap();
    let mut first = [0; 12];
    staying.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    drop(server);
    assert!(TcpStream::connect(address).is_err(), "something still listens");
    assert_eq!(halfway.read(&mut first).unwrap_or(0), 0, "an answer after the end");
}

#[test]
fn an_empty_address_is_no_server() {
    let server = http::serve("", Metrics::new().unwrap(), Arc::new(Health::new()), STALL).unwrap();
    assert!(server.is_none());
}

#[test]
fn an_address_that_is_taken_is_named_with_its_setting() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let error = http::serve(&address, Metrics::new().unwrap(), Arc::new(Health::new()), STALL).unwrap_err();
    assert!(matches!(error, ServeError::Bind { .. }));
    let text = error.to_string();
    assert!(text.contains(&address) && text.contains("operate.listen"), "{text}");
}

/// What a subscriber writes.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn logged(format: LogFormat, level: &str, reader: Reader, log: fn()) -> String {
    logged_through(Flood::new(), format, level, reader, log)
}

fn logged_through(flood: Flood, format: LogFormat, level: &str, reader: Reader, log: impl FnOnce()) -> String {
    let written = Written::default();
    let writer = written.clone();
    let settings = Log {
        format,
        level: level.to_owned(),
    };
    let subscriber = telemetry::subscriber(&settings, reader, move || writer.clone(), flood).unwrap();
    tracing::subscriber::with_default(subscriber, log);
    String::from_utf8(written.0.lock().unwrap().clone()).unwrap()
}

const PIPE: Reader = Reader {
    terminal: false,
    colours: false,
};
const TERMINAL: Reader = Reader {
    terminal: true,
    colours: true,
};
const PLAIN_TERMINAL: Reader = Reader {
    terminal: true,
    colours: false,
};

#[test]
fn logs_suit_their_reader() {
    let cases: &[(LogFormat, Reader, bool, bool)] = &[
        // (format, reader, is it JSON, has it colours)
        (LogFormat::Auto, PIPE, true, false),
        (LogFormat::Auto, TERMINAL, false, true),
        (LogFormat::Auto, PLAIN_TERMINAL, false, false),
        (LogFormat::Json, TERMINAL, true, false),
        (LogFormat::Pretty, PIPE, false, false),
    ];
    for (format, reader, json, colours) in cases {
        let text = logged(*format, "info", *reader, || tracing::info!(offset = 17, "taken in"));
        assert_eq!(text.lines().count(), 1, "{text}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).is_ok(),
            *json,
            "{format:?} {reader:?}: {text}"
        );
        assert_eq!(text.contains('\u{1b}'), *colours, "{format:?} {reader:?}: {text}");
        assert!(text.contains("taken in") && text.contains("17"), "{text}");
    }
}

#[test]
fn fields_of_json_logs_stand_beside_the_message() {
    let text = logged(LogFormat::Json, "info", PIPE, || {
        tracing::warn!(partition = 3, topic = "a", "paused")
    });
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["message"], "paused");
    assert_eq!(line["partition"], 3);
    assert_eq!(line["topic"], "a");
    assert!(line["timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
}

#[test]
fn levels_are_kept() {
    let log = || {
        tracing::error!(target: "bantin::stream", "one");
        tracing::info!(target: "bantin::stream", "two");
        tracing::debug!(target: "bantin::stream", "three");
        tracing::info!(target: "rdkafka::client", "four");
        tracing::debug!(target: "rdkafka::client", "five");
    };
    let cases: &[(&str, &[&str])] = &[
        ("info", &["one", "two", "four"]),
        ("INFO", &["one", "two", "four"]),
        ("off", &[]),
        ("error", &["one"]),
        ("debug", &["one", "two", "three", "four", "five"]),
        ("warn,bantin=debug", &["one", "two", "three"]),
        (" info , rdkafka = off ", &["one", "two"]),
        ("bantin::stream=error", &["one"]),
    ];
    for (level, messages) in cases {
        let text = logged(LogFormat::Json, level, PIPE, log);
        let seen: Vec<_> = text
            .lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).unwrap()["message"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(seen, *messages, "{level}");
    }
}

/// The lines of a JSON log as (level, message, left_out).
fn lines(text: &str) -> Vec<(String, String, Option<u64>)> {
    let lines = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    lines
        .map(|line| {
            let word = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
            let left_out = line["left_out"].as_u64();
            let message = if left_out.is_some() { "like" } else { "message" };
            (word("level"), word(message), left_out)
        })
        .collect()
}

#[test]
fn a_flood_is_cut_by_place_and_what_is_left_out_is_said() {
    let start = Instant::now();
    let passed = Arc::new(Mutex::new(Duration::ZERO));
    let clock = Arc::clone(&passed);
    let flood = Flood::with_clock(move || start + *clock.lock().unwrap());
    let speaker = flood.clone();
    let text = logged_through(flood, LogFormat::Json, "debug", PIPE, || {
        for round in 0..3 {
            for n in 0..1_000 {
                tracing::warn!(n, "broken {round}");
                tracing::debug!(n, "skipped");
                for facility in ["FAIL", "ERROR"] {
                    tracing::info!(target: "librdkafka", facility, "{facility}: gone");
                }
            }
            tracing::error!("act on it");
            speaker.report();
            *passed.lock().unwrap() += INTERVAL;
        }
        speaker.report();
    });
    let lines = lines(&text);
    let burst = BURST as usize;
    let count = |level: &str, message: &str| {
        let same = lines
            .iter()
            .filter(|(l, m, left_out)| (l.as_str(), m.as_str(), *left_out) == (level, message, None));
        same.count()
    };
    for (level, message, came) in [
        ("WARN", "broken 0", burst),
        ("WARN", "broken 1", 1),
        ("WARN", "broken 2", 1),
        // Each facility of librdkafka is a place of its own.
        ("INFO", "FAIL: gone", burst + 2),
        ("INFO", "ERROR: gone", burst + 2),
        ("ERROR", "act on it", 3),
        // Whoever asks for DEBUG has it all.
        ("DEBUG", "skipped", 3_000),
    ] {
        assert_eq!(count(level, message), came, "{message}");
    }
    let mut said: Vec<_> = lines
        .into_iter()
        .filter_map(|(level, like, left_out)| Some((left_out?, level, like)))
        .collect();
    // By round, then by count and words.
    said.chunks_mut(3).for_each(|round| round.sort_by(|a, b| a.2.cmp(&b.2)));
    let mut expected = Vec::new();
    for (round, came) in [burst, 1, 1].into_iter().enumerate() {
        let left_out = 1_000 - came as u64;
        expected.push((left_out, "INFO".to_owned(), "ERROR: gone".to_owned()));
        expected.push((left_out, "INFO".to_owned(), "FAIL: gone".to_owned()));
        expected.push((left_out, "WARN".to_owned(), format!("broken {round}")));
    }
    assert_eq!(said, expected);
}

#[test]
fn the_level_counts_before_the_flood_and_its_own_lines_bear_their_place_s_level() {
    let flood = Flood::new();
    let speaker = flood.clone();
    let text = logged_through(flood, LogFormat::Json, "error", PIPE, || {
        for n in 0..50 {
            tracing::warn!(n, "nobody asked");
            tracing::error!(n, "act on it");
        }
        speaker.report();
        speaker.report();
    });
    let lines = lines(&text);
    assert_eq!(lines.len(), BURST as usize + 1, "{text}");
    let last = ("ERROR".to_owned(), "act on it".to_owned(), Some(50 - u64::from(BURST)));
    assert_eq!(lines.last(), Some(&last));
}

#[test]
fn no_color_is_honoured() {
    use std::ffi::OsStr;
    // Standard error of a test run may be a terminal or not; without one there are no colours in any case.
    let with = |no_color: Option<&str>| Reader::of_stderr(no_color.map(OsStr::new));
    assert!(!with(Some("1")).colours);
    assert_eq!(with(None).colours, with(None).terminal);
    assert_eq!(with(Some("")).colours, with(None).colours);
}

#[test]
fn a_level_that_cannot_be_read_is_named() {
    let log = Log {
        format: LogFormat::Auto,
        level: "loud".to_owned(),
    };
    let error = telemetry::subscriber(&log, PIPE, std::io::sink, Flood::new())
        .err()
        .unwrap();
    assert!(
        error.to_string().starts_with("log.level: \"loud\" is no level"),
        "{error}"
    );
}
