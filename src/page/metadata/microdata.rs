//! Microdata (`itemscope`, `itemprop`): which item a property belongs to.

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An article, a posting, a review.
    Article,
    /// A person or an organisation.
    Agent,
    /// A comment, a list, a picture: whose properties are not the article's.
    Other,
}

/// An item that is open.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// What it is.
    pub kind: Kind,
    /// The item around it, as its place in the list of all.
    pub parent: Option<u16>,
    /// It is somebody's author.
    pub is_author: bool,
    /// It is somebody's publisher.
    pub is_publisher: bool,
    /// A name was found in it.
    pub is_named: bool,
}

/// What an item of this type is.
pub fn kind(item_type: &str) -> Kind {
    let name = item_type.trim().rsplit(['/', '#']).next().unwrap_or_default();
    if name.ends_with("Article") || name.ends_with("Posting") && name != "JobPosting" || is_work(name) {
        Kind::Article
    } else if name == "Person" || name.ends_with("Organization") {
        Kind::Agent
    } else {
        Kind::Other
    }
}

fn is_work(name: &str) -> bool {
    matches!(
        name,
        "WebPage" | "Report" | "Review" | "Recipe" | "CreativeWork" | "HowTo" | "hentry" | "Blog"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_apart() {
        for (item_type, expected) in [
            ("https://schema.org/NewsArticle", Kind::Article),
            ("http://schema.org/BlogPosting", Kind::Article),
            ("http://schema.org/Person", Kind::Agent),
            ("http://schema.org/NewsMediaOrganization", Kind::Agent),
            ("http://schema.org/Comment", Kind::Other),
            ("http://schema.org/JobPosting", Kind::Other),
            ("", Kind::Other),
        ] {
            assert_eq!(kind(item_type), expected, "{item_type}");
        }
    }
}
