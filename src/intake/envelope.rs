//! A JSON object as the envelope of an article, taken apart while it is read: strings are borrowed from the message
//! where they hold no escapes, and what nobody asked for is skipped without being built.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::aliases::{self, Role, SINGLE};
use super::markup;
use super::{Claim, Content, Format, IntakeError, Picture, Piece, RawArticle, SkipReason};

/// So many wrappers named `payload` are taken off.
const MAX_WRAPPERS: usize = 4;

/// What a JSON document turned out to be.
#[derive(Debug)]
pub enum Document<'de> {
    /// An object.
    One(Piece<'de>),
    /// An array.
    Several(Vec<Piece<'de>>),
    /// `null`, bare or as payload.
    Null,
}

/// Reads a JSON document.
pub fn parse(text: &str) -> Result<Document<'_>, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let document = Value {
        wrappers: 0,
        within_array: false,
    }
    .deserialize(&mut json)?;
    json.end()?;
    Ok(match document {
        Read::Piece(piece) => Document::One(piece),
        Read::Array(pieces) => Document::Several(pieces),
        Read::Null => Document::Null,
    })
}

enum Read<'de> {
    Piece(Piece<'de>),
    Array(Vec<Piece<'de>>),
    Null,
}

impl<'de> Read<'de> {
    fn failed(error: IntakeError) -> Self {
        Read::Piece(Piece::Failed(error.into()))
    }
}

/// A document, an element of an array, or a payload.
struct Value {
    wrappers: usize,
    within_array: bool,
}

impl<'de> DeserializeSeed<'de> for Value {
    type Value = Read<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = Read<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read<'de>, A::Error> {
        let mut envelope = Envelope::default();
        let mut payload = None;
        while let Some(key) = map.next_key_seed(Key)? {
            if key == "payload" {
                let wrappers = self.wrappers + 1;
                if wrappers > MAX_WRAPPERS {
                    map.next_value::<IgnoredAny>()?;
                    payload = Some(Read::failed(IntakeError::TooDeep(MAX_WRAPPERS)));
                } else {
                    payload = Some(map.next_value_seed(Value {
                        wrappers,
                        within_array: self.within_array,
                    })?);
                }
                continue;
            }
            let mut roles = aliases::roles(&key).peekable();
            if roles.peek().is_none() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let texts = map.next_value_seed(Texts)?;
            envelope.named |= texts.is_empty() && aliases::roles(&key).any(|(role, ..)| is_content(role));
            envelope.offer(roles, texts);
        }
        Ok(match payload {
            // A payload that is none ("payload": "x" beside a title) leaves the envelope as it is.
            Some(payload) if !envelope.has_content() => payload,
            _ => Read::Piece(envelope.into_piece()),
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Read<'de>, A::Error> {
        if self.within_array {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Read::failed(IntakeError::NestedArray));
        }
        let mut pieces = Vec::new();
        while let Some(read) = seq.next_element_seed(Value {
            wrappers: self.wrappers,
            within_array: true,
        })? {
            pieces.push(match read {
                Read::Piece(piece) => piece,
                Read::Array(_) => Piece::Failed(IntakeError::NestedArray.into()),
                Read::Null => Piece::Failed(IntakeError::NotAnObject("null").into()),
            });
        }
        Ok(Read::Array(pieces))
    }

    fn visit_unit<E: Error>(self) -> Result<Read<'de>, E> {
        Ok(Read::Null)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Read<'de>, E> {
        Ok(Read::failed(IntakeError::NotAnObject("a boolean")))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Read<'de>, E> {
        Ok(Read::failed(IntakeError::NotAnObject("a number")))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Read<'de>, E> {
        Ok(Read::failed(IntakeError::NotAnObject("a number")))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Read<'de>, E> {
        Ok(Read::failed(IntakeError::NotAnObject("a number")))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Read<'de>, E> {
        // A payload that was serialised twice.
        if self.wrappers > 0 && self.wrappers < MAX_WRAPPERS {
            let mut json = serde_json::Deserializer::from_str(text);
            let inner = Value {
                wrappers: self.wrappers + 1,
                within_array: self.within_array,
            };
            if let (Ok(read), Ok(())) = (inner.deserialize(&mut json), json.end()) {
                return Ok(match read {
                    Read::Piece(piece) => Read::Piece(piece.into_owned()),
                    Read::Array(pieces) => Read::Array(pieces.into_iter().map(Piece::into_owned).collect()),
                    Read::Null => Read::Null,
                });
            }
        }
        Ok(Read::failed(IntakeError::NotAnObject("a string")))
    }
}

/// A name of an object, borrowed where it can be.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// The texts of a field: of a string or number one, of a list one for each element, of an object the one that names it.
struct Texts;

type Found<'de> = Vec<Cow<'de, str>>;

impl<'de> DeserializeSeed<'de> for Texts {
    type Value = Found<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

fn one(text: Cow<'_, str>) -> Found<'_> {
    if is_absent(&text) { Vec::new() } else { vec![text] }
}

/// White space, and what programs print for nothing.
fn is_absent(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || matches!(text, "None" | "null" | "NaN" | "nan" | "undefined")
}

impl<'de> Visitor<'de> for Texts {
    type Value = Found<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(one(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(one(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(vec![Cow::Owned(number.to_string())])
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(vec![Cow::Owned(number.to_string())])
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(vec![Cow::Owned(number.to_string())])
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(element) = seq.next_element_seed(Element { named: true })? {
            found.extend(element);
        }
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(Element { named: true }.visit_map(map)?.into_iter().collect())
    }
}

/// An element of a list, or a value within an object: a text, or (`named`) an object that has a name. No deeper.
struct Element {
    named: bool,
}

/// The names within an object that say what it is, best first.
const NAMES: &[&str] = &[
    "name",
    "title",
    "value",
    "rendered",
    "text",
    "full_name",
    "display_name",
    "literal",
    "term",
    "url",
    "href",
    "src",
    "id",
];

impl<'de> DeserializeSeed<'de> for Element {
    type Value = Option<Cow<'de, str>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok((!is_absent(text)).then_some(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok((!is_absent(text)).then(|| Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut best: Option<(usize, Cow<'de, str>)> = None;
        while let Some(key) = map.next_key_seed(Key)? {
            let rank = if self.named {
                NAMES.iter().position(|n| *n == key)
            } else {
                None
            };
            let Some(rank) = rank else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if let Some(text) = map.next_value_seed(Element { named: false })?
                && best.as_ref().is_none_or(|(r, _)| rank < *r)
            {
                best = Some((rank, text));
            }
        }
        Ok(best.map(|(_, text)| text))
    }
}

/// The best claim for every role so far, with its rank.
#[derive(Default)]
struct Envelope<'de> {
    single: [Option<(usize, Claim<'de>)>; SINGLE],
    authors: Option<(usize, Vec<Claim<'de>>)>,
    tags: Option<(usize, Vec<Claim<'de>>)>,
    images: Option<(usize, Vec<Claim<'de>>)>,
    /// A field for the content was there and empty.
    named: bool,
}

fn is_content(role: Role) -> bool {
    matches!(role, Role::Html | Role::Text | Role::Title | Role::Lead)
}

impl<'de> Envelope<'de> {
    fn offer(&mut self, roles: impl Iterator<Item = (Role, usize, &'static str)>, mut texts: Found<'de>) {
        if texts.is_empty() {
            return;
        }
        let mut roles = roles.peekable();
        while let Some((role, rank, field)) = roles.next() {
            // Few names have two roles, so that the value is seldom needed twice.
            let texts = if roles.peek().is_some() {
                texts.clone()
            } else {
                std::mem::take(&mut texts)
            };
            self.put(role, rank, field, texts);
        }
    }

    fn put(&mut self, role: Role, rank: usize, field: &'static str, texts: Found<'de>) {
        let list = match role {
            Role::Author => &mut self.authors,
            Role::Tags => &mut self.tags,
            Role::Images => &mut self.images,
            _ => {
                let Some(slot) = self.single.get_mut(role as usize) else {
                    return;
                };
                if slot.as_ref().is_some_and(|(r, _)| *r <= rank) {
                    return;
                }
                let value = match role {
                    // A text as a list of paragraphs.
                    Role::Text | Role::Html if texts.len() > 1 => Some(Cow::Owned(texts.join("\n"))),
                    _ => texts.into_iter().next(),
                };
                let Some(value) = value else {
                    return;
                };
                // `body` is both; it is HTML if it begins with a tag.
                let html = markup::begins(&value);
                if field == "body" && (role == Role::Html) != html {
                    return;
                }
                *slot = Some((rank, Claim { field, value }));
                return;
            }
        };
        if list.as_ref().is_none_or(|(r, _)| rank < *r) {
            *list = Some((rank, texts.into_iter().map(|value| Claim { field, value }).collect()));
        }
    }

    fn has_content(&self) -> bool {
        [Role::Html, Role::Text, Role::Title, Role::Lead]
            .iter()
            .any(|role| self.single.get(*role as usize).is_some_and(Option::is_some))
    }

    fn into_piece(self) -> Piece<'de> {
        if !self.has_content() {
            // An empty page is no mistake of the sender's; an object of something else is.
            if self.named {
                return Piece::Skipped(SkipReason::Empty);
            }
            return Piece::Failed(IntakeError::NoContent.into());
        }
        let mut single = self.single;
        let mut take = |role: Role| {
            single
                .get_mut(role as usize)
                .and_then(Option::take)
                .map(|(_, claim)| claim)
        };
        let list = |list: Option<(usize, Vec<Claim<'de>>)>| list.map(|(_, claims)| claims).unwrap_or_default();
        let (content, field) = match (take(Role::Html), take(Role::Text)) {
            (Some(html), _) => (Content::Html(html.value), Some(html.field)),
            (None, Some(text)) if markup::begins(&text.value) || markup::is_fragment(&text.value) => {
                (Content::Html(text.value), Some(text.field))
            }
            (None, Some(text)) => (Content::Text(text.value), Some(text.field)),
            (None, None) => (Content::None, None),
        };
        let format = if matches!(content, Content::Html(_)) {
            Format::Html
        } else {
            Format::Text
        };
        let mut raw = RawArticle::bare(format, content);
        raw.content_field = field;
        raw.id = take(Role::Id);
        raw.url = take(Role::Url);
        raw.canonical_url = take(Role::CanonicalUrl);
        raw.title = take(Role::Title);
        raw.lead = take(Role::Lead);
        raw.published = take(Role::Published);
        raw.modified = take(Role::Modified);
        raw.retrieved = take(Role::Retrieved);
        raw.authors = list(self.authors);
        raw.publisher_name = take(Role::PublisherName);
        raw.publisher_domain = take(Role::PublisherDomain);
        raw.language = take(Role::Language);
        raw.section = take(Role::Section);
        raw.tags = list(self.tags);
        raw.images = list(self.images)
            .into_iter()
            .map(|claim| Picture {
                url: claim.value,
                ..Picture::default()
            })
            .collect();
        Piece::Article(Box::new(raw))
    }
}
