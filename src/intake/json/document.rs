//! A JSON document: an object, an array of objects, or what wraps them. Each object becomes a tree ([`Node`]) that the
//! formats read, and the tree is gone before the next one is built.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::formats::{self, Found};
use super::node::{self, Builder, Key, Node};
use crate::intake::{IntakeError, Piece};
use crate::settings::{InputFormat, Intake};

/// So many wrappers named `payload` are taken off.
const MAX_WRAPPERS: usize = 4;

/// What a JSON document turned out to be.
#[derive(Debug)]
pub enum Document<'de> {
    /// An object.
    One(Piece<'de>),
    /// An array, or an object that holds a list of articles.
    Several(Vec<Piece<'de>>),
    /// `null`, bare or as payload.
    Null,
}

/// Reads a JSON document.
///
/// # Errors
///
/// It is not JSON.
pub fn parse<'de>(text: &'de str, settings: &Intake) -> Result<Document<'de>, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let document = Value {
        format: settings.format,
        max_articles: settings.max_articles,
        wrappers: 0,
        within_array: false,
    }
    .deserialize(&mut json)?;
    json.end()?;
    Ok(document)
}

impl Document<'_> {
    fn failed(error: IntakeError) -> Self {
        Document::One(Piece::Failed(error.into()))
    }

    /// The same with nothing borrowed.
    pub fn into_owned<'o>(self) -> Document<'o> {
        match self {
            Document::One(piece) => Document::One(piece.into_owned()),
            Document::Several(pieces) => Document::Several(pieces.into_iter().map(Piece::into_owned).collect()),
            Document::Null => Document::Null,
        }
    }
}

/// A document, an element of an array, or a payload.
#[derive(Clone, Copy)]
struct Value {
    format: InputFormat,
    max_articles: u32,
    wrappers: usize,
    within_array: bool,
}

impl Value {
    fn has_room(&self, pieces: &[Piece<'_>]) -> bool {
        u32::try_from(pieces.len()).is_ok_and(|count| count < self.max_articles)
    }

    fn too_many<'de>(&self) -> Document<'de> {
        Document::failed(IntakeError::TooManyArticles(self.max_articles))
    }
}

impl<'de> DeserializeSeed<'de> for Value {
    type Value = Document<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = Document<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document<'de>, A::Error> {
        let left = Cell::new(node::MOST);
        let mut members = Vec::new();
        let mut payload = None;
        while let Some(key) = map.next_key_seed(Key)? {
            if key == "payload" {
                let wrappers = self.wrappers + 1;
                if wrappers > MAX_WRAPPERS {
                    map.next_value::<IgnoredAny>()?;
                    payload = Some(Document::failed(IntakeError::TooDeep(MAX_WRAPPERS)));
                } else {
                    payload = Some(map.next_value_seed(Value { wrappers, ..self })?);
                }
                continue;
            }
            let value = map.next_value_seed(Builder::new(&left))?;
            members.push((key, value));
        }
        if left.get() == 0 {
            return Ok(Document::failed(IntakeError::TooManyValues(node::MOST)));
        }
        let object = Node::Object(members);
        Ok(match payload {
            // A payload that is none ("payload": "x" beside a title) leaves the envelope as it is.
            Some(payload) if !formats::has_content(&object) => payload,
            _ => match formats::read(object, self.format) {
                Found::One(piece) => Document::One(piece),
                Found::Several(pieces) if u32::try_from(pieces.len()).is_ok_and(|count| count <= self.max_articles) => {
                    Document::Several(pieces)
                }
                Found::Several(_) => self.too_many(),
            },
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Document<'de>, A::Error> {
        if self.within_array {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Document::failed(IntakeError::NestedArray));
        }
        let mut pieces = Vec::new();
        while let Some(read) = seq.next_element_seed(Value {
            within_array: true,
            ..self
        })? {
            if !self.has_room(&pieces) {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(self.too_many());
            }
            match read {
                Document::One(piece) => pieces.push(piece),
                // An element that holds a list of articles itself.
                Document::Several(several) => pieces.extend(several),
                Document::Null => pieces.push(Piece::Failed(IntakeError::NotAnObject("null").into())),
            }
        }
        Ok(Document::Several(pieces))
    }

    fn visit_unit<E: Error>(self) -> Result<Document<'de>, E> {
        Ok(Document::Null)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Document<'de>, E> {
        Ok(Document::failed(IntakeError::NotAnObject("a boolean")))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Document<'de>, E> {
        Ok(Document::failed(IntakeError::NotAnObject("a number")))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Document<'de>, E> {
        Ok(Document::failed(IntakeError::NotAnObject("a number")))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Document<'de>, E> {
        Ok(Document::failed(IntakeError::NotAnObject("a number")))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Document<'de>, E> {
        // A payload that was serialised twice.
        if self.wrappers > 0 && self.wrappers < MAX_WRAPPERS {
            let mut json = serde_json::Deserializer::from_str(text);
            let inner = Value {
                wrappers: self.wrappers + 1,
                ..self
            };
            if let (Ok(read), Ok(())) = (inner.deserialize(&mut json), json.end()) {
                return Ok(read.into_owned());
            }
        }
        Ok(Document::failed(IntakeError::NotAnObject("a string")))
    }
}
