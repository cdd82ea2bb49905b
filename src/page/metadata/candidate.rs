//! [`Candidate`]: one claim of a page about itself, with where it was found and under which name.

use std::borrow::Cow;

/// Where a piece of metadata was found, in the words of the event's `provenance`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// schema.org JSON-LD.
    JsonLd,
    /// OpenGraph and `article:*` meta properties.
    OpenGraph,
    /// Other meta tags and `<title>`.
    Meta,
    /// Microdata attributes.
    Microdata,
    /// Visible markup (`h1`, `<time>`, classes).
    Markup,
}

impl Evidence {
    /// Its name in the event's `provenance`.
    pub fn as_str(self) -> &'static str {
        match self {
            Evidence::JsonLd => "jsonld",
            Evidence::OpenGraph => "opengraph",
            Evidence::Meta => "meta",
            Evidence::Microdata => "microdata",
            Evidence::Markup => "markup",
        }
    }
}

/// Under which name a candidate was found: the same kind of evidence is right more often under one name than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// `headline` of JSON-LD or microdata; `h1`'s namesake among the metadata.
    Headline,
    /// `alternativeHeadline`.
    AlternativeHeadline,
    /// `name` of JSON-LD or microdata.
    Name,
    /// `og:title`.
    OgTitle,
    /// `twitter:title`.
    TwitterTitle,
    /// A meta tag for the title that is neither of these.
    MetaTitle,
    /// `<title>`.
    TitleElement,
    /// An `h1`.
    H1,
    /// An `h2` whose class says that it is the headline.
    H2,
    /// An author that is said to be a person.
    Person,
    /// An author that is said to be an organisation.
    Organization,
    /// A link that says `rel=author`.
    RelAuthor,
    /// An element whose class or id says that it is a byline.
    Byline,
    /// A line that begins like a byline ("By …").
    ByLine,
    /// `datePublished`.
    DatePublished,
    /// `dateCreated`, `uploadDate`.
    DateCreated,
    /// A `<time>` element, or one whose class says that it is a date.
    Time,
    /// A short text with digits near the headline.
    NearText,
    /// The breadcrumbs.
    Breadcrumb,
    /// Whatever else.
    Other,
}

/// One claim that the page makes about itself.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// Where it was found.
    pub evidence: Evidence,
    /// The value: NFC, entities decoded, trimmed. Of [`Source::Byline`]: one line for each block of its text.
    pub value: Cow<'a, str>,
    /// Under which name.
    pub source: Source,
    /// Where it stands, as the index of its node; for bylines the index of the outermost element that is one. 0 for
    /// what has no place on the page.
    pub at: u32,
}
