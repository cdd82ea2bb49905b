//! The title: which line it is, and what does not belong to it.

use super::line::{Ending, Line, Role, one_begins_the_other, same_text};
use super::{dates, outlet};

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
    for at in 0..end {
        let line = &lines[at];
        let same =
            same_text(&line.text, title) || (at < 3 && line.is_short() && one_begins_the_other(&line.text, title));
        if same && line.role != Role::Boilerplate {
            lines[at].role = Role::Title;
            found = Some(at);
        }
    }
    found
}

/// Finds the title among the lines before the prose.
pub fn find(lines: &mut [Line<'_>]) -> Option<usize> {
    let prose = first_prose(lines);
    let end = (prose + 1).min(lines.len());
    let candidates: Vec<usize> = (0..end).filter(|at| is_candidate(&lines[*at])).collect();
    let best = match *candidates.as_slice() {
        [] => lines.iter().position(|l| l.role == Role::Body)?,
        [one] => one,
        // A text that somebody has cut out already begins with its title, perhaps after a section's name.
        [first, second, ..] if candidates.len() <= 12 || first + 3 > prose => {
            let label = lines[first].words <= 3
                && second == first + 1
                && lines[second].words >= 5
                && lines[second].ending != Ending::Sentence
                && lines[second].gap <= lines[first].gap + 1
                && second < prose;
            if label { second } else { first }
        }
        // A whole line set off from what follows is no menu.
        [first, ..] if first <= 1 && lines[first].words >= 5 && lines.get(first + 1).is_some_and(|l| l.gap > 0) => {
            first
        }
        _ => among_menus(lines, &candidates, prose)?,
    };
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

fn is_candidate(line: &Line<'_>) -> bool {
    line.role == Role::Body && line.is_short() && !dates::is_line(&line.text)
}

/// The title on a page with its menus: given twice, or beside the time of publication, or last before the prose.
fn among_menus(lines: &[Line<'_>], candidates: &[usize], prose: usize) -> Option<usize> {
    let wordy = |at: &usize| lines[*at].words >= 5;
    let twice = candidates.windows(2).find(|pair| {
        let (a, b) = (&lines[pair[0]], &lines[pair[1]]);
        a.words >= 4 && pair[1] <= pair[0] + 3 && same_text(&a.text, &b.text)
    });
    if let Some(pair) = twice {
        return Some(pair[0]);
    }
    let beside_date = candidates.iter().rev().filter(|at| wordy(at)).find(|at| {
        let date = |i: usize| lines.get(i).is_some_and(|l| dates::is_line(&l.text));
        date(**at + 1) || date(**at + 2) || (**at > 0 && date(**at - 1))
    });
    if let Some(at) = beside_date {
        return Some(*at);
    }
    // The line before the first sentence.
    let sentence = (0..prose)
        .find(|at| lines[*at].role == Role::Body && lines[*at].is_prose())
        .unwrap_or(prose);
    candidates
        .iter()
        .rev()
        .find(|at| **at < sentence && wordy(at))
        .or_else(|| candidates.iter().rev().find(|at| wordy(at)))
        .or(candidates.last())
        .copied()
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
        || (suffix.split(' ').count() <= 5 && outlet::is_known(suffix));
    if names_site && at > 0 {
        title[..at].trim_end()
    } else {
        title
    }
}
