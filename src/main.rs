//! Command line → one call → exit code.

use std::process::ExitCode;

use bantin::commands::{CommandLine, Exit, execute};
use bantin::settings::Problems;
use clap::Parser;

fn main() -> ExitCode {
    let result = execute(CommandLine::parse());
    let exit = result.as_ref().map_or_else(Exit::of, |exit| *exit);
    if let Err(error) = result {
        if let Some(problems) = error.downcast_ref::<Problems>() {
            eprintln!(
                "bantin: wrong settings ({} to correct):\n{problems}",
                problems.iter().count()
            );
        } else if tracing::enabled!(tracing::Level::ERROR) {
            // Once there are logs, whoever collects them must find the end in them.
            tracing::error!(exit_code = exit.code(), "{error:#}");
        } else {
            eprintln!("bantin: {error:#}");
        }
    }
    exit.into()
}
