//! [`Node`]: a JSON value as a tree, borrowed from the message where its strings hold no escapes.
//!
//! Only one article's object is a tree at a time; what lies deeper than any format has it is passed over without being
//! built, and the number of values is bounded, so that a message costs a small multiple of its own size.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Values that lie deeper within each other are left out. ninjs needs 7, an archive's metadata 9.
const DEEPEST: u8 = 20;

/// An object with more values is neither an article nor a list of some: messages of numbers would take many times
/// their size.
pub const MOST: u32 = 1_000_000;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Node<'a> {
    /// `null`, and what lies too deep.
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, in its shortest decimal form.
    Number(Cow<'a, str>),
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Node<'a>>),
    /// An object: its names and values in order.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// The value under a name; the last where there are several, as other readers of JSON have it.
    pub fn get(&self, name: &str) -> Option<&Node<'a>> {
        match self {
            Node::Object(members) => members
                .iter()
                .rev()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value under the first of these names that is there and not empty, with that name.
    pub fn first(&self, names: &[&'static str]) -> Option<(&'static str, &Node<'a>)> {
        names
            .iter()
            .filter_map(|name| Some((*name, self.get(name)?)))
            .find(|(_, node)| !node.is_empty())
    }

    /// The members of an object; nothing for anything else.
    pub fn members(&self) -> &[(Cow<'a, str>, Node<'a>)] {
        match self {
            Node::Object(members) => members,
            _ => &[],
        }
    }

    /// The elements of an array; anything else stands for an array of itself, `null` for an empty one.
    pub fn list(&self) -> &[Node<'a>] {
        match self {
            Node::List(list) => list,
            Node::Null => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// A string or a number that says something.
    pub fn text(&self) -> Option<&Cow<'a, str>> {
        match self {
            Node::Text(text) | Node::Number(text) if !is_absent(text) => Some(text),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self) -> Option<f64> {
        match self {
            Node::Text(text) | Node::Number(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// What it is, for a person.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::Text(_) => "a string",
            Node::List(_) => "an array",
            Node::Object(_) => "an object",
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Node::Null => true,
            Node::Bool(_) => false,
            Node::Number(text) | Node::Text(text) => is_absent(text),
            Node::List(list) => list.is_empty(),
            Node::Object(members) => members.is_empty(),
        }
    }
}

/// White space, and what programs print for nothing.
pub fn is_absent(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || matches!(text, "None" | "null" | "NaN" | "nan" | "undefined")
}

/// Builds trees, as long as there are not too many values.
#[derive(Clone, Copy)]
pub struct Builder<'b> {
    /// How many values may still come.
    left: &'b Cell<u32>,
    depth: u8,
}

impl<'b> Builder<'b> {
    /// For values within an object of an article; `left` counts down from [`MOST`].
    pub fn new(left: &'b Cell<u32>) -> Self {
        Builder { left, depth: 1 }
    }

    fn deeper(self) -> Self {
        Builder {
            depth: self.depth + 1,
            ..self
        }
    }

    /// Counts a value; false where there are too many.
    fn count(self) -> bool {
        match self.left.get().checked_sub(1) {
            Some(left) => {
                self.left.set(left);
                true
            }
            None => false,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Builder<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        if self.depth > DEEPEST || !self.count() {
            deserializer.deserialize_ignored_any(IgnoredAny)?;
            return Ok(Node::Null);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Builder<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node<'de>, E> {
        Ok(Node::Number(Cow::Owned(number.to_string())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node<'de>, E> {
        Ok(Node::Number(Cow::Owned(number.to_string())))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = seq.next_element_seed(self.deeper())? {
            if self.left.get() > 0 {
                list.push(element);
            }
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(key) = map.next_key_seed(Key)? {
            let value = map.next_value_seed(self.deeper())?;
            if self.left.get() > 0 {
                members.push((key, value));
            }
        }
        Ok(Node::Object(members))
    }
}

/// A name of an object, borrowed where it can be.
pub struct Key;

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

#[cfg(test)]
mod tests {
    use super::*;

    fn built(json: &str, most: u32) -> (Node<'_>, u32) {
        let left = Cell::new(most);
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let node = Builder::new(&left).deserialize(&mut deserializer).unwrap();
        (node, left.get())
    }

    #[test]
    fn trees_are_built_and_searched() {
        let (node, left) = built(r#"{"a":[1,"x",null],"b":{"c":true},"a":-1.5,"d":"None"}"#, 20);
        assert_eq!(node.get("a").and_then(Node::number), Some(-1.5));
        assert_eq!(node.first(&["d", "e", "b"]).map(|(name, _)| name), Some("b"));
        assert_eq!(node.get("b").and_then(|b| b.get("c")), Some(&Node::Bool(true)));
        assert_eq!(node.get("d").and_then(Node::text), None);
        assert_eq!(left, 11);
    }

    #[test]
    fn what_lies_too_deep_or_is_too_much_is_left_out() {
        let json = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        let (mut node, mut depth) = (&built(&json, 1000).0, 0);
        while let Node::List(list) = node {
            (node, depth) = (&list[0], depth + 1);
        }
        assert_eq!((node, depth), (&Node::Null, usize::from(DEEPEST)));
        let (node, left) = built("[1,2,3,4,5,6,7,8]", 4);
        assert!(node.list().len() <= 4, "{node:?}");
        assert_eq!(left, 0);
    }
}
