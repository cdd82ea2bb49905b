//! The paper: which of the names that a page gives its site.

use crate::page::{Candidate, Evidence, Source};

/// The best of the names: what the site calls itself, before what a template's vendor does; a name before a domain.
pub fn best<'c, 'p>(names: &'c [Candidate<'p>]) -> Option<&'c Candidate<'p>> {
    let rank = |c: &Candidate<'_>| {
        let address = !c.value.contains(' ') && c.value.contains('.');
        let source = match (c.evidence, c.source) {
            (Evidence::OpenGraph, _) => 0,
            (Evidence::JsonLd, Source::Organization) => 1,
            (Evidence::Microdata, _) => 2,
            (Evidence::JsonLd, _) => 3,
            _ => 4,
        };
        (address, source)
    };
    names
        .iter()
        .filter(|c| c.value.chars().any(char::is_alphabetic))
        .min_by_key(|c| rank(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_before_a_domain() {
        let name = |evidence, source, value: &'static str| Candidate {
            evidence,
            value: value.into(),
            source,
            at: 0,
        };
        let case = |names: &[Candidate<'_>], want: Option<&str>| {
            assert_eq!(best(names).map(|c| c.value.as_ref()), want, "{names:?}");
        };
        let og = name(Evidence::OpenGraph, Source::Other, "village.example");
        let organization = name(Evidence::JsonLd, Source::Organization, "Village Paper");
        let vendor = name(Evidence::Meta, Source::Other, "Vendor");
        case(&[vendor.clone(), og.clone(), organization], Some("Village Paper"));
        case(&[og], Some("village.example"));
        case(&[vendor], Some("Vendor"));
        case(&[name(Evidence::Meta, Source::Other, "/")], None);
        case(&[], None);
    }
}
