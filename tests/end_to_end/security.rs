//! TLS, logins and rights, against a Kafka that insists on them: what opens it, what does not, and that no secret is
//! told in either case.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::articles::Article;
use crate::support::certificates::Authority;
use crate::support::client::{Input, Reader};
use crate::support::dice::Dice;
use crate::support::ledger::Ledger;
use crate::support::login::TokenEndpoint;
use crate::support::secure::{
    ANNA, BAO, BARE, CLERK, CLIENT, KEY_PASSWORD, LOGIN, LONER, MUTUAL, READER, SERVICE, STALE, STRANGER, Secured, TLS,
};
use crate::support::wait::{PATIENCE, SetOnDrop, wait_for};
use crate::support::worker::{Settings, Topics, Worker, call};

/// The client's secret at the token endpoint: what a form encodes is in it.
const CLIENT_SECRET: &str = "hush client:secret&100%";
/// How long tokens live where they must be renewed while the test looks on.
const SHORT: i64 = 4;

/// All secrets of these tests, and what every token begins with.
fn assert_tells_no_secret(text: &str) {
    let head = "eyJ";
    for secret in [
        ANNA.1,
        BAO.1,
        STRANGER.1,
        LONER.1,
        READER.1,
        CLERK.1,
        KEY_PASSWORD,
        CLIENT_SECRET,
        "hush",
        head,
    ] {
        assert!(!text.contains(secret), "{secret} is told in\n{text}");
    }
}

/// `bantin check --connect` logs in as the worker does, comes to the same end, and tells no secret either.
fn checks(settings: &Settings, variables: &[(&str, &str)], code: i32) {
    // Waited for to its end where nobody answers, else a bound for a machine that is busy.
    let timeout = if code == 69 { "2s" } else { "20s" };
    let output = call(&["check", "--connect", "--timeout", timeout], settings, variables);
    let report = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{report}");
    assert_tells_no_secret(&report);
}

/// The whole way: reads, publishes, commits, drains.
fn passes(secured: &Secured, topics: &Topics, settings: &Settings, variables: &[(&str, &str)]) -> String {
    checks(settings, variables, 0);
    let cluster = &secured.cluster;
    let mut ledger = Ledger::new(&topics.input, 2, 2);
    cluster.produce(&topics.input, &ledger.invent(&mut Dice::new(7), 40, 10));
    let settings = settings.clone().text("log.level", "debug");
    let mut worker = Worker::spawn_in(&settings, variables);
    worker.wait_until_ready();
    worker.wait_until_caught_up(cluster, topics, PATIENCE);
    let metrics = worker.get("/metrics").unwrap().1;
    let log = worker.drain_and_log();
    ledger.enter_output(cluster.read_all(&topics.output));
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    ledger.assert_complete();
    // Where rights or a login are missing for the admin client alone, only this line says so.
    assert!(!log.contains("defaults are assumed"), "{log}");
    assert_tells_no_secret(&log);
    assert_tells_no_secret(&metrics);
    log
}

/// The worker does not go further than the start; gives the line with which it ends.
fn fails(settings: &Settings, code: i32) -> String {
    checks(settings, &[], code);
    let settings = settings.clone().text("log.level", "debug");
    let mut worker = Worker::spawn(&settings);
    let ended = worker.wait_exit(PATIENCE);
    let log = worker.log();
    assert_eq!(ended, code, "{log}");
    assert_tells_no_secret(&log);
    log.lines().last().unwrap_or_default().to_owned()
}

fn assert_says(line: &str, words: &[&str]) {
    for word in words {
        assert!(line.contains(word), "no {word:?} in: {line}");
    }
}

/// What `bantin config` prints of these settings.
fn shown(settings: &Settings, variables: &[(&str, &str)]) -> String {
    let output = call(&["config"], settings, variables);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn tls_with_an_authority_of_ones_own() {
    let Some(secured) = Secured::shared("tls_with_an_authority_of_ones_own") else {
        return;
    };
    let topics = Topics::create(&secured.cluster, 2);
    passes(secured, &topics, &secured.settings(&topics, TLS), &[]);
}

#[test]
fn a_client_certificate_with_an_encrypted_key() {
    let Some(secured) = Secured::shared("a_client_certificate_with_an_encrypted_key") else {
        return;
    };
    let topics = Topics::create(&secured.cluster, 2);
    let settings = secured.mutual(&topics, &secured.authority.issue(CLIENT, &[]));
    assert_tells_no_secret(&shown(&settings, &[]));
    passes(secured, &topics, &settings, &[]);
}

#[test]
fn each_mechanism_with_a_password() {
    let Some(secured) = Secured::shared("each_mechanism_with_a_password") else {
        return;
    };
    for (listener, mechanism) in [(LOGIN, "PLAIN"), (BARE, "SCRAM-SHA-256"), (LOGIN, "SCRAM-SHA-512")] {
        let topics = Topics::create(&secured.cluster, 2);
        let mut settings = secured.login(&topics, listener, mechanism, ANNA);
        let mut variables = Vec::new();
        if mechanism == "PLAIN" {
            // From the environment; the others have it from a file.
            settings = settings.without("kafka.sasl.password_file");
            variables.push(("BANTIN_KAFKA__SASL__PASSWORD", ANNA.1));
        }
        let shown = shown(&settings, &variables);
        assert_tells_no_secret(&shown);
        assert!(shown.contains("\npassword = \"***\""), "{shown}");
        passes(secured, &topics, &settings, &variables);
    }
}

#[test]
fn a_token_file_that_something_else_keeps_fresh() {
    let Some(secured) = Secured::shared("a_token_file_that_something_else_keeps_fresh") else {
        return;
    };
    let cluster = &secured.cluster;
    let topics = Topics::create(cluster, 2);
    let file = secured.keep(&secured.issuer.token(SERVICE, SHORT));
    let settings = secured
        .settings(&topics, BARE)
        .text("kafka.sasl.mechanism", "OAUTHBEARER")
        .text("kafka.sasl.token_file", &file);
    assert_tells_no_secret(&shown(&settings, &[]));
    let mut ledger = Ledger::new(&topics.input, 2, 2);
    let mut dice = Dice::new(11);
    let mut output = Reader::open(cluster, &topics.output);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _end = SetOnDrop(&done);
        let renewals = scope.spawn(|| {
            let mut renewals = 0;
            let mut last = std::time::Instant::now();
            while !done.load(Ordering::Acquire) {
                if last.elapsed().as_secs_f64() > SHORT as f64 / 2.0 {
                    last = std::time::Instant::now();
                    renewals += 1;
                    replace(&file, &secured.issuer.token(SERVICE, SHORT));
                }
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            renewals
        });
        let mut worker = Worker::spawn(&settings);
        worker.wait_until_ready();
        // Messages come one by one while token after token expires.
        let start = std::time::Instant::now();
        while start.elapsed().as_secs_f64() < 2.5 * SHORT as f64 {
            worker.assert_alive();
            let seen = output.found.len();
            cluster.produce(&topics.input, &ledger.invent(&mut dice, 5, 10));
            output.read_until("an event while tokens expire", |found| found.len() > seen);
        }
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        assert_tells_no_secret(&worker.drain_and_log());
        done.store(true, Ordering::Release);
        assert!(renewals.join().unwrap() >= 4);
    });
    ledger.enter_output(cluster.read_all(&topics.output));
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    ledger.assert_complete();
}

/// As whoever keeps a token fresh does it: never half a file.
fn replace(file: &str, text: &str) {
    let part = format!("{file}.part");
    std::fs::write(&part, text).unwrap();
    std::fs::rename(part, file).unwrap();
}

#[test]
fn tokens_of_an_endpoint_are_renewed_in_time() {
    let Some(secured) = Secured::shared("tokens_of_an_endpoint_are_renewed_in_time") else {
        return;
    };
    let cluster = &secured.cluster;
    let topics = Topics::create(cluster, 2);
    // Its own authority: not the brokers'.
    let authority = Authority::new("Sở Đăng nhập");
    let server = authority.issue("login", &["localhost"]);
    let endpoint = TokenEndpoint::start(&server, &secured.issuer, (SERVICE, CLIENT_SECRET), 2 * SHORT);
    let settings = secured
        .settings(&topics, LOGIN)
        .text("kafka.sasl.mechanism", "OAUTHBEARER")
        .text("kafka.sasl.token_endpoint", &endpoint.url())
        .text("kafka.sasl.token_ca_file", &secured.keep(&authority.pem()))
        .text("kafka.sasl.client_id", SERVICE)
        .text(
            "kafka.sasl.client_secret_file",
            &secured.keep(&format!("{CLIENT_SECRET}\n")),
        )
        .text("kafka.sasl.scope", "kafka articles")
        // With tokens of seconds the connections to the coordinators end as often, and a transaction that meets that may be
        // given up and done again each time: what is looked at here is the tokens.
        .text("delivery", "at_least_once");
    assert_tells_no_secret(&shown(&settings, &[]));
    let mut ledger = Ledger::new(&topics.input, 2, 2);
    let mut dice = Dice::new(13);
    let mut output = Reader::open(cluster, &topics.output);
    let mut worker = Worker::spawn(&settings.clone().text("log.level", "debug"));
    worker.wait_until_ready();
    let asked = endpoint.asked();
    assert_eq!(asked.get("scope").map(String::as_str), Some("kafka articles"));
    while endpoint.issued() < 4 {
        worker.assert_alive();
        let seen = output.found.len();
        cluster.produce(&topics.input, &ledger.invent(&mut dice, 5, 10));
        output.read_until("an event while tokens expire", |found| found.len() > seen);
    }
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    assert_tells_no_secret(&worker.drain_and_log());
    ledger.enter_output(cluster.read_all(&topics.output));
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    ledger.assert_complete();
}

#[test]
fn a_wrong_login_is_refused_with_77() {
    let Some(secured) = Secured::shared("a_wrong_login_is_refused_with_77") else {
        return;
    };
    let topics = Topics::create(&secured.cluster, 1);
    for (listener, mechanism) in [(LOGIN, "PLAIN"), (BARE, "SCRAM-SHA-256"), (LOGIN, "SCRAM-SHA-512")] {
        let line = fails(&secured.login(&topics, listener, mechanism, (ANNA.0, "hush-wrong")), 77);
        assert_says(&line, &["not authorised", "correct the credentials", mechanism]);
    }
    let tokens = secured
        .settings(&topics, LOGIN)
        .text("kafka.sasl.mechanism", "OAUTHBEARER");
    // Signed by somebody else.
    let forged = crate::support::login::Issuer::new().token(SERVICE, 600);
    let line = fails(
        &tokens.clone().text("kafka.sasl.token_file", &secured.keep(&forged)),
        77,
    );
    assert_says(&line, &["not authorised", "OAUTHBEARER"]);
    // Known to be of no use without asking anybody; another one may come until the patience is over.
    for (token, words) in [
        (secured.issuer.token(SERVICE, -60), ["expired at", "renew it"]),
        ("hush, no token".to_owned(), ["is no token", "JWT"]),
    ] {
        let file = secured.keep(&token);
        let settings = tokens.clone().text("kafka.sasl.token_file", &file);
        let line = fails(&settings.text("startup_timeout", "1 s"), 77);
        assert_says(&line, &["not authorised", &file]);
        assert_says(&line, &words);
    }
    let server = secured.authority.issue("login", &["localhost"]);
    let endpoint = TokenEndpoint::start(&server, &secured.issuer, (SERVICE, CLIENT_SECRET), 60);
    let endpoints = tokens
        .text("kafka.sasl.token_endpoint", &endpoint.url())
        .text("kafka.sasl.client_id", SERVICE)
        .text("kafka.sasl.client_secret_file", &secured.keep("hush-wrong"));
    let known = secured.keep(&secured.authority.pem());
    let line = fails(&endpoints.clone().text("kafka.sasl.token_ca_file", &known), 77);
    assert_says(
        &line,
        &[
            &endpoint.url(),
            "401",
            "invalid_client",
            "kafka.sasl.client_secret_file",
        ],
    );
    // The secret is not shown to a server that cannot say who it is.
    let other = secured.keep(&Authority::new("Ai đó").pem());
    let endpoints = endpoints.text("kafka.sasl.token_ca_file", &other);
    let line = fails(&endpoints.text("startup_timeout", "1 s"), 77);
    assert_says(&line, &[&endpoint.url(), "certificate", "kafka.sasl.token_ca_file"]);
    assert_eq!(endpoint.issued(), 0);
}

#[test]
fn a_broker_that_is_not_to_be_trusted_is_not_spoken_to() {
    let Some(secured) = Secured::shared("a_broker_that_is_not_to_be_trusted_is_not_spoken_to") else {
        return;
    };
    let topics = Topics::create(&secured.cluster, 1);
    let patient = |listener| secured.settings(&topics, listener).text("startup_timeout", "1 s");

    let stale = secured.cluster.address(STALE);
    let line = fails(&patient(STALE), 69);
    assert_says(&line, &[&stale, "CN=broker", "expired at", "renew it at the broker"]);

    let other = secured.keep(&Authority::new("Ai đó").pem());
    let line = fails(&patient(TLS).text("kafka.tls.ca_file", &other), 69);
    assert_says(
        &line,
        &["signed by no authority that is trusted", &other, "kafka.tls.ca_file"],
    );
    // Nor is a login sent.
    let login = secured
        .login(&topics, LOGIN, "PLAIN", ANNA)
        .text("startup_timeout", "1 s");
    let line = fails(&login.text("kafka.tls.ca_file", &other), 69);
    assert_says(&line, &["signed by no authority that is trusted"]);

    let address = secured.cluster.address(TLS).replace("localhost", "127.0.0.1");
    let line = fails(&patient(TLS).text("kafka.brokers", &address), 69);
    assert_says(&line, &["is for localhost, not for 127.0.0.1", "kafka.brokers"]);

    // An open listener where TLS was meant, and the other way round.
    let line = fails(&patient(TLS).text("kafka.brokers", secured.cluster.brokers()), 69);
    // librdkafka hears the end of the connection in one of two places.
    assert_says(&line, &["no broker", "SSL", "kafka.security"]);
    let line = fails(
        &patient(BARE)
            .text("kafka.brokers", &secured.cluster.address(TLS))
            .text("kafka.security", "plaintext"),
        69,
    );
    assert_says(&line, &["no broker", "kafka.security"]);
}

#[test]
fn a_client_certificate_that_the_broker_does_not_want() {
    let Some(secured) = Secured::shared("a_client_certificate_that_the_broker_does_not_want") else {
        return;
    };
    let topics = Topics::create(&secured.cluster, 1);
    let line = fails(&secured.settings(&topics, MUTUAL), 77);
    assert_says(&line, &["none was shown", "kafka.tls.certificate_file"]);
    for client in [
        secured.authority.issue_expired(CLIENT, &[]),
        Authority::new("Ai đó").issue(CLIENT, &[]),
    ] {
        let line = fails(&secured.mutual(&topics, &client), 77);
        assert_says(&line, &["wants another certificate", "was shown"]);
    }
}

#[test]
fn files_that_do_not_fit_are_said_at_once() {
    let Some(secured) = Secured::shared("files_that_do_not_fit_are_said_at_once") else {
        return;
    };
    let topics = Topics::create(&secured.cluster, 1);
    let client = secured.authority.issue(CLIENT, &[]);
    let good = || secured.mutual(&topics, &client);
    let other_key = secured.keep(&secured.authority.issue(CLIENT, &[]).key_pem());
    let text = secured.keep("hush");
    for (settings, words) in [
        (
            good().text("kafka.tls.ca_file", "/nowhere/ca.crt"),
            ["kafka.tls.ca_file: /nowhere/ca.crt", "correct the path"],
        ),
        (
            good().text("kafka.tls.ca_file", &text),
            ["kafka.tls.ca_file: ", "no certificate in PEM"],
        ),
        (
            good().text("kafka.tls.certificate_file", "/nowhere/tls.crt"),
            ["kafka.tls.certificate_file: /nowhere/tls.crt", "correct the path"],
        ),
        (
            good().text("kafka.tls.key_file", "/nowhere/tls.key"),
            ["kafka.tls.key_file: /nowhere/tls.key", "correct the path"],
        ),
        (
            good().text("kafka.tls.key_file", &text),
            ["kafka.tls.key_file: ", "no private key in PEM"],
        ),
        (
            good().text("kafka.tls.key_file", &other_key),
            ["kafka.tls.key_file: ", "is not the key of the first certificate"],
        ),
        (
            good().text("kafka.tls.key_password_file", &text),
            ["kafka.tls.key_password_file: ", "does not hold the password"],
        ),
        (
            good().without("kafka.tls.key_password_file"),
            ["kafka.tls.key_file: ", "is encrypted; set kafka.tls.key_password_file"],
        ),
    ] {
        assert_says(&fails(&settings, 78), &words);
    }
}

#[test]
fn missing_rights_are_named() {
    let Some(secured) = Secured::shared("missing_rights_are_named") else {
        return;
    };
    let cluster = &secured.cluster;
    let topics = Topics::create(cluster, 1);
    let acl = |arguments: &[&str]| {
        let begin = ["--bootstrap-server", cluster.brokers(), "--add"];
        cluster.tool("org.apache.kafka.tools.AclCommand", &[&begin, arguments].concat(), None);
    };
    let give = |users: &[(&str, &str)], rights: &[&str], resource: &[&str]| {
        let users: Vec<_> = users.iter().map(|(name, _)| format!("User:{name}")).collect();
        let users = users.iter().flat_map(|user| ["--allow-principal", user.as_str()]);
        let rights = rights.iter().flat_map(|right| ["--operation", *right]);
        acl(&users.chain(rights).chain(resource.iter().copied()).collect::<Vec<_>>());
    };
    let transactional = |group: &str| -> [String; 4] {
        let prefix = format!("{group}.");
        ["--transactional-id", &prefix, "--resource-pattern-type", "prefixed"].map(str::to_owned)
    };
    let all: [&str; 2] = ["--topic", "*"];
    std::thread::scope(|scope| {
        scope.spawn(|| give(&[LONER, READER, CLERK], &["Read", "Describe", "DescribeConfigs"], &all));
        scope.spawn(|| give(&[CLERK], &["Write"], &all));
        scope.spawn(|| give(&[READER, STRANGER, CLERK], &["Read"], &["--group", "*"]));
        let resource = transactional(&topics.group);
        let others = [LONER, READER, STRANGER];
        scope.spawn(move || {
            give(
                &others,
                &["Write", "Describe"],
                &resource.each_ref().map(String::as_str),
            )
        });
    });

    let line = fails(&secured.login(&topics, LOGIN, "PLAIN", STRANGER), 77);
    assert_says(&line, &["not authorised", &topics.input, "Read"]);
    let line = fails(&secured.login(&topics, LOGIN, "PLAIN", LONER), 77);
    assert_says(&line, &["not authorised", &topics.group, "Read"]);
    for command in ["dead-letters", "redrive"] {
        let output = call(&[command], &secured.login(&topics, LOGIN, "PLAIN", LONER), &[]);
        let log = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(77), "{command}: {log}");
        assert_says(&log, &["not authorised", &format!("{}.redrive", topics.group), "Read"]);
        assert_tells_no_secret(&log);
    }
    // To write is refused only when there is something to write; nothing is committed then.
    let mut ledger = Ledger::new(&topics.input, 1, 1);
    cluster.produce(&topics.input, &ledger.invent(&mut Dice::new(17), 20, 5));
    let line = fails(&secured.login(&topics, LOGIN, "PLAIN", READER), 77);
    assert_says(&line, &["not authorised", &topics.output, "Write"]);
    // Where it begins may be committed, and nothing beyond.
    let committed = cluster.committed(&topics.group, &topics.input);
    assert!(committed.values().all(|offset| *offset == 0), "{committed:?}");

    // Transactions: the line names the prefix, under which a named worker's id is, too.
    let topics = Topics::create(cluster, 2);
    let clerk = secured.login(&topics, LOGIN, "PLAIN", CLERK);
    let prefix = format!("transactional ids that begin with \\\"{}.\\\"", topics.group);
    for settings in [clerk.clone(), clerk.clone().text("worker.name", "clerk-0")] {
        let line = fails(&settings, 77);
        assert_says(
            &line,
            &[
                "not authorised",
                &prefix,
                "rights Write and Describe",
                "grant the right",
            ],
        );
    }
    // Without them, and with the right.
    passes(secured, &topics, &clerk.clone().text("delivery", "at_least_once"), &[]);
    let resource = transactional(&topics.group);
    give(
        &[CLERK],
        &["Write", "Describe"],
        &resource.each_ref().map(String::as_str),
    );
    for name in [None, Some("clerk-0")] {
        let topics = Topics {
            group: topics.group.clone(),
            ..Topics::create(cluster, 2)
        };
        let clerk = secured.login(&topics, LOGIN, "PLAIN", CLERK);
        let settings = match name {
            Some(name) => clerk.text("worker.name", name),
            None => clerk,
        };
        passes(secured, &topics, &settings, &[]);
    }
}

#[test]
fn a_password_that_is_changed_during_a_run_loses_nothing() {
    let Some(secured) = Secured::shared("a_password_that_is_changed_during_a_run_loses_nothing") else {
        return;
    };
    let cluster = &secured.cluster;
    let topics = Topics::create(cluster, 2);
    let change = |password: &str| {
        let config = format!("SCRAM-SHA-512=[password={password}]");
        let begin = [
            "--bootstrap-server",
            cluster.brokers(),
            "--alter",
            "--add-config",
            &config,
        ];
        let user = ["--entity-type", "users", "--entity-name", BAO.0];
        cluster.tool("kafka.admin.ConfigCommand", &[&begin[..], &user].concat(), None);
    };
    let mut ledger = Ledger::new(&topics.input, 2, 2);
    let mut dice = Dice::new(19);
    cluster.produce(&topics.input, &ledger.invent(&mut dice, 100, 10));
    let mut worker = Worker::spawn(&secured.login(&topics, BARE, "SCRAM-SHA-512", BAO));
    worker.wait_until_ready();

    change("hush-bao-after");
    cluster.produce(&topics.input, &ledger.invent(&mut dice, 100, 10));
    let reason = wait_for("/readyz to name the credentials", || {
        worker.assert_alive();
        let (status, body) = worker.get("/readyz")?;
        (status == 503 && body.contains("credentials")).then_some(body)
    });
    assert_tells_no_secret(&reason);
    assert_eq!(worker.get("/livez").map(|(status, _)| status), Some(200));

    change(BAO.1);
    worker.wait_until_caught_up(cluster, &topics, PATIENCE);
    worker.wait_until_ready();
    let log = worker.drain_and_log();
    assert!(log.contains("start the worker anew"), "{log}");
    assert_tells_no_secret(&log);
    ledger.enter_output(cluster.read_all(&topics.output));
    ledger.enter_dead_letters(cluster.read_all(&topics.dead_letters));
    ledger.assert_complete();
}

#[test]
fn dead_letters_and_redrive_log_in_as_the_worker_does() {
    let Some(secured) = Secured::shared("dead_letters_and_redrive_log_in_as_the_worker_does") else {
        return;
    };
    let cluster = &secured.cluster;
    let token = secured.keep(&secured.issuer.token(SERVICE, 600));
    for oauth in [false, true] {
        let mut topics = Topics::create(cluster, 1);
        // The stub of a letter is fetched again by a client of its own.
        topics.dead_letters = cluster.create_topic("narrow", 1, &[("max.message.bytes", "6000")]);
        let settings = match oauth {
            false => secured.login(&topics, LOGIN, "SCRAM-SHA-512", ANNA),
            true => secured
                .settings(&topics, LOGIN)
                .text("kafka.sasl.mechanism", "OAUTHBEARER")
                .text("kafka.sasl.token_file", &token),
        };
        let text = Article::new(&mut Dice::new(7), "secured", 7, 50).text();
        cluster.produce(&topics.input, &[Input::of(text).key("k")]);
        let narrow = settings.clone().text("intake.max_bytes", "3000 B");
        let mut worker = Worker::start(&narrow.raw("dead_letter.max_ratio", "1.0"));
        worker.wait_until_caught_up(cluster, &topics, PATIENCE);
        worker.drain();
        for (arguments, word) in [
            (&["dead-letters"][..], "too_large"),
            (&["redrive", "--dry-run", "--json"], "\"events\":1"),
            (&["redrive", "--json"], "\"events\":1"),
            (&["dead-letters"], "no living dead letters"),
        ] {
            let output = call(arguments, &settings, &[]);
            let said = String::from_utf8(output.stdout).unwrap();
            let log = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(0), "{arguments:?}: {log}");
            assert!(said.contains(word), "{arguments:?}: {said}");
            assert_tells_no_secret(&(said + &log));
        }
        assert_eq!(cluster.read_all(&topics.output).len(), 1);
    }
    let topics = Topics::create(cluster, 1);
    let wrong = secured.login(&topics, LOGIN, "PLAIN", (ANNA.0, "hush-wrong"));
    for command in ["dead-letters", "redrive"] {
        let output = call(&[command], &wrong, &[]);
        assert_eq!(output.status.code(), Some(77), "{command}");
        assert_tells_no_secret(&String::from_utf8(output.stderr).unwrap());
    }
}
