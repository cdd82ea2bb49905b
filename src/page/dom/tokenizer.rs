//! The [`Tokenizer`]: a page cut into tags, text and what is neither, by the states of the HTML standard.
//!
//! The standard goes through its states byte by byte; here each construct is found whole: the next `<` that begins
//! something ends a text, a `>` with two dashes before it ends a comment. Nothing is looked at twice: what has no end takes
//! all that is left of the page, once.

use super::attribute::{Attr, Attribute};
use super::raw_text::{self, Raw};
use super::references::{self, Nul, Place};
use super::span::Span;
use super::tag::Tag;

/// Above so many attributes of unknown names in one tag a set finds the duplicates.
const MANY: usize = 24;

/// The name of a tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub tag: Tag,
    /// The name in lower case, as written.
    pub span: Span,
    /// The same for equal names, and seldom for others.
    pub hash: u32,
}

/// A start tag; its attributes are a range in [`Tokenizer::attributes`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub name: Name,
    pub first_attribute: u32,
    pub attribute_count: u32,
    pub is_self_closing: bool,
}

/// A piece of a page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token {
    Start(Start),
    End(Name),
    /// Text, decoded.
    Text(Span),
    /// A comment, or what counts as one. Its text is not kept.
    Comment,
    /// A doctype: what stands between `<!doctype` and `>`.
    Doctype(Span),
    EndOfFile,
}

/// Cuts a page into tokens. What follows a start tag of raw text depends on the tree: see [`Tokenizer::expect_raw`].
#[derive(Debug)]
pub(super) struct Tokenizer<'h> {
    pub html: &'h str,
    /// What had to be decoded or brought to lower case.
    pub side: String,
    pub attributes: Vec<Attribute>,
    at: usize,
    raw: Option<(Raw, Tag)>,
}

const BLANK: u8 = 1;
const UPPER: u8 = 2;
/// Ends the name of a tag, next to a blank.
const SLASH_OR_ANGLE: u8 = 4;
const EQUALS: u8 = 8;
const NUL: u8 = 16;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < 256 {
        classes[at] = match at as u8 {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c => BLANK,
            b'A'..=b'Z' => UPPER,
            b'/' | b'>' => SLASH_OR_ANGLE,
            b'=' => EQUALS,
            0 => NUL,
            _ => 0,
        };
        at += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// A name as it was met: where it ends, its key, and whether it has to be rewritten.
struct Scanned {
    end: usize,
    key: u64,
    classes: u8,
}

impl<'h> Tokenizer<'h> {
    pub(super) fn new(html: &'h str) -> Self {
        Tokenizer {
            html,
            side: String::new(),
            attributes: Vec::with_capacity(html.len() / 48),
            at: 0,
            raw: None,
        }
    }

    /// Says that a start tag was one whose content is raw text, up to its end tag.
    pub(super) fn expect_raw(&mut self, raw: Raw, tag: Tag) {
        self.raw = Some((raw, tag));
    }

    /// The next token. `is_foreign` says that the element which is open is one of SVG or MathML, where there are CDATA
    /// sections and where NULs are replaced.
    pub(super) fn next(&mut self, is_foreign: bool) -> Token {
        if let Some((raw, tag)) = self.raw.take()
            && let Some(text) = self.raw_text(raw, tag)
        {
            return text;
        }
        let bytes = self.html.as_bytes();
        loop {
            let Some(first) = bytes.get(self.at) else {
                return Token::EndOfFile;
            };
            if *first != b'<' {
                return self.text(self.at, is_foreign);
            }
            match bytes.get(self.at + 1) {
                Some(b) if b.is_ascii_alphabetic() => {
                    let Some(token) = self.start_tag() else {
                        return Token::EndOfFile;
                    };
                    return token;
                }
                Some(b'/') => match bytes.get(self.at + 2) {
                    Some(b) if b.is_ascii_alphabetic() => {
                        let Some(token) = self.end_tag() else {
                            return Token::EndOfFile;
                        };
                        return token;
                    }
                    Some(b'>') => self.at += 3,
                    Some(_) => return self.bogus_comment(self.at + 2),
                    None => return self.text(self.at + 2, is_foreign),
                },
                Some(b'!') => return self.declaration(is_foreign),
                Some(b'?') => return self.bogus_comment(self.at + 1),
                _ => return self.text(self.at + 1, is_foreign),
            }
        }
    }

    /// Text from where the tokenizer is to the next thing that is none; it is known to reach `from`.
    fn text(&mut self, mut from: usize, is_foreign: bool) -> Token {
        let bytes = self.html.as_bytes();
        let end = loop {
            let Some(at) = memchr::memchr(b'<', &bytes[from..]).map(|at| at + from) else {
                break bytes.len();
            };
            match bytes.get(at + 1) {
                Some(b'!' | b'?') => break at,
                Some(b'/') if at + 2 < bytes.len() => break at,
                Some(b) if b.is_ascii_alphabetic() => break at,
                _ => from = at + 1,
            }
        };
        let start = std::mem::replace(&mut self.at, end);
        let nul = if is_foreign { Nul::Replace } else { Nul::Drop };
        Token::Text(self.decoded(start, end, nul))
    }

    fn decoded(&mut self, start: usize, end: usize, nul: Nul) -> Span {
        let raw = &self.html[start..end];
        if memchr::memchr3(b'&', b'\r', 0, raw.as_bytes()).is_none() {
            return Span::of_source(start, end);
        }
        let from = self.side.len();
        references::decode(raw, Place::Text, nul, &mut self.side);
        Span::of_side(from, self.side.len())
    }

    fn normalized(&mut self, start: usize, end: usize, nul: Nul) -> Span {
        let raw = &self.html[start..end];
        if memchr::memchr2(b'\r', 0, raw.as_bytes()).is_none() {
            return Span::of_source(start, end);
        }
        let from = self.side.len();
        references::normalize(raw, nul, &mut self.side);
        Span::of_side(from, self.side.len())
    }

    /// The content of an element of raw text, if it has any.
    fn raw_text(&mut self, raw: Raw, tag: Tag) -> Option<Token> {
        let start = self.at;
        let end = start + raw_text::length(raw, tag, &self.html.as_bytes()[start..]);
        self.at = end;
        if start == end {
            return None;
        }
        Some(Token::Text(match raw {
            Raw::WithReferences => self.decoded(start, end, Nul::Replace),
            Raw::Text | Raw::Script | Raw::Plain => self.normalized(start, end, Nul::Replace),
        }))
    }

    /// After `<!`: a comment, a doctype, a CDATA section, or a bogus comment.
    fn declaration(&mut self, is_foreign: bool) -> Token {
        let bytes = self.html.as_bytes();
        let rest = &bytes[self.at + 2..];
        if rest.starts_with(b"--") {
            self.at += 4;
            self.at += comment(&bytes[self.at..]);
            return Token::Comment;
        }
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            let start = self.at + 9;
            let end = memchr::memchr(b'>', &bytes[start..]).map_or(bytes.len(), |at| at + start);
            self.at = (end + 1).min(bytes.len());
            return Token::Doctype(Span::of_source(start, end));
        }
        if is_foreign && rest.starts_with(b"[CDATA[") {
            let start = self.at + 9;
            let found = memchr::memmem::find(&bytes[start..], b"]]>").map(|at| at + start);
            let end = found.unwrap_or(bytes.len());
            self.at = found.map_or(bytes.len(), |at| at + 3);
            return Token::Text(self.normalized(start, end, Nul::Replace));
        }
        self.bogus_comment(self.at + 2)
    }

    fn bogus_comment(&mut self, from: usize) -> Token {
        let bytes = self.html.as_bytes();
        self.at = memchr::memchr(b'>', &bytes[from..]).map_or(bytes.len(), |at| at + from + 1);
        Token::Comment
    }

    /// A start tag; `None` if the page ends within it.
    fn start_tag(&mut self) -> Option<Token> {
        let name = self.tag_name(self.at + 1);
        if name.tag == Tag::Other {
            // The tree finds the name of an element that has no tag before its attributes.
            self.attributes.push(Attribute {
                attr: Attr::Other,
                name: name.span,
                value: Span::default(),
            });
        }
        let first = self.attributes.len();
        let is_self_closing = self.attributes_of_tag(true)?;
        Some(Token::Start(Start {
            name,
            first_attribute: first as u32,
            attribute_count: (self.attributes.len() - first) as u32,
            is_self_closing,
        }))
    }

    /// An end tag; its attributes are passed over.
    fn end_tag(&mut self) -> Option<Token> {
        let name = self.tag_name(self.at + 2);
        if self.html.as_bytes().get(self.at) == Some(&b'>') {
            self.at += 1;
        } else {
            self.attributes_of_tag(false)?;
        }
        Some(Token::End(name))
    }

    fn tag_name(&mut self, from: usize) -> Name {
        let scanned = self.scan(from, from, BLANK | SLASH_OR_ANGLE);
        self.at = scanned.end;
        let (key, span) = self.lower(from, &scanned);
        let tag = Tag::of_key(key, span.text(self.html, &self.side).as_bytes());
        let hash = (key ^ (key >> 29)) as u32 ^ (scanned.end - from) as u32;
        Name { tag, span, hash }
    }

    /// Goes to the end of a name: the first byte at or after `from` that is of the classes `until`.
    fn scan(&self, start: usize, from: usize, until: u8) -> Scanned {
        let bytes = self.html.as_bytes();
        let (mut end, mut key, mut classes, mut shift) = (start, 0_u64, 0, 0);
        while let Some(byte) = bytes.get(end) {
            let class = class(*byte);
            if class & until != 0 && end >= from {
                break;
            }
            classes |= class;
            if shift < 64 {
                key |= u64::from(*byte) << shift;
                shift += 8;
            }
            end += 1;
        }
        Scanned { end, key, classes }
    }

    /// The name in lower case, NULs replaced, and its key.
    fn lower(&mut self, start: usize, scanned: &Scanned) -> (u64, Span) {
        if scanned.classes & (UPPER | NUL) == 0 {
            return (scanned.key, Span::of_source(start, scanned.end));
        }
        let from = self.side.len();
        for c in self.html[start..scanned.end].chars() {
            self.side
                .push(if c == '\0' { '\u{fffd}' } else { c.to_ascii_lowercase() });
        }
        (
            super::names::key(&self.side.as_bytes()[from..]),
            Span::of_side(from, self.side.len()),
        )
    }

    /// Reads up to and with the `>` of a tag, and says whether it closes itself. `None` if the page ends before.
    fn attributes_of_tag(&mut self, keep: bool) -> Option<bool> {
        let bytes = self.html.as_bytes();
        let first = self.attributes.len();
        let mut seen = Seen::default();
        loop {
            match *bytes.get(self.at)? {
                b'>' => {
                    self.at += 1;
                    return Some(false);
                }
                b'/' => {
                    self.at += 1;
                    if bytes.get(self.at) == Some(&b'>') {
                        self.at += 1;
                        return Some(true);
                    }
                }
                byte if class(byte) == BLANK => self.at += 1,
                _ => {
                    let start = self.at;
                    // Its first byte may be a =.
                    let scanned = self.scan(start, start + 1, BLANK | SLASH_OR_ANGLE | EQUALS);
                    self.at = scanned.end;
                    let value = self.value()?;
                    if !keep {
                        continue;
                    }
                    let (key, name) = self.lower(start, &scanned);
                    let attr = Attr::of_key(key, name.text(self.html, &self.side).as_bytes());
                    let attribute = Attribute { attr, name, value };
                    if seen.is_new(&attribute, &self.attributes[first..], self.html, &self.side) {
                        self.attributes.push(attribute);
                    }
                }
            }
        }
    }

    /// The value after a name, empty if there is none. `None` if the page ends within it.
    fn value(&mut self) -> Option<Span> {
        let bytes = self.html.as_bytes();
        let mut at = self.at;
        if *bytes.get(at)? != b'=' {
            while class(*bytes.get(at)?) == BLANK {
                at += 1;
            }
            if bytes[at] != b'=' {
                self.at = at;
                return Some(Span::default());
            }
        }
        at += 1;
        while class(*bytes.get(at)?) == BLANK {
            at += 1;
        }
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                let start = at + 1;
                let end = start + memchr::memchr(quote, &bytes[start..])?;
                self.at = end + 1;
                Some(Span::of_source(start, end))
            }
            _ => {
                let start = at;
                while class(*bytes.get(at)?) != BLANK && bytes[at] != b'>' {
                    at += 1;
                }
                self.at = at;
                Some(Span::of_source(start, at))
            }
        }
    }
}

/// The names that a tag has had: a name that comes again is not heard.
#[derive(Debug, Default)]
struct Seen {
    /// The known names, a bit each.
    known: u64,
    /// The others, once there are many: by then comparing each with each would take the square of their number.
    unknown: std::collections::HashSet<String>,
}

impl Seen {
    fn is_new(&mut self, attribute: &Attribute, before: &[Attribute], html: &str, side: &str) -> bool {
        if attribute.attr != Attr::Other {
            let bit = 1 << (attribute.attr as u8);
            let is_new = self.known & bit == 0;
            self.known |= bit;
            return is_new;
        }
        let name = attribute.name.text(html, side);
        if before.len() < MANY {
            return before
                .iter()
                .all(|other| other.attr != Attr::Other || other.name.text(html, side) != name);
        }
        if self.unknown.is_empty() {
            self.unknown
                .extend(before.iter().map(|other| other.name.text(html, side).to_owned()));
        }
        self.unknown.insert(name.to_owned())
    }
}

/// How long a comment is from after its `<!--`, with its end.
fn comment(bytes: &[u8]) -> usize {
    if bytes.first() == Some(&b'>') {
        return 1;
    }
    if bytes.starts_with(b"->") {
        return 2;
    }
    for end in memchr::memchr_iter(b'>', bytes) {
        let text = &bytes[..end];
        if text.ends_with(b"--") || text.ends_with(b"--!") {
            return end + 1;
        }
    }
    bytes.len()
}
