//! Tags: the keyword line of a page, and what envelopes give as keywords.

use super::Article;
use super::line::Line;
use crate::intake::RawArticle;
use crate::page::{self, Evidence, Page};

const LABELS: &[&str] = &["từ khóa", "từ khoá", "tags", "tag", "keywords", "chủ đề", "thẻ"];

/// A label that stands alone has at most so many tags on the lines after it.
pub const MOST: usize = 20;

/// The tags of a keyword line ("Từ khóa: dân vận, nông thôn mới"); `None` where it is none. A label alone gives an
/// empty list: its tags stand on the lines after it.
pub fn of_line<'a>(line: &'a Line<'_>) -> Option<Vec<&'a str>> {
    if line.lower.is_empty() {
        return None;
    }
    let lower = line.lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let label = LABELS.iter().find(|l| lower.starts_with(*l))?;
    let after = lower[label.len()..].trim_start();
    if !(after.is_empty() || after.starts_with(':')) {
        return None;
    }
    let list = line.text.split_once(':').map_or("", |(_, list)| list);
    Some(split(list).collect())
}

/// The single tags of a list, without `#`, empty ones left out.
pub fn split(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';', '|', '#'])
        .map(|t| t.trim().trim_end_matches('.'))
        .filter(|t| !t.is_empty())
}

/// Takes the tags that the page's best evidence gives, else the envelope's.
pub fn take<'p>(raw: &'p RawArticle<'_>, page: &mut Page<'p>, article: &mut Article<'p>) {
    let rank = |evidence: Evidence| match evidence {
        Evidence::JsonLd => 0,
        Evidence::OpenGraph => 1,
        Evidence::Microdata => 2,
        Evidence::Meta => 3,
        Evidence::Markup => 4,
    };
    if let Some(best) = page.tags.iter().map(|t| t.evidence).min_by_key(|e| rank(*e)) {
        let tags = page.tags.drain(..).filter(|t| t.evidence == best);
        article.tags = tags.map(|t| t.value).collect();
        article.note("tags", best.as_str());
        return;
    }
    for claim in &raw.tags {
        for tag in split(&claim.value) {
            let tag = page::value(tag);
            if !tag.is_empty() && !article.tags.contains(&tag) {
                article.tags.push(tag);
            }
        }
    }
    if let (false, Some(claim)) = (article.tags.is_empty(), raw.tags.first()) {
        article.note("tags", claim.provenance());
    }
}
