//! Sentences.

/// The sentences of a text.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', '!', '?', '…', '\n'])
        .map(str::trim)
        .filter(|s| !s.is_empty())
}
