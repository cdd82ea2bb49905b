//! [`Position`]: how far loading has come, in a file.
//!
//! It never is ahead of what the brokers have acknowledged. It is written to a file beside it, which then takes its place:
//! whenever the process or the machine ends, one whole position is there, the old one or the new one.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::Source;

/// The only version there is.
const VERSION: u32 = 1;
/// So many messages that were passed over are remembered.
pub(super) const GAPS: usize = 1_000;

/// Which load a position belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Question {
    pub topic: String,
    /// The topic's identity: one that is made anew under the same name is another.
    pub topic_id: Option<String>,
    /// As they were given.
    pub paths: Vec<String>,
    pub lines: bool,
    pub key: Option<String>,
}

/// A file as it was when it was read, to know it again by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub path: String,
    pub size: u64,
    /// A hash of its beginning; empty where it could not be read.
    pub head: String,
}

/// What was passed over: one message that was refused, or what could not be read of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Gap {
    /// The file, by its place among the marks.
    pub file: usize,
    /// Lines before it, and bytes.
    pub line: u64,
    pub offset: u64,
    /// All the rest of the file, not one message of it.
    pub rest: bool,
    pub reason: String,
}

/// How far loading has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    version: u32,
    pub question: Question,
    /// The files that were begun, in order. All but the last are done, and that, too, if `done` says so.
    pub files: Vec<Mark>,
    /// Lines of the last file that are done, and bytes of what it holds.
    pub line: u64,
    pub offset: u64,
    /// Messages loaded so far.
    pub messages: u64,
    /// What was passed over and is to be tried again.
    pub gaps: Vec<Gap>,
    /// The last of the files is done, too.
    pub done: bool,
}

/// Why a position cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum PositionError {
    #[error("cannot read the position {file}: {source}; name another file with --resume")]
    Unreadable { file: String, source: io::Error },
    #[error("{file} holds no position of bantin load ({reason}); name another file with --resume")]
    Foreign { file: String, reason: String },
    #[error(
        "{file} is the position of another load ({what}: {then} then, {now} now); repeat that command, or name another file \
         with --resume"
    )]
    Another {
        file: String,
        what: &'static str,
        then: String,
        now: String,
    },
    #[error(
        "{path} is not what it was when it was loaded: {what}. The position {file} does not fit it any more: restore the file, \
         or remove the position and load all again"
    )]
    Changed { file: String, path: String, what: String },
    #[error("cannot write the position {file}: {source}; name another file with --resume")]
    Unwritable { file: String, source: io::Error },
}

/// The file that takes the position's place once it is whole; what was killed at the wrong moment leaves it behind.
pub(super) fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

impl Position {
    /// Before anything is loaded.
    pub(super) fn new(question: Question) -> Self {
        Position {
            version: VERSION,
            question,
            files: Vec::new(),
            line: 0,
            offset: 0,
            messages: 0,
            gaps: Vec::new(),
            done: false,
        }
    }

    /// The file to go on with, by its place.
    pub(super) fn begun(&self) -> usize {
        match self.done {
            true => self.files.len(),
            false => self.files.len().saturating_sub(1),
        }
    }

    /// Reads the position in a file; `None` where there is no such file.
    pub(super) fn read(file: &Path) -> Result<Option<Self>, PositionError> {
        let name = || file.display().to_string();
        let text = match std::fs::read(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(PositionError::Unreadable { file: name(), source }),
        };
        let foreign = |reason: String| PositionError::Foreign { file: name(), reason };
        let position: Position = serde_json::from_slice(&text).map_err(|error| foreign(error.to_string()))?;
        match position.version {
            VERSION => Ok(Some(position)),
            other => Err(foreign(format!("version {other}, this bantin knows {VERSION}"))),
        }
    }

    /// Whether it is the position of this load.
    pub(super) fn answers(&self, question: &Question, file: &Path) -> Result<(), PositionError> {
        let then = &self.question;
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let id = |question: &Question| format!("{} with the id {}", question.topic, shown(&question.topic_id));
        let differing = [
            ("the topic", then.topic.clone(), question.topic.clone()),
            ("the topic was made anew", id(then), id(question)),
            ("the paths", then.paths.join(" "), question.paths.join(" ")),
            ("--lines", then.lines.to_string(), question.lines.to_string()),
            ("--key", shown(&then.key), shown(&question.key)),
        ];
        match differing.into_iter().find(|(_, then, now)| then != now) {
            None => Ok(()),
            Some((what, then, now)) => Err(PositionError::Another {
                file: file.display().to_string(),
                what,
                then,
                now,
            }),
        }
    }

    /// Whether the files that were read are there still, in the same order and as they were.
    pub(super) fn fits(&self, sources: &[Source], file: &Path) -> Result<(), PositionError> {
        for (at, mark) in self.files.iter().enumerate() {
            let changed = |what: String| PositionError::Changed {
                file: file.display().to_string(),
                path: mark.path.clone(),
                what,
            };
            let source = match sources.get(at) {
                Some(source) if *source.path == *mark.path => source,
                Some(other) if sources.iter().any(|source| *source.path == *mark.path) => {
                    return Err(changed(format!("{} was added before it", other.path)));
                }
                _ => return Err(changed("it is gone".to_owned())),
            };
            match source.size_now() {
                Ok(size) if size == mark.size => {}
                Ok(size) => return Err(changed(format!("{} bytes then, {size} now", mark.size))),
                Err(error) => return Err(changed(error.to_string())),
            }
            match source.head() {
                // It could not be read then: nothing of it was loaded.
                _ if mark.head.is_empty() => {}
                Ok(head) if head == mark.head => {}
                Ok(_) => return Err(changed("its size is the same, its beginning is another".to_owned())),
                Err(error) => return Err(changed(error.to_string())),
            }
        }
        Ok(())
    }

    /// Writes it so that the file holds the whole of it or what it held before, whatever happens.
    pub(super) fn write(&self, file: &Path) -> Result<(), PositionError> {
        self.replace(file).map_err(|source| PositionError::Unwritable {
            file: file.display().to_string(),
            source,
        })
    }

    fn replace(&self, file: &Path) -> io::Result<()> {
        let new = beside(file);
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        let mut out = File::create(&new)?;
        out.write_all(&bytes)?;
        out.sync_all()?;
        std::fs::rename(&new, file)?;
        // The name is on the disk when its folder is.
        let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::load::files::find;

    fn question() -> Question {
        Question {
            topic: "raw".to_owned(),
            topic_id: Some("17".to_owned()),
            paths: vec!["a".to_owned()],
            lines: false,
            key: Some("url".to_owned()),
        }
    }

    #[test]
    fn what_was_written_is_read_again_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("position");
        assert!(Position::read(&file).unwrap().is_none());
        let mut position = Position::new(question());
        for line in 0..3 {
            position.line = line;
            position.write(&file).unwrap();
            assert_eq!(Position::read(&file).unwrap(), Some(position.clone()));
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let nowhere = folder.path().join("nowhere/position");
        let error = position.write(&nowhere).unwrap_err().to_string();
        assert!(
            error.contains("nowhere/position") && error.contains("--resume"),
            "{error}"
        );
    }

    #[test]
    fn what_is_no_position_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        let mut later = serde_json::to_value(Position::new(question())).unwrap();
        later["version"] = 2.into();
        for text in ["", "{}", "notes", &later.to_string()] {
            std::fs::write(&file, text).unwrap();
            let error = Position::read(&file).unwrap_err().to_string();
            assert!(error.contains("holds no position"), "{text}: {error}");
        }
    }

    #[test]
    fn another_load_is_told_from_this_one() {
        let position = Position::new(question());
        let file = Path::new("position");
        position.answers(&question(), file).unwrap();
        type Change = (&'static str, fn(&mut Question));
        let changes: [Change; 5] = [
            ("topic", |q| q.topic = "other".to_owned()),
            ("made anew", |q| q.topic_id = Some("18".to_owned())),
            ("paths", |q| q.paths.push("b".to_owned())),
            ("--lines", |q| q.lines = true),
            ("--key", |q| q.key = None),
        ];
        for (word, change) in changes {
            let mut other = question();
            change(&mut other);
            let error = position.answers(&other, file).unwrap_err().to_string();
            assert!(error.contains(word) && error.contains("position"), "{error}");
        }
    }

    #[test]
    fn files_that_were_loaded_must_be_what_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let reset = || {
            for (name, text) in [("b.txt", "bbb"), ("c.txt", "ccc"), ("d.txt", "ddd")] {
                std::fs::write(at(name), text).unwrap();
            }
            let _ = std::fs::remove_file(at("a.txt"));
        };
        let sources = || find(&[folder.path().display().to_string()], false, None).unwrap();
        reset();
        let mut position = Position::new(question());
        for source in &sources()[..2] {
            position.files.push(Mark {
                path: source.path.to_string(),
                size: 3,
                head: source.head().unwrap(),
            });
        }
        let fits = || {
            position
                .fits(&sources(), Path::new("position"))
                .map_err(|error| error.to_string())
        };
        fits().unwrap();
        // What was not begun may change and grow.
        std::fs::write(at("d.txt"), "other").unwrap();
        std::fs::write(at("e.txt"), "new").unwrap();
        fits().unwrap();
        type Change<'c> = (&'c str, &'c dyn Fn());
        let changes: [Change<'_>; 4] = [
            ("3 bytes then, 4 now", &|| std::fs::write(at("b.txt"), "bbbb").unwrap()),
            ("its beginning is another", &|| {
                std::fs::write(at("c.txt"), "ccC").unwrap()
            }),
            ("it is gone", &|| std::fs::remove_file(at("c.txt")).unwrap()),
            ("a.txt was added before it", &|| {
                std::fs::write(at("a.txt"), "a").unwrap()
            }),
        ];
        for (words, change) in changes {
            reset();
            change();
            let error = fits().unwrap_err();
            assert!(error.contains(words) && error.contains(".txt"), "{words}: {error}");
        }
    }
}
