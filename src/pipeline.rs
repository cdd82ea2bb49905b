//! The way of a message as one pure function: no I/O, no clock, no global state. See [`Pipeline::process`].

use crate::event::ArticleEvent;
use crate::intake::{Failure, Intake, Message, Piece, SkipReason};
use crate::settings::Settings;
use crate::{article, intake, page};

/// What became of one article.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// An event to publish.
    Event(Box<ArticleEvent>),
    /// A null value to pass on.
    Tombstone,
    /// Nothing to publish.
    Skipped(SkipReason),
    /// Dead.
    DeadLetter(Failure),
}

/// What became of a message: nearly always one outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcomes {
    /// The message was one article.
    One(Outcome),
    /// The message was an array or a feed: one outcome for each element.
    Several(Vec<Outcome>),
}

/// The way of a message, configured.
#[derive(Clone, Debug)]
pub struct Pipeline {
    settings: Settings,
}

impl Pipeline {
    /// A pipeline with these settings.
    pub fn new(settings: &Settings) -> Self {
        Pipeline {
            settings: settings.clone(),
        }
    }

    /// Reads and enriches one message.
    pub fn process(&self, message: &Message<'_>) -> Outcomes {
        match intake::read(message, &self.settings.intake) {
            Intake::Tombstone => Outcomes::One(Outcome::Tombstone),
            Intake::One(piece) => Outcomes::One(self.piece(piece)),
            Intake::Several(pieces) => Outcomes::Several(pieces.into_iter().map(|p| self.piece(p)).collect()),
        }
    }

    fn piece(&self, piece: Piece<'_>) -> Outcome {
        let raw = match piece {
            Piece::Article(raw) => raw,
            Piece::Skipped(reason) => return Outcome::Skipped(reason),
            Piece::Failed(failure) => return Outcome::DeadLetter(failure),
        };
        let page = match page::read(&raw) {
            Ok(page) => page,
            Err(failure) => return Outcome::DeadLetter(failure),
        };
        let article = match article::read(&raw, page) {
            Ok(article) => article,
            Err(reason) => return Outcome::Skipped(reason),
        };
        // First sketch: `event::assemble` replaces it.
        let mut event = ArticleEvent {
            title: article.title.as_deref().map(Into::into),
            lead: article.lead.as_deref().map(Into::into),
            authors: article
                .authors
                .iter()
                .map(|a| crate::event::Author {
                    name: a.name.to_string(),
                    role: None,
                })
                .collect(),
            ..Default::default()
        };
        for block in &article.body {
            let kind = match block.kind {
                article::BodyKind::Caption => crate::event::BlockKind::Caption,
                article::BodyKind::Heading => crate::event::BlockKind::Heading,
                _ => crate::event::BlockKind::Paragraph,
            };
            event.body.push(crate::event::Block {
                kind,
                text: block.text.to_string(),
                start: 0,
                end: 0,
            });
        }
        let parts = [event.title.as_deref(), event.lead.as_deref()];
        event.text = parts
            .into_iter()
            .flatten()
            .chain(event.body.iter().map(|b| b.text.as_str()))
            .collect::<Vec<_>>()
            .join("\n");
        Outcome::Event(Box::new(event))
    }
}
