//! What the demo prints, for a terminal of any width, with colours as anstream finds them fit.

use std::fmt::Write;
use std::io::IsTerminal;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use anyhow::Context;
use serde_json::Value;

use crate::intake::{Message, Origin, SkipReason};

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const HEADING: Style = AnsiColor::Cyan.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default();
const FAULT: Style = AnsiColor::Red.on_default();

/// The widest text that is still read with ease, and the narrowest that is tried.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

/// The text of a header of a record; empty if there is none.
pub(super) fn header(message: &Message<'_>, name: &str) -> String {
    let header = message.headers.iter().find(|header| header.name == name);
    header
        .and_then(|header| header.value)
        .map(|value| String::from_utf8_lossy(value).into_owned())
        .unwrap_or_default()
}

pub(super) fn is_in(message: &Message<'_>, name: &str) -> bool {
    matches!(message.origin, Origin::Kafka { topic, .. } if topic == name)
}

/// An event as it was read from the output topic.
pub(super) struct Event {
    sample: String,
    json: Value,
}

impl Event {
    pub(super) fn of(message: &Message<'_>, sample: String) -> anyhow::Result<Self> {
        let json = serde_json::from_slice(message.value.unwrap_or_default()).context("an event is no JSON")?;
        Ok(Event { sample, json })
    }

    /// Position within the message.
    pub(super) fn index(&self) -> u64 {
        self.json.pointer("/source/index").and_then(Value::as_u64).unwrap_or(0)
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.json.pointer(path).and_then(Value::as_str)
    }

    fn shape(&self) -> String {
        let envelope = self
            .json
            .get("provenance")
            .and_then(Value::as_object)
            .is_some_and(|fields| {
                let mut evidence = fields.values().filter_map(Value::as_str);
                evidence.any(|evidence| evidence.starts_with("envelope:"))
            });
        let kind = match self.text("/format/kind") {
            Some("html") => "HTML",
            Some(kind) => kind,
            None => "?",
        };
        if envelope {
            format!("{kind} in a JSON envelope")
        } else {
            kind.to_owned()
        }
    }
}

/// A dead letter as it was read from its topic.
pub(super) struct Dead {
    sample: String,
    code: String,
    reason: String,
}

impl Dead {
    pub(super) fn of(message: &Message<'_>, sample: String) -> Self {
        Dead {
            sample,
            code: format!("{}/{}", header(message, "dlq.stage"), header(message, "dlq.code")),
            reason: header(message, "dlq.message"),
        }
    }
}

/// What the rounds came to.
pub(super) struct Figures {
    pub messages: u64,
    pub bytes: u64,
    pub records: u64,
    pub time: Duration,
}

/// Lays the account out.
pub(super) struct Page {
    width: usize,
}

impl Page {
    pub(super) fn of_stdout() -> Self {
        let width = if std::io::stdout().is_terminal() {
            textwrap::termwidth()
        } else {
            let columns = std::env::var("COLUMNS").ok();
            columns.and_then(|columns| columns.parse().ok()).unwrap_or(80)
        };
        Page {
            width: width.clamp(*WIDTHS.start(), *WIDTHS.end()),
        }
    }

    /// Writes a text, wrapped and indented. Writing to a `String` cannot fail.
    fn put(&self, out: &mut String, indent: usize, style: Style, text: &str) {
        for line in textwrap::wrap(text, self.width - indent) {
            let _ = writeln!(out, "{:indent$}{style}{line}{style:#}", "");
        }
    }

    pub(super) fn head(&self, samples: usize) -> String {
        let mut out = String::new();
        self.put(
            &mut out,
            0,
            STRONG,
            &format!("bantin demo: the real worker, and {samples} sample messages"),
        );
        let notice = "The broker is in this process and for trying out only: it keeps all in memory and is gone when \
                      the demo ends. Never keep data in it.";
        self.put(&mut out, 0, WARNING, notice);
        out
    }

    fn heading(&self, out: &mut String, text: &str) {
        out.push('\n');
        self.put(out, 0, HEADING, text);
    }

    pub(super) fn events<'e>(&self, events: impl ExactSizeIterator<Item = &'e Event>) -> String {
        let mut out = String::new();
        self.heading(&mut out, &format!("{} events in articles.events", events.len()));
        for event in events {
            self.put(&mut out, 2, STRONG, event.text("/title").unwrap_or("(no title)"));
            let authors: Vec<_> = event
                .json
                .get("authors")
                .and_then(Value::as_array)
                .map_or_else(Vec::new, |all| {
                    all.iter().filter_map(|author| author.get("name")?.as_str()).collect()
                });
            let line = [
                event.text("/published_at").unwrap_or("no date").to_owned(),
                if authors.is_empty() {
                    "unsigned".to_owned()
                } else {
                    authors.join(", ")
                },
                event.text("/language/code").unwrap_or("language unknown").to_owned(),
            ];
            self.put(&mut out, 4, Style::new(), &line.join(" · "));
            let paragraphs = event.json.get("body").and_then(Value::as_array).map_or(0, Vec::len);
            let words = event.json.pointer("/stats/words").and_then(Value::as_u64);
            let words = words.map_or(String::new(), |words| format!(", {words} words"));
            let line = format!(
                "{paragraphs} blocks{words} · {} · samples/{}",
                event.shape(),
                event.sample
            );
            self.put(&mut out, 4, FAINT, &line);
        }
        out
    }

    pub(super) fn skipped(&self, skipped: &[(String, SkipReason)]) -> String {
        let mut out = String::new();
        self.heading(&mut out, &format!("{} skipped", skipped.len()));
        for (sample, reason) in skipped {
            self.put(&mut out, 2, WARNING, &format!("{} · samples/{sample}", reason.as_str()));
            let words = match reason {
                SkipReason::Empty => "nothing but white space",
                SkipReason::SectionPage => "a section or front page: a list of links, no article",
                SkipReason::ErrorPage => "an error page",
                SkipReason::NoArticle => "page furniture without any article text",
            };
            self.put(&mut out, 4, Style::new(), words);
        }
        out
    }

    pub(super) fn dead<'d>(&self, dead: impl ExactSizeIterator<Item = &'d Dead>) -> String {
        let mut out = String::new();
        self.heading(
            &mut out,
            &format!("{} dead letters in articles.dead-letters", dead.len()),
        );
        for dead in dead {
            self.put(&mut out, 2, FAULT, &format!("{} · samples/{}", dead.code, dead.sample));
            self.put(&mut out, 4, Style::new(), &dead.reason);
        }
        out
    }

    pub(super) fn throughput(&self, figures: &Figures) -> String {
        let mut out = String::new();
        let seconds = figures.time.as_secs_f64().max(0.001);
        let megabytes = figures.bytes as f64 / 1e6;
        self.heading(&mut out, "Throughput");
        let line = format!(
            "{} messages, {megabytes:.1} MB in {seconds:.1} s: {:.0} messages/s, {:.1} MB/s",
            figures.messages,
            figures.messages as f64 / seconds,
            megabytes / seconds,
        );
        self.put(&mut out, 2, STRONG, &line);
        let line = format!(
            "The samples again and again, from the first one sent to the last of {} records read back; sender, broker, \
             worker and reader share this process.",
            figures.records
        );
        self.put(&mut out, 2, FAINT, &line);
        out
    }

    pub(super) fn commands(&self) -> String {
        let mut out = String::new();
        self.heading(&mut out, "Go on with");
        for (command, what) in [
            ("bantin run --set kafka.brokers=HOST:9092", "the worker with your Kafka"),
            ("bantin parse --indent FILE", "one article, without Kafka"),
            ("docker compose up --build", "Kafka, worker and samples in containers"),
        ] {
            let _ = writeln!(out, "  {STRONG}{command:<42}{STRONG:#}{what}");
        }
        out
    }
}
