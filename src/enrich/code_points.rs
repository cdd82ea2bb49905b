//! [`CodePoints`]: places in a text, from bytes to Unicode code points.

/// Counts ahead of the bytes of a text.
#[derive(Clone, Debug, Default)]
pub struct CodePoints {
    /// Code points before each block.
    before: Vec<u32>,
}

/// Bytes of a block.
const BLOCK: usize = 128;

impl CodePoints {
    /// Counts through a text.
    pub fn of(text: &str) -> Self {
        let mut sum = 0;
        let blocks = text.as_bytes().chunks(BLOCK);
        let before = blocks
            .map(|block| {
                let here = sum;
                sum += count(block);
                here
            })
            .collect();
        CodePoints { before }
    }

    /// How many code points of this text stand before a byte.
    pub fn at(&self, text: &str, byte: usize) -> u32 {
        let byte = byte.min(text.len());
        let Some((block, before)) = byte.checked_sub(1).and_then(|last| {
            let block = last / BLOCK;
            Some((block, *self.before.get(block)?))
        }) else {
            return 0;
        };
        before + text.as_bytes().get(block * BLOCK..byte).map_or(0, count)
    }
}

/// Bytes that begin a code point.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().map(|b| u32::from(b & 0xC0 != 0x80)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_byte_is_counted(text in "(\\PC|[à-ỹ]|\n){0,300}") {
            let points = CodePoints::of(&text);
            for (n, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(&text, at), n as u32);
            }
            prop_assert_eq!(points.at(&text, text.len()), text.chars().count() as u32);
            prop_assert_eq!(points.at(&text, usize::MAX), text.chars().count() as u32);
        }
    }
}
