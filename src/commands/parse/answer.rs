//! [`Answerer`]: the answer to each message, a line of JSON or an account for people.

use serde::Serialize;

use super::chunks::Chunk;
use super::pretty::Page;
use crate::event::append_json;
use crate::intake::{Message, Origin, SkipReason};
use crate::pipeline::{Outcome, Outcomes, Pipeline};
use crate::settings::Settings;

/// Answers messages.
pub struct Answerer {
    pipeline: Pipeline,
    style: Style,
}

/// How answers are written.
pub enum Style {
    /// A line of JSON each.
    Lines,
    /// JSON over several lines.
    Indented,
    /// An account for people.
    Pretty(Page),
}

/// What is written where there is no event.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum NoEvent<'a> {
    Tombstone(bool),
    Skipped(&'a str),
    Error {
        stage: &'a str,
        code: &'a str,
        message: &'a str,
    },
}

impl Answerer {
    /// Answers by these settings, in this style.
    pub fn new(settings: &Settings, style: Style) -> Self {
        Answerer {
            pipeline: Pipeline::new(settings),
            style,
        }
    }

    /// Appends the answers to all messages of a chunk.
    pub fn answer(&self, chunk: &Chunk, out: &mut Vec<u8>) {
        for piece in chunk.messages() {
            self.message(&chunk.path, piece.line, piece.bytes, out);
        }
    }

    fn message(&self, path: &str, line: u64, value: &[u8], out: &mut Vec<u8>) {
        let trimmed = value.trim_ascii();
        let message = Message {
            origin: Origin::File { path, line },
            timestamp: None,
            key: None,
            value: (trimmed != b"null").then_some(value),
            headers: Vec::new(),
        };
        let outcomes = if trimmed.is_empty() {
            Outcomes::One(Outcome::Skipped(SkipReason::Empty))
        } else {
            self.pipeline.process_caught(&message)
        };
        if let Style::Pretty(page) = &self.style {
            return match &outcomes {
                Outcomes::One(outcome) => page.outcome(outcome, out),
                Outcomes::Several(outcomes) => outcomes.iter().for_each(|outcome| page.outcome(outcome, out)),
            };
        }
        match &outcomes {
            Outcomes::One(outcome) => self.outcome(outcome, out),
            Outcomes::Several(outcomes) => {
                out.push(b'[');
                for (n, outcome) in outcomes.iter().enumerate() {
                    if n > 0 {
                        out.push(b',');
                    }
                    self.outcome(outcome, out);
                }
                out.push(b']');
            }
        }
        out.push(b'\n');
    }

    fn outcome(&self, outcome: &Outcome, out: &mut Vec<u8>) {
        let is_indented = matches!(self.style, Style::Indented);
        let answer = match outcome {
            Outcome::Event(event) => {
                if is_indented {
                    return write(out, event, true);
                }
                match append_json(out, event) {
                    Ok(()) => return,
                    // Every article has one answer, whatever happens.
                    Err(failure) => return self.outcome(&Outcome::DeadLetter(failure), out),
                }
            }
            Outcome::Tombstone => NoEvent::Tombstone(true),
            Outcome::Skipped(reason) => NoEvent::Skipped(reason.as_str()),
            Outcome::DeadLetter(failure) => NoEvent::Error {
                stage: failure.stage.as_str(),
                code: failure.code,
                message: &failure.message,
            },
        };
        write(out, &answer, is_indented);
    }
}

fn write(out: &mut Vec<u8>, answer: &impl Serialize, indent: bool) {
    // Writing to memory cannot fail, and neither an event nor an answer holds what JSON cannot say.
    let _ = if indent {
        serde_json::to_writer_pretty(out, answer)
    } else {
        serde_json::to_writer(out, answer)
    };
}
