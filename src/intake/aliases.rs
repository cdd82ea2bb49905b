//! The names that crawlers use for the same thing. The first of a list that is present and not empty wins, and its
//! name goes to `provenance`. Names are compared exactly as they stand here.

use std::borrow::Cow;

/// What a field of an envelope says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The page as HTML.
    Html,
    /// The article as text.
    Text,
    /// Where the page was.
    Url,
    /// Where the page says it belongs.
    CanonicalUrl,
    /// Headline.
    Title,
    /// Description, standfirst.
    Lead,
    /// Time of publication.
    Published,
    /// Time of the last change.
    Modified,
    /// Time of the fetch.
    Retrieved,
    /// Name of the paper.
    PublisherName,
    /// Domain of the paper.
    PublisherDomain,
    /// Language tag.
    Language,
    /// Section.
    Section,
    /// Subtitle.
    Subtitle,
    /// The producer's number of this revision.
    Revision,
    /// The producer's id.
    Id,
    /// Authors, a list.
    Author,
    /// Tags, a list.
    Tags,
    /// Image addresses, a list.
    Images,
}

/// Number of roles with one value; they come first in [`Role`].
pub const SINGLE: usize = Role::Id as usize + 1;

/// A name, and the same with `envelope:` before it, as `provenance` has it.
type Name = (&'static str, &'static str);

macro_rules! names {
    ($($name:literal)*) => { &[$(($name, concat!("envelope:", $name))),*] };
}

/// The names of reading.md first, in its order; then those of tools and services, each where its meaning belongs:
/// newspaper4k (`article_html`, `top_img`, `meta_lang`, `canonical_link`), fundus (`plaintext`, `responded_url`,
/// `publishing_date`), trafilatura (`raw_text`, `sitename`, `hostname`, `filedate`), Diffbot (`resolvedPageUrl`,
/// `siteName`, `humanLanguage`, `estimatedDate`), GDELT (`seendate`, `socialimage`, `SOURCEURL`), NewsAPI
/// (`urlToImage`), JSON Feed (`content_html`, `date_published`), Event Registry (`dateTime`), Webz (`crawled`).
pub const ALIASES: &[(Role, &[Name])] = &[
    (
        Role::Html,
        names!["html" "raw_html" "page_html" "full_html" "body" "body_xhtml" "body_html" "article_html" "content_html"
            "html_content"],
    ),
    (
        Role::Text,
        names!["text" "maintext" "content" "body_text" "body" "plain_text" "plain_content" "body_content" "articleBody"
            "plaintext" "article_text" "full_text" "fulltext" "content_text" "cleaned_text" "raw_text"],
    ),
    (
        Role::Url,
        names!["canonical_url" "url" "article_url" "link" "resolvedPageUrl" "pageUrl" "responded_url" "response_url"
            "requested_url" "uri" "source_url" "guid" "canonical" "canonical_link" "permalink" "SOURCEURL"
            "DocumentIdentifier"],
    ),
    (Role::CanonicalUrl, names!["canonical_url" "canonical" "canonical_link"]),
    (
        Role::Title,
        names!["title" "headline" "headlines" "title_page" "title_rss" "article_title"],
    ),
    (
        Role::Subtitle,
        names!["subtitle" "sub_title" "subheadline" "alternativeHeadline"],
    ),
    (
        Role::Lead,
        names!["description" "summary" "sapo" "lead" "excerpt" "abstract" "standfirst" "meta_description" "snippet"],
    ),
    (
        Role::Published,
        names!["published_at" "publishedAt" "published_time" "date_publish" "publish_date" "published_date"
            "publication_datetime" "pubDate" "published" "publishedDate" "publishing_date" "dateTimePub" "versioncreated"
            "versionCreated" "datePublished" "date_published" "publication_date" "pub_date" "date" "dateTime"
            "estimatedDate"],
    ),
    (
        Role::Modified,
        names!["modified_at" "modifiedAt" "modified_time" "date_modify" "updated_at" "updatedAt" "last_modified" "dateModified"
            "date_modified" "modified" "updated"],
    ),
    (
        Role::Retrieved,
        names!["crawled_at" "crawl_time" "crawled_time" "crawl_date" "crawl_datetime" "date_download" "fetched_at" "fetched"
            "received_at" "last_crawled_at" "retrieved_at" "scraped_at" "crawled" "seendate" "filedate" "timestamp"],
    ),
    (
        Role::PublisherName,
        names!["source" "site_name" "publisher" "siteName" "sitename" "source-hostname" "meta_site_name" "source_name"
            "source_id"],
    ),
    (
        Role::PublisherDomain,
        names!["source_domain" "domain" "hostname" "host" "SourceCommonName"],
    ),
    (
        Role::Language,
        names!["language" "lang" "humanLanguage" "inLanguage" "meta_lang"],
    ),
    (
        Role::Section,
        names!["category" "section" "genre" "articleSection" "categories"],
    ),
    (
        Role::Id,
        names!["id" "uid" "article_id" "postId" "event_id" "uuid" "_id" "diffbotUri"],
    ),
    (Role::Revision, names!["revision" "_rev"]),
    (Role::Author, names!["author" "authors" "byline" "by" "creator"]),
    (Role::Tags, names!["tags" "keywords" "topics" "meta_keywords"]),
    (
        Role::Images,
        names!["image_url" "image" "images" "top_image" "top_img" "thumbnail" "urlToImage" "socialimage" "meta_img"],
    ),
];

/// What a name says: its roles, each with its rank in that role's list (0 is the best).
pub fn roles(name: &str) -> impl Iterator<Item = (Role, usize, &'static str)> {
    ALIASES.iter().filter_map(move |(role, names)| {
        let rank = names.iter().position(|(n, _)| *n == name)?;
        names.get(rank).map(|(field, _)| (*role, rank, *field))
    })
}

/// `envelope:` and the field's name.
pub fn provenance(field: &str) -> Cow<'static, str> {
    ALIASES
        .iter()
        .flat_map(|(_, names)| names.iter())
        .find(|(name, _)| *name == field)
        .map_or_else(
            || Cow::Owned(format!("envelope:{field}")),
            |(_, known)| Cow::Borrowed(*known),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_roles_and_ranks() {
        let case = |name: &str, want: &[(Role, usize)]| {
            let got: Vec<_> = roles(name).map(|(role, rank, _)| (role, rank)).collect();
            assert_eq!(got, want, "{name}");
        };
        case("html", &[(Role::Html, 0)]);
        case("body", &[(Role::Html, 4), (Role::Text, 4)]);
        case("canonical_url", &[(Role::Url, 0), (Role::CanonicalUrl, 0)]);
        case("canonical", &[(Role::Url, 12), (Role::CanonicalUrl, 1)]);
        case("articleBody", &[(Role::Text, 8)]);
        case("articlebody", &[]);
        case("", &[]);
    }

    #[test]
    fn provenance_names_the_field() {
        assert_eq!(provenance("date_publish"), "envelope:date_publish");
    }

    #[test]
    fn roles_with_one_value_come_first() {
        for (role, _) in ALIASES {
            let list = matches!(role, Role::Author | Role::Tags | Role::Images);
            assert_eq!(list, (*role as usize) >= SINGLE, "{role:?}");
        }
    }
}
