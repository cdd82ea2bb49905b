//! The lead: the paragraph after the title, or the one that some crawlers put last, after blank lines.

use super::byline;
use super::line::{Line, Role};

/// A longer paragraph is no lead; about 600 characters.
pub const LONGEST: usize = 850;

/// Finds a lead that stands last: set off by more blank lines than anything before it.
pub fn find_last(lines: &mut [Line<'_>], title: usize) -> Option<usize> {
    let at = lines.iter().rposition(|l| l.gap >= 2)?;
    let line = &lines[at];
    // One paragraph, or a few lines of boilerplate behind it.
    let rest = lines[at + 1..].iter().filter(|l| l.role == Role::Body).count();
    let widest = lines[title.min(at)..at]
        .iter()
        .skip(1)
        .map(|l| l.gap)
        .max()
        .unwrap_or(0);
    let fits = at > title && rest == 0 && line.role == Role::Body && line.words >= 6 && line.text.len() <= LONGEST;
    let bracketed = line.text.starts_with('(') && line.text.ends_with(')');
    let credit = bracketed || byline::parse(&line.text).is_some_and(|b| b.certain);
    if !fits || credit || widest >= line.gap {
        return None;
    }
    lines[at].role = Role::Lead;
    Some(at)
}

/// Finds the lead after the title: the first paragraph, if others follow it or it is brief.
pub fn find_first(lines: &mut [Line<'_>], title: Option<usize>) -> Option<usize> {
    let from = title.map_or(0, |t| t + 1);
    let at = (from..lines.len()).find(|at| {
        let line = &lines[*at];
        line.role == Role::Body && line.words >= 8 && (line.is_prose() || line.words >= 12) && !line.captioned
    })?;
    let line = &lines[at];
    let others = lines[at + 1..]
        .iter()
        .any(|l| l.role == Role::Body && (l.is_prose() || l.words >= 12));
    let longest = if others { LONGEST } else { LONGEST / 2 };
    if line.text.len() > longest {
        return None;
    }
    lines[at].role = Role::Lead;
    Some(at)
}
