//! [`Site`]: the names of a page's site, and taking them off a title: " - VnExpress", "Village Paper | …".

use std::collections::BTreeSet;

use crate::page::Page;

/// The names of a site, folded to letters and digits.
#[derive(Clone, Debug, Default)]
pub struct Site {
    names: BTreeSet<String>,
}

/// Labels of a host that name no site.
const NO_NAMES: &[&str] = &["www", "com", "blog", "news", "co", "org", "net", "gov", "edu"];

impl Site {
    /// The names that a page, its URL, and the envelope's domain give.
    pub fn of<'u>(page: &Page<'_>, claimed: Option<&str>, urls: impl Iterator<Item = &'u str>) -> Self {
        let mut names = BTreeSet::new();
        for name in page.publishers.iter().map(|c| c.value.as_ref()).chain(claimed) {
            let name = name.split('(').next().unwrap_or(name);
            names.insert(folded(name));
            for (start, end) in segments(name) {
                names.insert(folded(&name[start..end]));
            }
        }
        for host in urls.filter_map(host) {
            let labels: Vec<&str> = host.split('.').collect();
            names.insert(folded(host));
            for label in labels.iter().take(labels.len().saturating_sub(1)) {
                if label.len() > 3 && !NO_NAMES.contains(label) {
                    names.insert(folded(label));
                }
            }
        }
        names.retain(|n| n.chars().count() >= 2);
        Site { names }
    }

    /// Whether a text is the site's name, or nearly: the name with a word more or less, a domain.
    pub fn is_named(&self, text: &str) -> bool {
        let text = text.trim();
        let short = folded(text);
        if short.is_empty() || self.names.contains(&short) || is_domain(text) || is_day(text) {
            return true;
        }
        short.len() >= 5
            && text.split(' ').count() <= 7
            && self.names.iter().any(|name| {
                name.len() >= 5
                    && (name.starts_with(&short)
                        || short.starts_with(name)
                        || name.ends_with(&short)
                        || short.ends_with(name))
            })
    }

    /// Whether a text is exactly one of the site's names.
    pub fn is_exactly(&self, text: &str) -> bool {
        self.names.contains(&folded(text)) || is_domain(text.trim())
    }

    /// A title without the site's name, at whichever end it stands.
    pub fn strip<'t>(&self, title: &'t str) -> &'t str {
        let mut title = title.trim();
        for _ in 0..4 {
            let parts = segments(title);
            let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
                break;
            };
            if parts.len() < 2 {
                break;
            }
            let head_end = parts.get(parts.len() - 2).map_or(0, |p| p.1);
            let head = title.get(..head_end).unwrap_or_default();
            let tail = title.get(last.0..).unwrap_or_default();
            if self.is_named(tail) && !self.is_exactly(head) && folded(head).chars().count() > 2 {
                title = head.trim_end();
                continue;
            }
            // The site's name has such a mark itself: " | Paper – People".
            let whole = parts.windows(2).take(parts.len() - 2).find(|pair| {
                let [before, after] = pair else { return false };
                self.is_named(&title[after.0..]) && folded(&title[..before.1]).chars().count() > 8
            });
            if let Some([before, _]) = whole {
                title = title[..before.1].trim_end();
                continue;
            }
            let rest_at = parts.get(1).map_or(title.len(), |p| p.0);
            let rest = title.get(rest_at..).unwrap_or_default();
            if self.is_named(&title[first.0..first.1]) && folded(rest).chars().count() > 2 {
                title = rest.trim_start();
                continue;
            }
            break;
        }
        title
    }
}

/// The parts of a title between marks that set a site's name off: their ranges.
pub fn segments(title: &str) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut chars = title.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = title[at + c.len_utf8()..].chars().next();
        let spaced = before.is_none_or(char::is_whitespace) && next.is_none_or(char::is_whitespace);
        let wide = |c: Option<char>| c.is_some_and(|c| ('\u{2e80}'..'\u{ff00}').contains(&c));
        let is_mark = match c {
            '|' | '｜' | '：' => true,
            '-' if next == Some('-') => true,
            '-' | '_' => spaced && c == '-' || wide(before) || wide(next),
            '–' | '—' | ':' | '»' | '«' | '·' | '•' | '/' | '>' | '~' | '*' | '⋅' => spaced,
            _ => false,
        };
        if is_mark {
            let mut end = at + c.len_utf8();
            while let Some((more, m)) = chars.next_if(|(_, m)| *m == c) {
                end = more + m.len_utf8();
            }
            parts.push((start, at));
            start = end;
        }
        before = Some(c);
    }
    parts.push((start, title.len()));
    for (start, end) in &mut parts {
        let part = &title[*start..*end];
        *start += part.len() - part.trim_start().len();
        *end = *start + part.trim().len();
    }
    parts.retain(|(start, end)| start < end);
    parts
}

/// The host of a URL without `www.`; of an archive's copy, that of the original.
pub fn host(url: &str) -> Option<&str> {
    let at = url.rfind("://")? + 3;
    let rest = &url[at..];
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    let host = &rest[..end];
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|h| h.contains('.'))
}

fn is_domain(text: &str) -> bool {
    let Some((host, top)) = text.rsplit_once('.') else {
        return false;
    };
    !host.is_empty()
        && (2..=4).contains(&top.len())
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
        && host.bytes().any(|b| b.is_ascii_alphabetic())
}

/// "28.04.2023": a day behind a title.
fn is_day(text: &str) -> bool {
    text.len() <= 10
        && text.bytes().filter(u8::is_ascii_digit).count() >= 6
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'/' | b'-'))
}

/// Letters and digits alone, in lower case.
pub fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Candidate, Evidence, Source};

    fn site(name: &str, url: &str) -> Site {
        let page = Page {
            publishers: vec![Candidate {
                evidence: Evidence::OpenGraph,
                value: name.into(),
                source: Source::Other,
                at: 0,
            }],
            ..Page::default()
        };
        Site::of(&page, None, [url].into_iter())
    }

    #[test]
    fn the_sites_name_is_taken_off() {
        let case = |title: &str, name: &str, url: &str, want: &str| {
            assert_eq!(site(name, url).strip(title), want, "{title:?}");
        };
        let url = "https://www.village-paper.example/a";
        case(
            "Rain in the north - Village Paper",
            "Village Paper",
            url,
            "Rain in the north",
        );
        case(
            "Rain in the north | Village-Paper.example",
            "",
            url,
            "Rain in the north",
        );
        case(
            "Village Paper: Rain in the north",
            "Village Paper",
            url,
            "Village Paper: Rain in the north",
        );
        case(
            "Village Paper | Rain in the north",
            "Village Paper",
            url,
            "Rain in the north",
        );
        case(
            "Rain in the north – VILLAGE PAPER - Village Paper",
            "Village Paper",
            url,
            "Rain in the north",
        );
        case(
            "Rain in the north | The Village Paper",
            "Village Paper",
            url,
            "Rain in the north",
        );
        case(
            "Rain in the north | Village Paper – for all",
            "Village Paper – for all",
            url,
            "Rain in the north",
        );
        case("Rain | Village | 28.04.2023", "Village", url, "Rain");
        case("Rain - and snow", "Village Paper", url, "Rain - and snow");
        case("Village Paper", "Village Paper", url, "Village Paper");
        case("雨が降る：村新聞", "村新聞", "https://mura.example/", "雨が降る");
        case("", "", url, "");
    }

    #[test]
    fn hosts_are_known() {
        for (url, expected) in [
            ("https://www.a.example/x", Some("a.example")),
            ("https://archive.example/web/2015/http://b.example/x", Some("b.example")),
            ("x", None),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }
}
