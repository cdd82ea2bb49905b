//! The title: which line it is, and what does not belong to it.

use super::line::{Ending, Line, Role, one_begins_the_other, same_text};
use super::{dateline, outlet};

/// No headline has more bytes.
const LONGEST: usize = 700;

/// Where the prose of a page begins: its title stands before.
fn first_prose(lines: &[Line<'_>]) -> usize {
    lines
        .iter()
        .position(|l| l.role == Role::Body && (!l.is_short() || l.words >= 28))
        .or_else(|| lines.iter().rposition(|l| l.role == Role::Body && l.is_prose()))
        .unwrap_or(lines.len())
}

/// Finds the line that repeats a title which is known from elsewhere, among the lines before the prose.
///
/// All repetitions are marked; the index is that of the last one, or `None` where the text does not hold it.
pub fn find_known(lines: &mut [Line<'_>], title: &str) -> Option<usize> {
    let end = (first_prose(lines) + 1).min(lines.len());
    let mut found = None;
    for (at, line) in lines.iter_mut().enumerate().take(end) {
        let same =
            same_text(&line.text, title) || (at < 3 && line.is_short() && one_begins_the_other(&line.text, title));
        if same && line.role != Role::Boilerplate {
            line.role = Role::Title;
            found = Some(at);
        }
    }
    found
}

/// Finds the title among the lines before the prose.
pub fn find(lines: &mut [Line<'_>]) -> Option<usize> {
    let prose = first_prose(lines);
    let end = (prose + 1).min(lines.len());
    let first = lines.iter().position(|l| l.role == Role::Body)?;
    let best = (0..end)
        .filter(|at| is_candidate(lines, *at))
        .max_by_key(|at| (weight(lines, *at, first, prose), std::cmp::Reverse(*at)))
        .or_else(|| is_long_title(lines, first).then_some(first))?;
    let title = lines[best].text.clone();
    lines[best].role = Role::Title;
    let mut last = best;
    // Some pages give it twice.
    for (at, line) in lines.iter_mut().enumerate().take(end).skip(best + 1) {
        if line.role == Role::Body && same_text(&line.text, &title) {
            line.role = Role::Title;
            last = at;
        }
    }
    Some(last)
}

fn is_candidate(lines: &[Line<'_>], at: usize) -> bool {
    let line = &lines[at];
    // A long sentence is a paragraph, unless it stands over the others alone.
    let sentence = line.text.ends_with('.') && !line.text.ends_with("..") && line.words >= 14;
    let alone = lines.get(at + 1).is_some_and(|l| l.gap > 0);
    line.role == Role::Body && line.is_short() && line.date.is_none() && (!sentence || alone)
}

/// A headline that runs on and on, over a text.
fn is_long_title(lines: &[Line<'_>], first: usize) -> bool {
    let line = &lines[first];
    line.text.len() <= LONGEST && line.ending != Ending::Sentence && lines.len() > first + 2
}

/// How much speaks for a line. A text that was cut out already begins with its title; on a page with its menus, the
/// title has more words than they have, stands beside the time of publication, or is given twice.
fn weight(lines: &[Line<'_>], at: usize, first: usize, prose: usize) -> i32 {
    let line = &lines[at];
    let mut weight = match line.words {
        0..=2 => -2,
        3 => 0,
        4 => 1,
        5..=25 => 3,
        _ => -2,
    };
    let next = lines.get(at + 1);
    if at == first {
        weight += 2;
        // Set off from what follows, which is not set off from each other.
        if next.is_some_and(|n| n.gap > 0) && lines.get(at + 2).is_none_or(|l| l.gap < next.map_or(0, |n| n.gap)) {
            weight += 6;
        }
    }
    let date = |i: usize| lines.get(i).is_some_and(|l| l.date.is_some());
    if date(at + 1) {
        weight += 4;
    } else if date(at + 2) && !lines.get(at + 1).is_some_and(Line::is_prose) {
        weight += 3;
    } else if at > 0 && date(at - 1) {
        weight += 2;
    }
    let repeated = |i: usize| lines.get(i).is_some_and(|l| same_text(&l.text, &line.text));
    if (4..=25).contains(&line.words) && (repeated(at + 1) || repeated(at + 2)) {
        weight += 5;
    }
    let after = lines[at + 1..]
        .iter()
        .take(4)
        .find(|l| l.role == Role::Body && l.date.is_none());
    if after.is_some_and(Line::is_prose) {
        weight += 2;
    }
    // A page's menu lies far from its prose.
    if prose > at + 10 {
        weight -= 2;
    }
    if line.text.ends_with('.') && !line.text.ends_with("..") {
        weight -= 4;
    }
    if line.ending == Ending::Colon {
        weight -= 2;
    }
    if dateline::split(&line.text).is_some() {
        weight -= 6;
    }
    if line.captioned {
        weight -= 5;
    }
    if ["by ", "von ", "theo ", "nguồn:", "tác giả:"]
        .iter()
        .any(|b| line.lower.starts_with(b))
        && line.words <= 10
    {
        weight -= 6;
    }
    weight
}

/// Takes the site's name off a title: " - VnExpress", " | Báo Bắc Giang".
pub fn without_site<'a>(title: &'a str, site: Option<&str>, domain: Option<&str>) -> &'a str {
    let Some((at, dash)) = [" | ", " - ", " – ", " — ", " :: ", " » "]
        .iter()
        .filter_map(|dash| title.rfind(dash).map(|at| (at, *dash)))
        .max_by_key(|(at, _)| *at)
    else {
        return title;
    };
    let suffix = title[at + dash.len()..].trim();
    let label = domain.map(|d| d.trim_start_matches("www.").split('.').next().unwrap_or(d));
    let names_site = site.is_some_and(|s| same_text(s, suffix))
        || label.is_some_and(|l| l.len() > 2 && same_text(l, &suffix.replace(' ', "")))
        || domain.is_some_and(|d| same_text(d, suffix))
        || (suffix.split(' ').count() <= 5
            && (outlet::is_known(suffix)
                || suffix
                    .split(' ')
                    .next()
                    .is_some_and(|w| w.len() > 4 && outlet::is_known(w))));
    if names_site && at > 0 {
        title[..at].trim_end()
    } else {
        title
    }
}
