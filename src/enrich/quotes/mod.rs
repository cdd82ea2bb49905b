//! Direct speech, and who says it.
//!
//! [`marks`] pairs the quotation marks. [`speech`] tells speech from terms, titles and irony by what stands in and
//! beside the marks; the weights are those of a logistic regression. [`speaker`] finds who says it: in the [`clause`]
//! that follows ("…", ông A nói), in the one that leads up to it (Ông A nói: "…"), else in the sentences before; a
//! pronoun or a title without a name is the person of the [`cast`] that it most likely means. [`whole`] adds what only
//! the whole article tells: whom a headline quotes, and the answers of an [`interview`]. Only what stands beside marks
//! is read, so that a text without speech costs a search for marks.

mod cast;
mod clause;
mod interview;
mod lexicon;
mod marks;
mod sentences;
mod speaker;
mod speech;
mod tokens;
mod whole;

#[cfg(test)]
mod tests;

use std::ops::Range;

/// Somebody named in the text, as [`quotes`] links speakers to.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Name.
    pub name: &'a str,
    /// Whether it is a person (else an organisation).
    pub is_person: bool,
    /// Where it is named, as byte ranges of the text.
    pub mentions: &'a [Range<usize>],
}

/// Direct speech.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The words between the marks, as a byte range of the text, within one line.
    pub span: Range<usize>,
    /// Who says it: the name of one of those named, else the words of the text.
    pub speaker: Option<String>,
}

/// The direct speech of a text in Vietnamese or English, in the order of the text. Which marks are speech is told by words
/// beside them, and only those of these two languages are known: other texts have none.
pub fn quotes(text: &str, language: &str, named: &[Named<'_>]) -> Vec<Quote> {
    let primary = language.split('-').next().unwrap_or_default();
    if !matches!(primary, "vi" | "en") {
        return Vec::new();
    }
    let marked = marks::marked(text);
    let may_speak = speech::may_speak(text, &marked);
    if !may_speak.contains(&true) && !interview::may_be(text) {
        return Vec::new();
    }
    let cast = cast::Cast::of(text, named);
    let mut found = speaker::attribute(text, &marked, &may_speak, &cast);
    drop_crossing(&mut found);
    found
}

/// Drops speech that begins within other speech and ends beyond it: marks that cross are nobody's words.
fn drop_crossing(found: &mut Vec<Quote>) {
    let mut around: Vec<usize> = Vec::new();
    found.retain(|quote| {
        while around.last().is_some_and(|end| *end <= quote.span.start) {
            around.pop();
        }
        let is_sound = around.last().is_none_or(|end| quote.span.end <= *end);
        if is_sound {
            around.push(quote.span.end);
        }
        is_sound
    });
}
