//! `bantin places`: who bears a name, from the data that articles are enriched with.

use std::io::Write as _;

use anyhow::{Context, anyhow};
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Serialize;

use super::Exit;
use crate::enrich::places::ask::{ask, near};
use crate::enrich::places::gazetteer::{Edition, Level, UnitId, WorldKind, gazetteer};
use crate::event::{AdminUnit, admin_unit};

/// What `--help` says.
pub const ABOUT: &str = "\
Say what places bear a name: Vietnam's administrative units in the list that
was in force on a day, with their codes, the units above them, and what they
became; countries, regions of the world and well-known cities. A head word or
the unit above makes the answer narrower: \"huyện Lục Nam\", \"Lục Nam, Bắc
Giang\". Where that list has no such unit, the last one that had answers.";

/// What to look up.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name, with its accents; several words are one name
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
    /// The day whose list is asked, as 2019-02-20; today by default
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer {
    date: String,
    list: &'static str,
    units: Vec<AdminUnit>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    world: Vec<Abroad>,
}

#[derive(Serialize)]
struct Abroad {
    kind: &'static str,
    code: &'static str,
    name: &'static str,
}

/// Prints to standard output.
///
/// # Errors
/// Nobody bears that name, or standard output cannot be written.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let name = args.name.join(" ");
    // Vietnam's day: its lists change at its midnight.
    let today = || Offset::constant(7).to_datetime(jiff::Timestamp::now()).date();
    let date = args.date.unwrap_or_else(today);
    let list = Edition::of(date);
    let found = ask(&name, list);
    if found.units.is_empty() && found.world.is_empty() {
        let names = near(&name, 5);
        let hint = match names.is_empty() {
            true => String::new(),
            false => format!("; near it: {}", names.join(", ")),
        };
        return Err(anyhow!("there is no place called {name}{hint}").context(Exit::Usage));
    }
    let world: Vec<Abroad> = found
        .world
        .iter()
        .map(|id| gazetteer().world(*id))
        .map(|place| Abroad {
            kind: match place.kind {
                WorldKind::Country => "country",
                WorldKind::Region => "region",
                WorldKind::City => "city",
            },
            code: place.code,
            name: place.name,
        })
        .collect();
    let text = match args.json {
        true => {
            let answer = Answer {
                date: date.to_string(),
                list: list.list(),
                units: found.units.iter().copied().map(admin_unit).collect(),
                world,
            };
            let json = serde_json::to_string_pretty(&answer).context("cannot write the answer as json")?;
            format!("{json}\n")
        }
        false => plain(date, list, &found.units, &world),
    };
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("cannot write to standard output")?;
    Ok(Exit::Clean)
}

/// No line is longer.
const WIDTH: usize = 80;
/// What belongs to a unit is below it.
const INDENT: &str = "    ";

fn plain(date: Date, list: Edition, units: &[UnitId], world: &[Abroad]) -> String {
    let mut lines = Vec::new();
    if let Some(first) = units.first() {
        let theirs = gazetteer().unit(*first).edition;
        lines.push(match theirs == list {
            true => format!("{}, in force on {date}:", list.list()),
            false => format!("none in {}, in force on {date}; in {}:", list.list(), theirs.list()),
        });
    }
    let width = units
        .iter()
        .map(|id| gazetteer().unit(*id).official.chars().count())
        .max();
    for id in units {
        lines.extend(described(*id, width.unwrap_or_default()));
    }
    let width = world
        .iter()
        .map(|place| place.name.chars().count())
        .max()
        .unwrap_or_default();
    for Abroad { kind, code, name } in world {
        lines.push(format!("{name:<width$}  {kind:<8}  {code}"));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A unit with its level, code, the units above, and below it what it became.
fn described(id: UnitId, width: usize) -> Vec<String> {
    let unit = gazetteer().unit(id);
    let level = match unit.level {
        Level::Province => "province",
        Level::District => "district",
        Level::Commune => "commune",
    };
    let above: Vec<_> = gazetteer()
        .parents(id)
        .map(|parent| gazetteer().unit(parent).official)
        .collect();
    let above = above.join(", ");
    let mut first = format!("{:<width$}  {level:<8}  {:<5}  {above}", unit.official, unit.code);
    let mut lines = Vec::new();
    if first.chars().count() > WIDTH {
        first.truncate(first.len() - above.len());
        lines.push(first);
        lines.push(format!("{INDENT}in {above}"));
    } else {
        lines.push(first);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    let now: Vec<_> = gazetteer()
        .now(id)
        .iter()
        .map(|now| gazetteer().unit(*now))
        .map(|now| format!("{} {}", now.official, now.code).replace(' ', "\u{a0}"))
        .collect();
    if !now.is_empty() {
        let hanging = textwrap::Options::new(WIDTH)
            .initial_indent("    now ")
            .subsequent_indent("        ");
        let text = textwrap::fill(&now.join(", "), hanging).replace('\u{a0}', " ");
        lines.extend(text.lines().map(str::to_owned));
    }
    lines
}
