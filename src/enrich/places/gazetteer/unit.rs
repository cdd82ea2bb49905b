//! [`Unit`]: one administrative unit of one edition of the list.

use super::Edition;

/// How high a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Province or city under central government.
    Province,
    /// District, town, provincial city; none since July 2025.
    District,
    /// Commune, ward, township, special zone.
    Commune,
}

/// What a unit is called by: the word before its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Tỉnh.
    Province,
    /// Thành phố: of the first level, or of the second.
    City,
    /// Quận.
    UrbanDistrict,
    /// Huyện.
    District,
    /// Thị xã.
    Town,
    /// Phường.
    Ward,
    /// Xã.
    Commune,
    /// Thị trấn.
    Township,
    /// Đặc khu: an island since July 2025.
    SpecialZone,
}

impl Kind {
    /// All, with their words.
    const WORDS: [(Kind, &str); 9] = [
        (Kind::Province, "Tỉnh "),
        (Kind::City, "Thành phố "),
        (Kind::UrbanDistrict, "Quận "),
        (Kind::District, "Huyện "),
        (Kind::Town, "Thị xã "),
        (Kind::Ward, "Phường "),
        (Kind::Commune, "Xã "),
        (Kind::Township, "Thị trấn "),
        (Kind::SpecialZone, "Đặc khu "),
    ];

    /// Whether units of this kind may stand at this level.
    pub fn is_of(self, level: Level) -> bool {
        match self {
            Kind::Province => level == Level::Province,
            Kind::City => level != Level::Commune,
            Kind::UrbanDistrict | Kind::District | Kind::Town => level == Level::District,
            Kind::Ward | Kind::Commune | Kind::Township | Kind::SpecialZone => level == Level::Commune,
        }
    }
}

/// An official name's kind and what follows it.
pub fn bare(official: &str) -> (Option<Kind>, &str) {
    for (kind, word) in Kind::WORDS {
        if let Some(name) = official.strip_prefix(word) {
            return (Some(kind), name);
        }
    }
    (None, official)
}

/// A unit's place in the [`Gazetteer`](super::Gazetteer).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(pub(super) u16);

/// A unit across the editions: lists before July 2025 give the same unit the same code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity(u32);

impl Identity {
    /// Who has this code in this edition.
    pub(super) fn of(edition: Edition, level: Level, code: &str) -> Self {
        let code = code.parse::<u32>().unwrap_or_default();
        Identity(code << 3 | (level as u32) << 1 | u32::from(edition == Edition::Of2025July))
    }
}

/// An administrative unit. Names and codes are slices of the compiled-in list.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// The list it stands in.
    pub edition: Edition,
    /// What its name begins with.
    pub kind: Kind,
    /// How high it stands.
    pub level: Level,
    /// The unit right above.
    pub parent: Option<UnitId>,
    /// The code in its list; the number means nothing without the list.
    pub code: &'static str,
    /// Official name, with its kind.
    pub official: &'static str,
    /// Name without its kind.
    pub name: &'static str,
    /// Who it is across the editions.
    pub identity: Identity,
    /// The province of the newest list that it lies in.
    pub today: Identity,
    /// Where the units that it became begin and end.
    pub(super) now: (u32, u32),
}
