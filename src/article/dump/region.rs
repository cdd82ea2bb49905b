//! Where the article is: the run of lines with the most prose for the fewest lines that are none.

use std::collections::HashMap;
use std::ops::Range;

use crate::article::boilerplate::{self, Kind};
use crate::article::byline;
use crate::article::line::{Ending, Line, Role};

/// What a line that is no prose costs.
const SHORT_LINE: i32 = 30;
/// What a line costs that the page repeats.
const REPEATED: i32 = 10;
/// What a label of related links or comments costs: the article seldom goes on behind it.
const LABEL: i32 = 100;
/// No brief paragraph that stands alone among short lines counts for more.
const ALONE: i32 = 25;
/// Nor one that stands between two headings.
const HEADED: i32 = 60;
/// A longer one is no teaser.
const PARAGRAPH: i32 = 250;
/// No paragraph counts for more.
const LONGEST: i32 = 500;

/// How much a line says: its letters, those of Chinese, Japanese and Korean counted more than once.
pub fn mass(line: &Line<'_>) -> i32 {
    let text = line.text.as_ref();
    if text.is_ascii() {
        return i32::try_from(text.len()).unwrap_or(i32::MAX);
    }
    // Enough to know that a line is long.
    text.chars()
        .take(600)
        .map(|c| match c {
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => 3,
            '\u{ac00}'..='\u{d7af}' => 2,
            _ => 1,
        })
        .sum()
}

/// Whether a line reads like a paragraph.
pub fn is_prose(line: &Line<'_>) -> bool {
    let mass = mass(line);
    if line.date.is_some() {
        return false;
    }
    match line.ending {
        Ending::Sentence => mass >= 50 && line.words >= 6,
        Ending::Colon | Ending::Comma => mass >= 90,
        Ending::Open => mass >= 150 && has_sentence(&line.text),
    }
}

/// Whether a stop stands between two sentences, or a comma between two clauses: menus and lists of links have neither.
fn has_sentence(text: &str) -> bool {
    text.contains(". ") || text.contains(", ") || text.contains(['。', '、', '،', '।', '，']) || text.contains("? ")
}

/// The lines of the article, by their places.
///
/// `twice`: which of them the page repeats; a box of such lines between two paragraphs costs little.
pub fn find(lines: &[Line<'_>], twice: &[bool]) -> Option<Range<usize>> {
    let weights: Vec<(i32, bool)> = lines
        .iter()
        .zip(twice)
        .map(|(line, twice)| if *twice { (-REPEATED, false) } else { weight(line) })
        .collect();
    let prose = |at: Option<usize>| at.and_then(|at| weights.get(at)).is_some_and(|(_, prose)| *prose);
    // The largest sum of consecutive weights.
    let (mut best, mut best_sum) = (0..0, 0);
    let (mut start, mut sum) = (0, 0);
    for (at, (weight, is_prose)) in weights.iter().enumerate() {
        if sum <= 0 {
            (start, sum) = (at, 0);
        }
        // A teaser stands alone between its title and the kicker of the next one; in a ticker, every paragraph has a
        // heading, and an advertisement parts no paragraphs.
        let advertised = at > 0
            && lines
                .get(at - 1)
                .is_some_and(|l| boilerplate::kind(l) == Some(Kind::Line));
        let second = prose(at.checked_sub(2));
        let beside = prose(at.checked_sub(1)) || prose(Some(at + 1)) || (advertised && second);
        let alone = *is_prose && !beside;
        sum += match (alone, *weight) {
            (true, weight) if weight < PARAGRAPH => weight.min(if second { HEADED } else { ALONE }),
            (true, weight) => weight / 2,
            (false, weight) => weight,
        };
        if sum > best_sum {
            (best, best_sum) = (start..at + 1, sum);
        }
    }
    (best_sum >= 60).then_some(best)
}

/// How much speaks for a line, and whether it is prose.
fn weight(line: &Line<'_>) -> (i32, bool) {
    match boilerplate::kind(line) {
        Some(Kind::Foot | Kind::Links) => return (-LABEL, false),
        Some(Kind::Line) => return (-SHORT_LINE, false),
        None => {}
    }
    if is_prose(line) {
        return (mass(line).min(LONGEST), true);
    }
    if line.date.is_some() {
        return (-3 * SHORT_LINE, false);
    }
    // Speech and lists within the body cost nothing.
    let free = line.ending == Ending::Sentence || line.text.starts_with(['•', '–', '-', '—', '·', '*']);
    (if free { 0 } else { -SHORT_LINE }, line.ending == Ending::Sentence)
}

/// Which lines a page gives twice: prompts, captions in a gallery, boxes between the paragraphs. A paragraph that is
/// given twice may be the article's.
pub fn repeated(lines: &[Line<'_>]) -> Vec<bool> {
    const FEWEST_BYTES: usize = 24;
    let mut count: HashMap<&str, usize> = HashMap::with_capacity(lines.len());
    for line in lines.iter().filter(|l| l.text.len() >= FEWEST_BYTES) {
        *count.entry(line.text.as_ref()).or_default() += 1;
    }
    lines
        .iter()
        .map(|l| count.get(l.text.as_ref()).is_some_and(|n| *n > 1) && mass(l) < PARAGRAPH)
        .collect()
}

/// Takes what is no part of the article out of its run of lines.
pub fn clean(lines: &mut [Line<'_>], start: usize, end: usize) {
    for line in lines.iter_mut().take(end).skip(start) {
        if line.role != Role::Body {
            continue;
        }
        if line.date.is_some() && line.words <= 12
            || boilerplate::kind(line).is_some()
            || boilerplate::is_long_prompt(&line.text)
        {
            line.role = Role::Boilerplate;
        } else if line.text.starts_with('©')
            || !is_prose(line)
                && byline::parse(&line.text).is_some_and(|b| b.certain && (!b.authors.is_empty() || line.words <= 4))
        {
            line.role = Role::Caption;
        }
    }
    // A heading stands alone over a paragraph; lines without an end in a row are links, counters, buttons.
    let mut at = start;
    while at < end {
        if lines[at].role != Role::Body || !is_loose(&lines[at]) {
            at += 1;
            continue;
        }
        let from = at;
        while at < end && (lines[at].role != Role::Body || is_loose(&lines[at])) {
            at += 1;
        }
        let run = lines[from..at].iter().filter(|l| l.role == Role::Body).count();
        let furniture = lines[from..at].iter().any(|l| l.role == Role::Boilerplate);
        let keep = run == 1 && at < end && !furniture;
        if keep {
            for line in lines[from..at].iter_mut().filter(|l| l.role == Role::Body) {
                line.role = Role::Heading;
            }
        } else {
            for line in lines[from..at].iter_mut().filter(|l| l.role == Role::Body) {
                line.role = Role::Boilerplate;
            }
        }
    }
}

/// No prose, no speech, no item of a list.
fn is_loose(line: &Line<'_>) -> bool {
    !is_prose(line)
        && line.ending != Ending::Sentence
        && !line.captioned
        && !line
            .text
            .starts_with(['•', '–', '-', '—', '·', '*', '"', '„', '“', '«', '»', '「'])
}
