//! Entities: `&lt;`, `&#233;`, HTML's names (feeds write `&nbsp;` without declaring it), and those that a document
//! declares itself.
//!
//! A declared entity may hold others, and so a small document may stand for a huge one ("billion laughs"). What an entity
//! costs when all of it is replaced is added up before anything is replaced, once for each declaration, so that such a
//! document is refused at its first reference. Entities that lie outside of the document are never fetched.

use std::borrow::Cow;
use std::collections::HashMap;

use super::named;
use crate::intake::IntakeError;

/// Longest name of an entity that is looked up.
const LONGEST: usize = 64;

/// What a document declares.
#[derive(Debug)]
pub struct Entities<'m> {
    declared: HashMap<&'m str, Declared<'m>>,
    /// What the document and what was replaced so far come to.
    size: u64,
    limit: u64,
    /// An external one was referred to.
    pub external: bool,
}

#[derive(Debug)]
enum Declared<'m> {
    /// Its text; its cost is worked out when it is first referred to.
    Internal { text: Cow<'m, str>, cost: Option<u64> },
    /// It lies elsewhere.
    External,
}

impl<'m> Entities<'m> {
    /// Those of a document of so many bytes, which may become as large as `limit`.
    pub fn new(size: usize, limit: u64) -> Self {
        Entities {
            declared: HashMap::new(),
            size: size as u64,
            limit,
            external: false,
        }
    }

    /// Takes note of the declarations in a document type.
    pub fn declare(&mut self, document_type: &'m str) {
        let Some(open) = document_type.find('[') else {
            return;
        };
        let mut rest = document_type.get(open + 1..).unwrap_or_default();
        while let Some(at) = rest.find(['<', '%']) {
            rest = rest.get(at..).unwrap_or_default();
            if let Some(after) = rest.strip_prefix("<!--") {
                rest = after.split_once("-->").map_or("", |(_, rest)| rest);
            } else if let Some(after) = rest.strip_prefix("<?") {
                rest = after.split_once("?>").map_or("", |(_, rest)| rest);
            } else if let Some(after) = rest.strip_prefix("<!ENTITY") {
                rest = self.declaration(after);
            } else if let Some(after) = rest.strip_prefix('%') {
                // A parameter entity: more declarations, somewhere else as a rule.
                self.external = true;
                rest = after;
            } else {
                rest = skip_declaration(rest);
            }
        }
    }

    fn declaration(&mut self, rest: &'m str) -> &'m str {
        let rest = rest.trim_start();
        let is_parameter = rest.starts_with('%');
        let rest = rest.trim_start_matches('%').trim_start();
        let Some(end) = rest.find(|c: char| c.is_whitespace() || c == '>') else {
            return "";
        };
        let (name, rest) = rest.split_at(end);
        let value = rest.trim_start();
        let text = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value.get(1..).and_then(|inner| inner.split_once(quote)),
            _ => None,
        };
        let declared = match text {
            Some((text, _)) => Declared::Internal {
                text: numbers(text),
                cost: None,
            },
            None => Declared::External,
        };
        if !is_parameter && name.len() <= LONGEST {
            // The first declaration counts.
            self.declared.entry(name).or_insert(declared);
        }
        skip_declaration(text.map_or(value, |(_, rest)| rest))
    }

    /// A text with its references replaced; what is none (`R&D`) stays. Borrowed where there is none.
    ///
    /// # Errors
    ///
    /// [`IntakeError::Expanded`].
    pub fn replace(&mut self, text: &'m str) -> Result<Cow<'m, str>, IntakeError> {
        if memchr::memchr(b'&', text.as_bytes()).is_none() {
            return Ok(Cow::Borrowed(text));
        }
        let mut out = String::with_capacity(text.len());
        self.push(text, &mut out)?;
        Ok(Cow::Owned(out))
    }

    /// Appends a text with its references replaced.
    fn push(&mut self, text: &str, out: &mut String) -> Result<(), IntakeError> {
        let mut done = 0;
        let mut from = 0;
        while let Some(reference) = next(text, from) {
            from = reference.end;
            if !self.declared.is_empty() && self.declared.contains_key(reference.name) {
                out.push_str(text.get(done..reference.start).unwrap_or_default());
                done = from;
                self.spend(reference.name)?;
                self.expand(reference.name, out);
            } else if let Some(stands_for) = character(reference.name) {
                out.push_str(text.get(done..reference.start).unwrap_or_default());
                done = from;
                stands_for.push_to(out);
            }
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Ok(())
    }

    fn spend(&mut self, name: &str) -> Result<(), IntakeError> {
        self.size = self.size.saturating_add(self.cost(name));
        if self.size > self.limit {
            return Err(IntakeError::Expanded {
                what: "with its entities replaced",
                limit: self.limit,
            });
        }
        Ok(())
    }

    /// How many bytes are written and read when an entity is replaced; without end where it holds itself.
    fn cost(&mut self, name: &str) -> u64 {
        if let Some(Declared::Internal { cost: Some(cost), .. }) = self.declared.get(name) {
            return *cost;
        }
        let Some((&name, _)) = self.declared.get_key_value(name) else {
            return 0;
        };
        // What is being added up: the entity, how far its text was looked through, the sum so far.
        let mut open: Vec<(&'m str, usize, u64)> = vec![(name, 0, 0)];
        // While one is being added up, its sum is without end: who refers to it then holds itself.
        let mut known: HashMap<&'m str, u64> = HashMap::from([(name, u64::MAX)]);
        let mut last = 0;
        while let Some((name, from, sum)) = open.pop() {
            let (mut from, mut sum, mut inner) = (from, sum, None);
            let length = match self.declared.get(name) {
                Some(Declared::Internal { text, .. }) => {
                    while let Some(reference) = next(text, from) {
                        match self.declared.get_key_value(reference.name) {
                            Some((_, Declared::Internal { cost: Some(cost), .. })) => sum = sum.saturating_add(*cost),
                            Some((key, _)) => match known.get(key) {
                                Some(cost) => sum = sum.saturating_add(*cost),
                                None => {
                                    inner = Some((*key, reference.start));
                                    break;
                                }
                            },
                            None => (),
                        }
                        from = reference.end;
                    }
                    text.len() as u64
                }
                _ => 0,
            };
            match inner {
                Some((key, at)) => {
                    known.insert(key, u64::MAX);
                    open.push((name, at, sum));
                    open.push((key, 0, 0));
                }
                None => {
                    last = sum.saturating_add(length).saturating_add(1);
                    known.insert(name, last);
                }
            }
        }
        for (name, sum) in known {
            if let Some(Declared::Internal { cost, .. }) = self.declared.get_mut(name) {
                *cost = Some(sum);
            }
        }
        last
    }

    /// Appends what an entity stands for. Its cost was paid, so that this ends.
    fn expand(&mut self, name: &str, out: &mut String) {
        let mut external = false;
        let mut open: Vec<(&str, usize)> = Vec::new();
        let enter = |name: &str| match self.declared.get(name) {
            Some(Declared::Internal { text, .. }) => Some(text.as_ref()),
            _ => None,
        };
        match enter(name) {
            Some(text) => open.push((text, 0)),
            None => external = true,
        }
        while let Some((text, from)) = open.pop() {
            let Some(reference) = next(text, from) else {
                out.push_str(text.get(from..).unwrap_or_default());
                continue;
            };
            out.push_str(text.get(from..reference.start).unwrap_or_default());
            open.push((text, reference.end));
            if self.declared.contains_key(reference.name) {
                match enter(reference.name) {
                    Some(inner) => open.push((inner, 0)),
                    None => external = true,
                }
            } else if let Some(stands_for) = character(reference.name) {
                stands_for.push_to(out);
            } else {
                out.push_str(text.get(reference.start..reference.end).unwrap_or_default());
            }
        }
        self.external |= external;
    }
}

/// What follows a declaration's end; quotes may hold what looks like one.
fn skip_declaration(rest: &str) -> &str {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return rest.get(at + 1..).unwrap_or_default(),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => (),
        }
    }
    ""
}

/// A reference: where it stands with its ampersand and semicolon, and the name between them.
struct Reference<'t> {
    start: usize,
    end: usize,
    name: &'t str,
}

/// The first reference at `from` or after it.
fn next(text: &str, from: usize) -> Option<Reference<'_>> {
    let bytes = text.as_bytes();
    let mut from = from;
    loop {
        let start = from + memchr::memchr(b'&', bytes.get(from..)?)?;
        let rest = bytes.get(start + 1..)?;
        let length = rest
            .iter()
            .take(LONGEST + 1)
            .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'#' | b'_' | b'-' | b'.' | b':') || *b >= 0x80));
        match length {
            Some(length) if length > 0 && rest.get(length) == Some(&b';') => {
                return Some(Reference {
                    start,
                    end: start + length + 2,
                    name: text.get(start + 1..=start + length)?,
                });
            }
            _ => from = start + 1,
        }
    }
}

/// What a reference of XML's or HTML's own stands for.
enum Character {
    One(char),
    Nothing,
}

impl Character {
    fn push_to(&self, out: &mut String) {
        match self {
            Character::One(c) => out.push(*c),
            Character::Nothing => (),
        }
    }
}

fn character(name: &str) -> Option<Character> {
    let Some(number) = name.strip_prefix('#') else {
        return named::character(name).map(Character::One);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some(match code {
        // Codes of windows-1252 that were meant, as browsers read them.
        0x80..=0x9f => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(&[u8::try_from(code).ok()?])
            .0
            .chars()
            .next()
            .filter(|c| !c.is_control())
            .map_or(Character::Nothing, Character::One),
        0..=8 | 0xb | 0xc | 0xe..=0x1f | 0x7f => Character::Nothing,
        code => Character::One(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
    })
}

/// Numeric references are replaced where an entity is declared, all others where it is referred to.
fn numbers(text: &str) -> Cow<'_, str> {
    if !text.contains("&#") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let (mut done, mut from) = (0, 0);
    while let Some(reference) = next(text, from) {
        from = reference.end;
        if reference.name.starts_with('#')
            && let Some(stands_for) = character(reference.name)
        {
            out.push_str(text.get(done..reference.start).unwrap_or_default());
            stands_for.push_to(&mut out);
            done = from;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn replaced(document_type: &str, text: &str) -> String {
        let mut entities = Entities::new(0, 1 << 20);
        entities.declare(document_type);
        match entities.replace(text) {
            Ok(text) => format!("{text}{}", if entities.external { " (external)" } else { "" }),
            Err(error) => error.code().to_owned(),
        }
    }

    #[test]
    fn references_are_replaced() {
        let case = |text: &str, want: &str| assert_eq!(replaced("", text), want);
        case("Chợ nổi", "Chợ nổi");
        case("a &amp; b &lt;c&gt; &quot;d&quot; &apos;e&apos;", "a & b <c> \"d\" 'e'");
        case("&#7879;&#x1EC7;&#X1ec7;", "ệệệ");
        case("caf&eacute;&nbsp;&hellip;", "café\u{a0}…");
        case("&#150;&#147;&#0;&#7;&#x9d;", "–“");
        case("&#xd800;&#99999999;", "\u{fffd}\u{fffd}");
        // What is none stays.
        case("R&D; a&b &; &#; &#x; &unknown; &", "R&D; a&b &; &#; &#x; &unknown; &");
        case("a=1&b=2&amp;c=3", "a=1&b=2&c=3");
    }

    #[test]
    fn declared_entities_are_replaced() {
        let case = |document_type: &str, text: &str, want: &str| assert_eq!(replaced(document_type, text), want);
        case("x [<!ENTITY a 'Bản tin'>]", "&a;, &a;", "Bản tin, Bản tin");
        case("x [<!ENTITY a \"&b; c\"><!ENTITY b 'B&amp;B'>]", "&a;", "B&B c");
        case("x [<!ENTITY a '1'><!ENTITY a '2'>]", "&a;", "1");
        case("x [<!ENTITY lt '&#38;#60;'><!ENTITY a '&#38;#38;'>]", "&lt;&a;", "<&");
        case(
            "x [<!-- <!ENTITY a '1'> --><?p <!ENTITY a '2'> ?><!ELEMENT a (b)><!ATTLIST a b CDATA '<!ENTITY a \"3\">'>]",
            "&a;",
            "&a;",
        );
        case("x [<!ENTITY a '1' >\n<!ENTITY  b  '&a;>'>]", "&b;", "1>");
        // Elsewhere.
        case("x SYSTEM 'x.dtd'", "&a;", "&a;");
        case("x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]", "[&a;]", "[] (external)");
        case("x [<!ENTITY a SYSTEM 'x'><!ENTITY b '1&a;2'>]", "&b;", "12 (external)");
        case("x [<!ENTITY a SYSTEM 'x'>]", "b", "b");
        case("x [<!ENTITY % p SYSTEM 'x'> %p;]", "b", "b (external)");
        // Broken.
        case("x [<!ENTITY", "&a;", "&a;");
        case("x [<!ENTITY a", "&a;", "&a;");
        case("x [<!ENTITY a '1", "&a;", " (external)");
    }

    #[test]
    fn entities_without_end_cost_nothing() {
        let mut laughs = String::from("x [<!ENTITY l0 'lol'>");
        for level in 1..200 {
            let _ = write!(
                laughs,
                "<!ENTITY l{level} '{}'>",
                format!("&l{};", level - 1).repeat(10)
            );
        }
        laughs.push(']');
        let quadratic = format!("x [<!ENTITY a '{}'>]", "a".repeat(100_000));
        let wide = {
            let mut wide = String::from("x [<!ENTITY e ''>");
            let _ = write!(wide, "<!ENTITY a '{}'>]", "&e;".repeat(100_000));
            wide
        };
        let long = {
            let mut long = String::from("x [");
            for level in 0..50_000 {
                let _ = write!(long, "<!ENTITY a{level} '&a{};'>", level + 1);
            }
            long + "]"
        };
        assert_eq!(replaced(&laughs, "&l199;"), "too_large_expanded");
        assert_eq!(replaced(&laughs, "&l1;"), "lol".repeat(10));
        assert_eq!(replaced(&quadratic, &"&a;".repeat(100_000)), "too_large_expanded");
        assert_eq!(replaced(&wide, &"&a;".repeat(100_000)), "too_large_expanded");
        assert_eq!(replaced(&long, "&a0;"), "&a50000;");
        assert_eq!(
            replaced("x [<!ENTITY a '&b;'><!ENTITY b '&a;'>]", "&a;"),
            "too_large_expanded"
        );
        assert_eq!(replaced("x [<!ENTITY a '&a;'>]", "&a;"), "too_large_expanded");
        assert_eq!(replaced("x [<!ENTITY a '1&b;'><!ENTITY b '2'>]", "&b;&a;"), "212");
    }
}
