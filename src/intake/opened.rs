//! What is packed is unpacked, what is an archive is read record by record, everything else as the text it is.

use std::borrow::Cow;

use super::compression::{self, Budget, Coding, Fault, LAYERS, Packing};
use super::{Header, Intake, IntakeError, archive, read_text};
use crate::settings::{self, InputFormat};

/// Reads a value without its frame.
///
/// # Errors
///
/// It does not unpack, becomes too large, or is in no format that is known.
pub fn read<'m>(
    value: &'m [u8],
    headers: &[Header<'_>],
    settings: &settings::Intake,
) -> Result<Intake<'m>, IntakeError> {
    let mut budget = Budget::new(settings.max_expanded_bytes.0);
    let mut opened = Cow::Borrowed(value);
    for coding in codings(headers) {
        if let Some((inner, is_cut)) = compression::decode(coding, &opened, &mut budget)? {
            if is_cut {
                return Err(IntakeError::BrokenCompression(coding.name()));
            }
            opened = Cow::Owned(inner);
        }
    }
    let mut faults = Vec::new();
    for _ in 0..LAYERS {
        let (name, unpacked) = match Packing::of(&opened) {
            Some(packing) => (packing.name(), compression::unpack(packing, &opened, &mut budget)?),
            None => match compression::zlib(&opened, &mut budget)? {
                Some(unpacked) => ("zlib", unpacked),
                None => break,
            },
        };
        // Of an archive what is there is read. Of anything else, the half would be taken for the whole.
        if unpacked.is_broken() && !archive::is_damaged(&unpacked.bytes) {
            return Err(IntakeError::BrokenCompression(name));
        }
        opened = Cow::Owned(unpacked.bytes);
        faults = unpacked.faults;
    }
    if let Cow::Borrowed(value) = opened {
        return read_opened(value, &faults, headers, settings, &mut budget);
    }
    Ok(read_opened(&opened, &faults, headers, settings, &mut budget)?.into_owned())
}

fn read_opened<'v>(
    value: &'v [u8],
    faults: &[Fault],
    headers: &[Header<'_>],
    settings: &settings::Intake,
    budget: &mut Budget,
) -> Result<Intake<'v>, IntakeError> {
    match settings.format {
        InputFormat::Auto | InputFormat::Warc
            if archive::begins(value) || (!faults.is_empty() && archive::is_damaged(value)) =>
        {
            archive::read(value, faults, settings, budget)
        }
        InputFormat::Warc if !value.trim_ascii().is_empty() => Err(IntakeError::InvalidArchive {
            at: 0,
            reason: "it does not begin with a record, and intake.format is warc",
        }),
        _ => read_text(value, headers, settings),
    }
}

/// The codings that the message's headers name, the last one first. Crawlers pass on the server's headers under their own
/// name or with a prefix; those of bytes that are marked need no header.
fn codings(headers: &[Header<'_>]) -> impl Iterator<Item = Coding> {
    const NAME: &str = "content-encoding";
    let is_named = |header: &&Header<'_>| {
        let at = header.name.len().checked_sub(NAME.len());
        let end = at.and_then(|at| header.name.get(at..));
        end.is_some_and(|end| end.replace(['_', '.'], "-").eq_ignore_ascii_case(NAME))
    };
    let value = headers.iter().rev().find(is_named).and_then(|header| header.value);
    let named: Vec<Coding> = compression::codings(value.unwrap_or_default()).take(LAYERS).collect();
    named
        .into_iter()
        .rev()
        .filter(|coding| matches!(coding, Coding::Brotli | Coding::Deflate))
}
