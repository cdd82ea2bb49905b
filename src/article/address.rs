//! Addresses: a page's canonical URL, and its links and pictures made absolute.

use std::borrow::Cow;

use url::Url;

use crate::page::Page;

/// The addresses that a page's relative ones are resolved against.
#[derive(Clone, Debug, Default)]
pub struct Base {
    url: Option<Url>,
}

impl Base {
    /// From where the page was fetched, what it says of that itself, and its `<base>`.
    pub fn of(page: &Page<'_>, fetched: Option<&str>) -> Self {
        let said = [fetched, page.own_url.as_deref(), page.canonical_url.as_deref()];
        let url = said
            .into_iter()
            .flatten()
            .find_map(|url| web(Url::parse(url.trim()).ok()?));
        let base = page.base_url.as_deref().and_then(|base| match &url {
            Some(url) => url.join(base).ok(),
            None => Url::parse(base).ok(),
        });
        Base {
            url: base.and_then(web).or(url),
        }
    }

    /// An address made absolute; `None` where it cannot be, or leads to no web page.
    pub fn resolve<'a>(&self, address: &Cow<'a, str>) -> Option<Cow<'a, str>> {
        let text = address.trim();
        if text.is_empty() {
            return None;
        }
        if text.starts_with("https://") || text.starts_with("http://") {
            return Some(if text.len() == address.len() {
                address.clone()
            } else {
                Cow::Owned(text.to_owned())
            });
        }
        if let Some(rest) = text.strip_prefix("//") {
            return rest.contains('.').then(|| Cow::Owned(format!("https:{text}")));
        }
        let url = self.url.as_ref()?.join(text).ok().and_then(web)?;
        Some(Cow::Owned(url.into()))
    }
}

fn web(url: Url) -> Option<Url> {
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// The canonical URL that a page gives itself, and the evidence. One that leads to the front page is a template's
/// mistake where the page was fetched from further down.
pub fn canonical<'p>(page: &Page<'p>, base: &Base, fetched: Option<&str>) -> Option<(Cow<'p, str>, &'static str)> {
    let deep = fetched.is_some_and(|url| !is_front(url));
    let linked = page.canonical_url.as_ref().map(|url| (url, "markup"));
    let said = page.own_url.as_ref().map(|url| (url, "opengraph"));
    let absolute = |(url, from): (&Cow<'p, str>, &'static str)| Some((base.resolve(url)?, from));
    [linked, said]
        .into_iter()
        .flatten()
        .filter_map(absolute)
        .find(|(url, _)| !deep || !is_front(url))
}

fn is_front(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.path() == "/" && url.query().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_absolute() {
        let page = Page {
            base_url: Some("/sub/".into()),
            ..Page::default()
        };
        let case = |page: &Page<'_>, fetched: Option<&str>, given: &str, want: Option<&str>| {
            let base = Base::of(page, fetched);
            assert_eq!(base.resolve(&given.into()).as_deref(), want, "{given} from {fetched:?}");
        };
        let url = Some("https://a.example/news/rain");
        case(
            &Page::default(),
            url,
            "https://b.example/x.jpg",
            Some("https://b.example/x.jpg"),
        );
        case(
            &Page::default(),
            url,
            "//b.example/x.jpg",
            Some("https://b.example/x.jpg"),
        );
        case(&Page::default(), url, "/x.jpg", Some("https://a.example/x.jpg"));
        case(&Page::default(), url, "x.jpg", Some("https://a.example/news/x.jpg"));
        case(&page, url, "x.jpg", Some("https://a.example/sub/x.jpg"));
        case(&Page::default(), None, "/x.jpg", None);
        case(&Page::default(), url, "data:image/png;base64,AA", None);
        case(&Page::default(), url, " ", None);
    }

    #[test]
    fn the_front_page_is_no_articles_address() {
        let case = |canonical: &str, own: Option<&str>, fetched: Option<&str>, want: Option<(&str, &str)>| {
            let page = Page {
                canonical_url: Some(canonical.to_owned().into()),
                own_url: own.map(|o| o.to_owned().into()),
                ..Page::default()
            };
            let got = super::canonical(&page, &Base::of(&page, fetched), fetched);
            assert_eq!(
                got.as_ref().map(|(url, from)| (url.as_ref(), *from)),
                want,
                "{canonical}"
            );
        };
        let url = "https://a.example/news/rain";
        case("/news/rain", None, Some(url), Some((url, "markup")));
        case("https://a.example/", Some(url), Some(url), Some((url, "opengraph")));
        case("https://a.example", None, Some(url), None);
        case(
            "https://a.example/",
            None,
            Some("https://a.example/"),
            Some(("https://a.example/", "markup")),
        );
    }
}
