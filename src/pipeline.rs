//! The way of a message as one pure function: no I/O, no clock, no global state. See [`Pipeline::process`].

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub use crate::event::{Outcome, Outcomes};
use crate::event::{Rules, Text, assemble};
use crate::intake::{Failure, Intake, Message, Piece, SkipReason, Stage};
use crate::settings::{OnNonArticle, Settings};
use crate::{article, enrich, intake, page};

/// The way of a message, configured.
#[derive(Clone, Debug)]
pub struct Pipeline {
    settings: Settings,
    rules: Rules,
}

impl Pipeline {
    /// A pipeline with these settings.
    pub fn new(settings: &Settings) -> Self {
        Pipeline {
            settings: settings.clone(),
            rules: Rules {
                namespace: settings.event.namespace.clone(),
                zone: settings.article.offset(),
            },
        }
    }

    /// Reads and enriches one message. A panic in it is the caller's to catch: see [`Pipeline::process_caught`].
    pub fn process(&self, message: &Message<'_>) -> Outcomes {
        self.walk(message, &Cell::new(Stage::Intake))
    }

    /// Like [`Pipeline::process`], but a panic becomes a dead letter, `panic`, of the stage that it happened in.
    pub fn process_caught(&self, message: &Message<'_>) -> Outcomes {
        let stage = Cell::new(Stage::Intake);
        catch_unwind(AssertUnwindSafe(|| self.walk(message, &stage)))
            .unwrap_or_else(|_| Outcomes::One(Outcome::DeadLetter(Failure::panic(stage.get()))))
    }

    fn walk(&self, message: &Message<'_>, stage: &Cell<Stage>) -> Outcomes {
        match intake::read(message, &self.settings.intake) {
            Intake::Tombstone => Outcomes::One(Outcome::Tombstone),
            Intake::One(piece) => Outcomes::One(self.piece(message, None, piece, stage)),
            Intake::Several(pieces) if pieces.is_empty() => Outcomes::One(Outcome::Skipped(SkipReason::Empty)),
            Intake::Several(pieces) => {
                let each = |(index, piece)| self.piece(message, Some(index), piece, stage);
                Outcomes::Several((0..).zip(pieces).map(each).collect())
            }
        }
    }

    fn piece(&self, message: &Message<'_>, index: Option<u32>, piece: Piece<'_>, stage: &Cell<Stage>) -> Outcome {
        let raw = match piece {
            Piece::Article(raw) => raw,
            Piece::Skipped(reason) => return Outcome::Skipped(reason),
            Piece::Failed(failure) => return Outcome::DeadLetter(failure),
        };
        stage.set(Stage::Page);
        let page = match page::read(&raw) {
            Ok(page) => page,
            Err(failure) => return Outcome::DeadLetter(failure),
        };
        stage.set(Stage::Article);
        let article = match article::read(&raw, page) {
            Ok(article) => article,
            Err(reason) => return self.non_article(reason),
        };
        stage.set(Stage::Enrich);
        let text = Text::of(&article);
        let annotations = enrich::annotate(&article, &text.text, text.characters, &self.settings.enrich);
        stage.set(Stage::Event);
        let event = assemble(message, index, &raw, article, text, annotations, &self.rules);
        Outcome::Event(Box::new(event))
    }

    fn non_article(&self, reason: SkipReason) -> Outcome {
        match self.settings.article.on_non_article {
            OnNonArticle::DeadLetter if reason != SkipReason::Empty => Outcome::DeadLetter(Failure::new(
                Stage::Article,
                reason.as_str(),
                "this is no article, and article.on_non_article is dead_letter",
            )),
            _ => Outcome::Skipped(reason),
        }
    }
}
