//! A real Apache Kafka of one or three nodes, in KRaft mode, on loopback ports.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use super::leash::Leashed;
use super::say::say;
use super::wait::{wait_for, wait_within};

/// A cluster: one of our own, or (`TEST_BANTIN_BROKERS`) one that is there already.
pub struct Cluster {
    brokers: String,
    libs: Option<PathBuf>,
    nodes: Vec<Mutex<Node>>,
}

/// What the nodes of a cluster have beyond the plain ones.
#[derive(Clone, Default)]
pub struct Extra {
    /// Listeners beside the harness' own, each with its name and its security protocol; see [`Cluster::address`].
    pub listeners: Vec<(&'static str, &'static str)>,
    /// Clients are sent to other ports than those on which these listeners listen, for a proxy of the test to stand
    /// between; see [`Cluster::behind`].
    pub proxied: bool,
    /// Lines of `server.properties`.
    pub properties: String,
    /// Arguments of `kafka-storage format`.
    pub format: Vec<String>,
    /// Arguments of the Java machine.
    pub java: Vec<String>,
}

struct Node {
    id: usize,
    folder: PathBuf,
    port: u16,
    /// Ports of the listeners in `extra`.
    more: Vec<u16>,
    /// The ports at which clients are told to find them: the same, unless a proxy stands between.
    told: Vec<u16>,
    extra: Extra,
    process: Option<Leashed>,
}

impl Cluster {
    /// The cluster that all tests of this program share, started by the first that asks; it ends with the program.
    pub fn shared() -> &'static Cluster {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| match std::env::var("TEST_BANTIN_BROKERS") {
            Ok(brokers) => Cluster {
                brokers,
                libs: None,
                nodes: Vec::new(),
            },
            Err(_) => Cluster::start(1, &Extra::default()),
        })
    }

    /// A cluster of this test's own, whose nodes it may kill. None, saying so, where an existing cluster is used.
    pub fn own(nodes: usize, test: &str) -> Option<Cluster> {
        Cluster::own_with(nodes, &Extra::default(), test)
    }

    /// A cluster of one node with something beyond. None, saying so, where an existing cluster is used.
    pub fn with(extra: &Extra, test: &str) -> Option<Cluster> {
        Cluster::own_with(1, extra, test)
    }

    /// A cluster of this test's own, with something beyond. None, saying so, where an existing cluster is used.
    pub fn own_with(nodes: usize, extra: &Extra, test: &str) -> Option<Cluster> {
        if std::env::var_os("TEST_BANTIN_BROKERS").is_some() {
            say(&format!(
                "{test}: skipped, it needs brokers of its own, and TEST_BANTIN_BROKERS names others"
            ));
            return None;
        }
        Some(Cluster::start(nodes, extra))
    }

    /// The address of one of the listeners that [`Extra`] has.
    pub fn address(&self, listener: &str) -> String {
        let node = self.nodes[0].lock().unwrap();
        format!("{}:{}", node.host(), node.told[node.listener(listener)])
    }

    /// Of a listener that [`Extra`] has: the port at which the clients of a node (counted from 0) are told to find it,
    /// and the port on which it listens. The first is free for a proxy where [`Extra::proxied`] is set.
    pub fn behind(&self, node: usize, listener: &str) -> (u16, u16) {
        let node = self.nodes[node].lock().unwrap();
        let at = node.listener(listener);
        (node.told[at], node.more[at])
    }

    /// Starts `count` nodes and waits until each of them knows all of them.
    fn start(count: usize, extra: &Extra) -> Cluster {
        let libs = libs();
        // A port that was free a moment ago may be taken now; then all begins anew on other ports.
        for _ in 0..5 {
            if let Some(nodes) = start_nodes(count, extra, &libs) {
                let brokers: Vec<_> = nodes.iter().map(|n| format!("127.0.0.1:{}", n.port)).collect();
                let cluster = Cluster {
                    brokers: brokers.join(","),
                    libs: Some(libs),
                    nodes: nodes.into_iter().map(Mutex::new).collect(),
                };
                cluster.wait_until_whole();
                return cluster;
            }
        }
        panic!("five times a port was taken between choosing it and using it")
    }

    /// The addresses to connect to.
    pub fn brokers(&self) -> &str {
        &self.brokers
    }

    /// A name that nothing else in this cluster has, also where many test runs share one.
    pub fn unique(name: &str) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
        format!("{name}-{now:x}-{}-{count}", std::process::id())
    }

    /// Kills a node (counted from 0) at once.
    pub fn kill(&self, node: usize) {
        let mut node = self.nodes[node].lock().unwrap();
        if let Some(mut process) = node.process.take() {
            process.kill();
        }
    }

    /// Stops a node in good order: it hands its leaderships over first.
    pub fn stop(&self, node: usize) {
        let mut node = self.nodes[node].lock().unwrap();
        if let Some(mut process) = node.process.take() {
            process.signal("TERM");
            process.wait_exit(Duration::from_secs(60));
        }
    }

    /// Sends a signal to a node: `STOP` and `CONT` make a broker that is there and does not answer.
    pub fn signal(&self, node: usize, name: &str) {
        if let Some(process) = &mut self.nodes[node].lock().unwrap().process {
            process.signal(name);
        }
    }

    /// The process id of a node; None where it does not run or the cluster is not ours.
    pub fn process_id(&self, node: usize) -> Option<u32> {
        self.nodes.get(node)?.lock().unwrap().process.as_ref().map(Leashed::id)
    }

    /// Starts a node again that was stopped or killed, on its old port with its old data; does not wait for it.
    pub fn restart(&self, node: usize) {
        let libs = self.libs.clone().expect("a cluster of our own");
        self.nodes[node].lock().unwrap().run(&libs);
    }

    /// Waits until every node answers and the cluster has as many as it should.
    pub fn wait_until_whole(&self) {
        let count = self.nodes.len();
        wait_for(&format!("a cluster of {count} nodes ({})", self.logs()), || {
            for node in &self.nodes {
                let node = &mut *node.lock().unwrap();
                if let Some(code) = node.process.as_mut().and_then(Leashed::exit_code) {
                    panic!("node {} ended with {code}:\n{}", node.id, node.log_tail());
                }
            }
            (super::client::broker_count(&self.brokers) == Some(count)).then_some(())
        });
    }

    /// Runs one of Kafka's own command line tools (a class of `kafka-tools`) and gives its standard output.
    pub fn tool(&self, class: &str, arguments: &[&str], input: Option<&Path>) -> String {
        let libs = self.libs.clone().unwrap_or_else(libs);
        let output = Command::new("java")
            .args([
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dbantin.log.level=error",
            ])
            .arg(log_configuration())
            .arg("-cp")
            .arg(libs.join("*"))
            .arg(class)
            .args(arguments)
            .stdin(input.map_or(Stdio::null(), |path| fs::File::open(path).unwrap().into()))
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{class} {arguments:?}: {}\n{text}\n{errors}",
            output.status
        );
        text
    }

    fn logs(&self) -> String {
        let folder = self.nodes.first().map(|n| n.lock().unwrap().folder.clone());
        folder.map_or_else(String::new, |f| format!("logs beside {}", f.join("log").display()))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            let node = node.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner());
            node.process = None;
            let _ = fs::remove_dir_all(node.folder.join("data"));
        }
    }
}

impl Node {
    fn run(&mut self, libs: &Path) {
        let mut arguments = vec![
            // 512 MiB hold three nodes beside the tests on a small machine; the serial collector starts fastest.
            "-Xmx512m".to_owned(),
            "-XX:+UseSerialGC".to_owned(),
            log_configuration(),
        ];
        arguments.extend_from_slice(&self.extra.java);
        arguments.extend([
            "-cp".to_owned(),
            libs.join("*").display().to_string(),
            "kafka.Kafka".to_owned(),
            self.folder.join("server.properties").display().to_string(),
        ]);
        let data = self.folder.join("data");
        self.process = Some(Leashed::start("java", &arguments, &self.log(), Some(&data)));
    }

    fn listener(&self, name: &str) -> usize {
        let at = self.extra.listeners.iter().position(|(have, _)| *have == name);
        at.expect("a listener of this name")
    }

    /// The host of listeners beyond the plain one: certificates bear a name, a proxy listens at an address.
    fn host(&self) -> &'static str {
        if self.extra.proxied { "127.0.0.1" } else { "localhost" }
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn log_tail(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    /// Waits until it listens; false where another program has taken its port.
    fn listens(&mut self) -> bool {
        let what = format!("node {} to listen", self.id);
        wait_within(Duration::from_secs(120), &what, || {
            if let Some(code) = self.process.as_mut().and_then(Leashed::exit_code) {
                let log = self.log_tail();
                let taken = log.contains("Address already in use") || log.contains("BindException");
                assert!(taken, "node {} ended with {code} at its start:\n{log}", self.id);
                return Some(false);
            }
            TcpStream::connect(("127.0.0.1", self.port)).is_ok().then_some(true)
        })
    }
}

fn start_nodes(count: usize, extra: &Extra, libs: &Path) -> Option<Vec<Node>> {
    let beyond = count * extra.listeners.len();
    let mut ports = free_ports(count * 2 + beyond * 2);
    let mut told = ports.split_off(count * 2 + beyond);
    let mut more = ports.split_off(count * 2);
    if !extra.proxied {
        told.clone_from(&more);
    }
    let folder = scratch(&Cluster::unique("kafka"));
    let voters: Vec<_> = (0..count)
        .map(|n| format!("{}@127.0.0.1:{}", n + 1, ports[n * 2 + 1]))
        .collect();
    let mut nodes = Vec::new();
    for n in 0..count {
        let node = Node {
            id: n + 1,
            folder: folder.join(format!("node-{}", n + 1)),
            port: ports[n * 2],
            more: more.split_off(more.len() - extra.listeners.len()),
            told: told.split_off(told.len() - extra.listeners.len()),
            extra: extra.clone(),
            process: None,
        };
        fs::create_dir_all(&node.folder).unwrap();
        let properties = properties(&node, ports[n * 2 + 1], &voters.join(","), count);
        fs::write(node.folder.join("server.properties"), properties).unwrap();
        nodes.push(node);
    }
    let formats: Vec<_> = nodes.iter().map(|node| format(node, libs)).collect();
    for (mut format, node) in formats.into_iter().zip(&mut nodes) {
        let code = format.wait_exit(Duration::from_secs(60));
        assert_eq!(
            code,
            0,
            "formatting the storage of node {}:\n{}",
            node.id,
            node.log_tail()
        );
        node.run(libs);
    }
    nodes.iter_mut().all(Node::listens).then_some(nodes)
}

fn properties(node: &Node, controller_port: u16, voters: &str, count: usize) -> String {
    let Node { id, port, .. } = node;
    let data = node.folder.join("data");
    let data = data.display();
    let in_sync = count.min(2);
    let more = |ports: &[u16], line: &dyn Fn(&str, &str, u16) -> String| -> String {
        let listeners = node.extra.listeners.iter().zip(ports);
        listeners
            .map(|((name, protocol), port)| line(name, protocol, *port))
            .collect()
    };
    let host = node.host();
    let listen = more(&node.more, &|name, _, port| format!(",{name}://127.0.0.1:{port}"));
    let advertised = more(&node.told, &|name, _, port| format!(",{name}://{host}:{port}"));
    let protocols = more(&node.more, &|name, protocol, _| format!(",{name}:{protocol}"));
    let properties = &node.extra.properties;
    format!(
        "process.roles=broker,controller
node.id={id}
controller.quorum.voters={voters}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}{listen}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}{advertised}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT{protocols}
log.dirs={data}
default.replication.factor={count}
min.insync.replicas={in_sync}
offsets.topic.replication.factor={count}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor={count}
transaction.state.log.min.isr={in_sync}
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor={count}
share.coordinator.state.topic.min.isr={in_sync}
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
log.cleaner.dedupe.buffer.size=8388608
{properties}"
    )
}

fn format(node: &Node, libs: &Path) -> Leashed {
    // Any 16 bytes in base64; the same for all nodes of a cluster.
    let cluster_id = "YmFudGluLXRlc3RzLTAwMQ";
    let properties = node.folder.join("server.properties").display().to_string();
    let (logs, jars) = (log_configuration(), libs.join("*").display().to_string());
    let mut arguments = vec![
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        &logs,
        "-cp",
        &jars,
        "kafka.tools.StorageTool",
        "format",
        "-t",
        cluster_id,
        "-c",
        &properties,
    ];
    arguments.extend(node.extra.format.iter().map(String::as_str));
    let arguments: Vec<_> = arguments.into_iter().map(str::to_owned).collect();
    Leashed::start("java", &arguments, &node.log(), None)
}

fn log_configuration() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/log4j2.properties");
    format!("-Dlog4j2.configurationFile={path}")
}

/// The folder of Kafka's jars; gets them first where they are missing.
fn libs() -> PathBuf {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/kafka.sh");
    let output = Command::new("bash")
        .arg(script)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "tests/support/kafka.sh could not get Kafka");
    PathBuf::from(String::from_utf8(output.stdout).unwrap().lines().last().unwrap())
}

/// Ports that are free now. They lie below the range from which systems take the ports of outgoing connections: a
/// client that calls a killed node again and again can otherwise come to hold that very port, connected to itself.
pub fn free_ports(count: usize) -> Vec<u16> {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
    let mut dice = super::dice::Dice::new(now ^ u64::from(std::process::id()) << 32);
    let mut held = Vec::new();
    wait_for("free ports", || {
        let port = dice.between(20_000, 32_000) as u16;
        held.extend(TcpListener::bind(("127.0.0.1", port)).map(|listener| (port, listener)));
        (held.len() == count).then_some(())
    });
    held.into_iter().map(|(port, _)| port).collect()
}

/// A folder for this run. What earlier runs left (logs, kept to be read) goes when the next one begins.
pub fn scratch(name: &str) -> PathBuf {
    static RUN: OnceLock<PathBuf> = OnceLock::new();
    let run = RUN.get_or_init(|| {
        let runs = Path::new(env!("CARGO_TARGET_TMPDIR")).join("runs");
        fs::create_dir_all(&runs).unwrap();
        for entry in fs::read_dir(&runs).unwrap().flatten() {
            let alive = Command::new("sh")
                .args(["-c", &format!("kill -0 {}", entry.file_name().to_string_lossy())])
                .stderr(Stdio::null())
                .status();
            if !alive.is_ok_and(|status| status.success()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        runs.join(std::process::id().to_string())
    });
    let folder = run.join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}
