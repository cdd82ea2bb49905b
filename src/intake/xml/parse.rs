//! Text → [`Document`], read as liberally as a browser reads HTML.
//!
//! The crate `quick-xml` finds where a tag, a comment or a section ends; what it means is decided here, since feeds are
//! full of mistakes: an ampersand or a `<` that is none, tags of HTML that nobody escaped and nobody closes, ends that
//! were misspelt. Only where a document stops in the middle is it broken: what stands before is read.

use std::borrow::Cow;

use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::reader::Reader;

use super::entities::Entities;
use super::names::{Scope, split};
use super::tree::{Break, Document, Kind, Node};
use crate::intake::{IntakeError, markup};

/// Elements may lie so deep within each other. Formats of articles need about twenty.
pub const MAX_DEPTH: usize = 256;

/// Elements of HTML that have no end.
const EMPTY: &[&str] = &["br", "hr", "img", "wbr", "input"];

/// Elements of HTML that end where the next of their kind begins.
const IMPLIED: &[&str] = &["p", "li", "dt", "dd", "tr", "td", "th", "option"];

/// Reads a document that may become as large as `limit` by its entities.
///
/// # Errors
///
/// [`IntakeError::XmlTooDeep`], [`IntakeError::Expanded`].
pub fn parse(text: &str, limit: u64) -> Result<Document<'_>, IntakeError> {
    let mut builder = Builder {
        document: Document::default(),
        entities: Entities::new(text.len(), limit),
        scope: Scope::default(),
        open: Vec::new(),
        closed: false,
    };
    let bytes = text.as_bytes();
    let mut reader = reader();
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        if !is_markup(rest) {
            let end = memchr::memchr(b'<', rest.get(1..).unwrap_or_default()).map_or(bytes.len(), |next| at + 1 + next);
            builder.text(text.get(at..end).unwrap_or_default())?;
            at = end;
            continue;
        }
        *reader.get_mut() = rest;
        let event = reader.read_event();
        let end = bytes.len() - reader.get_ref().len();
        let whole = text.get(at..end).unwrap_or_default();
        match event {
            Ok(Event::Start(_)) => builder.start(whole.get(1..whole.len() - 1).unwrap_or_default(), false)?,
            Ok(Event::Empty(_)) => builder.start(whole.get(1..whole.len() - 2).unwrap_or_default(), true)?,
            Ok(Event::End(_)) => builder.end(whole.get(2..whole.len() - 1).unwrap_or_default().trim()),
            Ok(Event::CData(_)) => builder.push_text(Cow::Borrowed(whole.get(9..whole.len() - 3).unwrap_or_default())),
            Ok(Event::DocType(_)) => builder.entities.declare(whole),
            Ok(_) => (),
            Err(_) => {
                builder.broken(at, "a tag, a comment or a section is not closed");
                break;
            }
        }
        at = end;
    }
    if !builder.open.is_empty() && builder.document.broken.is_none() {
        builder.broken(bytes.len(), "it ends before its elements do");
    }
    builder.close_to(0);
    let mut document = builder.document;
    document.external = builder.entities.external;
    Ok(document)
}

fn reader<'m>() -> Reader<&'m [u8]> {
    let mut reader = Reader::from_reader([].as_slice());
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    reader
}

/// Whether a text that begins with anything begins with markup: `<3` and `<!` are none.
fn is_markup(rest: &[u8]) -> bool {
    match rest {
        [b'<', b'?', ..] => true,
        [b'<', b'/', next, ..] | [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'_' | 0x80..) => {
            // `a <b c</title>`: a tag that another one begins in is none.
            let within = rest.get(1..).unwrap_or_default();
            let stop = memchr::memchr2(b'<', b'>', within).unwrap_or(0);
            let head = within.get(..stop).unwrap_or_default();
            within.get(stop) != Some(&b'<') || memchr::memchr2(b'"', b'\'', head).is_some()
        }
        [b'<', b'!', ..] => {
            rest.starts_with(b"<!--")
                || rest.starts_with(b"<![CDATA[")
                || rest
                    .get(..9)
                    .is_some_and(|head| head.eq_ignore_ascii_case(b"<!DOCTYPE"))
        }
        _ => false,
    }
}

struct Builder<'m> {
    document: Document<'m>,
    entities: Entities<'m>,
    scope: Scope<'m>,
    /// The elements that are open: their nodes.
    open: Vec<usize>,
    /// The last node's element was closed after it, so that text does not belong to it.
    closed: bool,
}

impl<'m> Builder<'m> {
    fn text(&mut self, raw: &'m str) -> Result<(), IntakeError> {
        let text = self.entities.replace(raw)?;
        self.push_text(text);
        Ok(())
    }

    fn push_text(&mut self, text: Cow<'m, str>) {
        if text.is_empty() || self.open.is_empty() {
            return;
        }
        if !self.closed
            && let Some(Node {
                kind: Kind::Text(before),
                ..
            }) = self.document.nodes.last_mut()
        {
            before.to_mut().push_str(&text);
            return;
        }
        self.push(Kind::Text(text));
        self.closed = false;
    }

    fn push(&mut self, kind: Kind<'m>) -> usize {
        let index = self.document.nodes.len();
        self.document.nodes.push(Node {
            kind,
            end: index + 1,
            whole: true,
        });
        index
    }

    fn name_of(&self, node: usize) -> &'m str {
        match self.document.nodes.get(node).map(|node| &node.kind) {
            Some(Kind::Element { name, .. }) => name,
            _ => "",
        }
    }

    /// A start tag without its brackets.
    fn start(&mut self, tag: &'m str, empty: bool) -> Result<(), IntakeError> {
        let length = tag
            .bytes()
            .position(|b| b.is_ascii_whitespace() || b == b'/')
            .unwrap_or(tag.len());
        let name = tag.get(..length).unwrap_or_default();
        let local = split(name).1;
        if let Some(current) = self.open.last()
            && self.name_of(*current).eq_ignore_ascii_case(name)
            && IMPLIED.iter().any(|known| known.eq_ignore_ascii_case(local))
        {
            self.close_to(self.open.len() - 1);
        }
        let depth = self.open.len();
        let first = self.document.attributes.len();
        let mut attributes = Attributes::html(tag, length);
        for attribute in attributes.with_checks(false).flatten() {
            let key = attribute.key.0;
            // The attributes borrow from the tag, whichever way they are written.
            let value = match attribute.value {
                Cow::Borrowed(raw) => self.entities.replace(raw)?,
                Cow::Owned(value) => Cow::Owned(value),
            };
            if key.starts_with("xmlns") {
                self.scope.declare(key, &value, depth);
            }
            self.document.attributes.push((key, value));
        }
        let kind = Kind::Element {
            vocabulary: self.scope.vocabulary(split(name).0),
            name,
            attributes: (first, self.document.attributes.len()),
        };
        let index = self.push(kind);
        self.closed = false;
        if empty || EMPTY.iter().any(|known| known.eq_ignore_ascii_case(local)) {
            self.scope.leave(depth);
            self.closed = true;
            return Ok(());
        }
        if depth >= MAX_DEPTH {
            return Err(IntakeError::XmlTooDeep(MAX_DEPTH));
        }
        self.open.push(index);
        Ok(())
    }

    fn end(&mut self, name: &'m str) {
        let open = self
            .open
            .iter()
            .rposition(|node| self.name_of(*node).eq_ignore_ascii_case(name));
        match open {
            Some(depth) => self.close_to(depth),
            // A misspelt end of what was opened last, unless it is a tag of HTML that somebody left behind.
            None if !self.closed && self.open.len() > 1 && !markup::is_tag(name) => self.close_to(self.open.len() - 1),
            None => (),
        }
    }

    fn close_to(&mut self, depth: usize) {
        let end = self.document.nodes.len();
        for node in self.open.drain(depth.min(self.open.len())..) {
            if let Some(node) = self.document.nodes.get_mut(node) {
                node.end = end;
            }
            self.closed = true;
        }
        self.scope.leave(depth);
    }

    fn broken(&mut self, at: usize, reason: &'static str) {
        for node in &self.open {
            if let Some(node) = self.document.nodes.get_mut(*node) {
                node.whole = false;
            }
        }
        self.document.broken = Some(Break { at, reason });
    }
}
