//! Messages that cannot become events: kept byte for byte, with the reason.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::support::articles::Article;
use crate::support::client::Input;
use crate::support::contract::{check_event, dead_letter_headers, foreign_headers};
use crate::support::dice::Dice;
use crate::support::kafka::Cluster;
use crate::support::passage::pass;
use crate::support::wait::PATIENCE;
use crate::support::worker::{Settings, Topics, Worker};

/// 2001-02-03 04:05:06.789 UTC: an old record, whose dead letter must not be old.
const OLD: i64 = 981_173_106_789;

fn now() -> i64 {
    std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64
}

#[test]
fn what_cannot_be_read_is_kept_byte_for_byte_with_the_reason() {
    let article = Article::new(&mut Dice::new(7), "dead", 7, 3);
    let envelope = article.envelope().to_string().into_bytes();
    let deep = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)).into_bytes();
    let poison: Vec<(&str, Vec<u8>)> = vec![
        ("truncated JSON", envelope[..envelope.len() / 2].to_vec()),
        ("truncated JSON array", [b"[".as_slice(), &envelope, b","].concat()),
        (
            "a picture",
            [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), article.text().as_bytes()].concat(),
        ),
        ("deep nesting", deep(10_000)),
        ("too large", article.text().repeat(200).into_bytes()),
    ];
    let inputs: Vec<_> = (0..)
        .zip(&poison)
        .map(|(n, (name, value))| {
            Input::of(value.clone())
                .key(format!("\u{0}khóa {n}"))
                .partition(n % 2)
                .timestamp(OLD)
                .header("name", name.as_bytes())
                .header("name", b"\xff\x00")
                .header("ce_id", b"A-1")
                .header(
                    "traceparent",
                    b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                )
        })
        .collect();
    // Bytes that mean nothing in a text do not make it unreadable.
    let mut sound = article.text();
    sound.insert_str(sound.find("Hồ sơ").unwrap(), "\0\0");
    let sound = Input::of(sound).key("lành");
    let before = now();
    let passage = pass(2, &[&inputs[..], &[sound]].concat(), |settings| {
        settings
            .text("intake.max_bytes", "64 KiB")
            .raw("dead_letter.max_ratio", "1.0")
    });

    // The sound one passed, and nothing else.
    let passed: Vec<_> = passage
        .output
        .iter()
        .map(|found| (found.header("ce_id"), found.json()["source"].clone()))
        .collect();
    assert_eq!(passed.len(), 1, "{passed:#?}");
    let event = check_event(&passage.output[0], &passage.topics.input, 2);
    let text = event["text"].as_str().unwrap();
    assert!(text.contains("Hồ sơ số dead-7") && !text.contains('\0'), "{text:?}");

    let dead: BTreeMap<_, _> = passage
        .dead_letters
        .iter()
        .map(|found| (found.key.clone(), found))
        .collect();
    let mut codes = BTreeMap::new();
    for ((input, (name, _)), offset) in inputs.iter().zip(&poison).zip(&passage.offsets) {
        let found = dead
            .get(&input.key)
            .unwrap_or_else(|| panic!("{name} has no dead letter"));
        assert!(found.value == input.value, "{name}: the value is not the original's");
        // Its own headers come first, untouched, whatever their names.
        assert_eq!(
            found.headers.get(..input.headers.len()),
            Some(&input.headers[..]),
            "{name}"
        );
        let time = found.timestamp.unwrap();
        assert!(
            (before..=now()).contains(&time),
            "{name}: the record's time is the failure's"
        );

        let headers = dead_letter_headers(found);
        let header = |name: &str| headers.get(name).map_or("", String::as_str);
        let code = header("dlq.code");
        let snake = |c: char| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit();
        assert!(!code.is_empty() && code.chars().all(snake), "{name}: {code}");
        let message = header("dlq.message");
        assert!(!message.is_empty(), "{name}");
        assert!(!message.contains("Hồ sơ"), "{name}: no article text in {message}");
        let failed_at: jiff::Timestamp = header("dlq.failed_at").parse().unwrap();
        assert_eq!(failed_at.as_millisecond(), time, "{name}");
        let partition = input.partition.to_string();
        let offset = offset.to_string();
        let expected = [
            ("dlq.topic", passage.topics.input.as_str()),
            ("dlq.partition", &partition),
            ("dlq.offset", &offset),
            ("dlq.timestamp", header("dlq.timestamp")),
            ("dlq.group", &passage.topics.group),
            ("dlq.stage", "intake"),
            ("dlq.code", code),
            ("dlq.message", message),
            ("dlq.version", env!("CARGO_PKG_VERSION")),
            ("dlq.failed_at", header("dlq.failed_at")),
            ("dlq.redrive_count", "0"),
            ("__connect.errors.topic", &passage.topics.input),
            ("__connect.errors.partition", &partition),
            ("__connect.errors.offset", &offset),
            ("__connect.errors.stage", "intake"),
            (
                "__connect.errors.exception.class.name",
                header("__connect.errors.exception.class.name"),
            ),
            ("__connect.errors.exception.message", message),
        ];
        let expected: BTreeMap<_, _> = expected
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        assert_eq!(headers, expected, "{name}");
        assert!(!header("__connect.errors.exception.class.name").is_empty(), "{name}");
        assert_eq!(
            header("dlq.timestamp"),
            OLD.to_string(),
            "{name}: the original's time, as Kafka has it"
        );
        codes.insert(*name, code.to_owned());
    }
    assert_eq!(dead.len(), inputs.len());
    println!("codes: {codes:?}");
    // Different ills have different names, but for the two truncated ones.
    let distinct: std::collections::BTreeSet<_> = codes.values().collect();
    assert!(distinct.len() >= poison.len() - 1, "{codes:?}");
    let counted: f64 = distinct
        .iter()
        .map(|code| {
            let labels = [("stage", "intake"), ("code", code.as_str())];
            passage.metrics.sum("bantin_dead_letters_total", &labels).unwrap_or(0.0)
        })
        .sum();
    assert_eq!(counted, inputs.len() as f64);
}

#[test]
fn an_event_too_large_for_its_topic_and_a_dead_letter_too_large_for_its_own_stop_nothing() {
    let cluster = Cluster::shared();
    let mut topics = Topics::create(cluster, 1);
    topics.output = cluster.create_topic("small-events", 1, &[("max.message.bytes", "20000")]);
    topics.dead_letters = cluster.create_topic("small-dead", 1, &[("max.message.bytes", "20000")]);
    let mut dice = Dice::new(3);
    let large = Article::new(&mut dice, "large", 1, 200).text();
    let inputs = [
        Input::of(large.clone()).key("to"),
        Input::of(Article::new(&mut dice, "small", 2, 2).text()).key("nhỏ"),
    ];
    assert!(large.len() > 24_000, "{}", large.len());
    let settings = Settings::new(cluster, &topics).raw("dead_letter.max_ratio", "1.0");
    let mut worker = Worker::start(&settings);
    cluster.produce(&topics.input, &inputs);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.drain();

    let output = cluster.read_all(&topics.output);
    assert_eq!(
        output.iter().map(|f| f.key.clone()).collect::<Vec<_>>(),
        [inputs[1].key.clone()]
    );
    let dead = cluster.read_all(&topics.dead_letters);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].key, inputs[0].key);
    let header = |name: &str| dead[0].header(name).unwrap_or_default();
    assert_eq!(header("dlq.stage"), "publish");
    assert_eq!(header("dlq.truncated"), "true");
    let size = header("dlq.original_size");
    assert_eq!(size, large.len().to_string());
    assert_eq!(foreign_headers(&dead[0]), []);
}

#[test]
fn too_many_dead_letters_stop_the_worker_and_are_not_committed() {
    let cluster = Cluster::shared();
    let topics = Topics::create(cluster, 1);
    let poison: Vec<_> = (0..400).map(|_| Input::of(*b"{\"title\": \"c\xc3")).collect();
    cluster.produce(&topics.input, &poison);
    let settings = Settings::new(cluster, &topics).raw("dead_letter.window", 100);
    let mut worker = Worker::spawn(&settings);
    assert_eq!(worker.wait_exit(PATIENCE), 75, "{}", worker.log());
    let committed = cluster.committed(&topics.group, &topics.input);
    assert!(committed.get(&0).is_none_or(|offset| *offset <= 100), "{committed:?}");

    // Whoever has decided that it is all right goes on from there.
    let mut worker = Worker::start(&settings.raw("dead_letter.max_ratio", "1.0"));
    worker.wait_until_caught_up(cluster, &topics, PATIENCE + Duration::from_secs(15));
    worker.drain();
    let dead = cluster.read_all(&topics.dead_letters);
    let offsets: std::collections::BTreeSet<_> = dead.iter().map(|f| f.header("dlq.offset").unwrap()).collect();
    assert_eq!(offsets.len(), poison.len());
}
