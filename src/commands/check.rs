//! `bantin check`: are the settings right, and with `--connect`, would `run` get on with this cluster?
//!
//! The report goes to standard output. What was found stands in the order in which `run` would meet it, so the exit code
//! is that of the first problem.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::Exit;
use crate::settings::{Interval, Loaded, Origin, Problems};
use crate::stream::check::{self, Cause, Finding, Section, Verdict};

/// What to check.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Ask the cluster, too: brokers, login, topics, transactions, rights, offsets, limits.
    /// Nothing is written, joined or committed
    #[arg(long)]
    pub connect: bool,
    /// How long to wait for each of the brokers' answers; 100 ms to 10 m
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = timeout, requires = "connect")]
    pub timeout: Interval,
}

fn timeout(text: &str) -> Result<Interval, String> {
    let interval: Interval = text
        .parse()
        .map_err(|error: crate::settings::QuantityError| error.to_string())?;
    match interval.0.as_millis() {
        100..=600_000 => Ok(interval),
        _ => Err("must be from 100 ms to 10 m".to_owned()),
    }
}

/// Checks, prints the report, and ends with the exit code of its first problem.
///
/// # Errors
/// If standard output cannot be written.
pub fn run(args: &Args, loaded: Result<Loaded, Problems>) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout().lock();
    let (mut findings, settings) = match loaded {
        Ok(loaded) => (vec![read(&loaded)], Some(loaded.settings)),
        Err(problems) => (problems.iter().map(wrong).collect(), None),
    };
    if let Some(settings) = &settings {
        let refused = check::properties(settings);
        if !refused.is_empty() {
            findings = refused;
        } else if args.connect {
            // Whoever waits for brokers that are away sees at least this meanwhile.
            print(&mut out, &findings)?;
            out.flush()?;
            let found = check::check(settings, args.timeout.0);
            print(&mut out, &found)?;
            findings.extend(found);
            return finish(&mut out, &findings, None);
        }
    }
    print(&mut out, &findings)?;
    let unasked = match (args.connect, &settings) {
        (false, _) => "the cluster was not asked; --connect does it",
        (true, _) => "the cluster is asked once the settings are right",
    };
    finish(&mut out, &findings, Some(unasked))
}

/// The settings could be read: from where?
fn read(loaded: &Loaded) -> Finding {
    let mut files = Vec::new();
    let (mut variables, mut sets) = (0, 0);
    for origin in loaded.origins.values() {
        match origin {
            Origin::File(path, _) => {
                let path = path.display().to_string();
                if !files.contains(&path) {
                    files.push(path);
                }
            }
            Origin::Variable(_) => variables += 1,
            Origin::Set => sets += 1,
            Origin::Default => {}
        }
    }
    let mut sources = files;
    sources.extend((variables > 0).then(|| "the environment".to_owned()));
    sources.extend((sets > 0).then(|| "--set".to_owned()));
    let what = match loaded.origins.len() {
        0 => "all are defaults: no file is named, no variable is set".to_owned(),
        1 => format!("1 key set by {}", sources.join(", ")),
        keys => format!("{keys} keys set by {}", sources.join(", ")),
    };
    Finding::ok(Section::Settings, what)
}

/// A problem of the settings bears its remedy after the last semicolon.
fn wrong(problem: &crate::settings::Problem) -> Finding {
    let text = problem.to_string();
    match text.rsplit_once("; ") {
        Some((what, remedy)) => Finding::problem(Section::Settings, Cause::Configuration, what, remedy),
        None => Finding {
            verdict: Verdict::Problem(Cause::Configuration),
            ..Finding::ok(Section::Settings, text)
        },
    }
}

/// The exit code of what was found: that of the first problem.
fn exit_of(findings: &[Finding]) -> Exit {
    let mut findings = findings.iter();
    let cause = findings.find_map(|finding| match finding.verdict {
        Verdict::Problem(cause) => Some(cause),
        Verdict::Ok | Verdict::Note => None,
    });
    match cause {
        None => Exit::Clean,
        Some(Cause::Configuration) => Exit::Configuration,
        Some(Cause::NoBroker) => Exit::NoBroker,
        Some(Cause::Authorisation) => Exit::Authorisation,
        Some(Cause::Offset) => Exit::OffsetLost,
    }
}

/// Columns of a line.
const WIDTH: usize = 80;
/// Where the text of a finding begins: after `  problem  `.
const INDENT: usize = 11;

fn print(out: &mut impl Write, findings: &[Finding]) -> io::Result<()> {
    let bold = Style::new().bold();
    let mut section = None;
    for finding in findings {
        if section != Some(finding.section) {
            section = Some(finding.section);
            writeln!(out, "{bold}{}{bold:#}", title(finding.section))?;
        }
        let (word, style) = match finding.verdict {
            Verdict::Ok => ("ok", AnsiColor::Green.on_default()),
            Verdict::Note => ("note", AnsiColor::Yellow.on_default()),
            Verdict::Problem(_) => ("problem", AnsiColor::Red.on_default().bold()),
        };
        let mut lines = wrap(&finding.what, WIDTH - INDENT).into_iter();
        writeln!(out, "  {style}{word:<9}{style:#}{}", lines.next().unwrap_or_default())?;
        for line in lines {
            writeln!(out, "{:INDENT$}{line}", "")?;
        }
        for (number, line) in finding
            .remedy
            .iter()
            .flat_map(|text| wrap(text, WIDTH - INDENT - 2))
            .enumerate()
        {
            let mark = if number == 0 { ">" } else { " " };
            writeln!(out, "{:INDENT$}{mark} {line}", "")?;
        }
    }
    Ok(())
}

fn title(section: Section) -> &'static str {
    match section {
        Section::Settings => "settings",
        Section::Brokers => "brokers",
        Section::Topics => "topics",
        Section::Transactions => "transactions",
        Section::Reading => "reading",
        Section::Writing => "writing",
    }
}

fn finish(out: &mut impl Write, findings: &[Finding], unasked: Option<&str>) -> anyhow::Result<Exit> {
    let number = |wanted: fn(&Verdict) -> bool| findings.iter().filter(|finding| wanted(&finding.verdict)).count();
    let count = |number: usize, word: &str| match number {
        0 => format!("no {word}s"),
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    };
    let problems = number(|verdict| matches!(verdict, Verdict::Problem(_)));
    let notes = number(|verdict| *verdict == Verdict::Note);
    let exit = exit_of(findings);
    let mut line = format!("{}, {}", count(problems, "problem"), count(notes, "note"));
    if problems > 0 {
        line.push_str(&format!("; exit code {}: {exit}", exit.code()));
    }
    writeln!(out, "\n{line}")?;
    if let Some(unasked) = unasked {
        writeln!(out, "{unasked}")?;
    }
    out.flush()?;
    Ok(exit)
}

/// Breaks a text into lines at its spaces. A word that is longer than a line stays whole: it is to be copied.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if length < room => {
                line.push(' ');
                line.push_str(word);
                room -= length + 1;
            }
            _ => {
                lines.push(word.to_owned());
                room = width.saturating_sub(length);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces_and_long_words_stay_whole() {
        for (text, expected) in [
            ("", vec![]),
            ("a bb ccc", vec!["a bb", "ccc"]),
            ("aaaaa b", vec!["aaaaa", "b"]),
            ("a bbbbbbb c", vec!["a", "bbbbbbb", "c"]),
            ("một hai", vec!["một", "hai"]),
        ] {
            assert_eq!(wrap(text, 5), expected, "{text}");
        }
    }

    #[test]
    fn the_first_problem_decides_the_exit_code() {
        let problem = |section, cause| Finding::problem(section, cause, "what", "remedy");
        let fine = Finding::ok(Section::Brokers, "fine");
        let note = Finding::note(Section::Topics, "known");
        let lost = problem(Section::Reading, Cause::Offset);
        let denied = problem(Section::Writing, Cause::Authorisation);
        for (findings, exit) in [
            (vec![], Exit::Clean),
            (vec![fine.clone(), note.clone()], Exit::Clean),
            (vec![fine.clone(), note, lost.clone(), denied.clone()], Exit::OffsetLost),
            (vec![fine.clone(), denied], Exit::Authorisation),
            (vec![problem(Section::Brokers, Cause::NoBroker), lost], Exit::NoBroker),
            (
                vec![fine, problem(Section::Writing, Cause::Configuration)],
                Exit::Configuration,
            ),
        ] {
            assert_eq!(exit_of(&findings), exit, "{findings:?}");
        }
    }
}
