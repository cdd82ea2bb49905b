//! [`RawArticle`]: what an envelope holds and claims, before anyone has read the page.

use std::borrow::Cow;

/// The input format a message was recognised as: the event's `format.kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text, bare or inside a JSON envelope.
    Text,
    /// HTML, bare or inside a JSON envelope.
    Html,
}

impl Format {
    /// The stable name used in the event.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Html => "html",
        }
    }
}

/// A value together with the envelope's own name for it (`date_publish`, `maintext`), which goes to `provenance`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// The name of the envelope's field.
    pub field: &'static str,
    /// Its value, never empty, otherwise as it came.
    pub value: Cow<'a, str>,
}

impl Claim<'_> {
    fn into_owned<'o>(self) -> Claim<'o> {
        Claim {
            field: self.field,
            value: Cow::Owned(self.value.into_owned()),
        }
    }

    /// The name of this evidence in the event's `provenance`: `envelope:` and the field's name.
    pub fn provenance(&self) -> &'static str {
        super::aliases::provenance(self.field)
    }
}

/// The article itself, as the envelope carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// Plain text, line by line.
    Text(Cow<'a, str>),
    /// A whole HTML page or a fragment of one.
    Html(Cow<'a, str>),
    /// The envelope has only metadata (an RSS item: title and description).
    None,
}

/// One article as its envelope gives it. Made by `intake`, read by `page`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawArticle<'a> {
    /// What it was recognised as.
    pub format: Format,
    /// The character set that was decoded, by its WHATWG name in lower case (`utf-8`).
    pub charset: &'static str,
    /// Stable snake_case codes for the event's `warnings`: what taking it apart left in doubt.
    pub warnings: Vec<&'static str>,
    /// The article's text or page.
    pub content: Content<'a>,
    /// The envelope's field that held the content (`maintext`); `None` for bare content.
    pub content_field: Option<&'static str>,
    /// The producer's own id.
    pub id: Option<Claim<'a>>,
    /// The URL, first of the names in `reading.md` that is present.
    pub url: Option<Claim<'a>>,
    /// The URL under a name that says it is canonical (`canonical_url`, `canonical`).
    pub canonical_url: Option<Claim<'a>>,
    /// Title.
    pub title: Option<Claim<'a>>,
    /// Lead, description, summary.
    pub lead: Option<Claim<'a>>,
    /// Publication time, as written.
    pub published: Option<Claim<'a>>,
    /// Modification time, as written.
    pub modified: Option<Claim<'a>>,
    /// Retrieval time, as written; numbers (epoch s or ms) in decimal digits.
    pub retrieved: Option<Claim<'a>>,
    /// Author names, as written, one entry for each element of a list.
    pub authors: Vec<Claim<'a>>,
    /// Name of the source (`source`, `site_name`, `publisher`).
    pub publisher_name: Option<Claim<'a>>,
    /// Domain of the source (`source_domain`, `domain`, `host`).
    pub publisher_domain: Option<Claim<'a>>,
    /// Language tag, as written.
    pub language: Option<Claim<'a>>,
    /// Section or category.
    pub section: Option<Claim<'a>>,
    /// Tags or keywords, one entry each.
    pub tags: Vec<Claim<'a>>,
    /// Image URLs.
    pub images: Vec<Claim<'a>>,
}

impl<'a> RawArticle<'a> {
    /// Bare content without an envelope.
    pub fn bare(format: Format, content: Content<'a>) -> Self {
        RawArticle {
            format,
            charset: "utf-8",
            warnings: Vec::new(),
            content,
            content_field: None,
            id: None,
            url: None,
            canonical_url: None,
            title: None,
            lead: None,
            published: None,
            modified: None,
            retrieved: None,
            authors: Vec::new(),
            publisher_name: None,
            publisher_domain: None,
            language: None,
            section: None,
            tags: Vec::new(),
            images: Vec::new(),
        }
    }

    /// The same with nothing borrowed.
    pub fn into_owned<'o>(self) -> RawArticle<'o> {
        let one = |claim: Option<Claim<'a>>| claim.map(Claim::into_owned);
        let list = |claims: Vec<Claim<'a>>| claims.into_iter().map(Claim::into_owned).collect();
        RawArticle {
            format: self.format,
            charset: self.charset,
            warnings: self.warnings,
            content: match self.content {
                Content::Text(text) => Content::Text(Cow::Owned(text.into_owned())),
                Content::Html(html) => Content::Html(Cow::Owned(html.into_owned())),
                Content::None => Content::None,
            },
            content_field: self.content_field,
            id: one(self.id),
            url: one(self.url),
            canonical_url: one(self.canonical_url),
            title: one(self.title),
            lead: one(self.lead),
            published: one(self.published),
            modified: one(self.modified),
            retrieved: one(self.retrieved),
            authors: list(self.authors),
            publisher_name: one(self.publisher_name),
            publisher_domain: one(self.publisher_domain),
            language: one(self.language),
            section: one(self.section),
            tags: list(self.tags),
            images: list(self.images),
        }
    }
}
