//! Why a message does not become an event: it failed, or there is nothing in it to publish.

use std::borrow::Cow;
use std::fmt;

/// The stage of the way at which a message failed: the header `dlq.stage`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Taking the envelope apart.
    Intake,
    /// Cutting the content into blocks.
    Page,
    /// Deciding what the blocks are.
    Article,
    /// Annotating the article.
    Enrich,
    /// Rendering the event.
    Event,
    /// Handing the record to the broker.
    Publish,
}

impl Stage {
    /// The stable name used in headers, metrics and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Intake => "intake",
            Stage::Page => "page",
            Stage::Article => "article",
            Stage::Enrich => "enrich",
            Stage::Event => "event",
            Stage::Publish => "publish",
        }
    }
}

/// A message, or one article of it, that cannot become an event. It goes to the dead-letter topic byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where it failed.
    pub stage: Stage,
    /// Stable snake_case code: the header `dlq.code`, a metric label. Never built from input.
    pub code: &'static str,
    /// One sentence for a person, lower case, no full stop: what is wrong, where, and what to do about it.
    /// Holds no article text.
    pub message: Cow<'static, str>,
}

impl Failure {
    /// A failure of `stage` with a stable `code`.
    pub fn new(stage: Stage, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Failure {
            stage,
            code,
            message: message.into(),
        }
    }

    /// A panic in `stage`: a fault of bantin's own.
    pub fn panic(stage: Stage) -> Self {
        Failure::new(stage, "panic", "bantin itself failed on this message: please report it")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}: {}", self.stage.as_str(), self.code, self.message)
    }
}

impl std::error::Error for Failure {}

/// Why a message, or one article of it, is passed over without a record: counted by `reason`, logged at DEBUG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SkipReason {
    /// Nothing but white space, `[]`, or an empty line.
    Empty,
    /// A section or front page: a list of links, no article.
    SectionPage,
    /// An error page ("404", "Trang không tồn tại").
    ErrorPage,
    /// Page furniture without any article text.
    NoArticle,
    /// A picture, a graphic, a sound, a film: an agency's item without a text of its own.
    MediaItem,
    /// A list of other items.
    PackageItem,
    /// What an agency plans to cover, and events to come.
    PlanningItem,
    /// What an agency's codes mean: concepts, knowledge, catalogues.
    ConceptItem,
    /// Its publisher has taken it back.
    Withdrawn,
    /// Its publisher does not want it published yet.
    Withheld,
    /// A record of an archive that holds no page: requests, metadata, redirects, pictures, errors of servers.
    NoPage,
}

impl SkipReason {
    /// The stable name used in metrics and by `parse`.
    pub fn as_str(self) -> &'static str {
        match self {
            SkipReason::Empty => "empty",
            SkipReason::SectionPage => "section_page",
            SkipReason::ErrorPage => "error_page",
            SkipReason::NoArticle => "no_article",
            SkipReason::MediaItem => "media_item",
            SkipReason::PackageItem => "package_item",
            SkipReason::PlanningItem => "planning_item",
            SkipReason::ConceptItem => "concept_item",
            SkipReason::Withdrawn => "withdrawn",
            SkipReason::Withheld => "withheld",
            SkipReason::NoPage => "no_page",
        }
    }

    /// The same for a person, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            SkipReason::Empty => "nothing but white space",
            SkipReason::SectionPage => "a section or front page: a list of links, no article",
            SkipReason::ErrorPage => "an error page",
            SkipReason::NoArticle => "page furniture without any article text",
            SkipReason::MediaItem => "a picture, graphic, sound or film without a text of its own",
            SkipReason::PackageItem => "an agency's list of other items",
            SkipReason::PlanningItem => "an agency's plan, or events to come",
            SkipReason::ConceptItem => "what an agency's codes mean",
            SkipReason::Withdrawn => "taken back by its publisher",
            SkipReason::Withheld => "not to be published yet, says its publisher",
            SkipReason::NoPage => "a record of an archive that holds no page",
        }
    }
}
