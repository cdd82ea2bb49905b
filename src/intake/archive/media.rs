//! Media types: which of them may be a page.

use std::borrow::Cow;

/// What a media type says of the bytes that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// HTML.
    Html,
    /// Plain text.
    Plain,
    /// Another text, JSON or XML: to be looked at.
    Other,
    /// Nothing: there is none, or one that servers give whatever they do not know.
    Unknown,
    /// No text, or none that anybody reads.
    NoPage,
}

/// Texts that are no pages.
const FOR_MACHINES: &[&str] = &[
    "text/css",
    "text/javascript",
    "text/ecmascript",
    "text/csv",
    "text/tab-separated-values",
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
    "text/vtt",
    "text/dns",
    "text/event-stream",
    "image/svg+xml",
];

/// What a `Content-Type` says.
pub fn of(content_type: Option<&[u8]>) -> Media {
    let bare = content_type.unwrap_or_default().split(|byte| *byte == b';').next();
    let bare = bare.unwrap_or_default().trim_ascii();
    let lower: Cow<'_, str> = String::from_utf8_lossy(bare).to_ascii_lowercase().into();
    match &*lower {
        "" | "application/octet-stream" | "binary/octet-stream" | "unk" | "unknown/unknown" | "application/unknown" => {
            Media::Unknown
        }
        "text/html" | "application/xhtml+xml" => Media::Html,
        "text/plain" => Media::Plain,
        known if FOR_MACHINES.contains(&known) => Media::NoPage,
        "application/xml" | "application/json" | "application/x-json" | "application/ndjson" => Media::Other,
        other if other.starts_with("text/") || other.ends_with("+xml") || other.ends_with("+json") => Media::Other,
        // A word without a slash is a mistake of the server's.
        other if !other.contains('/') => Media::Unknown,
        _ => Media::NoPage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_from_the_rest() {
        let case = |value: &str, want: Media| assert_eq!(of(Some(value.as_bytes())), want, "{value}");
        case("text/html; charset=utf-8", Media::Html);
        case("TEXT/HTML", Media::Html);
        case("application/xhtml+xml", Media::Html);
        case("text/plain;charset=x", Media::Plain);
        case("application/rss+xml", Media::Other);
        case("application/ld+json", Media::Other);
        case("text/xml", Media::Other);
        case("application/octet-stream", Media::Unknown);
        case("html", Media::Unknown);
        case("image/png", Media::NoPage);
        case("image/svg+xml", Media::NoPage);
        case("application/pdf", Media::NoPage);
        case("application/javascript", Media::NoPage);
        case("text/css", Media::NoPage);
        assert_eq!(of(None), Media::Unknown);
    }
}
