//! Text that somebody decoded wrongly before it came here, put right where that is certain: UTF-8 read as windows-1252
//! (`Ã©`), once or several times, the letters of old Vietnamese fonts taken for Latin ones (`ViÖt Nam`, `Vieät Nam`),
//! references escaped twice (`&amp;#7871;`), VIQR (`Vie^.t Nam`). Field by field and stretch by stretch, since often the
//! title alone is broken; what is sound is not even copied.

mod escaped;
mod fonts;
mod look;
mod lossy;
mod references;
mod single_byte;
mod utf8;

use std::borrow::Cow;

use super::RawArticle;
use super::charset::vietnamese::viqr;
use look::Look;

/// The warning that a text was put right.
const REPAIRED: &str = "mojibake_repaired";

/// Puts every text of an article right.
pub fn repair(raw: &mut RawArticle<'_>) {
    let mut repaired = false;
    raw.texts_mut(|text| {
        if let Some(mended) = mend(text) {
            *text = Cow::Owned(mended);
            repaired = true;
        }
    });
    if repaired && !raw.warnings.contains(&REPAIRED) {
        raw.warnings.push(REPAIRED);
    }
}

/// Whoever reads a text wrongly may do so again.
const ROUNDS: usize = 8;

/// The text as it was meant; `None` where nothing is certainly wrong with it.
pub fn mend(text: &str) -> Option<String> {
    let mut look = Look::at(text);
    let mut mended = None;
    // Each round may bring another kind of damage to light.
    for _ in 0..ROUNDS {
        let current = mended.as_deref().unwrap_or(text);
        let Some(next) = once(current, look) else {
            break;
        };
        look = Look::at(&next);
        mended = Some(next);
    }
    mended
}

fn once(text: &str, look: Look) -> Option<String> {
    let by_letters = |text: &str, look: Look| {
        let utf8 = utf8::undo(text, look.sets());
        utf8.map(|text| lossy::mend(&text).unwrap_or(text))
            .or_else(|| look.fonts.then(|| fonts::undo(text)).flatten())
    };
    let mended = by_letters(text, look)
        .or_else(|| look.escapes.then(|| escaped::undo(text)).flatten())
        .or_else(|| look.circumflexes.then(|| viqr::read(text, || false)).flatten());
    if mended.is_some() || !look.references {
        return mended;
    }
    // The letters may be written as references. Those that stand for no markup are the same as what they stand for.
    let plain = references::resolve(text)?;
    by_letters(&plain, Look::at(&plain))
}

#[cfg(test)]
mod tests;
