//! Command line → one call → exit code.

use bantin::commands::{parse, schema};
use clap::Parser;

#[derive(Parser)]
#[command(name = "bantin", version)]
enum Command {
    Parse(parse::Args),
    Schema(schema::Args),
}

fn main() -> anyhow::Result<std::process::ExitCode> {
    let settings = bantin::settings::Settings::default();
    let code = match Command::parse() {
        Command::Parse(args) => parse::run(args, &settings)?,
        Command::Schema(args) => schema::run(args, &settings)?,
    };
    Ok(std::process::ExitCode::from(u8::try_from(code).unwrap_or(70)))
}
