//! Content codings (RFC 9110, section 8.4): what a header says of how its bytes are packed.

use std::io::{ErrorKind, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, ZlibDecoder};

use super::{Budget, Packing, Unpacked, collect, unpack};
use crate::intake::IntakeError;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// `gzip`, `x-gzip`.
    Gzip,
    /// `deflate`: zlib by the standard, raw deflate by habit.
    Deflate,
    /// `br`.
    Brotli,
    /// `zstd`.
    Zstd,
}

impl Coding {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Coding::Gzip => "gzip",
            Coding::Deflate => "deflate",
            Coding::Brotli => "br",
            Coding::Zstd => "zstd",
        }
    }
}

/// Bytes that brotli reads at a time.
const BUFFER: usize = 16 * 1024;

/// A coding by its name, in any case.
fn named(name: &[u8]) -> Option<Coding> {
    let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
    if is("gzip") || is("x-gzip") {
        Some(Coding::Gzip)
    } else if is("deflate") {
        Some(Coding::Deflate)
    } else if is("br") {
        Some(Coding::Brotli)
    } else if is("zstd") {
        Some(Coding::Zstd)
    } else {
        None
    }
}

/// The codings that a header lists, in the order in which they were applied. Names that are not known (`identity`,
/// `utf-8`) say nothing.
pub fn codings(value: &[u8]) -> impl Iterator<Item = Coding> {
    value
        .split(|byte| *byte == b',')
        .filter_map(|name| named(name.trim_ascii()))
}

/// Undoes a coding; `None` where the bytes are not in it. The second value says that something is missing.
///
/// # Errors
///
/// It becomes too large.
pub fn decode(coding: Coding, bytes: &[u8], budget: &mut Budget) -> Result<Option<(Vec<u8>, bool)>, IntakeError> {
    let marked = |packing: Packing, budget: &mut Budget| {
        if Packing::of(bytes) != Some(packing) {
            return Ok(None);
        }
        let unpacked = unpack(packing, bytes, budget)?;
        let is_broken = unpacked.is_broken();
        Ok((!unpacked.bytes.is_empty() || !is_broken).then_some((unpacked.bytes, is_broken)))
    };
    match coding {
        Coding::Gzip => marked(Packing::Gzip, budget),
        Coding::Zstd => marked(Packing::Zstd, budget),
        Coding::Deflate => {
            let zlib = match is_zlib(bytes) {
                true => without_mark(bytes, ZlibDecoder::new(bytes), budget)?,
                false => None,
            };
            match zlib {
                None => without_mark(bytes, DeflateDecoder::new(bytes), budget),
                some => Ok(some),
            }
        }
        Coding::Brotli => without_mark(bytes, Decompressor::new(bytes, BUFFER), budget),
    }
}

/// Where nothing tells that bytes are packed, an error may mean that they are not.
fn without_mark(
    bytes: &[u8],
    mut reader: impl Read,
    budget: &mut Budget,
) -> Result<Option<(Vec<u8>, bool)>, IntakeError> {
    Ok(match collect(&mut reader, budget)? {
        Ok(inner) => (!inner.is_empty()).then_some((inner, false)),
        // Brotli does not tell a stream that is cut off from one that is none.
        Err((inner, error)) => {
            let is_cut = matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData);
            (is_cut && !inner.is_empty() && !is_text(bytes)).then_some((inner, true))
        }
    })
}

/// Whether the bytes read as they are.
fn is_text(bytes: &[u8]) -> bool {
    let marked = matches!(bytes.trim_ascii_start().first(), Some(b'<' | b'{' | b'['));
    marked || simdutf8::basic::from_utf8(bytes).is_ok()
}

/// Two bytes that a zlib stream may begin with: deflate, a window that is allowed, and divisible by 31.
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [a, b, ..] if a & 0x0f == 8 && a >> 4 <= 7 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0)
}

/// What a zlib stream holds, if the bytes are one for certain: they begin like one as libraries write it, all of it
/// unpacks, and its checksum fits.
///
/// # Errors
///
/// It becomes too large.
pub fn zlib(bytes: &[u8], budget: &mut Budget) -> Result<Option<Unpacked>, IntakeError> {
    if !matches!(bytes, [0x78, 0x01 | 0x9c | 0xda, ..]) {
        return Ok(None);
    }
    let before = *budget;
    let mut reader = ZlibDecoder::new(bytes);
    match collect(&mut reader, budget)? {
        Ok(found) if !found.is_empty() => Ok(Some(Unpacked {
            bytes: found,
            faults: Vec::new(),
        })),
        _ => {
            *budget = before;
            Ok(None)
        }
    }
}
