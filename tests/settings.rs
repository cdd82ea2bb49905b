//! Settings: what each layer may say, which goes before which, and what is refused with which words.

// clippy.toml allows these within test functions, not in what test functions call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bantin::settings::{self, ByteSize, Interval, Loaded, Origin, Secret, Settings, Sources};
use proptest::prelude::*;
use serde_json::Value;

/// Sources in one expression: a file's text, variables, and `--set`.
struct Case {
    directory: tempfile::TempDir,
    sources: Sources,
}

impl Case {
    fn new() -> Self {
        Case {
            directory: tempfile::tempdir().unwrap(),
            sources: Sources::default(),
        }
    }

    fn file(mut self, text: &str) -> Self {
        let path = self.path(&format!("{}.toml", self.sources.files.len()));
        std::fs::write(&path, text).unwrap();
        self.sources.files.push(path);
        self
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.sources.environment.push((name.into(), value.into()));
        self
    }

    fn set(mut self, set: &str) -> Self {
        self.sources.sets.push(set.to_owned());
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn load(&self) -> Loaded {
        settings::load(&self.sources).unwrap_or_else(|problems| panic!("{problems}"))
    }

    /// The problems, one text each; the files' directory is left out of them.
    fn problems(&self) -> Vec<String> {
        let problems = settings::load(&self.sources).expect_err("there are no problems");
        let directory = format!("{}/", self.directory.path().display());
        problems
            .to_string()
            .lines()
            .map(|line| line.replace(&directory, ""))
            .collect()
    }
}

/// Every key with its value, `input.group` → `"bantin"`, in alphabetical order.
fn leaves(settings: &Settings) -> Vec<(String, Value)> {
    fn walk(path: &str, value: &Value, into: &mut Vec<(String, Value)>) {
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                for (name, field) in fields {
                    let path = if path.is_empty() {
                        name.clone()
                    } else {
                        format!("{path}.{name}")
                    };
                    walk(&path, field, into);
                }
            }
            value => into.push((path.to_owned(), value.clone())),
        }
    }
    let mut leaves = Vec::new();
    walk("", &serde_json::to_value(settings).unwrap(), &mut leaves);
    leaves
}

fn leaf(settings: &Settings, path: &str) -> Value {
    serde_json::to_value(settings)
        .unwrap()
        .pointer(&format!("/{}", path.replace('.', "/")))
        .cloned()
        .unwrap()
}

const REFERENCE: &str = include_str!("../config/bantin.toml");

#[test]
fn without_sources_there_are_the_defaults() {
    assert_eq!(
        Case::new().load(),
        Loaded {
            settings: Settings::default(),
            origins: Default::default()
        }
    );
}

#[test]
fn the_reference_file_is_the_one_that_the_tree_writes() {
    assert_eq!(
        REFERENCE,
        settings::reference(),
        "run: cargo run -- config --default > config/bantin.toml"
    );
}

#[test]
fn the_reference_file_sets_every_key_to_its_default() {
    let loaded = Case::new().file(REFERENCE).load();
    assert_eq!(loaded.settings, Settings::default());
    for (path, default) in leaves(&Settings::default()) {
        let name = path.rsplit('.').next().unwrap();
        match default {
            Value::Null => assert!(
                REFERENCE.contains(&format!("\n# {name} = \"")),
                "{path} is not in the file"
            ),
            Value::Object(_) => assert!(
                REFERENCE.contains(&format!("\n[{path}]\n")),
                "{path} is not in the file"
            ),
            _ => assert!(loaded.origins.contains_key(&path), "{path} is not in the file"),
        }
    }
}

#[test]
fn every_key_of_the_reference_file_has_a_meaning() {
    let mut before = "";
    for line in REFERENCE.lines() {
        let shows_a_key = line.split_once(" = ").is_some_and(|(name, _)| !name.contains(' ')) || line.starts_with('[');
        assert!(
            !shows_a_key || before.starts_with("# ") || before.is_empty(),
            "{line} stands below {before:?}"
        );
        before = line;
    }
    assert!(!REFERENCE.contains("# TODO") && REFERENCE.lines().all(|line| line.len() <= 122));
}

#[test]
fn the_examples_of_the_reference_file_are_valid() {
    let mut shown = 0;
    let uncommented: Vec<_> = REFERENCE
        .lines()
        .map(|line| {
            let example = line.strip_prefix("# ").filter(|rest| {
                rest.split_once(" = ")
                    .is_some_and(|(name, _)| !name.contains([' ', '`']))
            });
            shown += usize::from(example.is_some());
            example.unwrap_or(line)
        })
        .collect();
    assert_eq!(shown, 21, "examples in the file");
    // These exclude each other, or name files that are not here.
    let case = Case::new().file(&uncommented.join("\n")).set("kafka.security=sasl_ssl");
    let settings = case
        .set("kafka.sasl.password_file=")
        .set("kafka.tls.key_password_file=")
        .set("kafka.tls.ca_file=")
        .set("kafka.tls.certificate_file=")
        .set("kafka.tls.key_file=")
        .set("kafka.sasl.token_file=")
        .set("kafka.sasl.token_endpoint=")
        .set("kafka.sasl.token_ca_file=")
        .set("kafka.sasl.client_id=")
        .set("kafka.sasl.client_secret=")
        .set("kafka.sasl.client_secret_file=")
        .set("kafka.sasl.scope=")
        .load()
        .settings;
    assert_eq!(settings.worker.name.as_deref(), Some("bantin-0"));
    assert_eq!(settings.kafka.producer.get("linger.ms").map(String::as_str), Some("20"));
}

#[test]
fn the_overlays_load_over_the_reference_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let load = |overlay: &str| {
        let files = vec![root.join("bantin.toml"), root.join(overlay)];
        Settings::load(&Sources {
            files,
            ..Sources::default()
        })
        .unwrap_or_else(|problems| panic!("{problems}"))
    };
    assert_eq!(load("development.toml").log.level, "info,bantin=debug");
    assert_eq!(load("production.toml").operate.listen, "0.0.0.0:8080");
}

#[test]
fn each_layer_goes_over_the_one_below() {
    let case = Case::new();
    let group = |case: &Case| case.load().settings.input.group;
    assert_eq!(group(&case), "bantin");
    let case = case.file("[input]\ngroup = 'file'\nstart = 'latest'");
    assert_eq!(group(&case), "file");
    let case = case.file("[input]\ngroup = 'second file'");
    assert_eq!(group(&case), "second file");
    let case = case.env("BANTIN_INPUT__GROUP", "environment");
    assert_eq!(group(&case), "environment");
    let case = case.set("input.group=command line");
    assert_eq!(group(&case), "command line");
    let case = case.set("input.group=last");
    assert_eq!(group(&case), "last");
    // What a higher layer does not name stays as the lower one has it.
    assert_eq!(leaf(&case.load().settings, "input.start"), "latest");
}

#[test]
fn origins_say_where_a_value_in_force_comes_from() {
    let case = Case::new()
        .file("[input]\n\ngroup = 'a'\nstart = 'latest'")
        .env("BANTIN_INPUT__GROUP", "b")
        .set("kafka.properties.linger.ms=5");
    let origins: Vec<_> = case.load().origins.into_iter().collect();
    assert_eq!(
        origins,
        [
            (
                "input.group".to_owned(),
                Origin::Variable("BANTIN_INPUT__GROUP".to_owned())
            ),
            ("input.start".to_owned(), Origin::File(case.path("0.toml"), 4)),
            ("kafka.properties.linger.ms".to_owned(), Origin::Set),
        ]
    );
}

/// Every key can be set by its variable and by `--set`: tried with its default, or something where there is none.
#[test]
fn every_key_has_its_variable_and_its_set() {
    let mut tried = 0;
    for (path, default) in leaves(&Settings::default()) {
        let text = match &default {
            Value::String(text) => text.clone(),
            Value::Array(items) => items
                .iter()
                .map(|item| item.as_str().unwrap())
                .collect::<Vec<_>>()
                .join(","),
            Value::Object(_) => continue,
            Value::Null => "+07:00".to_owned(),
            other => other.to_string(),
        };
        let variable = format!("BANTIN_{}", path.replace('.', "__").to_uppercase());
        let by_variable = Case::new().env(&variable, &text);
        let by_set = Case::new().set(&format!("{path}={text}"));
        for (case, origin) in [(by_variable, Origin::Variable(variable)), (by_set, Origin::Set)] {
            match settings::load(&case.sources) {
                Ok(loaded) => assert_eq!(loaded.origins.get(&path), Some(&origin)),
                // A rule speaks: so the value arrived.
                Err(problems) => {
                    let problem = problems.iter().next().unwrap();
                    assert_eq!((&problem.key, &problem.origin), (&path, &origin), "{problems}");
                    assert!(default.is_null(), "the default of {path} is refused: {problems}");
                }
            }
        }
        tried += 1;
    }
    assert!(tried > 40, "only {tried} keys");
}

#[test]
fn values_are_read_by_the_type_of_their_key() {
    let cases: &[(&str, &str, Value)] = &[
        // (key, as in the environment, in force)
        ("input.topics", "a, b,c", serde_json::json!(["a", "b", "c"])),
        ("input.topics", "a", serde_json::json!(["a"])),
        ("kafka.brokers", "one:1, two:2", "one:1, two:2".into()),
        ("kafka.brokers", "[::1]:9092", "[::1]:9092".into()),
        ("worker.threads", " 3 ", 3.into()),
        ("worker.in_flight_bytes", "33554432", "32 MiB".into()),
        ("intake.max_bytes", "16 mb", "16 MB".into()),
        ("dead_letter.max_ratio", "1", 1.0.into()),
        ("dead_letter.max_ratio", "0.25", 0.25.into()),
        ("enrich.language.enabled", "false", false.into()),
        ("commit_interval", "1500ms", "1500 ms".into()),
        ("startup_timeout", "0", "0 s".into()),
        ("stall_timeout", "2 m", "120 s".into()),
        ("output.compression", "lz4", "lz4".into()),
        ("article.timezone", "-03:30", "-03:30".into()),
        ("operate.listen", "", "".into()),
        ("operate.listen", "[::]:0", "[::]:0".into()),
        // An empty variable unsets what may be unset.
        ("worker.name", "", Value::Null),
        ("article.timezone", "", Value::Null),
        ("event.namespace", "2026=1", "2026=1".into()),
        (
            "log.level",
            "warn,bantin::stream=TRACE",
            "warn,bantin::stream=TRACE".into(),
        ),
    ];
    for (key, text, in_force) in cases {
        let variable = format!("BANTIN_{}", key.replace('.', "__").to_uppercase());
        let file = "[worker]\nname = 'a'\n[article]\ntimezone = 'Z'";
        for case in [
            Case::new().file(file).env(&variable, text),
            Case::new().file(file).set(&format!("{key}={text}")),
        ] {
            assert_eq!(leaf(&case.load().settings, key), *in_force, "{key} = {text}");
        }
    }
}

#[test]
fn a_file_has_types_of_its_own() {
    let cases: &[(&str, &str, Value)] = &[
        (
            "[worker]\nin_flight_bytes = 33_554_432",
            "worker.in_flight_bytes",
            "32 MiB".into(),
        ),
        ("startup_timeout = 0", "startup_timeout", "0 s".into()),
        ("[worker]\nthreads = 0x10", "worker.threads", 16.into()),
        ("[dead_letter]\nmax_ratio = 1", "dead_letter.max_ratio", 1.0.into()),
        ("worker.threads = 2", "worker.threads", 2.into()),
        ("worker = { threads = 2 }", "worker.threads", 2.into()),
        (
            "[input]\ntopics = ['a', 'b']",
            "input.topics",
            serde_json::json!(["a", "b"]),
        ),
    ];
    for (file, key, in_force) in cases {
        assert_eq!(leaf(&Case::new().file(file).load().settings, key), *in_force, "{file}");
    }
}

#[test]
fn properties_of_librdkafka_are_set_by_every_layer() {
    let case = Case::new()
        .file("[kafka.properties]\n\"socket.nagle.disable\" = true\nlinger.ms = 5\n[kafka.consumer]\n\"fetch.error.backoff.ms\" = \"7\"")
        .env("BANTIN_KAFKA__PROPERTIES__SOCKET_KEEPALIVE_ENABLE", "true")
        .env("BANTIN_KAFKA__PRODUCER__LOG_LEVEL", "3")
        .set("kafka.properties.linger.ms=6")
        .set("kafka.consumer.group.protocol=consumer");
    let kafka = case.load().settings.kafka;
    let pairs = |properties: &settings::Properties| {
        properties
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        pairs(&kafka.properties),
        [
            "linger.ms=6",
            "socket.keepalive.enable=true",
            "socket.nagle.disable=true"
        ]
    );
    assert_eq!(
        pairs(&kafka.consumer),
        ["fetch.error.backoff.ms=7", "group.protocol=consumer"]
    );
    assert_eq!(pairs(&kafka.producer), ["log_level=3"]);
}

/// One problem a line: the file's text, and what is said of it.
#[test]
fn what_is_wrong_in_a_file_is_told_with_its_line() {
    let cases: &[(&str, &str)] = &[
        (
            "[input]\ntopic = ['a']",
            "0.toml:2: input.topic: there is no such key; did you mean input.topics?",
        ),
        (
            "[imput]\ntopics = ['a']",
            "0.toml:1: imput: there is no such key; did you mean input?",
        ),
        (
            "[kafka]\ntopics = ['a']",
            "0.toml:2: kafka.topics: there is no such key; did you mean input.topics?",
        ),
        (
            "brokers = 'a:1'",
            "0.toml:1: brokers: there is no such key; did you mean kafka.brokers?",
        ),
        (
            "[kafka.sasl]\nuser = 'a'",
            "0.toml:2: kafka.sasl.user: there is no such key; did you mean kafka.sasl.username?",
        ),
        (
            "[output]\ncompress = 'lz4'",
            "0.toml:2: output.compress: there is no such key; did you mean output.compression?",
        ),
        (
            "\n\nxyzzy = 1",
            "0.toml:3: xyzzy: there is no such key; `bantin config --default` shows all",
        ),
        ("input = 'a'", "0.toml:1: input: is a table; write [input]"),
        (
            "[kafka]\nproperties = 'a=b'",
            "0.toml:2: kafka.properties: is a table; write [kafka.properties]",
        ),
        (
            "[kafka.properties]\nlinger.ms = 1\n\"linger.ms\" = 2",
            "0.toml:3: kafka.properties.linger.ms: is set at 0.toml:2, too; set it once",
        ),
        (
            "[kafka.properties]\n\"linger.ms\" = [1]",
            "0.toml:2: kafka.properties.linger.ms: is neither text nor a number, true or false; write one of these",
        ),
        (
            "[input]\ntopics = 'a'",
            "0.toml:2: input.topics: \"a\" is not a list of texts; write [\"one\", \"two\"], or one,two in the environment",
        ),
        (
            "[input]\ntopics = [1]",
            "0.toml:2: input.topics: [1] is not a list of texts; write [\"one\", \"two\"], or one,two in the environment",
        ),
        (
            "[input]\ngroup = 7",
            "0.toml:2: input.group: 7 is not text; put it in quotes",
        ),
        (
            "[input.group]\na = 1",
            "0.toml:1: input.group: {\"a\":1} is not text; put it in quotes",
        ),
        (
            "[worker]\nthreads = -1",
            "0.toml:2: worker.threads: -1 is not a whole number from 0 to 4294967295; write one",
        ),
        (
            "[worker]\nthreads = 1.5",
            "0.toml:2: worker.threads: 1.5 is not a whole number from 0 to 4294967295; write one",
        ),
        (
            "[dead_letter]\nmax_ratio = nan",
            "0.toml:2: dead_letter.max_ratio: \"nan\" is not a number; write one such as 0.5",
        ),
        (
            "[enrich.stats]\nenabled = 1",
            "0.toml:2: enrich.stats.enabled: 1 is neither true nor false; write one of them",
        ),
        (
            "delivery = 'twice'",
            "0.toml:1: delivery: \"twice\" is unknown; write one of at_least_once, exactly_once",
        ),
        (
            "commit_interval = 250",
            "0.toml:1: commit_interval: \"250\" has no unit that is known here; write a whole number and ms, s, m or h: \"250 ms\", \"10 s\"",
        ),
        (
            "commit_interval = true",
            "0.toml:1: commit_interval: invalid type: boolean `true`, expected a number with a unit",
        ),
        (
            "[kafka.sasl]\npassword = 1234",
            "0.toml:2: kafka.sasl.password: is not text; put it in quotes",
        ),
    ];
    for (file, problem) in cases {
        assert_eq!(Case::new().file(file).problems(), [*problem], "{file}");
    }
}

#[test]
fn a_problem_is_one_line_whatever_names_are_made_of() {
    let case = Case::new().file("\"a\\nb\\u001b[31m\" = 1").env("BANTIN_A\n__B", "1");
    assert_eq!(
        case.problems(),
        [
            "0.toml:1: a\\nb\\u{1b}[31m: there is no such key; `bantin config --default` shows all",
            "BANTIN_A\\n__B: there is no such key; `bantin config --default` shows all",
        ]
    );
}

#[test]
fn a_file_that_is_not_toml_is_told_in_full_and_without_guesses_about_the_rest() {
    // The topics would break a rule, but nobody knows whether the file meant to set them.
    let case = Case::new()
        .file("[input]\ntopics =\ngroup = 'a\n[output]\ntopic = []")
        .set("dead_letter.topic=articles.raw");
    let problems = case.problems();
    assert!(
        problems
            .iter()
            .any(|problem| problem.starts_with("0.toml:2: not TOML: ")),
        "{problems:?}"
    );
    assert!(
        problems
            .iter()
            .any(|problem| problem.starts_with("0.toml:3: not TOML: ")),
        "{problems:?}"
    );
    assert!(
        problems.iter().all(|problem| problem.contains("not TOML")),
        "{problems:?}"
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let mut case = Case::new();
    case.sources.files.push(case.path("absent.toml"));
    let problems = case.problems();
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].starts_with("absent.toml:1: cannot be read: No such file"),
        "{problems:?}"
    );
    assert!(problems[0].ends_with("; correct --config"), "{problems:?}");
}

#[test]
fn variables_that_look_like_ours_and_are_not_are_told() {
    let cases: &[(&str, &str)] = &[
        (
            "BANTIN_KAFKA_BROKERS",
            "no key has this variable; did you mean BANTIN_KAFKA__BROKERS?",
        ),
        (
            "BANTIN_KAFKA__BROKER",
            "no key has this variable; did you mean BANTIN_KAFKA__BROKERS?",
        ),
        (
            "BANTIN_kafka__brokers",
            "no key has this variable; did you mean BANTIN_KAFKA__BROKERS?",
        ),
        (
            "BANTIN_COMMIT_INTERVALL",
            "no key has this variable; did you mean BANTIN_COMMIT_INTERVAL?",
        ),
        (
            "BANTIN_DELIVRY",
            "no key has this variable; did you mean BANTIN_DELIVERY?",
        ),
        (
            "BANTIN_KAFKA__TOPICS",
            "there is no such key; did you mean BANTIN_INPUT__TOPICS?",
        ),
        (
            "BANTIN_XYZZY__PLUGH",
            "there is no such key; `bantin config --default` shows all",
        ),
        ("BANTIN___", "there is no such key; `bantin config --default` shows all"),
        (
            "BANTIN_LOG",
            "is a table, no key; set one of BANTIN_LOG__FORMAT, BANTIN_LOG__LEVEL",
        ),
        (
            "BANTIN_KAFKA__PROPERTIES",
            "kafka.properties: is a table; set its properties one by one, as in BANTIN_KAFKA__PROPERTIES__SOCKET_KEEPALIVE_ENABLE=true",
        ),
        (
            "BANTIN_KAFKA__PROPERTIES__",
            "no key has this variable; did you mean BANTIN_KAFKA__PROPERTIES?",
        ),
    ];
    for (name, problem) in cases {
        assert_eq!(Case::new().env(name, "1").problems(), [format!("{name}: {problem}")]);
    }
}

#[test]
fn variables_of_others_are_left_alone() {
    let kubernetes = [
        "PORT",
        "PORT_8080_TCP",
        "PORT_8080_TCP_ADDR",
        "PORT_8080_TCP_PORT",
        "PORT_8080_TCP_PROTO",
        "SERVICE_HOST",
        "SERVICE_PORT",
        "SERVICE_PORT_HTTP",
        "KAFKA_PORT",
        "KAFKA_PORT_9092_TCP",
        "KAFKA_SERVICE_HOST",
        "KAFKA_SERVICE_PORT",
        "EVENT_PORT",
        "OUTPUT_SERVICE_HOST",
        "WORKER_SERVICE_PORT",
        "LOG_PORT",
        "NAME",
        "VERSION",
        "HOME",
        "IMAGE",
        "ENV",
        "",
    ];
    let mut case = Case::new();
    for name in kubernetes {
        case = case.env(&format!("BANTIN_{name}"), "tcp://10.0.0.1:8080");
    }
    let case = case
        .env("TEST_BANTIN_BROKERS", "somewhere:9092")
        .env("TEST_BANTIN_INPUT__GROUP", "x")
        .env("bantin_input__group", "x")
        .env("BANTINE_INPUT__GROUP", "x")
        .env("PATH", "/bin");
    assert_eq!(case.load().settings, Settings::default());
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_refused_only_if_it_is_ours() {
    use std::os::unix::ffi::OsStringExt;
    let mut case = Case::new();
    let odd = || OsString::from_vec(vec![b'a', 0xff]);
    case.sources.environment.push(("PATH".into(), odd()));
    case.sources.environment.push((odd(), odd()));
    assert_eq!(case.load().settings, Settings::default());
    case.sources.environment.push(("BANTIN_INPUT__GROUP".into(), odd()));
    assert_eq!(
        case.problems(),
        ["BANTIN_INPUT__GROUP: input.group: is not UTF-8; give the value in UTF-8"]
    );
}

#[test]
fn what_is_wrong_with_set_is_told() {
    let cases: &[(&str, &str)] = &[
        (
            "kafka.sasl.password",
            "--set: an argument has no =; write --set key=value",
        ),
        (
            "inptu.group=a",
            "--set: inptu.group: there is no such key; did you mean input.group?",
        ),
        (
            "log=a",
            "--set: log: is a table, no key; set one of log.format, log.level",
        ),
        (
            "kafka.properties=a",
            "--set: kafka.properties: is a table; write --set kafka.properties.linger.ms=20",
        ),
        (
            "worker.threads=many",
            "--set: worker.threads: \"many\" is not a whole number from 0 to 4294967295; write one",
        ),
        (
            "worker.threads=",
            "--set: worker.threads: \"\" is not a whole number from 0 to 4294967295; write one",
        ),
        (
            "enrich.stats.enabled=yes",
            "--set: enrich.stats.enabled: \"yes\" is neither true nor false; write one of them",
        ),
    ];
    for (set, problem) in cases {
        assert_eq!(Case::new().set(set).problems(), [*problem], "{set}");
    }
}

/// One rule a line: what is set, the key that is named, and what is said.
#[test]
fn rules_are_kept() {
    const NAME: &str = "is no name that Kafka allows; use 1 to 249 of the characters a-z A-Z 0-9 . _ -";
    let name = |name: &str| format!("{name:?} {NAME}");
    let long = "x".repeat(250);
    let broker =
        |broker: &str| format!("{broker:?} is no broker's address; write host:port, several with commas between them");
    let zone = |zone: &str| format!("{zone:?} is no offset; write one such as \"+07:00\", or \"Z\"");
    let ratio = |ratio: &str| format!("{ratio} is not between 0 and 1; 0.5 is half of them, 1 no limit");
    let zero = || "is 0; set a time such as \"10 s\"".to_owned();
    let listen = |listen: &str| {
        format!("{listen:?} is no address; write host:port such as \"127.0.0.1:8080\", or \"\" for none")
    };
    let level = |level: &str| {
        format!(
            "{level:?} is no level; write one of off, error, warn, info, debug, trace, \
             or directives such as \"info,bantin::stream=debug\""
        )
    };
    let session = |time: &str| format!("{time} is not between 1 s and 1 h; brokers mostly allow 6 s to 30 m");
    let no_tls = || "is set, but kafka.security is without TLS; set kafka.security to ssl or sasl_ssl".to_owned();
    let no_login = || "is set, but kafka.security is without a login; set kafka.security to sasl_ssl".to_owned();
    let cases: Vec<(&[&str], &str, String)> = vec![
        (&["kafka.brokers="], "kafka.brokers", broker("")),
        (&["kafka.brokers=kafka"], "kafka.brokers", broker("kafka")),
        (&["kafka.brokers=a:1,,b:2"], "kafka.brokers", broker("")),
        (&["kafka.brokers=a:1,b:0"], "kafka.brokers", broker("b:0")),
        (&["kafka.brokers=a:+1"], "kafka.brokers", broker("a:+1")),
        (&["kafka.brokers=a:65536"], "kafka.brokers", broker("a:65536")),
        (&["kafka.brokers=PLAINTEXT://a:1"], "kafka.brokers", broker("PLAINTEXT://a:1")),
        (&["kafka.brokers=::1:9092"], "kafka.brokers", broker("::1:9092")),
        (&["kafka.tls.ca_file=a"], "kafka.tls.ca_file", no_tls()),
        (&["kafka.tls.key_password=a"], "kafka.tls.key_password", no_tls()),
        (&["kafka.tls.key_password_file=a"], "kafka.tls.key_password_file", no_tls()),
        (&["kafka.tls.certificate_file=a"], "kafka.tls.certificate_file", no_tls()),
        (&["kafka.tls.key_file=a"], "kafka.tls.key_file", no_tls()),
        (&["kafka.security=ssl", "kafka.tls.certificate_file=a"], "kafka.tls.certificate_file", "has no key; set kafka.tls.key_file".into()),
        (&["kafka.security=ssl", "kafka.tls.key_file=a"], "kafka.tls.key_file", "has no certificate; set kafka.tls.certificate_file".into()),
        (&["kafka.security=ssl", "kafka.tls.key_password=a", "kafka.tls.key_password_file=a"], "kafka.tls.key_password", "is set beside kafka.tls.key_password_file; set one of them".into()),
        (&["kafka.sasl.username=a"], "kafka.sasl.username", no_login()),
        (&["kafka.sasl.password=a"], "kafka.sasl.password", no_login()),
        (&["kafka.sasl.password_file=a"], "kafka.sasl.password_file", no_login()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.password=a"], "kafka.sasl.username", "is not set, and kafka.security asks for a login; set it".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.username=a"], "kafka.sasl.password_file", "is not set, and kafka.security asks for a login; set it, or BANTIN_KAFKA__SASL__PASSWORD".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.username=a", "kafka.sasl.password=a", "kafka.sasl.password_file=a"], "kafka.sasl.password", "is set beside kafka.sasl.password_file; set one of them".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.mechanism=OAUTHBEARER"], "kafka.sasl.mechanism", "OAUTHBEARER needs a token; set kafka.sasl.token_file, or kafka.sasl.token_endpoint with kafka.sasl.client_id and kafka.sasl.client_secret_file".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.mechanism=OAUTHBEARER", "kafka.sasl.token_file=a", "kafka.sasl.username=a"], "kafka.sasl.username", "is set, but kafka.sasl.mechanism is OAUTHBEARER, which takes no password; remove it, or set the mechanism to SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.mechanism=OAUTHBEARER", "kafka.sasl.token_file=a", "kafka.sasl.scope=a"], "kafka.sasl.scope", "is set, but kafka.sasl.token_endpoint is not; set that, or remove this".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.mechanism=OAUTHBEARER", "kafka.sasl.token_file=a", "kafka.sasl.token_endpoint=https://a/b", "kafka.sasl.client_id=a", "kafka.sasl.client_secret=a"], "kafka.sasl.token_file", "is set beside kafka.sasl.token_endpoint; set one of them".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.mechanism=OAUTHBEARER", "kafka.sasl.token_endpoint=https://a/b", "kafka.sasl.client_secret=a"], "kafka.sasl.client_id", "is not set, and kafka.sasl.token_endpoint asks for it; set it".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.mechanism=OAUTHBEARER", "kafka.sasl.token_endpoint=https://a/b", "kafka.sasl.client_id=a"], "kafka.sasl.client_secret_file", "is not set, and kafka.sasl.token_endpoint asks for it; set it, or BANTIN_KAFKA__SASL__CLIENT_SECRET".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.mechanism=OAUTHBEARER", "kafka.sasl.token_endpoint=http://a/b", "kafka.sasl.client_id=a", "kafka.sasl.client_secret=a"], "kafka.sasl.token_endpoint", "would send the secret over an open connection; use https".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.mechanism=OAUTHBEARER", "kafka.sasl.token_endpoint=a", "kafka.sasl.client_id=a", "kafka.sasl.client_secret=a"], "kafka.sasl.token_endpoint", "is no URL; write one such as https://login.example.org/oauth2/token".into()),
        (&["kafka.security=sasl_ssl", "kafka.sasl.username=a", "kafka.sasl.password=a", "kafka.sasl.token_file=a"], "kafka.sasl.token_file", "is set, but kafka.sasl.mechanism is SCRAM-SHA-512; set that to OAUTHBEARER, or remove this".into()),
        (&["kafka.sasl.token_file=a"], "kafka.sasl.token_file", no_login()),
        (&["worker.name=a b"], "worker.name", name("a b")),
        (&["worker.threads=1025"], "worker.threads", "is more than 1024; write 0 for one thread a core".into()),
        (&["worker.in_flight_bytes=1 KiB", "intake.max_bytes=1"], "worker.in_flight_bytes", "1 KiB is too little to work with; set at least 1 MiB".into()),
        (&["worker.in_flight_bytes=8 MiB"], "worker.in_flight_bytes", "8 MiB does not hold one message of intake.max_bytes (16 MiB); set at least 16 MiB, or lower intake.max_bytes".into()),
        (&["intake.max_bytes=65 MiB", "intake.max_expanded_bytes=65 MiB"], "worker.in_flight_bytes", "48 MiB does not hold one message of intake.max_bytes (65 MiB); set at least 65 MiB, or lower intake.max_bytes".into()),
        (&["intake.max_articles=0"], "intake.max_articles", "is 0, and every list would be a dead letter; set at least 1".into()),
        (&["intake.max_expanded_bytes=1 MiB"], "intake.max_expanded_bytes", "1 MiB is less than a message may have as it comes (intake.max_bytes, 16 MiB); set at least 16 MiB, or lower intake.max_bytes".into()),
        (&["intake.max_bytes=0"], "intake.max_bytes", "is 0, and no message would be read; set at least 1".into()),
        (&["input.topics="], "input.topics", "is empty; name at least one topic".into()),
        (&["input.topics=a,"], "input.topics", name("")),
        (&["input.topics=a,^b.*"], "input.topics", name("^b.*")),
        (&["input.topics=tin tức"], "input.topics", name("tin tức")),
        (&["input.topics=a,b,a"], "input.topics", "\"a\" is there twice; name it once".into()),
        (&["input.group= "], "input.group", "is empty; name the consumer group".into()),
        (&["input.session_timeout=999 ms"], "input.session_timeout", session("999 ms")),
        (&["input.session_timeout=61 m"], "input.session_timeout", session("3660 s")),
        (&["article.timezone=Asia/Ho_Chi_Minh"], "article.timezone", zone("Asia/Ho_Chi_Minh")),
        (&["article.timezone=7"], "article.timezone", zone("7")),
        (&["article.timezone=+7:00"], "article.timezone", zone("+7:00")),
        (&["article.timezone=+07:60"], "article.timezone", zone("+07:60")),
        (&["article.timezone=+14:01"], "article.timezone", zone("+14:01")),
        (&["article.timezone=+07:00:00"], "article.timezone", zone("+07:00:00")),
        (&["article.timezone=+0é"], "article.timezone", zone("+0é")),
        (&["output.topic=."], "output.topic", name(".")),
        (&["output.topic=.."], "output.topic", name("..")),
        (&["output.topic="], "output.topic", name("")),
        (&["dead_letter.topic=a/b"], "dead_letter.topic", name("a/b")),
        (&["output.topic=articles.raw"], "output.topic", "\"articles.raw\" is one of input.topics, and events would be read again; choose another".into()),
        (&["input.topics=a,articles.events"], "output.topic", "\"articles.events\" is one of input.topics, and events would be read again; choose another".into()),
        (&["dead_letter.topic=articles.raw"], "dead_letter.topic", "\"articles.raw\" is one of input.topics, and would feed itself; choose another".into()),
        (&["dead_letter.topic=articles.events"], "dead_letter.topic", "is output.topic, too, and its readers expect events alone; choose another".into()),
        (&["dead_letter.max_ratio=1.01"], "dead_letter.max_ratio", ratio("1.01")),
        (&["dead_letter.max_ratio=-0.1"], "dead_letter.max_ratio", ratio("-0.1")),
        (&["dead_letter.window=0"], "dead_letter.window", "is 0, and a ratio needs messages; set at least 1".into()),
        (&["commit_interval=0"], "commit_interval", zero()),
        (&["commit_records=0"], "commit_records", "is 0; set at least 1".into()),
        (&["transaction_timeout=900 ms"], "transaction_timeout", "900 ms is less than librdkafka's least, 1 s".into()),
        (
            &["commit_interval=6 s"],
            "commit_interval",
            "6 s is more than half of transaction_timeout (10 s), within which a transaction must be committed; lower the one \
             or raise the other"
                .into(),
        ),
        (&["shutdown_timeout=0 s"], "shutdown_timeout", zero()),
        (&["stall_timeout=0 ms"], "stall_timeout", zero()),
        (&["operate.listen=8080"], "operate.listen", listen("8080")),
        (&["operate.listen=:8080"], "operate.listen", listen(":8080")),
        (&["operate.listen=http://localhost:8080"], "operate.listen", listen("http://localhost:8080")),
        (&["log.level=verbose"], "log.level", level("verbose")),
        (&["log.level="], "log.level", level("")),
        (&["log.level=info,bantin"], "log.level", level("bantin")),
        (&["log.level=info,bantin=loud"], "log.level", level("loud")),
        (&["log.level==debug"], "log.level", "\"=debug\" names no module before the =".into()),
    ];
    for (sets, key, what) in cases {
        let case = sets.iter().fold(Case::new(), |case, set| case.set(set));
        assert_eq!(case.problems(), [format!("--set: {key}: {what}")], "{sets:?}");
    }
    assert_eq!(Case::new().set(&format!("output.topic={long}")).problems().len(), 1);
    assert_eq!(
        Case::new()
            .set(&format!("output.topic={}", &long[1..]))
            .load()
            .settings
            .output
            .topic
            .len(),
        249
    );
    let no_namespace = Case::new().file("[event]\nnamespace = ''").problems();
    assert_eq!(
        no_namespace,
        ["0.toml:2: event.namespace: is empty; give it a value or leave it out"]
    );
}

#[test]
fn properties_that_would_break_a_promise_are_refused_in_every_table() {
    let refused: &[(&str, &str)] = &[
        // (property, a word of the reason or the remedy)
        ("group.id", "input.group"),
        ("group.instance.id", "worker.name"),
        ("enable.auto.commit", "commit_interval"),
        ("enable.auto.offset.store", "commit_interval"),
        ("enable.auto.anything", "commit_interval"),
        ("auto.commit.enable", "commit_interval"),
        ("auto.commit.interval.ms", "commit_interval"),
        ("auto.offset.reset", "input.start"),
        ("acks", "in-sync"),
        ("request.required.acks", "in-sync"),
        ("enable.idempotence", "reorder"),
        ("transactional.id", "worker.name"),
        ("partitioner", "murmur2_random"),
        ("isolation.level", "aborted"),
        ("message.timeout.ms", "retried for ever"),
        ("delivery.timeout.ms", "retried for ever"),
        ("retries", "retried for ever"),
        ("message.send.max.retries", "retried for ever"),
        ("offset.store.method", "coordinator"),
        ("delivery.report.only.error", "reported"),
        ("enabled_events", "reported"),
        ("bootstrap.servers", "kafka.brokers"),
        ("metadata.broker.list", "kafka.brokers"),
        ("security.protocol", "kafka.security"),
        ("ssl.ca.location", "kafka.tls.ca_file"),
        ("ssl.certificate.location", "kafka.tls.certificate_file"),
        ("ssl.key.location", "kafka.tls.key_file"),
        ("ssl.key.password", "kafka.tls.key_password_file"),
        ("sasl.mechanism", "kafka.sasl.mechanism"),
        ("sasl.mechanisms", "kafka.sasl.mechanism"),
        ("sasl.username", "kafka.sasl.username"),
        ("sasl.password", "kafka.sasl.password_file"),
        ("sasl.oauthbearer.client.secret", "kafka.sasl.token_endpoint"),
        ("compression.type", "output.compression"),
        ("compression.codec", "output.compression"),
        ("session.timeout.ms", "input.session_timeout"),
        ("transaction.timeout.ms", "transaction_timeout"),
        ("Linger.ms", "correct the name"),
        ("linger ms", "correct the name"),
    ];
    for (property, reason) in refused {
        for table in ["properties", "consumer", "producer"] {
            let problems = Case::new()
                .file(&format!("[kafka.{table}]\n\"{property}\" = \"hush\""))
                .problems();
            let beginning = format!("0.toml:2: kafka.{table}.{property}: may not be set: ");
            assert_eq!(problems.len(), 1, "{property}");
            assert!(
                problems[0].starts_with(&beginning) && problems[0].contains(reason),
                "{problems:?}"
            );
            assert!(!problems[0].contains("hush"), "a value is shown: {problems:?}");
        }
    }
    let by_variable = Case::new()
        .env("BANTIN_KAFKA__CONSUMER__ENABLE_AUTO_COMMIT", "true")
        .problems();
    assert!(
        by_variable[0]
            .starts_with("BANTIN_KAFKA__CONSUMER__ENABLE_AUTO_COMMIT: kafka.consumer.enable.auto.commit: may"),
        "{by_variable:?}"
    );
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let case = Case::new()
        .file("commit_intervall = '1 s'\n[input]\ntopics = []\nstart = 'middle'\n[kafka.consumer]\n\"group.id\" = 'a'")
        .file("[log]\nlevel = 'loud'")
        .env("BANTIN_WORKER__THREADS", "many")
        .env("BANTIN_LOGS__LEVEL", "info")
        .set("delivery=twice")
        .set("nonsense");
    let mut places: Vec<_> = case
        .problems()
        .iter()
        .map(|problem| problem.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    places.sort();
    assert_eq!(
        places,
        [
            "--set: an",
            "--set: delivery:",
            "0.toml:1: commit_intervall:",
            "0.toml:3: input.topics:",
            "0.toml:4: input.start:",
            "0.toml:6: kafka.consumer.group.id:",
            "1.toml:2: log.level:",
            "BANTIN_LOGS__LEVEL: no",
            "BANTIN_WORKER__THREADS: worker.threads:",
        ]
    );
}

#[test]
fn a_rule_does_not_judge_a_default_in_place_of_a_value_that_could_not_be_read() {
    // With the default of 16 MiB the budget would be too small; but the file means something else.
    let case = Case::new()
        .set("worker.in_flight_bytes=8 MiB")
        .set("intake.max_bytes=1 MB/s");
    assert_eq!(case.problems().len(), 1, "{:?}", case.problems());
}

#[test]
fn a_rule_between_two_keys_names_the_place_of_the_one_that_was_set() {
    let problems = Case::new().file("[input]\ntopics = ['articles.events']").problems();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("0.toml:2: output.topic: "), "{problems:?}");
}

#[test]
fn secrets_are_never_shown() {
    let case = Case::new()
        .file("[kafka]\nsecurity = 'sasl_ssl'\n[kafka.sasl]\nusername = 'open'\npassword = 'hush1'")
        .env("BANTIN_KAFKA__TLS__KEY_PASSWORD", "hush2")
        .set("kafka.properties.ssl.keystore.password=hush3")
        .set("kafka.consumer.some.client.secret=hush4")
        .set("kafka.producer.ssl.key.pem=hush5");
    let loaded = case.load();
    let shown = format!(
        "{loaded:?} {} {}",
        settings::in_force(&loaded),
        serde_json::to_string(&loaded.settings).unwrap()
    );
    assert!(shown.contains("open") && !shown.contains("hush"), "{shown}");
    // Shown nowhere, and there all the same.
    let kafka = &loaded.settings.kafka;
    assert_eq!(kafka.sasl.password.as_ref().map(Secret::reveal), Some("hush1"));
    assert_eq!(kafka.tls.key_password.as_ref().map(Secret::reveal), Some("hush2"));
    assert_eq!(
        kafka.properties.get("ssl.keystore.password").map(String::as_str),
        Some("hush3")
    );
}

#[test]
fn a_secret_is_read_from_its_file() {
    for (content, secret) in [
        ("hush", "hush"),
        ("hush\n", "hush"),
        ("hush\r\n", "hush"),
        (" a b \n\n", " a b \n"),
        ("", ""),
    ] {
        let case = Case::new()
            .set("kafka.security=sasl_plaintext")
            .set("kafka.sasl.username=a");
        let path = case.path("password");
        std::fs::write(&path, content).unwrap();
        let case = case.set(&format!("kafka.sasl.password_file={}", path.display()));
        assert_eq!(
            case.load().settings.kafka.sasl.password,
            Some(Secret::new(secret)),
            "{content:?}"
        );
    }
    let case = Case::new()
        .set("kafka.security=ssl")
        .env("BANTIN_KAFKA__TLS__KEY_PASSWORD_FILE", "/nowhere/password");
    let problems = case.problems();
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].starts_with(
            "BANTIN_KAFKA__TLS__KEY_PASSWORD_FILE: kafka.tls.key_password_file: /nowhere/password cannot be read: No such"
        ),
        "{problems:?}"
    );
}

#[test]
fn the_settings_in_force_can_be_read_back() {
    let case = Case::new()
        .file("[input]\ntopics = ['a', 'b']\ngroup = \"c \\\" # d\\u007f\"")
        .set("kafka.producer.linger.ms=20")
        .set("worker.name=x");
    let loaded = case.load();
    let shown = settings::in_force(&loaded);
    assert_eq!(Case::new().file(&shown).load().settings, loaded.settings, "{shown}");
    assert!(shown.contains("name = \"x\"  # --set\n"), "{shown}");
    assert!(
        shown.contains("topics = [\"a\", \"b\"]  # ") && shown.contains("0.toml:2\n"),
        "{shown}"
    );
    assert!(shown.contains("# namespace is not set\n"), "{shown}");
}

#[test]
fn sizes_are_read_and_written() {
    let cases: &[(&str, Option<u64>)] = &[
        ("0", Some(0)),
        ("1", Some(1)),
        ("1 B", Some(1)),
        ("3 bytes", Some(3)),
        ("1KiB", Some(1 << 10)),
        ("64 MiB", Some(64 << 20)),
        ("  64   mib ", Some(64 << 20)),
        ("2 GiB", Some(2 << 30)),
        ("1 TiB", Some(1 << 40)),
        ("16 MB", Some(16_000_000)),
        ("1 kB", Some(1_000)),
        ("1 GB", Some(1_000_000_000)),
        ("1024 TiB", Some(1 << 50)),
        ("1025 TiB", None),
        ("99999999999999999999", None),
        ("18446744073709551615 TiB", None),
        ("", None),
        ("MiB", None),
        ("-1", None),
        ("+1", None),
        ("1.5 MiB", None),
        ("64 M", None),
        ("64 Mi", None),
        ("64 MiB/s", None),
        ("64 Mib b", None),
        ("٣ MiB", None),
    ];
    for (text, bytes) in cases {
        assert_eq!(text.parse().ok(), bytes.map(ByteSize), "{text:?}");
    }
    for (bytes, text) in [
        (0, "0 B"),
        (1, "1 B"),
        (1 << 20, "1 MiB"),
        (1_000_000, "1 MB"),
        (1_024_000, "1000 KiB"),
        (1_001, "1001 B"),
        (3 << 19, "1536 KiB"),
    ] {
        assert_eq!(ByteSize(bytes).to_string(), text);
    }
}

#[test]
fn intervals_are_read_and_written() {
    let cases: &[(&str, Option<u64>)] = &[
        ("0", Some(0)),
        ("0 s", Some(0)),
        ("250 ms", Some(250)),
        ("10s", Some(10_000)),
        ("2 m", Some(120_000)),
        ("2 min", Some(120_000)),
        ("1 H", Some(3_600_000)),
        ("8760 h", Some(31_536_000_000)),
        ("8761 h", None),
        ("18446744073709551615 h", None),
        ("10", None),
        ("", None),
        ("ms", None),
        ("-1 s", None),
        ("1.5 s", None),
        ("1 d", None),
        ("1 s 5 ms", None),
        ("inf", None),
    ];
    for (text, ms) in cases {
        assert_eq!(
            text.parse().ok(),
            ms.map(|ms| Interval(Duration::from_millis(ms))),
            "{text:?}"
        );
    }
    for (ms, text) in [
        (0, "0 s"),
        (250, "250 ms"),
        (1_000, "1 s"),
        (1_250, "1250 ms"),
        (3_600_000, "3600 s"),
    ] {
        assert_eq!(Interval(Duration::from_millis(ms)).to_string(), text);
    }
}

#[test]
fn offsets_are_read() {
    let cases: &[(&str, i32)] = &[
        ("Z", 0),
        ("UTC", 0),
        ("+00:00", 0),
        ("+07:00", 7 * 3_600),
        ("+0700", 7 * 3_600),
        ("+07", 7 * 3_600),
        ("-03:30", -(3 * 3_600 + 1_800)),
        ("+14:00", 14 * 3_600),
    ];
    for (zone, seconds) in cases {
        let article = Case::new()
            .set(&format!("article.timezone={zone}"))
            .load()
            .settings
            .article;
        assert_eq!(
            article.offset().map(|offset| offset.seconds()),
            Some(*seconds),
            "{zone}"
        );
    }
    assert_eq!(Settings::default().article.offset(), None);
}

proptest! {
    #[test]
    fn what_is_written_of_a_size_reads_as_the_same(bytes in 0..=1_u64 << 50) {
        prop_assert_eq!(ByteSize(bytes).to_string().parse(), Ok(ByteSize(bytes)));
    }

    #[test]
    fn what_is_written_of_an_interval_reads_as_the_same(ms in 0..=31_536_000_000_u64) {
        let interval = Interval(Duration::from_millis(ms));
        prop_assert_eq!(interval.to_string().parse(), Ok(interval));
    }

    /// Whatever stands in a file, a variable or an argument: it is read or refused, and never a panic.
    #[test]
    fn nothing_makes_loading_panic(file in "\\PC{0,60}", name in "[A-Z_]{0,12}", value in "\\PC{0,20}", set in "[a-z.=]{0,16}\\PC{0,8}") {
        let case = Case::new()
            .file(&file)
            .env(&format!("BANTIN_{name}"), &value)
            .env("BANTIN_COMMIT_INTERVAL", &value)
            .env("BANTIN_ARTICLE__TIMEZONE", &value)
            .env("BANTIN_KAFKA__BROKERS", &value)
            .env("BANTIN_LOG__LEVEL", &value)
            .set(&set);
        if let Err(problems) = settings::load(&case.sources) {
            prop_assert!(problems.iter().all(|problem| !problem.what.is_empty() && !problem.to_string().contains('\n')));
        }
    }
}
