//! Logs: how they look, and how much of them there is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tracing_subscriber::filter::{LevelFilter, Targets};

/// The format of logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Pretty on a terminal, JSON otherwise.
    #[default]
    Auto,
    /// For people.
    Pretty,
    /// For machines: one JSON object a line.
    Json,
}

/// Logs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// The format of logs.
    pub format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, `trace`, or directives such as `info,bantin::stream=debug`.
    /// A skipped message is a line at `debug`, a dead letter one at `warn`. From `info` up, no place floods the log: after
    /// ten lines it writes one in ten seconds, and how many were left out.
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Log {
            format: LogFormat::Auto,
            level: "info".to_owned(),
        }
    }
}

impl Log {
    /// `log.level`, read.
    ///
    /// # Errors
    /// It is neither a level nor a list of directives: what is wrong with which part.
    pub fn filter(&self) -> Result<Targets, String> {
        const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
        // At DEBUG it tells of each token of each page, text included; whoever wants that names it.
        let mut targets = Targets::new().with_target("html5ever", LevelFilter::WARN);
        for directive in self.level.split(',').map(str::trim) {
            let (target, level) = match directive.rsplit_once('=') {
                Some((target, level)) => (Some(target.trim()), level.trim()),
                None => (None, directive),
            };
            // `Targets` itself would take a word that is no level for the name of a module, and log nothing else.
            let known = LEVELS.iter().any(|known| known.eq_ignore_ascii_case(level));
            let (true, Ok(level)) = (known, level.parse::<LevelFilter>()) else {
                return Err(format!(
                    "{level:?} is no level; write one of {}, or directives such as \"info,bantin::stream=debug\"",
                    LEVELS.join(", ")
                ));
            };
            targets = match target {
                None => targets.with_default(level),
                Some("") => return Err(format!("{directive:?} names no module before the =")),
                Some(target) => targets.with_target(target, level),
            };
        }
        Ok(targets)
    }
}
