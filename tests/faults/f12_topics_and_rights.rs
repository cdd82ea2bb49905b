//! F12: what the worker writes to is gone or forbidden, or the broker is not to be trusted any more: while it runs. What
//! is so from the start is shown in `end_to_end` (`operate`, `security`).

use std::fs;
use std::path::{Path, PathBuf};

use crate::DELIVERIES;
use crate::outcomes::Outcomes;
use crate::support::articles::Article;
use crate::support::certificates::Authority;
use crate::support::client::Input;
use crate::support::dice::Dice;
use crate::support::kafka::{Cluster, Extra, scratch};
use crate::support::say::say;
use crate::support::wait::{PATIENCE, wait_within};
use crate::support::worker::{Settings, Topics, Worker};
use crate::trial::{Delivery, Trial, soak};

/// `count` inputs from number `from` on; each tenth can become nothing but a dead letter.
fn inputs(from: u64, count: u64) -> Vec<Input> {
    let mut dice = Dice::new(12);
    (from..from + count)
        .map(|n| match n % 10 {
            9 => Input::of(format!("{{\"title\": \"hỏng {n}")),
            _ => Input::of(Article::new(&mut dice, "kept", n, 4).text()),
        })
        .collect()
}

/// Waits until `/readyz` says no, and all of these words; the worker is alive meanwhile.
fn wait_for_the_reason(worker: &mut Worker, words: &[&str]) {
    wait_within(PATIENCE, &format!("/readyz to say {words:?}"), || {
        worker.assert_alive();
        let (status, why) = worker.get("/readyz")?;
        (status == 503 && words.iter().all(|word| why.contains(word))).then_some(())
    });
    assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));
}

#[test]
fn f12_an_output_topic_deleted_under_a_running_worker_is_waited_for() {
    const BEFORE: u64 = 100;
    const AFTER: u64 = 300;
    let cluster = Cluster::shared();
    for delivery in DELIVERIES {
        for dead_letters in [false, true] {
            if delivery == Delivery::AtLeastOnce && dead_letters && !soak() {
                continue;
            }
            let topics = Topics::create(cluster, 1);
            let gone = if dead_letters {
                &topics.dead_letters
            } else {
                &topics.output
            };
            let what = format!("{}, {gone}", delivery.name());
            let settings = Settings::new(cluster, &topics)
                .text("delivery", delivery.name())
                .text("transaction_timeout", "5 s")
                .raw("dead_letter.max_ratio", "1.0");
            let mut worker = Worker::start(&settings);
            cluster.produce(&topics.input, &inputs(0, BEFORE));
            worker.wait_until_caught_up(cluster, &topics, PATIENCE);

            cluster.delete_topic(gone);
            cluster.produce(&topics.input, &inputs(BEFORE, AFTER));
            wait_for_the_reason(&mut worker, &[gone]);
            // The first whose outcome is bound for there is not passed.
            let first = if dead_letters { BEFORE + 9 } else { BEFORE };
            let committed = cluster.committed(&topics.group, &topics.input)[&0];
            assert!(committed <= first as i64, "{what}: {committed} is committed");

            cluster.create_named_topic(gone, 1, &[]);
            worker.wait_until_caught_up(cluster, &topics, PATIENCE * 2);
            worker.wait_until_ready();
            worker.drain();
            assert_eq!(cluster.lag_by_kafkas_tool(&topics.group, &topics.input), 0, "{what}");
            let outcomes = Outcomes::read(cluster, &topics);
            for n in BEFORE..BEFORE + AFTER {
                let place = (0, n as i64);
                let (events, dead) = (
                    outcomes.events.get(&place).map_or(0, Vec::len),
                    outcomes.dead.get(&place).map_or(0, Vec::len),
                );
                let (there, other) = if n % 10 == 9 { (dead, events) } else { (events, dead) };
                assert!(
                    there >= 1 && other == 0,
                    "{what}: {n} has {events} events, {dead} dead letters"
                );
                assert!(
                    there == 1 || delivery == Delivery::AtLeastOnce,
                    "{what}: {n} is there {there} times"
                );
            }
        }
    }
}

/// A broker that asks who is there and shows a certificate of our making.
struct Guarded {
    cluster: Cluster,
    authority: Authority,
    folder: PathBuf,
}

const USER: &str = "writer";
const PASSWORD: &str = "hush-writer";

impl Guarded {
    fn start(test: &str) -> Option<Guarded> {
        let folder = scratch(&Cluster::unique("guarded"));
        let authority = Authority::new("Sở Gác cổng");
        show(&folder, &authority, true);
        fs::write(folder.join("ca.pem"), authority.pem()).unwrap();
        let security = "org.apache.kafka.common.security.plain.PlainLoginModule";
        let properties = format!(
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
ssl.keystore.type=PEM
ssl.keystore.location={}
listener.name.login.sasl.enabled.mechanisms=PLAIN
listener.name.login.plain.sasl.jaas.config={security} required user_{USER}=\"{PASSWORD}\";
",
            folder.join("broker.pem").display()
        );
        let extra = Extra {
            listeners: vec![("TLS", "SSL"), ("LOGIN", "SASL_PLAINTEXT")],
            properties,
            ..Extra::default()
        };
        let cluster = Cluster::with(&extra, test)?;
        Some(Guarded {
            cluster,
            authority,
            folder,
        })
    }

    /// The broker comes back with a certificate that is valid, or one that has expired.
    fn restart(&self, valid: bool) {
        self.cluster.stop(0);
        show(&self.folder, &self.authority, valid);
        self.cluster.restart(0);
        self.cluster.wait_until_whole();
    }

    fn acl(&self, arguments: &[&str]) {
        let begin = ["--bootstrap-server", self.cluster.brokers()];
        let class = "org.apache.kafka.tools.AclCommand";
        self.cluster.tool(class, &[&begin, arguments].concat(), None);
    }

    fn settings(&self, trial: &Trial<'_>, listener: &str) -> Settings {
        trial
            .settings()
            .text("kafka.brokers", &self.cluster.address(listener))
            // `localhost` may be ::1 first, where nobody listens.
            .text("kafka.properties.\"broker.address.family\"", "v4")
    }
}

/// What the broker shows from its next start on.
fn show(folder: &Path, authority: &Authority, valid: bool) {
    let issued = match valid {
        true => authority.issue("broker", &["localhost"]),
        false => authority.issue_expired("broker", &["localhost"]),
    };
    let store = format!("{}{}{}", issued.key_pem(), issued.pem(), authority.pem());
    fs::write(folder.join("broker.pem"), store).unwrap();
}

#[test]
fn f12_a_right_taken_away_under_load_stops_it_and_nothing_is_lost() {
    let name = "f12_a_right_taken_away_under_load_stops_it_and_nothing_is_lost";
    let Some(guarded) = Guarded::start(name) else { return };
    let principal = format!("User:{USER}");
    guarded.acl(&[
        "--add",
        "--allow-principal",
        &principal,
        "--operation",
        "All",
        "--topic",
        "*",
        "--group",
        "*",
        "--transactional-id",
        "*",
        "--cluster",
    ]);
    for delivery in DELIVERIES {
        let trial = Trial::new(name, &guarded.cluster, delivery, 2);
        let output = trial.topics.output.clone();
        let settings = guarded
            .settings(&trial, "LOGIN")
            .text("kafka.security", "sasl_plaintext")
            .text("kafka.sasl.mechanism", "PLAIN")
            .text("kafka.sasl.username", USER)
            .text("kafka.sasl.password", PASSWORD);
        let right = [
            "--deny-principal",
            &principal,
            "--operation",
            "Write",
            "--topic",
            &output,
        ];
        let mut worker = Worker::start(&settings);
        trial.under_load(|| {
            trial.wait_until_published(&mut worker, 0, 100);
            guarded.acl(&[&["--add"], &right[..]].concat());
            assert_eq!(worker.wait_exit(PATIENCE), 77, "{}", worker.log());
        });
        let log = worker.log();
        let last = log.lines().last().unwrap_or_default();
        assert!(last.contains(&output) && last.contains("Write"), "{last}");
        assert!(!log.contains(PASSWORD), "{log}");
        assert!(
            trial.lag() > 0,
            "it had nothing to do when the right went: this run shows nothing"
        );
        // Given back, the same worker goes on.
        guarded.acl(&[&["--remove", "--force"], &right[..]].concat());
        let mut worker = Worker::spawn(&settings);
        worker.wait_until_ready();
        trial.judge(worker);
    }
}

#[test]
fn f12_a_broker_whose_certificate_expires_is_not_spoken_to_and_nothing_is_lost() {
    let name = "f12_a_broker_whose_certificate_expires_is_not_spoken_to_and_nothing_is_lost";
    let Some(guarded) = Guarded::start(name) else { return };
    for delivery in DELIVERIES {
        if delivery == Delivery::AtLeastOnce && !soak() {
            continue;
        }
        let trial = Trial::new(name, &guarded.cluster, delivery, 2);
        let settings = guarded.settings(&trial, "TLS").text("kafka.security", "ssl").text(
            "kafka.tls.ca_file",
            &guarded.folder.join("ca.pem").display().to_string(),
        );
        let mut worker = Worker::start(&settings);
        trial.feed(2_000);
        trial.wait_until_published(&mut worker, 0, 100);
        // Asleep it decides no transaction: an only broker that dies just after that can lose the marker of it
        // (README.md, "Open").
        worker.signal("STOP");
        guarded.cluster.committed(&trial.topics.group, &trial.topics.input);
        guarded.restart(false);
        worker.signal("CONT");
        trial.feed(300);
        wait_for_the_reason(&mut worker, &["broker"]);
        let before = trial.lag();
        assert!(
            before >= 300,
            "only {before} are left: it spoke to a broker that nobody should trust"
        );
        guarded.restart(true);
        worker.wait_until_caught_up(&guarded.cluster, &trial.topics, PATIENCE * 2);
        worker.wait_until_ready();
        let log = worker.log();
        assert!(log.contains("certificate verify failed"), "{log}");
        trial.judge(worker);
        say(&format!("{name}: {before} waited for a certificate"));
    }
}
