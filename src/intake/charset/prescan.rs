//! What the head of a page says in ASCII, before anyone can know its character set: the HTML standard's prescan for
//! `meta charset` and `meta http-equiv=content-type`, and with it the page's language.

/// The standard looks at 1,024 bytes; pages come with licences, and styles, and data before their meta tags.
const WITHIN: usize = 64 * 1024;

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head<'m> {
    /// The label of `meta charset`, or of `meta http-equiv=content-type`, whichever comes first.
    pub label: Option<&'m [u8]>,
    /// `lang` of the `html` element.
    pub language: Option<&'m [u8]>,
}

/// Reads the head of a page.
pub fn read(page: &[u8]) -> Head<'_> {
    let mut at = page.get(..WITHIN).unwrap_or(page);
    let mut head = Head::default();
    while let Some(open) = memchr::memchr(b'<', at) {
        at = at.get(open..).unwrap_or_default();
        if let Some(comment) = at.strip_prefix(b"<!--") {
            // `<!-->` is a whole comment: the dashes that open it may close it.
            at = memchr::memmem::find(at.get(2..).unwrap_or_default(), b"-->")
                .and_then(|end| at.get(2 + end + 3..))
                .unwrap_or_else(|| comment.get(comment.len()..).unwrap_or_default());
            continue;
        }
        let inner = at.get(1..).unwrap_or_default();
        if !inner
            .strip_prefix(b"/")
            .unwrap_or(inner)
            .first()
            .is_some_and(u8::is_ascii_alphabetic)
        {
            at = match inner.first() {
                Some(b'!' | b'/' | b'?') => after(inner, b'>'),
                _ => inner,
            };
            continue;
        }
        let end = inner.iter().position(|b| ends_name(*b)).unwrap_or(inner.len());
        let (name, rest) = inner.split_at(end);
        let mut attributes = Attributes { rest };
        if name.eq_ignore_ascii_case(b"meta") {
            let label = of_meta(&mut attributes);
            if label.is_some() {
                head.label = label;
                return head;
            }
        } else if name.eq_ignore_ascii_case(b"html") {
            for (name, value) in &mut attributes {
                if head.language.is_none() && name.eq_ignore_ascii_case(b"lang") {
                    head.language = Some(value);
                }
            }
        } else if name.eq_ignore_ascii_case(b"body") {
            return head;
        } else {
            (&mut attributes).for_each(drop);
        }
        at = attributes.rest;
    }
    head
}

fn of_meta<'m>(attributes: &mut Attributes<'m>) -> Option<&'m [u8]> {
    let (mut charset, mut content, mut is_content_type) = (None, None, false);
    for (name, value) in attributes {
        if name.eq_ignore_ascii_case(b"charset") {
            charset = charset.or(Some(value));
        } else if name.eq_ignore_ascii_case(b"content") {
            content = content.or_else(|| of_content_type(value));
        } else if name.eq_ignore_ascii_case(b"http-equiv") {
            is_content_type |= value.eq_ignore_ascii_case(b"content-type");
        }
    }
    charset
        .or(content.filter(|_| is_content_type))
        .filter(|label| !label.is_empty())
}

/// The label within `text/html; charset=…`, with or without quotes.
pub fn of_content_type(value: &[u8]) -> Option<&[u8]> {
    let mut rest = value;
    loop {
        let found = rest
            .windows(CHARSET.len())
            .position(|w| w.eq_ignore_ascii_case(CHARSET))?;
        rest = rest.get(found + CHARSET.len()..)?.trim_ascii_start();
        let Some(label) = rest.strip_prefix(b"=") else {
            continue;
        };
        let label = label.trim_ascii_start();
        return match label.first() {
            Some(quote @ (b'"' | b'\'')) => {
                let label = label.get(1..)?;
                label.get(..memchr::memchr(*quote, label)?)
            }
            _ => {
                let end = label
                    .iter()
                    .position(|b| b.is_ascii_whitespace() || matches!(b, b';' | b',' | b'"' | b'\''));
                label.get(..end.unwrap_or(label.len()))
            }
        };
    }
}

const CHARSET: &[u8] = b"charset";

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

fn after(bytes: &[u8], byte: u8) -> &[u8] {
    memchr::memchr(byte, bytes)
        .and_then(|at| bytes.get(at + 1..))
        .unwrap_or_default()
}

/// The attributes of a tag, names and values as they are; `rest` is then what comes after the tag.
struct Attributes<'m> {
    rest: &'m [u8],
}

impl<'m> Iterator for Attributes<'m> {
    type Item = (&'m [u8], &'m [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.rest.iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
        let rest = self.rest.get(start..)?;
        if let Some(rest) = rest.strip_prefix(b">") {
            self.rest = rest;
            return None;
        }
        // A name may begin with an equals sign.
        let end = rest
            .iter()
            .skip(1)
            .position(|b| ends_name(*b) || *b == b'=')
            .map_or(rest.len(), |e| e + 1);
        let (name, rest) = rest.split_at(end);
        let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") else {
            self.rest = rest;
            return Some((name, b""));
        };
        let value = value.trim_ascii_start();
        let (value, rest) = match value.first() {
            Some(quote @ (b'"' | b'\'')) => {
                let value = value.get(1..)?;
                let end = memchr::memchr(*quote, value).unwrap_or(value.len());
                (value.get(..end)?, value.get(end + 1..).unwrap_or_default())
            }
            _ => value.split_at(
                value
                    .iter()
                    .position(|b| b.is_ascii_whitespace() || *b == b'>')
                    .unwrap_or(value.len()),
            ),
        };
        self.rest = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meta_tags_are_read_as_the_standard_says() {
        let case = |page: &str, label: Option<&str>, language: Option<&str>| {
            let head = read(page.as_bytes());
            assert_eq!(head.label.map(|l| std::str::from_utf8(l).unwrap()), label, "{page}");
            assert_eq!(
                head.language.map(|l| std::str::from_utf8(l).unwrap()),
                language,
                "{page}"
            );
        };
        case(
            "<html lang=pl><meta charset=iso-8859-2>",
            Some("iso-8859-2"),
            Some("pl"),
        );
        case("<META CHARSET = 'koi8-r' />", Some("koi8-r"), None);
        case(
            "<meta http-equiv='Content-Type' content='text/html; charset=big5'>",
            Some("big5"),
            None,
        );
        case(
            "<meta content=\"text/html;charset='euc-kr'\" http-equiv=content-type>",
            Some("euc-kr"),
            None,
        );
        // No pragma, no charset.
        case("<meta name=x content='text/html; charset=big5'>", None, None);
        case("<meta charset=''><meta charset=gbk>", Some("gbk"), None);
        case("<!-- <meta charset=big5> --><meta charset=gbk>", Some("gbk"), None);
        case("<!--><meta charset=gbk>", Some("gbk"), None);
        case("<!-- <meta charset=big5>", None, None);
        case("<a title='<meta charset=big5>'><meta charset=gbk>", Some("gbk"), None);
        case(
            "<!doctype html><?x <meta charset=big5>?><meta/charset=gbk>",
            Some("gbk"),
            None,
        );
        case("<body><meta charset=gbk>", None, None);
        case("< <<<<", None, None);
        case("<meta charset", None, None);
        case("<meta charset='gbk", Some("gbk"), None);
        case("", None, None);
    }

    #[test]
    fn content_types_hold_labels() {
        let case = |value: &str, want: Option<&str>| {
            assert_eq!(
                of_content_type(value.as_bytes()).map(|l| std::str::from_utf8(l).unwrap()),
                want,
                "{value}"
            );
        };
        case("text/html; charset=utf-8", Some("utf-8"));
        case("text/html;CHARSET = \"gbk\"; q", Some("gbk"));
        case("text/html; charset charset=gbk;x", Some("gbk"));
        case("text/html; charset=\"gbk", None);
        case("text/html", None);
        case("charset", None);
    }
}
