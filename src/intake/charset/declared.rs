//! What a value is said to be: by a header of the record, by its own meta tag, by its XML declaration.

use super::super::Header;
use super::{Charset, label, prescan};

/// Where a declaration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A header of the record, the web server's own passed on by the crawler.
    Header,
    /// `meta charset`, or `meta http-equiv=content-type`.
    Meta,
    /// `<?xml encoding=…?>`.
    Xml,
}

/// All declarations of a value, and the language that it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared<'m> {
    /// Header, meta tag, XML declaration, as far as they are there and known.
    pub charsets: Vec<(Source, Charset)>,
    /// `html lang`.
    pub language: Option<&'m [u8]>,
}

impl Declared<'_> {
    /// Whether anything says that it is this one.
    pub fn names(&self, charset: Charset) -> bool {
        self.charsets.iter().any(|(_, said)| *said == charset)
    }
}

/// Headers that carry a whole content type, or a label alone, in lower case and with hyphens. Crawlers pass on the
/// server's headers under their own name or with a prefix (`http_content_type`, `response.content-type`).
const CONTENT_TYPE: &str = "content-type";
const LABELS: &[&str] = &[
    "charset",
    "encoding",
    "content-charset",
    "http-charset",
    "response-encoding",
];

/// Reads the declarations of a value.
pub fn of<'m>(value: &'m [u8], headers: &[Header<'_>]) -> Declared<'m> {
    let head = prescan::read(value);
    let mut charsets = Vec::new();
    charsets.extend(headers.iter().rev().find_map(of_header).map(|c| (Source::Header, c)));
    charsets.extend(head.label.and_then(label::charset).map(|c| (Source::Meta, c)));
    charsets.extend(xml(value).and_then(label::charset).map(|c| (Source::Xml, c)));
    Declared {
        charsets,
        language: head.language,
    }
}

fn of_header(header: &Header<'_>) -> Option<Charset> {
    let value = header.value?;
    let name = header.name.to_ascii_lowercase().replace(['_', '.'], "-");
    // Some producers write header values as JSON.
    let value = value
        .strip_prefix(b"\"")
        .and_then(|v| v.strip_suffix(b"\""))
        .unwrap_or(value);
    if name.ends_with(CONTENT_TYPE) {
        label::charset(prescan::of_content_type(value)?)
    } else if LABELS.contains(&name.as_str()) {
        label::charset(value)
    } else {
        None
    }
}

/// The encoding of an XML declaration.
fn xml(value: &[u8]) -> Option<&[u8]> {
    let declaration = value.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = declaration.get(..memchr::memchr(b'>', declaration.get(..256).unwrap_or(declaration))?)?;
    let at = memchr::memmem::find(declaration, b"encoding")?;
    let label = declaration
        .get(at + b"encoding".len()..)?
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let quote = *label.first().filter(|b| matches!(b, b'"' | b'\''))?;
    let label = label.get(1..)?;
    label.get(..memchr::memchr(quote, label)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found() {
        let case = |name: &str, value: &str, page: &str, want: &[(Source, &str)]| {
            let header = Header {
                name,
                value: Some(value.as_bytes()),
            };
            let found = of(page.as_bytes(), &[header]);
            let found: Vec<_> = found.charsets.iter().map(|(s, c)| (*s, c.name())).collect();
            assert_eq!(found, want, "{name}: {value}, {page}");
        };
        case(
            "content-type",
            "text/html; charset=koi8-r",
            "",
            &[(Source::Header, "koi8-r")],
        );
        case(
            "Content_Type",
            "text/html; charset=koi8-r",
            "",
            &[(Source::Header, "koi8-r")],
        );
        case(
            "http.content-type",
            "\"text/html;charset=gbk\"",
            "",
            &[(Source::Header, "gbk")],
        );
        case("charset", "big5", "", &[(Source::Header, "big5")]);
        case("content-type", "text/html", "", &[]);
        case("content-encoding", "gzip", "", &[]);
        case(
            "content-type",
            "text/html; charset=utf-8",
            "<?xml version='1.0' encoding='euc-jp'?><html><meta charset=shift_jis>",
            &[
                (Source::Header, "utf-8"),
                (Source::Meta, "shift_jis"),
                (Source::Xml, "euc-jp"),
            ],
        );
        case("x", "", "<?xml version='1.0'?>", &[]);
        case("x", "", "<?xml encoding", &[]);
    }
}
