//! Command line → one call → exit code.

use std::process::ExitCode;

use bantin::commands::{CommandLine, Exit, execute};
use bantin::settings::Problems;
use clap::Parser;

fn main() -> ExitCode {
    match execute(CommandLine::parse()) {
        Ok(exit) => exit.into(),
        Err(error) => {
            match error.downcast_ref::<Problems>() {
                Some(problems) => {
                    eprintln!(
                        "bantin: wrong settings ({} to correct):\n{problems}",
                        problems.iter().count()
                    );
                }
                None => eprintln!("bantin: {error:#}"),
            }
            Exit::of(&error).into()
        }
    }
}
