//! Who is meant by a name: all who bear it are weighed, and one is chosen if it is clearly ahead. Never a guess.
//!
//! What counts, from much to little: the head word ("huyện Yên Thế" is no commune), the unit above written right after it,
//! a province's name before a district's before a commune's where nothing stands before, the district and the province
//! that the text names elsewhere, the list in force, the paper's own province.

use super::evidence::{Evidence, Weight, identity, today};
use super::gazetteer::{Candidate, Edition, Gazetteer, Level, UnitId, WorldId};
use super::head::Head;
use super::name::Name;

/// Who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// An administrative unit of Vietnam.
    Unit(UnitId),
    /// A place abroad, or Việt Nam.
    World(WorldId),
}

/// What is known of a candidate.
#[derive(Clone, Copy, Debug)]
struct Weighed {
    id: UnitId,
    score: i32,
    is_near: bool,
    weight: Weight,
}

/// All that a choice is made by.
pub struct Choosing<'a> {
    /// Who there is.
    pub gazetteer: &'a Gazetteer,
    /// The list in force.
    pub edition: Edition,
    /// What the text says beside the names.
    pub evidence: &'a Evidence,
    /// The article's names.
    pub names: &'a [Name],
    /// What was chosen for them so far.
    pub chosen: &'a [Option<Choice>],
}

impl Choosing<'_> {
    /// Who a name means, if it is a unit of this level or higher, or a place abroad.
    pub fn choose(&self, name: &Name, level: Level) -> Option<Choice> {
        if name.head == Some(Head::Other) {
            return None;
        }
        let mut best: Option<Weighed> = None;
        let mut rival: Option<Weighed> = None;
        let mut abroad = None;
        for candidate in self.gazetteer.keyed(name.key) {
            let id = match candidate {
                Candidate::Unit(id) => id,
                Candidate::World(id) => {
                    abroad = Some(id);
                    continue;
                }
            };
            let Some(weighed) = self.weigh(name, id) else { continue };
            match best {
                Some(known) if weighed.score <= known.score => {
                    if !self.is_same(known.id, id) && rival.is_none_or(|rival| weighed.score > rival.score) {
                        rival = Some(weighed);
                    }
                }
                known => {
                    rival = known
                        .filter(|known| !self.is_same(known.id, id))
                        .or(rival.filter(|rival| !self.is_same(rival.id, id)));
                    best = Some(weighed);
                }
            }
        }
        let unit = best.filter(|best| rival.is_none_or(|rival| rival.score < best.score) && self.is_sure(name, best));
        match (unit, abroad) {
            // "Tân Cương" is China's unless something says that it is the commune.
            (Some(unit), Some(abroad))
                if self.level(unit.id) == Level::Commune && name.head.is_none() && !unit.is_near =>
            {
                Some(Choice::World(abroad))
            }
            (Some(unit), _) => (self.level(unit.id) <= level).then_some(Choice::Unit(unit.id)),
            (None, Some(abroad)) if matches!(name.head, None | Some(Head::Abroad | Head::Within)) || best.is_none() => {
                Some(Choice::World(abroad))
            }
            _ => None,
        }
    }

    fn level(&self, id: UnitId) -> Level {
        self.gazetteer.unit(id).level
    }

    fn is_same(&self, one: UnitId, other: UnitId) -> bool {
        identity(self.gazetteer, one) == identity(self.gazetteer, other)
    }

    /// Nothing, if its head word speaks against it.
    fn weigh(&self, name: &Name, id: UnitId) -> Option<Weighed> {
        let unit = self.gazetteer.unit(id);
        let mut score = match name.head {
            Some(Head::Unit(kind)) if kind == unit.kind => 2,
            Some(Head::Unit(kind)) if kind.is_of(unit.level) => 0,
            Some(Head::Unit(_)) => return None,
            Some(Head::Within) if unit.level != Level::Province => return None,
            Some(Head::Abroad | Head::Other) => return None,
            Some(Head::Within) | None => match unit.level {
                Level::Province => 12,
                Level::District => 4,
                Level::Commune => 0,
            },
        };
        score += match unit.edition {
            edition if name.is_former && edition == self.edition && edition == Edition::Of2025July => return None,
            edition if edition == self.edition => 2,
            edition if edition > self.edition => -2,
            // Of two older lists the later.
            Edition::Of2025January => 1,
            _ => 0,
        };
        let is_near = name.above.iter().any(|above| self.is_above(*above, id));
        let weight = self.evidence.weight(self.gazetteer, id);
        if is_near {
            score += 10;
        }
        score += if weight.district > 0 { 3 } else { 0 };
        score += match (weight.province, weight.today) {
            (0, 0) => 0,
            (0, _) => 1,
            _ => 3,
        };
        score += i32::from(weight.is_papers);
        Some(Weighed {
            id,
            score,
            is_near,
            weight,
        })
    }

    /// Whether the name beside it is that of a unit above it.
    fn is_above(&self, above: usize, id: UnitId) -> bool {
        let name = &self.names[above];
        let chosen = match self.chosen[above] {
            Some(Choice::Unit(chosen)) => Some(chosen),
            _ => None,
        };
        let by_name = |parent: UnitId| {
            let unit = self.gazetteer.unit(parent);
            let is_of_kind = match name.head {
                None => true,
                Some(Head::Unit(kind)) => kind.is_of(unit.level),
                Some(_) => false,
            };
            is_of_kind
                && self
                    .gazetteer
                    .keyed(name.key)
                    .any(|candidate| candidate == Candidate::Unit(parent))
        };
        self.gazetteer.parents(id).any(|parent| match chosen {
            Some(chosen) => self.is_same(chosen, parent),
            None => by_name(parent),
        }) || chosen.is_some_and(|chosen| {
            // "xã A, tỉnh B" of today, where the commune is of yesterday.
            self.level(chosen) == Level::Province
                && self.gazetteer.unit(chosen).edition == Edition::Of2025July
                && identity(self.gazetteer, chosen) == today(self.gazetteer, self.gazetteer.province(id))
        })
    }

    /// Whether enough speaks for the best of all.
    fn is_sure(&self, name: &Name, best: &Weighed) -> bool {
        let unit = self.gazetteer.unit(best.id);
        let has_head = matches!(name.head, Some(Head::Unit(_)));
        match unit.level {
            Level::Province | Level::District => true,
            Level::Commune if has_head => true,
            Level::Commune => best.is_near || best.weight.province > 0 && best.weight.district > 0,
        }
    }
}
