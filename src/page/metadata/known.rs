//! [`Known`]: what is known of a page before its items are told apart: its own URLs and what may be its headline.

use super::Page;

/// The page's own URLs and headlines, in a form that can be compared.
pub struct Known {
    urls: Vec<String>,
    titles: Vec<String>,
}

impl Known {
    /// Takes what meta tags and headlines say.
    pub fn of<'t>(page: &'t Page<'_>, headlines: impl Iterator<Item = &'t str>) -> Self {
        let urls = [&page.canonical_url, &page.own_url]
            .into_iter()
            .flatten()
            .map(|url| bare(url))
            .collect();
        let titles = page
            .titles
            .iter()
            .map(|c| c.value.as_ref())
            .chain(headlines)
            .map(folded)
            .collect();
        Known { urls, titles }
    }

    /// Whether a URL is the page's own.
    pub fn is_own_url(&self, url: &str) -> bool {
        let url = bare(url);
        url.contains('/') && self.urls.contains(&url)
    }

    /// Whether a text is one of the page's headlines, or the beginning of one that goes on with the site's name.
    pub fn is_title(&self, text: &str) -> bool {
        let text = folded(text);
        text.len() > 3
            && self
                .titles
                .iter()
                .any(|t| *t == text || text.len() > 12 && t.starts_with(&text))
    }

    /// How many of the page's headlines a text is, apart from itself where it is one of them.
    pub fn agreeing(&self, text: &str) -> usize {
        let text = folded(text);
        self.titles
            .iter()
            .filter(|t| **t == text || text.len() > 12 && t.starts_with(&text))
            .count()
    }
}

/// A URL without what does not tell pages apart: scheme, `www.`, query, fragment, a slash at the end.
fn bare(url: &str) -> String {
    let url = url.trim();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.strip_prefix("www.").unwrap_or(url);
    let end = url.find(['?', '#']).unwrap_or(url.len());
    url[..end].trim_end_matches('/').to_ascii_lowercase()
}

/// Letters and digits alone, in lower case.
fn folded(text: &str) -> String {
    let text = super::letters::clean(text);
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_urls_and_headlines_are_known() {
        let page = Page {
            canonical_url: Some("https://www.lang.example/rain/?a=1".into()),
            ..Page::default()
        };
        let known = Known::of(&page, ["Rain in the north: what to do | Village Paper"].into_iter());
        for (url, expected) in [
            ("http://lang.example/rain#article", true),
            ("https://www.lang.example/rain/2", false),
            ("#article", false),
        ] {
            assert_eq!(known.is_own_url(url), expected, "{url}");
        }
        for (text, expected) in [
            ("Rain in the north: what to do", true),
            ("Rain in the north &ndash; what to do", true),
            ("Rain", false),
            ("Snow in the north", false),
        ] {
            assert_eq!(known.is_title(text), expected, "{text}");
        }
    }
}
