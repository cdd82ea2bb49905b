//! The keys of what is loaded.

use crate::intake::{self, Intake, Message, Origin, Piece};
use crate::settings;

/// What becomes the key of a message. A message without it has the null key, and goes to any partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Key {
    /// The article's URL, as the envelope names it; bare text and HTML have none
    Url,
    /// The file's path as given, with `:LINE` where each line is a message, and `:NUMBER` where each record is one
    Path,
    /// The envelope's own id
    Id,
}

impl Key {
    /// Its name on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Key::Url => "url",
            Key::Path => "path",
            Key::Id => "id",
        }
    }

    /// The key of a message, if it has one. `line` is given where each line, or each record, is a message.
    pub(super) fn of(
        self,
        path: &str,
        line: Option<u64>,
        value: &[u8],
        settings: &settings::Intake,
    ) -> Option<Vec<u8>> {
        if self == Key::Path {
            return Some(match line {
                Some(line) => format!("{path}:{line}").into_bytes(),
                None => path.as_bytes().to_vec(),
            });
        }
        let message = Message {
            origin: Origin::File {
                path,
                line: line.unwrap_or(1),
            },
            timestamp: None,
            key: None,
            value: Some(value),
            headers: Vec::new(),
        };
        // A message of several articles has no one URL.
        let Intake::One(Piece::Article(raw)) = intake::read(&message, settings) else {
            return None;
        };
        let claim = if self == Key::Url { raw.url } else { raw.id }?;
        let key = claim.value.trim();
        (!key.is_empty()).then(|| key.as_bytes().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_what_intake_finds() {
        let settings = settings::Intake::default();
        let object = r#"{"id": 7, "link": " https://bao.example/7 ", "title": "x"}"#;
        let array = format!("[{object}]");
        for (key, line, value, expected) in [
            (Key::Url, None, object, Some("https://bao.example/7")),
            (Key::Id, None, object, Some("7")),
            (Key::Url, None, r#"{"title": "x"}"#, None),
            (Key::Url, None, array.as_str(), None),
            (Key::Url, None, "<p>x</p>", None),
            (Key::Id, None, "{\"id\": ", None),
            (Key::Path, None, "x", Some("a/b.jsonl")),
            (Key::Path, Some(12), "x", Some("a/b.jsonl:12")),
        ] {
            let found = key.of("a/b.jsonl", line, value.as_bytes(), &settings);
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{key:?} {value}");
        }
    }
}
