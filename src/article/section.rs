//! The section: what metadata calls it, else the first step of the breadcrumbs that is neither home nor the article.

use super::line::same_text;
use super::site::Site;
use crate::page::{Candidate, Evidence, Source};

/// The first step of breadcrumbs, in the languages of the pages that are read.
const HOME: &[&str] = &[
    "home",
    "homepage",
    "start",
    "startseite",
    "accueil",
    "inicio",
    "início",
    "trang chủ",
    "strona główna",
    "hem",
    "hjem",
    "forside",
    "ana sayfa",
    "anasayfa",
    "главная",
    "beranda",
    "首页",
    "首頁",
    "ホーム",
    "トップ",
    "홈",
    "الرئيسية",
    "होम",
    "etusivu",
    "domů",
    "pagina iniziale",
];

/// No section's name is longer, in characters.
const LONGEST: usize = 40;

/// The best of the candidates.
pub fn best<'c, 'p>(candidates: &'c [Candidate<'p>], title: Option<&str>, site: &Site) -> Option<&'c Candidate<'p>> {
    let rank = |c: &Candidate<'_>| match (c.evidence, c.source) {
        (Evidence::OpenGraph, _) => 0,
        (Evidence::JsonLd, Source::Other) => 1,
        (Evidence::Microdata, _) => 2,
        (Evidence::Meta, _) => 3,
        (Evidence::JsonLd, _) => 4,
        _ => 5,
    };
    let fits = |c: &&Candidate<'_>| {
        let value = c.value.trim();
        let length = value.chars().count();
        let crumb = c.source == Source::Breadcrumb;
        let home = crumb && (HOME.contains(&value.to_lowercase().as_str()) || site.is_exactly(value));
        (2..=LONGEST).contains(&length)
            && value.chars().any(char::is_alphabetic)
            && !value.contains("://")
            && !home
            && !(crumb && title.is_some_and(|t| same_text(t, value)))
    };
    candidates.iter().filter(fits).min_by_key(|c| rank(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breadcrumbs_are_the_last_to_be_asked() {
        let of = |evidence, source, value: &'static str| Candidate {
            evidence,
            value: value.into(),
            source,
            at: 0,
        };
        let crumb = |value| of(Evidence::Markup, Source::Breadcrumb, value);
        let case = |list: &[Candidate<'_>], want: Option<&str>| {
            let best = best(list, Some("Rain in the north"), &Site::default());
            assert_eq!(best.map(|c| c.value.as_ref()), want, "{list:?}");
        };
        case(
            &[crumb("Home"), crumb("Politics"), crumb("Rain in the north")],
            Some("Politics"),
        );
        case(
            &[crumb("News"), of(Evidence::OpenGraph, Source::Other, "Weather")],
            Some("Weather"),
        );
        case(&[crumb("›"), crumb("Trang chủ"), crumb("Rain in the north")], None);
        case(
            &[of(Evidence::OpenGraph, Source::Other, "https://a.example/weather")],
            None,
        );
        case(&[], None);
    }
}
