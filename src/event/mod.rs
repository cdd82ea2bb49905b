//! Article and annotations → [`ArticleEvent`] → [`Record`]: the published contract.

mod article_event;
mod record;

pub use article_event::*;
pub use record::{Record, Target};
