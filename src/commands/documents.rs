//! `bantin completions` and `bantin man`: made from the command line's own definition, so that they cannot fall behind it.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::{CommandLine, Exit};

/// Which shell.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell to complete for
    shell: Shell,
}

/// Where to.
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Write bantin.1 and a page for each subcommand into this folder instead
    /// of printing bantin.1
    folder: Option<PathBuf>,
}

/// Prints the completion script of a shell.
///
/// # Errors
/// If standard output cannot be written.
pub fn completions(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut CommandLine::command(), "bantin", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(Exit::Clean)
}

/// Prints the man page, or writes all of them into a folder.
///
/// # Errors
/// If standard output or the folder cannot be written.
pub fn man(args: &ManArgs) -> anyhow::Result<Exit> {
    let command = CommandLine::command();
    match &args.folder {
        None => {
            let mut page = Vec::new();
            Man::new(command).render(&mut page)?;
            std::io::stdout().write_all(&page)?;
        }
        Some(folder) => {
            std::fs::create_dir_all(folder)
                .and_then(|()| clap_mangen::generate_to(command, folder))
                .with_context(|| {
                    format!(
                        "cannot write man pages into {}: choose another folder",
                        folder.display()
                    )
                })?;
        }
    }
    Ok(Exit::Clean)
}
