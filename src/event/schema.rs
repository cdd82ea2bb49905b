//! The JSON Schema of the event, generated from its types.

use super::ArticleEvent;

/// The schema that `schemas/article-event.v1.json` holds and `bantin schema` prints.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(ArticleEvent)
}
