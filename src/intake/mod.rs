//! Bytes → [`RawArticle`]: which envelope is this, in which character set, and what does it claim about itself?
//!
//! A message value is bare text, bare HTML, a JSON object (perhaps wrapped in `payload`), or a JSON array of objects,
//! any of them behind Confluent framing. Intake takes the envelope apart and believes nothing yet: what it finds are
//! claims, which `article` weighs against the page itself.

#![deny(clippy::indexing_slicing)]

mod aliases;
pub(crate) mod archive;
mod catalogue;
mod charset;
pub(crate) mod compression;
mod error;
mod failure;
mod framing;
mod json;
pub(crate) mod markup;
mod message;
mod opened;
mod raw;
mod repair;
mod sniff;
mod xml;

use std::borrow::Cow;

use crate::settings::InputFormat;
use charset::Decoded;
use sniff::Look;

pub use catalogue::{Entry, formats};
pub(crate) use charset::vietnamese::letters::SMALL as VOWELS;
pub use error::IntakeError;
pub use failure::{Failure, SkipReason, Stage};
pub use message::{Header, Message, Origin};
pub use raw::{Authority, Claim, Content, Entity, EntityKind, Format, Picture, RawArticle, Rights};

/// One article of a message, or why it is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'m> {
    /// An article to read.
    Article(Box<RawArticle<'m>>),
    /// Nothing to publish.
    Skipped(SkipReason),
    /// It cannot be read.
    Failed(Failure),
}

impl Piece<'_> {
    /// The same with nothing borrowed from the message.
    fn into_owned<'o>(self) -> Piece<'o> {
        match self {
            Piece::Article(raw) => Piece::Article(Box::new(raw.into_owned())),
            Piece::Skipped(reason) => Piece::Skipped(reason),
            Piece::Failed(failure) => Piece::Failed(failure),
        }
    }
}

/// What a message turned out to hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Intake<'m> {
    /// A null value.
    Tombstone,
    /// A message that is one article.
    One(Piece<'m>),
    /// An array or a feed: one piece for each element, also where there is only one.
    Several(Vec<Piece<'m>>),
}

impl Intake<'_> {
    /// The same with nothing borrowed from the message.
    fn into_owned<'o>(self) -> Intake<'o> {
        match self {
            Intake::Tombstone => Intake::Tombstone,
            Intake::One(piece) => Intake::One(piece.into_owned()),
            Intake::Several(pieces) => Intake::Several(pieces.into_iter().map(Piece::into_owned).collect()),
        }
    }

    /// Changes every article.
    fn articles(&mut self, mut change: impl FnMut(&mut RawArticle<'_>)) {
        let pieces = match self {
            Intake::Tombstone => &mut [],
            Intake::One(piece) => std::slice::from_mut(piece),
            Intake::Several(pieces) => pieces.as_mut_slice(),
        };
        for piece in pieces {
            if let Piece::Article(raw) = piece {
                change(raw);
            }
        }
    }
}

/// Takes a message apart.
pub fn read<'m>(message: &Message<'m>, settings: &crate::settings::Intake) -> Intake<'m> {
    match message.value {
        None => Intake::Tombstone,
        Some(value) => {
            read_value(value, message, settings).unwrap_or_else(|error| Intake::One(Piece::Failed(error.into())))
        }
    }
}

fn read_value<'m>(
    value: &'m [u8],
    message: &Message<'m>,
    settings: &crate::settings::Intake,
) -> Result<Intake<'m>, IntakeError> {
    let limit = settings.max_bytes.0;
    if value.len() as u64 > limit {
        return Err(IntakeError::TooLarge {
            size: value.len(),
            limit,
        });
    }
    // UTF-16 may begin with a zero byte as well.
    let value = if charset::is_wide(value) {
        value
    } else {
        framing::strip(value)?
    };
    opened::read(value, &message.headers, settings)
}

/// Reads a value that is neither packed nor an archive; `headers` are the record's, or those of the web server.
fn read_text<'m>(
    value: &'m [u8],
    headers: &[Header<'_>],
    settings: &crate::settings::Intake,
) -> Result<Intake<'m>, IntakeError> {
    let decoded = charset::decode(value, headers)?;
    let name = decoded.charset;
    let doubts = [
        (decoded.guessed, "charset_guessed"),
        (decoded.has_errors, "charset_errors"),
    ];
    let mut intake = take_apart(decoded, settings)?;
    intake.articles(|raw| raw.bound_lists());
    intake.articles(repair::repair);
    if name != "utf-8" || doubts.iter().any(|(raised, _)| *raised) {
        intake.articles(|raw| {
            raw.charset = name;
            raw.warnings
                .extend(doubts.iter().filter(|(raised, _)| *raised).map(|(_, code)| *code));
        });
    }
    Ok(intake)
}

fn take_apart<'m>(decoded: Decoded<'m>, settings: &crate::settings::Intake) -> Result<Intake<'m>, IntakeError> {
    let Decoded {
        text, not_unicode_at, ..
    } = decoded;
    let seen = sniff::look(sniff::trim(&text));
    let look = match (settings.format, seen) {
        (_, Look::Empty) => return Ok(Intake::One(Piece::Skipped(SkipReason::Empty))),
        (InputFormat::Auto | InputFormat::Warc, look) => look,
        (InputFormat::Text, _) => Look::Text,
        (InputFormat::Html, _) => Look::Html,
        (InputFormat::Json | InputFormat::JsonLd | InputFormat::Ninjs, Look::Null) => Look::Null,
        (InputFormat::Json | InputFormat::JsonLd | InputFormat::Ninjs, _) => Look::Object,
        (InputFormat::NewsmlG2 | InputFormat::Nitf | InputFormat::Rss | InputFormat::Atom | InputFormat::Tei, _) => {
            Look::Xml
        }
    };
    Ok(match (look, not_unicode_at) {
        (Look::Null | Look::Empty, _) => Intake::Tombstone,
        // Whose names and values these are is not to be guessed.
        (Look::Object | Look::Array, Some(at)) => return Err(IntakeError::InvalidUtf8(at)),
        (Look::Object | Look::Array, None) => json::read(&text, settings)?,
        // Prose may begin with a bracket: what does not parse is prose.
        (Look::MaybeArray, None) => json::read(&text, settings).unwrap_or_else(|_| bare(Format::Text, text)),
        (Look::Html, _) => bare(Format::Html, text),
        (Look::Xml, _) => match text {
            Cow::Borrowed(text) => xml::read(text, settings)?,
            Cow::Owned(text) => xml::read(&text, settings)?.into_owned(),
        },
        (Look::Text | Look::MaybeArray, _) => bare(Format::Text, text),
    })
}

fn bare(format: Format, text: Cow<'_, str>) -> Intake<'_> {
    let content = match format {
        Format::Html => Content::Html(text),
        _ => Content::Text(text),
    };
    Intake::One(Piece::Article(Box::new(RawArticle::bare(format, content))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings;
    use proptest::prelude::*;

    fn read_bytes(value: &[u8]) -> Intake<'_> {
        read_with(value, &settings::Intake::default())
    }

    fn read_with<'m>(value: &'m [u8], settings: &settings::Intake) -> Intake<'m> {
        let message = Message {
            origin: Origin::File { path: "-", line: 1 },
            timestamp: None,
            key: None,
            value: Some(value),
            headers: Vec::new(),
        };
        read(&message, settings)
    }

    fn piece(piece: &Piece<'_>) -> String {
        match piece {
            Piece::Skipped(reason) => format!("skipped {}", reason.as_str()),
            Piece::Failed(failure) => format!("failed {}", failure.code),
            Piece::Article(raw) => {
                let mut out = match &raw.content {
                    Content::Text(text) => format!("text={text}"),
                    Content::Html(html) => format!("html={html}"),
                    Content::None => "none".to_owned(),
                };
                let singles = [
                    ("id", &raw.id),
                    ("url", &raw.url),
                    ("canonical", &raw.canonical_url),
                    ("title", &raw.title),
                    ("lead", &raw.lead),
                    ("published", &raw.published),
                    ("retrieved", &raw.retrieved),
                    ("publisher", &raw.publisher_name),
                    ("domain", &raw.publisher_domain),
                ];
                for (name, claim) in singles {
                    if let Some(claim) = claim {
                        out += &format!(" {name}={}:{}", claim.field, claim.value);
                    }
                }
                for claim in raw.authors.iter().chain(&raw.tags) {
                    out += &format!(" +{}:{}", claim.field, claim.value);
                }
                out
            }
        }
    }

    fn shown(value: &[u8]) -> String {
        match read_bytes(value) {
            Intake::Tombstone => "tombstone".to_owned(),
            Intake::One(one) => piece(&one),
            Intake::Several(several) => format!("[{}]", several.iter().map(piece).collect::<Vec<_>>().join("; ")),
        }
    }

    #[test]
    fn values_are_taken_apart() {
        let case = |value: &str, want: &str| assert_eq!(shown(value.as_bytes()), want, "{value:?}");
        // Not JSON.
        case("", "skipped empty");
        case(" \n\u{feff}", "skipped empty");
        case("null", "tombstone");
        case("Chợ nổi", "text=Chợ nổi");
        case("[Infographic] Chợ nổi", "text=[Infographic] Chợ nổi");
        case("[1] Chợ nổi", "text=[1] Chợ nổi");
        case("{...} Chợ nổi", "text={...} Chợ nổi");
        case("\"Chợ nổi\" là gì", "text=\"Chợ nổi\" là gì");
        case("<p>Chợ nổi</p>", "html=<p>Chợ nổi</p>");
        case("<rss version='2.0'></rss>", "skipped empty");
        // Objects.
        case(r#"{"text":"x"}"#, "text=x");
        case(r#"{"text":" ","maintext":null,"content":"x"}"#, "text=x");
        case(r#"{"content":"x","text":"y"}"#, "text=y");
        case(r#"{"body":"<p>x</p>"}"#, "html=<p>x</p>");
        case(r#"{"body":"x"}"#, "text=x");
        case(r#"{"content":"<div>x</div>"}"#, "html=<div>x</div>");
        case(r#"{"html":"<p>x","text":"y"}"#, "html=<p>x");
        case(r#"{"text":["x","y"]}"#, "text=x\ny");
        case(
            r#"{"id":7,"title":"x","summary":"y"}"#,
            "none id=id:7 title=title:x lead=summary:y",
        );
        case(
            r#"{"uid":"a","headlines":[{"role":"main","value":"x"}]}"#,
            "none id=uid:a title=headlines:x",
        );
        case(
            r#"{"title":"x","url":"u","canonical":"c"}"#,
            "none url=url:u canonical=canonical:c title=title:x",
        );
        case(
            r#"{"title":"x","source":{"id":"i","name":"n"}}"#,
            "none title=title:x publisher=source:n",
        );
        case(
            r#"{"title":"x","source_domain":"d"}"#,
            "none title=title:x domain=source_domain:d",
        );
        case(
            r#"{"title":"x","timestamp":1550623500}"#,
            "none title=title:x retrieved=timestamp:1550623500",
        );
        case(
            r#"{"title":"x","timestamp":1550623500.5}"#,
            "none title=title:x retrieved=timestamp:1550623500.5",
        );
        case(r#"{"title":"x","author":"a"}"#, "none title=title:x +author:a");
        case(
            r#"{"title":"x","author":"","authors":["a",{"name":"b"},null,[1]]}"#,
            "none title=title:x +authors:a +authors:b",
        );
        case(
            r#"{"title":"x","date":"d","pubDate":"p"}"#,
            "none title=title:x published=pubDate:p",
        );
        case(r#"{"title":"a\u00eb\n","x":[[[{}]]]}"#, "none title=title:a\u{eb}\n");
        case(r#"{"title":"\ud83d"}"#, "none title=title:\u{fffd}");
        // Wrappers.
        case(r#"{"schema":{},"payload":{"text":"x"}}"#, "text=x");
        case(r#"{"payload":"{\"text\":\"x\"}"}"#, "text=x");
        case(r#"{"payload":null}"#, "tombstone");
        case(r#"{"payload":[{"text":"x"}]}"#, "[text=x]");
        case(r#"{"payload":7,"text":"x"}"#, "text=x");
        case(
            &format!("{}{}", r#"{"payload":"#.repeat(9), "{}".to_owned() + &"}".repeat(9)),
            "failed too_deep",
        );
        // Arrays.
        case("[]", "skipped empty");
        case(r#"[{"text":"x"}]"#, "[text=x]");
        case(
            r#"[{"text":"x"},{},7,"s",null,[{}]]"#,
            "[text=x; failed no_content; failed not_an_object; failed not_an_object; failed not_an_object; failed nested_array]",
        );
        case("[[]]", "[failed nested_array]");
        // Broken.
        case("{}", "failed no_content");
        case(r#"{"id":1}"#, "failed no_content");
        case(r#"{"id":1,"text":" \n","title":null}"#, "skipped empty");
        case(r#"{"text":"x"#, "failed invalid_json");
        case(r#"{"text":"x"} y"#, "failed invalid_json");
        case("{'text': 'x'}", "failed invalid_json");
        case("[{\"text\":\"x\"}", "failed invalid_json");
    }

    #[test]
    fn bytes_are_taken_apart() {
        let case = |value: &[u8], want: &str| assert_eq!(shown(value), want, "{value:?}");
        case(b"\0\0\0\0\x01{\"text\":\"x\"}", "text=x");
        case(b"\0\0\0\0\x01x", "text=x");
        case(b"\0\x01", "failed invalid_framing");
        case(b"\xef\xbb\xbf{\"text\":\"x\"}", "text=x");
        case(b"{\"text\":\"x\xff\"}", "failed invalid_utf8");
        case(b"\x81\xff\xfe\xf8 \x90\x8d", "failed invalid_utf8");
        case(b"\x1f\x8b\x08\0", "failed broken_compression");
        case(b"caf\xe9", "text=caf\u{e9}");
        case(b"<p>caf\xe9</p>", "html=<p>caf\u{e9}</p>");
        case(
            b"\xff\xfe[\0{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0\xe9\0\"\0}\0]\0",
            "[text=\u{e9}]",
        );
        case(b"\0{\0}", "failed no_content");
    }

    #[test]
    fn a_failure_names_the_place() {
        let Intake::One(Piece::Failed(failure)) = read_bytes(b"{\"a\":1,\n\"b\":}") else {
            panic!()
        };
        assert!(failure.message.contains("line 2 column 5"), "{failure}");
    }

    #[test]
    fn a_fixed_format_is_not_guessed() {
        let message = |value| Message {
            origin: Origin::File { path: "-", line: 1 },
            timestamp: None,
            key: None,
            value: Some(value),
            headers: Vec::new(),
        };
        let format = |format| settings::Intake {
            format,
            ..Default::default()
        };
        let case = |value: &'static str, fixed, want: &str| {
            let Intake::One(one) = read(&message(value.as_bytes()), &format(fixed)) else {
                panic!()
            };
            assert_eq!(piece(&one), want);
        };
        case("{\"text\":\"x\"}", InputFormat::Text, "text={\"text\":\"x\"}");
        case("x", InputFormat::Html, "html=x");
        case("x", InputFormat::Json, "failed invalid_json");
    }

    #[test]
    fn too_large_is_refused_before_it_is_read() {
        let value = b"12345";
        let settings = settings::Intake {
            max_bytes: settings::ByteSize(4),
            ..Default::default()
        };
        let Intake::One(Piece::Failed(failure)) = read_with(value, &settings) else {
            panic!()
        };
        assert_eq!(failure.code, "too_large");
    }

    #[test]
    fn depth_costs_no_stack() {
        for open in [
            "[",
            "{\"a\":",
            "{\"text\":[",
            "{\"payload\":",
            "{\"authors\":[{\"name\":[",
        ] {
            let value = open.repeat(100_000);
            assert!(
                shown(value.as_bytes()).contains("failed") || value.starts_with('['),
                "{open}"
            );
        }
        let closed = format!(
            "{{\"x\":{}{},\"text\":\"y\"}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert_eq!(shown(closed.as_bytes()), "text=y");
    }

    proptest! {
        #[test]
        fn never_panics(value in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = shown(&value);
        }

        #[test]
        fn never_panics_on_what_looks_like_json(value in "[\\[{]?(\"(text|body|payload|authors|x|\\\\ud83d)\":?|[\\[\\]{},:]|null|1|\"<p>\"| ){0,16}") {
            let _ = shown(value.as_bytes());
        }
    }
}
