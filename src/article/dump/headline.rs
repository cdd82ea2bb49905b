//! The title of a page: the line above the prose whose words the prose repeats.

use std::collections::HashSet;
use std::ops::Range;

use super::region::{is_prose, mass};
use crate::article::byline;
use crate::article::dates;
use crate::article::line::{Ending, Line, Role, same_text};
use crate::article::lower::lower;
use crate::article::roles;

/// The title stands at most so many lines before the first paragraph.
const NEAR: usize = 45;
/// What has to speak for a title.
const LEAST: f32 = 3.5;
/// Lines of much the same weight within so many lines belong to one head, and the first of them is the title.
const GROUP: usize = 12;
/// How much the same.
const CLOSE: f32 = 2.2;
/// So many letters of the body are compared with a title.
const LETTERS: usize = 6000;

/// Finds the title, marks it, and returns the lines from the first to the last that give it.
pub fn find(lines: &mut [Line<'_>], region: &Range<usize>, known: Option<&str>) -> Option<Range<usize>> {
    // The first lines of the region may be title and standfirst themselves.
    let end = (region.start + 3).min(region.end);
    let from = region.start.saturating_sub(NEAR);
    if let Some(known) = known {
        let at = (0..end).rev().find(|at| same_text(&lines[*at].text, known))?;
        lines[at].role = Role::Title;
        return Some(at..at + 1);
    }
    let words = words_of_body(&lines[region.clone()]);
    let weights: Vec<(usize, f32)> = (from..end)
        .filter_map(|at| Some((at, weight(lines, at, from, region, &words)?)))
        .collect();
    let (best, most) = weights
        .iter()
        .copied()
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .filter(|(_, most)| *most >= LEAST)?;
    // Standfirst, bullet points and captions say the same in more words, and stand below it.
    let best = weights
        .iter()
        .find(|(at, weight)| at + GROUP >= best && *weight >= most - CLOSE && is_worded(&lines[*at]))
        .map_or(best, |(at, _)| *at);
    lines[best].role = Role::Title;
    let title = lines[best].text.clone();
    let mut last = best;
    // Some pages give it twice.
    for (at, line) in lines.iter_mut().enumerate().take(end).skip(best + 1) {
        if line.role == Role::Body && same_text(&line.text, &title) {
            line.role = Role::Title;
            last = at;
        }
    }
    Some(best..last + 1)
}

/// Long enough to be a title beside another that speaks for itself.
fn is_worded(line: &Line<'_>) -> bool {
    mass(line) >= 35 && line.words >= 4
}

/// How much speaks for a line; `None` where it cannot be the title.
fn weight(lines: &[Line<'_>], at: usize, from: usize, region: &Range<usize>, body: &HashSet<u64>) -> Option<f32> {
    let line = &lines[at];
    let size = mass(line);
    let within = at >= region.start && is_prose(line) && (at > region.start || size >= 150);
    if line.role != Role::Body || line.date.is_some() || within || !(12..=260).contains(&size) {
        return None;
    }
    if line.is_short()
        && line.words <= 14
        && byline::parse(&line.text)
            .is_some_and(|b| (b.certain && (!b.authors.is_empty() || line.words <= 4)) || b.date.is_some())
        || line.is_short() && line.words <= 14 && dates::find(&line.text).is_some_and(|d| d.has_time())
    {
        return None;
    }
    let own = words(&line.text);
    let shared = own.iter().filter(|w| body.contains(w)).count();
    let mut weight = match own.len() {
        0 => 0.0,
        // One word that the text repeats is a section or a tag.
        1 => 0.5,
        n => 6.0 * ratio(shared, n),
    };
    weight += match size {
        0..=24 => -2.0,
        25..=39 => 1.0,
        40..=150 => 2.0,
        _ => 0.0,
    };
    weight -= 0.12 * ratio(region.start.saturating_sub(at).saturating_sub(GROUP), 1);
    // Its own words are among those that it is compared with.
    if at >= region.start && is_prose(line) {
        weight -= 4.0;
    } else if at > region.start {
        weight -= 2.0;
    }
    if line.ending == Ending::Sentence
        && !line.text.ends_with(['?', '!', '…', '？', '！', '؟'])
        && !line.text.ends_with("..")
    {
        weight -= 3.5;
    }
    if line.text.contains(". ") && line.words > 12 {
        weight -= 2.0;
    }
    if matches!(line.ending, Ending::Colon | Ending::Comma) {
        weight -= 2.0;
    }
    if line.captioned {
        weight -= 5.0;
    }
    // Section links in one line, breadcrumbs.
    if line.text.contains(" / ") || line.text.contains(" » ") || line.text.contains(" > ") || line.text.contains("  ")
    {
        weight -= 3.0;
    }
    let dated = |range: Range<usize>| lines.get(range).is_some_and(|l| l.iter().any(|l| l.date.is_some()));
    let after = at + 1..(at + 8).min(lines.len());
    if dated(after) {
        weight += 2.5;
    }
    if dated(at.saturating_sub(2)..at) {
        weight += 1.5;
    }
    // The byline stands below it, at times with the standfirst between them.
    let signed = |at: usize| {
        lines.get(at).is_some_and(|l| {
            l.is_short()
                && (roles::is_label(&l.lower) || l.words <= 12 && byline::parse(&l.text).is_some_and(|b| b.certain))
        })
    };
    if signed(at + 1) || signed(at + 2) {
        weight += 2.5;
    } else if at > 0 && signed(at - 1) {
        weight -= 1.5;
    }
    // Menu and title in one line, before the title alone.
    let glued =
        |l: &Line<'_>| l.text.len() >= 25 && l.text.len() < line.text.len() && line.text.ends_with(l.text.as_ref());
    if lines[at + 1..].iter().take(3).any(glued) {
        weight -= 4.0;
    }
    // The standfirst.
    if lines[at + 1..].iter().take(2).any(is_prose) {
        weight += 1.0;
    }
    // Title and standfirst come in this order, and captions after both: the first long line behind the menus.
    let menu = lines[from..at].iter().rev().take(3).all(|l| mass(l) < 40);
    if menu {
        weight += 1.5;
    }
    let repeats = |range: Range<usize>| {
        lines
            .get(range)
            .is_some_and(|l| l.iter().any(|l| same_text(&l.text, &line.text)))
    };
    if size >= 25
        && (repeats(at + 1..(at + 9).min(lines.len())) || repeats(at.saturating_sub(9)..at) || repeats(0..at.min(2)))
    {
        weight += 3.0;
    }
    Some(weight)
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and lines are small")]
fn ratio(a: usize, b: usize) -> f32 {
    a as f32 / b as f32
}

/// The words of the paragraphs, hashed.
fn words_of_body(lines: &[Line<'_>]) -> HashSet<u64> {
    let mut all = HashSet::new();
    let mut read = 0;
    for line in lines.iter().filter(|l| is_prose(l)) {
        all.extend(words(&line.text));
        read += line.text.len();
        if read > LETTERS {
            break;
        }
    }
    all
}

/// The words of a text by the hashes of their first letters, so that cases and plurals agree; where no spaces are
/// written, every two letters. Short words are in every text and say nothing.
fn words(text: &str) -> Vec<u64> {
    const SHORTEST: usize = 4;
    const STEM: usize = 6;
    let mut out = Vec::new();
    let lower = lower(text);
    for word in
        lower.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\u{93c}'..='\u{94d}' | '\u{e31}'..='\u{e4e}'))
    {
        let unspaced = word.starts_with(|c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{e00}'..='\u{eff}'));
        if unspaced {
            let letters: Vec<char> = word.chars().take(200).collect();
            let size = if matches!(letters.first(), Some('\u{e00}'..='\u{eff}')) {
                4
            } else {
                2
            };
            out.extend(letters.windows(size).map(|w| hash(w.iter().copied())));
        } else if word.chars().count() >= SHORTEST {
            out.push(hash(word.chars().take(STEM)));
        }
    }
    out
}

fn hash(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3)
    })
}
