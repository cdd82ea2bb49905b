//! [`Article`]: the fields of an article, borrowed from the page wherever they can be.

use std::borrow::Cow;

use super::Moment;
use crate::intake::{Entity, Rights};

/// What a block of the body is: the event's `body[].kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// A paragraph.
    Paragraph,
    /// A heading within the body.
    Heading,
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// A caption of a picture, a chart, a video.
    Caption,
    /// A row of a table.
    Table,
}

/// One block of the body.
#[derive(Clone, Debug)]
pub struct BodyBlock<'a> {
    /// What it is.
    pub kind: BodyKind,
    /// Its text: NFC, white space collapsed, trimmed, never empty, without line breaks.
    pub text: Cow<'a, str>,
}

/// A person or desk that signed the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author<'a> {
    /// The name as signed ("Việt Hùng", "PV").
    pub name: Cow<'a, str>,
    /// What they did, where the byline says it ("ảnh", "đồ họa", "dịch").
    pub role: Option<Cow<'a, str>>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image<'a> {
    /// Its URL.
    pub url: Cow<'a, str>,
    /// Its caption.
    pub caption: Option<Cow<'a, str>>,
    /// Its credit.
    pub credit: Option<Cow<'a, str>>,
}

/// An article, read. Made by `article`, annotated by `enrich`, published by `event`.
#[derive(Clone, Debug, Default)]
pub struct Article<'a> {
    /// The URL as the envelope gives it.
    pub url: Option<Cow<'a, str>>,
    /// The canonical URL: the page's, else the envelope's canonical, else its url; not yet made canonical.
    pub canonical_url: Option<Cow<'a, str>>,
    /// Name of the paper.
    pub publisher_name: Option<Cow<'a, str>>,
    /// Domain of the paper.
    pub publisher_domain: Option<Cow<'a, str>>,
    /// The language that page or envelope declare, as a BCP 47 tag.
    pub declared_language: Option<Cow<'a, str>>,
    /// Whoever made the article declares it: there is nothing to detect.
    pub is_language_given: bool,
    /// Title, without the site's name.
    pub title: Option<Cow<'a, str>>,
    /// Subtitle.
    pub subtitle: Option<Cow<'a, str>>,
    /// The lead (standfirst, sapo), without its dateline.
    pub lead: Option<Cow<'a, str>>,
    /// The body, boilerplate gone, captions in their places.
    pub body: Vec<BodyBlock<'a>>,
    /// Who signed it.
    pub authors: Vec<Author<'a>>,
    /// The page names only its own site as the author: who signs the text is better.
    pub is_signed_by_site: bool,
    /// Agencies and outlets credited ("TTXVN").
    pub credits: Vec<Cow<'a, str>>,
    /// Place and agency of the dateline, as written, without brackets and dash.
    pub dateline: Option<Cow<'a, str>>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was last modified.
    pub modified: Option<Moment>,
    /// When it was fetched: the envelope's word, else the page's own clock.
    pub retrieved: Option<Moment>,
    /// Section.
    pub section: Option<Cow<'a, str>>,
    /// Tags.
    pub tags: Vec<Cow<'a, str>>,
    /// Images.
    pub images: Vec<Image<'a>>,
    /// URLs that the body links to.
    pub links: Vec<Cow<'a, str>>,
    /// Subjects, people, organisations, places that the envelope names.
    pub entities: Vec<Entity<'a>>,
    /// Copyright and terms of use, as the envelope has them.
    pub rights: Option<Rights<'a>>,
    /// For each field the evidence that won, by the event's field name, sorted by it.
    pub provenance: Vec<(&'static str, Cow<'static, str>)>,
    /// Stable snake_case codes.
    pub warnings: Vec<&'static str>,
}
