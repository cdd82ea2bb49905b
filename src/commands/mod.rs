//! One file per subcommand.

pub mod parse;
pub mod schema;
