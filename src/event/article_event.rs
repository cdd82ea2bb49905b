//! [`ArticleEvent`]: the published contract, `schemas/article-event.v1.json`. Additive changes only within v1.
//!
//! Absent values are absent keys, never `null` or `""`; lists may be empty and are then absent too. Every `start` and
//! `end` counts Unicode code points of [`ArticleEvent::text`].

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::json_text::json_text;
use super::number;
pub use crate::enrich::{Approximation, Fingerprint, Language, Stats};

/// The schema's `$id`, and what the header `ce_dataschema` says.
pub const SCHEMA_ID: &str = "urn:bantin:article-event:v1";

/// A news article, read and enriched.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "bantin.article.v1", extend("$id" = SCHEMA_ID))]
pub struct ArticleEvent {
    /// UUIDv5 of where the message came from (`topic/partition/offset`, or file and line, and the position within an
    /// array or feed): the same message gives the same id, however often it is replayed.
    #[schemars(regex(pattern = UUID))]
    pub id: String,
    /// UUIDv5 of the canonical URL; without one, of the exact fingerprint.
    #[schemars(regex(pattern = UUID))]
    pub article_id: String,
    /// Where it came from.
    pub source: Source,
    /// What it was read as.
    pub format: FormatInfo,
    /// The URL as the envelope gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The canonical URL: scheme and host in lower case; default port, fragment and tracking parameters removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical_url: Option<String>,
    /// The paper. Its domain is the canonical URL's host, without `www.`, where nothing else names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Publisher>,
    /// The language of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Title, plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Subtitle, plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// The lead (standfirst, sapo), without its dateline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// The body, block by block, without boilerplate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<Block>,
    /// Title, lead and body joined with newlines, those that there are; what every `start` and `end` counts in, in
    /// Unicode code points. The title begins at 0.
    #[serde(serialize_with = "json_text")]
    #[schemars(with = "String")]
    pub text: String,
    /// People and desks who signed it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// Agencies and outlets credited.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credits: Vec<String>,
    /// Place and agency of the dateline, as written, without brackets and dash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<String>,
    /// When it was published, RFC 3339 with offset. A time without a zone is read in the zone that is set, else in
    /// `+07:00` for Vietnamese and UTC otherwise, and `warnings` says `timezone_assumed`; a day without a time begins
    /// at 00:00, and `warnings` says `time_missing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = RFC3339))]
    pub published_at: Option<String>,
    /// When it was last modified, as `published_at`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = RFC3339))]
    pub modified_at: Option<String>,
    /// When it was fetched, RFC 3339 with offset: the envelope's word, else the page's clock, else the record's time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = RFC3339))]
    pub retrieved_at: Option<String>,
    /// Section, as the page gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Tags, as the page gives them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Images.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// URLs that the body links to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// People named, one entry each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// Organisations named, one entry each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Organisation>,
    /// Places named, one entry each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// Quantities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// Dates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DateMention>,
    /// Direct speech.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
    /// Keywords, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<Keyword>,
    /// IPTC Media Topics, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// What it is about by the codes of its producer, as they came; those of IPTC are among `topics`, too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// To whom it belongs and what may be done with it, in its producer's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<Rights>,
    /// Exact and near-duplicate fingerprints of title and body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<Fingerprint>,
    /// Counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stats: Option<Stats>,
    /// For each field the evidence that won: `jsonld`, `opengraph`, `meta`, `microdata`, `markup`, `text`, `url`, or
    /// `envelope:` and the envelope's own name for it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub provenance: BTreeMap<&'static str, Cow<'static, str>>,
    /// Stable snake_case codes of what a reader should know (`title_missing`, `timezone_assumed`,
    /// `paywalled`: what stands on the page may be the beginning only; `live_blog`: it goes on; …), sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<&'static str>,
    /// What made this event.
    pub pipeline: PipelineInfo,
}

/// A UUID in its canonical form.
const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
/// RFC 3339 with a numeric offset.
const RFC3339: &str = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2}$";

/// Where a message came from: a Kafka record, or a line of a file.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Source {
    /// A Kafka record.
    Kafka {
        /// Topic name.
        topic: String,
        /// Partition number.
        partition: i32,
        /// Offset within the partition.
        offset: i64,
        /// Position within the message, from 0; only where one message held several articles.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<u32>,
        /// The record's timestamp, RFC 3339 in UTC.
        #[serde(skip_serializing_if = "Option::is_none")]
        timestamp: Option<String>,
        /// The record's key, as UTF-8 where it is that, else in hexadecimal digits after `0x`.
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// The producer's own id, from its `ce_id` header, else from its envelope.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The producer's own number of this revision of the article (`version` of ninjs and NewsML-G2).
        #[serde(skip_serializing_if = "Option::is_none")]
        revision: Option<String>,
        /// The producer's name, from its `ce_source` header.
        #[serde(skip_serializing_if = "Option::is_none")]
        producer: Option<String>,
    },
    /// A line of a file.
    File {
        /// The path as given; `-` is standard input.
        file: String,
        /// Line number, from 1.
        line: u64,
        /// Position within the message, from 0; only where one message held several articles.
        #[serde(skip_serializing_if = "Option::is_none")]
        index: Option<u32>,
        /// The producer's own id, from its envelope.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The producer's own number of this revision of the article.
        #[serde(skip_serializing_if = "Option::is_none")]
        revision: Option<String>,
    },
}

impl Default for Source {
    fn default() -> Self {
        Source::File {
            file: "-".to_owned(),
            line: 1,
            index: None,
            id: None,
            revision: None,
        }
    }
}

/// What a message was read as.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct FormatInfo {
    /// `text`, `html`, …
    pub kind: &'static str,
    /// The character set that was decoded, by its WHATWG name in lower case.
    pub charset: &'static str,
}

/// A paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Publisher {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
}

/// What a block of the body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A paragraph.
    #[default]
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// A caption.
    Caption,
    /// A row of a table, cells separated by tabs.
    Table,
}

/// A block of the body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text.
    #[serde(serialize_with = "json_text")]
    #[schemars(with = "String")]
    pub text: String,
    /// Where it begins in `text`.
    pub start: u32,
    /// Where it ends in `text`.
    pub end: u32,
}

/// Someone who signed the article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Author {
    /// The name as signed.
    pub name: String,
    /// What they did, where the byline says it ("ảnh").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Image {
    /// Its URL.
    pub url: String,
    /// Its caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Its credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// `[start, end]` in code points of `text`.
pub type Span = [u32; 2];

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Person {
    /// The longest name first seen, without honorifics.
    pub name: String,
    /// Position or occupation, as in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The code that its producer gives it, with the code list's alias or address before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Where they are named; `[]` where only its producer names them beside the text.
    pub mentions: Vec<Span>,
}

/// An organisation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Organisation {
    /// The longest name first seen.
    pub name: String,
    /// What kind of organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The code that its producer gives it, with the code list's alias or address before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Where it is named; `[]` where only its producer names it beside the text.
    pub mentions: Vec<Span>,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Place {
    /// The longest name first seen.
    pub name: String,
    /// The official unit as of the article's date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin: Option<AdminUnit>,
    /// The code that its producer gives it, with the code list's alias or address before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Where it is named; `[]` where only its producer names it beside the text, or an organisation's name holds it.
    pub mentions: Vec<Span>,
}

/// The level of an administrative unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdminLevel {
    /// Province or city under central government.
    #[default]
    Province,
    /// District, town, provincial city.
    District,
    /// Commune, ward, township.
    Commune,
}

/// A reference to an administrative unit. Codes are reused: one means nothing without its list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct AdminRef {
    /// Level.
    pub level: AdminLevel,
    /// Code in that list.
    pub code: &'static str,
    /// The edition of the code list.
    pub list: &'static str,
    /// Official name.
    pub name: &'static str,
}

/// An administrative unit, its parents, and what it became.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct AdminUnit {
    /// Level.
    pub level: AdminLevel,
    /// Code in that list.
    pub code: &'static str,
    /// The edition of the code list.
    pub list: &'static str,
    /// Official name.
    pub name: &'static str,
    /// The units above it, nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<AdminRef>,
    /// The units it became since.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub now: Vec<AdminRef>,
}

/// A quantity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Quantity {
    /// As in the text.
    pub text: String,
    /// The number; the lower end of a range. Whole numbers are written without a fraction.
    #[serde(serialize_with = "number::write")]
    pub value: f64,
    /// The upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "number::write_some")]
    pub to: Option<f64>,
    /// Unit, currency code (ISO 4217), or counted noun; a rate has both parts with `/` between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How it is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approx: Option<Approximation>,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// A date in the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct DateMention {
    /// As in the text.
    pub text: String,
    /// ISO 8601, local time, at the precision given: `2019`, `2019-02`, `2019-02-20`, `2019-02-20T07:30`; a span is its
    /// first and its last day, month or year with `/` between.
    pub value: String,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// Direct speech.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Quote {
    /// What was said, without its marks.
    pub text: String,
    /// Who said it: the name of the entry in `people` or `organisations`, else as in the text ("a witness").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// A keyword.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Keyword {
    /// The word or name, as the text writes it.
    pub text: String,
    /// How well the article is found by it: the rarer elsewhere and the oftener here, the higher.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub score: f32,
}

/// An IPTC Media Topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Topic {
    /// `medtop:` and eight digits.
    #[schemars(regex(pattern = r"^medtop:\d{8}$"))]
    pub id: String,
    /// English label; below the top level the producer's own.
    pub label: String,
    /// A probability; 1 where the producer has written the topic without a word of doubt.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub score: f32,
}

/// A subject by its producer's code list; it has a code, a name, or both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Subject {
    /// The code with its list's alias or address before it, as it came (`medtop:20000350`, `https://…/20000350`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Copyright and terms of use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Rights {
    /// Who holds the copyright.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// The notice to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// What may be done with it: terms, or the address of a licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
}

/// What made an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PipelineInfo {
    /// `bantin`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}
