//! Names of elements and attributes, found without comparing strings one after the other.
//!
//! A name becomes a number of its first eight bytes, with its length as a check; a small table with open addressing, made
//! at compile time, leads from there to the name's place in its list. Few names are longer than eight bytes, and those
//! are compared in full.

/// How many slots the tables have; a power of two, well above the number of names.
pub(super) const SLOTS: usize = 512;

/// A name as a number: its first eight bytes in lower case, the first one lowest.
pub(super) const fn key(name: &[u8]) -> u64 {
    let mut key = 0;
    let mut at = 0;
    while at < name.len() && at < 8 {
        key |= (name[at] as u64) << (8 * at);
        at += 1;
    }
    key
}

const fn slot(key: u64, length: usize) -> usize {
    let mixed = (key ^ (length as u64) << 59).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 55) as usize % SLOTS
}

/// The names of a list, ready to be looked up; a slot holds a place in the list, from 1.
pub(super) struct Names<const N: usize> {
    names: [&'static str; N],
    keys: [u64; N],
    slots: [u8; SLOTS],
}

impl<const N: usize> Names<N> {
    /// Prepares a list of names in lower case.
    pub(super) const fn new(names: [&'static str; N]) -> Self {
        assert!(N < 255);
        let mut keys = [0; N];
        let mut slots = [0; SLOTS];
        let mut at = 0;
        while at < N {
            let name = names[at].as_bytes();
            keys[at] = key(name);
            let mut slot = slot(keys[at], name.len());
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = at as u8 + 1;
            at += 1;
        }
        Names { names, keys, slots }
    }

    /// The place in the list of a name in lower case, given with its [`key`].
    pub(super) fn find(&self, key: u64, name: &[u8]) -> Option<u8> {
        let mut slot = slot(key, name.len());
        loop {
            let at = self.slots[slot].checked_sub(1)?;
            let found = self.names[usize::from(at)].as_bytes();
            if self.keys[usize::from(at)] == key
                && found.len() == name.len()
                && (name.len() <= 8 || found[8..] == name[8..])
            {
                return Some(at);
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_and_no_other() {
        let names = Names::new(["a", "blockquote", "blockquo", "p", "optgroup"]);
        for (name, expected) in [
            ("a", Some(0)),
            ("blockquote", Some(1)),
            ("blockquo", Some(2)),
            ("p", Some(3)),
            ("optgroup", Some(4)),
            ("blockquotes", None),
            ("blockquott", None),
            ("b", None),
            ("", None),
            ("p\0", None),
        ] {
            assert_eq!(names.find(key(name.as_bytes()), name.as_bytes()), expected, "{name:?}");
        }
    }
}
