//! Countries, regions of the world and well-known cities abroad: `lexicon/world.tsv`.

/// What a place abroad is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorldKind {
    /// A country or territory of ISO 3166-1.
    Country,
    /// A continent or region of UN M49.
    Region,
    /// A city, or a part of a country that bears a code of its own.
    City,
}

/// A place's number in the [`Gazetteer`](super::Gazetteer).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorldId(pub(super) u16);

/// A place abroad, or Việt Nam itself.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// What it is.
    pub kind: WorldKind,
    /// Its code, with the code list's alias before it: `iso3166-1a2:FR`, `iso3166-2:JP-13`, `m49:035`.
    pub code: &'static str,
    /// Its usual Vietnamese name.
    pub name: &'static str,
}

/// A line of the file: kind, code, names, the usual one first.
pub(super) fn line(line: &'static str) -> Option<(World, impl Iterator<Item = &'static str>)> {
    let mut fields = line.split('\t');
    let kind = match fields.next()? {
        "country" => WorldKind::Country,
        "region" => WorldKind::Region,
        "city" => WorldKind::City,
        _ => return None,
    };
    let code = fields.next()?;
    let name = fields.clone().next()?;
    Some((World { kind, code, name }, fields))
}
