//! What speaks for a unit beside its own name: the provinces and districts that the text names, the paper's own province.

use super::gazetteer::{Edition, Gazetteer, Identity, Level, UnitId};

/// How often the text names a unit that is sure.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    named: Vec<(Identity, u32)>,
    /// Provinces of today that something speaks for.
    today: Vec<(Identity, u32)>,
    paper: Option<(Identity, Identity)>,
}

impl Evidence {
    /// With the paper's own province.
    pub fn of_paper(gazetteer: &Gazetteer, paper: Option<UnitId>) -> Self {
        let paper = paper.map(|id| (gazetteer.unit(id).identity, gazetteer.unit(id).today));
        Evidence {
            paper,
            ..Evidence::default()
        }
    }

    /// The text names this unit, and so the units above it.
    pub fn add(&mut self, gazetteer: &Gazetteer, id: UnitId, times: u32) {
        for id in std::iter::once(id).chain(gazetteer.parents(id)) {
            add(&mut self.named, gazetteer.unit(id).identity, times);
            if gazetteer.unit(id).level == Level::Province {
                add(&mut self.today, gazetteer.unit(id).today, times);
            }
        }
    }

    /// Whether nothing is known of where the article is about.
    pub fn is_empty(&self) -> bool {
        self.today.is_empty() && self.paper.is_none()
    }

    /// How much speaks for a unit: its district named, its province, the province that that became, the paper's.
    pub fn weight(&self, gazetteer: &Gazetteer, id: UnitId) -> Weight {
        let mut weight = Weight::default();
        for above in gazetteer.parents(id) {
            let named = count(&self.named, gazetteer.unit(above).identity);
            match gazetteer.unit(above).level {
                Level::District => weight.district = named,
                _ => weight.province = named,
            }
        }
        let province = gazetteer.province(id);
        weight.today = count(&self.today, gazetteer.unit(id).today);
        weight.is_papers = self.paper.is_some_and(|(then, now)| {
            gazetteer.unit(province).identity == then
                || now == gazetteer.unit(id).today && gazetteer.unit(id).edition == Edition::Of2025July
        });
        weight
    }
}

/// See [`Evidence::weight`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Weight {
    /// How often the district above is named.
    pub district: u32,
    /// How often the province above is named, by itself or by what lies in it.
    pub province: u32,
    /// The same of the province of today that it lies in.
    pub today: u32,
    /// Whether the paper is of that province.
    pub is_papers: bool,
}

fn add(named: &mut Vec<(Identity, u32)>, who: Identity, times: u32) {
    let is_full = named.len() >= 200;
    match named.iter_mut().find(|(known, _)| *known == who) {
        Some((_, count)) => *count += times,
        // Nobody reads of more places than this.
        None if !is_full => named.push((who, times)),
        None => {}
    }
}

fn count(named: &[(Identity, u32)], who: Identity) -> u32 {
    named
        .iter()
        .find(|(known, _)| *known == who)
        .map_or(0, |(_, count)| *count)
}
