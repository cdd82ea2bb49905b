//! The way of a message as one pure function: no I/O, no clock, no global state. See [`Pipeline::process`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::enrich::names::{Tagger, tagger};
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
    names: Names,
}

/// What finds names.
#[derive(Clone, Debug, Default)]
enum Names {
    /// What is compiled in.
    #[default]
    Own,
    /// Another.
    Other(Arc<Tagger>),
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
            names: Names::Own,
        }
    }

    /// The same with names found by another tagger than the one that is compiled in.
    pub fn with_names(mut self, tagger: Arc<Tagger>) -> Self {
        self.names = Names::Other(tagger);
        self
    }

    /// Reads and enriches one message. A panic in it is the caller's to catch: see [`Pipeline::process_caught`].
    pub fn process(&self, message: &Message<'_>) -> Outcomes {
        self.walk(message, &mut Way::new(&mut |_| ()))
    }

    /// Like [`Pipeline::process`], but a panic becomes a dead letter, `panic`, of the stage that it happened in.
    pub fn process_caught(&self, message: &Message<'_>) -> Outcomes {
        self.process_watched(message, &mut |_| ())
    }

    /// Like [`Pipeline::process_caught`], and `ended` is told of each stage as it ends, also where it failed: once for
    /// intake, then for each article as far as it came. What time it is by then is the caller's to know.
    pub fn process_watched(&self, message: &Message<'_>, ended: &mut impl FnMut(Stage)) -> Outcomes {
        let mut way = Way::new(ended);
        catch_unwind(AssertUnwindSafe(|| self.walk(message, &mut way))).unwrap_or_else(|_| {
            (way.ended)(way.stage);
            Outcomes::One(Outcome::DeadLetter(Failure::panic(way.stage)))
        })
    }

    fn walk<F: FnMut(Stage)>(&self, message: &Message<'_>, way: &mut Way<'_, F>) -> Outcomes {
        match way.through(Stage::Intake, || intake::read(message, &self.settings.intake)) {
            Intake::Tombstone => Outcomes::One(Outcome::Tombstone),
            Intake::One(piece) => Outcomes::One(self.piece(message, None, piece, way)),
            Intake::Several(pieces) if pieces.is_empty() => Outcomes::One(Outcome::Skipped(SkipReason::Empty)),
            Intake::Several(pieces) => {
                let each = |(index, piece)| self.piece(message, Some(index), piece, way);
                Outcomes::Several((0..).zip(pieces).map(each).collect())
            }
        }
    }

    fn piece<F: FnMut(Stage)>(
        &self,
        message: &Message<'_>,
        index: Option<u32>,
        piece: Piece<'_>,
        way: &mut Way<'_, F>,
    ) -> Outcome {
        let raw = match piece {
            Piece::Article(raw) => raw,
            Piece::Skipped(reason) => return Outcome::Skipped(reason),
            Piece::Failed(failure) => return Outcome::DeadLetter(failure),
        };
        let page = way.through(Stage::Page, || page::read(&raw));
        let article = match way.through(Stage::Article, || article::read(&raw, page)) {
            Ok(article) => article,
            Err(reason) => return self.non_article(reason),
        };
        let (text, annotations) = way.through(Stage::Enrich, || {
            let text = Text::of(&article);
            let tagger = match &self.names {
                Names::Own => tagger(),
                Names::Other(tagger) => Some(tagger.as_ref()),
            };
            let settings = &self.settings.enrich;
            let annotations = enrich::annotate(&article, &text.text, text.characters, tagger, settings);
            (text, annotations)
        });
        let event = way.through(Stage::Event, || {
            assemble(message, index, &raw, article, text, annotations, &self.rules)
        });
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

/// Where a message is on its way, and who is told of it.
struct Way<'o, F> {
    stage: Stage,
    ended: &'o mut F,
}

impl<'o, F: FnMut(Stage)> Way<'o, F> {
    fn new(ended: &'o mut F) -> Self {
        Way {
            stage: Stage::Intake,
            ended,
        }
    }

    fn through<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        self.stage = stage;
        let result = work();
        (self.ended)(stage);
        result
    }
}
