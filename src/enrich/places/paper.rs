//! A paper's own province: whoever reads baobacgiang.com.vn knows where "xã Tân Thanh" is.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::gazetteer::{Edition, Gazetteer, Level, UnitId, gazetteer};

const PAPERS: &str = include_str!("../../../lexicon/papers.tsv");

struct Papers {
    named: HashMap<&'static str, UnitId>,
    /// Provinces' names without accents and spaces.
    provinces: Vec<(String, UnitId)>,
}

static READ: LazyLock<Papers> = LazyLock::new(|| read(gazetteer()));

fn read(gazetteer: &Gazetteer) -> Papers {
    let provinces: Vec<_> = gazetteer
        .units()
        .filter(|(_, unit)| unit.level == Level::Province && unit.edition == Edition::Of2025January)
        .collect();
    let by_code = |code: &str| provinces.iter().find(|(_, unit)| unit.code == code).map(|(id, _)| *id);
    let lines = PAPERS.lines().filter(|line| !line.starts_with('#'));
    Papers {
        named: lines
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(paper, code)| Some((paper, by_code(code)?)))
            .collect(),
        // "hue" stands in too many words.
        provinces: provinces
            .iter()
            .map(|(id, unit)| (letters(unit.name), *id))
            .filter(|(name, _)| name.len() > 4)
            .collect(),
    }
}

/// Letters without accents, in lower case, without anything between them.
fn letters(text: &str) -> String {
    text.nfd()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|letter| if letter == 'đ' { 'd' } else { letter })
        .collect()
}

/// The province whose paper has this domain or name, in the list of January 2025.
pub fn province(domain: Option<&str>, name: Option<&str>) -> Option<UnitId> {
    domain.and_then(of_domain).or_else(|| name.and_then(of_name))
}

/// By a label of the domain, without what comes after its first dot from the right that is a public suffix: labels are
/// compared from the left, "www" and "m" passed over.
fn of_domain(domain: &str) -> Option<UnitId> {
    if !domain.is_ascii() || domain.len() > 100 {
        return None;
    }
    let domain = domain.to_ascii_lowercase();
    domain
        .split('.')
        .filter(|label| label.len() > 3 || *label == "trt" || *label == "qtv")
        .find_map(|label| {
            let bare = label.replace('-', "");
            READ.named.get(bare.as_str()).copied().or_else(|| within(&bare))
        })
}

/// "Báo Bắc Giang", "Hà Nội Mới", "Bắc Ninh TV".
fn of_name(name: &str) -> Option<UnitId> {
    (name.len() <= 100)
        .then(|| letters(name))
        .and_then(|name| within(&name))
}

/// The province whose name a word holds; none where it holds two.
fn within(word: &str) -> Option<UnitId> {
    let mut found = READ
        .provinces
        .iter()
        .filter(|(province, _)| word.contains(province.as_str()))
        .map(|(_, id)| *id);
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_have_their_province() {
        for (domain, name, code) in [
            (Some("baobacgiang.com.vn"), None, Some("24")),
            (Some("baothanhhoa.vn"), None, Some("38")),
            (Some("www.hanoimoi.com.vn"), None, Some("01")),
            (Some("sggp.org.vn"), None, Some("79")),
            (Some("bacgiang.gov.vn"), None, Some("24")),
            (Some("tuoitre.vn"), None, None),
            (Some("vnexpress.net"), None, None),
            (None, Some("Báo Bắc Giang"), Some("24")),
            (None, Some("Tuổi Trẻ"), None),
            (Some("baoquangnam.vn"), None, Some("49")),
            (Some("báo.vn"), None, None),
        ] {
            let found = province(domain, name).map(|id| gazetteer().unit(id).code);
            assert_eq!(found, code, "{domain:?} {name:?}");
        }
    }

    #[test]
    fn every_paper_of_the_table_is_read() {
        let lines = PAPERS.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(READ.named.len(), lines);
    }
}
