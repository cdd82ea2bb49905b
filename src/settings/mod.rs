//! The typed configuration: one tree of structs, in layers: defaults < file < environment < command line.
//!
//! The tree ([`Settings`]) is the single source: its doc comments are the reference file's text (`config/bantin.toml`,
//! see [`reference()`]), its defaults are that file's values, its types say what a value may be. A setting is added by
//! adding a field.
//!
//! [`Settings::load`] reads the layers and reports **all** that is wrong at once, each with the place where it stands
//! and what to do about it.

#[cfg(feature = "kafka")]
mod files;
mod kafka;
mod keys;
mod layer;
mod load;
mod log;
mod problems;
mod properties;
mod quantity;
mod reference;
mod rules;
mod secret;
mod security;
mod timezone;
mod tree;

pub use kafka::{Kafka, Mechanism, Sasl, Security, Tls};
pub use load::{Loaded, Sources, load};
pub use log::{Log, LogFormat};
pub use problems::{Origin, Problem, Problems};
pub use properties::Properties;
pub use quantity::{ByteSize, Interval, QuantityError};
pub use reference::{in_force, reference};
pub use secret::Secret;
pub use tree::*;
