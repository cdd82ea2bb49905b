//! The typed configuration: one tree of structs, in layers: defaults < file < environment < command line.

mod quantity;
mod tree;

pub use quantity::{ByteSize, Interval};
pub use tree::*;
