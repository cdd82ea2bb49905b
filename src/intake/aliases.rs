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

const ALIASES: &[(Role, &[Name])] = &[
    (
        Role::Html,
        names!["html" "raw_html" "page_html" "full_html" "body" "body_xhtml"],
    ),
    (
        Role::Text,
        names!["text" "maintext" "content" "body_text" "body" "plain_text" "plain_content" "body_content" "articleBody"],
    ),
    (
        Role::Url,
        names!["canonical_url" "url" "article_url" "link" "response_url" "requested_url" "uri" "source_url" "guid" "canonical"],
    ),
    (Role::CanonicalUrl, names!["canonical_url" "canonical"]),
    (
        Role::Title,
        names!["title" "headline" "headlines" "title_page" "title_rss"],
    ),
    (
        Role::Lead,
        names!["description" "summary" "sapo" "lead" "excerpt" "abstract"],
    ),
    (
        Role::Published,
        names!["published_at" "publishedAt" "published_time" "date_publish" "publish_date" "published_date"
            "publication_datetime" "pubDate" "published" "publishedDate" "publishing_date" "dateTimePub" "versioncreated"
            "versionCreated" "date"],
    ),
    (
        Role::Modified,
        names!["modified_at" "modifiedAt" "modified_time" "date_modify" "updated_at" "updatedAt" "last_modified" "dateModified"
            "modified" "updated"],
    ),
    (
        Role::Retrieved,
        names!["crawled_at" "crawl_time" "crawled_time" "crawl_date" "crawl_datetime" "date_download" "fetched_at" "fetched"
            "received_at" "last_crawled_at" "timestamp"],
    ),
    (
        Role::PublisherName,
        names!["source" "site_name" "publisher" "source_id"],
    ),
    (Role::PublisherDomain, names!["source_domain" "domain" "host"]),
    (Role::Language, names!["language" "lang"]),
    (Role::Section, names!["category" "section" "genre"]),
    (Role::Id, names!["id" "uid" "article_id" "postId" "event_id"]),
    (Role::Author, names!["author" "authors" "byline" "by" "creator"]),
    (Role::Tags, names!["tags" "keywords" "topics"]),
    (
        Role::Images,
        names!["image_url" "image" "images" "top_image" "thumbnail"],
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
        case("canonical", &[(Role::Url, 9), (Role::CanonicalUrl, 1)]);
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
