//! Compressed bytes → the bytes they stand for, within a limit.
//!
//! gzip and zstd are known by their first bytes, whatever anybody says of them, and so is zlib where all of it unpacks and
//! its checksum fits. Raw deflate and brotli have no mark: they are tried where a header names them. A header may be wrong
//! as well, since crawlers pass on what the server said of bytes that they have unpacked: what does not unpack and reads as
//! it is was not packed.
//!
//! What comes out is counted against a [`Budget`] while it comes, one for a message with all that lies within it: a bomb
//! costs no more than the limit, in memory and in time.

mod ahead;
mod coding;
mod members;

use std::io::Read;

use super::IntakeError;

pub use ahead::Ahead;
pub use coding::{Coding, codings, decode, zlib};
#[cfg(feature = "kafka")]
pub use members::has_dictionary;
pub use members::{Fault, Members, Packing};

/// So often may something compressed lie within something compressed.
pub const LAYERS: usize = 4;
/// Setting up the decoder for a member or frame costs about as much as unpacking so many bytes.
const MEMBER_COST: u64 = 512;
/// Bytes taken out at a time.
const STEP: usize = 64 * 1024;

/// What may still come out of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    limit: u64,
    left: u64,
}

impl Budget {
    /// So many bytes.
    pub fn new(limit: u64) -> Self {
        Budget { limit, left: limit }
    }

    /// Takes so many bytes of it.
    ///
    /// # Errors
    ///
    /// There are not so many left; none are, from now on.
    pub fn spend(&mut self, bytes: u64) -> Result<(), IntakeError> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = 0;
                Err(IntakeError::Expanded {
                    what: "decompressed",
                    limit: self.limit,
                })
            }
        }
    }
}

/// What came out, and how sound it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// All that could be unpacked.
    pub bytes: Vec<u8>,
    /// Where something is missing or wrong.
    pub faults: Vec<Fault>,
}

impl Unpacked {
    /// Whether something is missing or wrong; what stands behind the end of all members is neither.
    pub fn is_broken(&self) -> bool {
        self.faults.iter().any(|fault| !fault.is_rest)
    }
}

/// Unpacks all members or frames of a value.
///
/// # Errors
///
/// It becomes too large.
pub fn unpack(packing: Packing, bytes: &[u8], budget: &mut Budget) -> Result<Unpacked, IntakeError> {
    let most = budget.left / MEMBER_COST + 1;
    let mut members = Members::new(Ahead::new(bytes), packing).at_most(most);
    // Reading from memory does not fail, and what is wrong with the data is no error here.
    let bytes = collect(&mut members, budget)?.unwrap_or_else(|(bytes, _)| bytes);
    if members.begun() > most {
        budget.spend(u64::MAX)?;
    }
    Ok(Unpacked {
        bytes,
        faults: members.into_faults(),
    })
}

/// All that came, or what came up to an error.
type Collected = Result<Vec<u8>, (Vec<u8>, std::io::Error)>;

/// All that a reader gives, or what it gave up to an error.
fn collect<R: Read>(reader: &mut R, budget: &mut Budget) -> Result<Collected, IntakeError> {
    let mut bytes = Vec::new();
    loop {
        let old = bytes.len();
        bytes.resize(old + STEP, 0);
        let result = reader.read(bytes.get_mut(old..).unwrap_or_default());
        bytes.truncate(old + result.as_ref().copied().unwrap_or(0));
        budget.spend((bytes.len() - old) as u64)?;
        match result {
            Ok(0) => return Ok(Ok(bytes)),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Ok(Err((bytes, error))),
        }
    }
}
