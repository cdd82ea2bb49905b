//! Dates and times in the text, in ISO 8601 at the precision given: "sáng 20/2" is `2019-02-20`, "năm 2018" `2018`.
//!
//! First all mentions are read as far as their own words go ([`When`]): those that a number begins, found by looking for
//! digits (`numbers`, `years`), and those of words alone, found by a few letters which all of them hold (`relative`). Then the
//! time of publication, or what the mentions with a year tell, says from where the article looks ([`View`]), and each is
//! resolved to a point or a span of the calendar. What stays unsure is left out: ISO 8601 knows no day without a year.

mod amounts;
mod english;
mod feasts;
mod lead;
mod lunar;
mod months;
mod numbers;
mod ranges;
mod reading;
mod relative;
mod resolve;
mod scan;
mod view;
mod when;
mod years;

use std::ops::Range;

use jiff::civil::DateTime;

use self::resolve::{resolve, without_score};
use self::view::View;

/// A date or time that the text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// The bytes of the text: "sáng 20/2".
    pub span: Range<usize>,
    /// ISO 8601, local time: `2019`, `2019-02`, `2019-02-20`, `2019-02-20T07:30`, or two of them with `/` between, the
    /// first and the last day, month or year of a span.
    pub value: String,
}

/// The dates in `text`, in order, not overlapping. `published` is the local time of publication, where it is known.
pub fn dates(text: &str, language: &str, published: Option<DateTime>) -> Vec<DateMention> {
    let mut found = Vec::new();
    match language {
        "vi" => {
            scan::digits(text, &mut |at| numbers::read(text, at, &mut found));
            scan::cues(text, true, &mut |at| relative::read(text, at, &mut found));
        }
        "en" => {
            scan::digits(text, &mut |at| english::number_at(text, at, &mut found));
            scan::cues(text, false, &mut |at| english::cue_at(text, at, &mut found));
        }
        // 2019-02-20 is the same in all languages
        _ => scan::digits(text, &mut |at| numbers::international(text, at, &mut found)),
    }
    // of two that overlap the longer one says more
    found.sort_by_key(|mention| (mention.span.start, usize::MAX - mention.span.end));
    let mut kept: Vec<when::Found> = Vec::with_capacity(found.len());
    for mention in found {
        match kept.last_mut() {
            Some(last) if mention.span.start < last.span.end => {
                if mention.span.len() > last.span.len() {
                    *last = mention;
                }
            }
            _ => kept.push(mention),
        }
    }
    let view = View::of(published, &kept, text);
    kept.into_iter()
        .filter_map(|mention| {
            let mention = without_score(text, mention, view);
            let value = resolve(text, &mention, view)?;
            Some(DateMention {
                span: mention.span,
                value,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;
