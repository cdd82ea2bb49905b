//! [`Reading`]: the way through the article, as the stream asks for it. `run` and `demo` hand it to the same loop.

use crate::event::{Limits, Record, Rendered, Renderer};
use crate::intake::{Failure, Message};
use crate::pipeline::Pipeline;
use crate::settings::Settings;
use crate::stream::Work;

/// The way through the article.
pub(super) struct Reading {
    pipeline: Pipeline,
    renderer: Renderer,
}

impl Reading {
    pub(super) fn new(settings: &Settings) -> Self {
        Reading {
            pipeline: Pipeline::new(settings),
            renderer: Renderer::new(settings),
        }
    }
}

impl Work for Reading {
    fn answer(&self, message: &Message<'_>, limits: &Limits, now: i64) -> Rendered {
        self.renderer
            .render(message, self.pipeline.process_caught(message), limits, now)
    }

    fn bury(&self, message: &Message<'_>, failure: &Failure, limits: &Limits, now: i64) -> Record {
        self.renderer.dead_letter(message, failure, limits, now)
    }
}
