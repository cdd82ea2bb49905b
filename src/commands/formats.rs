//! `bantin formats`: what is understood, and the names that each field may have.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::{Context, anyhow};

use super::Exit;
use super::table::Table;
use crate::intake::{Entry, formats};

/// What to print.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the names that each field may have in this format, as the event's
    /// format.kind or intake.format names it; all formats by default
    #[arg(value_name = "FORMAT")]
    format: Option<String>,
    /// Print Markdown, as it stands in the README
    #[arg(long)]
    markdown: bool,
}

/// Prints to standard output.
///
/// # Errors
/// There is no such format, or standard output cannot be written.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut entries = formats();
    if let Some(name) = &args.format {
        entries.retain(|entry| entry.name == name || entry.setting == Some(name.as_str()));
        if entries.is_empty() {
            return Err(anyhow!("there is no format {name}: `bantin formats` lists all").context(Exit::Usage));
        }
    }
    let text = match args.markdown {
        true => markdown(&entries),
        false => plain(&entries),
    };
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("cannot write to standard output")?;
    Ok(Exit::Clean)
}

/// Text lines are no wider than the terminal, nor than this.
const WIDTH: usize = 100;
const FIELD: usize = 18;

fn plain(entries: &[Entry]) -> String {
    let mut table = Table::new(&["format.kind", "intake.format", "recognised by"]);
    for entry in entries {
        let setting = entry.setting.unwrap_or("json");
        table.row(vec![
            entry.name.to_owned(),
            setting.to_owned(),
            entry.known_by.to_owned(),
        ]);
    }
    let mut text = table.text();
    let width = textwrap::termwidth().clamp(2 * FIELD + 4, WIDTH);
    for entry in entries {
        let setting = entry.setting.unwrap_or("json");
        // Writing to a String cannot fail.
        let _ = write!(text, "\n{} (intake.format = \"{setting}\")\n", entry.name);
        let indented = textwrap::Options::new(width)
            .initial_indent("  ")
            .subsequent_indent("  ");
        let _ = writeln!(text, "{}", textwrap::fill(entry.what, indented));
        for (field, names) in &entry.fields {
            let blank = " ".repeat(4 + FIELD);
            let first = format!("    {field:<FIELD$}");
            let (first, own_line) = match field.chars().count() < FIELD {
                true => (first, None),
                false => (blank.clone(), Some(first)),
            };
            if let Some(line) = own_line {
                let _ = writeln!(text, "{}", line.trim_end());
            }
            let hanging = textwrap::Options::new(width)
                .initial_indent(&first)
                .subsequent_indent(&blank);
            let _ = writeln!(text, "{}", textwrap::fill(names, hanging));
        }
    }
    text
}

/// The README's part: the formats, then the names of each.
pub fn markdown(entries: &[Entry]) -> String {
    let mut text =
        String::from("| `format.kind` | `intake.format` | what it is | recognised by |\n|---|---|---|---|\n");
    for entry in entries {
        let setting = entry.setting.unwrap_or("json");
        let _ = writeln!(
            text,
            "| {} | {setting} | {} | {} |",
            entry.name, entry.what, entry.known_by
        );
    }
    for entry in entries.iter().filter(|entry| !entry.fields.is_empty()) {
        let title = match entry.setting {
            Some("json") => "JSON of crawlers and services",
            _ => entry.name,
        };
        let _ = write!(
            text,
            "\n<details><summary>{title}: the names of each field, best first</summary>\n\n| field | names |\n|---|---|\n"
        );
        for (field, names) in &entry.fields {
            let _ = writeln!(text, "| {field} | {names} |");
        }
        text.push_str("\n</details>\n");
    }
    text
}
