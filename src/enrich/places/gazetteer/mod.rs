//! The gazetteer: Vietnam's administrative units in three dated editions, what old ones became, and the world's countries,
//! regions and well-known cities. Compiled in (`lexicon/units.tsv`, `world.tsv`, `place_aliases.tsv`), read once.
//!
//! Everything is found by the number of its folded name ([`key`]), so looking a name up allocates nothing. A name
//! answers with all who bear it, in every edition; who is meant is decided elsewhere.

mod edition;
mod fold;
mod spelling;
mod unit;
mod world;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

pub use edition::Edition;
pub use fold::{fold, key};
pub use unit::{Identity, Kind, Level, Unit, UnitId, bare};
pub use world::{World, WorldId, WorldKind};

const UNITS: &str = include_str!("../../../../lexicon/units.tsv");
const ALIASES: &str = include_str!("../../../../lexicon/place_aliases.tsv");
const WORLD: &str = include_str!("../../../../lexicon/world.tsv");

/// The one that is compiled in; read at first use.
pub fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);
    &GAZETTEER
}

/// Who bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Candidate {
    /// An administrative unit of Vietnam.
    Unit(UnitId),
    /// A place abroad.
    World(WorldId),
}

/// All places that are known.
#[derive(Debug)]
pub struct Gazetteer {
    units: Vec<Unit>,
    /// Successors, one unit's after another's.
    now: Vec<UnitId>,
    world: Vec<World>,
    /// Where the bearers of a name begin and end in `bearers`.
    names: HashMap<u64, (u32, u32), BuildHasherDefault<Ready>>,
    /// Units by their number, and places abroad after them, one name's after another's.
    bearers: Vec<u16>,
    /// Names beside the official ones.
    aliases: Vec<(&'static str, u16)>,
}

/// The keys are well mixed already.
#[derive(Default)]
pub struct Ready(u64);

impl Hasher for Ready {
    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Gazetteer {
    /// All units with this name, without the word for their kind, in all editions, and all places abroad.
    pub fn named(&self, name: &str) -> impl ExactSizeIterator<Item = Candidate> + Clone + '_ {
        self.keyed(key(name))
    }

    /// As [`Gazetteer::named`], by the [`key`] of the name.
    pub fn keyed(&self, key: u64) -> impl ExactSizeIterator<Item = Candidate> + Clone + '_ {
        let (from, to) = self.names.get(&key).copied().unwrap_or_default();
        let bearers = self.bearers.get(from as usize..to as usize).unwrap_or_default();
        bearers.iter().map(|bearer| self.candidate(*bearer))
    }

    fn candidate(&self, bearer: u16) -> Candidate {
        match usize::from(bearer).checked_sub(self.units.len()) {
            None => Candidate::Unit(UnitId(bearer)),
            Some(_) => Candidate::World(WorldId(bearer)),
        }
    }

    /// A unit.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[usize::from(id.0)]
    }

    /// A place abroad.
    pub fn world(&self, id: WorldId) -> &World {
        &self.world[usize::from(id.0) - self.units.len()]
    }

    /// The units above, nearest first.
    pub fn parents(&self, id: UnitId) -> impl Iterator<Item = UnitId> + '_ {
        std::iter::successors(self.unit(id).parent, |id| self.unit(*id).parent)
    }

    /// The province that a unit lies in, or is.
    pub fn province(&self, id: UnitId) -> UnitId {
        self.parents(id).last().unwrap_or(id)
    }

    /// The units of the newest list that it became, in the order of their codes; none for units of that list, and where
    /// nobody says.
    pub fn now(&self, id: UnitId) -> &[UnitId] {
        let (from, to) = self.unit(id).now;
        self.now.get(from as usize..to as usize).unwrap_or_default()
    }

    /// All units of all editions.
    pub fn units(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        self.units.iter().zip(0..).map(|(unit, number)| (UnitId(number), unit))
    }

    /// Every name with who bears it, official names and the others; a name comes once for each of its bearers.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, Candidate)> + '_ {
        let official = self.units().map(|(id, unit)| (unit.name, Candidate::Unit(id)));
        let others = self
            .aliases
            .iter()
            .map(|(name, bearer)| (*name, self.candidate(*bearer)));
        official.chain(others)
    }

    fn read() -> Self {
        let mut gazetteer = Gazetteer {
            units: Vec::new(),
            now: Vec::new(),
            world: Vec::new(),
            names: HashMap::default(),
            bearers: Vec::new(),
            aliases: Vec::new(),
        };
        let by_code = gazetteer.read_units();
        gazetteer.read_aliases(&by_code);
        gazetteer.read_world();
        gazetteer.index();
        gazetteer
    }

    /// Higher units come before lower ones in the file. What each became is looked up when all are there.
    fn read_units(&mut self) -> HashMap<(Edition, &'static str), UnitId> {
        let lines = || UNITS.lines().filter(|line| !line.starts_with('#'));
        let mut by_code = HashMap::with_capacity(25_000);
        let mut successors = Vec::new();
        for line in lines() {
            let mut fields = line.split('\t');
            let (Some(lists), Some(code), Some(parent), Some(official)) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let level = match code.len() {
                2 => Level::Province,
                3 => Level::District,
                _ => Level::Commune,
            };
            let (Some(kind), name) = bare(official) else { continue };
            for edition in lists.chars().filter_map(Edition::of_digit) {
                let Ok(number) = u16::try_from(self.units.len()) else {
                    continue;
                };
                // The list of 2018 has no provinces of its own.
                let above = by_code
                    .get(&(edition, parent))
                    .or_else(|| by_code.get(&(Edition::Of2021, parent)));
                let parent = above.copied();
                by_code.insert((edition, code), UnitId(number));
                successors.push(fields.clone().next().unwrap_or_default());
                self.units.push(Unit {
                    edition,
                    kind,
                    level,
                    parent,
                    code,
                    official,
                    name,
                    identity: Identity::of(edition, level, code),
                    today: Identity::default(),
                    now: (0, 0),
                });
            }
        }
        for (unit, codes) in self.units.iter_mut().zip(successors) {
            let from = self.now.len() as u32;
            let known = codes
                .split(',')
                .filter_map(|code| by_code.get(&(Edition::Of2025July, code)));
            self.now.extend(known);
            unit.now = (from, self.now.len() as u32);
        }
        for at in 0..self.units.len() {
            let province = self.province(UnitId(at as u16));
            let today = self.now(province).first().copied().unwrap_or(province);
            self.units[at].today = self.unit(today).identity;
        }
        by_code
    }

    /// `place_aliases.tsv`: lists, code, other names.
    fn read_aliases(&mut self, by_code: &HashMap<(Edition, &'static str), UnitId>) {
        for line in ALIASES.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(lists), Some(code)) = (fields.next(), fields.next()) else {
                continue;
            };
            for edition in lists.chars().filter_map(Edition::of_digit) {
                let Some(id) = by_code.get(&(edition, code)) else {
                    continue;
                };
                self.aliases.extend(fields.clone().map(|name| (name, id.0)));
            }
        }
    }

    fn read_world(&mut self) {
        for (place, names) in WORLD.lines().filter_map(world::line) {
            let Ok(number) = u16::try_from(self.units.len() + self.world.len()) else {
                continue;
            };
            self.world.push(place);
            self.aliases.extend(names.map(|name| (name, number)));
        }
    }

    fn index(&mut self) {
        let official = self.units.iter().zip(0_u16..).map(|(unit, number)| {
            // "Phường 06" of one list is "Phường 6" of the next.
            let is_number = unit.name.bytes().all(|byte| byte.is_ascii_digit());
            let name = if is_number {
                unit.name.trim_start_matches('0')
            } else {
                unit.name
            };
            (key(name), number)
        });
        let variants = self
            .units
            .iter()
            .zip(0_u16..)
            .flat_map(|(unit, number)| spelling::variants(unit.name).map(move |name| (key(&name), number)));
        let others = self.aliases.iter().map(|(name, bearer)| (key(name), *bearer));
        let mut all: Vec<(u64, u16)> = official.chain(variants).chain(others).collect();
        all.sort_unstable();
        all.dedup();
        self.names.reserve(all.len() / 2);
        let mut from = 0;
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let to = from + same.len() as u32;
            self.names.insert(same[0].0, (from, to));
            from = to;
        }
        self.bearers = all.into_iter().map(|(_, bearer)| bearer).collect();
    }
}

#[cfg(test)]
mod tests;
