//! **bantin** reads raw news-article messages from Kafka and publishes structured events.
//!
//! One way leads through the whole program, and the modules lie along it:
//!
//! ```text
//!  Kafka record
//!    │   stream      consumer ─ sequence ─ progress          the only code that knows Kafka
//!    ▼
//!  intake            bytes      → RawArticle                 envelope, character set, format
//!  page              RawArticle → Page                       blocks of text and metadata candidates
//!  article           Page       → Article                    which block is title, lead, body, byline, date
//!  enrich            Article    → Annotations                language, sentences, fingerprint
//!  event             Article + Annotations → ArticleEvent → Record     the published contract
//!    ▲
//!    │   stream      publisher ─ dead letters
//!  Kafka record
//! ```
//!
//! [`pipeline::Pipeline::process`] is the middle column as one pure function: no I/O, no clock, no global state.
//! The worker, `parse`, the benchmarks and the tests all run that same code. [`replay`] decides what is read again, and the
//! worker's loop does it.

pub mod article;
#[cfg(feature = "kafka")]
pub mod commands;
pub mod enrich;
pub mod event;
pub mod intake;
#[cfg(feature = "kafka")]
pub mod operate;
pub mod page;
pub mod pipeline;
#[cfg(feature = "kafka")]
pub mod replay;
pub mod settings;
#[cfg(feature = "kafka")]
pub mod stream;
