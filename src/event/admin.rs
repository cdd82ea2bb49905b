//! [`admin_unit`]: an administrative unit as it is published.

use super::{AdminLevel, AdminRef, AdminUnit};
use crate::enrich::places::gazetteer::{Level, UnitId, gazetteer};

/// A unit with those above it and those that it became.
pub fn admin_unit(id: UnitId) -> AdminUnit {
    let AdminRef {
        level,
        code,
        list,
        name,
    } = reference(id);
    AdminUnit {
        level,
        code,
        list,
        name,
        parents: gazetteer().parents(id).map(reference).collect(),
        now: gazetteer().now(id).iter().copied().map(reference).collect(),
    }
}

fn reference(id: UnitId) -> AdminRef {
    let unit = gazetteer().unit(id);
    AdminRef {
        level: match unit.level {
            Level::Province => AdminLevel::Province,
            Level::District => AdminLevel::District,
            Level::Commune => AdminLevel::Commune,
        },
        code: unit.code,
        list: unit.edition.list(),
        name: unit.official,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrich::places::gazetteer::Edition;

    #[test]
    fn a_unit_comes_with_its_parents_and_successors() {
        let (id, _) = gazetteer()
            .units()
            .find(|(_, unit)| unit.code == "218" && unit.edition == Edition::Of2021)
            .unwrap();
        let unit = admin_unit(id);
        assert_eq!(
            (unit.level, unit.code, unit.name),
            (AdminLevel::District, "218", "Huyện Lục Nam")
        );
        assert_eq!(unit.list, "vn-gso-2021");
        assert_eq!(
            unit.parents.iter().map(|parent| parent.code).collect::<Vec<_>>(),
            ["24"]
        );
        assert_eq!(unit.now.len(), 8);
        assert!(
            unit.now
                .iter()
                .all(|now| now.list == "vn-gso-2025-07" && now.level == AdminLevel::Commune)
        );
    }
}
