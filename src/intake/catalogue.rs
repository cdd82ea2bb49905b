//! The formats that are understood, and the names that each field may have: what `bantin formats` prints, and the README's
//! table.

use super::aliases::{ALIASES, Role};
use super::json::{json_feed, json_ld, ninjs};
use super::xml::{atom, newsml, newsml_g2, nitf, rss, tei};

/// A format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name: the event's `format.kind`.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
    /// How it is recognised where `intake.format` is `auto`.
    pub known_by: &'static str,
    /// What `intake.format` is set to where it is fixed; `None` where that fixes no more than `json`.
    pub setting: Option<&'static str>,
    /// For each field of the event the source's names for it, best first, separated by commas.
    pub fields: Vec<(&'static str, String)>,
}

fn fields(table: &[(&'static str, &'static str)]) -> Vec<(&'static str, String)> {
    table
        .iter()
        .map(|(field, names)| (*field, (*names).to_owned()))
        .collect()
}

/// All formats, the plainest first.
pub fn formats() -> Vec<Entry> {
    vec![
        Entry {
            name: "text",
            what: "Text as it stands on a page, line by line",
            known_by: "it begins like nothing below",
            setting: Some("text"),
            fields: Vec::new(),
        },
        Entry {
            name: "html",
            what: "A page or a piece of one",
            known_by: "a tag, a comment or a document type at its beginning",
            setting: Some("html"),
            fields: Vec::new(),
        },
        Entry {
            name: "text, html",
            what: "JSON of crawlers and services (news-please, Scrapy, fundus, newspaper4k, trafilatura, Common Crawl's news \
                   lines, Diffbot, GDELT, NewsAPI, Event Registry, Webz, …): an object, an array, or a list within an \
                   object (articles, objects, results, posts, items, data, hits)",
            known_by: "{ or [ at its beginning",
            setting: Some("json"),
            fields: ALIASES
                .iter()
                .map(|(role, names)| {
                    let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
                    (field_of(*role), names.join(", "))
                })
                .collect(),
        },
        Entry {
            name: "ninjs",
            what: "IPTC ninjs 1.0 to 3.1",
            known_by: "uri, and a property that only ninjs has",
            setting: Some("ninjs"),
            fields: fields(ninjs::FIELDS),
        },
        Entry {
            name: "json-ld",
            what: "An article of schema.org (NewsArticle, Article, BlogPosting, …), alone or in a @graph",
            known_by: "@type or @graph",
            setting: Some("json-ld"),
            fields: fields(json_ld::FIELDS),
        },
        Entry {
            name: "json-feed",
            what: "JSON Feed 1.0, 1.1: one article an item",
            known_by: "version with jsonfeed.org",
            setting: None,
            fields: fields(json_feed::FIELDS),
        },
        Entry {
            name: "newsml-g2",
            what: "IPTC NewsML-G2: a newsItem, or a newsMessage of several, with its text as NITF, XHTML or plain text",
            known_by: "the root element newsItem or newsMessage (packageItem, planningItem, conceptItem, knowledgeItem, \
                       catalogItem are passed over)",
            setting: Some("newsml-g2"),
            fields: fields(newsml_g2::FIELDS),
        },
        Entry {
            name: "newsml",
            what: "IPTC NewsML 1.x, with its text as NITF, XHTML or plain text",
            known_by: "the root element NewsML or NewsItem",
            setting: Some("newsml-g2"),
            fields: fields(newsml::FIELDS),
        },
        Entry {
            name: "nitf",
            what: "IPTC NITF 2.5 to 3.x",
            known_by: "the root element nitf",
            setting: Some("nitf"),
            fields: fields(nitf::FIELDS),
        },
        Entry {
            name: "rss",
            what: "RSS 0.9 to 2.0 and RDF, a feed (one article an item) or an item, with dc, content, media, atom",
            known_by: "the root element rss, rdf:RDF, channel or item",
            setting: Some("rss"),
            fields: fields(rss::FIELDS),
        },
        Entry {
            name: "atom",
            what: "Atom 1.0 and 0.3, a feed (one article an entry) or an entry",
            known_by: "the root element feed or entry",
            setting: Some("atom"),
            fields: fields(atom::FIELDS),
        },
        Entry {
            name: "tei",
            what: "XML-TEI as extractors write it, and trafilatura's plainer XML (a doc with a main)",
            known_by: "the root element TEI, teiCorpus, or doc with a main",
            setting: Some("tei"),
            fields: fields(tei::FIELDS),
        },
    ]
}

/// The event's field that a role is for.
fn field_of(role: Role) -> &'static str {
    match role {
        Role::Html => "body (HTML)",
        Role::Text => "body (text)",
        Role::Url => "url",
        Role::CanonicalUrl => "canonical_url",
        Role::Title => "title",
        Role::Subtitle => "subtitle",
        Role::Lead => "lead",
        Role::Published => "published_at",
        Role::Modified => "modified_at",
        Role::Retrieved => "retrieved_at",
        Role::PublisherName => "publisher.name",
        Role::PublisherDomain => "publisher.domain",
        Role::Language => "language",
        Role::Section => "section",
        Role::Id => "source.id",
        Role::Revision => "source.revision",
        Role::Author => "authors",
        Role::Tags => "tags",
        Role::Images => "images",
    }
}
