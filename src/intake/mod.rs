//! Bytes → [`RawArticle`]: which envelope is this, in which character set, and what does it claim about itself?
//!
//! A message value is bare text, bare HTML, a JSON object (perhaps wrapped in `payload`), or a JSON array of objects,
//! any of them behind Confluent framing. Intake takes the envelope apart and believes nothing yet: what it finds are
//! claims, which `article` weighs against the page itself.

mod aliases;
mod failure;
mod message;
mod raw;

pub use failure::{Failure, SkipReason, Stage};
pub use message::{Header, Message, Origin};
pub use raw::{Claim, Content, Format, RawArticle};

/// One article of a message, or why it is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'m> {
    /// An article to read.
    Article(Box<RawArticle<'m>>),
    /// Nothing to publish.
    Skipped(SkipReason),
    /// It cannot be read.
    Failed(Failure),
}

/// What a message turned out to hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Intake<'m> {
    /// A null value.
    Tombstone,
    /// A message that is one article.
    One(Piece<'m>),
    /// An array or a feed: one piece for each element, also where there is only one.
    Several(Vec<Piece<'m>>),
}

/// Takes a message apart.
pub fn read<'m>(message: &Message<'m>, _settings: &crate::settings::Intake) -> Intake<'m> {
    let Some(value) = message.value else {
        return Intake::Tombstone;
    };
    let Ok(text) = std::str::from_utf8(value) else {
        return Intake::One(Piece::Failed(Failure::new(
            Stage::Intake,
            "invalid_utf8",
            "the value is not UTF-8",
        )));
    };
    // First sketch: the reading helper replaces it.
    if let Ok(serde_json::Value::Object(object)) = serde_json::from_str(text) {
        let get = |name: &'static str| {
            object.get(name).and_then(|v| v.as_str()).map(|v| Claim {
                field: name,
                value: v.to_owned().into(),
            })
        };
        let content = get("text").map_or(Content::None, |c| Content::Text(c.value));
        let mut raw = RawArticle::bare(Format::Text, content);
        raw.title = get("title");
        raw.lead = get("description");
        raw.published = get("published_at");
        return Intake::One(Piece::Article(Box::new(raw)));
    }
    Intake::One(Piece::Article(Box::new(RawArticle::bare(
        Format::Text,
        Content::Text(text.into()),
    ))))
}
