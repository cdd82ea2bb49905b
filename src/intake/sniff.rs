//! Which format is this? Decided by looking at the first characters, never by trying one parser after the other.

use super::{markup, xml};

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing but white space.
    Empty,
    /// The JSON literal `null`.
    Null,
    /// A JSON object, or what was to be one.
    Object,
    /// A JSON array, or what was to be one.
    Array,
    /// A text that might be a JSON array: `[1] …`, `["…`. It is one if it parses.
    MaybeArray,
    /// HTML.
    Html,
    /// XML that is no HTML.
    Xml,
    /// Anything else.
    Text,
}

/// Characters that may stand before and after a value and say nothing.
pub fn says_nothing(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\0'
}

/// A value without them.
pub fn trim(text: &str) -> &str {
    text.trim_matches(says_nothing)
}

/// Looks at a trimmed value.
pub fn look(text: &str) -> Look {
    let rest = |text: &str| text.get(1..).map_or("", str::trim_start).chars().next();
    match text.as_bytes().first() {
        None => Look::Empty,
        Some(b'{') => match rest(text) {
            // `{'a': 1}` is a Python dict that somebody printed: meant as JSON.
            Some('"' | '}' | '\'') | None => {
                if is_quoted_prose(text) {
                    Look::Text
                } else {
                    Look::Object
                }
            }
            _ => Look::Text,
        },
        Some(b'[') => match rest(text) {
            Some('{' | ']') | None => Look::Array,
            Some('[' | '"' | '-' | '0'..='9' | 't' | 'f' | 'n') => Look::MaybeArray,
            _ => Look::Text,
        },
        Some(b'<') => {
            // Before HTML: an agency's item may begin with a comment or a document type as well.
            if xml::is_known(text) {
                return Look::Xml;
            }
            if markup::begins(text) {
                return Look::Html;
            }
            let head: String = text.chars().take(400).collect::<String>().to_ascii_lowercase();
            if head.contains("<html") || head.contains("<!doctype html") {
                return Look::Html;
            }
            if head.starts_with("<?xml") {
                Look::Xml
            } else {
                Look::Text
            }
        }
        Some(b'n') if text == "null" => Look::Null,
        Some(_) => Look::Text,
    }
}

/// `{"Tít" là tiếng Pháp}`: after the first string of an object comes a colon, and nothing else.
fn is_quoted_prose(text: &str) -> bool {
    let Some(name) = text.get(1..).map(str::trim_start).and_then(|t| t.strip_prefix('"')) else {
        return false;
    };
    let mut escaped = false;
    for (at, byte) in name.bytes().enumerate().take(200) {
        match byte {
            b'\\' if !escaped => escaped = true,
            b'"' if !escaped => {
                let after = name.get(at + 1..).map_or("", str::trim_start);
                return !after.is_empty() && !after.starts_with(':');
            }
            _ => escaped = false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised() {
        let case = |text: &str, want: Look| assert_eq!(look(trim(text)), want, "{text:?}");
        case("", Look::Empty);
        case(" \n\u{feff}", Look::Empty);
        case("null", Look::Null);
        case("null hypothesis", Look::Text);
        case("{\"a\": 1}", Look::Object);
        case("{ }", Look::Object);
        case("{", Look::Object);
        case("{\"a", Look::Object);
        case("{'a': 1}", Look::Object);
        case("{...} là gì", Look::Text);
        case("{\"Tít\" là tiếng Pháp}", Look::Text);
        case("[]", Look::Array);
        case("[{\"a\":1}]", Look::Array);
        case("[", Look::Array);
        case("[[{}]]", Look::MaybeArray);
        case("[1] Xem chú thích", Look::MaybeArray);
        case("[Infographic] Chợ nổi", Look::Text);
        case("<!doctype html>", Look::Html);
        case("<?xml version=\"1.0\"?><!DOCTYPE html><html>", Look::Html);
        case("<?xml version=\"1.0\"?><rss version=\"2.0\">", Look::Xml);
        case("<newsItem guid=\"x\">", Look::Xml);
        case(
            "<!-- x --> <!DOCTYPE nitf SYSTEM \"x.dtd\" [<!ENTITY a 'b'>]>\n<nitf>",
            Look::Xml,
        );
        case("<?xml version='1.0'?><!-- <html> --><rdf:RDF xmlns='x'>", Look::Xml);
        case("<item><title>x</title></item>", Look::Xml);
        case("<contentSet><inlineXML/></contentSet>", Look::Xml);
        case("<doc title='x'><main><p>y</p></main></doc>", Look::Xml);
        case("<doc id='1'>Chợ nổi</doc>", Look::Text);
        case("<!-- x --><p>y</p>", Look::Html);
        case("<!-- x", Look::Html);
        case("<entryway> y", Look::Text);
        case("<3 mùa thu", Look::Text);
        case("Chợ nổi", Look::Text);
    }
}
