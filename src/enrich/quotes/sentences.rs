//! Where sentences begin and end beside a quote: in bytes, to read no more than one; in tokens, once it is read.

use memchr::{memchr3_iter, memrchr3_iter};

use super::tokens::Token;

/// Whether a character ends a sentence.
pub const fn is_stop(stop: char) -> bool {
    matches!(stop, '.' | '!' | '?' | '…' | ';')
}

/// Whether the full stop at a byte only ends an abbreviation: a capital letter stands before it.
pub fn is_abbreviated(bytes: &[u8], stop: usize) -> bool {
    stop.checked_sub(1)
        .and_then(|at| bytes.get(at))
        .is_some_and(u8::is_ascii_uppercase)
}

/// Whether a sentence ends with the stop at a byte.
pub fn is_end(bytes: &[u8], stop: usize) -> bool {
    bytes.get(stop + 1).is_none_or(|next| *next == b' ') && !is_abbreviated(bytes, stop)
}

/// Where the last sentence of a piece of text begins.
pub fn last_sentence(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut stops = memrchr3_iter(b'.', b'!', b'?', bytes);
    stops
        .find(|stop| stop + 1 < bytes.len() && is_end(bytes, *stop))
        .map_or(0, |stop| stop + 1)
}

/// Where the first sentence of a piece of text ends.
pub fn first_sentence(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut stops = memchr3_iter(b'.', b'!', b'?', bytes);
    stops
        .find(|stop| is_end(bytes, *stop))
        .map_or(bytes.len(), |stop| stop + 1)
}

/// Whether a token is an abbreviation whose full stop ends no sentence: an initial, "TS", "TP".
pub fn is_abbreviation(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| {
        let word = text.get(token.start..token.end).unwrap_or_default();
        token.is_capital
            && token.is_word()
            && word.len() <= 8
            && !word.bytes().any(|byte| byte.is_ascii_digit())
            && word.chars().filter(|c| c.is_uppercase()).count() * 2 >= word.chars().count()
    })
}

/// Whether a token ends a sentence.
pub fn ends_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at)
        .is_some_and(|token| matches!(token.stop, '.' | '!' | '?' | '…' | ';'))
        && tokens
            .get(at + 1)
            .is_none_or(|next| next.is_capital || !next.is_word() && next.stop != ',')
        && !at
            .checked_sub(1)
            .is_some_and(|before| is_abbreviation(text, tokens, before))
}

/// The token with which the sentence begins that ends before a token.
pub fn sentence_start(text: &str, tokens: &[Token], end: usize) -> usize {
    (0..end.saturating_sub(1))
        .rev()
        .find(|at| ends_sentence(text, tokens, *at))
        .map_or(0, |at| at + 1)
}

/// The token with which the first sentence ends.
pub fn sentence_end(text: &str, tokens: &[Token]) -> usize {
    (0..tokens.len())
        .find(|at| ends_sentence(text, tokens, *at))
        .unwrap_or(tokens.len())
}
