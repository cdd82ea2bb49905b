//! [`Table`]: what each word is worth, as it lies in `lexicon/document_frequencies.bin`.
//!
//! A hash table that is looked up in the bytes that are compiled in: of a word the upper bits of its number are the
//! bucket, and the lower 24, which stand in the table, tell it from the others there. What is not a word but the
//! beginning of one is there, too, so that a search knows when to stop.

/// Buckets, as a power of two.
pub const BUCKETS: u32 = 14;
/// Places of a bucket.
pub const PER_BUCKET: usize = 8;
/// Bytes of the file.
pub const SIZE: usize = (4 * PER_BUCKET) << BUCKETS;
/// The most that a word can be worth.
pub const MOST_WORTH: u8 = 63;
/// What a name is worth that is not in the table: it stands in few texts.
pub const OF_UNKNOWN_NAME: u8 = 26;

static TABLE: &[u8; SIZE] = include_bytes!("../../../lexicon/document_frequencies.bin");

/// What is known of words.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    bytes: &'a [u8; SIZE],
}

/// What is known of a run of syllables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry(u8);

impl Entry {
    /// What is known of a word with so much worth, a longer one of which may begin so, or of the mere beginning of one.
    pub fn new(worth: Option<u8>, is_beginning: bool) -> Self {
        let beginning = u8::from(is_beginning) << 6;
        match worth {
            Some(worth) => Entry(0x80 | beginning | worth.min(MOST_WORTH)),
            None => Entry(beginning),
        }
    }

    /// Whether it is a word.
    pub fn is_word(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// Whether longer words begin so.
    pub fn is_beginning(self) -> bool {
        self.0 & 0x40 != 0
    }

    /// What it is worth as a keyword: from 0, nothing, to 63.
    pub fn worth(self) -> u8 {
        self.0 & MOST_WORTH
    }
}

impl Table<'static> {
    /// The table that is compiled in.
    pub fn get() -> Self {
        Table { bytes: TABLE }
    }
}

impl<'a> Table<'a> {
    /// The table that these bytes hold. `None` if they are not so many.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        Some(Table {
            bytes: bytes.try_into().ok()?,
        })
    }

    /// What is known of a run of syllables.
    #[inline]
    pub fn entry(&self, hash: u32) -> Option<Entry> {
        let at = 4 * PER_BUCKET * (hash >> (32 - BUCKETS)) as usize;
        let bucket: &[u8; 4 * PER_BUCKET] = self.bytes.get(at..)?.first_chunk()?;
        let mark = mark(hash);
        let mut found = 0;
        for place in bucket.as_chunks::<4>().0 {
            let place = u32::from_le_bytes(*place);
            found |= if place >> 8 == mark { place } else { 0 };
        }
        let found = found as u8;
        // Whatever is in the table is a word, or the beginning of one.
        (found != 0).then_some(Entry(found))
    }
}

/// What a hash is told by within its bucket.
fn mark(hash: u32) -> u32 {
    hash & 0xFF_FFFF
}

/// Lays out a table. Those that find no room, of which there should be none, are counted.
pub fn lay_out(entries: impl Iterator<Item = (u32, Entry)>) -> (Vec<u8>, usize) {
    let mut bytes = vec![0; SIZE];
    let mut lost = 0;
    for (hash, entry) in entries {
        let bucket = bytes
            .chunks_exact_mut(4 * PER_BUCKET)
            .nth((hash >> (32 - BUCKETS)) as usize);
        let mut places = bucket.into_iter().flat_map(|bucket| bucket.chunks_exact_mut(4));
        match places.find(|place| *place == [0; 4]) {
            Some(place) => place.copy_from_slice(&(mark(hash) << 8 | u32::from(entry.0)).to_le_bytes()),
            None => lost += 1,
        }
    }
    (bytes, lost)
}
