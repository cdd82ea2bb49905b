//! `bantin check` without a cluster: the settings alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::{Command, Stdio};

/// Checks with these variables; gives the exit code and the report.
fn check(arguments: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .arg("check")
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn settings_that_are_right() {
    let (code, report) = check(&[], &[]);
    assert_eq!(code, Some(0), "{report}");
    assert_eq!(
        report,
        "settings
  ok       all are defaults: no file is named, no variable is set

no problems, no notes
the cluster was not asked; --connect does it
"
    );
    let (code, report) = check(
        &["--set", "input.group=kiểm-tra", "--set", "output.topic=tin"],
        &[("BANTIN_KAFKA__BROKERS", "nowhere:1")],
    );
    assert_eq!(code, Some(0), "{report}");
    assert!(report.contains("3 keys set by the environment, --set"), "{report}");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let variables = [
        ("BANTIN_WORKER__TREADS", "4"),
        ("BANTIN_COMMIT_INTERVAL", "soon"),
        ("BANTIN_DEAD_LETTER__MAX_RATIO", "1.5"),
    ];
    for arguments in [&[][..], &["--connect"]] {
        let (code, report) = check(arguments, &variables);
        assert_eq!(code, Some(78), "{report}");
        assert!(report.starts_with("settings\n  problem  BANTIN_"), "{report}");
        assert!(
            report.contains("\n3 problems, no notes; exit code 78: wrong configuration\n"),
            "{report}"
        );
        for word in ["BANTIN_WORKER__THREADS", "commit_interval", "dead_letter.max_ratio"] {
            assert!(report.contains(word), "no {word} in\n{report}");
        }
        assert_eq!(
            report.matches("           > ").count(),
            3,
            "each has a remedy:\n{report}"
        );
        let wide = report.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None);
    }
}

#[test]
fn properties_that_librdkafka_refuses_are_told() {
    let unknown = ("BANTIN_KAFKA__PROPERTIES__SOCKET_KEEPALIVE_ENABLED", "true");
    let (code, report) = check(&[], &[unknown]);
    assert_eq!(code, Some(78), "{report}");
    assert!(report.contains("socket.keepalive.enabled"), "{report}");
    assert!(
        report.contains("\n1 problem, "),
        "consumer and producer say the same:\n{report}"
    );

    let text = ("BANTIN_KAFKA__PRODUCER__LINGER_MS", "soon");
    let (code, report) = check(&[], &[text]);
    assert_eq!(code, Some(78), "{report}");
    assert!(report.contains("linger.ms"), "{report}");
}

#[test]
fn the_wait_has_bounds_and_goes_with_connect() {
    for arguments in [
        &["--timeout", "1s"][..],
        &["--connect", "--timeout", "0"],
        &["--connect", "--timeout", "11m"],
        &["--connect", "--timeout", "soon"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
            .arg("check")
            .args(arguments)
            .env_clear()
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            String::from_utf8(output.stderr).unwrap().contains("--timeout"),
            "{arguments:?}"
        );
    }
}

#[test]
fn colours_are_for_terminals() {
    let (_, plain) = check(&[], &[]);
    assert!(!plain.contains('\x1b'), "{plain:?}");
    let (_, asked) = check(&[], &[("CLICOLOR_FORCE", "1")]);
    assert!(asked.contains("\x1b[32mok"), "{asked:?}");
    let (_, refused) = check(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]);
    assert_eq!(refused, plain);
}
