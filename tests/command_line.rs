//! The program as it is called: what it prints, and how it ends.

// clippy.toml allows these within test functions, not in what test functions call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::anyhow;
use bantin::commands::Exit;
use bantin::operate::http::ServeError;
use bantin::settings::{Settings, Sources};

/// Runs the program with an environment of these variables alone.
fn bantin(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
    command
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::null());
    command.output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn it_says_its_version() {
    let output = bantin(&["--version"], &[]);
    assert_eq!(output.status.code(), Some(0));
    let librdkafka = bantin::stream::librdkafka_version();
    assert!(librdkafka.starts_with("2."), "{librdkafka}");
    assert_eq!(
        stdout(&output),
        format!("bantin {} (librdkafka {librdkafka})\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn formats_are_listed_with_the_names_of_their_fields() {
    let all = stdout(&bantin(&["formats"], &[]));
    for name in [
        "ninjs",
        "newsml-g2",
        "rss",
        "warc",
        "date_publish",
        "content:encoded",
        "WARC-Target-URI",
    ] {
        assert!(all.contains(name), "no {name}\n{all}");
    }
    let rss = stdout(&bantin(&["formats", "rss"], &[]));
    assert!(
        rss.contains("content:encoded") && !rss.contains("WARC-Target-URI"),
        "{rss}"
    );
    let unknown = bantin(&["formats", "telex"], &[]);
    assert_eq!(unknown.status.code(), Some(i32::from(Exit::Usage.code())));
    assert!(
        stderr(&unknown).contains("`bantin formats` lists all"),
        "{}",
        stderr(&unknown)
    );
}

#[test]
fn help_fits_a_terminal_of_80_columns() {
    let help = stdout(&bantin(&["--help"], &[]));
    let commands: Vec<_> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect();
    assert!(
        ["run", "parse", "schema", "config"]
            .iter()
            .all(|command| commands.contains(&(*command).to_owned()))
    );
    for command in [""].into_iter().chain(commands.iter().map(String::as_str)) {
        let arguments: Vec<_> = [command, "--help"]
            .into_iter()
            .filter(|argument| !argument.is_empty())
            .collect();
        let output = bantin(&arguments, &[("COLUMNS", "200")]);
        assert_eq!(output.status.code(), Some(0), "{command}");
        for line in stdout(&output).lines() {
            assert!(line.chars().count() <= 80, "{command}: {line}");
        }
    }
}

#[test]
fn the_help_lists_every_exit_code() {
    let help = stdout(&bantin(&["--help"], &[]));
    let listed = help.split_once("Exit codes:").unwrap().1;
    let codes: Vec<u8> = listed
        .split([',', '\n', ' '])
        .filter_map(|word| word.parse().ok())
        .collect();
    assert_eq!(codes, Exit::ALL.map(Exit::code));
}

#[test]
fn completions_know_every_subcommand() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = bantin(&["completions", shell], &[]);
        assert_eq!(output.status.code(), Some(0), "{shell}: {}", stderr(&output));
        let script = stdout(&output);
        for word in ["run", "parse", "health", "lines"] {
            assert!(script.contains(word), "{shell}: no {word}");
        }
    }
}

/// The script is tried in the shell itself: a word begun is offered to be finished.
#[test]
fn bash_takes_its_completions() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("bantin.bash");
    std::fs::write(&file, bantin(&["completions", "bash"], &[]).stdout).unwrap();
    let script = r#"
        source "$1" || exit 3
        COMP_WORDS=(bantin sche) COMP_CWORD=1
        _bantin bantin sche bantin
        echo "${COMPREPLY[@]}"
    "#;
    let output = Command::new("bash").args(["-c", script, "-"]).arg(&file).output();
    let Ok(output) = output else {
        eprintln!("skipped: there is no bash here");
        return;
    };
    assert_eq!(stdout(&output), "schema\n", "{}", stderr(&output));
}

#[test]
fn man_pages_are_made_for_every_subcommand() {
    let page = stdout(&bantin(&["man"], &[]));
    assert!(page.contains(".TH bantin 1"), "{page}");
    assert!(page.contains("Exit codes:"), "{page}");
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().join("man1");
    let output = bantin(&["man", folder.to_str().unwrap()], &[]);
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(0), ""),
        "{}",
        stderr(&output)
    );
    for page in ["bantin.1", "bantin-run.1", "bantin-parse.1", "bantin-health.1"] {
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{page}: {text}");
    }
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in [
        &[][..],
        &["walk"],
        &["run", "--fast"],
        &["run", "--set"],
        &["schema", "--config", "a.toml"],
        &["config", "more"],
    ] {
        let output = bantin(arguments, &[]);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains("--help"), "{arguments:?}");
    }
}

#[test]
fn the_reference_file_is_printed_whatever_the_settings_are() {
    let output = bantin(&["config", "--default"], &[("BANTIN_DELIVERY", "never")]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output), include_str!("../config/bantin.toml"));
}

#[test]
fn settings_in_force_are_printed_with_where_they_come_from_and_without_secrets() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (one, two) = (
        file("1.toml", "[input]\ngroup = 'one'\nstart = 'latest'"),
        file("2.toml", "input.group = 'two'"),
    );
    // Before the subcommand and after it: both count.
    let arguments = [
        "--config",
        &one,
        "--set",
        "worker.threads=3",
        "config",
        "--config",
        &two,
        "--set",
        "kafka.security=sasl_ssl",
    ];
    let variables = [
        ("BANTIN_KAFKA__SASL__PASSWORD", "hush"),
        ("BANTIN_KAFKA__SASL__USERNAME", "open"),
    ];
    let output = bantin(&arguments, &variables);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    for line in [
        format!("group = \"two\"  # {two}:1"),
        format!("start = \"latest\"  # {one}:3"),
        "threads = 3  # --set".to_owned(),
        "username = \"open\"  # BANTIN_KAFKA__SASL__USERNAME".to_owned(),
        "password = \"***\"  # BANTIN_KAFKA__SASL__PASSWORD".to_owned(),
        "commit_interval = \"250 ms\"".to_owned(),
    ] {
        assert!(text.lines().any(|other| other == line), "no {line} in\n{text}");
    }
    assert!(!text.contains("hush"));
}

#[test]
fn wrong_settings_end_with_78_and_all_of_them_are_told() {
    for command in ["run", "parse", "config"] {
        let output = bantin(
            &[command, "--set", "commit_records=0"],
            &[("BANTIN_WORKER__THREADS", "many")],
        );
        assert_eq!(output.status.code(), Some(78), "{command}");
        assert_eq!(stdout(&output), "", "{command}");
        assert_eq!(
            stderr(&output),
            "bantin: wrong settings (2 to correct):\n\
             BANTIN_WORKER__THREADS: worker.threads: \"many\" is not a whole number from 0 to 4294967295; write one\n\
             --set: commit_records: is 0; set at least 1\n",
            "{command}"
        );
    }
}

#[test]
fn a_config_file_that_is_not_there_ends_with_78() {
    let output = bantin(&["run", "--config", "nowhere.toml"], &[]);
    assert_eq!(output.status.code(), Some(78));
    assert!(
        stderr(&output).contains("nowhere.toml:1: cannot be read"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command
        .args(["config", "--default"])
        .env_clear()
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}

#[test]
fn exit_codes_are_those_that_scripts_rely_on() {
    let codes: Vec<(u8, String)> = Exit::ALL.iter().map(|exit| (exit.code(), exit.to_string())).collect();
    let expected = [
        (0, "clean"),
        (1, "unhealthy"),
        (2, "wrong usage"),
        (3, "stopped before its end"),
        (65, "data refused"),
        (66, "no input"),
        (69, "no broker"),
        (70, "internal error"),
        (74, "committed offset lost"),
        (75, "too many dead letters"),
        (76, "name taken"),
        (77, "not authorised"),
        (78, "wrong configuration"),
        (124, "shutdown timed out"),
        (143, "second SIGTERM"),
    ];
    assert_eq!(codes, expected.map(|(code, name)| (code, name.to_owned())));
}

/// The text of every test function that bears this name, in whichever file below `tests`.
fn test_functions(folder: &Path, name: &str) -> Vec<String> {
    let head = format!("#[test]\nfn {name}() {{\n");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(test_functions(&path, name));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let bodies = text.split(&head).skip(1);
            found.extend(bodies.map(|rest| rest.split("\n}\n").next().unwrap().to_owned()));
        }
    }
    found
}

#[test]
fn every_exit_code_has_a_test_that_reaches_it() {
    let table = include_str!("README.md").split("## Exit codes").nth(1).unwrap();
    let rows: Vec<(u8, &str)> = table
        .split("\n## ")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| {
            let (code, test) = line.strip_prefix("| ")?.strip_suffix("` |")?.split_once(" | `")?;
            Some((code.parse().ok()?, test))
        })
        .collect();
    let codes: Vec<u8> = rows.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, Exit::ALL.map(Exit::code));
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for (code, test) in rows {
        let [body] = &test_functions(&tests, test)[..] else {
            panic!("{code}: not exactly one test is called {test}");
        };
        let mut words = body.split(|c: char| !c.is_ascii_alphanumeric());
        assert!(
            words.any(|word| word == code.to_string()),
            "{test} does not ask for {code}"
        );
    }
}

#[test]
fn an_error_ends_with_the_code_of_its_context_or_of_its_cause() {
    let problems = || {
        Settings::load(&Sources {
            sets: vec!["a".into()],
            ..Sources::default()
        })
        .unwrap_err()
    };
    let bind = || ServeError::Bind {
        address: "a:1".into(),
        source: std::io::Error::other("taken"),
    };
    let start = || ServeError::Start {
        address: "a:1".into(),
        source: std::io::Error::other("no threads"),
    };
    let cases = [
        (anyhow!("x"), Exit::Internal),
        (anyhow!("x").context(Exit::NoBroker), Exit::NoBroker),
        (
            anyhow!("x").context(Exit::Authorisation).context("on the way"),
            Exit::Authorisation,
        ),
        (problems().into(), Exit::Configuration),
        (
            anyhow::Error::from(problems()).context("on the way"),
            Exit::Configuration,
        ),
        (bind().into(), Exit::Configuration),
        (start().into(), Exit::Internal),
        (anyhow::Error::from(bind()).context(Exit::NameTaken), Exit::NameTaken),
    ];
    for (error, exit) in cases {
        assert_eq!(Exit::of(&error), exit, "{error:#}");
    }
}
