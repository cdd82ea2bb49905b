//! The lists as they are compiled in.

use super::*;

fn found(name: &str, edition: Edition) -> Vec<(Level, &'static str, &'static str)> {
    let gazetteer = gazetteer();
    let mut found: Vec<_> = gazetteer
        .named(name)
        .filter_map(|candidate| match candidate {
            Candidate::Unit(id) => Some(*gazetteer.unit(id)),
            Candidate::World(_) => None,
        })
        .filter(|unit| unit.edition == edition)
        .map(|unit| (unit.level, unit.code, unit.official))
        .collect();
    found.sort_unstable();
    found
}

fn only(name: &str, edition: Edition, level: Level) -> UnitId {
    let gazetteer = gazetteer();
    let mut ids = gazetteer.named(name).filter_map(|candidate| match candidate {
        Candidate::Unit(id) => Some(id),
        Candidate::World(_) => None,
    });
    ids.find(|id| gazetteer.unit(*id).edition == edition && gazetteer.unit(*id).level == level)
        .unwrap()
}

fn codes(ids: &[UnitId]) -> Vec<&'static str> {
    ids.iter().map(|id| gazetteer().unit(*id).code).collect()
}

#[test]
fn the_editions_are_whole() {
    let count = |edition, level| {
        let units = gazetteer().units();
        units
            .filter(|(_, unit)| unit.edition == edition && unit.level == level)
            .count()
    };
    for (edition, provinces, districts, communes) in [
        (Edition::Of2018, 0, 11, 0),
        (Edition::Of2021, 63, 705, 10_599),
        (Edition::Of2025January, 63, 696, 10_035),
        (Edition::Of2025July, 34, 0, 3_321),
    ] {
        let counts = [Level::Province, Level::District, Level::Commune].map(|level| count(edition, level));
        assert_eq!(counts, [provinces, districts, communes], "{edition:?}");
    }
}

#[test]
fn everyone_below_a_province_has_parents_of_the_same_list() {
    for (id, unit) in gazetteer().units() {
        let levels: Vec<_> = gazetteer().parents(id).map(|id| gazetteer().unit(id).level).collect();
        let expected: &[Level] = match (unit.level, unit.edition) {
            (Level::Province, _) => &[],
            (Level::Commune, Edition::Of2021 | Edition::Of2025January) => &[Level::District, Level::Province],
            _ => &[Level::Province],
        };
        let same = |id| gazetteer().unit(id).edition == unit.edition || unit.edition == Edition::Of2018;
        assert_eq!(levels, expected, "{unit:?}");
        assert!(gazetteer().parents(id).all(same));
        assert!(unit.kind.is_of(unit.level), "{unit:?}");
    }
}

#[test]
fn names_are_found_in_each_style() {
    use Level::{Commune, District, Province};
    for (name, edition, expected) in [
        ("Lục Nam", Edition::Of2021, &[(District, "218", "Huyện Lục Nam")][..]),
        ("Lục Nam", Edition::Of2025July, &[(Commune, "07444", "Xã Lục Nam")]),
        (
            "thuỷ nguyên",
            Edition::Of2021,
            &[(District, "311", "Huyện Thủy Nguyên")],
        ),
        (
            "BÀ RỊA – VŨNG TÀU",
            Edition::Of2021,
            &[(Province, "77", "Tỉnh Bà Rịa - Vũng Tàu")],
        ),
        (
            "TPHCM",
            Edition::Of2025July,
            &[(Province, "79", "Thành phố Hồ Chí Minh")],
        ),
        ("Cẩm Giang", Edition::Of2025July, &[(Commune, "10888", "Xã Cẩm Giang")]),
        ("Cam Giang", Edition::Of2025July, &[]),
    ] {
        assert_eq!(found(name, edition), expected, "{name}");
    }
    assert!(found("6", Edition::Of2021).len() > 15);
}

#[test]
fn old_units_say_what_they_became() {
    let gazetteer = gazetteer();
    let district = only("Lục Nam", Edition::Of2021, Level::District);
    assert_eq!(gazetteer.now(district).len(), 8);
    let names: Vec<_> = gazetteer
        .now(district)
        .iter()
        .map(|id| gazetteer.unit(*id).official)
        .collect();
    assert!(
        names.contains(&"Xã Lục Nam") && names.contains(&"Xã Bắc Lũng"),
        "{names:?}"
    );
    assert!(codes(gazetteer.now(only("9", Edition::Of2018, Level::District))).contains(&"26848"));
    let province = only("Bắc Giang", Edition::Of2021, Level::Province);
    assert_eq!(codes(gazetteer.now(province)), ["24"]);
    assert_eq!(gazetteer.unit(gazetteer.now(province)[0]).official, "Tỉnh Bắc Ninh");
    let island = only("Bạch Long Vĩ", Edition::Of2025January, Level::District);
    assert_eq!(
        gazetteer.unit(gazetteer.now(island)[0]).official,
        "Đặc khu Bạch Long Vĩ"
    );
    assert!(
        gazetteer
            .now(only("Lục Nam", Edition::Of2025July, Level::Commune))
            .is_empty()
    );
}

#[test]
fn nearly_every_old_unit_has_successors() {
    let gazetteer = gazetteer();
    let without = |edition, level| {
        let units = gazetteer
            .units()
            .filter(|(_, unit)| unit.edition == edition && unit.level == level);
        units.filter(|(id, _)| gazetteer.now(*id).is_empty()).count()
    };
    for edition in [Edition::Of2021, Edition::Of2025January] {
        assert_eq!(without(edition, Level::Province), 0);
        assert_eq!(without(edition, Level::District), 0);
    }
    assert!(without(Edition::Of2025January, Level::Commune) <= 40);
    assert!(without(Edition::Of2021, Level::Commune) <= 620);
}

#[test]
fn every_new_unit_was_something() {
    let gazetteer = gazetteer();
    let mut was = std::collections::HashSet::new();
    for (id, unit) in gazetteer
        .units()
        .filter(|(_, unit)| unit.edition == Edition::Of2025January)
    {
        was.extend(
            gazetteer
                .now(id)
                .iter()
                .map(|now| (unit.level == Level::Province, *now)),
        );
    }
    let new = gazetteer
        .units()
        .filter(|(_, unit)| unit.edition == Edition::Of2025July);
    let missing: Vec<_> = new
        .filter(|(id, unit)| !was.contains(&(unit.level == Level::Province, *id)))
        .map(|(_, unit)| unit.official)
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_world_is_known_by_its_usual_names() {
    for (name, code) in [
        ("Mỹ", "iso3166-1a2:US"),
        ("Hoa Kỳ", "iso3166-1a2:US"),
        ("Vương quốc Anh", "iso3166-1a2:GB"),
        ("Anh", "iso3166-1a2:GB"),
        ("LB Nga", "iso3166-1a2:RU"),
        ("CHDCND Triều Tiên", "iso3166-1a2:KP"),
        ("Đông Nam Á", "m49:035"),
        ("châu Âu", "m49:150"),
        ("Tokyo", "iso3166-2:JP-13"),
        ("Paris", "iso3166-2:FR-75C"),
        ("VIỆT NAM", "iso3166-1a2:VN"),
    ] {
        let codes: Vec<_> = gazetteer()
            .named(name)
            .filter_map(|candidate| match candidate {
                Candidate::World(id) => Some(gazetteer().world(id).code),
                Candidate::Unit(_) => None,
            })
            .collect();
        assert_eq!(codes, [code], "{name}");
    }
}

#[test]
fn nobody_abroad_bears_a_name_twice() {
    let mut seen = std::collections::HashMap::new();
    for (name, candidate) in gazetteer().names() {
        if let Candidate::World(id) = candidate
            && let Some(before) = seen.insert(key(name), id)
        {
            assert_eq!(before, id, "{name}");
        }
    }
}

#[test]
fn every_line_of_the_files_is_read() {
    let lines = |text: &str| text.lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(gazetteer().world.len(), lines(WORLD));
    let aliases = ALIASES.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut fields = line.split('\t');
        fields.next().unwrap().len() * (fields.count() - 1)
    });
    let abroad = WORLD
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').count() - 2);
    assert_eq!(
        gazetteer().aliases.len(),
        aliases.sum::<usize>() + abroad.sum::<usize>()
    );
}
