//! What a file is, by its first bytes, and its bytes as they are to be read.
//!
//! Archives may be larger than memory, so they are known before they are read: packed or not, a file of records is one
//! whose first bytes, unpacked, begin a record.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::intake::archive;
use crate::intake::compression::{Ahead, Members, Packing, has_dictionary};

/// So much of a packed file is unpacked to see what it begins with; the head of a member is rarely as long as 100 bytes.
const SEEN: usize = 4 * 1024;
/// Bytes that tell an archive: `WARC/1.0`.
const VERSION: usize = 8;

/// Where bytes come from.
pub type Bytes = Box<dyn Read + Send>;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nature {
    /// How it is packed.
    pub packing: Option<Packing>,
    /// It is records one after another.
    pub is_archive: bool,
}

/// Looks at the first bytes. Waits for no more of them than it takes to say that a file is nothing of the kind.
///
/// # Errors
/// The input cannot be read.
pub fn look<R: Read>(input: &mut Ahead<R>) -> io::Result<Nature> {
    let may_be = |seen: &[u8]| {
        Packing::may_begin(seen) || (seen.len() < VERSION && b"WARC/".starts_with(seen.get(..5).unwrap_or(seen)))
    };
    input.peek(1)?;
    while may_be(input.held()) && Packing::of(input.held()).is_none() && input.more()? > 0 {}
    let packing = Packing::of(input.held());
    if packing.is_some() {
        input.peek(SEEN)?;
    }
    let seen = input.held();
    let is_archive = match packing {
        None => archive::head::begins(seen),
        // Only archives are packed with a dictionary of their own.
        Some(_) if has_dictionary(seen) => true,
        Some(packing) => {
            let mut begin = Vec::new();
            let members = Members::new(Ahead::new(seen), packing);
            members.take(VERSION as u64).read_to_end(&mut begin)?;
            archive::head::begins(&begin)
        }
    };
    Ok(Nature { packing, is_archive })
}

/// The bytes that packed ones stand for. Of an archive, what is broken is passed by and counted in `faults`; of anything
/// else, the half would be taken for the whole, and it is an error.
pub fn unpacked<R: Read + Send + 'static>(input: Ahead<R>, nature: Nature, faults: Arc<AtomicU64>) -> Bytes {
    match nature.packing {
        None => Box::new(input),
        Some(packing) => Box::new(Unpacking {
            members: Members::new(input, packing),
            name: packing.name(),
            may_be_broken: nature.is_archive,
            faults,
        }),
    }
}

struct Unpacking<R: Read> {
    members: Members<R>,
    name: &'static str,
    may_be_broken: bool,
    faults: Arc<AtomicU64>,
}

impl<R: Read> Read for Unpacking<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = self.members.read(into)?;
        let faults = self.members.faults().iter().filter(|fault| !fault.is_rest).count();
        if faults > 0 && !self.may_be_broken {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("the {} data is broken", self.name),
            ));
        }
        self.faults.store(faults as u64, Ordering::Relaxed);
        Ok(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// Gives one byte a read, then nothing more, ever: whoever asks for more than is needed hangs.
    struct Slow(Vec<u8>);

    impl Read for Slow {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match self.0.is_empty() {
                true => panic!("asked for more than was needed"),
                false => {
                    into[0] = self.0.remove(0);
                    Ok(1)
                }
            }
        }
    }

    #[test]
    fn a_person_at_the_other_end_is_not_waited_for() {
        for text in ["x", "{", "WO", "Pa", "\u{1f}a"] {
            let nature = look(&mut Ahead::new(Slow(text.as_bytes().to_vec()))).unwrap();
            assert_eq!((nature.packing, nature.is_archive), (None, false), "{text}");
        }
    }

    #[test]
    fn archives_are_known_packed_or_not() {
        let gzip = |text: &[u8]| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text).unwrap();
            encoder.finish().unwrap()
        };
        let record = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
        for (bytes, packing, is_archive) in [
            (record.to_vec(), None, true),
            (gzip(record), Some(Packing::Gzip), true),
            (zstd::encode_all(&record[..], 1).unwrap(), Some(Packing::Zstd), true),
            (gzip(b"{}"), Some(Packing::Gzip), false),
            (zstd::encode_all(&b"{}"[..], 1).unwrap(), Some(Packing::Zstd), false),
            (b"WARC is a format".to_vec(), None, false),
            (b"WARC/".to_vec(), None, false),
            (Vec::new(), None, false),
        ] {
            let nature = look(&mut Ahead::new(&bytes[..])).unwrap();
            assert_eq!(nature, Nature { packing, is_archive }, "{bytes:?}");
        }
    }

    #[test]
    fn what_is_broken_is_an_error_unless_it_is_an_archive() {
        let mut packed = zstd::encode_all(&b"{\"text\": \"x\"}"[..], 1).unwrap();
        packed.truncate(packed.len() - 4);
        for is_archive in [false, true] {
            let nature = Nature {
                packing: Some(Packing::Zstd),
                is_archive,
            };
            let faults = Arc::new(AtomicU64::new(0));
            let mut input = unpacked(Ahead::new(io::Cursor::new(packed.clone())), nature, faults.clone());
            assert_eq!(input.read_to_end(&mut Vec::new()).is_ok(), is_archive);
            assert_eq!(faults.load(Ordering::Relaxed), u64::from(is_archive));
        }
    }
}
