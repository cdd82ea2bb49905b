//! [`Reading`]: the way through the article, as the stream asks for it, and how long each stage of it took.

use std::time::Instant;

use crate::event::{Limits, Record, Rendered, Renderer};
use crate::intake::{Failure, Message, Stage};
use crate::operate::{Metrics, Stopwatch};
use crate::pipeline::Pipeline;
use crate::settings::Settings;
use crate::stream::Work;

/// Pipeline and renderer, for one CPU thread. The pipeline knows no clock: it is read here.
#[derive(Clone)]
pub(super) struct Reading {
    pipeline: Pipeline,
    renderer: Renderer,
    stopwatch: Stopwatch,
}

impl Reading {
    /// With these settings; times go to these metrics.
    pub(super) fn new(settings: &Settings, metrics: &Metrics) -> Self {
        Reading {
            pipeline: Pipeline::new(settings),
            renderer: Renderer::new(settings),
            stopwatch: Stopwatch::new(metrics),
        }
    }
}

impl Work for Reading {
    fn answer(&mut self, message: &Message<'_>, limits: &Limits, now: i64) -> Rendered {
        let Reading {
            pipeline,
            renderer,
            stopwatch,
        } = self;
        stopwatch.start(Instant::now());
        let outcomes = pipeline.process_watched(message, &mut |stage| stopwatch.ended(stage, Instant::now()));
        let rendered = renderer.render(message, outcomes, limits, now);
        stopwatch.ended(Stage::Event, Instant::now());
        stopwatch.stop();
        rendered
    }

    fn rest(&mut self) {
        self.stopwatch.tell();
    }

    fn bury(&self, message: &Message<'_>, failure: &Failure, limits: &Limits, now: i64) -> Record {
        self.renderer.dead_letter(message, failure, limits, now)
    }
}
