//! [`Span`]: a stretch of the source, or of the side buffer that holds what had to be decoded.

/// Most of a page that is read; what comes after is left out. Decoding makes text at most three times as long, so that
/// places in the side buffer stay below [`SIDE`].
pub(super) const MAX_PAGE: usize = 1 << 29;

const SIDE: u32 = 1 << 31;

/// A stretch of text, by its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    length: u32,
}

impl Span {
    /// A stretch of the source.
    pub(super) fn of_source(start: usize, end: usize) -> Self {
        Span {
            start: start as u32,
            length: (end - start) as u32,
        }
    }

    /// A stretch of the side buffer.
    pub(super) fn of_side(start: usize, end: usize) -> Self {
        Span {
            start: start as u32 | SIDE,
            length: (end - start) as u32,
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.length == 0
    }

    /// Its text.
    pub(super) fn text<'t>(self, source: &'t str, side: &'t str) -> &'t str {
        let start = (self.start & !SIDE) as usize;
        let from = if self.start & SIDE == 0 { source } else { side };
        &from[start..start + self.length as usize]
    }

    /// Cut in two after so many bytes.
    pub(super) fn split(self, at: usize) -> (Span, Span) {
        let at = (at as u32).min(self.length);
        (
            Span {
                start: self.start,
                length: at,
            },
            Span {
                start: self.start + at,
                length: self.length - at,
            },
        )
    }
}
