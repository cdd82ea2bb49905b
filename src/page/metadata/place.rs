//! [`Place`]: where the headline stands, and what stands near it.

use super::microdata::{Kind, Scope};
use super::words::{AWAY, BESIDE, ITEM, LINK, Says};
use super::{Evidence, Source};

/// Something found, before it is known where the headline is.
pub struct Found {
    pub value: String,
    pub evidence: Evidence,
    pub source: Source,
    pub at: u32,
    pub group: u32,
    pub says: Says,
    pub scope: Option<u16>,
}

/// Where the headline stands.
pub struct Place<'s> {
    scopes: &'s [Scope],
    at: u32,
    /// What the elements around it say does not count against what stands beside it.
    ours: Says,
    article: Option<u16>,
}

impl<'s> Place<'s> {
    /// The place of a headline, among the items of microdata.
    pub fn of(scopes: &'s [Scope], headline: Option<&Found>) -> Self {
        Place {
            scopes,
            at: headline.map_or(0, |f| f.at),
            ours: !(headline.map_or(0, |f| f.says) & (AWAY | BESIDE | ITEM)),
            article: article_of(scopes, headline.and_then(|f| f.scope)),
        }
    }

    /// An item of microdata that belongs to another article.
    pub fn is_foreign(&self, found: &Found) -> bool {
        found.evidence == Evidence::Microdata && article_of(self.scopes, found.scope) != self.article
    }

    /// Those that are the page's own, nearest to the headline first: no items of other articles, no teasers (links in
    /// a list), nothing that stands beside the text.
    pub fn own<'f>(&self, list: &'f [Found]) -> Vec<&'f Found> {
        let mut own: Vec<&Found> = list
            .iter()
            .filter(|found| {
                let says = found.says & self.ours;
                !self.is_foreign(found) && says & (AWAY | BESIDE) == 0 && (says & ITEM == 0 || says & LINK == 0)
            })
            .collect();
        own.sort_by_key(|found| {
            let at = found.at;
            if at >= self.at {
                at - self.at
            } else {
                2 * (self.at - at)
            }
        });
        own
    }
}

/// The article that an item belongs to.
fn article_of(scopes: &[Scope], scope: Option<u16>) -> Option<u16> {
    let mut at = scope;
    for _ in 0..32 {
        let scope = at.and_then(|i| scopes.get(usize::from(i)))?;
        if scope.kind == Kind::Article {
            return at;
        }
        at = scope.parent;
    }
    None
}
