//! What the demo prints, for a terminal of any width, with colours as anstream finds them fit.

use std::fmt::Write;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use anyhow::Context;
use serde_json::Value;

use crate::commands::terminal;
use crate::intake::{Message, Origin, SkipReason};

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const HEADING: Style = AnsiColor::Cyan.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default();
const FAULT: Style = AnsiColor::Red.on_default();

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
            Some("text") => "text",
            Some("html") => "HTML",
            // All others are envelopes themselves.
            Some(kind) => return kind.to_owned(),
            None => "?",
        };
        if envelope {
            format!("{kind} in JSON")
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

/// `2026-03-11T07:30:00+07:00` as people write it: no T, no seconds that are nought.
fn date(instant: &str) -> String {
    let Some((day, rest)) = instant.split_once('T') else {
        return instant.to_owned();
    };
    let at = rest.find(['+', '-', 'Z']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(at);
    format!("{day} {} {zone}", time.strip_suffix(":00").unwrap_or(time))
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
        Page {
            width: terminal::width(),
        }
    }

    /// Writes a text, wrapped and indented. Writing to a `String` cannot fail.
    fn put(&self, out: &mut String, indent: usize, style: Style, text: &str) {
        // Names of files are not to be broken at their hyphens.
        let options = textwrap::Options::new(self.width - indent).word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
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
                event.text("/published_at").map_or_else(|| "no date".to_owned(), date),
                if authors.is_empty() {
                    "unsigned".to_owned()
                } else {
                    authors.join(", ")
                },
                event.text("/language/code").unwrap_or("language unknown").to_owned(),
            ];
            self.put(&mut out, 4, Style::new(), &line.join(" · "));
            let count = |name: &str| event.json.pointer(&format!("/stats/{name}")).and_then(Value::as_u64);
            let line = format!(
                "{} paragraphs, {} sentences · {} · samples/{}",
                count("paragraphs").unwrap_or(0),
                count("sentences").unwrap_or(0),
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
            self.put(&mut out, 4, Style::new(), reason.words());
        }
        out
    }

    pub(super) fn dead<'d>(&self, dead: impl ExactSizeIterator<Item = &'d Dead>) -> String {
        let mut out = String::new();
        self.heading(
            &mut out,
            &format!(
                "{} dead letter{} in articles.dead-letters",
                dead.len(),
                if dead.len() == 1 { "" } else { "s" }
            ),
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

    /// What to do next. `program` is this one, as it was called.
    pub(super) fn commands(&self, program: &str) -> String {
        let mut out = String::new();
        self.heading(&mut out, "Go on with");
        for (what, command) in [
            ("one article, without Kafka:", format!("{program} parse --indent FILE")),
            (
                "Kafka, topics, worker and samples in containers:",
                "docker compose up --build".to_owned(),
            ),
            (
                "the worker, with your Kafka:",
                format!("{program} run --set kafka.brokers=HOST:9092"),
            ),
        ] {
            self.put(&mut out, 2, FAINT, what);
            // Not wrapped: it is to be copied.
            let _ = writeln!(out, "    {STRONG}{command}{STRONG:#}");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_shown_as_people_write_them() {
        for (instant, shown) in [
            ("2026-03-11T07:30:00+07:00", "2026-03-11 07:30 +07:00"),
            ("2026-03-11T07:30:09+07:00", "2026-03-11 07:30:09 +07:00"),
            ("2026-03-11T07:00:00Z", "2026-03-11 07:00 Z"),
        ] {
            assert_eq!(date(instant), shown);
        }
    }

    #[test]
    fn nothing_is_wider_than_the_page() {
        for width in [40, 80, 120] {
            let page = Page { width };
            let dead = Dead {
                sample: "12-cut-off.json".to_owned(),
                code: "intake/invalid_json".to_owned(),
                reason: "the value is not valid JSON at line 1 column 161: send one whole JSON document a message"
                    .to_owned(),
            };
            let text =
                page.head(14) + &page.dead([dead].iter()) + &page.skipped(&[("x".to_owned(), SkipReason::Empty)]);
            for line in anstream::adapter::strip_str(&text).to_string().lines() {
                assert!(textwrap::core::display_width(line) <= width, "{width}: {line}");
            }
        }
    }
}
