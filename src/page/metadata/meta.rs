//! Meta tags: what their names stand for. OpenGraph, Dublin Core, Parse.ly, Sailthru, Cxense, and what else is met with.

use super::candidate::{Evidence, Source};

/// A field of the article that metadata speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The headline.
    Title,
    /// A description.
    Lead,
    /// Who wrote it.
    Author,
    /// The time of publication.
    Published,
    /// The time of the last change.
    Modified,
    /// The site's name.
    Publisher,
    /// The section.
    Section,
    /// Keywords, separated by commas.
    Tags,
    /// A picture.
    Image,
    /// The page's own URL.
    Url,
    /// The kind of page (`og:type`).
    Kind,
    /// The language.
    Language,
}

/// No name below is longer.
const LONGEST: usize = 40;

/// What a meta tag of this name speaks of, and as which evidence.
pub fn field(name: &str) -> Option<(Field, Evidence, Source)> {
    use Field::*;
    let mut small = [0_u8; LONGEST];
    let name = name.trim();
    let small = small.get_mut(..name.len())?;
    small.copy_from_slice(name.as_bytes());
    small.make_ascii_lowercase();
    let small: &str = std::str::from_utf8(small).ok()?;
    let graph = Evidence::OpenGraph;
    let meta = Evidence::Meta;
    Some(match small {
        "og:title" => (Title, graph, Source::OgTitle),
        "twitter:title" | "twitter:text:title" => (Title, meta, Source::TwitterTitle),
        "title" | "headline" | "dc.title" | "dcterms.title" | "parsely-title" | "sailthru.title"
        | "cxenseparse:title" | "hdl" | "citation_title" | "mrf:title" | "article:title" | "dcterm.title"
        | "dc:title" => (Title, meta, Source::MetaTitle),
        "og:description" => (Lead, graph, Source::Other),
        "description"
        | "twitter:description"
        | "dc.description"
        | "dcterms.description"
        | "abstract"
        | "sailthru.description" => (Lead, meta, Source::Other),
        "article:published_time"
        | "article:published"
        | "og:published_time"
        | "og:article:published_time"
        | "article:publish_time"
        | "article:published_date"
        | "og:pubdate"
        | "article:publication_date" => (Published, graph, Source::DatePublished),
        "datepublished"
        | "date_published"
        | "pubdate"
        | "pub_date"
        | "publishdate"
        | "publish-date"
        | "publish_date"
        | "publication_date"
        | "publication-date"
        | "publicationdate"
        | "published_time"
        | "published_at"
        | "parsely-pub-date"
        | "sailthru.date"
        | "cxenseparse:recs:publishtime"
        | "cxenseparse:publishtime"
        | "article.published"
        | "rnews:datepublished"
        | "originalpublicationdate"
        | "iso-8601-publish-date"
        | "citation_publication_date"
        | "citation_online_date"
        | "mediator_published_time"
        | "dc.date.issued"
        | "dcterms.issued"
        | "dc.issued"
        | "shareaholic:article_published_time"
        | "vr:published_time"
        | "ptime"
        | "bt:pubdate"
        | "dcsext.articlefirstpublished"
        | "mrf:published_time"
        | "published"
        | "publish_time"
        | "article_date_original"
        | "displaydate"
        | "date.issued"
        | "release_date" => (Published, meta, Source::DatePublished),
        "date"
        | "dc.date"
        | "dcterms.date"
        | "dc.date.created"
        | "dcterms.created"
        | "dc.created"
        | "date.created"
        | "created"
        | "creation_date"
        | "datecreated"
        | "citation_date"
        | "pdate"
        | "article:created"
        | "dc:date"
        | "article:create_at"
        | "dcterms.available"
        | "og:regdate"
        | "created_at"
        | "article:created_time" => (Published, meta, Source::DateCreated),
        "article:modified_time"
        | "article:modified"
        | "og:updated_time"
        | "og:modified_time"
        | "article:updated_time"
        | "og:article:modified_time" => (Modified, graph, Source::Other),
        "datemodified"
        | "date_modified"
        | "lastmod"
        | "last-modified"
        | "lastmodified"
        | "dc.date.modified"
        | "dcterms.modified"
        | "dc.modified"
        | "last_updated"
        | "utime"
        | "revision_date"
        | "modified_time"
        | "updated"
        | "article:modified_date"
        | "rnews:datemodified"
        | "bt:moddate"
        | "shareaholic:article_modified_time"
        | "modified"
        | "updated_at"
        | "article_date_updated" => (Modified, meta, Source::Other),
        "article:author"
        | "article:author_name"
        | "og:article:author"
        | "article:author:name"
        | "og:author"
        | "article:authors" => (Author, graph, Source::Other),
        "author"
        | "authors"
        | "dc.creator"
        | "dcterms.creator"
        | "dc.contributor"
        | "creator"
        | "dable:author"
        | "parsely-author"
        | "sailthru.author"
        | "cxenseparse:author"
        | "citation_author"
        | "byl"
        | "byline"
        | "shareaholic:article_author_name"
        | "vr:author"
        | "mrf:authors"
        | "rbauthors"
        | "dc:creator" => (Author, meta, Source::Other),
        "og:site_name" => (Publisher, graph, Source::Other),
        "application-name"
        | "dc.publisher"
        | "dcterms.publisher"
        | "publisher"
        | "apple-mobile-web-app-title"
        | "cre" => (Publisher, meta, Source::Other),
        "article:section" => (Section, graph, Source::Other),
        "parsely-section"
        | "section"
        | "category"
        | "cxenseparse:section"
        | "mrf:sections"
        | "article:section:primary" => (Section, meta, Source::Other),
        "article:tag" => (Tags, graph, Source::Other),
        "keywords" | "news_keywords" | "parsely-tags" | "sailthru.tags" | "citation_keywords" => {
            (Tags, meta, Source::Other)
        }
        "og:image" | "og:image:url" | "og:image:secure_url" => (Image, graph, Source::Other),
        "twitter:image" | "twitter:image:src" | "parsely-image-url" => (Image, meta, Source::Other),
        "og:url" => (Url, graph, Source::Other),
        "og:type" => (Kind, graph, Source::Other),
        "content-language" | "dc.language" => (Language, meta, Source::Other),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case() {
        for (name, expected) in [
            ("og:title", Some(Field::Title)),
            ("DC.Date.Issued", Some(Field::Published)),
            ("Author", Some(Field::Author)),
            (" keywords ", Some(Field::Tags)),
            ("viewport", None),
            ("a-name-that-is-so-long-that-nothing-has-one-like-it", None),
            ("tác giả", None),
        ] {
            assert_eq!(field(name).map(|(field, ..)| field), expected, "{name}");
        }
    }
}
