//! Who is meant by a name: all who bear it are weighed, and one is chosen if it is clearly ahead. Never a guess.
//!
//! What counts, from much to little: the head word ("huyện Yên Thế" is no commune), the unit above written right after it,
//! a province's name before a district's before a commune's where nothing stands before, the district and the province
//! that the text names elsewhere, the list in force, the paper's own province.

use std::sync::LazyLock;

use super::evidence::{Evidence, Weight};
use super::gazetteer::{Candidate, Edition, Gazetteer, Kind, Level, UnitId, WorldId, key};
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
    is_heir: bool,
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

/// The one place of the lists above a commune that is named for a person, whose streets are many.
fn is_persons(name: u64) -> bool {
    static KEY: LazyLock<u64> = LazyLock::new(|| key("Hồ Chí Minh"));
    name == *KEY
}

impl Choosing<'_> {
    /// Who a name means, if it is a unit of this level or higher, or a place abroad.
    pub fn choose(&self, name: &Name, level: Level) -> Option<Choice> {
        let is_street = matches!(name.head, Some(Head::Street | Head::House));
        if name.head == Some(Head::Other) || is_street && is_persons(name.key) {
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
        self.gazetteer.unit(one).identity == self.gazetteer.unit(other).identity
    }

    /// Nothing, if its head word speaks against it.
    fn weigh(&self, name: &Name, id: UnitId) -> Option<Weighed> {
        let unit = self.gazetteer.unit(id);
        let mut score = match name.head {
            Some(Head::Unit(kind)) if kind == unit.kind => 3,
            Some(Head::Unit(kind)) if kind.is_of(unit.level) => 0,
            Some(Head::Unit(_)) => return None,
            Some(Head::Within | Head::Street | Head::House) if unit.level != Level::Province => return None,
            Some(Head::Abroad | Head::Other) => return None,
            Some(Head::Within | Head::Street | Head::House) | None => match unit.level {
                Level::Province => 12,
                Level::District => 4,
                Level::Commune => 0,
            },
        };
        score += match name.inherited {
            Some(Head::Unit(kind)) if kind.is_of(unit.level) => 4,
            _ => 0,
        };
        score += match unit.edition {
            edition if name.is_former && edition == self.edition && edition == Edition::Of2025July => return None,
            edition if edition == self.edition => 2,
            // What was to come is called by its full name.
            edition if edition > self.edition && name.head != Some(Head::Unit(unit.kind)) => return None,
            edition if edition > self.edition => -4,
            // Of two older lists the later.
            Edition::Of2025January => 1,
            _ => 0,
        };
        let near = name.above.iter().filter_map(|above| self.is_above(*above, id)).max();
        if near.is_none() && self.is_against(name, unit.level) {
            return None;
        }
        let is_near = near.is_some();
        // "đường Trường Chinh, Điện Biên Phủ", but "đường Lê Lợi, Hải Châu, Đà Nẵng".
        let is_street = name.inherited == Some(Head::Street);
        if is_street && (unit.level == Level::Commune || unit.level == Level::District && !is_near) {
            return None;
        }
        let mut weight = self.evidence.weight(self.gazetteer, id);
        score += match near {
            None => 0,
            // The province, where a district lies between.
            Some(Level::Province) if unit.level == Level::Commune && unit.edition != Edition::Of2025July => 6,
            Some(_) => 10,
        };
        if unit.level != Level::Commune && name.below.iter().any(|below| self.is_below(*below, id)) {
            score += 5;
        }
        // A town that bears its district's name says nothing for itself.
        if unit.level == Level::Commune && unit.parent.is_some_and(|parent| self.bears(name, parent)) {
            weight.district = 0;
        }
        score += if weight.district > 0 { 3 } else { 0 };
        score += match (weight.province, weight.today) {
            (0, 0) => 0,
            (0, _) => 1,
            _ => 3,
        };
        score += i32::from(weight.is_papers);
        let is_heir = self.is_heir(name, id);
        if is_heir {
            score += 5;
        }
        Some(Weighed {
            id,
            score,
            is_near,
            is_heir,
            weight,
        })
    }

    /// The level of the unit above it that the name beside it is of.
    fn is_above(&self, above: usize, id: UnitId) -> Option<Level> {
        let name = &self.names[above];
        let chosen = match self.chosen[above] {
            Some(Choice::Unit(chosen)) => Some(chosen),
            _ => None,
        };
        let parent = self.gazetteer.parents(id).find(|parent| match chosen {
            Some(chosen) => self.is_same(chosen, *parent),
            None => self.may_be(name, *parent),
        });
        // "xã A, tỉnh B" of today, where the commune is of yesterday.
        let of_today = |chosen: UnitId| {
            self.level(chosen) == Level::Province
                && self.gazetteer.unit(chosen).edition == Edition::Of2025July
                && self.gazetteer.unit(chosen).identity == self.gazetteer.unit(id).today
        };
        match parent {
            Some(parent) => Some(self.level(parent)),
            None => chosen.filter(|chosen| of_today(*chosen)).map(|_| Level::Province),
        }
    }

    /// Whether the name beside it may be of a unit right below it.
    fn is_below(&self, below: usize, id: UnitId) -> bool {
        let name = &self.names[below];
        self.gazetteer.keyed(name.key).any(|candidate| match candidate {
            Candidate::Unit(child) => {
                let unit = self.gazetteer.unit(child);
                unit.parent == Some(id) && unit.edition <= self.edition && self.may_be(name, child)
            }
            Candidate::World(_) => false,
        })
    }

    /// Whether what follows right after is a higher unit, by its head or by what was chosen: then it has to be the one above.
    fn is_against(&self, name: &Name, level: Level) -> bool {
        let Some(next) = name.next else { return false };
        let chosen = match self.chosen[next] {
            Some(Choice::Unit(chosen)) => Some(self.level(chosen)),
            _ => None,
        };
        let by_head = match self.names[next].head {
            Some(Head::Unit(kind)) => match level {
                Level::Commune => !kind.is_of(Level::Commune),
                Level::District => kind.is_of(Level::Province) && !kind.is_of(Level::District),
                Level::Province => false,
            },
            _ => false,
        };
        by_head || level == Level::Commune && chosen == Some(Level::District)
    }

    /// Whether a commune of today took its name from a town that it was made of: "Nha Trang" alone is the ward now.
    fn is_heir(&self, name: &Name, id: UnitId) -> bool {
        let unit = self.gazetteer.unit(id);
        let is_of_today = unit.edition == self.edition && unit.edition == Edition::Of2025July;
        if name.head.is_some() || !is_of_today || unit.level != Level::Commune {
            return false;
        }
        self.gazetteer.keyed(name.key).any(|candidate| match candidate {
            Candidate::Unit(old) => self.level(old) == Level::District && self.gazetteer.now(old).contains(&id),
            Candidate::World(_) => false,
        })
    }

    /// Whether a name is the unit's, by letters and head.
    fn may_be(&self, name: &Name, id: UnitId) -> bool {
        let is_of_kind = match name.head {
            None => true,
            Some(Head::Unit(kind)) => kind.is_of(self.level(id)),
            Some(_) => false,
        };
        is_of_kind && self.bears(name, id)
    }

    fn bears(&self, name: &Name, id: UnitId) -> bool {
        self.gazetteer
            .keyed(name.key)
            .any(|candidate| candidate == Candidate::Unit(id))
    }

    /// Whether enough speaks for the best of all. Where the text names provinces, and this one's is not among them, a name
    /// that nobody else bears is not enough: there are villages, streets and temples of most names. Cities are well known.
    fn is_sure(&self, name: &Name, best: &Weighed) -> bool {
        let unit = self.gazetteer.unit(best.id);
        let head = name.head.or(name.inherited);
        let has_head = matches!(head, Some(Head::Unit(_)));
        let is_at_home = best.is_near || best.weight.province > 0 || best.weight.today > 0 || best.weight.is_papers;
        let is_lost = !is_at_home && !self.evidence.is_empty();
        match unit.level {
            Level::Province => true,
            Level::District if has_head => true,
            Level::District => !is_lost || matches!(unit.kind, Kind::City | Kind::Town),
            Level::Commune if has_head => !is_lost,
            Level::Commune => best.is_near || best.is_heir || best.weight.province > 0 && best.weight.district > 0,
        }
    }
}
