//! What is wrong with the settings: everything at once, one line each.

use std::fmt::{self, Write};
use std::path::PathBuf;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The tree's own default.
    Default,
    /// A line of a file, counted from 1.
    File(PathBuf, usize),
    /// A variable of the environment.
    Variable(String),
    /// `--set` on the command line.
    Set,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File(path, line) => write!(f, "{}:{line}", path.display()),
            Origin::Variable(name) => f.write_str(name),
            Origin::Set => f.write_str("--set"),
        }
    }
}

/// One thing that is wrong. Displayed as `where: key: what; remedy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where the wrong value stands.
    pub origin: Origin,
    /// The key, as far as one was named.
    pub key: String,
    /// What is wrong, and what to do about it. Never holds a secret.
    pub what: String,
}

impl fmt::Display for Problem {
    /// On one line, whatever characters the names in files and variables are made of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = if self.key.is_empty() {
            String::new()
        } else {
            format!("{}: ", self.key)
        };
        for character in format!("{}: {key}{}", self.origin, self.what).chars() {
            match character.is_control() {
                true => write!(f, "{}", character.escape_debug())?,
                false => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

/// All that is wrong: never empty. Displayed one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// `Ok` with `value` if there is no problem.
    pub(super) fn none_or<T>(problems: Vec<Problem>, value: T) -> Result<T, Problems> {
        if problems.is_empty() {
            Ok(value)
        } else {
            Err(Problems(problems))
        }
    }

    /// The problems: files first, then the environment, the command line, and what values forbid each other.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, problem) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
