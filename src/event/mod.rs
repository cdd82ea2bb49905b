//! Article and annotations → [`ArticleEvent`] → [`Record`]: the published contract.
//!
//! [`assemble`] makes the event, [`Renderer`] the records of a message's [`Outcomes`]: events, tombstones and dead
//! letters, each with its key, headers and timestamp. Neither knows a clock.

mod admin;
mod article_event;
mod assemble;
pub mod canonical;
mod dead_letter;
mod headers;
pub mod id;
pub mod instant;
mod json_text;
mod number;
mod outcome;
mod record;
mod render;
mod schema;
mod text;

pub use admin::admin_unit;
pub use article_event::*;
pub use assemble::{PIPELINE, Rules, assemble};
pub use dead_letter::{REDRIVE_COUNT, is_dead_letter_header};
pub use headers::EVENT_TYPE;
pub use outcome::{Outcome, Outcomes};
pub use record::{Headers, Record, Target, size_bound};
pub use render::{Limits, Rendered, Renderer, append_json, to_json};
pub use schema::schema;
pub use text::Text;
