//! Messages that were read before, read again.

pub mod filter;
pub mod letter;
